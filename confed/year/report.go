package year

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/designation"
	"github.com/vicinia/vicinia/fiscal/ledger"
)

// A Report accounts for every cent of a year.
type Report struct {
	Year          int
	World         *confed.World // after the year
	Jurisdictions []Jurisdiction
	Communities   []Income // every community, by id
	Compacts      []Income // every compact, by id
	Services      []Service
	Funds         []Fund // of phyles, by id
	Book          *ledger.Book
}

// A Jurisdiction is one line of the report.
type Jurisdiction struct {
	ID       census.JurisdictionID
	Electors int64 // of its last roll up to the end of the year
	Payers   int64 // who have a base and lived there
	Gross    fiscal.Money
	Ceded    []Part       // by compact, then by first day of the term
	Final    fiscal.Money // net less ceded, less what its commons are paid

	// Settlement says what was designated, and why; nil before that phase.
	Settlement *designation.Settlement
	Designated fiscal.Money
	Net        fiscal.Money // gross less designated
}

// A Part is what one term in a compact costs its party in a year.
type Part struct {
	Term   confed.Term
	Days   int // as a party, in the year
	Amount fiscal.Money
}

// An Income is what a community or a compact received: one amount for each currency, by
// code, without those of nothing.
type Income struct {
	ID      string
	Amounts []fiscal.Money
}

// add puts an amount to an income. Sums are checked by Conservation.
func (i *Income) add(m fiscal.Money) error {
	if m.IsZero() {
		return nil
	}
	at, ok := slices.BinarySearchFunc(i.Amounts, m.Currency(), func(have fiscal.Money, c fiscal.Currency) int {
		return have.Currency().Compare(c)
	})
	if !ok {
		i.Amounts = slices.Insert(i.Amounts, at, m)
		return nil
	}
	sum, err := i.Amounts[at].Add(m)
	i.Amounts[at] = sum
	return err
}

// A Balance is the conservation of one currency: Gross = Final + Communities + Compacts.
type Balance struct {
	Gross, Final, Communities, Compacts fiscal.Money
}

// String is 13553.33 EUR = 10797.99 kept + 1091.12 to communities + 1664.22 to compacts.
func (b Balance) String() string {
	return fmt.Sprintf("%s = %s kept + %s to communities + %s to compacts",
		b.Gross, b.Final.Amount(), b.Communities.Amount(), b.Compacts.Amount())
}

// Key is year.balance; a Balance is a vicinia.Step.
func (b Balance) Key() string { return "year.balance" }

// Conservation returns the balance of every currency in which some jurisdiction counts, by
// code. Run has checked that each holds (M-2).
func (r *Report) Conservation() []Balance {
	var all []Balance
	of := func(c fiscal.Currency) *Balance {
		i, ok := slices.BinarySearchFunc(all, c, func(b Balance, c fiscal.Currency) int { return b.Gross.Currency().Compare(c) })
		if !ok {
			none := c.Minor(0)
			all = slices.Insert(all, i, Balance{none, none, none, none})
		}
		return &all[i]
	}
	for _, j := range r.Jurisdictions {
		b := of(j.Gross.Currency())
		b.Gross, b.Final = plus(b.Gross, j.Gross), plus(b.Final, j.Final)
	}
	for _, c := range r.Communities {
		for _, m := range c.Amounts {
			b := of(m.Currency())
			b.Communities = plus(b.Communities, m)
		}
	}
	for _, c := range r.Compacts {
		for _, m := range c.Amounts {
			b := of(m.Currency())
			b.Compacts = plus(b.Compacts, m)
		}
	}
	return all
}

// plus adds amounts that Run has added before: a sum that does not fit stays as it is, and
// the balance then does not hold.
func plus(a, b fiscal.Money) fiscal.Money {
	sum, err := a.Add(b)
	if err != nil {
		return a
	}
	return sum
}

// check returns an error if a cent was lost or made (M-2).
func (r *Report) check() error {
	for _, b := range r.Conservation() {
		if plus(plus(b.Final, b.Communities), b.Compacts) != b.Gross {
			return &vicinia.Fault{Breaks: "M-2", Err: fmt.Errorf("%s does not hold", b)}
		}
	}
	return nil
}

// Total returns the gross of every currency, by code.
func (r *Report) Total() []fiscal.Money {
	var all []fiscal.Money
	for _, b := range r.Conservation() {
		all = append(all, b.Gross)
	}
	return all
}

// ByCompact adds up the ceded parts of each compact, by id.
func (j Jurisdiction) ByCompact() []Income {
	var all []Income
	for _, p := range j.Ceded {
		id := string(p.Term.Compact)
		if len(all) == 0 || all[len(all)-1].ID != id {
			all = append(all, Income{ID: id, Amounts: []fiscal.Money{p.Amount}})
			continue
		}
		last := &all[len(all)-1].Amounts[0]
		*last = plus(*last, p.Amount)
	}
	return all
}

func byCompact(a, b Part) int {
	return cmp.Or(strings.Compare(string(a.Term.Compact), string(b.Term.Compact)), cmp.Compare(a.Term.From, b.Term.From))
}

// String is Water: 250.01 EUR for 365 days.
func (p Part) String() string {
	return fmt.Sprintf("%s: %s for %d days", p.Term.Compact, p.Amount, p.Days)
}
