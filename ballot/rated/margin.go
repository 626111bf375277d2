package rated

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/ranked"
)

var errAlone = errors.New("one option cannot lose")

// Margin is exact: a changed ballot gives all its points to a rival. Where they are not limited,
// a change keeps within the most that any ballot gives. See ranked.Margin.
func (r Cumulative) Margin(p *ballot.Profile) (ranked.Margin, error) {
	return paidMargin(r, r.Points, p, func(score int64) int64 { return score }, func(has int64) int64 { return has })
}

// Margin is exact: a changed ballot gives a rival the root of its credits, cut. Where they are not
// limited, a change keeps within the most that any ballot spends. See ranked.Margin.
func (r Quadratic) Margin(p *ballot.Profile) (ranked.Margin, error) {
	return paidMargin(r, r.Credits, p, func(score int64) int64 { return score * score }, root)
}

// root is the square root of a number that is not below 0, cut.
func root(n int64) int64 {
	low, high := int64(0), min(n, math.MaxInt32)+1
	for low+1 < high {
		if mid := low + (high-low)/2; mid*mid <= n {
			low = mid
		} else {
			high = mid
		}
	}
	return low
}

// paidMargin is the margin of sums that ballots pay for: most is the greatest score that can be
// paid. Who is turned round is worth the difference that the ballot made, and that.
func paidMargin(r ballot.Rule[*ballot.Profile, *ballot.Order], has int64, p *ballot.Profile, cost, most func(int64) int64) (ranked.Margin, error) {
	out, err := r.Decide(p, nil)
	switch {
	case err != nil:
		return ranked.Margin{}, err
	case p.Slate().Len() < 2:
		return ranked.Margin{}, errAlone
	case len(out.Winners()) > 1:
		return ranked.Margin{}, nil
	}
	c := &challenge{winner: out.Winners()[0], sums: make([]int64, p.Slate().Len()), blank: p.Blank + p.Spoilt}
	greatest := int64(0)
	for b, n := range p.All() {
		spent, row := int64(0), make([]int64, len(c.sums))
		for _, m := range b {
			spent += cost(int64(m.Level))
			row[m.Option] = int64(m.Level)
		}
		if has > 0 && spent > has {
			clear(row)
		}
		greatest = max(greatest, spent)
		for o, score := range row {
			c.sums[o] += n * score
		}
		c.rows = append(c.rows, scoring{row, n})
	}
	if has == 0 {
		has = greatest
	}
	c.top = min(most(has), ballot.MaxScore)
	least := int64(math.MaxInt64)
	for o := range c.sums {
		if ballot.Option(o) != c.winner {
			least = min(least, c.level(c.winner, ballot.Option(o)))
		}
	}
	return ranked.Margin{Least: least, Most: least}, nil
}

// A contrast is what the ballots give the winner and a rival, and what can be changed: a ballot
// that gives the rival top and the winner 0 is never worse for the rival.
type contrast struct {
	pairs []pair
	blank int64
	top   int32
}

// A pair is the scores of so many ballots for the winner and a rival; -1 is no score.
type pair struct {
	w, r int32
	n    int64
}

// contrasts are those of the winner with each other option; nil if there is no sole winner.
func contrasts(p *ballot.Profile, out *ballot.Order, top, unmarked int32) ([]contrast, error) {
	n := p.Slate().Len()
	switch {
	case n < 2:
		return nil, errAlone
	case len(out.Winners()) > 1:
		return nil, nil
	}
	winner := out.Winners()[0]
	all := make([]contrast, n)
	for o := range all {
		all[o] = contrast{blank: p.Blank + p.Spoilt, top: top}
	}
	row := make([]int32, n)
	for b, votes := range p.All() {
		for o := range row {
			row[o] = unmarked
		}
		for _, m := range b {
			if row[m.Option] = m.Level; m.Level > top {
				return nil, fmt.Errorf("%.40q has score %d; want at most %d", p.Slate().Name(m.Option), m.Level, top)
			}
		}
		for o := range all {
			all[o].add(pair{row[winner], row[o], votes})
		}
	}
	for o := range all {
		all[o].merge()
	}
	return slices.Delete(all, int(winner), int(winner)+1), nil
}

// add notes a pair. Where there is no room equal ones are merged; then half of the room is free, so
// that merging costs little and what is kept are no more than twice the pairs that differ.
func (c *contrast) add(p pair) {
	if len(c.pairs) == cap(c.pairs) {
		c.merge()
		c.pairs = slices.Grow(c.pairs, len(c.pairs)+1)
	}
	c.pairs = append(c.pairs, p)
}

// merge adds up equal pairs.
func (c *contrast) merge() {
	slices.SortFunc(c.pairs, func(a, b pair) int { return cmp.Or(cmp.Compare(a.w, b.w), cmp.Compare(a.r, b.r)) })
	merged := c.pairs[:0]
	for _, p := range c.pairs {
		if k := len(merged); k > 0 && merged[k-1].w == p.w && merged[k-1].r == p.r {
			merged[k-1].n += p.n
			continue
		}
		merged = append(merged, p)
	}
	c.pairs = merged
}

// len is the number of ballots.
func (c *contrast) len() (n int64) {
	for _, p := range c.pairs {
		n += p.n
	}
	return n
}

// turned are the pairs after so many ballots, in the order of want, blank ones in their place, give
// the rival top and the winner 0. The blank have a pair of -2.
func (c *contrast) turned(order []pair, k int64) []pair {
	after := []pair{{0, c.top, k}}
	for _, p := range order {
		gone := min(k, p.n)
		if k -= gone; p.n > gone && p.w > blankPair {
			after = append(after, pair{p.w, p.r, p.n - gone})
		}
	}
	return after
}

const blankPair = -2 // the score of a ballot without any

// inOrder are the pairs and the blank ballots, those with the greatest want first.
func (c *contrast) inOrder(want func(pair) int64) []pair {
	order := slices.Clone(c.pairs)
	if c.blank > 0 {
		order = append(order, pair{blankPair, blankPair, c.blank})
	}
	slices.SortStableFunc(order, func(a, b pair) int { return cmp.Compare(want(b), want(a)) })
	return order
}

// enough is the fewest ballots of an order, from least to most, that are shown to be enough, or
// most.
func (c *contrast) enough(order []pair, least, most int64, won func([]pair) bool) int64 {
	for low := least - 1; low+1 < most; {
		if mid := low + (most-low)/2; won(c.turned(order, mid)) {
			most = mid
		} else {
			low = mid
		}
	}
	return most
}
