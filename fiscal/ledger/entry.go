package ledger

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/internal/exact"
)

// A Posting moves money on one account: in if positive, out if negative.
type Posting struct {
	Account Account
	Amount  fiscal.Money // with a currency, even if it is nothing
}

// An Entry is one movement of money: postings that add up to zero in every currency.
type Entry struct {
	On    vicinia.Date
	Cause string // the decision, assessment or designation that it follows from (M-9)

	// Key says which movement this is, so that it is posted once (M-8):
	// designation/A/2025. Keys that end in #2, #3 and so on are the revisions of the key
	// before the sign; see Book.Revise.
	Key      string
	Postings []Posting
}

// lastDay is the last Date that has a form in text.
var lastDay = vicinia.Year(vicinia.MaxYear).To - 1

// faults returns what is wrong with the entry by itself, each fault under path.
func (e Entry) faults(path string) (faults []error) {
	fault := func(field string, breaks vicinia.Invariant, format string, args ...any) {
		faults = append(faults, &vicinia.Fault{
			Path: path + field, Breaks: breaks, Err: fmt.Errorf(format, args...),
		})
	}
	if e.On < 1 || e.On > lastDay {
		fault(".on", "", "no such day: %d", int32(e.On))
	}
	if e.Cause == "" {
		fault(".cause", "M-9", "no cause")
	}
	if e.Key == "" {
		fault(".key", "M-8", "no key")
	}
	for i, p := range e.Postings {
		if !p.Account.wellFormed() {
			fault(fmt.Sprintf(".postings[%d].account", i), "", "account %.60q: want parts built by Path", p.Account)
		}
		if p.Amount.Currency() == (fiscal.Currency{}) {
			fault(fmt.Sprintf(".postings[%d].amount", i), "M-7", "no currency")
		}
	}
	for _, t := range excess(e.Postings) {
		sum, err := t.money()
		if err != nil {
			fault(".postings", "M-1", "%v: out of balance by more than an amount can hold", t.of.currency)
		} else {
			fault(".postings", "M-1", "out of balance by %v", sum)
		}
	}
	return faults
}

// A slot is what has a balance.
type slot struct {
	account  Account
	currency fiscal.Currency
}

func (p Posting) slot() slot { return slot{p.Account, p.Amount.Currency()} }

func (s slot) compare(t slot) int {
	return cmp.Or(cmp.Compare(s.account, t.account), s.currency.Compare(t.currency))
}

// A total is the sum of a slot.
type total struct {
	of  slot
	sum exact.Accumulator
}

func (t total) money() (fiscal.Money, error) {
	units, ok := t.sum.Int64()
	if !ok {
		return fiscal.Money{}, vicinia.ErrOverflow
	}
	return t.of.currency.Minor(units), nil
}

// excess is what postings add up to in each currency where that is not zero.
func excess(postings []Posting) []total {
	var sums []total
	for _, p := range postings {
		i := slices.IndexFunc(sums, func(t total) bool { return t.of.currency == p.Amount.Currency() })
		if i < 0 {
			i = len(sums)
			sums = append(sums, total{of: slot{currency: p.Amount.Currency()}})
		}
		sums[i].sum.Add(p.Amount.Minor())
	}
	return nonzero(sums)
}

func nonzero(ts []total) []total {
	return slices.DeleteFunc(ts, func(t total) bool { return t.sum == exact.Accumulator{} })
}

// difference is want less stands, by account and currency, without zeros.
func difference(want, stands []Posting) ([]Posting, error) {
	all := slices.Concat(want, stands)
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return all[i].slot().compare(all[j].slot()) })
	var sums []total
	for _, i := range order {
		if len(sums) == 0 || sums[len(sums)-1].of != all[i].slot() {
			sums = append(sums, total{of: all[i].slot()})
		}
		sum, units := &sums[len(sums)-1].sum, all[i].Amount.Minor()
		if i < len(want) {
			sum.Add(units)
		} else { // -units is ^units + 1, for the least int64 too
			sum.Add(^units)
			sum.Add(1)
		}
	}
	var rest []Posting
	for _, t := range nonzero(sums) {
		m, err := t.money()
		if err != nil {
			return nil, fmt.Errorf("the difference on %s: %w", t.of.account, err)
		}
		rest = append(rest, Posting{t.of.account, m})
	}
	return rest, nil
}
