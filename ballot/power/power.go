package power

import (
	"fmt"
	"math"
	"math/big"
	"slices"

	"github.com/vicinia/vicinia"
)

// Banzhaf returns each body's share of all swings: of the coalitions that win with it and
// lose without it (Penrose 1946, Banzhaf 1965). The shares add up to 1.
func Banzhaf(quota int64, weights []int64) ([]*big.Rat, error) {
	swings, err := Swings(quota, weights)
	if err != nil {
		return nil, err
	}
	all := new(big.Int)
	for _, n := range swings {
		all.Add(all, n)
	}
	shares := make([]*big.Rat, len(swings))
	for i, n := range swings {
		shares[i] = new(big.Rat).SetFrac(n, all)
	}
	return shares, nil
}

// Swings returns how many coalitions of the other bodies lose, and win once the body joins
// them. Divided by 2 to the number of other bodies it is the chance to turn a vote in which
// all others toss a coin (Penrose 1946).
func Swings(quota int64, weights []int64) ([]*big.Int, error) {
	g, err := newGame(quota, weights)
	if err != nil {
		return nil, err
	}
	bySize, err := g.swings(false)
	if err != nil {
		return nil, err
	}
	// A body without weight doubles the coalitions of the others and turns none.
	spare := uint(len(weights) - len(g.weights))
	swings := make([]*big.Int, len(weights))
	for i, w := range weights {
		swings[i] = new(big.Int)
		if w > 0 {
			swings[i].Lsh(bySize[w][0], spare)
		}
	}
	return swings, nil
}

// ShapleyShubik returns each body's share of all orders in which it is pivotal: the bodies
// before it lose, and win with it (Shapley and Shubik 1954). The shares add up to 1.
func ShapleyShubik(quota int64, weights []int64) ([]*big.Rat, error) {
	g, err := newGame(quota, weights)
	if err != nil {
		return nil, err
	}
	bySize, err := g.swings(true)
	if err != nil {
		return nil, err
	}
	n := len(g.weights)
	orders := make([]*big.Int, n) // of those before and those after a pivot, by how many are before
	for k := range orders {
		before, after := new(big.Int).MulRange(1, int64(k)), new(big.Int).MulRange(1, int64(n-1-k))
		orders[k] = before.Mul(before, after)
	}
	all := new(big.Int).MulRange(1, int64(n))
	shares := map[int64]*big.Rat{}
	for _, w := range g.kinds() {
		pivots := new(big.Int)
		for k, swings := range bySize[w] {
			pivots.Add(pivots, new(big.Int).Mul(swings, orders[k]))
		}
		shares[w] = new(big.Rat).SetFrac(pivots, all)
	}
	power := make([]*big.Rat, len(weights))
	for i, w := range weights {
		power[i] = new(big.Rat)
		if w > 0 {
			power[i].Set(shares[w])
		}
	}
	return power, nil
}

// A game is the bodies that have weight, lightest first.
type game struct {
	quota, sum int64
	weights    []int64
}

// kinds are the weights that differ, lightest first.
func (g *game) kinds() []int64 { return slices.Compact(slices.Clone(g.weights)) }

func newGame(quota int64, weights []int64) (*game, error) {
	g := &game{quota: quota}
	for i, w := range weights {
		switch {
		case w < 0:
			return nil, fmt.Errorf("body %d has weight %d", i, w)
		case w > math.MaxInt64-g.sum:
			return nil, fmt.Errorf("the sum of the weights: %w", vicinia.ErrOverflow)
		case w > 0:
			g.weights = append(g.weights, w)
		}
		g.sum += w
	}
	if quota < 1 || quota > g.sum {
		return nil, fmt.Errorf("a quota of %d: want 1 to the sum of the weights, %d", quota, g.sum)
	}
	slices.Sort(g.weights)
	// The game in which a coalition wins if the others alone would not win has the same
	// swings (its dual); the smaller quota is less work.
	g.quota = min(quota, g.sum-quota+1)
	return g, nil
}
