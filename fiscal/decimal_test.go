package fiscal_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/cockroachdb/apd/v3"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/fiscal"
)

// edges are amounts and weights where 64 or 128 bits end.
var edges = []int64{0, 1, 2, 3, 5, math.MaxInt32, math.MaxInt32 + 1, 1 << 53, 1<<53 + 1, 1<<62 - 1, 1 << 62, math.MaxInt64 - 1, math.MaxInt64}

// TestSplitAgainstDecimals compares the floors of a split with the integer quotients of
// apd: all pairs of edges, and very many draws.
func TestSplitAgainstDecimals(t *testing.T) {
	context := apd.BaseContext.WithPrecision(80)
	check := func(units int64, weights []int64) {
		var sum, product, want apd.Decimal
		for _, w := range weights {
			_, err := context.Add(&sum, &sum, apd.New(w, 0))
			require.NoError(t, err)
		}
		parts, err := fiscal.Splitter{Residue: fiscal.Apart}.Split(fiscal.EUR.Minor(units), weights)
		require.NoError(t, err)
		for i, w := range weights {
			if sum.IsZero() {
				require.Zero(t, parts[i].Minor())
				continue
			}
			_, err := context.Mul(&product, apd.New(units, 0), apd.New(w, 0))
			require.NoError(t, err)
			_, err = context.QuoInteger(&want, &product, &sum)
			require.NoError(t, err)
			got, err := want.Int64()
			require.NoError(t, err)
			require.Equal(t, got, parts[i].Minor(), "%d by %v", units, weights)
		}
	}
	for _, a := range edges {
		for _, b := range edges {
			for _, units := range edges {
				check(units, []int64{a, b})
				check(-units, []int64{b, a, a})
			}
		}
	}
	check(math.MinInt64, []int64{math.MaxInt64, 1})
	rng := rand.New(rand.NewPCG(15, 15))
	for range 10_000 {
		weights := make([]int64, 1+rng.IntN(5))
		for i := range weights {
			weights[i] = rng.Int64() >> rng.IntN(64)
		}
		check(signed(rng), weights)
	}
}
