package ledger

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/internal/exact"
)

// WriteBeancount writes the book as a Beancount ledger, entries in the order in which they
// were posted. All accounts stand under Assets, whatever their sign, since a book of ours
// does not say what is income. Each is opened on the day of the first entry; its balance,
// with all that lies below, is asserted on the day after the last, so that bean-check adds
// the book up again. The narration of a transaction is the cause and its metadata key is
// the key, both percent-encoded as accounts are (see [Path]), but for the colon. Rates are
// prices. The ledger is ASCII. A book that ends on the last day of a Date has no
// assertions; sums with what lies below that do not fit are vicinia.ErrOverflow. Syntax:
// Beancount 3, "Language Syntax".
//
// A part of an account becomes a component: a small first letter is written large, any
// other first byte gets a 0 before it, and what is no ASCII letter or digit becomes its two
// hexadecimal digits after a minus. So treasury:A is Assets:Treasury:0A, and no two
// accounts meet.
func (b *Book) WriteBeancount(w io.Writer) error {
	first, last := vicinia.Date(0), vicinia.Date(0)
	for _, e := range b.entries {
		if first == 0 || e.On < first {
			first = e.On
		}
		last = max(last, e.On)
	}
	out := bufio.NewWriter(w) // it keeps its first error for Flush
	slots := b.slots()
	for i, s := range slots {
		if i == 0 || s.account != slots[i-1].account {
			fmt.Fprintf(out, "%v open %s\n", first, beancount(s.account))
		}
	}
	for _, r := range b.rates {
		price, _ := r.decimal() // checked when it was recorded
		fmt.Fprintf(out, "%v price %v %s %v\n", r.On, r.From, price, r.To)
	}
	for _, e := range b.entries {
		fmt.Fprintf(out, "\n%v * \"%s\"\n  key: \"%s\"\n", e.On, quotable(e.Cause), quotable(e.Key))
		for _, p := range e.Postings {
			fmt.Fprintf(out, "  %s  %v\n", beancount(p.Account), p.Amount)
		}
	}
	if len(slots) == 0 || last == lastDay {
		return out.Flush()
	}
	out.WriteString("\n")
	sums := b.subtotals()
	for _, s := range slots {
		m, err := total{s, sums[s]}.money()
		if err != nil {
			return fmt.Errorf("%s with what lies below: %w", s.account, err)
		}
		// A tolerance of 0: the sums are exact.
		fmt.Fprintf(out, "%v balance %s  %s ~ 0 %v\n", last+1, beancount(s.account), m.Amount(), s.currency)
	}
	return out.Flush()
}

// subtotals are the balances with all accounts below, as Beancount asserts them.
func (b *Book) subtotals() map[slot]exact.Accumulator {
	sums := map[slot]exact.Accumulator{}
	for _, s := range b.slots() {
		units := b.Balance(s.account, s.currency).Minor()
		for of, more := s, true; more; {
			sum := sums[of]
			sum.Add(units)
			sums[of] = sum
			cut := strings.LastIndexByte(string(of.account), ':')
			if more = cut >= 0; more {
				of.account = of.account[:cut]
			}
		}
	}
	return sums
}

// quotable is a text without what ends or escapes a string of Beancount.
func quotable(s string) []byte {
	var b []byte
	for _, c := range appendEscaped(nil, s, 0) {
		if c == '\\' {
			b = append(b, "%5C"...)
		} else {
			b = append(b, c)
		}
	}
	return b
}

// beancount is the name of an account there.
func beancount(a Account) string {
	const digits = "0123456789ABCDEF"
	b := []byte("Assets")
	for _, part := range a.Parts() {
		b = append(b, ':')
		for i, c := range []byte(part) {
			if i == 0 && c >= 'a' && c <= 'z' {
				b = append(b, c-'a'+'A')
				continue
			}
			if i == 0 {
				b = append(b, '0')
			}
			if c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' {
				b = append(b, c)
			} else {
				b = append(b, '-', digits[c>>4], digits[c&15])
			}
		}
	}
	return string(b)
}
