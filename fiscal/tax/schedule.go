package tax

import (
	"errors"
	"fmt"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/internal/exact"
)

// A Schedule is a year's tax: marginal brackets times a multiplier, at least the minimum,
// and so much per head. A flat tax has one bracket; a Swiss Steuerfuss has the simple
// tax as base, one bracket of 100 % and a multiplier. The zero Schedule has no brackets
// and taxes nothing: Check refuses it.
type Schedule struct {
	Currency   fiscal.Currency
	Brackets   []Bracket       // ascending strictly from 0
	Multiplier vicinia.Ratio   // 0 means 100 %
	Minimum    fiscal.Money    // of brackets times multiplier, for a whole year, on any base
	PerHead    fiscal.Money    // on top, for a whole year
	Rounding   fiscal.Rounding // to the quantum, once; the zero Rounding is half-even
	Quantum    int64           // of the tax, in minor units: 5 for five rappen; 0 means 1

	// FloorTo floors the base to a multiple before anything else: 100 francs in Swiss
	// cantons. 0 means to nothing.
	FloorTo Base

	// Divisor splits the base of a couple: the tax is that of the base over the divisor,
	// times the divisor (2 in St. Gallen, 1.9 in Schwyz), so that the brackets are wider
	// by it. Nothing is rounded on the way. 0 means 1; below 1 is an error.
	Divisor vicinia.Ratio
}

// A Bracket taxes what lies From a base upward at Rate, up to the next bracket.
type Bracket struct {
	From Base
	Rate vicinia.Ratio
}

// MaxBrackets bounds a schedule.
const MaxBrackets = 1000

// Flat is one rate on everything.
func Flat(c fiscal.Currency, rate vicinia.Ratio) Schedule {
	return Schedule{Currency: c, Brackets: []Bracket{{Rate: rate}}}
}

// Multiplier is a part or multiple of the base, which is a simple tax. A multiple of 0 is
// a flat tax of 0 %, since the field has another meaning for 0.
func Multiplier(c fiscal.Currency, m vicinia.Ratio) Schedule {
	if m.Sign() == 0 {
		return Flat(c, m)
	}
	s := Flat(c, vicinia.Frac(1, 1))
	s.Multiplier = m
	return s
}

// faults collects what is wrong, in input order.
type faults []error

func (f *faults) add(path string, breaks vicinia.Invariant, format string, args ...any) {
	*f = append(*f, &vicinia.Fault{Path: path, Breaks: breaks, Err: fmt.Errorf(format, args...)})
}

// Check returns every fault of the schedule, in the order of its fields.
func (s Schedule) Check() error {
	var f faults
	if s.Currency == (fiscal.Currency{}) {
		f.add("currency", "", "none")
	}
	s.checkBrackets(&f)
	if s.Multiplier.Sign() < 0 {
		f.add("multiplier", "T-8", "%v must not be negative", s.Multiplier)
	}
	s.checkAmount(&f, "minimum", s.Minimum)
	s.checkAmount(&f, "perHead", s.PerHead)
	if s.Rounding > fiscal.Ceiling {
		f.add("rounding", "", "%d: %v", uint8(s.Rounding), s.Rounding)
	}
	if s.Quantum < 0 {
		f.add("quantum", "", "%d must not be negative", s.Quantum)
	}
	if s.FloorTo < 0 {
		f.add("floorTo", "", "%v: %w", s.FloorTo, errNegative)
	}
	if s.Divisor.Sign() != 0 && s.Divisor.Cmp(vicinia.Frac(1, 1)) < 0 {
		f.add("divisor", "", "%v is less than 1", s.Divisor)
	}
	return errors.Join(f...)
}

func (s Schedule) checkBrackets(f *faults) {
	if n := len(s.Brackets); n == 0 || n > MaxBrackets {
		f.add("brackets", "", "%d brackets, want 1 to %d", n, MaxBrackets)
	}
	unit := Base(s.minorUnit())
	for i, b := range s.Brackets {
		path := fmt.Sprintf("brackets[%d]", i)
		switch {
		case i == 0 && b.From != 0:
			f.add(path+".from", "", "%v, the first bracket starts at 0", b.From)
		case i > 0 && b.From <= s.Brackets[i-1].From:
			f.add(path+".from", "", "%v after %v, brackets must ascend", b.From, s.Brackets[i-1].From)
		case b.From%unit != 0:
			f.add(path+".from", "", "%v is finer than a minor unit of %v", b.From, s.Currency)
		default:
			if _, ok := s.starts(b); !ok {
				f.add(path+".from", "", "%v times the divisor of %v is no base", b.From, s.Divisor)
			}
		}
		if b.Rate.Sign() < 0 {
			f.add(path+".rate", "T-8", "%v must not be negative", b.Rate)
		}
	}
}

func (s Schedule) checkAmount(f *faults, path string, m fiscal.Money) {
	if m != (fiscal.Money{}) && m.Currency() != s.Currency {
		f.add(path, "M-7", "%v in a schedule of %v", m, s.Currency)
	}
	if m.Sign() < 0 {
		f.add(path, "T-8", "%v must not be negative", m)
	}
}

// minorUnit is the currency's minor unit in the unit of a Base.
func (s Schedule) minorUnit() int64 { return exact.Pow10(basePlaces - s.Currency.Digits()) }

// starts is where a bracket begins on a base that the divisor is to divide; ok is false
// where that is finer than a base or does not fit.
func (s Schedule) starts(b Bracket) (from Base, ok bool) {
	if s.Divisor.Sign() <= 0 {
		return b.From, true
	}
	r, err := vicinia.Frac(max(int64(b.From), 0), 1).Mul(s.Divisor)
	n, d := r.Parts()
	return Base(n), err == nil && d == 1
}

// quantum is the quantum as it is meant.
func (s Schedule) quantum() int64 { return max(s.Quantum, 1) }

// floored is the base as it is taxed.
func (s Schedule) floored(b Base) Base { return b - b%max(s.FloorTo, 1) }

// factor is the multiplier as it is meant.
func (s Schedule) factor() vicinia.Ratio {
	if s.Multiplier.Sign() == 0 {
		return vicinia.Frac(1, 1)
	}
	return s.Multiplier
}
