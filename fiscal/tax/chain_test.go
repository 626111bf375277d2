package tax_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/tax"
)

// revision is a flat tax of 10 % on a base.
func revision(t *testing.T, on, cause, base string) tax.Revision {
	a, err := tax.Assess(tax.Flat(fiscal.EUR, pct("10%")), tax.MustBase(base), wholeYear)
	require.NoError(t, err)
	return tax.Revision{On: vicinia.MustDate(on), Cause: cause, Assessment: a}
}

func TestChain(t *testing.T) {
	first, err := tax.Chain{}.Revise(revision(t, "2026-03-01", "provisional", "1000.00"))
	require.NoError(t, err)
	a, err := first.Revise(revision(t, "2026-09-01", "final", "800.00"))
	require.NoError(t, err)
	// A chain is a value: two heirs of one chain do not meet.
	b, err := first.Revise(revision(t, "2026-09-01", "appeal", "1200.50"))
	require.NoError(t, err)
	var got []string
	for _, c := range []tax.Chain{{}, first, a, b} {
		for r, d := range c.Differences() {
			got = append(got, fmt.Sprint(r.On, " ", r.Cause, " ", d))
		}
		got = append(got, c.Owed().String())
	}
	assert.Equal(t, []string{
		"0",
		"2026-03-01 provisional 100.00 EUR", "100.00 EUR",
		"2026-03-01 provisional 100.00 EUR", "2026-09-01 final -20.00 EUR", "80.00 EUR",
		"2026-03-01 provisional 100.00 EUR", "2026-09-01 appeal 20.05 EUR", "120.05 EUR",
	}, got)
}

// The differences of a chain add up to what is owed.
func TestChainAddsUp(t *testing.T) {
	rng := rand.New(rand.NewPCG(13, 13))
	for range 300 {
		var c tax.Chain
		day := vicinia.MustDate("2026-01-01")
		for range 1 + rng.IntN(10) {
			day += vicinia.Date(rng.IntN(30))
			a, err := tax.Assess(tax.Flat(fiscal.EUR, pct("7%")), tax.Base(rng.Int64N(1e12)), wholeYear)
			require.NoError(t, err)
			c, err = c.Revise(tax.Revision{On: day, Cause: "x", Assessment: a})
			require.NoError(t, err)
		}
		sum := fiscal.Money{}
		for _, d := range c.Differences() {
			var err error
			sum, err = sum.Add(d)
			require.NoError(t, err)
		}
		require.Equal(t, c.Owed(), sum)
	}
}

func TestChainRefuses(t *testing.T) {
	c, err := tax.Chain{}.Revise(revision(t, "2026-03-01", "provisional", "1000.00"))
	require.NoError(t, err)
	francs, err := tax.Assess(tax.Flat(fiscal.CHF, pct("10%")), 0, wholeYear)
	require.NoError(t, err)
	_, err = c.Revise(tax.Revision{On: vicinia.MustDate("2026-02-28"), Assessment: francs})
	assert.Equal(t, []string{"cause", "on", "assessment"}, paths(err))
	assert.ErrorIs(t, err, vicinia.Invariant("T-9"))
	assert.ErrorIs(t, err, vicinia.Invariant("M-7"))
	_, err = c.Revise(tax.Revision{})
	assert.Equal(t, []string{"on", "cause", "assessment", "on"}, paths(err))
}
