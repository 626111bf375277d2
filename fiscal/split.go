package fiscal

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

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
)

// A Splitter divides amounts. The zero Splitter is the largest remainder in minor units:
// never a unit to a zero weight; equal remainders are broken by the remainders of the
// weights divided by the first quotient (the whole number next above the sum of weights
// over the units to hand out), the smaller ones drop out first; then by place. Source:
// Swiss Political Rights Act (SR 161.1) art. 17 let. c, where a lot stands for the place.
type Splitter struct {
	Residue Residue
	Quantum int64   // of every part, in minor units: 5 for five rappen; 0 means 1
	Max     []int64 // of every part, in minor units; nil is none
}

// Split divides m by weights; the parts add up to m. See Splitter for the rest.
func (m Money) Split(weights ...int64) ([]Money, error) {
	return Splitter{}.Split(m, weights)
}

// Split divides m; the parts, with the one Apart, add up to m. A negative amount is the
// mirror of its negation, and Max bounds the magnitudes. What a maximum cuts off goes to
// the others by their weights.
//
// Errors: a negative weight, quantum or maximum; what is left because no weight takes it,
// the maxima are reached or the amount is no multiple of the quantum, unless the residue
// is Apart.
func (s Splitter) Split(m Money, weights []int64) ([]Money, error) {
	if err := s.check(weights); err != nil {
		return nil, fmt.Errorf("split %v: %w", m, err)
	}
	quantum := max(s.Quantum, 1)
	quanta, err := s.quanta(m.units/quantum, quantum, weights)
	if err != nil {
		return nil, fmt.Errorf("split %v: %w", m, err)
	}
	parts := make([]Money, len(weights), len(weights)+1)
	left := m
	for i, q := range quanta {
		parts[i] = Money{q * quantum, m.cur}
		left.units -= q * quantum
	}
	if s.Residue == Apart {
		return append(parts, left), nil
	}
	if left.units != 0 {
		return nil, fmt.Errorf("split %v: %v is left over", m, left)
	}
	return parts, nil
}

func (s Splitter) check(weights []int64) error {
	var faults []error
	bad := func(path, format string, args ...any) {
		faults = append(faults, &vicinia.Fault{Path: path, Err: fmt.Errorf(format, args...)})
	}
	if s.Residue > Apart {
		bad("residue", "no residue %d", s.Residue)
	}
	if s.Quantum < 0 {
		bad("quantum", "%d must not be negative", s.Quantum)
	}
	for i, w := range weights {
		if w < 0 {
			bad(fmt.Sprintf("weights[%d]", i), "%d must not be negative", w)
		}
	}
	if s.Max != nil && len(s.Max) != len(weights) {
		bad("max", "%d maxima for %d weights", len(s.Max), len(weights))
	}
	for i, most := range s.Max {
		if most < 0 {
			bad(fmt.Sprintf("max[%d]", i), "%d must not be negative", most)
		}
	}
	return errors.Join(faults...)
}

// quanta divides total quanta, signed. Parts at their maximum are settled first; the rest
// is divided among the others, none of whose quotas reaches its maximum any more, so
// that no remainder can lift one above it.
func (s Splitter) quanta(total, quantum int64, weights []int64) ([]int64, error) {
	settled := make([]int64, len(weights))
	open, sum := make([]exact.U128, len(weights)), exact.U128{}
	for i, w := range weights {
		open[i].Lo = uint64(w)
		sum, _ = sum.Add(open[i]) // a slice has fewer than 2^63 weights below 2^63
	}
	if s.Max != nil {
		total = s.settle(settled, open, &sum, total, quantum)
	}
	if sum == (exact.U128{}) {
		return settled, nil // nobody is left to take more
	}
	parts, err := s.divide(total, sum, open)
	for i := range parts {
		parts[i] += settled[i]
	}
	return parts, err
}

// settle gives their maximum to all whose quota reaches it, in ascending order of maximum
// per weight: settling one never lowers the quota of another. It takes them out of open
// and sum and returns what is left of total.
func (s Splitter) settle(settled []int64, open []exact.U128, sum *exact.U128, total, quantum int64) int64 {
	limit := func(i int) uint64 { return uint64(s.Max[i] / quantum) }
	order := make([]int, 0, len(open))
	for i, w := range open {
		if w.Lo > 0 {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(a, b int) int {
		return exact.Mul(limit(a), open[b].Lo).Cmp(exact.Mul(limit(b), open[a].Lo))
	})
	for _, i := range order {
		quota := exact.Mul(exact.Abs(total), open[i].Lo)
		bound, ok := sum.Mul(limit(i))
		if !ok || quota.Cmp(bound) < 0 {
			break
		}
		settled[i], _ = exact.Signed(limit(i), total < 0)
		total -= settled[i]
		*sum = sum.Sub(open[i])
		open[i] = exact.U128{}
	}
	return total
}

// divide divides by weights that add up to sum, which is not 0.
func (s Splitter) divide(total int64, sum exact.U128, weights []exact.U128) ([]int64, error) {
	switch s.Residue {
	case ByOrder:
		return apportion.ByOrder(total, weights)
	case Apart:
		parts, _, err := apportion.Floors(total, weights)
		return parts, err
	}
	d, err := apportion.LargestRemainder(total, weights)
	if err == nil && d.Open > 0 {
		d.Give(firstQuotient(sum, exact.Abs(total), weights))
	}
	return d.Parts, err
}

// firstQuotient orders the tied as art. 17 let. c of the Political Rights Act: by the
// remainders of their weights divided by the whole number next above sum/total.
func firstQuotient(sum exact.U128, total uint64, weights []exact.U128) func(a, b int) int {
	quotient, _ := sum.QuoRem(total)
	quotient, _ = quotient.Add(exact.U128{Lo: 1})
	rest := func(i int) uint64 {
		if quotient.Hi > 0 {
			return weights[i].Lo
		}
		return weights[i].Lo % quotient.Lo
	}
	return func(a, b int) int { return cmp.Or(cmp.Compare(rest(b), rest(a)), a-b) }
}
