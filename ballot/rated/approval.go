package rated

import (
	"cmp"
	"errors"
	"fmt"
	"iter"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// errNoBallots says that nobody voted.
var errNoBallots = errors.New("no ballots")

// Approval elects the option that most ballots approve of (Brams and Fishburn 1978). It
// has no spoiler by clones that the same ballots approve of; it may miss a Condorcet
// winner of the voters' preferences, which approvals do not tell. Blank ballots approve of
// nobody.
type Approval struct{}

var _ ballot.Rule[*ballot.Counts, *ballot.Order] = Approval{}

// String is the rule in canonical text.
func (Approval) String() string { return "approval" }

// Decide: see ballot.Rule. No approvals at all are an error.
func (r Approval) Decide(c *ballot.Counts, tb ballot.TieBreak) (*ballot.Order, error) {
	if c.Total() == 0 {
		return nil, fmt.Errorf("approval: %w", errNoBallots)
	}
	sums := make([]int64, c.Slate().Len())
	for o := range c.Slate().All() {
		sums[o] = c.Of(o)
	}
	return bySum(r.String(), "approvals", c.Slate(), sums, tb)
}

// CombinedApproval elects the option with the most approvals less disapprovals
// (Felsenthal 1989). Ballots are scores: 2 is for, 1 and no mark are neutral, 0 is
// against.
type CombinedApproval struct{}

var _ ballot.Rule[*ballot.Histogram, *ballot.Order] = CombinedApproval{}

// String is the rule in canonical text.
func (CombinedApproval) String() string { return "combined-approval" }

// Decide: see ballot.Rule. A score above 2 is an error.
func (r CombinedApproval) Decide(h *ballot.Histogram, tb ballot.TieBreak) (*ballot.Order, error) {
	if err := checkScores(r.String(), h.Kind(), h.Ballots()); err != nil {
		return nil, err
	}
	sums := make([]int64, h.Slate().Len())
	for m, n := range h.All() {
		if m.Level > 2 {
			return nil, fmt.Errorf("%s: %s has score %d; want 0 against, 1 neutral, 2 for", r, h.Slate().Name(m.Option), m.Level)
		}
		sums[m.Option] += n * int64(m.Level-1)
	}
	return bySum(r.String(), "points", h.Slate(), sums, tb)
}

// checkScores refuses what no rule on scores can decide.
func checkScores(rule string, k ballot.Kind, ballots int64) error {
	switch {
	case k != ballot.Scoring:
		return fmt.Errorf("%s wants scores, not %s ballots", rule, k)
	case ballots == 0:
		return fmt.Errorf("%s: %w", rule, errNoBallots)
	}
	return nil
}

// bySum orders options by a number, the greatest first.
func bySum(rule, unit string, s *ballot.Slate, sums []int64, tb ballot.TieBreak) (*ballot.Order, error) {
	tiers := s.Tiers(func(a, b ballot.Option) int { return cmp.Compare(sums[b], sums[a]) })
	o, err := ballot.NewOrder(rule, s, tiers, tb)
	if err != nil {
		return nil, err
	}
	o.Reasons = inOrder(o, func(a ballot.Option) vicinia.Step { return Sum{Option: s.Name(a), Sum: sums[a], Unit: unit} })
	return o, nil
}

// inOrder walks the step of each option, the best first.
func inOrder(o *ballot.Order, step func(ballot.Option) vicinia.Step) iter.Seq[vicinia.Step] {
	return func(yield func(vicinia.Step) bool) {
		for _, tier := range o.Tiers {
			for _, a := range tier {
				if !yield(step(a)) {
					return
				}
			}
		}
	}
}

// A Sum is the step of an option: its approvals, votes or points.
type Sum struct {
	Option string
	Sum    int64
	Unit   string // "approvals"
}

// Key: see vicinia.Step.
func (s Sum) Key() string { return "rated.sum" }

// String is "Ana: 34 approvals".
func (s Sum) String() string { return fmt.Sprintf("%s: %d %s", s.Option, s.Sum, s.Unit) }
