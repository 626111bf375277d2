package ballottest

import (
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// rebuilt is a profile with every ballot changed; a nil ballot is left out.
func rebuilt(s *ballot.Slate, p *ballot.Profile, change func(ballot.Ballot) ballot.Ballot) (*ballot.Profile, error) {
	q, err := ballot.NewProfile(s, ballot.Ranking)
	if err != nil {
		return nil, err
	}
	q.Unranked = p.Unranked
	for b, n := range p.All() {
		if b = change(b); b == nil {
			continue
		}
		if err := q.Add(b, n); err != nil {
			return nil, err
		}
	}
	return q, nil
}

// same is a ballot as it is.
func same(b ballot.Ballot) ballot.Ballot { return b }

// instead is a profile in which so many voters who cast the ballot from cast to; a nil to
// casts nothing.
func instead(p *ballot.Profile, from, to ballot.Ballot, voters int64) (*ballot.Profile, error) {
	q, err := ballot.NewProfile(p.Slate(), ballot.Ranking)
	if err != nil {
		return nil, err
	}
	q.Unranked = p.Unranked
	for b, n := range p.All() {
		if slices.Equal(b, from) {
			n -= voters
		}
		if n > 0 {
			if err := q.Add(b, n); err != nil {
				return nil, err
			}
		}
	}
	if to != nil {
		err = q.Add(to, voters)
	}
	return q, err
}

// order is the options of a strict ranking, best first.
func order(b ballot.Ballot) []ballot.Option {
	os := make([]ballot.Option, len(b))
	for i, m := range b {
		os[i] = m.Option
	}
	return os
}

// ranking is a strict ranking of options.
func ranking(os []ballot.Option) ballot.Ballot {
	b := make(ballot.Ballot, len(os))
	for i, o := range os {
		b[i] = ballot.Mark{Option: o, Level: int32(i + 1)}
	}
	return b
}

// rank is the level of an option, past all others if it has none.
func rank(b ballot.Ballot, o ballot.Option) int32 {
	for _, m := range b {
		if m.Option == o {
			return m.Level
		}
	}
	return ballot.MaxOptions + 1
}

func names(s *ballot.Slate, os []ballot.Option) (all []string) {
	for _, o := range os {
		all = append(all, s.Name(o))
	}
	return all
}

// one is a violation that a profile tells alone.
func one(p *ballot.Profile, was []ballot.Option, says string) *Violation {
	return &Violation{Before: p, Was: names(p.Slate(), was), Says: says}
}

// two is a violation that shows when profiles are compared.
func two(p *ballot.Profile, was []ballot.Option, q *ballot.Profile, is []ballot.Option, says string) *Violation {
	return &Violation{Before: p, After: q, Was: names(p.Slate(), was), Is: names(q.Slate(), is), Says: says}
}

// both asks for the winners of two profiles.
func (w winners) both(p, q *ballot.Profile) (was, is []ballot.Option, err error) {
	if was, err = w(p); err != nil {
		return nil, nil, err
	}
	is, err = w(q)
	return was, is, err
}
