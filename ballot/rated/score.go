package rated

import (
	"cmp"
	"fmt"
	"strconv"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// Unmarked says what a ballot without a mark for an option gives it.
type Unmarked uint8

// The zero Unmarked is Nothing.
const (
	Nothing Unmarked = iota // a score of 0
	Omitted                 // no score: the mean is over the ballots that score the option
)

// String is the word of a setting.
func (u Unmarked) String() string {
	switch u {
	case Nothing:
		return "nothing"
	case Omitted:
		return "omitted"
	}
	return "unmarked " + strconv.Itoa(int(u))
}

// Score elects the option with the greatest sum of scores: range voting (Smith 2000). With
// Omitted it is the greatest mean of those who score the option, compared as a fraction;
// an option that fewer than Least ballots score then has no mean and comes last, so that
// one friend cannot elect an unknown. Score may miss a Condorcet winner, and a majority's
// favourite; it is monotone and independent of clones that get equal scores.
type Score struct {
	Unmarked Unmarked
	Least    int64 // ballots that must score an option, under Omitted; 0 is one
}

var _ ballot.Rule[*ballot.Histogram, *ballot.Order] = Score{}

// String is the rule in canonical text: "score", or "score unmarked=omitted least=10".
func (r Score) String() string {
	if r == (Score{}) {
		return "score"
	}
	return fmt.Sprintf("score unmarked=%s least=%d", r.Unmarked, r.Least)
}

// Decide: see ballot.Rule.
func (r Score) Decide(h *ballot.Histogram, tb ballot.TieBreak) (*ballot.Order, error) {
	if err := r.check(h); err != nil {
		return nil, err
	}
	s := h.Slate()
	sums, of := scores(h)
	if r.Unmarked == Nothing {
		return bySum(r.String(), "points", s, sums, tb)
	}
	for o := range of {
		if of[o] < max(r.Least, 1) {
			sums[o], of[o] = -1, 1 // below every mean
		}
	}
	o, err := ballot.NewOrder(r.String(), s, s.Tiers(func(a, b ballot.Option) int {
		return compareMeans(sums[b], of[b], sums[a], of[a])
	}), tb)
	if err != nil {
		return nil, err
	}
	o.Reasons = inOrder(o, func(a ballot.Option) vicinia.Step { return Mean{Option: s.Name(a), Sum: sums[a], Of: of[a]} })
	return o, nil
}

func (r Score) check(h *ballot.Histogram) error {
	switch {
	case r.Unmarked > Omitted:
		return fmt.Errorf("score: no such %s", r.Unmarked)
	case r.Least < 0 || r.Unmarked == Nothing && r.Least > 0:
		return fmt.Errorf("score: at least %d ballots, with unmarked %s", r.Least, r.Unmarked)
	}
	return checkScores("score", h.Kind(), h.Ballots())
}

// scores are the sum of each option's scores and the number of ballots that give one.
// Sums fit: see ballot.MaxScore.
func scores(h *ballot.Histogram) (sums, of []int64) {
	sums, of = make([]int64, h.Slate().Len()), make([]int64, h.Slate().Len())
	for m, n := range h.All() {
		sums[m.Option] += n * int64(m.Level)
		of[m.Option] += n
	}
	return sums, of
}

// compareMeans compares a/of with b/ofB in 128 bits. Sums below 0 are below all others.
func compareMeans(a, of, b, ofB int64) int {
	if a < 0 || b < 0 {
		return cmp.Compare(a, b)
	}
	return compareSigned(a, of, b, ofB)
}

// A Mean is the step of an option's mean score. A sum of -1 says that too few scored it.
type Mean struct {
	Option  string
	Sum, Of int64
}

// Key: see vicinia.Step.
func (m Mean) Key() string { return "rated.mean" }

// String is "Ana: 170 points of 40 ballots".
func (m Mean) String() string {
	if m.Sum < 0 {
		return m.Option + ": scored by too few"
	}
	return fmt.Sprintf("%s: %d points of %d ballots", m.Option, m.Sum, m.Of)
}
