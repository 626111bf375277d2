package fiscal

import (
	"cmp"
	"fmt"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/internal/exact"
)

// ErrCurrency: two currencies in one sum. What does not fit is vicinia.ErrOverflow.
var ErrCurrency error = vicinia.Invariant("M-7")

// Money is an exact amount: int64 minor units and a currency, 16 bytes, immutable;
// == is equality. The zero Money is nothing in any currency: it adds to any.
type Money struct {
	units int64
	cur   Currency
}

// Minor returns the minor units.
func (m Money) Minor() int64 { return m.units }

// Currency returns the currency.
func (m Money) Currency() Currency { return m.cur }

// Sign is -1, 0 or 1.
func (m Money) Sign() int { return cmp.Compare(m.units, 0) }

// IsZero reports whether the amount is nothing, in whatever currency.
func (m Money) IsZero() bool { return m.units == 0 }

// common returns the one currency of two amounts.
func common(m, n Money) (Currency, error) {
	switch {
	case m == (Money{}):
		return n.cur, nil
	case n == (Money{}) || m.cur == n.cur:
		return m.cur, nil
	}
	return Currency{}, fmt.Errorf("%v and %v: %w", m, n, ErrCurrency)
}

// Add returns m+n. Two currencies are ErrCurrency.
func (m Money) Add(n Money) (Money, error) { return Sum(m, n) }

// Sub returns m-n. Two currencies are ErrCurrency.
func (m Money) Sub(n Money) (Money, error) {
	cur, err := common(m, n)
	if err != nil {
		return Money{}, err
	}
	d := m.units - n.units
	if (m.units < 0) != (n.units < 0) && (d < 0) != (m.units < 0) {
		return Money{}, vicinia.ErrOverflow
	}
	return Money{d, cur}, nil
}

// Neg returns -m.
func (m Money) Neg() (Money, error) { return Money{cur: m.cur}.Sub(m) }

// Cmp compares two amounts of one currency; it panics on two, which no order has.
func (m Money) Cmp(n Money) int {
	if _, err := common(m, n); err != nil {
		panic("fiscal: " + err.Error())
	}
	return cmp.Compare(m.units, n.units)
}

// Sum adds any number of amounts, in 128 bits: only the total must fit. No amounts are
// the zero Money.
func Sum(ms ...Money) (Money, error) {
	var sum exact.Accumulator
	var former Money // the last one in a currency
	for _, m := range ms {
		if _, err := common(former, m); err != nil {
			return Money{}, err
		}
		if m != (Money{}) {
			former = m
		}
		sum.Add(m.units)
	}
	units, ok := sum.Int64()
	if !ok {
		return Money{}, vicinia.ErrOverflow
	}
	return Money{units, former.cur}, nil
}

// A Rounding is how a division ends. The zero Rounding is HalfEven.
type Rounding uint8

// The roundings, in the order of exact.Mode.
const (
	HalfEven Rounding = iota // to the nearest; halves to the even neighbour
	Floor                    // towards minus infinity
	HalfUp                   // to the nearest; halves away from zero
	Ceiling                  // towards plus infinity
)

// String is half-even, floor, half-up or ceiling.
func (r Rounding) String() string {
	if r > Ceiling {
		return "no rounding"
	}
	return [...]string{"half-even", "floor", "half-up", "ceiling"}[r]
}

// Mul returns m times r, rounded once as named to a minor unit.
func (m Money) Mul(r vicinia.Ratio, how Rounding) (Money, error) {
	if how > Ceiling {
		return Money{}, fmt.Errorf("rounding %d: %v", uint8(how), how)
	}
	num, den := r.Parts()
	units, ok := exact.Quo(exact.Mode(how), []int64{m.units, num}, []int64{den})
	if !ok {
		return Money{}, vicinia.ErrOverflow
	}
	return Money{units, m.cur}, nil
}

// Round returns m to a multiple of quantum minor units, as named: 5 for five rappen. A
// quantum below 1 is an error.
func (m Money) Round(quantum int64, how Rounding) (Money, error) {
	if quantum < 1 || how > Ceiling {
		return Money{}, fmt.Errorf("round %v to %d, %v: want a quantum of 1 or more", m, quantum, how)
	}
	n, _ := exact.Quo(exact.Mode(how), []int64{m.units}, []int64{quantum})
	units, ok := exact.Quo(exact.Floor, []int64{n, quantum}, nil)
	if !ok {
		return Money{}, vicinia.ErrOverflow
	}
	return Money{units, m.cur}, nil
}
