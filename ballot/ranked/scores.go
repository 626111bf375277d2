package ranked

import (
	"fmt"
	"iter"
	"math"
	"strconv"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// Minimax elects the option whose worst duel is the least bad (Simpson 1969, Kramer 1977).
// A duel that is not lost counts 0 by WinningVotes, what it is won by, below 0, by Margins,
// and the votes against by Opposition. The order is by worst duels. With Margins and
// WinningVotes it elects a Condorcet winner, with Opposition it may not; all of them can
// elect a Condorcet loser, and depend on clones.
type Minimax struct{ Measure Measure }

var _ ballot.Rule[*ballot.Pairwise, *ballot.Order] = Minimax{}

// String is the rule in canonical text: "minimax margins".
func (r Minimax) String() string { return "minimax " + r.Measure.String() }

// Decide: see ballot.Rule. No ballots are an error.
func (r Minimax) Decide(w *ballot.Pairwise, tb ballot.TieBreak) (*ballot.Order, error) {
	if err := check("minimax", r.Measure, Opposition, w); err != nil {
		return nil, err
	}
	s := w.Slate()
	score, worst := make([]int64, s.Len()), make([]Duel, s.Len())
	for a := range s.All() {
		score[a] = math.MaxInt64
		for b := range s.All() {
			if a == b {
				continue
			}
			if loss := -r.against(w, a, b); loss < score[a] {
				score[a], worst[a] = loss, duel(w, b, a)
			}
		}
	}
	o, err := finish(ruleOf(r, w), s, byScore(s, score), nil, tb)
	if err != nil {
		return nil, err
	}
	o.Reasons = func(yield func(vicinia.Step) bool) {
		for _, d := range worst {
			if d.Over != "" && !yield(Worst(d)) {
				return
			}
		}
	}
	return o, nil
}

// against is how bad the duel of a with b is for a.
func (r Minimax) against(w *ballot.Pairwise, a, b ballot.Option) int64 {
	switch {
	case r.Measure == Margins:
		return w.Margin(b, a)
	case r.Measure == WinningVotes && w.Margin(b, a) <= 0:
		return 0
	}
	return w.At(b, a)
}

// A Worst is the step of an option's worst duel: Under is the option.
type Worst Duel

// Key: see vicinia.Step.
func (d Worst) Key() string { return "ranked.worst" }

// String is "Ana: at worst 20 to 34 against Ben".
func (d Worst) String() string {
	return fmt.Sprintf("%s: at worst %d to %d against %s", d.Under, d.Back, d.For, d.Over)
}

// Copeland gives a point for each duel that is won and half a point for each that is even
// (Copeland 1951). It elects a Condorcet winner; it often ties, and depends on clones.
type Copeland struct{}

var _ ballot.Rule[*ballot.Pairwise, *ballot.Order] = Copeland{}

// String is the rule in canonical text.
func (Copeland) String() string { return "copeland" }

// Decide: see ballot.Rule. No ballots are an error.
func (r Copeland) Decide(w *ballot.Pairwise, tb ballot.TieBreak) (*ballot.Order, error) {
	return byPoints(r, w, tb, func(a, b ballot.Option) int64 {
		switch m := w.Margin(a, b); {
		case m > 0:
			return 2
		case m == 0:
			return 1
		}
		return 0
	})
}

// Llull gives a point for each duel that is won or even (Llull, De arte eleccionis, 1299;
// Hägele & Pukelsheim, Studia Lulliana 41, 2001). It elects a Condorcet winner and, failing
// one, all who lose no duel.
type Llull struct{}

var _ ballot.Rule[*ballot.Pairwise, *ballot.Order] = Llull{}

// String is the rule in canonical text.
func (Llull) String() string { return "llull" }

// Decide: see ballot.Rule. No ballots are an error.
func (r Llull) Decide(w *ballot.Pairwise, tb ballot.TieBreak) (*ballot.Order, error) {
	return byPoints(r, w, tb, func(a, b ballot.Option) int64 {
		if w.Margin(a, b) >= 0 {
			return 2
		}
		return 0
	})
}

// A Truncation says what a rule gives to options that a ballot does not tell apart: equal
// ranks and, where they are below, those without one. Of Borda for short ballots, Terzopoulou
// & Endriss (Journal of Mathematical Economics 92, 2021) call them averaged, pessimistic and
// optimistic; Narodytska & Walsh (2014) average, round-up and, for ModifiedBorda, nearly
// round-down.
type Truncation uint8

// The zero Truncation is Shared.
const (
	Shared  Truncation = iota // what their places would give, in equal parts
	Lowest                    // what the lowest of their places would give
	Highest                   // what the highest of their places would give
)

// String is the word of a setting.
func (t Truncation) String() string {
	switch t {
	case Shared:
		return "shared"
	case Lowest:
		return "lowest"
	case Highest:
		return "highest"
	}
	return "truncation " + strconv.Itoa(int(t))
}

// Borda gives an option a point for each option that a ballot puts below it (Borda 1784).
// With duels of unranked options Apart, a ballot of k ranks gives k-1, k-2... 0 points
// under Lowest; ModifiedBorda gives one point more to each. It never elects a Condorcet
// loser; it may miss a Condorcet winner, and clones change it.
type Borda struct{ Truncation Truncation }

var _ ballot.Rule[*ballot.Pairwise, *ballot.Order] = Borda{}

// String is the rule in canonical text: "borda shared".
func (r Borda) String() string { return "borda " + r.Truncation.String() }

// Decide: see ballot.Rule. The points of all ballots are sums over duels, in halves under
// Shared. No ballots are an error.
func (r Borda) Decide(w *ballot.Pairwise, tb ballot.TieBreak) (*ballot.Order, error) {
	if r.Truncation > Highest {
		return nil, fmt.Errorf("borda: no such %s", r.Truncation)
	}
	return byPoints(r, w, tb, func(a, b ballot.Option) int64 {
		switch r.Truncation {
		case Lowest:
			return 2 * w.At(a, b)
		case Highest:
			return 2 * (w.Ballots() - w.At(b, a))
		}
		return w.Ballots() + w.Margin(a, b)
	})
}

// byPoints adds up half points over duels. Sums are below 2 MaxBallots MaxOptions.
func byPoints(r fmt.Stringer, w *ballot.Pairwise, tb ballot.TieBreak, halves func(a, b ballot.Option) int64) (*ballot.Order, error) {
	if err := check(r.String(), 0, 0, w); err != nil {
		return nil, err
	}
	s := w.Slate()
	score := make([]int64, s.Len())
	for a := range s.All() {
		for b := range s.All() {
			if a != b {
				score[a] += halves(a, b)
			}
		}
	}
	o, err := finish(ruleOf(r, w), s, byScore(s, score), nil, tb)
	if err != nil {
		return nil, err
	}
	o.Reasons = points(s, score, 2, o.Tiers)
	return o, nil
}

func points(s *ballot.Slate, score []int64, of int64, tiers [][]ballot.Option) iter.Seq[vicinia.Step] {
	return func(yield func(vicinia.Step) bool) {
		for _, tier := range tiers {
			for _, a := range tier {
				if !yield(Score{Option: s.Name(a), Score: score[a], Of: of}) {
					return
				}
			}
		}
	}
}
