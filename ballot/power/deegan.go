package power

import (
	"fmt"
	"math/big"
	"slices"
)

// DeeganPackel returns each body's share of power if the coalitions that win with nobody to
// spare are all as likely and share equally (Deegan and Packel 1978). The shares add up to
// 1. A heavier body may have less power than a lighter one.
func DeeganPackel(quota int64, weights []int64) ([]*big.Rat, error) {
	return byMinimal("Deegan-Packel", quota, weights, func(size int64) *big.Rat { return big.NewRat(1, size) })
}

// Holler returns each body's share of all memberships in coalitions that win with nobody to
// spare, of which each member has the whole: the public good index (Holler 1982). The shares
// add up to 1. A heavier body may have less power than a lighter one.
func Holler(quota int64, weights []int64) ([]*big.Rat, error) {
	return byMinimal("Holler", quota, weights, func(int64) *big.Rat { return big.NewRat(1, 1) })
}

// byMinimal are the shares of bodies whose coalitions without a body to spare are worth so
// much to each member, by size.
func byMinimal(index string, quota int64, weights []int64, worth func(size int64) *big.Rat) ([]*big.Rat, error) {
	g, err := newGame(quota, weights)
	if err != nil {
		return nil, err
	}
	g.quota = quota // the dual has other coalitions
	n := int64(len(g.weights))
	if quota > MaxWork/64/n/n/n || quota > maxCells/4/(n+1) {
		return nil, fmt.Errorf("%s power of %d bodies with quota %d: %w", index, n, quota, errTooMuch)
	}
	slices.Reverse(g.weights)
	shares, all := map[int64]*big.Rat{}, new(big.Rat)
	for i, w := range g.weights {
		if i == 0 || g.weights[i-1] != w {
			shares[w] = new(big.Rat)
			for k, m := range g.minimal(i) {
				part := new(big.Rat).SetInt(m)
				shares[w].Add(shares[w], part.Mul(part, worth(int64(k+1))))
			}
		}
		all.Add(all, shares[w])
	}
	power := make([]*big.Rat, len(weights))
	for i, w := range weights {
		power[i] = new(big.Rat)
		if w > 0 {
			power[i].Quo(shares[w], all)
		}
	}
	return power, nil
}

// minimal counts, by size less one, the coalitions that win and lose whomever leaves: those
// that the lightest member leaves losing; those with a member. The weights are heaviest first,
// so that each body is added as the lightest so far.
func (g *game) minimal(member int) []*big.Int {
	counts := make([]*big.Int, len(g.weights))
	losing := make([][]*big.Int, len(g.weights)+1) // by size, then weight; nil is none
	for k := range losing {
		losing[k] = make([]*big.Int, g.quota)
	}
	for k := range counts {
		counts[k] = new(big.Int)
	}
	losing[0][0] = big.NewInt(1)
	for i, w := range g.weights {
		for k := i; k >= 0; k-- {
			if i >= member {
				for s := max(g.quota-w, 0); s < g.quota; s++ {
					if n := losing[k][s]; n != nil {
						counts[k].Add(counts[k], n)
					}
				}
			}
			g.join(losing, k, w)
			if i == member { // nobody stays out of his own coalitions
				clear(losing[k])
			}
		}
	}
	return counts
}

// join adds the coalitions of k bodies with one more.
func (g *game) join(losing [][]*big.Int, k int, w int64) {
	for s := g.quota - 1; s >= w; s-- {
		n := losing[k][s-w]
		if n == nil {
			continue
		}
		if losing[k+1][s] == nil {
			losing[k+1][s] = new(big.Int)
		}
		losing[k+1][s].Add(losing[k+1][s], n)
	}
}
