package fiscal_test

import (
	"cmp"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/fiscal"
)

// A bigSplit is a split in math/big as one would do it by hand, with room that is used
// again, so that very many take a second.
type bigSplit struct {
	parts, rests []big.Int
	sum, left, x big.Int
}

// split divides quanta, not negative, by weights with a sum, and returns what is in no part.
func (s *bigSplit) split(quanta int64, weights []int64, residue fiscal.Residue) (apart int64, tied bool) {
	s.parts, s.rests = slices.Grow(s.parts[:0], len(weights))[:len(weights)], slices.Grow(s.rests[:0], len(weights))[:len(weights)]
	s.sum.SetInt64(0)
	for _, w := range weights {
		s.sum.Add(&s.sum, s.x.SetInt64(w))
	}
	s.left.SetInt64(quanta)
	for i, w := range weights {
		s.x.SetInt64(quanta)
		s.parts[i].QuoRem(s.x.Mul(&s.x, s.rests[i].SetInt64(w)), &s.sum, &s.rests[i])
		s.left.Sub(&s.left, &s.parts[i])
	}
	left := int(s.left.Int64())
	order := make([]int, 0, len(weights))
	for i, w := range weights {
		if w > 0 {
			order = append(order, i)
		}
	}
	switch residue {
	case fiscal.Apart:
		return int64(left), false
	case fiscal.ToLast:
		last := &s.parts[order[len(order)-1]]
		last.Add(last, &s.left)
		return 0, false
	case fiscal.LargestRemainder:
		tied = s.rank(order, quanta, weights, left)
	}
	for _, i := range order[:left] {
		s.parts[i].Add(&s.parts[i], big.NewInt(1))
	}
	return 0, tied
}

// rank puts the largest remainders first: of equal ones the larger remainder of the weight by
// the first quotient, then the former. It reports whether the cut is within equal ones.
func (s *bigSplit) rank(order []int, quanta int64, weights []int64, left int) (tied bool) {
	if quanta == 0 {
		return false
	}
	first := new(big.Int).Quo(&s.sum, big.NewInt(quanta))
	first.Add(first, big.NewInt(1))
	mod := func(i int) *big.Int { return new(big.Int).Mod(big.NewInt(weights[i]), first) }
	slices.SortFunc(order, func(a, b int) int {
		if c := s.rests[b].Cmp(&s.rests[a]); c != 0 {
			return c
		}
		return cmp.Or(mod(b).Cmp(mod(a)), a-b)
	})
	return left > 0 && s.rests[order[left-1]].Cmp(&s.rests[order[left]]) == 0
}

// drawWeights draws weights of all lengths, or few of the same, so that remainders are equal;
// at least one is not 0.
func drawWeights(rng *rand.Rand) []int64 {
	weights := make([]int64, 1+rng.IntN(7))
	small := rng.IntN(3) == 0
	for i := range weights {
		switch {
		case small:
			weights[i] = rng.Int64N(5)
		case rng.IntN(8) == 0:
			weights[i] = edges[rng.IntN(len(edges))]
		default:
			weights[i] = rng.Int64() >> rng.IntN(64)
		}
	}
	weights[rng.IntN(len(weights))] |= 1
	return weights
}

// Every residue, quantum and sign against math/big, to the unit: two million splits.
func TestSplitAgainstBig(t *testing.T) {
	rng := rand.New(rand.NewPCG(41, 41))
	n := 2_000_000
	if testing.Short() {
		n /= 200
	}
	var slow bigSplit
	parts, ties := 0, 0
	for range n {
		weights, quantum := drawWeights(rng), int64(1)
		if rng.IntN(3) == 0 {
			quantum = []int64{5, 100, 7}[rng.IntN(3)]
		}
		units := signed(rng) / quantum
		if rng.IntN(3) == 0 {
			units = rng.Int64N(40) - 20
		}
		residue := fiscal.Residue(rng.IntN(4))
		s := fiscal.Splitter{Residue: residue, Quantum: quantum}
		got, err := s.Split(fiscal.EUR.Minor(units*quantum), weights)
		require.NoError(t, err)
		sign := int64(1)
		if units < 0 {
			sign, units = -1, -units
		}
		if units < 0 { // the least int64 has no mirror
			continue
		}
		apart, tied := slow.split(units, weights, residue)
		if tied {
			ties++
		}
		for i := range weights {
			if want := sign * quantum * slow.parts[i].Int64(); got[i].Minor() != want {
				require.Equal(t, want, got[i].Minor(), "part %d of %d by %v, %+v", i, units, weights, s)
			}
			parts++
		}
		if residue == fiscal.Apart {
			require.Equal(t, sign*quantum*apart, got[len(weights)].Minor())
		}
	}
	assert.Greater(t, parts, n*3)
	assert.Greater(t, ties, n/50)
}
