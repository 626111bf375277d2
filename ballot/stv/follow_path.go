package stv

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// A holding is where one paper is, in units.
type holding struct {
	kept      []ballot.Part // by those who passed it on
	with      ballot.Option // or ToNobody
	brings    *big.Rat
	value     value
	exhausted *big.Rat
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
	unit := big.NewRat(1, 1)
	for range t.Decimals {
		unit.Mul(unit, big.NewRat(10, 1))
	}
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
			now = at.stand(unit)
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
		h.exhaust(new(big.Rat).Mul(h.brings, d.lost), why)
		h.brings = new(big.Rat).Sub(h.brings, new(big.Rat).Mul(h.brings, d.toll))
		return
	case fresh:
		*h = holding{exhausted: new(big.Rat), worth: big.NewRat(d.of[0], d.of[1])}
	case d.from != nil:
		taken := new(big.Rat).Set(d.from.extra)
		if d.from.factor != nil {
			taken.Add(taken, new(big.Rat).Mul(d.value.rat(), d.from.factor))
		}
		h.kept = append(h.kept, ballot.Part{Option: h.with, Votes: taken.Sub(h.brings, taken)})
		h.exhaust(d.from.lost, why)
	}
	brings := big.NewRat(d.votes, d.size)
	if h.with, h.value, h.brings = d.to, d.value, brings; d.to == ToNobody {
		h.exhaust(brings, why)
	}
}

func (h *holding) exhaust(units *big.Rat, why ballot.Cause) {
	h.exhausted, h.why = new(big.Rat).Add(h.exhausted, units), why
}

// stand is where it is, in votes of so many units.
func (h *holding) stand(unit *big.Rat) (s ballot.Stand) {
	rest := new(big.Rat).Sub(h.worth, h.exhausted)
	for _, p := range h.kept {
		if rest.Sub(rest, p.Votes); p.Votes.Sign() != 0 {
			s.Parts = append(s.Parts, ballot.Part{Option: p.Option, Votes: new(big.Rat).Quo(p.Votes, unit)})
		}
	}
	if h.with >= 0 {
		rest.Sub(rest, h.brings)
		s.Parts = append(s.Parts, ballot.Part{Option: h.with, Votes: new(big.Rat).Quo(h.brings, unit)})
		s.Value = new(big.Rat).Quo(h.value.rat(), unit)
	}
	if h.exhausted.Sign() != 0 || h.with < 0 {
		s.Exhausted, s.Why = new(big.Rat).Quo(h.exhausted, unit), h.why
	}
	if rest.Sign() != 0 {
		s.Rounding = rest.Quo(rest, unit)
	}
	return s
}
