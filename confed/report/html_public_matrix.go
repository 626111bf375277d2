package report

import (
	"cmp"
	"slices"

	"github.com/vicinia/vicinia/confed/year"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/designation"
	"github.com/vicinia/vicinia/fiscal/disclosure"
)

// A matrix is who designated to whom in one currency: jurisdictions by communities.
type matrix struct {
	currency fiscal.Currency
	rows     []int // of Jurisdictions
	columns  []int // of Communities
	*disclosure.Public
}

// hideDesignated withholds cells of the table of one currency, and their totals.
func (p *public) hideDesignated(c fiscal.Currency) error {
	d := &matrix{currency: c}
	lines := make([][]designation.Paid, len(p.Jurisdictions))
	given := make([]bool, len(p.Communities)) // to which somebody designated
	for i, j := range p.Jurisdictions {
		if _, ok := p.World.Policy(j.ID, p.Year); !ok || j.Settlement == nil || j.Gross.Currency() != c {
			continue
		}
		d.rows = append(d.rows, i)
		for step := range j.Settlement.Why() {
			if paid, ok := step.(designation.Paid); ok {
				lines[i] = append(lines[i], paid)
				given[p.community(string(paid.Recipient))] = true
			}
		}
	}
	for i, ok := range given {
		if ok {
			d.columns = append(d.columns, i)
		}
	}
	if d.columns == nil {
		return nil
	}
	var err error
	rule, table := p.choices(), d.table(p, lines)
	if d.Public, err = rule.Suppress(table); err != nil {
		return err
	}
	d.crowded(p, rule.Choices, table.Counts)
	for line, i := range d.rows {
		p.places[i].designated = d.Cell(line, len(d.columns)).Blank
	}
	p.sums[c].designated = d.Cell(len(d.rows), len(d.columns)).Blank
	p.tables = append(p.tables, d)
	return nil
}

// crowded withholds the payers of a row with a blank where they are hardly more than its
// designations: nobody designates twice to one community, nor more often than the longest
// filing, so that they would bound the blanks. None moves by more than what lifts one cell
// to the minimum.
func (d *matrix) crowded(p *public, choices int64, counts []int64) {
	width := len(d.columns)
	for line, i := range d.rows {
		blank, most, all := d.Cell(line, width).Blank, int64(0), int64(0)
		for k, n := range counts[line*width : (line+1)*width] {
			blank = blank || d.Cell(line, k).Blank
			most, all = max(most, n), all+n
		}
		payers, lift := p.Jurisdictions[i].Payers, int64(disclosure.MinCell-1)
		p.payers[i] = p.payers[i] || blank && (payers < most+lift || payers < (all+lift+choices-1)/choices)
	}
}

func (p *public) community(id string) int {
	i, _ := slices.BinarySearchFunc(p.Communities, id, func(c year.Income, id string) int { return cmp.Compare(c.ID, id) })
	return i
}

// choices is the rule for designations: one payer makes as many as the longest filing has.
func (p *public) choices() disclosure.Rule {
	rule := disclosure.Rule{Choices: 1}
	for f := range p.World.Filings() {
		if f.Year == p.Year {
			rule.Choices = max(rule.Choices, int64(len(f.Choices)))
		}
	}
	return rule
}

func (d *matrix) table(p *public, lines [][]designation.Paid) disclosure.Table {
	var t disclosure.Table
	for _, i := range d.columns {
		t.Columns = append(t.Columns, p.Communities[i].ID)
	}
	for _, i := range d.rows {
		t.Rows = append(t.Rows, string(p.Jurisdictions[i].ID))
		counts, amounts := make([]int64, len(d.columns)), make([]fiscal.Money, len(d.columns))
		for k := range amounts {
			amounts[k] = d.currency.Minor(0)
		}
		for _, l := range lines[i] {
			k, _ := slices.BinarySearch(d.columns, p.community(string(l.Recipient)))
			counts[k], amounts[k] = l.Lines, l.Amount
		}
		t.Counts, t.Amounts = append(t.Counts, counts...), append(t.Amounts, amounts...)
	}
	return t
}
