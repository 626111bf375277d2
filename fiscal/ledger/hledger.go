package ledger

import (
	"bufio"
	"io"
	"slices"

	"github.com/vicinia/vicinia/fiscal"
)

// WriteHledger writes the book as an hledger journal, entries in the order in which they
// were posted. Currencies and accounts are declared first, so that hledger check --strict
// passes. The description of a transaction is the cause and its tag key is the key, both
// percent-encoded as the accounts are (see [Path]), but for the colon; url.PathUnescape
// reads them back. Rates are market prices. The journal is ASCII. Syntax: hledger manual 1.25, "Journal format".
//
// The balances are those of
//
//	hledger -f book.journal bal --flat --empty --no-total -O csv --layout=bare
func (b *Book) WriteHledger(w io.Writer) error {
	out := bufio.NewWriter(w)
	out.WriteString("decimal-mark .\n\n") // a bufio.Writer keeps its first error for Flush
	slots := b.slots()
	for _, c := range currencies(slots) {
		sample := c.Minor(0).Amount()
		if c.Digits() == 0 {
			sample += "." // a sample must have a decimal mark
		}
		out.WriteString("commodity " + sample + " " + c.String() + "\n")
	}
	for i, s := range slots {
		if i == 0 || s.account != slots[i-1].account {
			out.WriteString("account " + string(s.account) + "\n")
		}
	}
	for _, r := range b.rates {
		price, _ := r.decimal() // checked when it was recorded
		out.WriteString("P " + r.On.String() + " " + r.From.String() + " " + price + " " + r.To.String() + "\n")
	}
	var line []byte
	for _, e := range b.entries {
		line = append(append(line[:0], '\n'), e.On.String()...)
		line = appendEscaped(append(line, ' '), e.Cause, 0)
		line = appendEscaped(append(line, "  ; key:"...), e.Key, 0)
		line = append(line, '\n')
		for _, p := range e.Postings {
			line = append(append(line, "    "...), p.Account...)
			line = append(append(line, "  "...), p.Amount.String()...)
			line = append(line, '\n')
		}
		out.Write(line)
	}
	return out.Flush()
}

// currencies returns the currencies of slots, by code.
func currencies(slots []slot) []fiscal.Currency {
	var cs []fiscal.Currency
	for _, s := range slots {
		cs = append(cs, s.currency)
	}
	slices.SortFunc(cs, fiscal.Currency.Compare)
	return slices.Compact(cs)
}
