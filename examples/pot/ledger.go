package main

import (
	"fmt"

	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/ledger"
)

// The accounts; a recipient has recipient:ID.
const (
	ownerAccount = ledger.Account("owner")
	potAccount   = ledger.Account("pot")
)

// book posts what becomes of the pot: set aside, directed, cut off, given back. Nothing is
// left in the pot, and no posting says who directed what.
func (s *settlement) book() (*ledger.Book, error) {
	b := new(ledger.Book)
	if err := b.Floor(potAccount, s.amount.Currency().Minor(0)); err != nil {
		return nil, err
	}
	return b, b.Post(s.entries()...)
}

func (s *settlement) entries() []ledger.Entry {
	all := []ledger.Entry{s.entry("set aside", move(ownerAccount, potAccount, s.amount))}
	var directed, cut []ledger.Posting
	for _, p := range s.payouts {
		account := ledger.Path("recipient", string(p.id))
		directed = append(directed, move(potAccount, account, p.directed)...)
		to := ownerAccount
		if s.sink != "" {
			to = ledger.Path("recipient", s.sink)
		}
		cut = append(cut, move(account, to, p.back)...)
	}
	all = append(all, s.entry("directed", directed), s.entry("floors and caps", cut),
		s.entry("undirected", move(potAccount, ownerAccount, s.undirected)),
		s.entry("odd", move(potAccount, ownerAccount, s.odd)))
	posted := all[:0]
	for _, e := range all {
		if len(e.Postings) > 0 {
			posted = append(posted, e)
		}
	}
	return posted
}

func (s *settlement) entry(what string, postings []ledger.Posting) ledger.Entry {
	return ledger.Entry{
		On: s.on, Cause: fmt.Sprintf("%s: %s", s.decision, what),
		Key: string(ledger.Path("pot", s.on.String(), what)), Postings: postings,
	}
}

// move is two postings, or none for nothing.
func move(from, to ledger.Account, m fiscal.Money) []ledger.Posting {
	if m.IsZero() {
		return nil
	}
	return []ledger.Posting{{Account: from, Amount: m.Currency().Minor(-m.Minor())}, {Account: to, Amount: m}}
}
