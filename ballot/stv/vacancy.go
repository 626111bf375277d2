package stv

import (
	"math/big"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// see takes the papers of the watched one when elected.
func (w *watch) see(g *gregory, elected []ballot.Option) {
	if w == nil || !slices.Contains(elected, w.who) {
		return
	}
	w.taken, w.of = papers{}, nil // of an election that was counted afresh
	held := g.held[w.who]
	if parcels := len(held); parcels > 0 && w.received(g) {
		switch last := held[parcels-1]; g.Vacancy {
		case LastParcel:
			w.last(g, last)
			held = held[:parcels-1]
		case LastEvenly:
			w.lastEvenly(g, last)
			held = held[:parcels-1]
		}
	}
	part := big.NewRat(1, 1)
	if votes := g.votes[w.who]; g.Vacancy == Evenly && votes > g.quota {
		part.SetFrac64(g.quota, votes)
	}
	for _, p := range held {
		v := value{big: new(big.Rat).Mul(p.value.rat(), part)}
		for paper := p.head; paper >= 0; paper = g.next[paper] {
			w.take(g.papers, paper, v)
		}
	}
}

// before is what the watched one had at the count before the last.
func (w *watch) before(g *gregory) int64 {
	if n := len(g.out.Counts); n-1 > g.from && g.last().Action != Again { // then all papers were dealt afresh
		return g.out.Counts[n-2].Tally[w.who]
	}
	return 0
}

// received reports whether the last count brought papers.
func (w *watch) received(g *gregory) bool { return g.last().Tally[w.who] > w.before(g) }

// last takes the parcel that elected: clause 13(2) to (4). Papers without a next available
// preference come first, at what they were worth, up to what was missing to the quota; what is
// then still missing is spread over the others. Who was elected without the quota keeps all.
func (w *watch) last(g *gregory, p parcel) {
	missing := new(big.Rat).SetInt64(g.quota - w.before(g))
	alone, others := int64(0), int64(0)
	further := func(paper int32) bool {
		return g.papers.next(g.at[paper]+1, g.papers.start[paper+1], g.in) < g.papers.start[paper+1]
	}
	for paper := p.head; paper >= 0; paper = g.next[paper] {
		if further(paper) {
			others += g.papers.count[paper]
		} else {
			alone += g.papers.count[paper]
		}
	}
	was := p.value.rat()
	of := func(papers int64) *big.Rat { // of those, what each must bring of what is missing
		if papers == 0 {
			return new(big.Rat)
		}
		v := new(big.Rat).Quo(missing, new(big.Rat).SetInt64(papers))
		if v.Cmp(was) > 0 {
			v.Set(was)
		}
		missing.Sub(missing, new(big.Rat).Mul(v, new(big.Rat).SetInt64(papers)))
		return v
	}
	first, rest := value{big: of(alone)}, value{big: of(others)}
	for paper := p.head; paper >= 0; paper = g.next[paper] {
		switch v := rest; {
		case !further(paper):
			w.take(g.papers, paper, first)
		case v.big.Sign() > 0:
			w.take(g.papers, paper, v)
		}
	}
}

// lastEvenly takes the parcel that elected, each paper at an equal part of what was missing to
// the quota, but not at more than it was worth.
func (w *watch) lastEvenly(g *gregory, p parcel) {
	v := p.value
	if missing := g.quota - w.before(g); v.of(p.size) > missing {
		v = value{big: big.NewRat(missing, p.size)}
	}
	for paper := p.head; paper >= 0; paper = g.next[paper] {
		w.take(g.papers, paper, v)
	}
}
