package stv

import (
	"cmp"
	"slices"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/internal/exact"
)

// A portion of a surplus goes to one candidate.
type portion struct {
	to     ballot.Option
	papers int64  // that move
	rest   uint64 // numerator of the fraction that is left
}

// whole moves as many papers of the parcel received last as the surplus is worth. If more
// name somebody who is in, each of these gets as many as the proportion says, and those with
// the largest fractions one more; of equal fractions the one of the larger pile, then of who
// had more votes in the earliest count in which they differ, then the officer's. The last
// papers of each pile are those that move. If fewer do, the rest of the surplus is exhausted.
func (g *gregory) whole(c *Count, o ballot.Option, above int64) (stands bool, err error) {
	received := g.held[o][len(g.held[o])-1]
	v := received.value
	g.move(received)
	g.to[len(g.to)-1].size = 0
	named := int64(0)
	for _, to := range g.touched {
		named += g.to[to].size
	}
	moving := named
	if v.num > 0 && v.of(named) > above {
		moving = share(above, v.den, v.num)
	}
	if moving < named {
		if stands, err = g.divide(moving, named); stands || err != nil {
			return stands, err
		}
		g.round(c, o, above-g.credit(c, o, v))
	} else {
		g.exhaust(c, o, above-g.credit(c, o, v))
	}
	c.Value = g.valueText(v)
	g.hand(v)
	return false, nil
}

// divide leaves so many of the named papers on the piles.
func (g *gregory) divide(moving, named int64) (stands bool, err error) {
	slices.Sort(g.touched)
	portions, left := make([]portion, len(g.touched)), moving
	for i, to := range g.touched {
		product := exact.Mul(uint64(g.to[to].size), uint64(moving))
		papers, _ := product.Quo(exact.Floor, uint64(named), false)
		portions[i] = portion{to, papers, product.Lo - uint64(papers)*uint64(named)} // less than named
		left -= papers
	}
	slices.SortStableFunc(portions, func(p, q portion) int {
		return cmp.Or(cmp.Compare(q.rest, p.rest), cmp.Compare(g.to[q.to].size, g.to[p.to].size))
	})
	more, stands, err := g.largest(portions, int(left))
	if stands || err != nil {
		return stands, err
	}
	for _, p := range portions {
		if slices.Contains(more, p.to) {
			p.papers++
		}
		g.keepLast(&g.to[p.to], p.papers)
	}
	g.touched = slices.DeleteFunc(g.touched, func(o ballot.Option) bool { return g.to[o].head < 0 })
	return false, nil
}

// largest are those whose fractions count as one, so many of them; portions have the largest
// first.
func (g *gregory) largest(portions []portion, n int) (more []ballot.Option, stands bool, err error) {
	same := func(p, q portion) bool { return p.rest == q.rest && g.to[p.to].size == g.to[q.to].size }
	from, to := n, n
	for n > 0 && from > 0 && same(portions[from-1], portions[n-1]) {
		from--
	}
	for n > 0 && to < len(portions) && same(portions[to], portions[n-1]) {
		to++
	}
	for _, p := range portions[:from] {
		more = append(more, p.to)
	}
	var level []ballot.Option
	for _, p := range portions[from:to] {
		level = append(level, p.to)
	}
	if to > n {
		in, ok, err := g.settle("the largest fraction of the surplus after", Earliest, level, n-from)
		if !ok || err != nil {
			return nil, !ok, err
		}
		level = in
	}
	return append(more, level...), false, nil
}

// keepLast leaves the last papers on a pile, those with the highest numbers.
func (g *gregory) keepLast(p *parcel, n int64) {
	var all []int32
	for paper := p.head; paper >= 0; paper = g.next[paper] {
		all = append(all, paper)
	}
	slices.Sort(all)
	p.head, p.size = -1, n
	for _, paper := range all[int64(len(all))-n:] {
		g.next[paper] = p.head
		p.head = paper
	}
}
