package stv

import (
	"math/big"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// A follow keeps where papers went, where they go from one to the other. A nil follow keeps
// nothing.
type follow struct {
	got  []delivery // in the order of the count
	log  []entry
	last []int32 // by paper, its last entry; -1 is none
	slot []int32 // by option, the last delivery of piles

	gone []entry // papers that have found nobody and are not yet handed
	shed *shed   // the surplus that is moving
}

// A delivery is papers that came to an option together, at one value. A toll takes of papers
// that stay.
type delivery struct {
	count int           // in which
	to    ballot.Option // or ToNobody
	value value
	votes int64    // that they brought, and
	size  int64    // how many ballots they are
	of    [2]int64 // what all ballots that moved with them are worth, and how many these are
	from  *shed
	toll  *big.Rat // the part of what they bring that is taken, and
	lost  *big.Rat // the part of what they bring that exhausts

	each told
}

// A told is what there is to tell of each ballot of a delivery, in votes.
type told struct {
	worth, value, brings *big.Rat
	taken, lost          *big.Rat // by a surplus of what it brought before, and of that exhausted
}

// An entry is a delivery that has a paper in it.
type entry struct {
	delivery int32
	before   int32 // entry of the same paper; -1 is none
	why      ballot.Cause
	paper    int32
}

// A shed is a surplus that moves.
type shed struct {
	first     int     // its first delivery
	held      []int32 // the papers that the option had
	ends      []int32 // of these, those that were looked at and stay
	exhausted int64   // before

	factor *big.Rat // of the value of a paper that moves, what the surplus takes of it
	extra  *big.Rat // that it takes of each of them besides
	lost   *big.Rat // and that exhausts
}

// tell finds what there is to tell when the count has ended.
func (f *follow) tell(unit int64) {
	votes := func(units *big.Rat) *big.Rat { return new(big.Rat).Quo(units, new(big.Rat).SetInt64(unit)) }
	for i := range f.got {
		d := &f.got[i]
		if d.toll != nil {
			continue
		}
		d.each = told{worth: votes(big.NewRat(d.of[0], d.of[1])), value: votes(d.value.rat()), brings: votes(big.NewRat(d.votes, d.size))}
		if s := d.from; s != nil {
			taken := new(big.Rat).Mul(d.value.rat(), s.factor)
			d.each.taken, d.each.lost = votes(taken.Add(taken, s.extra)), votes(s.lost)
		}
	}
}

func newFollow(ps *papers) *follow {
	f := &follow{last: make([]int32, len(ps.count))}
	for i := range f.last {
		f.last[i] = -1
	}
	return f
}

// put notes that one paper moved whole.
func (f *follow) put(h *hall, paper int32, to ballot.Option) {
	if f == nil {
		return
	}
	if f.slot == nil {
		f.slot = make([]int32, h.slate.Len()+1)
	}
	count := len(h.out.Counts) + 1
	at := &f.slot[to+1] // ToNobody is -1
	if int(*at) >= len(f.got) || f.got[*at].count != count || f.got[*at].to != to || f.got[*at].toll != nil {
		*at = int32(len(f.got))
		f.got = append(f.got, delivery{count: count, to: to, value: value{num: h.unit, den: 1}, votes: h.unit, size: 1, of: [2]int64{h.unit, 1}})
	}
	f.note(entry{delivery: *at, paper: paper})
}

func (f *follow) note(e entry) {
	e.before, f.last[e.paper] = f.last[e.paper], int32(len(f.log))
	f.log = append(f.log, e)
}

// drop notes a paper of a parcel that moves and found nobody from a preference on.
func (f *follow) drop(g *gregory, paper int32, from uint32) {
	e := entry{paper: paper}
	rest := g.papers.prefs[from:g.papers.start[paper+1]]
	switch further := slices.ContainsFunc(rest, func(o ballot.Option) bool { return g.in[o] }); {
	case further && g.full:
		e.why = ballot.Filled
	case further:
		e.why = ballot.Shared // see papers.next
	}
	f.gone = append(f.gone, e)
}

// hand notes the parcels that are about to be handed, and what exhausts with them. If nothing
// does, the papers that found nobody stay where they are.
func (f *follow) hand(g *gregory, v value) {
	nobody := g.to[len(g.to)-1].size
	all := nobody
	for _, o := range g.touched {
		all += g.to[o].size
	}
	d := delivery{count: len(g.out.Counts) + 1, value: v, of: [2]int64{v.of(all), all}, from: f.shed}
	for _, o := range g.touched {
		d.to, d.votes, d.size = o, g.sent[o], g.to[o].size
		for paper := g.to[o].head; paper >= 0; paper = g.next[paper] {
			f.note(entry{delivery: int32(len(f.got)), paper: paper})
		}
		f.got = append(f.got, d)
	}
	if nobody > 0 {
		d.to, d.votes, d.size = ToNobody, g.sent[len(g.to)-1], nobody
		for _, e := range f.gone {
			e.delivery = int32(len(f.got))
			f.note(e)
		}
		f.got = append(f.got, d)
		f.gone = f.gone[:0]
	}
	f.stay()
}

// stay leaves the papers that found nobody where they are.
func (f *follow) stay() {
	for _, e := range f.gone {
		if f.shed != nil {
			f.shed.ends = append(f.shed.ends, e.paper)
		}
	}
	f.gone = f.gone[:0]
}

// followed is shed, and notes what moves.
func (g *gregory) followed(c *Count, o ballot.Option, above int64) (stands bool, err error) {
	f := g.follow
	if f == nil {
		return g.shed(c, o, above)
	}
	f.shed = &shed{first: len(f.got), exhausted: g.exhausted, factor: new(big.Rat), extra: new(big.Rat), lost: new(big.Rat)}
	for _, p := range g.held[o] {
		for paper := p.head; paper >= 0; paper = g.next[paper] {
			f.shed.held = append(f.shed.held, paper)
		}
	}
	if stands, err = g.shed(c, o, above); stands || err != nil {
		return stands, err
	}
	f.stay()
	f.settle(g, above)
	f.shed = nil
	return false, nil
}

// settle finds what a surplus took of whom.
func (f *follow) settle(g *gregory, above int64) {
	s := f.shed
	worth, size, exhausted := new(big.Rat), int64(0), g.exhausted-s.exhausted
	for _, d := range f.got[s.first:] {
		worth.Add(worth, new(big.Rat).Mul(d.value.rat(), new(big.Rat).SetInt64(d.size)))
		size += d.size
		if d.to == ToNobody {
			exhausted -= d.votes
		}
	}
	rest := new(big.Rat).SetInt64(above - exhausted)
	switch {
	case worth.Sign() > 0:
		s.factor.Quo(rest, worth)
	case size > 0:
		s.extra.Quo(rest, new(big.Rat).SetInt64(size))
	}
	taken := exhausted
	if size == 0 {
		taken = above // what does not exhaust is lost to rounding
	}
	if taken != 0 && !f.take(g, s, taken, exhausted) && size > 0 {
		s.lost.SetFrac64(exhausted, size)
		s.extra.Add(s.extra, s.lost)
	}
}

// take takes so much of papers that stay: of those that end if they are worth it, or else of
// all. ok is false if none is worth anything.
func (f *follow) take(g *gregory, s *shed, taken, exhausted int64) (ok bool) {
	all, papers := f.worth(g, s.ends), s.ends
	if all.Cmp(new(big.Rat).SetInt64(taken)) < 0 {
		papers = nil
		for _, paper := range s.held {
			if int(f.log[f.last[paper]].delivery) < s.first {
				papers = append(papers, paper)
			}
		}
		all = f.worth(g, papers)
	}
	if all.Sign() == 0 {
		return false
	}
	at := int32(len(f.got))
	all.Inv(all)
	f.got = append(f.got, delivery{
		count: len(g.out.Counts) + 1, toll: new(big.Rat).Mul(all, new(big.Rat).SetInt64(taken)), lost: new(big.Rat).Mul(all, new(big.Rat).SetInt64(exhausted)),
	})
	for _, paper := range papers {
		f.note(entry{delivery: at, paper: paper})
	}
	return true
}

// worth is what some papers bring.
func (f *follow) worth(g *gregory, papers []int32) *big.Rat {
	sum, part, run := new(big.Rat), new(big.Rat), int64(0)
	for i, paper := range papers {
		at := f.log[f.last[paper]].delivery
		run += g.papers.count[paper]
		if i+1 < len(papers) && f.log[f.last[papers[i+1]]].delivery == at {
			continue
		}
		d := f.got[at]
		sum.Add(sum, part.Mul(part.SetFrac64(d.votes, d.size), new(big.Rat).SetInt64(run)))
		run = 0
	}
	return sum
}

// spread exhausts so many of the papers that are left on a pile, in equal parts, since all of
// them name nobody who could take them.
func (f *follow) spread(p *piles, from ballot.Option, exhausted int64) {
	if f == nil || exhausted == 0 {
		return
	}
	at := int32(len(f.got))
	part := big.NewRat(exhausted, int64(len(p.pile[from])))
	f.got = append(f.got, delivery{count: len(p.out.Counts) + 1, toll: part, lost: part})
	for _, paper := range p.pile[from] {
		f.note(entry{delivery: at, paper: paper})
	}
}
