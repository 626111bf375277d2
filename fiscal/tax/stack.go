package tax

import (
	"errors"
	"fmt"
	"iter"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/internal/exact"
)

// A Levy is what one authority takes of a simple tax: canton, district, commune, parish;
// or a German church, whose 8 % or 9 % of the income tax is in most Länder at most 3 % to 4 %
// of the taxable income in whole euros (Kappung, a Cap). The zero Levy takes nothing.
type Levy struct {
	Name       string
	Multiplier vicinia.Ratio   // of the simple tax; levies that one law adds up are one: 35 % + 140 % = 175 %
	Heads      vicinia.Ratio   // of the household that the multiplier concerns: 1/2 for a parish of one spouse; 0 means all
	PerHead    fiscal.Money    // on top, for a whole year, whatever the heads
	Minimum    fiscal.Money    // of the multiplier's part, for a whole year
	Cap        vicinia.Ratio   // of the stack's base in whole units, for the heads: the part is no more; 0 means any
	Rounding   fiscal.Rounding // to the quantum, once; the zero Rounding is half-even
	Quantum    int64           // minor units; 0 means 1
}

// A Stack is a simple tax and the levies upon it (Swiss Steuerfuss): all take a part or a
// multiple of the same simple tax, each rounded by itself, so that no levy depends on
// another or on their order.
type Stack struct {
	Simple Schedule // for a whole year; its rounding is that of the simple tax
	Levies []Levy
}

// MaxLevies bounds a Stack.
const MaxLevies = 100

// Check returns every fault of the stack.
func (s Stack) Check() error {
	var f faults
	if err := s.Simple.Check(); err != nil {
		f = append(f, fmt.Errorf("simple: %w", err))
	}
	if len(s.Levies) > MaxLevies {
		f.add("levies", "", "%d levies, want at most %d", len(s.Levies), MaxLevies)
	}
	for i, l := range s.Levies {
		path := fmt.Sprintf("levies[%d]", i)
		levy, err := l.schedule(s.Simple.Currency)
		if err == nil {
			err = levy.Check()
		}
		if err != nil {
			f = append(f, fmt.Errorf("%s: %w", path, err))
		}
		if l.Cap.Sign() < 0 || l.Cap.Cmp(most) > 0 {
			f.add(path+".cap", "", "%v is not 0 to 1", l.Cap)
		}
		if l.Heads.Sign() < 0 || l.Heads.Cmp(vicinia.Frac(1, 1)) > 0 {
			f.add(path+".heads", "", "%v is not 0 to 1", l.Heads)
		}
	}
	return errors.Join(f...)
}

// schedule is the levy on a simple tax as its base.
func (l Levy) schedule(c fiscal.Currency) (Schedule, error) {
	rate := l.Multiplier
	if l.Heads.Sign() != 0 {
		var err error
		if rate, err = rate.Mul(l.Heads); err != nil {
			return Schedule{}, fmt.Errorf("%v of %v: %w", l.Heads, l.Multiplier, err)
		}
	}
	s := Flat(c, rate)
	s.Minimum, s.PerHead, s.Rounding, s.Quantum = l.Minimum, l.PerHead, l.Rounding, l.Quantum
	return s, nil
}

// capped is the assessment, or that of the cap on the base if it is lower.
func (l Levy) capped(a Assessment, base Base, days Days) (Assessment, error) {
	l.Multiplier = l.Cap
	limit, err := l.schedule(a.Gross.Currency())
	if err != nil {
		return a, err
	}
	limit.FloorTo = Base(exact.Pow10(basePlaces))
	most, err := Assess(limit, base, days)
	if err != nil || most.Gross.Cmp(a.Gross) >= 0 {
		return a, err
	}
	return most, nil
}

// A Charge is what one levy comes to.
type Charge struct {
	Name string
	Assessment
}

// A Bill is a simple tax and the charges upon it.
type Bill struct {
	Simple  Assessment // of a whole year
	Charges []Charge   // as the levies
	Total   fiscal.Money
}

// Assess computes the simple tax of a whole year on the base, rounded as it says, and each
// levy on it for the days, rounded as it says. The total is their sum; the simple tax is
// not owed.
func (s Stack) Assess(base Base, days Days) (Bill, error) {
	if err := s.Check(); err != nil {
		return Bill{}, err
	}
	simple, err := Assess(s.Simple, base, Days{days.Year, days.Year})
	if err != nil {
		return Bill{}, err
	}
	on, ok := exact.Quo(exact.Floor, []int64{simple.Gross.Minor(), s.Simple.minorUnit()}, nil)
	if !ok {
		return Bill{}, fmt.Errorf("a simple tax of %v: %w", simple.Gross, vicinia.ErrOverflow)
	}
	b := Bill{Simple: simple, Total: s.Simple.Currency.Minor(0)}
	for _, l := range s.Levies {
		levy, _ := l.schedule(s.Simple.Currency) // checked
		a, err := Assess(levy, Base(on), days)
		if err == nil && l.Cap.Sign() > 0 {
			a, err = l.capped(a, base, days)
		}
		if err == nil {
			b.Total, err = b.Total.Add(a.Gross)
		}
		if err != nil {
			return Bill{}, fmt.Errorf("%s: %w", l.Name, err)
		}
		b.Charges = append(b.Charges, Charge{l.Name, a})
	}
	return b, nil
}

// Why walks the simple tax, then each levy's name and reasons.
func (b Bill) Why() iter.Seq[vicinia.Step] {
	return func(yield func(vicinia.Step) bool) {
		for why := range b.Simple.Why() {
			if !yield(why) {
				return
			}
		}
		for _, c := range b.Charges {
			if !yield(Levied{c.Name, c.Gross}) {
				return
			}
			for why := range c.Why() {
				if !yield(why) {
					return
				}
			}
		}
	}
}

// A Levied is the step of one levy.
type Levied struct {
	Name   string
	Amount fiscal.Money
}

// Key: see vicinia.Step.
func (l Levied) Key() string { return "tax.levied" }

// String is "commune: 1085.95 CHF".
func (l Levied) String() string { return fmt.Sprintf("%s: %v", l.Name, l.Amount) }
