package stv

import (
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// bulk are those who go out in a bulk exclusion, section 273(13A) and (13B) of the
// Commonwealth Electoral Act 1918; nil if none may. Notional votes are one's own and those
// of all who stand lower. B stands highest of those with fewer notional votes than all that
// the leaders for the vacant places lack of the quota, and than the next has votes. If B has
// fewer than the leader lacks, B and the lower go out (c); otherwise those with fewer than
// that do (d), and there may be none. Never so many go out that places stay empty (13B).
func (g *gregory) bulk() (losers []ballot.Option, stands bool, err error) {
	order := g.ranking()
	leading, vacancy := g.quota-g.votes[order[0]], int64(0)
	for _, o := range order[:g.places()] {
		vacancy += g.quota - g.votes[o]
	}
	slices.Reverse(order)
	notional, sum, b := make([]int64, len(order)), int64(0), -1
	for i, o := range order {
		sum += g.votes[o]
		notional[i] = sum
		if i+1 < len(order) && sum < vacancy && sum < g.votes[order[i+1]] {
			b = i
		}
	}
	if b < 0 {
		return nil, false, nil
	}
	n := b + 1
	if notional[b] >= leading {
		for n = 0; n < len(order) && notional[n] < leading; {
			n++
		}
	}
	n = min(n, g.left-g.places())
	if n <= 1 {
		return nil, false, nil // the last alone, if anybody
	}
	return g.part(order, n)
}

// part is the first n of an order from the lowest; those level with the n-th are told apart
// by the tie rule.
func (g *gregory) part(order []ballot.Option, n int) (lowest []ballot.Option, stands bool, err error) {
	from, to := n-1, n
	for from > 0 && g.votes[order[from-1]] == g.votes[order[n-1]] {
		from--
	}
	for to < len(order) && g.votes[order[to]] == g.votes[order[n-1]] {
		to++
	}
	lowest = slices.Clone(order[:n])
	if to > n {
		level := order[from:to]
		stay, ok, err := g.settle("staying in after", g.Ties, level, to-n)
		if !ok || err != nil {
			return nil, !ok, err
		}
		lowest = append(lowest[:from], slices.DeleteFunc(slices.Clone(level), func(o ballot.Option) bool { return slices.Contains(stay, o) })...)
	}
	slices.Sort(lowest)
	return lowest, false, nil
}
