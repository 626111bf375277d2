package payment

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/disclosure"
)

// A Remittance is what one jurisdiction sends to one recipient in one currency.
type Remittance struct {
	From   string // the jurisdiction; unique together with the currency
	Amount fiscal.Money
	Payers int64 // who designated
}

// An Advice tells a recipient what it gets. It is made by Advise and may be published as
// the recipient publishes its income.
type Advice struct {
	Recipient string
	Lines     []AdviceLine   // by currency, then by jurisdiction
	Totals    []fiscal.Money // of each currency, by its code
	Payers    disclosure.Cell
}

// An AdviceLine is one remittance. Its count of payers may be blank.
type AdviceLine struct {
	From   string
	Amount fiscal.Money
	Payers disclosure.Cell
}

// Advise draws up the advice of one recipient. Amounts are the recipient's own and shown;
// counts of payers, and their total, are what the rule lets be seen, so that no count
// below its minimum can be found by subtraction. The order of the remittances does not matter.
//
// Errors: no remittances, a jurisdiction twice in one currency, no currency, a negative
// amount, totals that do not fit; a rule or counts that package disclosure refuses.
func Advise(rule disclosure.Rule, recipient string, rs []Remittance) (*Advice, error) {
	rs = slices.Clone(rs)
	slices.SortStableFunc(rs, func(a, b Remittance) int {
		return cmp.Or(a.Amount.Currency().Compare(b.Amount.Currency()), cmp.Compare(a.From, b.From))
	})
	var faults []error
	table := disclosure.Table{}
	for i, r := range rs {
		path := fmt.Sprintf("remittances of %s", r.From)
		if r.Amount.Currency() == (fiscal.Currency{}) {
			faults = append(faults, &vicinia.Fault{Path: path, Breaks: "M-7", Err: errors.New("no currency")})
		}
		if r.Amount.Sign() < 0 {
			faults = append(faults, &vicinia.Fault{Path: path, Err: fmt.Errorf("%v must not be negative", r.Amount)})
		}
		if i > 0 && rs[i-1].From == r.From && rs[i-1].Amount.Currency() == r.Amount.Currency() {
			faults = append(faults, &vicinia.Fault{Path: path, Err: fmt.Errorf("stands twice in %v", r.Amount.Currency())})
		}
		table.Rows = append(table.Rows, r.From+" "+r.Amount.Currency().String())
		table.Counts = append(table.Counts, r.Payers)
	}
	if len(faults) > 0 {
		return nil, fmt.Errorf("advice to %s: %w", recipient, errors.Join(faults...))
	}
	public, err := rule.Suppress(table)
	if err != nil {
		return nil, fmt.Errorf("advice to %s: %w", recipient, err)
	}
	a := &Advice{Recipient: recipient, Payers: public.Cell(len(rs), 0)}
	for i, r := range rs {
		a.Lines = append(a.Lines, AdviceLine{r.From, r.Amount, public.Cell(i, 0)})
		n := len(a.Totals)
		if n == 0 || a.Totals[n-1].Currency() != r.Amount.Currency() {
			a.Totals = append(a.Totals, r.Amount)
			continue
		}
		if a.Totals[n-1], err = a.Totals[n-1].Add(r.Amount); err != nil {
			return nil, fmt.Errorf("advice to %s: the total in %v: %w", recipient, r.Amount.Currency(), err)
		}
	}
	return a, nil
}

// String is the advice as a letter has it: a line each, and the totals.
//
//	advice to Esperanto
//	Aldea: 160.00 EUR, payers: 12
//	Burgo: 12.50 EUR, payers: withheld
//	in all: 172.50 EUR, payers: withheld
func (a *Advice) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "advice to %s\n", a.Recipient)
	for _, l := range a.Lines {
		fmt.Fprintf(&b, "%s: %v, payers: %v\n", l.From, l.Amount, l.Payers)
	}
	b.WriteString("in all: ")
	for i, total := range a.Totals {
		if i > 0 {
			b.WriteString(" + ")
		}
		fmt.Fprint(&b, total)
	}
	fmt.Fprintf(&b, ", payers: %v\n", a.Payers)
	return b.String()
}

// A Revised is what was announced once and what came in the end.
type Revised struct{ Provisional, Final fiscal.Money }

// A Reserve is the part of what comes that is held back until it is final. The zero
// Reserve holds nothing back.
type Reserve struct{ Rate vicinia.Ratio }

// Seen returns the reserve that would have covered every past correction: the largest part
// of a provisional amount that was taken back. None, or none downward, is the zero
// Reserve. An amount that is not positive before, or negative after, and two currencies
// are errors.
func Seen(past []Revised) (Reserve, error) {
	var most vicinia.Ratio
	for i, r := range past {
		back, err := r.Provisional.Sub(r.Final)
		if err == nil && (r.Provisional.Sign() <= 0 || r.Final.Sign() < 0) {
			err = errors.New("want more than nothing before, and not less after")
		}
		if err != nil {
			return Reserve{}, &vicinia.Fault{Path: fmt.Sprintf("past[%d]", i), Err: fmt.Errorf("%v, then %v: %w", r.Provisional, r.Final, err)}
		}
		if part := vicinia.Frac(back.Minor(), r.Provisional.Minor()); part.Cmp(most) > 0 {
			most = part
		}
	}
	return Reserve{most}, nil
}

// Hold returns what of an amount is held back, rounded up to a minor unit, and what may be
// spent; they add up to it. A rate that is not 0 to 1 and a negative amount are errors.
func (r Reserve) Hold(m fiscal.Money) (held, free fiscal.Money, err error) {
	if r.Rate.Sign() < 0 || r.Rate.Cmp(vicinia.Frac(1, 1)) > 0 || m.Sign() < 0 {
		return held, free, fmt.Errorf("reserve %v of %v: want a rate of 0 to 1 and no negative amount", r.Rate, m)
	}
	if held, err = m.Mul(r.Rate, fiscal.Ceiling); err != nil {
		return held, free, err
	}
	free, err = m.Sub(held)
	return held, free, err
}
