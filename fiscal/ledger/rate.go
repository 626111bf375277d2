package ledger

import (
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/internal/exact"
)

// A Rate is the record without which no currency becomes another one (M-7): on that day,
// one unit of From was worth Price units of To, as Source has it.
type Rate struct {
	On       vicinia.Date
	From, To fiscal.Currency
	Price    vicinia.Ratio // a decimal of at most 12 places
	Source   string        // who quoted it: "ECB reference rate"
}

// pricePlaces bounds the decimals of a price.
const pricePlaces = 12

// Check returns every fault of the record; each breaks M-7.
func (r Rate) Check() error {
	var faults []error
	bad := func(path, format string, args ...any) {
		faults = append(faults, &vicinia.Fault{Path: path, Breaks: "M-7", Err: fmt.Errorf(format, args...)})
	}
	if r.On < 1 || r.On > lastDay {
		bad("rate.on", "no day")
	}
	if none := (fiscal.Currency{}); r.From == none || r.To == none || r.From == r.To {
		bad("rate.from", "%v to %v: want two currencies", r.From, r.To)
	}
	if _, ok := r.decimal(); !ok || r.Price.Sign() <= 0 {
		bad("rate.price", "%v is no positive decimal of at most %d places", r.Price, pricePlaces)
	}
	if r.Source == "" {
		bad("rate.source", "no source")
	}
	return errors.Join(faults...)
}

// decimal is the price as text.
func (r Rate) decimal() (text string, ok bool) {
	n, d := r.Price.Parts()
	for places := range pricePlaces + 1 {
		scale := exact.Pow10(places)
		if scale%d != 0 {
			continue
		}
		units, ok := exact.Quo(exact.Floor, []int64{n, scale / d}, nil)
		return string(exact.AppendFixed(nil, units, places)), ok
	}
	return "", false
}

// Convert returns what an amount of From is in To, rounded once as named to a minor unit.
// Another currency breaks M-7.
func (r Rate) Convert(m fiscal.Money, how fiscal.Rounding) (fiscal.Money, error) {
	if err := r.Check(); err != nil {
		return fiscal.Money{}, err
	}
	if m.Currency() != r.From {
		return fiscal.Money{}, fmt.Errorf("%v by a rate of %v to %v: %w", m, r.From, r.To, fiscal.ErrCurrency)
	}
	n, d := r.Price.Parts()
	units, ok := exact.Quo(exact.Mode(how), []int64{m.Minor(), n, exact.Pow10(r.To.Digits())}, []int64{d, exact.Pow10(r.From.Digits())})
	if !ok {
		return fiscal.Money{}, fmt.Errorf("%v at %v: %w", m, r.Price, vicinia.ErrOverflow)
	}
	return r.To.Minor(units), nil
}

// An Exchange changes an amount of one currency into another one: one account gives it,
// another gets what it is worth. Both meet in the account exchange:EUR:CHF, whose balances
// are the open position between the two currencies.
type Exchange struct {
	Rate       Rate
	Cause, Key string // as of Entry
	From, To   Account
	Amount     fiscal.Money    // in the currency Rate.From, not negative
	Rounding   fiscal.Rounding // of what it is worth
}

// entry is the movement, on the day of the rate.
func (x Exchange) entry() (Entry, error) {
	if x.Amount.Sign() < 0 {
		return Entry{}, &vicinia.Fault{Path: "amount", Err: fmt.Errorf("%v must not be negative", x.Amount)}
	}
	worth, err := x.Rate.Convert(x.Amount, x.Rounding)
	if err != nil {
		return Entry{}, err
	}
	gives, _ := x.Amount.Neg() // neither is negative
	back, _ := worth.Neg()
	between := Path("exchange", x.Rate.From.String(), x.Rate.To.String())
	return Entry{On: x.Rate.On, Cause: x.Cause, Key: x.Key, Postings: []Posting{
		{x.From, gives}, {between, x.Amount}, {between, back}, {x.To, worth},
	}}, nil
}

// Exchange posts an exchange and keeps the record of its rate, or neither. A rate without a
// day, a price or a source breaks M-7; all else is as of Post, so that the same exchange
// again posts nothing.
func (b *Book) Exchange(x Exchange) error {
	e, err := x.entry()
	if err != nil {
		return err
	}
	before := b.Len()
	if err := b.Post(e); err != nil {
		return err
	}
	if b.Len() > before && !slices.Contains(b.rates, x.Rate) {
		b.rates = append(b.rates, x.Rate)
	}
	return nil
}

// Rates walks the records of rates in the order in which they were first used.
func (b *Book) Rates() iter.Seq[Rate] { return slices.Values(b.rates) }
