package year

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/share"
)

// cede computes the parts of every compact, then holds each jurisdiction to its net (K-5).
func (r *run) cede() error {
	var faults []error
	for i := range r.report.Compacts {
		if err := r.share(&r.report.Compacts[i]); err != nil {
			faults = append(faults, err)
		}
	}
	for i := range r.report.Jurisdictions {
		line := &r.report.Jurisdictions[i]
		slices.SortFunc(line.Ceded, byCompact)
		for _, part := range line.Ceded {
			final, err := line.Final.Sub(part.Amount)
			if err == nil && final.Sign() < 0 && line.Final.Sign() >= 0 {
				err = fmt.Errorf("%s has a net of %s, which its parts in compacts exceed: the part of %s is %s", line.ID, line.Net, part.Term.Compact, part.Amount)
				if _, ok := r.w.Schedule(line.ID, r.year); !ok {
					err = fmt.Errorf("%w; it has no schedule of taxes for %d, or none that was carried", err, r.year)
				}
			}
			if err != nil {
				faults = append(faults, r.partyFault("K-5", part.Term, "share", err))
			}
			line.Final = final
		}
	}
	return errors.Join(faults...)
}

// A seat is a term of a compact that met the year.
type seat struct {
	line  *Jurisdiction
	term  confed.Term
	days  int
	party share.Party
}

// share computes the parts of one compact: first the own shares, then the budget that is
// left, by its key.
func (r *run) share(income *Income) error {
	seats := r.seats(confed.CompactID(income.ID))
	keyed := seats[:0:0]
	var former fiscal.Money // own parts in the currency of the key
	cur := r.w.KeyCurrency(confed.CompactID(income.ID))
	for _, s := range seats {
		var amount fiscal.Money
		var err error
		switch term := s.term.Share.(type) {
		case share.Revenue:
			amount, err = term.Due(s.party)
		case share.Fixed:
			amount, err = term.Due(s.party)
		default:
			keyed = append(keyed, s)
			continue
		}
		if err == nil && amount.Currency() == cur {
			former, err = former.Add(amount)
		}
		if err == nil {
			err = r.pay(income, s, amount)
		}
		if err != nil {
			return r.partyFault("", s.term, "share", err)
		}
	}
	if len(keyed) == 0 {
		return nil
	}
	return r.divide(income, keyed, former)
}

// seats lists the terms that met the year, by party and first day.
func (r *run) seats(id confed.CompactID) []seat {
	var all []seat
	heads := []int64(nil)
	for t := range r.w.Terms(id) {
		both, ok := t.When().Meet(r.when)
		if !ok {
			continue
		}
		line := r.line(t.Party)
		s := seat{line: line, term: t, days: both.Days()}
		s.party = share.Party{Name: string(t.Party), Net: line.Net, Days: share.Days{Party: s.days, Year: r.when.Days()}}
		if t.Share == share.PerHead {
			if heads == nil {
				heads = r.w.Heads(r.when.From)
			}
			number, _ := r.w.Register().PlaceNumber(t.Party)
			s.party.Heads = heads[number]
		}
		all = append(all, s)
	}
	return all
}

func (r *run) line(id census.JurisdictionID) *Jurisdiction {
	i, _ := slices.BinarySearchFunc(r.report.Jurisdictions, id, func(j Jurisdiction, id census.JurisdictionID) int {
		return strings.Compare(string(j.ID), string(id))
	})
	return &r.report.Jurisdictions[i]
}

// divide shares what the budget lacks by the key. Several terms of one party are one
// weight, whose part stands at the first of them.
func (r *run) divide(income *Income, keyed []seat, former fiscal.Money) error {
	budget, ok := r.budget(confed.CompactID(income.ID))
	if !ok {
		return r.partyFault("K-9", keyed[0].term, "share_rule", fmt.Errorf("%s has no budget for %d to share", income.ID, r.year))
	}
	rest, err := budget.Sub(former)
	if err == nil && rest.Sign() < 0 {
		err = &vicinia.Fault{Breaks: "K-9", Err: fmt.Errorf("the budget of %s is less than the %s of the other parts", budget, former)}
	}
	if err != nil {
		return fault("K-9", bare(err), "amount", "budgets", income.ID, r.year)
	}
	var first []int // of each party, its first seat
	var parties []share.Party
	for i, s := range keyed {
		if i > 0 && s.party.Name == keyed[i-1].party.Name {
			parties[len(parties)-1].Days.Party += s.days
			continue
		}
		first, parties = append(first, i), append(parties, s.party)
	}
	parts, err := share.Split(rest, keyed[0].term.Share.(share.Key), parties)
	if err != nil {
		return r.partyFault("K-9", keyed[0].term, "share_rule", bare(err))
	}
	for i, s := range keyed {
		amount := rest.Currency().Minor(0)
		if k := slices.Index(first, i); k >= 0 {
			amount = parts[k]
		}
		if err := r.pay(income, s, amount); err != nil {
			return r.partyFault("M-3", s.term, "share", err)
		}
	}
	return nil
}

// bare takes the invariant and path off a fault that gets others.
func bare(err error) error {
	for f := range vicinia.Faults(err) {
		return f.Err
	}
	return err
}

func (r *run) budget(id confed.CompactID) (fiscal.Money, bool) {
	for b := range r.w.Budgets(id) {
		if b.Year == r.year {
			return b.Amount, true
		}
	}
	return fiscal.Money{}, false
}

// pay notes a part on both sides.
func (r *run) pay(income *Income, s seat, amount fiscal.Money) error {
	if amount.Currency() == (fiscal.Currency{}) {
		amount = s.line.Net.Currency().Minor(0)
	}
	s.line.Ceded = append(s.line.Ceded, Part{Term: s.term, Days: s.days, Amount: amount})
	return income.add(amount)
}

func (r *run) partyFault(breaks vicinia.Invariant, t confed.Term, field string, err error) error {
	return fault(breaks, err, field, "parties", t.Compact, t.Party, t.From)
}
