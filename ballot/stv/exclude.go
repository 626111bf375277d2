package stv

import (
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// losers are those who go out next; stands reports a tie that nothing broke.
func (g *gregory) losers() (losers []ballot.Option, stands bool, err error) {
	if g.Batch == Bulk {
		if losers, stands, err = g.bulk(); losers != nil || stands || err != nil {
			return losers, stands, err
		}
	} else if losers = g.hopeless(); losers != nil {
		return losers, false, nil
	}
	o, ok, err := g.loser(g.lowest(0))
	return []ballot.Option{o}, !ok, err
}

// early are those who go out before a surplus moves: the undeclared, and the hopeless where
// surpluses come after them or wait.
func (g *gregory) early() []ballot.Option {
	if g.places() == 0 {
		return nil
	}
	losers := g.undeclared()
	if g.Batch == BelowFirst || g.Defer && losers == nil {
		losers = append(losers, g.hopeless()...)
		slices.Sort(losers)
	}
	return losers
}

// undeclared are the write-ins who are still in; nil if none.
func (g *gregory) undeclared() (os []ballot.Option) {
	for o, write := range g.write {
		if write && g.in[o] {
			os = append(os, ballot.Option(o))
		}
	}
	return os
}

// hopeless are those who go out together: see Batch. If those level with the next would be
// parted, they stay.
func (g *gregory) hopeless() []ballot.Option {
	if g.Batch == Single || g.Batch == Bulk {
		return nil
	}
	order := g.ranking()
	slices.Reverse(order)
	sum, n := g.surplus(), 0
	for _, o := range g.undeclared() { // what they have may come to anybody
		sum += g.votes[o]
	}
	for i := range g.left - g.places() {
		sum += g.votes[order[i]]
		next := g.votes[order[i+1]]
		if sum < next || g.Batch == UpTo && sum == next && g.votes[order[i]] < next {
			n = i + 1
		}
	}
	if n == 0 {
		return nil
	}
	slices.Sort(order[:n])
	return order[:n]
}

// exclude puts some out and moves their papers. If nobody but those who fill the places is
// left then, nothing moves where the statute says so.
func (g *gregory) exclude(losers []ballot.Option) {
	for _, o := range losers {
		if g.in[o] = false; !g.write[o] {
			g.left--
		}
	}
	c := Count{Action: Exclusion, Of: losers, Out: losers}
	switch {
	case g.Fill == Early && g.left <= g.places():
		g.record(c)
		return
	case g.Restart:
		g.again(losers)
		return
	}
	values := g.values(losers)
	for i, v := range values {
		for _, o := range losers {
			g.send(&c, o, v)
		}
		g.hand(v)
		if g.Parcels == ByValue {
			c.Value = g.valueText(v)
		}
		if g.Parcels == ByValue && i < len(values)-1 {
			g.endParcel(c)
			c = Count{Action: Exclusion, Of: losers}
			if g.places() == 0 && !g.Complete {
				return
			}
		}
	}
	for _, o := range losers {
		g.held[o] = nil
	}
	g.endParcel(c)
}

// endParcel records a count of an exclusion.
func (g *gregory) endParcel(c Count) {
	if g.Requota && len(g.out.Elected) == 0 {
		g.setQuota(g.papers.total*g.unit - g.exhausted)
	}
	g.record(c)
	g.elect()
}

// values are the values of the papers of some, the highest first.
func (g *gregory) values(of []ballot.Option) (vs []value) {
	for _, o := range of {
		for _, p := range g.held[o] {
			vs = append(vs, p.value)
		}
	}
	slices.SortStableFunc(vs, func(v, w value) int { return w.compare(v) })
	return slices.CompactFunc(vs, func(v, w value) bool { return v.compare(w) == 0 })
}

// send moves the papers of o that have a value. What they brought to o, cut each time, may be
// less than what they bring now: then rounding gives.
func (g *gregory) send(c *Count, o ballot.Option, v value) {
	brought := int64(0)
	for _, p := range g.held[o] {
		if p.value.compare(v) == 0 {
			g.move(p)
			brought += p.votes
		}
	}
	g.round(c, o, brought-g.credit(c, o, v))
	g.votes[o] -= brought
}
