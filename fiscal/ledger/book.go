package ledger

import (
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/internal/exact"
)

// A Book is append-only double entry. The zero Book is empty and ready. It is not for
// several goroutines at once while one of them posts.
type Book struct {
	entries []Entry
	byKey   map[string]int // index in entries
	sums    map[slot]exact.Accumulator
	floors  map[slot]int64 // minor units
	rates   []Rate
}

// Post appends entries, all or none. An entry whose key is known with the same amounts on
// the same accounts is left out: its day and cause may differ, the movement is the same
// one (M-8).
//
// Every fault is returned: no cause (M-9), no key or a known key with other amounts (M-8),
// no postings, a malformed account, no currency (M-7), postings that do not add up to zero
// (M-1), a balance that falls below its floor (M-5) or does not fit (M-3). Floors and fit
// are asked of the balances after the last entry, so that the order of entries in one call
// does not matter to them.
func (b *Book) Post(es ...Entry) error {
	t := batch{book: b}
	for i, e := range es {
		t.post(fmt.Sprintf("entries[%d]", i), e)
	}
	return t.commit()
}

// Floor sets the least balance that an account may have in the amount's currency (M-5):
// nothing for a treasury, -500.00 EUR where an overdraft of 500.00 EUR is approved. It
// replaces a former floor and is an error if the balance is below it already. An account
// has no floor until one is set. Floors are not entries: a copied book needs them again.
func (b *Book) Floor(a Account, least fiscal.Money) error {
	s := slot{a, least.Currency()}
	if !a.wellFormed() || s.currency == (fiscal.Currency{}) {
		return &vicinia.Fault{Path: string(a), Err: fmt.Errorf("floor %v: want an account built by Path and a currency", least)}
	}
	if f := below(s, b.sums[s], least.Minor()); f != nil {
		return f
	}
	if b.floors == nil {
		b.floors = map[slot]int64{}
	}
	b.floors[s] = least.Minor()
	return nil
}

// below is the fault of a balance that is under a floor, or nil.
func below(s slot, sum exact.Accumulator, floor int64) error {
	units, _ := sum.Int64()
	if units >= floor {
		return nil
	}
	return &vicinia.Fault{
		Path: string(s.account), Breaks: "M-5",
		Err: fmt.Errorf("balance %v is below the floor of %v", s.currency.Minor(units), s.currency.Minor(floor)),
	}
}

// Balance is the sum of an account's postings in one currency; sub-accounts are accounts
// of their own and not in it. It is nothing for an account without postings.
func (b *Book) Balance(a Account, c fiscal.Currency) fiscal.Money {
	units, _ := b.sums[slot{a, c}].Int64() // fits: Post saw to it
	return c.Minor(units)
}

// Balances walks every account that was ever posted to, by account and currency in byte
// order. A balance of nothing is walked too.
func (b *Book) Balances() iter.Seq2[Account, fiscal.Money] {
	return func(yield func(Account, fiscal.Money) bool) {
		for _, s := range b.slots() {
			if !yield(s.account, b.Balance(s.account, s.currency)) {
				return
			}
		}
	}
}

func (b *Book) slots() []slot {
	return slices.SortedFunc(maps.Keys(b.sums), slot.compare)
}

// TrialBalance adds the whole book again, from the first entry, and returns an error
// unless every currency adds up to zero and every balance is the one that the book keeps
// (M-1, M-2). An error is a bug of this package, never of its input.
func (b *Book) TrialBalance() error {
	var faults []error
	again := map[slot]exact.Accumulator{}
	for _, e := range b.entries {
		faults = append(faults, e.faults(e.Key)...)
		for _, p := range e.Postings {
			sum := again[p.slot()]
			sum.Add(p.Amount.Minor())
			again[p.slot()] = sum
		}
	}
	if !maps.Equal(again, b.sums) {
		faults = append(faults, &vicinia.Fault{Breaks: "M-2", Err: errors.New("the balances are not the sums of the entries")})
	}
	return errors.Join(faults...)
}

// Len is the number of entries.
func (b *Book) Len() int { return len(b.entries) }

// Entries walks copies of the entries in the order in which they were posted.
func (b *Book) Entries() iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		for _, e := range b.entries {
			e.Postings = slices.Clone(e.Postings)
			if !yield(e) {
				return
			}
		}
	}
}
