package designation

import (
	"errors"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

// A Statement is where one payer's tax went: Base = the amounts of the lines + Stays.
type Statement struct {
	Base  fiscal.Money
	Lines []StatementLine // in the order of the choices
	Stays fiscal.Money    // with the jurisdiction
}

// A StatementLine is one recipient's part.
type StatementLine struct {
	Recipient RecipientID
	Share     vicinia.Ratio
	Amount    fiscal.Money
}

// Preview is what one return does alone, by the rules and to the cent of Count and Settle;
// or every reason for which Collect would refuse it, with paths such as choices[0].share.
// It trusts that the regime passes Check, so that it may be asked for every payer.
func (r *Regime) Preview(ret Return) (*Statement, error) {
	if _, faults := r.read(ret, nil); faults != nil {
		errs := make([]error, len(faults))
		for i, f := range faults {
			errs[i] = f
		}
		return nil, errors.Join(errs...)
	}
	base := ret.Base.Minor()
	s := &Statement{Base: r.Currency.Minor(base), Lines: make([]StatementLine, len(ret.Choices))}
	left := base
	for i, c := range ret.Choices {
		units := int64(newShare(c.Share).of(uint64(base)))
		left -= units
		s.Lines[i] = StatementLine{c.Recipient, c.Share, r.Currency.Minor(units)}
	}
	s.Stays = r.Currency.Minor(left)
	return s, nil
}
