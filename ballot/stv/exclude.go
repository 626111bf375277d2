package stv

import (
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// losers are those who go out next; stands reports a tie that nothing broke.
func (g *gregory) losers() (losers []ballot.Option, stands bool, err error) {
	if losers = g.idlers(); losers != nil {
		return losers, false, nil
	}
	switch g.Batch {
	case Deposits:
		return g.deposits()
	case Bulk:
		if losers, stands, err = g.bulk(); losers != nil || stands || err != nil {
			return losers, stands, err
		}
	default:
		if losers = g.hopeless(); losers != nil {
			return losers, false, nil
		}
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

// undeclared are the write-ins who are still in, with Hold those who have votes; nil if none.
func (g *gregory) undeclared() (os []ballot.Option) {
	for o, write := range g.write {
		if write && g.in[o] && (!g.Hold || g.votes[o] > 0) {
			os = append(os, ballot.Option(o))
		}
	}
	return os
}

// idlers are the write-ins who wait without votes, with Hold: they are the first to go out
// when nobody is elected.
func (g *gregory) idlers() (os []ballot.Option) {
	for o, write := range g.write {
		if g.Hold && write && g.in[o] {
			os = append(os, ballot.Option(o))
		}
	}
	return os
}

// hopeless are those who go out together: see Batch. If those level with the next would be
// parted, they stay.
func (g *gregory) hopeless() []ballot.Option {
	if g.Batch == Single || g.Batch == Bulk || g.Batch == Deposits {
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
	g.strike(losers)
	c := Count{Action: Exclusion, Of: losers, Out: losers}
	switch {
	case g.Fill == Early && g.left <= g.places():
		g.record(c)
		return
	case g.Restart:
		g.again(losers)
		return
	case g.Parcels == InOrder:
		g.oneByOne(c, losers)
		return
	}
	if g.Parcels == Received {
		g.sendEach(&c, losers)
	}
	apart := g.Parcels == ByValue || g.Parcels == FirstsByValue || g.Parcels == FirstsApart
	values := g.values(losers)
	for i, v := range values {
		for _, o := range losers {
			g.send(&c, o, v)
		}
		g.hand(v.value)
		if apart {
			c.Value = g.valueText(v.value)
		}
		if apart && i < len(values)-1 {
			g.endParcel(c)
			c = Count{Action: Exclusion, Of: losers}
			if g.ended() {
				return
			}
		}
	}
	for _, o := range losers {
		g.held[o] = nil
	}
	g.endParcel(c)
}

// ended reports whether what is left of an exclusion does not move any more.
func (g *gregory) ended() bool {
	if g.Fill == Between && g.left <= g.places() {
		g.win(g.ranking())
	}
	return g.places() == 0 && !g.Complete
}

// strike takes some out of those who are in.
func (g *gregory) strike(losers []ballot.Option) {
	for _, o := range losers {
		if g.in[o] = false; !g.write[o] {
			g.left--
		}
	}
}

// endParcel records a count of an exclusion.
func (g *gregory) endParcel(c Count) {
	if g.Requota && len(g.out.Elected) == g.had {
		g.setQuota(g.active())
	}
	g.record(c)
	g.elect()
}

// A turn is what moves together of those who go out.
type turn struct {
	value value
	first bool // first preferences, where they move before all others
}

func (g *gregory) turn(p parcel) turn {
	return turn{p.value, p.first && (g.Parcels == FirstsByValue || g.Parcels == FirstsApart)}
}

func (t turn) compare(u turn) int {
	if t.first != u.first {
		if t.first {
			return -1
		}
		return 1
	}
	return u.value.compare(t.value)
}

// values are the turns of the papers of some, the highest value first; none with Received.
func (g *gregory) values(of []ballot.Option) (turns []turn) {
	for _, o := range of {
		for _, p := range g.held[o] {
			turns = append(turns, g.turn(p))
		}
	}
	if g.Parcels == Received {
		return nil
	}
	slices.SortStableFunc(turns, turn.compare)
	return slices.CompactFunc(turns, func(t, u turn) bool { return t.compare(u) == 0 })
}

// send moves the papers of o whose turn it is. What they brought to o, cut each time, may be
// less than what they bring now: then rounding gives.
func (g *gregory) send(c *Count, o ballot.Option, t turn) {
	brought := int64(0)
	for _, p := range g.held[o] {
		if g.turn(p).compare(t) == 0 {
			g.move(p)
			brought += p.votes
		}
	}
	g.round(c, o, brought-g.credit(c, o, t.value))
	g.votes[o] -= brought
}

// sendEach moves the parcels of some one by one.
func (g *gregory) sendEach(c *Count, of []ballot.Option) {
	for _, o := range of {
		for _, p := range g.held[o] {
			g.move(p)
			g.round(c, o, p.votes-g.credit(c, o, p.value))
			g.votes[o] -= p.votes
			g.hand(p.value)
		}
	}
}

// oneByOne moves the parcels of some, each in a count of its own, in the order received.
func (g *gregory) oneByOne(c Count, of []ballot.Option) {
	for _, o := range of {
		for i, p := range g.held[o] {
			if i > 0 {
				if g.endParcel(c); g.ended() {
					return
				}
				c = Count{Action: Exclusion, Of: of}
			}
			g.move(p)
			g.round(&c, o, p.votes-g.credit(&c, o, p.value))
			g.votes[o] -= p.votes
			g.hand(p.value)
			c.Value = g.valueText(p.value)
		}
		g.held[o] = nil
	}
	g.endParcel(c)
}
