package power

import (
	"fmt"
	"math/big"
	"slices"
)

// Johnston returns each body's share of power if every coalition that some body alone can turn
// is as likely, and those who can share it equally (Johnston 1978). The shares add up to 1. A
// heavier body has no less power than a lighter one.
func Johnston(quota int64, weights []int64) ([]*big.Rat, error) {
	g, err := newGame(quota, weights)
	if err != nil {
		return nil, err
	}
	g.quota = quota // the dual has other coalitions
	slices.Reverse(g.weights)
	n, kinds := int64(len(g.weights)), int64(len(g.kinds()))
	reach := g.sum + 1 // weights up to which coalitions are counted
	if heaviest := g.weights[0]; heaviest <= g.sum-quota {
		reach = quota + heaviest
	}
	if reach > MaxWork/256/n/n/kinds || reach > maxCells/16/(n+1) {
		return nil, fmt.Errorf("Johnston power of %d bodies with quota %d: %w", n, quota, errTooMuch)
	}
	shares := map[int64]*big.Rat{}
	for i, w := range g.weights {
		if shares[w] == nil {
			shares[w] = new(big.Rat)
		}
		if i == len(g.weights)-1 || g.weights[i+1] < w {
			g.turning(i+1, reach, shares)
		}
	}
	all := new(big.Rat)
	for _, w := range g.weights {
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

// turning adds what the heaviest bodies get of coalitions that just those of them turn who are
// in: the weight above the quota is less than theirs, and not less than that of the next.
func (g *game) turning(heavy int, reach int64, shares map[int64]*big.Rat) {
	low, high := g.quota, min(reach, g.quota+min(g.weights[heavy-1], reach-g.quota)) // below high
	if heavy < len(g.weights) {
		low += min(g.weights[heavy], reach-low)
	}
	all := g.bySize(heavy, reach)
	for i, w := range g.weights[:heavy] {
		if i > 0 && g.weights[i-1] == w {
			continue
		}
		var rest []*big.Int // the coalitions of others, by weight
		for size := range heavy {
			rest = others(all[size], rest, w)
			count := new(big.Int)
			for s := max(low-w, 0); s < high-w; s++ {
				count.Add(count, rest[s])
			}
			part := new(big.Rat).SetFrac(count, big.NewInt(int64(size+1)))
			shares[w].Add(shares[w], part)
		}
	}
}

// bySize counts coalitions by how many of the heaviest bodies are in, then by weight.
func (g *game) bySize(heavy int, reach int64) [][]*big.Int {
	counts := make([][]*big.Int, heavy+1)
	for k := range counts {
		counts[k] = make([]*big.Int, reach)
		for s := range counts[k] {
			counts[k][s] = new(big.Int)
		}
	}
	counts[0][0].SetInt64(1)
	for i, w := range g.weights {
		for k := min(i, heavy); k >= 0; k-- {
			to := k
			if i < heavy {
				to = k + 1
			}
			for s := reach - 1; s >= w; s-- {
				counts[to][s].Add(counts[to][s], counts[k][s-w])
			}
		}
	}
	return counts
}

// others are the coalitions of a size without a body of weight w: all, less those with it, which
// are those of one fewer without it.
func others(all, fewer []*big.Int, w int64) []*big.Int {
	rest := make([]*big.Int, len(all))
	for s, n := range all {
		rest[s] = new(big.Int).Set(n)
		if fewer != nil && int64(s) >= w {
			rest[s].Sub(n, fewer[int64(s)-w])
		}
	}
	return rest
}
