package share

import (
	"errors"
	"fmt"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

// Days as a party, out of the days of the year: 181 of 365. The zero Days are an error,
// so that no share is computed for a forgotten year.
type Days struct{ Party, Year int }

// maxYearDays bounds the days of a year.
const maxYearDays = 366

// A Party is what a rule may look at.
type Party struct {
	Name  string       // unique among the parties; it breaks ties
	Net   fiscal.Money // gross less designated; below zero it owes and weighs nothing
	Heads int64        // persons living there on 1 January
	Days  Days

	Use        int64 // what it took in the year, in the compact's units; for ByUse
	Subscribed int64 // what it reserved, in the compact's units; for BySubscribed
}

// faults collects what is wrong, in input order.
type faults []error

func (f *faults) add(path string, breaks vicinia.Invariant, format string, args ...any) {
	*f = append(*f, &vicinia.Fault{Path: path, Breaks: breaks, Err: fmt.Errorf(format, args...)})
}

// check adds the faults of one party that is to pay in the currency of amount.
func (p Party) check(f *faults, path string, amount fiscal.Money) {
	if d := p.Days; d.Year < 1 || d.Year > maxYearDays || d.Party < 0 || d.Party > d.Year {
		f.add(path+"days", "", "%s: no %d of %d days", p.Name, d.Party, d.Year)
	}
	if p.Heads < 0 {
		f.add(path+"heads", "", "%s: %d must not be negative", p.Name, p.Heads)
	}
	if p.Use < 0 {
		f.add(path+"use", "", "%s: %d must not be negative", p.Name, p.Use)
	}
	if p.Subscribed < 0 {
		f.add(path+"subscribed", "", "%s: %d must not be negative", p.Name, p.Subscribed)
	}
	if none := (fiscal.Money{}); p.Net != none && amount != none && p.Net.Currency() != amount.Currency() {
		f.add(path+"net", "M-7", "%s: net of %v, share in %v", p.Name, p.Net, amount.Currency())
	}
}

// join returns all faults as one error, or nil.
func (f faults) join() error { return errors.Join(f...) }
