package stv

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/internal/exact"
)

// A value is what one paper is worth: num/den units, or big where that does not fit.
type value struct {
	num, den int64
	big      *big.Rat
}

func (v value) compare(w value) int {
	if v.big != nil || w.big != nil {
		return v.rat().Cmp(w.rat())
	}
	a, b := exact.Mul(uint64(v.num), uint64(w.den)), exact.Mul(uint64(w.num), uint64(v.den))
	return cmp.Or(cmp.Compare(a.Hi, b.Hi), cmp.Compare(a.Lo, b.Lo))
}

// of is what so many papers are worth, cut to units.
func (v value) of(papers int64) int64 {
	if v.big != nil {
		return floor(new(big.Rat).Mul(v.big, new(big.Rat).SetInt64(papers)))
	}
	return share(papers, v.num, v.den)
}

// A parcel is papers of one value that a candidate received together. Equal papers always
// move together, so that a paper is in one parcel: a list through gregory.next.
type parcel struct {
	value value
	head  int32 // the first paper; -1 is none
	size  int64 // how many ballots its papers are
	votes int64 // that they brought
	first bool  // of first preferences
}

// gregory counts by parcels: a paper moves on when the one who holds it is elected with a
// surplus or goes out.
type gregory struct {
	*hall
	next []int32         // the next paper of the parcel; -1 is none
	at   []uint32        // the place in papers.prefs where a paper counts now
	held [][]parcel      // by option, in the order received
	due  []ballot.Option // elected, and what they have above the quota has not moved

	// Of the papers that are moving at one value, by whom they go to, and in the last place
	// by nobody.
	to      []parcel
	sent    []int64 // units credited so far
	touched []ballot.Option
	full    bool // all places are given: what moves goes to nobody
}

func (g *gregory) run() error {
	g.first()
	for !g.over() && !g.stopped() {
		stands, err := g.step()
		if err != nil || stands {
			return err
		}
	}
	return nil
}

// first deals the papers to their first preferences.
func (g *gregory) first() {
	n := g.slate.Len()
	g.next, g.at = make([]int32, len(g.papers.count)), make([]uint32, len(g.papers.count))
	g.to, g.sent = make([]parcel, n+1), make([]int64, n+1)
	for o := range g.to {
		g.to[o].head = -1
	}
	g.deal()
	c := Count{Action: First}
	if g.had > 0 {
		c.Action = Next
	}
	g.record(c)
	g.elect()
}

// deal gives every paper whole to the first of its preferences who is in, and takes the quota
// of those that have one.
func (g *gregory) deal() {
	g.held = make([][]parcel, g.slate.Len())
	clear(g.votes)
	g.exhausted, g.rounding = 0, 0
	if g.papers.values != nil {
		g.weigh()
		return
	}
	for i, size := range g.papers.count {
		at, end := g.papers.start[i], g.papers.start[i+1]
		if at = g.papers.next(at, end, g.in); at == end {
			g.drop(int32(i), g.papers.start[i], size)
			continue
		}
		g.at[i] = at
		g.lay(int32(i), g.papers.prefs[at], size)
	}
	for _, o := range g.touched {
		g.sent[o] = g.to[o].size * g.unit
		g.votes[o] = g.sent[o]
	}
	nobody := len(g.to) - 1
	g.exhausted = g.to[nobody].size * g.unit
	g.sent[nobody] = g.exhausted
	g.hand(value{num: g.unit, den: 1})
	for o := range g.held {
		if len(g.held[o]) > 0 {
			g.held[o][0].first = true
		}
	}
	g.setQuota(g.active())
}

// again counts afresh without those who have just gone out.
func (g *gregory) again(losers []ballot.Option) {
	for _, o := range g.out.Elected[g.had:] {
		g.in[o] = true
		g.left++
	}
	g.out.Elected, g.due = g.out.Elected[:g.had], nil
	g.deal()
	g.record(Count{Action: Again, Of: losers, Out: losers})
	g.elect()
}

// lay puts a paper on the pile that moves to o.
func (g *gregory) lay(paper int32, o ballot.Option, size int64) {
	to := &g.to[o]
	if to.head < 0 {
		g.touched = append(g.touched, o)
	}
	g.next[paper] = to.head
	to.head = paper
	to.size += size
}

// move lays the papers of a parcel to the next of their preferences who is in; nobody is
// the last place. Papers that go to nobody leave the count.
func (g *gregory) move(p parcel) {
	for paper := p.head; paper >= 0; {
		next, size := g.next[paper], g.papers.count[paper]
		end := g.papers.start[paper+1]
		if i := g.papers.next(g.at[paper]+1, end, g.in); i < end && !g.full {
			g.at[paper] = i
			g.lay(paper, g.papers.prefs[i], size)
		} else {
			g.drop(paper, g.at[paper]+1, size)
		}
		paper = next
	}
}

// drop counts a paper that found nobody from a preference on.
func (g *gregory) drop(paper int32, from uint32, size int64) {
	g.to[len(g.to)-1].size += size
	if g.follow != nil {
		g.follow.drop(g, paper, from)
	}
}

// credit gives the votes of the papers laid since the last credit, at a value, and notes
// the transfers; it returns their sum. Sums are cut, not parts: several who go out together
// send what their papers together are worth.
func (g *gregory) credit(c *Count, from ballot.Option, v value) (sum int64) {
	slices.Sort(g.touched)
	for _, o := range g.touched {
		units := v.of(g.to[o].size) - g.sent[o]
		if units != 0 {
			c.Transfers = append(c.Transfers, Transfer{from, o, units})
		}
		g.sent[o] += units
		g.votes[o] += units
		sum += units
	}
	nobody := len(g.to) - 1
	if units := v.of(g.to[nobody].size) - g.sent[nobody]; units != 0 {
		g.sent[nobody] += units
		g.exhaust(c, from, units)
		sum += units
	}
	return sum
}

// exhaust notes units of from that go to nobody.
func (g *gregory) exhaust(c *Count, from ballot.Option, units int64) {
	if units != 0 {
		c.Transfers = append(c.Transfers, Transfer{from, ToNobody, units})
		g.exhausted += units
	}
}

// round notes units of from that are lost to rounding.
func (g *gregory) round(c *Count, from ballot.Option, units int64) {
	if units != 0 {
		c.Transfers = append(c.Transfers, Transfer{from, ToRounding, units})
		g.rounding += units
	}
}

// hand gives the piles to those to whom they moved, as parcels of a value.
func (g *gregory) hand(v value) {
	if g.follow != nil {
		g.follow.hand(g, v)
	}
	for _, o := range g.touched {
		p := &g.to[o]
		p.value, p.votes = v, g.sent[o]
		g.held[o] = append(g.held[o], *p)
		*p, g.sent[o] = parcel{head: -1}, 0
	}
	g.touched = g.touched[:0]
	g.to[len(g.to)-1].size, g.sent[len(g.to)-1] = 0, 0
}

// over elects those for whom nothing is left to decide, and reports whether the count ends.
func (g *gregory) over() bool {
	switch places := g.places(); {
	case places == 0:
	case g.left <= places:
		if g.Fill == Drawn && g.surplus() > 0 || g.idlers() != nil || g.Late && g.Alone && g.left > 0 {
			return false
		}
		g.win(g.ranking())
	default:
		ahead := g.ahead()
		if len(ahead) == 0 {
			return false
		}
		g.win(ahead)
	}
	return !g.Complete || int64(len(g.out.Elected)-g.had) < g.of || len(g.ready()) == 0
}

// step moves a surplus, or puts somebody out. It reports whether a tie stands.
func (g *gregory) step() (stands bool, err error) {
	if losers := g.early(); len(losers) > 0 {
		g.exclude(losers)
		return false, nil
	}
	if from, stands, err := g.nextSurplus(); stands || err != nil || from != nil {
		if from != nil {
			return g.transfer(from)
		}
		return stands, err
	}
	if g.Pair && g.places() == 1 && g.left == 2 {
		return g.pair()
	}
	losers, stands, err := g.losers()
	if stands || err != nil {
		return stands, err
	}
	g.exclude(losers)
	return false, nil
}
