package year

import (
	"fmt"

	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/ledger"
)

// Accounts of the year's book: taxpayers:A, treasury:A, community:Linux, compact:K1.
const (
	taxpayers = "taxpayers"
	treasury  = "treasury"
	community = "community"
	compact   = "compact"
)

// post opens the book of the year.
func (r *run) post() error {
	r.report.Book = new(ledger.Book)
	return r.report.Book.Post(r.report.Entries()...)
}

// Settle posts the report to a book that may hold the year already: only what differs from
// it is posted (T-9, D-11), and settling twice posts nothing new (M-8).
func (r *Report) Settle(b *ledger.Book) error { return b.Revise(r.Entries()...) }

// Entries returns what the report posts on the last day of the year: the tax, the
// designations and the parts in compacts of every jurisdiction, by id, each with the legal
// cause of its money (M-9). A single payer's tax and lines are in no entry: Taxpayer makes
// them again.
func (r *Report) Entries() []ledger.Entry {
	var all []ledger.Entry
	for _, j := range r.Jurisdictions {
		if !j.Gross.IsZero() {
			all = append(all, r.entry(r.taxCause(j), []any{"tax", j.ID},
				ledger.Posting{Account: ledger.Path(taxpayers, string(j.ID)), Amount: minus(j.Gross)},
				ledger.Posting{Account: ledger.Path(treasury, string(j.ID)), Amount: j.Gross}))
		}
		if !j.Designated.IsZero() {
			postings := []ledger.Posting{{Account: ledger.Path(treasury, string(j.ID)), Amount: minus(j.Designated)}}
			for id, amount := range j.Settlement.Recipients() {
				if !amount.IsZero() {
					postings = append(postings, ledger.Posting{Account: ledger.Path(community, string(id)), Amount: amount})
				}
			}
			all = append(all, r.entry(r.policyCause(j), []any{"designation", j.ID}, postings...))
		}
		for _, p := range j.Ceded {
			if p.Amount.IsZero() {
				continue
			}
			all = append(all, r.entry(r.partyCause(p.Term), []any{"compact", p.Term.Compact, j.ID, p.Term.From},
				ledger.Posting{Account: ledger.Path(treasury, string(j.ID)), Amount: minus(p.Amount)},
				ledger.Posting{Account: ledger.Path(compact, string(p.Term.Compact)), Amount: p.Amount}))
		}
	}
	return all
}

// minus is the other side of an amount of the report, which is never the least int64.
func minus(m fiscal.Money) fiscal.Money { return m.Currency().Minor(-m.Minor()) }

func (r *Report) entry(cause string, key []any, postings ...ledger.Posting) ledger.Entry {
	var parts []string
	for _, k := range append(key, r.Year) {
		parts = append(parts, fmt.Sprint(k))
	}
	return ledger.Entry{On: lastDay(r.Year), Cause: cause, Key: string(ledger.Path(parts...)), Postings: postings}
}

func (r *Report) taxCause(j Jurisdiction) string {
	for s := range r.World.Schedules() {
		if s.Act.Jurisdiction == j.ID && s.Act.Year == r.Year {
			return fmt.Sprintf("tax of %s %d, %s", j.ID, r.Year, by(s.By, "external"))
		}
	}
	return fmt.Sprintf("tax of %s %d", j.ID, r.Year)
}

func (r *Report) policyCause(j Jurisdiction) string {
	for p := range r.World.Policies() {
		if p.Act.Jurisdiction == j.ID && p.Act.Year == r.Year {
			return fmt.Sprintf("designations in %s %d, %s", j.ID, r.Year, by(p.By, "no decision"))
		}
	}
	return fmt.Sprintf("designations in %s %d", j.ID, r.Year)
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
