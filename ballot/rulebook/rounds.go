package rulebook

import (
	"errors"
	"fmt"
	"slices"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/ranked"
	"github.com/vicinia/vicinia/ballot/stv"
)

// Rounds are the settings of a count in rounds that a statute leaves to the election, as the
// configuration of RCTab has them. The zero Rounds is the rule as it stands in the book. Those
// of stv.Statute are asked by the rules that count as RCTab does; Stop by all Gregory counts.
type Rounds struct {
	Stop     int32  // see ranked.InstantRunoff and stv.Contest
	Earlier  bool   // see ranked.InstantRunoff; of a transferable vote, Ties and SurplusTies are stv.Latest
	Sole     bool   // a rank that several share counts for the only one of them who is still in: ranked.Exhaust, stv.Sole
	Batch    string // see ranked.InstantRunoff: level, one or most; "" is the rule's own
	Minimum  int64  // see ranked.InstantRunoff, also those that follow
	ToTwo    bool
	OfFirst  bool
	Reach    int64
	Cutoff   bool
	Quota    string // see stv.Statute: whole, unit, hare, hare-whole; "" is the rule's own
	Decimals int    // see stv.Statute; 0 is the rule's own
}

// settled is a rule with the settings of a case, if it is an instant runoff.
func (c Case) settled(rule ballot.Rule[*ballot.Profile, *ballot.Order]) (ballot.Rule[*ballot.Profile, *ballot.Order], error) {
	r, ok := rule.(ranked.InstantRunoff)
	if !ok {
		return rule, nil
	}
	s := c.Rounds
	if s.Sole {
		r.Overvote = ranked.Exhaust
	}
	if s.Batch != "" {
		words := []string{ranked.Level.String(), ranked.One.String(), ranked.Most.String()}
		i := slices.Index(words, s.Batch)
		if i < 0 {
			return nil, fmt.Errorf("batch %.40q: want one of %v", s.Batch, words)
		}
		r.Batch = ranked.Batch(i)
	}
	r.Stop, r.Earlier, r.Minimum, r.ToTwo, r.OfFirst, r.Reach, r.Cutoff = s.Stop, s.Earlier, s.Minimum, s.ToTwo, s.OfFirst, s.Reach, s.Cutoff
	r.Withdrawn = c.Withdrawn
	return r, nil
}

// statute is a statute with the settings of a case.
func (c Case) statute(of *stv.Statute) (*stv.Statute, error) {
	r, s := c.Rounds, *of
	if r.Earlier {
		s.Ties, s.SurplusTies = stv.Latest, stv.Latest
	}
	if r.Sole {
		s.Shared = stv.Sole
	}
	if r.Decimals != 0 {
		s.Decimals = r.Decimals
	}
	if r.Quota != "" {
		words := []string{stv.Whole.String(), stv.Unit.String(), stv.Up.String(), stv.Hare.String(), stv.Floor.String(), stv.HareWhole.String()}
		i := slices.Index(words, r.Quota)
		if i < 0 {
			return nil, fmt.Errorf("quota %.40q: want one of %v", r.Quota, words)
		}
		s.Quota = stv.Quota(i)
	}
	return &s, nil
}

// Withdraws reports whether the rule itself passes over those of Case.Withdrawn. For other
// rules they are taken out of the votes before: see ballot.Profile.Without.
func (e Entry) Withdraws() bool {
	if e.Family != STV {
		i := slices.IndexFunc(onRankings, func(r onRanking) bool { return r.name == e.Name })
		r, ok := onRankings[max(0, i)].rule.(ranked.InstantRunoff)
		return i >= 0 && ok && (r.Skips > 0 || r.Overvote >= ranked.ExhaustAny)
	}
	return true
}

// Stops reports whether the rule can end its count early: see Rounds.
func (e Entry) Stops() bool {
	s, err := ballot.NewSlate("A", "B")
	if err != nil {
		return false
	}
	p, err := ballot.NewProfile(s, ballot.Ranking)
	if err != nil {
		return false
	}
	var q inquiry
	if _, err := e.Decide(Case{Profile: p, Seats: 1}, &q); !errors.Is(err, errAsked) {
		return false
	}
	switch r := q.rule.(type) {
	case ranked.InstantRunoff:
		return true
	case stv.Contest:
		return r.Statute.Method == stv.Gregory
	}
	return false
}
