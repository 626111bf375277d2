package ledger

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/internal/exact"
)

// A Statement is what one account did in one currency during some days.
type Statement struct {
	Account  Account
	Currency fiscal.Currency
	During   vicinia.Interval
	Opening  fiscal.Money // before the first of the days
	Lines    []Line       // by day, those of a day in the order in which they were posted
	Closing  fiscal.Money // after the last of the days: opening and lines
}

// A Line is one posting, with the balance after it.
type Line struct {
	On              vicinia.Date
	Cause, Key      string
	Amount, Balance fiscal.Money
}

// Statement draws up the statement of an account, without its sub-accounts. A balance on
// the way that does not fit is vicinia.ErrOverflow.
func (b *Book) Statement(a Account, c fiscal.Currency, during vicinia.Interval) (Statement, error) {
	s := Statement{Account: a, Currency: c, During: during}
	var sum exact.Accumulator
	for _, e := range b.entries {
		for _, p := range e.Postings {
			switch {
			case p.slot() != slot{a, c}:
			case e.On < during.From:
				sum.Add(p.Amount.Minor())
			case during.Has(e.On):
				s.Lines = append(s.Lines, Line{On: e.On, Cause: e.Cause, Key: e.Key, Amount: p.Amount})
			}
		}
	}
	balance := func() (fiscal.Money, error) { return total{slot{a, c}, sum}.money() }
	var err error
	if s.Opening, err = balance(); err != nil {
		return Statement{}, fmt.Errorf("%s on %v: %w", a, during.From, err)
	}
	s.Closing = s.Opening
	slices.SortStableFunc(s.Lines, func(x, y Line) int { return int(x.On) - int(y.On) })
	for i := range s.Lines {
		sum.Add(s.Lines[i].Amount.Minor())
		if s.Closing, err = balance(); err != nil {
			return Statement{}, fmt.Errorf("%s on %v: %w", a, s.Lines[i].On, err)
		}
		s.Lines[i].Balance = s.Closing
	}
	return s, nil
}

// within reports whether an account is one of the others or lies below it.
func (a Account) within(others []Account) bool {
	return slices.ContainsFunc(others, func(o Account) bool {
		return a == o || strings.HasPrefix(string(a), string(o)+":")
	})
}

// Closing makes the entry that closes accounts at the end of a day, with all that lie below
// them: what stands on each moves to one other account, such as the year's result. It is
// not posted: give it to Revise, so that late postings of the year close too. Entries after
// the day, and the closing itself under its key, are left out of the balances. With nothing
// to close it is an entry without postings.
func (b *Book) Closing(on vicinia.Date, cause, key string, to Account, from ...Account) (Entry, error) {
	e := Entry{On: on, Cause: cause, Key: key}
	if to.within(from) {
		return Entry{}, &vicinia.Fault{Path: string(to), Err: errors.New("closes into itself")}
	}
	sums := map[slot]exact.Accumulator{}
	for _, old := range b.entries {
		if old.On > on || old.Key == key || strings.HasPrefix(old.Key, key+"#") {
			continue
		}
		for _, p := range old.Postings {
			if p.Account.within(from) {
				sum := sums[p.slot()]
				sum.Add(p.Amount.Minor())
				sums[p.slot()] = sum
			}
		}
	}
	for _, s := range b.slots() {
		stands, err := total{s, sums[s]}.money()
		if err == nil && !stands.IsZero() {
			var back fiscal.Money
			if back, err = stands.Neg(); err == nil {
				e.Postings = append(e.Postings, Posting{s.account, back}, Posting{to, stands})
			}
		}
		if err != nil {
			return Entry{}, &vicinia.Fault{Path: string(s.account), Breaks: "M-3", Err: err}
		}
	}
	return e, nil
}
