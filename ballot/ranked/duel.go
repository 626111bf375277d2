package ranked

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// check refuses what no rule on duels can decide.
func check(rule string, m, most Measure, w *ballot.Pairwise) error {
	if m > most {
		return fmt.Errorf("%s: no %s here", rule, m)
	}
	if n := w.Slate().Len(); n > ballot.MaxPairwise {
		return fmt.Errorf("%s: %d options, at most %d: %w", rule, n, ballot.MaxPairwise, errTooMany)
	}
	if w.Ballots() == 0 {
		return fmt.Errorf("%s: %w", rule, errNoVotes)
	}
	return nil
}

// errTooMany says that an exact answer would take too long.
var errTooMany = errors.New("too many options")

// options are all of a slate.
func options(s *ballot.Slate) []ballot.Option {
	all := make([]ballot.Option, s.Len())
	for i := range all {
		all[i] = ballot.Option(i)
	}
	return all
}

// byScore puts the slate into tiers of equal scores, the highest first.
func byScore(s *ballot.Slate, score []int64) [][]ballot.Option {
	return s.Tiers(func(a, b ballot.Option) int { return cmp.Compare(score[b], score[a]) })
}

// tiersOf cuts an order where neighbours are not equal.
func tiersOf(order []ballot.Option, equal func(a, b ballot.Option) bool) (tiers [][]ballot.Option) {
	for len(order) > 0 {
		n := 1
		for n < len(order) && equal(order[0], order[n]) {
			n++
		}
		tiers = append(tiers, order[:n:n])
		order = order[n:]
	}
	return tiers
}

// layers puts the slate into tiers by a relation without cycles, over: those whom nobody is
// over, then those whom nobody of the others is over.
func layers(over []bitset) (tiers [][]ballot.Option) {
	above := make([]int, len(over)) // how many of those left
	for _, below := range over {
		for b := range below.all() {
			above[b]++
		}
	}
	for left := len(over); left > 0; {
		var tier []ballot.Option
		for a, n := range above {
			if n == 0 {
				tier = append(tier, ballot.Option(a))
			}
		}
		for _, a := range tier {
			above[a] = -1
			for b := range over[a].all() {
				above[b]--
			}
		}
		tiers = append(tiers, tier)
		left -= len(tier)
	}
	return tiers
}

// finish is the outcome of tiers; a tie for the first place goes to the tie-break.
func finish(rule string, s *ballot.Slate, tiers [][]ballot.Option, ties []ballot.Tie, tb ballot.TieBreak) (*ballot.Order, error) {
	met := ballot.Record{Rule: rule, Slate: s, Ties: ties}
	if met.Tied() { // what stands before it may change who is first
		return &ballot.Order{Record: met, Tiers: tiers}, nil
	}
	o, err := ballot.NewOrder(rule, s, tiers, tb)
	if err != nil {
		return nil, err
	}
	o.Ties = slices.Concat(ties, o.Ties)
	return o, nil
}

// walk yields steps that are kept.
func walk[S vicinia.Step](steps []S) iter.Seq[vicinia.Step] {
	return func(yield func(vicinia.Step) bool) {
		for _, s := range steps {
			if !yield(s) {
				return
			}
		}
	}
}

// A Duel is the step of two options: how many ballots put each above the other.
type Duel struct {
	Over, Under string
	For, Back   int64
}

// Key: see vicinia.Step.
func (d Duel) Key() string { return "ranked.duel" }

// String is "Begich over Peltola: 87883 to 79458".
func (d Duel) String() string {
	return fmt.Sprintf("%s over %s: %d to %d", d.Over, d.Under, d.For, d.Back)
}

// duel is the step of a over b.
func duel(w *ballot.Pairwise, a, b ballot.Option) Duel {
	return Duel{Over: w.Slate().Name(a), Under: w.Slate().Name(b), For: w.At(a, b), Back: w.At(b, a)}
}

// A Score is the step of an option in a rule that gives points.
type Score struct {
	Option string
	Score  int64
	Of     int64 // the points are Score/Of
}

// Key: see vicinia.Step.
func (s Score) Key() string { return "ranked.score" }

// String is "Ana: 34 points", or 7/2 points.
func (s Score) String() string {
	if s.Of > 1 && s.Score%s.Of != 0 {
		return fmt.Sprintf("%s: %d/%d points", s.Option, s.Score, s.Of)
	}
	return fmt.Sprintf("%s: %d points", s.Option, s.Score/max(s.Of, 1))
}
