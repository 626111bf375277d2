package payment

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

// A Fund is what there is for one purpose, in one currency.
type Fund struct {
	Purpose string // "" is free
	Balance fiscal.Money
}

// Funds are money bound to purposes. They are a value: every method returns the next
// funds. The zero Funds are empty.
type Funds struct{ funds []Fund } // by purpose and currency

func (f Funds) find(purpose string, cur fiscal.Currency) (int, bool) {
	return slices.BinarySearchFunc(f.funds, Fund{purpose, cur.Minor(0)}, func(a, b Fund) int {
		return cmp.Or(cmp.Compare(a.Purpose, b.Purpose), a.Balance.Currency().Compare(b.Balance.Currency()))
	})
}

// Receive adds what came for a purpose. A negative amount, and one without a currency
// (M-7), are errors.
func (f Funds) Receive(purpose string, m fiscal.Money) (Funds, error) {
	if err := check(purpose, m); err != nil {
		return Funds{}, err
	}
	next := slices.Clone(f.funds)
	i, found := f.find(purpose, m.Currency())
	if !found {
		return Funds{slices.Insert(next, i, Fund{purpose, m})}, nil
	}
	sum, err := next[i].Balance.Add(m)
	if err != nil {
		return Funds{}, &vicinia.Fault{Path: purpose, Breaks: "M-3", Err: err}
	}
	next[i].Balance = sum
	return Funds{next}, nil
}

// Spend takes what is spent for a purpose: from its fund first, then, if free money may
// help out, from the free one. Money that is bound to another purpose is never taken. What
// is not there breaks M-5.
func (f Funds) Spend(purpose string, m fiscal.Money, free bool) (Funds, error) {
	if err := check(purpose, m); err != nil {
		return Funds{}, err
	}
	next, left := slices.Clone(f.funds), m.Minor()
	for _, from := range []string{purpose, ""} {
		i, found := f.find(from, m.Currency())
		if !found || left == 0 || from != purpose && !free {
			continue
		}
		has := next[i].Balance.Minor()
		take := min(left, has)
		next[i].Balance = m.Currency().Minor(has - take)
		left -= take
	}
	if left > 0 {
		return Funds{}, &vicinia.Fault{Path: purpose, Breaks: "M-5", Err: fmt.Errorf("%v are spent, %v are not there", m, m.Currency().Minor(left))}
	}
	return Funds{next}, nil
}

func check(purpose string, m fiscal.Money) error {
	switch {
	case m.Sign() < 0:
		return &vicinia.Fault{Path: purpose, Err: fmt.Errorf("%v must not be negative", m)}
	case m.Currency() == (fiscal.Currency{}):
		return &vicinia.Fault{Path: purpose, Breaks: "M-7", Err: errors.New("no currency")}
	}
	return nil
}

// Balance is what there is for a purpose.
func (f Funds) Balance(purpose string, cur fiscal.Currency) fiscal.Money {
	if i, found := f.find(purpose, cur); found {
		return f.funds[i].Balance
	}
	return cur.Minor(0)
}

// All returns a copy of the funds, by purpose, then by currency; empty ones stay.
func (f Funds) All() []Fund { return slices.Clone(f.funds) }
