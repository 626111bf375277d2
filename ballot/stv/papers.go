package stv

import "github.com/vicinia/vicinia/ballot"

// papers are the valid ballots as strict orders of those who stand, in flat arrays: what
// the statute makes of ranks left out and ranks shared is settled here, since it does not
// depend on the count.
type papers struct {
	start []uint32 // paper i ranks prefs[start[i]:start[i+1]]
	prefs []ballot.Option
	tied  []bool // prefs[i] shares the rank of the one before; nil is nobody does
	count []int64
	total int64 // of count

	invalid int64 // ballots that are none

	values []value // of one ballot of each paper; nil is a vote
	worth  int64   // of all papers, in units, where they have values
}

// read takes the valid ballots of a profile.
func (s *Statute) read(p *ballot.Profile, stands []bool) *papers {
	ps := &papers{start: append(make([]uint32, 0, p.Distinct()+1), 0), count: make([]int64, 0, p.Distinct()), invalid: p.Blank + p.Spoilt}
	for b, n := range p.All() {
		from := len(ps.prefs)
		ps.prefs = s.order(ps.prefs, b, stands)
		if len(ps.prefs) == from {
			ps.invalid += n
			continue
		}
		if s.Shared == Sole {
			ps.tie(b, from)
		}
		ps.start = append(ps.start, uint32(len(ps.prefs)))
		ps.count = append(ps.count, n)
		ps.total += n
	}
	return ps
}

// next is the place, from i on, of somebody who is in; end if there is nobody, or if several
// share the rank.
func (ps *papers) next(i, end uint32, in []bool) uint32 {
	for i < end && !in[ps.prefs[i]] {
		i++
	}
	if ps.tied != nil && i < end {
		for j := i + 1; j < end && ps.tied[j]; j++ {
			if in[ps.prefs[j]] {
				return end
			}
		}
	}
	return i
}

// order appends the options of a ballot in the order in which the statute reads them. The
// withdrawn are passed over, but their ranks are not left out.
func (s *Statute) order(prefs []ballot.Option, b ballot.Ballot, stands []bool) []ballot.Option {
	prefs, _ = s.readUp(prefs, b, stands)
	return prefs
}

// readUp is order, and why the ballot is read no further.
func (s *Statute) readUp(prefs []ballot.Option, b ballot.Ballot, stands []bool) ([]ballot.Option, ballot.Cause) {
	last := int32(0)
	for i := 0; i < len(b); {
		gap := b[i].Level - last - 1
		if gap > 0 && s.Skipped == Stop || s.Skipped >= Two && gap >= int32(s.Skipped) {
			return prefs, ballot.LeftOut
		}
		end, from := i, len(prefs)
		for ; end < len(b) && b[end].Level == b[i].Level; end++ {
			if o := b[end].Option; stands[o] {
				prefs = append(prefs, o)
			}
		}
		if len(prefs)-from > 1 && s.Shared != Sole {
			prefs = prefs[:from]
			if s.Shared == Stop {
				return prefs, ballot.Shared
			}
		}
		last = b[i].Level
		i = end
	}
	return prefs, ballot.NoneLeft
}

// named are those of them whom a paper ranks.
func (ps *papers) named(of []bool) []bool {
	named := make([]bool, len(of))
	for _, o := range ps.prefs {
		named[o] = of[o]
	}
	return named
}

// tie marks who share a rank among the preferences of a ballot, which are in its order.
func (ps *papers) tie(b ballot.Ballot, from int) {
	level := int32(0)
	for _, o := range ps.prefs[from:] {
		for b[0].Option != o {
			b = b[1:]
		}
		ps.tied = append(ps.tied, b[0].Level == level)
		level = b[0].Level
	}
}
