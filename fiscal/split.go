package fiscal

import (
	"errors"
	"fmt"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/internal/apportion"
	"github.com/vicinia/vicinia/internal/exact"
)

// A Residue is who gets what does not divide.
type Residue uint8

// The residues; the zero Residue is LargestRemainder.
const (
	LargestRemainder Residue = iota // one quantum each to the largest remainders
	ByOrder                         // one quantum each to the first parts with a weight
	Apart                           // to nobody: returned as one more part, the last
	ToLast                          // all of it to the last part with a weight
)

// A Splitter divides amounts. The zero Splitter is the largest remainder in minor units:
// never a unit to a zero weight; equal remainders are broken by the remainders of the
// weights divided by the first quotient (the whole number next above the sum of weights
// over the units to hand out), the smaller ones drop out first; then by place. Source:
// Swiss Political Rights Act (SR 161.1) art. 17 let. c, where a lot stands for the place.
//
// Under minima and maxima the parts are those of one price: every part is its weight times
// one number, lifted to its minimum or cut to its maximum. That number exists, and the
// parts it gives are unique, so that neither depends on the order of the weights.
type Splitter struct {
	Residue  Residue
	Quantum  int64   // of every part, in minor units: 5 for five rappen; 0 means 1
	Min, Max []int64 // of every part, in minor units; nil is none
	Overflow bool    // what no part may take is one more part, the last, and no error
}

// MaxInstalments bounds the parts of Splitter.Instalments.
const MaxInstalments = 100_000

// Split divides m by weights; the parts add up to m. See Splitter for the rest.
func (m Money) Split(weights ...int64) ([]Money, error) {
	return Splitter{}.Split(m, weights)
}

// Split is Divide without its reasons. Where the residue is Apart or Overflow is set, what
// nobody takes is one more part, the last, be it nothing.
func (s Splitter) Split(m Money, weights []int64) ([]Money, error) {
	return parts(s.Divide(m, weights))
}

// SplitRatios is Split by rational weights: 1/2, 1/3 and 1/6, or 33.3 % each. They need not
// add up to 1. Weights whose common denominator, or whose sum over it, leaves 128 bits are
// vicinia.ErrOverflow.
func (s Splitter) SplitRatios(m Money, weights []vicinia.Ratio) ([]Money, error) {
	wide, err := whole(weights)
	if err != nil {
		return nil, fmt.Errorf("split %v: %w", m, err)
	}
	return parts(s.divide(m, wide))
}

// Instalments is Split into n equal parts, 1 to MaxInstalments: the first are a quantum
// larger, or the last where the residue is ToLast.
func (s Splitter) Instalments(m Money, n int) ([]Money, error) {
	if n < 1 || n > MaxInstalments {
		return nil, fmt.Errorf("split %v: %d instalments, want 1 to %d", m, n, MaxInstalments)
	}
	equal := make([]exact.U128, n)
	for i := range equal {
		equal[i].Lo = 1
	}
	return parts(s.divide(m, equal))
}

// Divide divides m; the parts and the rest add up to m. A negative amount is the mirror of
// its negation, and Min and Max bound the magnitudes. What a maximum cuts off, or a minimum
// takes, is borne by the others by their weights.
//
// Errors: a negative weight, quantum, minimum or maximum; a minimum of a zero weight or
// above its maximum; an amount below the minima; what is left because no weight takes it,
// the maxima are reached or the amount is no multiple of the quantum, unless the residue
// is Apart or Overflow is set.
func (s Splitter) Divide(m Money, weights []int64) (Division, error) {
	wide := make([]exact.U128, len(weights))
	var faults []error
	for i, w := range weights {
		if w < 0 {
			faults = append(faults, fault(fmt.Sprintf("weights[%d]", i), "%d must not be negative", w))
		}
		wide[i].Lo = uint64(w)
	}
	return s.divide(m, wide, faults...)
}

// divide divides by weights that may be faulty already.
func (s Splitter) divide(m Money, weights []exact.U128, faulty ...error) (Division, error) {
	if err := s.check(weights, faulty); err != nil {
		return Division{}, fmt.Errorf("split %v: %w", m, err)
	}
	d := Division{quantum: max(s.Quantum, 1), rest: s.Overflow || s.Residue == Apart}
	if err := s.fill(&d, m, weights); err != nil {
		return Division{}, fmt.Errorf("split %v: %w", m, err)
	}
	if !d.rest && d.Rest.units != 0 {
		return Division{}, fmt.Errorf("split %v: %v is left over", m, d.Rest)
	}
	return d, nil
}

// fill divides the quanta of m. Parts at a bound are settled first; the rest is divided
// among the others, whose quotas are strictly below their maxima and not below their
// minima, so that no remainder can move one across a bound.
func (s Splitter) fill(d *Division, m Money, weights []exact.U128) error {
	total := m.units / d.quantum
	b, err := s.settle(total, d.quantum, weights)
	if err != nil {
		return err
	}
	d.bounds = b
	quanta, tied, err := s.hand(b)
	if err != nil {
		return err
	}
	d.tied = tied
	d.Parts, d.Rest = make([]Money, len(weights), len(weights)+1), m // parts appends the rest
	for i, q := range quanta {
		if b.settled != nil {
			q += b.settled[i]
		}
		units := q * d.quantum
		d.Parts[i] = Money{units, m.cur}
		d.Rest.units -= units
	}
	return nil
}

// hand divides what the settled parts leave among the open weights.
func (s Splitter) hand(b bounds) (quanta []int64, t tie, err error) {
	if b.sum == (exact.U128{}) {
		return make([]int64, len(b.open)), t, nil // nobody is left to take more
	}
	switch s.Residue {
	case ByOrder:
		quanta, err = apportion.ByOrder(b.left, b.open)
		return quanta, t, err
	case Apart, ToLast:
		quanta, left, err := apportion.Floors(b.left, b.open)
		if s.Residue == ToLast && err == nil {
			quanta[last(b.open)] += left
		}
		return quanta, t, err
	}
	d, err := apportion.LargestRemainder(b.left, b.open)
	if err == nil && d.Open > 0 {
		t = firstQuotient(&d, b)
	}
	return d.Parts, t, err
}

// last is the index of the last weight that is not 0; there is one.
func last(weights []exact.U128) int {
	i := len(weights) - 1
	for weights[i] == (exact.U128{}) {
		i--
	}
	return i
}

func fault(path, format string, args ...any) error {
	return &vicinia.Fault{Path: path, Err: fmt.Errorf(format, args...)}
}

// check returns every fault, those of the weights among them.
func (s Splitter) check(weights []exact.U128, faulty []error) error {
	var faults []error
	bad := func(path, format string, args ...any) { faults = append(faults, fault(path, format, args...)) }
	if s.Residue > ToLast {
		bad("residue", "no residue %d", s.Residue)
	}
	if s.Residue == ToLast && s.Max != nil {
		bad("residue", "the last part cannot take all that is left under a maximum")
	}
	if s.Quantum < 0 {
		bad("quantum", "%d must not be negative", s.Quantum)
	}
	faults = append(faults, faulty...)
	bounds := func(name string, limits []int64) {
		if limits != nil && len(limits) != len(weights) {
			bad(name, "%d limits for %d weights", len(limits), len(weights))
		}
		for i, n := range limits {
			if n < 0 {
				bad(fmt.Sprintf("%s[%d]", name, i), "%d must not be negative", n)
			}
		}
	}
	bounds("min", s.Min)
	bounds("max", s.Max)
	if len(faults) > 0 {
		return errors.Join(faults...)
	}
	quantum := max(s.Quantum, 1)
	for i, least := range s.Min {
		if least > 0 && weights[i] == (exact.U128{}) {
			bad(fmt.Sprintf("min[%d]", i), "%d for a weight of 0", least)
		}
		if s.Max != nil && ceil(least, quantum) > s.Max[i]/quantum {
			bad(fmt.Sprintf("min[%d]", i), "%d above the maximum of %d, in quanta of %d", least, s.Max[i], quantum)
		}
	}
	return errors.Join(faults...)
}
