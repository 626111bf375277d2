package share

import (
	"fmt"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/internal/exact"
)

// A Term is how the share of one party is found: a [Revenue], a [Fixed] or a [Key]. It is
// closed, since a compact's terms are kept for ever.
type Term interface {
	// Rule writes what ParseTerm reads: revenue-share 10%, fixed 300.00, per-head,
	// capacity, equal.
	Rule() (rule, parameter string)
	term()
}

// ParseTerm reads a rule and its parameter, an amount being one of the currency: see
// Term. The keys take no parameter. A negative rate or amount breaks K-5.
func ParseTerm(rule, parameter string, c fiscal.Currency) (Term, error) {
	switch rule {
	case "revenue-share":
		rate, err := vicinia.ParseRatio(parameter)
		if err == nil && rate.Sign() < 0 {
			err = negative(rate)
		}
		if err != nil {
			return nil, err
		}
		return Revenue{rate}, nil
	case "fixed":
		amount, err := c.Parse(parameter)
		if err == nil && amount.Sign() < 0 {
			err = negative(amount)
		}
		if err != nil {
			return nil, err
		}
		return Fixed{amount}, nil
	}
	for key, name := range keys {
		if rule != name {
			continue
		}
		if parameter != "" {
			return nil, fmt.Errorf("%s %.40q: takes no parameter", rule, parameter)
		}
		return Key(key), nil
	}
	return nil, fmt.Errorf("share rule %.20q: want revenue-share, fixed, per-head, capacity or equal", rule)
}

func negative(what any) error {
	return &vicinia.Fault{Breaks: "K-5", Err: fmt.Errorf("share %v must not be negative", what)}
}

// A Revenue is a part of the party's own net revenue. The zero Revenue is nothing.
type Revenue struct{ Rate vicinia.Ratio }

func (Revenue) term() {}

// Rule: see Term.
func (t Revenue) Rule() (rule, parameter string) { return "revenue-share", t.Rate.String() }

// Due is net x rate x days / days of the year, rounded once, half-even. A negative rate
// breaks K-5; a net below zero owes nothing.
func (t Revenue) Due(p Party) (fiscal.Money, error) {
	if t.Rate.Sign() < 0 {
		return fiscal.Money{}, negative(t.Rate)
	}
	num, den := t.Rate.Parts()
	return p.due(p.Net, num, den)
}

// A Fixed is a sum for a whole year. The zero Fixed is nothing.
type Fixed struct{ Amount fiscal.Money }

func (Fixed) term() {}

// Rule: see Term.
func (t Fixed) Rule() (rule, parameter string) { return "fixed", t.Amount.Amount() }

// Due is sum x days / days of the year, rounded once, half-even. A negative sum breaks
// K-5.
func (t Fixed) Due(p Party) (fiscal.Money, error) {
	if t.Amount.Sign() < 0 {
		return fiscal.Money{}, negative(t.Amount)
	}
	return p.due(t.Amount, 1, 1)
}

// due is num/den of whole for the party's days; nothing of what is below zero.
func (p Party) due(whole fiscal.Money, num, den int64) (fiscal.Money, error) {
	var f faults
	if p.check(&f, "", whole); len(f) > 0 {
		return fiscal.Money{}, f.join()
	}
	units, ok := exact.Quo(exact.HalfEven,
		[]int64{max(whole.Minor(), 0), num, int64(p.Days.Party)}, []int64{den, int64(p.Days.Year)})
	if !ok {
		return fiscal.Money{}, vicinia.ErrOverflow
	}
	return whole.Currency().Minor(units), nil
}
