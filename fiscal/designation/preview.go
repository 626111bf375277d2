package designation

import (
	"errors"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

// A Statement is where one payer's tax went: Base = the amounts of the lines + Stays. A
// surcharge, and a gift, stands beside the base, and all of it Stays but what is credited.
type Statement struct {
	Base  fiscal.Money
	Lines []StatementLine // in the order of the choices
	Stays fiscal.Money    // with the jurisdiction
	Voids []Void          // what the law does not count
}

// A StatementLine is one recipient's part.
type StatementLine struct {
	Recipient RecipientID // or the box of a generic choice
	Share     vicinia.Ratio
	Amount    fiscal.Money
}

// Preview is what one return does alone, by the rules and to the cent of Count and Settle
// but for what binds recipients: floors, ceilings and caps; or every reason for which
// Collect would refuse it, with paths such as choices[0].share. A pool has no amounts
// before it is settled; see Settlement.Statement. It trusts that the regime passes Check,
// so that it may be asked for every payer.
func (r *Regime) Preview(ret Return) (*Statement, error) {
	f := r.read(ret, new(filing))
	if f.faults != nil {
		errs := make([]error, len(f.faults))
		for i, fault := range f.faults {
			errs[i] = fault
		}
		return nil, errors.Join(errs...)
	}
	s := &Statement{Base: r.Currency.Minor(f.base), Lines: make([]StatementLine, len(f.lines)), Voids: f.voids}
	left := f.base
	for i, l := range f.lines {
		units := int64(0)
		slot := &r.Slots[l.Slot]
		switch {
		case slot.Grain == Amounts:
			units = f.amounts[i]
		case slot.Basis == OwnBase:
			units = f.amount(slot, f.shares[i])
		}
		if r.carves() {
			units = min(units, left)
			left -= units
		}
		c := ret.Choices[f.from[i]]
		id := RecipientID(c.Box)
		if int(l.Recipient) < len(r.Recipients) {
			id = r.Recipients[l.Recipient].ID
		}
		s.Lines[i] = StatementLine{id, f.shares[i], r.Currency.Minor(units)}
	}
	if r.Credit != nil {
		given := int64(0)
		for _, units := range f.amounts {
			sum, ok := add(given, units)
			if !ok {
				return nil, vicinia.ErrOverflow
			}
			given = sum
		}
		left -= r.Credit.Of(f.base, given)
	}
	s.Stays = r.Currency.Minor(left)
	return s, nil
}
