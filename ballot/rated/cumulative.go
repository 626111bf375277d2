package rated

import (
	"fmt"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// Cumulative elects the option with the most points, where each ballot has so many points
// to give, all to one or spread (Illinois House 1870-1980). A ballot that gives more than
// it has counts for nobody; one that gives fewer counts as it is. 0 points are no limit.
type Cumulative struct{ Points int64 }

var _ ballot.Rule[*ballot.Profile, *ballot.Order] = Cumulative{}

// String is the rule in canonical text: "cumulative points=10".
func (r Cumulative) String() string { return fmt.Sprintf("cumulative points=%d", r.Points) }

// Decide: see ballot.Rule.
func (r Cumulative) Decide(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
	return paid(r.String(), r.Points, p, tb, func(score int64) int64 { return score })
}

// Quadratic elects the option with the most votes, where n votes of a ballot for one
// option cost n squared of its credits (Lalley and Weyl 2018). The scores are the votes:
// nothing is rooted or rounded. A ballot that spends more than it has counts for nobody.
// 0 credits are no limit.
type Quadratic struct{ Credits int64 }

var _ ballot.Rule[*ballot.Profile, *ballot.Order] = Quadratic{}

// String is the rule in canonical text: "quadratic credits=100".
func (r Quadratic) String() string { return fmt.Sprintf("quadratic credits=%d", r.Credits) }

// Decide: see ballot.Rule.
func (r Quadratic) Decide(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
	return paid(r.String(), r.Credits, p, tb, func(score int64) int64 { return score * score })
}

// paid adds up the scores of the ballots that can pay for them. A ballot costs at most
// MaxOptions times MaxScore squared, which fits.
func paid(rule string, has int64, p *ballot.Profile, tb ballot.TieBreak, cost func(int64) int64) (*ballot.Order, error) {
	if has < 0 {
		return nil, fmt.Errorf("%s: below 0", rule)
	}
	if err := checkScores(rule, p.Kind(), p.Len()); err != nil {
		return nil, err
	}
	sums, over := make([]int64, p.Slate().Len()), int64(0)
	for b, n := range p.All() {
		spent := int64(0)
		for _, m := range b {
			spent += cost(int64(m.Level))
		}
		if has > 0 && spent > has {
			over += n
			continue
		}
		for _, m := range b {
			sums[m.Option] += n * int64(m.Level)
		}
	}
	if over == p.Len() {
		return nil, fmt.Errorf("%s: all %d ballots spend more than they have", rule, over)
	}
	o, err := bySum(rule, "points", p.Slate(), sums, tb)
	if err != nil || over == 0 {
		return o, err
	}
	sum := o.Reasons
	o.Reasons = func(yield func(vicinia.Step) bool) {
		if !yield(Overspent{Ballots: over, Has: has}) {
			return
		}
		sum(yield)
	}
	return o, nil
}

// An Overspent is the step of the ballots that counted for nobody.
type Overspent struct{ Ballots, Has int64 }

// Key: see vicinia.Step.
func (o Overspent) Key() string { return "rated.overspent" }

// String is "3 ballots spent more than 100 and count for nobody".
func (o Overspent) String() string {
	return fmt.Sprintf("%d ballots spent more than %d and count for nobody", o.Ballots, o.Has)
}
