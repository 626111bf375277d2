package ranked

import (
	"math/big"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// Follow decides as Decide does and tells for whom every ballot counted in each round: see
// ballot.Trail.
func (r InstantRunoff) Follow(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, *ballot.Trail, error) {
	o, err := r.Decide(p, tb)
	if err != nil {
		return nil, nil, err
	}
	var rounds [][]bool // who is in
	for why := range o.Why() {
		if round, ok := why.(Round); ok {
			in := make([]bool, p.Slate().Len())
			for _, v := range round.Votes {
				who, _ := p.Slate().Find(v.Option)
				in[who] = true
			}
			rounds = append(rounds, in)
		}
	}
	return o, ballot.NewTrail(p, len(rounds), func(_ int, b ballot.Ballot, n int64) []ballot.Path {
		path := ballot.Path{Ballot: b, N: n}
		c, at := &count{rule: r, votes: make([]int64, p.Slate().Len())}, pile{ballot: b, n: 1, at: -1}
		for i, in := range rounds {
			if c.in = in; i == 0 || at.at < len(b) && !in[b[at.at].Option] {
				c.place(&at, nil)
			}
			path.Stands = append(path.Stands, c.stand(at, i+1))
		}
		return []ballot.Path{path}
	}), nil
}

// stand is where the only pile of a count is.
func (c *count) stand(p pile, round int) ballot.Stand {
	if p.at < len(p.ballot) {
		return ballot.Stand{Round: round, Parts: []ballot.Part{{Option: p.ballot[p.at].Option, Votes: big.NewRat(1, 1)}}}
	}
	why := ballot.NoneLeft
	switch {
	case c.lost.Overvoted > 0:
		why = ballot.Shared
	case c.lost.Skipped > 0:
		why = ballot.LeftOut
	}
	return idle(why, round)
}

// idle is where a ballot stands that counts for nobody.
func idle(why ballot.Cause, round int) ballot.Stand {
	return ballot.Stand{Round: round, Exhausted: big.NewRat(1, 1), Why: why}
}

// follow is the outcome of a rule that puts options out, and where ballots stood in each round
// that has a step, as at tells of a ballot among those who are in.
func follow(p *ballot.Profile, o *ballot.Order, err error, at func(b ballot.Ballot, in bitset) ballot.Stand) (*ballot.Order, *ballot.Trail, error) {
	if err != nil {
		return nil, nil, err
	}
	rounds := stages(o)
	return o, ballot.NewTrail(p, len(rounds), func(_ int, b ballot.Ballot, n int64) []ballot.Path {
		path := ballot.Path{Ballot: b, N: n}
		for i, in := range rounds {
			s := at(b, in)
			s.Round = i + 1
			path.Stands = append(path.Stands, s)
		}
		return []ballot.Path{path}
	}), nil
}

// stages are those who were in, by round.
func stages(o *ballot.Order) (rounds []bitset) {
	in := everyone(o.Slate.Len())
	for why := range o.Why() {
		var out []string
		switch step := why.(type) {
		case Knockout:
			out = step.Out
		case Tally:
		default:
			continue
		}
		rounds = append(rounds, slices.Clone(in))
		for _, name := range out {
			gone, _ := o.Slate.Find(name)
			in.drop(int(gone))
		}
	}
	return rounds
}

// heads are the marks of those who are in at the highest place that has some.
func heads(b []ballot.Mark, in bitset) (first []ballot.Mark) {
	for from, to := range places(b) {
		for _, m := range b[from:to] {
			if in.has(int(m.Option)) {
				first = append(first, m)
			}
		}
		if first != nil {
			return first
		}
	}
	return nil
}

// alone is for whom a ballot counts that counts for the one first choice it has among those
// who are in: see field.firsts.
func alone(b ballot.Ballot, in bitset) ballot.Stand {
	switch first := heads(b, in); len(first) {
	case 0:
		return idle(ballot.NoneLeft, 0)
	case 1:
		return parted(first, 1)
	}
	return idle(ballot.Shared, 0)
}

// parted gives the options of some marks a part each.
func parted(of []ballot.Mark, parts int) (s ballot.Stand) {
	for _, m := range of {
		s.Parts = append(s.Parts, ballot.Part{Option: m.Option, Votes: big.NewRat(1, int64(parts))})
	}
	return s
}

// Follow: see InstantRunoff.Follow. A ballot counts for each of those who share its first
// place, in full or with Split in equal parts.
func (r ApprovalRunoff) Follow(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, *ballot.Trail, error) {
	o, err := r.Decide(p, tb)
	return follow(p, o, err, func(b ballot.Ballot, in bitset) ballot.Stand {
		first := heads(b, in)
		switch {
		case first == nil:
			return idle(ballot.NoneLeft, 0)
		case r.Split:
			return parted(first, len(first))
		}
		return parted(first, 1)
	})
}

// Follow: see InstantRunoff.Follow. The parts of a ballot are those of last places, by which
// options go out.
func (r Coombs) Follow(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, *ballot.Trail, error) {
	o, err := r.Decide(p, tb)
	return follow(p, o, err, func(b ballot.Ballot, in bitset) ballot.Stand {
		var marked, last []ballot.Mark
		rest := slices.Clone(in)
		for _, m := range b {
			if !in.has(int(m.Option)) {
				continue
			}
			if last != nil && last[0].Level != m.Level {
				last = nil
			}
			rest.drop(int(m.Option))
			marked, last = append(marked, m), append(last, m)
		}
		if p.Unranked == ballot.Below && rest.size() > 0 {
			last = nil
			for o := range rest.all() {
				last = append(last, ballot.Mark{Option: ballot.Option(o)})
			}
		}
		switch {
		case len(marked) == 0:
			return idle(ballot.NoneLeft, 0)
		case len(last) == len(marked) && last[0] == marked[0]: // all in one place
			return idle(ballot.Shared, 0)
		}
		return parted(last, len(last))
	})
}

// Follow: see InstantRunoff.Follow. In the second round a ballot counts for the one of the two
// whom it puts first.
func (r TopTwo) Follow(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, *ballot.Trail, error) {
	o, err := r.Decide(p, tb)
	return follow(p, o, err, func(b ballot.Ballot, in bitset) ballot.Stand {
		if in.size() <= 2 && r.Ranks > 0 {
			ranks, end := 0, 0
			for _, to := range places(b) {
				if ranks++; ranks <= r.Ranks {
					end = to
				}
			}
			b = b[:end]
		}
		return alone(b, in)
	})
}

// Follow: see InstantRunoff.Follow. A ballot on which several share the first place among those
// who are in counts for nobody in that round; so too for the rules below.
func (r Benham) Follow(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, *ballot.Trail, error) {
	o, err := r.Decide(p, tb)
	return follow(p, o, err, alone)
}

// Follow: see Benham.Follow.
func (r TidemanAlternative) Follow(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, *ballot.Trail, error) {
	o, err := r.Decide(p, tb)
	return follow(p, o, err, alone)
}

// Follow: see Benham.Follow.
func (r Woodall) Follow(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, *ballot.Trail, error) {
	o, err := r.Decide(p, tb)
	return follow(p, o, err, alone)
}

// Follow: see Benham.Follow.
func (r SmithRunoff) Follow(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, *ballot.Trail, error) {
	o, err := r.Decide(p, tb)
	return follow(p, o, err, alone)
}

// Follow: see Benham.Follow.
func (r CondorcetRunoff) Follow(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, *ballot.Trail, error) {
	o, err := r.Decide(p, tb)
	return follow(p, o, err, alone)
}

// Follow: see Benham.Follow.
func (r BottomTwo) Follow(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, *ballot.Trail, error) {
	o, err := r.Decide(p, tb)
	return follow(p, o, err, alone)
}

// Follow: see Benham.Follow.
func (r Daunou) Follow(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, *ballot.Trail, error) {
	o, err := r.Decide(p, tb)
	return follow(p, o, err, alone)
}

// Follow: see InstantRunoff.Follow. The parts of a ballot are the points that it gives those
// who are in: one for each whom it puts below, half of one for each it does not tell apart.
func (r Baldwin) Follow(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, *ballot.Trail, error) {
	o, err := r.Decide(p.Pairwise(), tb)
	return follow(p, o, err, pointing(p.Unranked))
}

// Follow: see Baldwin.Follow.
func (r Nanson) Follow(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, *ballot.Trail, error) {
	o, err := r.Decide(p.Pairwise(), tb)
	return follow(p, o, err, pointing(p.Unranked))
}

// pointing tells what points of Borda a ballot gives.
func pointing(u ballot.Unranked) func(ballot.Ballot, bitset) ballot.Stand {
	return func(b ballot.Ballot, in bitset) (s ballot.Stand) {
		place := make([]int32, len(in)*64)
		for o := range place {
			place[o] = ballot.MaxOptions + 1
		}
		for _, m := range b {
			place[m.Option] = m.Level
		}
		for a := range in.all() {
			halves := int64(0)
			for b := range in.all() {
				switch {
				case a == b:
				case place[a] == place[b], u == ballot.Apart && max(place[a], place[b]) > ballot.MaxOptions:
					halves++
				case place[a] < place[b]:
					halves += 2
				}
			}
			if halves > 0 {
				s.Parts = append(s.Parts, ballot.Part{Option: ballot.Option(a), Votes: big.NewRat(halves, 2)})
			}
		}
		return s
	}
}
