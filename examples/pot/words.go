package main

import (
	"bytes"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/vicinia/vicinia/fiscal/designation"
	"github.com/vicinia/vicinia/fiscal/ledger"
)

// use is why anybody can do this today.
const use = `An owner gives away its own money as its own assembly decides: this is the use that needs no
fiscal sovereignty and no new law. It is no tax, no return is touched, and nobody pays more or
less for what they choose.
`

// words writes the owner's view. It names nobody who directs, but where few chose a recipient
// its sum tells on them: it is not for publication.
func (s *settlement) words(out io.Writer) error {
	b := new(bytes.Buffer)
	fmt.Fprintf(b, "Pot of %s: %v, on %v\n", s.owner, s.amount, s.on)
	fmt.Fprintf(b, "%s\n%s\n", s.decision, use)
	fmt.Fprintf(b, "Each of %d people directs the same part: %v.\n\n", len(s.people), s.each)
	w := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "recipient\tname\tpeople\tdirected\tcut off\tpaid\t")
	for _, p := range s.payouts {
		fmt.Fprintf(w, "%s\t%s\t%d\t%v\t%v\t%v\t%s\n", p.id, p.name, p.people, p.directed, p.back, p.paid, s.note(p))
	}
	w.Flush() // into memory: it cannot fail
	fmt.Fprintf(b, "\nRules, the same for everybody and in no order:\n%s\n", s.rules())
	s.owners(b)
	book, err := s.book()
	if err != nil {
		return err
	}
	fmt.Fprintln(b, "\nLedger:")
	for e := range book.Entries() {
		entryWords(b, e)
	}
	fmt.Fprintf(b, "\nDigest of the designations, before floors and caps: %s\n", s.digest())
	_, err = out.Write(tidied(b.Bytes()))
	return err
}

// tidied takes the blanks off the ends of lines, which tables leave.
func tidied(text []byte) []byte {
	var b bytes.Buffer
	for line := range bytes.Lines(text) {
		b.Write(append(bytes.TrimRight(line, " \n"), '\n'))
	}
	return b.Bytes()
}

// note says what is not plain about a payout.
func (s *settlement) note(p payout) string {
	cur := s.amount.Currency()
	switch {
	case p.rule == "floor":
		return fmt.Sprintf("below its floor of %v", cur.Minor(p.floor))
	case p.rule == "cap":
		return fmt.Sprintf("above its cap of %v", cur.Minor(p.cap))
	case string(p.id) == s.sink:
		return fmt.Sprintf("the sink: with %v that was cut off", s.back)
	case p.floor > 0:
		return fmt.Sprintf("floor %v", cur.Minor(p.floor))
	case p.cap != uncapped:
		return fmt.Sprintf("cap %v", cur.Minor(p.cap))
	}
	return ""
}

func (s *settlement) rules() string {
	to := "stays with the owner"
	if s.sink != "" {
		to = "goes to the sink, " + s.sink
	}
	return fmt.Sprintf(`  The pot is split by heads; what does not divide, %v, stays with the owner.
  A line is its share of the part, rounded down; the remainder and what nobody directs stay
  with the owner.
  A recipient below its floor gets nothing, one above its cap the cap, each judged by what was
  directed to it alone; what is cut off %s.
`, s.odd, to)
}

// owners writes what stays, and the sum.
func (s *settlement) owners(b *bytes.Buffer) {
	w := tabwriter.NewWriter(b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "  undirected, and remainders of lines\t%v\t\n", s.undirected)
	fmt.Fprintf(w, "  does not divide by %d\t%v\t\n", len(s.people), s.odd)
	if s.sink == "" {
		fmt.Fprintf(w, "  cut off by floors and caps\t%v\t\n", s.back)
	}
	fmt.Fprintf(w, "  stays with %s\t%v\t\n", s.owner, s.kept())
	w.Flush()
	fmt.Fprintf(b, "\n%s\n", s.sum())
}

// sum is the conservation line.
func (s *settlement) sum() string {
	return fmt.Sprintf("%v = %s to recipients + %s kept", s.amount, s.paid().Amount(), s.kept().Amount())
}

func (s *settlement) digest() string { return fmt.Sprintf("sha256:%x", s.designated.Digest()) }

func entryWords(b *bytes.Buffer, e ledger.Entry) {
	fmt.Fprintf(b, "  %v %s\n", e.On, e.Cause)
	w := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
	for _, p := range e.Postings {
		fmt.Fprintf(w, "    %s\t%v\n", p.Account, p.Amount)
	}
	w.Flush()
}

// statement writes where one person's part went, for that person alone: no sum of others
// stands in it.
func (s *settlement) statement(out io.Writer, id string) error {
	q, ok := s.person(id)
	if !ok {
		return fmt.Errorf("-statement: there is no person %.80q", id)
	}
	ret, err := s.filing(q)
	if err != nil {
		return err
	}
	went, err := s.regime.Preview(ret)
	if err != nil {
		return err
	}
	b := new(bytes.Buffer)
	fmt.Fprintf(b, "Statement of %s: the pot of %s, %v\nFor this person alone.\n\n", q.id, s.owner, s.on)
	fmt.Fprintf(b, "Of %v for %d people, your part is %v, as everybody's.\n\n", s.amount, len(s.people), s.each)
	w := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
	for i, l := range went.Lines {
		fmt.Fprintf(w, "  to %s\t%v\t%v\t%s\n", l.Recipient, q.choices[i].Share, l.Amount, s.fate(l.Recipient))
	}
	stays := s.amount.Currency().Minor(went.Stays.Minor() - s.each.Minor()) // see base
	fmt.Fprintf(w, "  stays with the owner\t\t%v\n", stays)
	w.Flush()
	if len(q.choices) == 0 {
		fmt.Fprintln(b, "\nYou directed nothing: that is as good a choice as any.")
	}
	_, err = out.Write(tidied(b.Bytes()))
	return err
}

// fate says what became of the lines of one recipient, without its sum.
func (s *settlement) fate(id designation.RecipientID) string {
	to := "stays with the owner"
	if s.sink != "" {
		to = "went to " + s.sink
	}
	p := s.find(id)
	cur := s.amount.Currency()
	switch p.rule {
	case "floor":
		return fmt.Sprintf("not paid: all lines to it together are below its floor of %v; it %s", cur.Minor(p.floor), to)
	case "cap":
		return fmt.Sprintf("paid in part: all lines to it together are above its cap of %v; the rest %s", cur.Minor(p.cap), to)
	}
	return "paid"
}

func (s *settlement) person(id string) (person, bool) {
	for _, q := range s.people {
		if q.id == id {
			return q, true
		}
	}
	return person{}, false
}
