package poll

import (
	"iter"
	"slices"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/committee"
	"github.com/vicinia/vicinia/ballot/seats"
)

// Limits of all outcomes.
const (
	MaxUniverses = 10_000 // ways of breaking the ties
	MaxListed    = 10_000 // seats of a house, each a name in every outcome
)

// universes lists who wins in every way of breaking the ties.
func (q *Question) universes(a *Answer) error {
	t, _ := a.Outcome.(*seats.Table)
	if a.Case.Seats > MaxListed || t != nil && a.Case.Matrix.House() > MaxListed {
		return q.misuse("all", "{} lists every seat: at most %d", MaxListed)
	}
	open, err := a.Rule.Decide(a.Case, nil)
	if err != nil {
		return err
	}
	a.Outcomes = [][]string{}
	if elected, ok := open.(*committee.Committee); ok && elected.Best != nil { // all there are: no need to search for each
		for _, set := range elected.Best {
			a.Outcomes = append(a.Outcomes, Names(elected.Slate, set))
		}
		slices.SortFunc(a.Outcomes, slices.Compare)
		return nil
	}
	all, err := ballot.Universes(MaxUniverses, func(tb ballot.TieBreak) (ballot.Outcome, error) { return a.Rule.Decide(a.Case, tb) })
	if err != nil {
		return err
	}
	for _, out := range all {
		a.Outcomes = append(a.Outcomes, holders(out))
	}
	slices.SortFunc(a.Outcomes, slices.Compare)
	a.Outcomes = slices.CompactFunc(a.Outcomes, slices.Equal)
	return nil
}

// holders are the winners in slate order, each as often as it has seats.
func holders(out ballot.Outcome) []string {
	names := []string{}
	add := func(name string, n int64) {
		for range n {
			names = append(names, name)
		}
	}
	slate := out.Common().Slate
	switch out := out.(type) {
	case *seats.Table:
		for i, district := range out.Districts.All() {
			for l, list := range slate.All() {
				add(district+": "+list, out.At(i, l))
			}
		}
	case *seats.Allocation:
		for _, l := range out.Winners() {
			add(slate.Name(l), out.Of(l))
		}
	default:
		return Names(slate, out.Winners())
	}
	return names
}

// Names are those of options.
func Names(s *ballot.Slate, os []ballot.Option) []string {
	names := make([]string, len(os))
	for i, o := range os {
		names[i] = s.Name(o)
	}
	return names
}

func namesOf(s *ballot.Slate) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, name := range s.All() {
			if !yield(name) {
				return
			}
		}
	}
}
