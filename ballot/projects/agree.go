package projects

import (
	"errors"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// Limits, beside ballot.MaxAgreed, of what is tried to find out whether ties change what is
// funded.
const (
	agreedWork = 100_000_000 // marks and edges looked at in all ways: about a second
	bigWork    = 100         // of these that a step in big numbers counts for
)

// errDiffer ends the search for ways that agree.
var errDiffer = errors.New("ways of breaking ties fund others, or are too much work to try")

// decide runs a rule. Without a tie-break, ties stand only where ways of breaking them fund
// others, or are too many to try; else the selection is that of ballot.AnyWay.
func (f *field) decide(tb ballot.TieBreak, run func(ballot.TieBreak) (*session, error)) (*Selection, error) {
	s, err := f.agreed(tb, run)
	if err != nil {
		return nil, err
	}
	return s.close(), nil
}

// agreed is decide for a part of a rule, too: ways that fund the same with it leave nothing
// else behind that makes a difference. Where all ways are tried anyway, those of a part that
// makes none are left out.
func (f *field) agreed(tb ballot.TieBreak, run func(ballot.TieBreak) (*session, error)) (*session, error) {
	_, tries := tb.(ballot.Trial)
	if tb != nil && !tries {
		return run(tb)
	}
	before := f.walked()
	s, err := run(nil)
	if err != nil || !s.sel.Tied() {
		return s, err
	}
	if one := f.eitherWay(f.walked()-before, run); one != nil {
		return one, nil
	}
	if tries {
		return run(tb)
	}
	return s, nil
}

// eitherWay is one way if all fund the same; nil if not, or if there are too many to tell.
func (f *field) eitherWay(work int64, run func(ballot.TieBreak) (*session, error)) *session {
	if f.since == nil { // else this is a part of what is tried
		from := f.walked() - f.tried
		f.since = &from
		defer func() { f.since, f.tried = nil, f.walked()-from }()
	}
	if f.walked()-*f.since+3*work > agreedWork {
		return nil
	}
	one, err := run(ballot.AnyWay{})
	if err != nil {
		return nil
	}
	_, err = ballot.Universes(ballot.MaxAgreed, func(tb ballot.TieBreak) (*Selection, error) {
		if f.walked()-*f.since > agreedWork {
			return nil, errDiffer
		}
		s, err := run(ballot.Trial{TieBreak: tb})
		if err == nil && !s.same(one) {
			err = errDiffer
		}
		if err != nil {
			return nil, err
		}
		return s.sel, nil
	})
	if err != nil {
		return nil
	}
	return one
}

// same reports that nothing which makes a difference came out otherwise.
func (s *session) same(t *session) bool {
	if (s.least == nil) != (t.least == nil) || s.least != nil && s.least.Cmp(t.least) != 0 {
		return false
	}
	return slices.Equal(s.money.funded, t.money.funded) && slices.Equal(s.money.whole, t.money.whole)
}
