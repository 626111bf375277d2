package main

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/designation"
	"github.com/vicinia/vicinia/fiscal/designation/law"
)

// linesMax is how many reasons and void choices are written out.
const linesMax = 20

// A page is words in columns.
type page struct{ bytes.Buffer }

// table writes names and amounts beneath a title, the amounts flush right.
func (p *page) table(title string, rows [][2]string) {
	name, amount := 0, 0
	for _, row := range rows {
		name, amount = max(name, len([]rune(row[0]))), max(amount, len(row[1]))
	}
	fmt.Fprintf(p, "\n%s\n", title)
	for _, row := range rows {
		fmt.Fprintf(p, "  %s%s  %*s\n", row[0], strings.Repeat(" ", name-len([]rune(row[0]))), amount, row[1])
	}
}

// list writes lines beneath a title, the first of them only if they are many.
func (p *page) list(title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	fmt.Fprintf(p, "\n%s\n", title)
	for i, line := range lines {
		if i == linesMax {
			fmt.Fprintf(p, "  and %d more\n", len(lines)-i)
			break
		}
		fmt.Fprintf(p, "  %s\n", line)
	}
}

// words writes the settlement for the operator.
func (r *result) words(out io.Writer) error {
	var p page
	s := r.settlement
	head := fmt.Sprintf("%s, tax year %d", s.Regime.Name, s.Regime.Year)
	fmt.Fprintf(&p, "%s\n%s\n%s\n", head, strings.Repeat("=", len(head)), r.law.Title)
	if r.open {
		fmt.Fprintln(&p, "No list of recipients was given: they are those whom the returns name, unchecked.")
	}
	for _, note := range r.notes() {
		fmt.Fprintln(&p, note)
	}
	p.table("Where it went", r.amounts())
	fmt.Fprintf(&p, "\n%s\n", equation(s))
	p.list("Why", r.reasons())
	p.list(fmt.Sprintf("Not counted (%d)", len(r.voids)), r.void())
	if err := r.places(&p); err != nil {
		return err
	}
	gini, err := s.Regime.Gini(r.columns)
	if err != nil {
		return err
	}
	fmt.Fprintf(&p, "\npower to designate: Gini %s\n", gini.FloatString(4))
	p.list("Not verified in the statute, and so not applied", unverified(s.Regime))
	fmt.Fprintf(&p, "\ndigest: sha256:%x\n", s.Digest())
	_, err = out.Write(p.Bytes())
	return err
}

// notes are what a reader must know of the law that was applied.
func (r *result) notes() []string {
	year, read := r.regime.Year, r.law.LastRead()
	if len(r.regime.Sources) == 0 || read == 0 || year <= read {
		return nil
	}
	return []string{fmt.Sprintf("The law was last read for the tax year %d: what changed until %d is not known.", read, year)}
}

func (r *result) amounts() [][2]string {
	s := r.settlement
	payers := fmt.Sprintf("base of %d payers", s.Payers)
	if s.Payers == 1 {
		payers = "base of 1 payer"
	}
	rows := [][2]string{{payers, s.Base.String()}}
	if s.Raised.Sign() > 0 {
		rows = append(rows, [2]string{"raised beside it", s.Raised.String()})
	}
	i := 0
	for id, m := range s.Recipients() {
		name := string(id)
		if t := s.Regime.Recipients[i].Terms; t != nil && t.Name != "" {
			name += " " + t.Name
		}
		if i++; m.Sign() > 0 {
			rows = append(rows, [2]string{name, m.String()})
		}
	}
	for name, m := range s.Funds() {
		rows = append(rows, [2]string{"fund " + name, m.String()})
	}
	return append(rows, [2]string{"treasury", s.Treasury.String()})
}

// equation is the sum that accounts for every cent.
func equation(s *designation.Settlement) string {
	paid, funds := fiscal.Money{}, fiscal.Money{}
	for _, m := range s.Recipients() {
		paid, _ = paid.Add(m) // Settle added them up
	}
	for _, m := range s.Funds() {
		funds, _ = funds.Add(m)
	}
	whole := s.Base
	switch s.Regime.Mode {
	case designation.Surcharge:
		whole = s.Raised
	case designation.ByCredit:
		whole, _ = s.Base.Add(s.Raised)
	}
	return fmt.Sprintf("%v = %s to recipients + %s to funds + %s kept", whole, paid.Amount(), amount(s, funds), s.Treasury.Amount())
}

func amount(s *designation.Settlement, m fiscal.Money) string {
	if m == (fiscal.Money{}) {
		m = s.Regime.Currency.Minor(0)
	}
	return m.Amount()
}

func (r *result) reasons() (lines []string) {
	for why := range r.settlement.Why() {
		lines = append(lines, why.String())
	}
	return lines
}

func (r *result) void() (lines []string) {
	for _, v := range r.voids {
		lines = append(lines, v.payer+": "+v.reason)
	}
	return lines
}

// places writes what the payers of each municipality put up and directed.
func (r *result) places(p *page) error {
	if len(r.columns.Places) == 0 {
		return nil
	}
	places, err := r.regime.Places(r.columns)
	if err != nil {
		return err
	}
	var rows [][2]string
	for _, place := range places {
		directed, err := fiscal.Sum(append(slices.Clone(place.Directed), place.Generic)...)
		if err != nil {
			return err
		}
		name := place.Municipality
		if name == "" {
			name = "(unknown)"
		}
		rows = append(rows, [2]string{fmt.Sprintf("%s, payers: %d, base %v", name, place.Payers, place.Base), directed.String()})
	}
	p.table("Directed by municipality", rows)
	return nil
}

func unverified(r *designation.Regime) (lines []string) {
	for _, s := range law.Unverified(r) {
		lines = append(lines, s.Parameter+": "+s.Article)
	}
	return lines
}
