package main

import (
	"encoding/json"
	"io"
)

type document struct {
	Owner        string          `json:"owner"`
	Decision     string          `json:"decision"`
	On           string          `json:"on"`
	Pot          string          `json:"pot"`
	People       int             `json:"people"`
	Each         string          `json:"each"`
	Recipients   []payoutJSON    `json:"recipients"`
	Sink         string          `json:"sink"` // "" is the owner
	Kept         keptJSON        `json:"kept"`
	Conservation string          `json:"conservation"`
	Ledger       []entryDocument `json:"ledger"`
	Digest       string          `json:"digest"`
}

type payoutJSON struct {
	ID       string `json:"id"`
	Name     string `json:"name,omitempty"`
	People   int64  `json:"people"`
	Directed string `json:"directed"`
	CutOff   string `json:"cut_off"`
	CutBy    string `json:"cut_by,omitempty"`
	Paid     string `json:"paid"`
}

type keptJSON struct {
	Undirected string `json:"undirected"`
	Odd        string `json:"does_not_divide"`
	CutOff     string `json:"cut_off"`
	Total      string `json:"total"`
}

type entryDocument struct {
	On       string         `json:"on"`
	Cause    string         `json:"cause"`
	Key      string         `json:"key"`
	Postings []postingEntry `json:"postings"`
}

type postingEntry struct {
	Account string `json:"account"`
	Amount  string `json:"amount"`
}

// json writes the owner's view for a program; see words.
func (s *settlement) json(out io.Writer) error {
	d := document{
		Owner: s.owner, Decision: s.decision, On: s.on.String(), Pot: s.amount.String(), People: len(s.people),
		Each: s.each.String(), Recipients: []payoutJSON{}, Sink: s.sink, Conservation: s.sum(), Digest: s.digest(),
		Kept: keptJSON{s.undirected.String(), s.odd.String(), s.back.String(), s.kept().String()},
	}
	if s.sink != "" {
		d.Kept.CutOff = s.amount.Currency().Minor(0).String()
	}
	for _, p := range s.payouts {
		d.Recipients = append(d.Recipients, payoutJSON{
			string(p.id), p.name, p.people, p.directed.String(), p.back.String(), p.rule, p.paid.String(),
		})
	}
	book, err := s.book()
	if err != nil {
		return err
	}
	for e := range book.Entries() {
		entry := entryDocument{On: e.On.String(), Cause: e.Cause, Key: e.Key}
		for _, p := range e.Postings {
			entry.Postings = append(entry.Postings, postingEntry{string(p.Account), p.Amount.String()})
		}
		d.Ledger = append(d.Ledger, entry)
	}
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(d)
}
