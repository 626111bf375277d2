package stv

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// A holding is where one paper is.
type holding struct {
	kept      []ballot.Part // by those who passed it on
	with      ballot.Option // or ToNobody
	now       told
	exhausted *big.Rat // nil is nothing
	why       ballot.Cause
	worth     *big.Rat // all together, with what rounding took
}

// papers are the paths of single papers that are marked alike: each path that one of them took,
// that of the first in the pile first.
func (f *follow) papers(t *Transcript, path ballot.Path, papers []int32, why ballot.Cause, places []int) (paths []ballot.Path) {
	var met [][]entry
	for _, paper := range papers {
		way := f.way(paper)
		same := func(other []entry) bool {
			return slices.EqualFunc(way, other, func(a, b entry) bool { return a.delivery == b.delivery && a.why == b.why })
		}
		at := slices.IndexFunc(met, same)
		if at < 0 {
			at = len(met)
			met = append(met, way)
			paths = append(paths, ballot.Path{Ballot: path.Ballot, Stands: f.stands(t, paper, why)})
		}
		paths[at].N++
		paths[at].Papers = append(paths[at].Papers, places[paper]+1)
	}
	return paths
}

// way are the entries of a paper, in order.
func (f *follow) way(paper int32) (way []entry) {
	for at := f.last[paper]; at >= 0; at = f.log[at].before {
		way = append(way, f.log[at])
	}
	slices.Reverse(way)
	return way
}

// stands is where a paper stood. why is what ends its reading.
func (f *follow) stands(t *Transcript, paper int32, why ballot.Cause) (stands []ballot.Stand) {
	way := f.way(paper)
	var at holding
	var now ballot.Stand
	for i, c := range t.Counts {
		moved := i == 0
		for len(way) > 0 && f.got[way[0].delivery].count == c.N {
			at.meet(&f.got[way[0].delivery], cmp.Or(way[0].why, why), c.Action)
			way, moved = way[1:], true
		}
		if moved {
			now = at.stand()
		}
		now.Round = c.N
		stands = append(stands, now)
	}
	return stands
}

// meet brings a paper to whom it is delivered.
func (h *holding) meet(d *delivery, why ballot.Cause, a Action) {
	switch fresh := a == First || a == Next || a == Again; {
	case d.toll != nil:
		h.exhaust(new(big.Rat).Mul(h.now.brings, d.lost), why)
		h.now.brings = new(big.Rat).Sub(h.now.brings, new(big.Rat).Mul(h.now.brings, d.toll))
		return
	case fresh:
		*h = holding{worth: d.each.worth}
	case d.from != nil:
		h.kept = append(h.kept, ballot.Part{Option: h.with, Votes: new(big.Rat).Sub(h.now.brings, d.each.taken)})
		if d.each.lost.Sign() != 0 {
			h.exhaust(d.each.lost, why)
		}
	}
	if h.with, h.now = d.to, d.each; d.to == ToNobody {
		h.exhaust(h.now.brings, why)
	}
}

func (h *holding) exhaust(votes *big.Rat, why ballot.Cause) {
	if h.exhausted != nil {
		votes = new(big.Rat).Add(h.exhausted, votes)
	}
	h.exhausted, h.why = votes, why
}

// stand is where it is.
func (h *holding) stand() (s ballot.Stand) {
	rest := new(big.Rat).Set(h.worth)
	for _, p := range h.kept {
		if rest.Sub(rest, p.Votes); p.Votes.Sign() != 0 {
			s.Parts = append(s.Parts, p)
		}
	}
	if h.with >= 0 {
		rest.Sub(rest, h.now.brings)
		s.Parts = append(s.Parts, ballot.Part{Option: h.with, Votes: h.now.brings})
		s.Value = h.now.value
	}
	if h.exhausted != nil {
		rest.Sub(rest, h.exhausted)
		s.Exhausted, s.Why = h.exhausted, h.why
	}
	if rest.Sign() != 0 {
		s.Rounding = rest
	}
	return s
}
