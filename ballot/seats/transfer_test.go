package seats

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/internal/apportion"
)

// Scaling leaves few seats to move, however many there are: about as many as there are
// districts and lists.
func TestFewSeatsAreMoved(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	all := 0
	for _, most := range []int64{5, 500, 15_000} { // seats of a district
		for range 40 {
			rows, columns := 2+rng.IntN(20), 2+rng.IntN(10)
			x := &transfer{rows: rows, columns: columns}
			sums := make([]int64, columns)
			for i := range rows * columns {
				v := rng.Int64N(2_000) * rng.Int64N(2_000) // unlike each other
				x.votes = append(x.votes, 1+v)
				sums[i%columns] += 1 + v
			}
			var house int64
			for range rows {
				x.due = append(x.due, 1+rng.Int64N(most))
				house += x.due[len(x.due)-1]
			}
			d, err := apportion.HighestAverages(house, 0, sums, apportion.SainteLague)
			require.NoError(t, err)
			x.lists, x.leads = d.Parts, make([]bool, len(x.votes))
			require.Zero(t, d.Open)
			require.NoError(t, x.run(nil), "no cell is empty: there is a table")
			assert.LessOrEqual(t, x.moved, rows+columns, "%d x %d, %d seats", rows, columns, house)
			all += x.moved
		}
	}
	assert.Positive(t, all)
}

func rat(t *testing.T, text string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(text)
	require.True(t, ok)
	return r
}

// A divisor of few places, strictly within its bounds.
func TestShortest(t *testing.T) {
	tests := []struct{ low, high, want string }{
		{"9", "11", "10"}, {"9.4", "9.6", "9.5"}, {"0.91", "0.93", "0.92"}, {"99", "1001", "1000"}, {"1/3", "2/3", "0.5"},
		{"1000.01", "1000.02", "1000.015"}, {"3", "3", "7"}, {"4", "3", "7"},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.low, " to ", tt.high), func(t *testing.T) {
			assert.Equal(t, rat(t, tt.want).RatString(), shortest(rat(t, tt.low), rat(t, tt.high), rat(t, "7")).RatString())
		})
	}
	assert.Equal(t, "7", shortest(nil, nil, rat(t, "7")).RatString())
	assert.Equal(t, "10", shortest(rat(t, "7"), nil, rat(t, "7")).RatString())
}

// The step of a cell shows quotients cut, and fractions that are no decimals as such.
func TestCellText(t *testing.T) {
	c := Cell{District: "N", List: "A", Votes: 10, Seats: 3, DistrictDivisor: rat(t, "10/3"), ListDivisor: rat(t, "1.02")}
	assert.Equal(t, "N, A: 10 votes over 10/3 x 1.02 = 2.941...: 3 seats", c.String())
	assert.Equal(t, "A: 25031/12 voters, 12 seats", Due{List: "A", Voters: vicinia.Frac(25_031, 12), Seats: 12}.String())
}
