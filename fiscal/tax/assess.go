package tax

import (
	"fmt"
	"iter"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

// An Assessment is what one taxpayer owes one jurisdiction, and how it came about.
type Assessment struct {
	Gross    fiscal.Money
	schedule Schedule
	base     Base
	days     Days
}

// Assess computes the year's tax on the whole base, times days, rounded once. There is
// no argument for a membership: identity does not change what is owed (T-5). For loops
// see Schedule.Compile.
func Assess(s Schedule, base Base, days Days) (Assessment, error) {
	k, err := s.Compile()
	if err != nil {
		return Assessment{}, err
	}
	return k.Assess(base, days)
}

// Assess is Tax with its reasons.
func (k *Kernel) Assess(base Base, days Days) (Assessment, error) {
	units, err := k.Tax(base, days)
	if err != nil {
		return Assessment{}, err
	}
	s := k.schedule
	return Assessment{s.Currency.Minor(units), s, base, days}, nil
}

// bands yields what lies of a base, floored already, in each bracket as the divisor widens
// it, ascending, as far as it reaches.
func (s Schedule) bands(base Base) iter.Seq2[Base, vicinia.Ratio] {
	return func(yield func(Base, vicinia.Ratio) bool) {
		for i, b := range s.Brackets {
			from, _ := s.starts(b)
			part := base - from
			if i+1 < len(s.Brackets) {
				next, _ := s.starts(s.Brackets[i+1])
				part = min(part, next-from)
			}
			if part <= 0 || !yield(part, b.Rate) {
				return
			}
		}
	}
}

// Why walks the floor of the base and the divisor, where there are any; the brackets as
// applied, ascending; then what was done with their sum: the multiplier, the minimum, the
// sum per head, where there are any, the days and the rounding. Steps are made when walked.
func (a Assessment) Why() iter.Seq[vicinia.Step] {
	return func(yield func(vicinia.Step) bool) {
		s, base := a.schedule, a.schedule.floored(a.base)
		if s.FloorTo != 0 && !yield(Floored{base, s.Currency, s.FloorTo}) {
			return
		}
		if s.Divisor.Sign() != 0 && !yield(Shared{s.Divisor}) {
			return
		}
		for part, rate := range s.bands(base) {
			if !yield(Band{part, s.Currency, rate}) {
				return
			}
		}
		if s.Multiplier.Sign() != 0 && !yield(Multiple{s.Multiplier}) {
			return
		}
		if !s.Minimum.IsZero() && !yield(Least{s.Minimum}) {
			return
		}
		if !s.PerHead.IsZero() && !yield(Head{s.PerHead}) {
			return
		}
		_ = yield(a.days) && yield(Rounded{s.Rounding, s.quantum(), a.Gross})
	}
}

// A Floored is the step of a base that is floored to a multiple.
type Floored struct {
	Base     Base
	Currency fiscal.Currency
	To       Base
}

// Key: see vicinia.Step.
func (f Floored) Key() string { return "tax.floored" }

// String is "59900.00 CHF, floored to 100.00".
func (f Floored) String() string {
	return fmt.Sprintf("%v %v, floored to %v", f.Base, f.Currency, f.To)
}

// A Shared is the step of a couple's divisor: the brackets are wider by it.
type Shared struct{ Divisor vicinia.Ratio }

// Key: see vicinia.Step.
func (s Shared) Key() string { return "tax.shared" }

// String is "brackets of a couple, times 190%".
func (s Shared) String() string { return "brackets of a couple, times " + s.Divisor.String() }

// A Band is the step of one bracket: what of the base lies in it.
type Band struct {
	Base     Base
	Currency fiscal.Currency
	Rate     vicinia.Ratio
}

// Key: see vicinia.Step.
func (b Band) Key() string { return "tax.band" }

// String is "10000.00 EUR at 5%".
func (b Band) String() string { return fmt.Sprintf("%v %v at %v", b.Base, b.Currency, b.Rate) }

// A Multiple is the step of the multiplier.
type Multiple struct{ Times vicinia.Ratio }

// Key: see vicinia.Step.
func (m Multiple) Key() string { return "tax.multiple" }

// String is "times 119%".
func (m Multiple) String() string { return "times " + m.Times.String() }

// A Least is the step of the minimum, binding or not.
type Least struct{ Amount fiscal.Money }

// Key: see vicinia.Step.
func (l Least) Key() string { return "tax.least" }

// String is "at least 25.00 CHF".
func (l Least) String() string { return "at least " + l.Amount.String() }

// A Head is the step of the sum per head.
type Head struct{ Amount fiscal.Money }

// Key: see vicinia.Step.
func (h Head) Key() string { return "tax.head" }

// String is "24.00 CHF per head".
func (h Head) String() string { return h.Amount.String() + " per head" }

// Key: see vicinia.Step.
func (d Days) Key() string { return "tax.days" }

// String is "292 of 365 days".
func (d Days) String() string { return fmt.Sprintf("%d of %d days", d.Resident, d.Year) }

// A Rounded is the step of the one rounding, and its result.
type Rounded struct {
	How     fiscal.Rounding
	Quantum int64 // minor units
	Gross   fiscal.Money
}

// Key: see vicinia.Step.
func (r Rounded) Key() string { return "tax.rounded" }

// String is "1466.68 EUR, rounded half-even", or "1466.70 CHF, rounded half-up to 0.05 CHF".
func (r Rounded) String() string {
	if r.Quantum > 1 {
		return fmt.Sprintf("%v, rounded %v to %v", r.Gross, r.How, r.Gross.Currency().Minor(r.Quantum))
	}
	return fmt.Sprintf("%v, rounded %v", r.Gross, r.How)
}
