package fiscal_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

func TestCumulative(t *testing.T) {
	// One cent a month by thirds: each gets every third, where a split of each month
	// would give the first all twelve.
	year, before := make([]int64, 3), fiscal.EUR.Minor(0)
	for range 12 {
		parts, err := fiscal.Cumulative(before, fiscal.EUR.Minor(1), 1, 1, 1)
		require.NoError(t, err)
		for i, p := range parts {
			year[i] += p.Minor()
		}
		before, err = before.Add(fiscal.EUR.Minor(1))
		require.NoError(t, err)
	}
	assert.Equal(t, []int64{4, 4, 4}, year)
}

// TestCumulativeKeepsItsPromises: parts add up, have the sign of the amount, give nothing
// to a zero weight, and do not depend on how the total was cut into periods.
func TestCumulativeKeepsItsPromises(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	for range 3_000 {
		weights := make([]int64, 1+rng.IntN(6))
		for i := range weights {
			weights[i] = rng.Int64N(1_000_000) >> rng.IntN(20)
		}
		weights[rng.IntN(len(weights))] |= 1
		before, sums := fiscal.EUR.Minor(0), make([]int64, len(weights))
		for range 5 {
			m := fiscal.EUR.Minor(signed(rng) >> 4)
			parts, err := fiscal.Cumulative(before, m, weights...)
			require.NoError(t, err)
			total, err := fiscal.Sum(parts...)
			require.NoError(t, err)
			require.Equal(t, m.Minor(), total.Minor())
			for i, p := range parts {
				sums[i] += p.Minor()
				require.False(t, weights[i] == 0 && !p.IsZero(), "a zero weight never gets a unit")
				if m.Sign() != 0 && before.Sign() == m.Sign() {
					require.NotEqual(t, -m.Sign(), p.Sign(), "no part has the other sign")
				}
			}
			before, err = before.Add(m)
			require.NoError(t, err)
		}
		once, err := fiscal.Cumulative(fiscal.Money{}, before, weights...)
		require.NoError(t, err)
		require.Equal(t, minors(once), sums)
	}
}

func TestCumulativeRefuses(t *testing.T) {
	cent := fiscal.EUR.Minor(1)
	for _, tt := range []struct {
		name      string
		before, m fiscal.Money
		weights   []int64
		want      error
	}{
		{"two currencies", fiscal.CHF.Minor(1), cent, []int64{1}, fiscal.ErrCurrency},
		{"a total that does not fit", fiscal.EUR.Minor(math.MaxInt64), cent, []int64{1}, vicinia.ErrOverflow},
		{"a negative weight", cent, cent, []int64{1, -1}, nil},
		{"no weight", cent, cent, []int64{0}, nil},
		{"weights that do not fit", cent, cent, []int64{math.MaxInt64, 1}, nil},
		{"the least total", fiscal.EUR.Minor(math.MinInt64), fiscal.EUR.Minor(0), []int64{1}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := fiscal.Cumulative(tt.before, tt.m, tt.weights...)
			require.Error(t, err)
			assert.Nil(t, got)
			if tt.want != nil {
				require.ErrorIs(t, err, tt.want)
			}
		})
	}
}

func TestRound(t *testing.T) {
	tests := []struct {
		name    string
		give    int64
		quantum int64
		how     fiscal.Rounding
		want    int64
	}{
		{"down to five rappen", 1002, 5, fiscal.HalfUp, 1000},
		{"up to five rappen", 1003, 5, fiscal.HalfUp, 1005},
		{"a half goes to the even coin", 5, 10, fiscal.HalfEven, 0},
		{"or away from zero", -5, 10, fiscal.HalfUp, -10},
		{"floor to ten groszy (PL, 1.5 % of the tax due)", 1_239, 10, fiscal.Floor, 1_230},
		{"the least", math.MinInt64, 1, fiscal.Floor, math.MinInt64},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := fiscal.CHF.Minor(tt.give).Round(tt.quantum, tt.how)
			require.NoError(t, err)
			assert.Equal(t, fiscal.CHF.Minor(tt.want), got)
		})
	}
	_, err := fiscal.CHF.Minor(math.MaxInt64).Round(10, fiscal.Ceiling)
	require.ErrorIs(t, err, vicinia.ErrOverflow)
	_, err = fiscal.CHF.Minor(1).Round(0, fiscal.Floor)
	require.Error(t, err)
	_, err = fiscal.CHF.Minor(1).Round(5, 9)
	require.Error(t, err)
}
