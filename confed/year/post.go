package year

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/ledger"
)

// Accounts of the year's book: taxpayers:A, treasury:A, community:Linux, compact:K1.
const (
	taxpayers = "taxpayers"
	treasury  = "treasury"
	community = "community"
	compact   = "compact"
	phyle     = "phyle"
)

// post opens the book of the year.
func (r *run) post() error {
	r.report.Book = new(ledger.Book)
	return r.report.Book.Post(r.report.Entries()...)
}

// Settle posts the report to a book that may hold the year already: only what differs from
// it is posted (T-9, D-11), what came to nothing is taken back, and settling twice posts
// nothing new (M-8).
func (r *Report) Settle(b *ledger.Book) error { return b.Revise(r.entries()...) }

// Entries returns what the report posts on the last day of the year: the tax, the
// designations and the parts in compacts of every jurisdiction, and what commons are paid for
// services, each by id with the legal cause of its money (M-9). A single payer's tax and
// lines are in no entry: Taxpayer makes them again.
func (r *Report) Entries() []ledger.Entry {
	return slices.DeleteFunc(r.entries(), func(e ledger.Entry) bool { return len(e.Postings) == 0 })
}

// entries are those of Entries, and one without postings for each movement of nothing.
func (r *Report) entries() []ledger.Entry {
	var all []ledger.Entry
	taxes, policies := r.taxCauses(), r.policyCauses()
	for _, j := range r.Jurisdictions {
		own := ledger.Path(treasury, string(j.ID))
		all = append(all, r.entry(cmp.Or(taxes[j.ID], fmt.Sprintf("tax of %s %d", j.ID, r.Year)), []any{"tax", j.ID},
			ledger.Posting{Account: ledger.Path(taxpayers, string(j.ID)), Amount: minus(j.Gross)},
			ledger.Posting{Account: own, Amount: j.Gross}))
		given := []ledger.Posting{{Account: own, Amount: minus(j.Designated)}}
		if j.Settlement != nil {
			for id, amount := range j.Settlement.Recipients() {
				given = append(given, ledger.Posting{Account: ledger.Path(community, string(id)), Amount: amount})
			}
		}
		all = append(all, r.entry(cmp.Or(policies[j.ID], fmt.Sprintf("designations in %s %d", j.ID, r.Year)), []any{"designation", j.ID}, given...))
		for _, p := range j.Ceded {
			all = append(all, r.entry(r.partyCause(p.Term), []any{"compact", p.Term.Compact, j.ID, p.Term.From},
				ledger.Posting{Account: own, Amount: minus(p.Amount)},
				ledger.Posting{Account: ledger.Path(compact, string(p.Term.Compact)), Amount: p.Amount}))
		}
	}
	for _, s := range r.Services {
		all = append(all, r.entry(fmt.Sprintf("%s provided by %s", s.Service.ID, s.Provider), []any{"service", s.Service.ID},
			ledger.Posting{Account: ledger.Path(treasury, string(s.Service.Jurisdiction)), Amount: minus(s.Paid)},
			ledger.Posting{Account: ledger.Path(community, s.Provider), Amount: s.Paid}))
	}
	for _, f := range r.Funds {
		for _, p := range f.Parts {
			for _, m := range p.Amounts {
				if m.IsZero() {
					continue
				}
				all = append(all, r.entry(fmt.Sprintf("%s pools in %s, decision %s", p.Pooling.Act.Community, f.ID, p.Pooling.By),
					[]any{"phyle", f.ID, p.Pooling.Act.Community, m.Currency()},
					ledger.Posting{Account: ledger.Path(community, string(p.Pooling.Act.Community)), Amount: minus(m)},
					ledger.Posting{Account: ledger.Path(phyle, string(f.ID)), Amount: m}))
			}
		}
	}
	return all
}

// minus is the other side of an amount of the report, which is never the least int64.
func minus(m fiscal.Money) fiscal.Money { return m.Currency().Minor(-m.Minor()) }

// entry leaves out postings of nothing.
func (r *Report) entry(cause string, key []any, postings ...ledger.Posting) ledger.Entry {
	var parts []string
	for _, k := range append(key, r.Year) {
		parts = append(parts, fmt.Sprint(k))
	}
	postings = slices.DeleteFunc(postings, func(p ledger.Posting) bool { return p.Amount.IsZero() })
	return ledger.Entry{On: lastDay(r.Year), Cause: cause, Key: string(ledger.Path(parts...)), Postings: postings}
}

// taxCauses are the legal causes of the taxes of the year, in one pass.
func (r *Report) taxCauses() map[census.JurisdictionID]string {
	causes := map[census.JurisdictionID]string{}
	for s := range r.World.Schedules() {
		if j := s.Act.Jurisdiction; s.Act.Year == r.Year {
			causes[j] = fmt.Sprintf("tax of %s %d, %s", j, r.Year, by(s.By, "external"))
		}
	}
	return causes
}

func (r *Report) policyCauses() map[census.JurisdictionID]string {
	causes := map[census.JurisdictionID]string{}
	for p := range r.World.Policies() {
		if j := p.Act.Jurisdiction; p.Act.Year == r.Year {
			causes[j] = fmt.Sprintf("designations in %s %d, %s", j, r.Year, by(p.By, "no decision"))
		}
	}
	return causes
}

func (r *Report) partyCause(t confed.Term) string {
	return fmt.Sprintf("%s in %s since %s, %s", t.Party, t.Compact, t.From, by(t.JoinedBy, "before the first call"))
}

// by names the decision, or says why there is none.
func by(id confed.DecisionID, none string) string {
	if id == "" {
		return none
	}
	return "decision " + string(id)
}
