package rated

import (
	"cmp"
	"fmt"
	"math/bits"
	"strconv"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// Sides says how the grades on both sides of the majority grade are weighed.
type Sides uint8

// The zero Sides is Difference. Of n ballots p give a better grade and q a worse one:
const (
	Difference Sides = iota // p - q: typical judgment
	Normalized              // (p-q)/(n-p-q): usual judgment
	Relative                // p/(p+q), 1/2 where both are 0: central judgment
)

// String is the word of a setting.
func (s Sides) String() string {
	switch s {
	case Difference:
		return "difference"
	case Normalized:
		return "normalized"
	case Relative:
		return "relative"
	}
	return "sides " + strconv.Itoa(int(s))
}

// MedianJudgment elects the option with the best majority grade, the lower median, and of
// equal ones the one that the sides favour (Fabre, "Tie-breaking the highest median:
// alternatives to the majority judgment", Social Choice and Welfare 56, 2021): typical, usual
// and central judgment. Unlike MajorityJudgment it looks at both sides at once, so that few
// ballots turn it less abruptly. A ballot without a grade for an option gives it 0. It is
// monotone; it may miss a Condorcet winner, and joining ballots may hurt what they support.
type MedianJudgment struct{ By Sides }

var _ ballot.Rule[*ballot.Histogram, *ballot.Order] = MedianJudgment{}

// String is the rule in canonical text: "median-judgment difference".
func (r MedianJudgment) String() string { return "median-judgment " + r.By.String() }

// Decide: see ballot.Rule. Options that the sides do not tell apart tie.
func (r MedianJudgment) Decide(h *ballot.Histogram, tb ballot.TieBreak) (*ballot.Order, error) {
	if r.By > Relative {
		return nil, fmt.Errorf("median-judgment: no such %s", r.By)
	}
	if err := checkScores(r.String(), h.Kind(), h.Ballots()); err != nil {
		return nil, err
	}
	s := h.Slate()
	judged := make([]Judged, 0, s.Len())
	for o, g := range judge(h) {
		judged = append(judged, g.step(s.Name(ballot.Option(o))))
	}
	o, err := ballot.NewOrder(r.String(), s, s.Tiers(func(a, b ballot.Option) int {
		return cmp.Or(cmp.Compare(judged[b].Grade, judged[a].Grade), r.By.compare(judged[b], judged[a], h.Ballots()))
	}), tb)
	if err != nil {
		return nil, err
	}
	o.Reasons = inOrder(o, func(a ballot.Option) vicinia.Step { return judged[a] })
	return o, nil
}

// compare is above 0 where the sides favour a; both have the same majority grade from n.
func (s Sides) compare(a, b Judged, n int64) int {
	switch s {
	case Normalized:
		return compareSigned(a.Above-a.Below, n-a.Above-a.Below, b.Above-b.Below, n-b.Above-b.Below)
	case Relative: // p/(p+q) grows as (p-q)/(p+q), which is 0 where both are
		return compareSigned(a.Above-a.Below, max(a.Above+a.Below, 1), b.Above-b.Below, max(b.Above+b.Below, 1))
	}
	return cmp.Compare(a.Above-a.Below, b.Above-b.Below)
}

// compareSigned compares a/of with b/ofB in 128 bits; of and ofB are above 0.
func compareSigned(a, of, b, ofB int64) int {
	if a < 0 && b < 0 {
		return compareSigned(-b, ofB, -a, of)
	}
	if a < 0 || b < 0 {
		return cmp.Compare(a, b)
	}
	high, low := bits.Mul64(uint64(a), uint64(ofB))
	highB, lowB := bits.Mul64(uint64(b), uint64(of))
	return cmp.Or(cmp.Compare(high, highB), cmp.Compare(low, lowB))
}
