package ballot

import (
	"fmt"
	"slices"
	"strings"
)

// A Tie is a choice that the votes do not make.
type Tie struct {
	For     string     // what for, unique in the outcome: "the last seat"
	Options []Option   // in slate order
	Places  int        // how many of them fare well: are elected, or are kept when others go out
	Broken  [][]Option // tiers, best first, as far as broken; nil while nothing broke it
	By      string     // `lot seed="2026-12-01" label="mayor"`; "" while nothing broke it

	// Sets, where a rule chooses among whole outcomes, are those of Options between which
	// the choice is, one of which fares well, in an order that stays; nil is any Places of
	// them. A TieBreak may leave it aside: the rule takes the set that its order puts first.
	Sets [][]Option
}

// Cut tells those who surely fare well from the tier that the places cut, in which so
// many places are left to give. No tier is cut if the tie is broken far enough.
func (t Tie) Cut() (in, open []Option, places int) {
	tiers := t.Broken
	if tiers == nil {
		tiers = [][]Option{t.Options}
	}
	places = t.Places
	for _, tier := range tiers {
		switch {
		case places == 0:
			return in, nil, 0
		case places < len(tier):
			return in, tier, places
		}
		in = append(in, tier...)
		places -= len(tier)
	}
	return in, nil, 0
}

// Stands reports whether it is still open who fares well.
func (t Tie) Stands() bool {
	_, open, _ := t.Cut()
	return open != nil
}

// A TieBreak refines ties. The rule is the statute; the tie-break is the officer's.
type TieBreak interface {
	// Break returns the tied options in tiers, best first, and what was done. Best
	// first also when the tie is about exclusion: then the last go. One tier leaves
	// the tie as it is.
	Break(s *Slate, t Tie) (tiers [][]Option, by string)
}

// Resolve is t after tb, or t itself if tb is nil or leaves it as it is; rules call it.
// A tie-break that returns other options than those tied is an error: it may be the
// caller's own.
func Resolve(s *Slate, t Tie, tb TieBreak) (Tie, error) {
	if tb == nil {
		return t, nil
	}
	tiers, by := tb.Break(s, t)
	if len(tiers) == 1 && len(t.Options) > 1 {
		return t, nil
	}
	all := slices.Sorted(slices.Values(slices.Concat(tiers...)))
	if !slices.Equal(all, slices.Sorted(slices.Values(t.Options))) {
		return t, fmt.Errorf("tie %s: %s returned other options than those tied", t.For, by)
	}
	t.By = by
	t.Broken = make([][]Option, 0, len(tiers))
	for _, tier := range tiers {
		if len(tier) > 0 {
			t.Broken = append(t.Broken, slices.Sorted(slices.Values(tier)))
		}
	}
	return t, nil
}

// A Sequence breaks ties by a fixed order of names: seniority, a statute's list, the
// decisions of an officer. Names that it lacks stay tied below.
type Sequence []string

// Break follows the sequence and says what it said of the tied options.
func (q Sequence) Break(s *Slate, t Tie) (tiers [][]Option, by string) {
	rest := slices.Clone(t.Options)
	var named []string
	for _, name := range q {
		o, ok := s.Find(name)
		if i := slices.Index(rest, o); ok && i >= 0 {
			tiers = append(tiers, []Option{o})
			rest = slices.Delete(rest, i, i+1)
			named = append(named, name)
		}
	}
	if len(rest) > 0 {
		tiers = append(tiers, rest)
	}
	return tiers, "order " + strings.Join(named, ", ")
}

// Then breaks with first; the one tier that the places cut, if any, goes on to next.
func Then(first, next TieBreak) TieBreak { return then{first, next} }

type then struct{ first, next TieBreak }

// Break: see Then.
func (c then) Break(s *Slate, t Tie) (tiers [][]Option, by string) {
	tiers, by = c.first.Break(s, t)
	if len(tiers) == 1 {
		return c.next.Break(s, t)
	}
	t.Broken = tiers
	_, open, places := t.Cut()
	if open == nil {
		return tiers, by
	}
	finer, after := c.next.Break(s, Tie{For: t.For, Options: open, Places: places})
	if len(finer) < 2 {
		return tiers, by
	}
	at := slices.IndexFunc(tiers, func(tier []Option) bool { return slices.Equal(tier, open) })
	return slices.Replace(slices.Clone(tiers), at, at+1, finer...), by + "; then " + after
}
