package tax_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/tax"
)

func establishments() []tax.Establishment {
	return []tax.Establishment{
		{Place: "Zug", Factors: []int64{1_000_000, 600}},
		{Place: "Arth", Factors: []int64{2_000_000, 0}},
		{Place: "Lauerz", Factors: []int64{0, 0}},
	}
}

func TestApportionment(t *testing.T) {
	even := []vicinia.Ratio{pct("1"), pct("1")}
	tests := []struct {
		name   string
		give   tax.Apportionment
		amount string
		want   []string
	}{
		{"wages and turnover alike", tax.Apportionment{Weights: even}, "100.00", []string{"66.67", "33.33", "0.00"}},
		{"wages alone", tax.Apportionment{Weights: []vicinia.Ratio{pct("1"), {}}}, "100.00", []string{"33.33", "66.67", "0.00"}},
		{"a fifth ahead for the seat", tax.Apportionment{Weights: even, Ahead: pct("20%"), Seat: "Zug"}, "100.00", []string{"73.33", "26.67", "0.00"}},
		{"ahead for who has nothing else", tax.Apportionment{Weights: even, Ahead: pct("20%"), Seat: "Lauerz"}, "100.00", []string{"53.33", "26.67", "20.00"}},
		// Zerlegungsgesetz: percentages of three decimals, undivided below 500 000.
		{"three decimals of a percent", tax.Apportionment{Weights: even, Places: 3, Seat: "Zug", Least: chf("500000")}, "900000.00", []string{"600003.00", "299997.00", "0.00"}},
		{"below the least", tax.Apportionment{Weights: even, Places: 3, Seat: "Zug", Least: chf("500000")}, "-499999.99", []string{"-499999.99", "0.00", "0.00"}},
		{"a loss", tax.Apportionment{Weights: even}, "-100.00", []string{"-66.67", "-33.33", "0.00"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			parts, err := tt.give.Divide(chf(tt.amount), establishments())
			require.NoError(t, err)
			var got []string
			for _, p := range parts {
				got = append(got, p.Amount())
			}
			assert.Equal(t, tt.want, got)
		})
	}
	shares, err := tax.Apportionment{Weights: even}.Shares(establishments())
	require.NoError(t, err)
	assert.Equal(t, []vicinia.Ratio{vicinia.Frac(2, 3), vicinia.Frac(1, 3), {}}, shares)
	shares, err = tax.Apportionment{Weights: even, Places: 3}.Shares(establishments())
	require.NoError(t, err)
	assert.Equal(t, []vicinia.Ratio{pct("66.667%"), pct("33.333%"), {}}, shares)
}

func TestApportionmentRefuses(t *testing.T) {
	bad := tax.Apportionment{Weights: []vicinia.Ratio{pct("-1")}, Ahead: pct("2"), Seat: "Bern", Places: 99, Least: fiscal.EUR.MustParse("-1")}
	_, err := bad.Divide(chf("1"), []tax.Establishment{{Place: "A", Factors: []int64{-1}}, {Place: "A"}})
	assert.Equal(t, []string{"weights[0]", "ahead", "places", "least", "least", "establishments[0].factors[0]",
		"establishments[1].place", "establishments[1].factors", "establishments", "seat"}, paths(err))
	_, err = tax.Apportionment{}.Divide(chf("1"), nil)
	assert.Equal(t, []string{"establishments"}, paths(err))
	wide := []tax.Establishment{
		{Place: "A", Factors: []int64{math.MaxInt64, 1, 5}}, {Place: "B", Factors: []int64{1, math.MaxInt64 - 8, 7}},
	}
	a := tax.Apportionment{Weights: []vicinia.Ratio{pct("1"), pct("1"), pct("1")}}
	_, err = a.Shares(wide)
	require.ErrorIs(t, err, vicinia.ErrOverflow)
	parts, err := a.Divide(fiscal.CHF.Minor(math.MinInt64), wide)
	require.NoError(t, err)
	assert.Equal(t, int64(math.MinInt64), parts[0].Minor()+parts[1].Minor())
}

// Parts add up, and the order of the establishments moves no cent.
func TestApportionmentKeepsItsPromises(t *testing.T) {
	rng := rand.New(rand.NewPCG(14, 14))
	for range 2_000 {
		a := tax.Apportionment{Weights: []vicinia.Ratio{vicinia.Frac(rng.Int64N(5), 3), pct("1")}, Places: rng.IntN(5), Ahead: vicinia.Frac(rng.Int64N(5), 5), Seat: "p0"}
		var es []tax.Establishment
		for i := range 1 + rng.IntN(6) {
			es = append(es, tax.Establishment{Place: fmt.Sprint("p", i), Factors: []int64{rng.Int64N(5), 1 + rng.Int64N(3)}})
		}
		amount := fiscal.EUR.Minor(rng.Int64N(1e12) - 5e11)
		parts, err := a.Divide(amount, es)
		require.NoError(t, err)
		sum, err := fiscal.Sum(parts...)
		require.NoError(t, err)
		require.Equal(t, amount, sum)
		by := map[string]fiscal.Money{}
		for i, e := range es {
			by[e.Place] = parts[i]
		}
		rng.Shuffle(len(es), func(i, j int) { es[i], es[j] = es[j], es[i] })
		again, err := a.Divide(amount, es)
		require.NoError(t, err)
		for i, e := range es {
			require.Equal(t, by[e.Place], again[i])
		}
	}
}
