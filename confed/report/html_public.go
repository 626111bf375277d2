package report

import (
	"cmp"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/confed/year"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/designation"
	"github.com/vicinia/vicinia/fiscal/disclosure"
	"github.com/vicinia/vicinia/fiscal/share"
)

// This file says what of a year anybody may see. Nothing is shown that stands for fewer
// than disclosure.MinCell people, and nothing from which, with all else that is shown, such
// a figure follows. What is chosen beyond that is chosen in this order: rather a cell than
// a total, rather too much than too little.

// A mask says what is withheld of one jurisdiction, or of all together.
type mask struct {
	gross      bool // and the number of its payers
	designated bool
	ceded      bool // some part in a compact
}

// net is gross less designated: of the three, two would give the third.
func (m mask) net() bool { return m.gross || m.designated }

// final is net less what is ceded, and less services, which are public.
func (m mask) final() bool { return m.net() || m.ceded }

// A public year is a report with what is withheld of it.
type public struct {
	*year.Report
	bodies   map[confed.Body]bool      // that were called: whether rolls and ballots are withheld
	places   []mask                    // as Jurisdictions
	parts    [][]bool                  // as Jurisdictions and their Ceded
	compacts [][]bool                  // as Compacts and their Amounts: the totals
	tables   []*matrix                 // by currency
	sums     map[fiscal.Currency]*mask // of all that is of one currency together
}

// A matrix is who designated to whom in one currency: jurisdictions by communities.
type matrix struct {
	currency fiscal.Currency
	rows     []int // of Jurisdictions
	columns  []int // of Communities
	*disclosure.Public
}

func newPublic(r *year.Report) (*public, error) {
	p := &public{Report: r, bodies: map[confed.Body]bool{}, places: make([]mask, len(r.Jurisdictions)),
		compacts: make([][]bool, len(r.Compacts)), sums: map[fiscal.Currency]*mask{}}
	for _, j := range r.Jurisdictions {
		p.parts = append(p.parts, make([]bool, len(j.Ceded)))
	}
	if err := p.hideRolls(); err != nil {
		return nil, err
	}
	for _, b := range r.Conservation() {
		c := b.Gross.Currency()
		p.sums[c] = new(mask)
		if err := p.hideGross(c); err != nil {
			return nil, err
		}
	}
	p.hideRegions()
	for _, b := range r.Conservation() {
		if err := p.hideDesignated(b.Gross.Currency()); err != nil {
			return nil, err
		}
	}
	for i := range r.Compacts {
		p.hideParts(i)
	}
	return p, nil
}

// few reports whether a count by itself is withheld.
func few(n int64) bool { return n > 0 && n < disclosure.MinCell }

// hideRolls withholds the rolls of few electors, and what they would follow from: the roll
// of a region is that of its municipalities together, but for days between the votes.
func (p *public) hideRolls() error {
	last := map[confed.Body]map[int]int64{} // electors of the last roll of a year
	var regions []confed.Call
	for c := range p.World.Calls() {
		roll, closed := p.World.Roll(c.ID)
		if !closed {
			continue
		}
		p.bodies[c.Body] = p.bodies[c.Body] || few(roll.Len())
		if last[c.Body] == nil {
			last[c.Body] = map[int]int64{}
		}
		last[c.Body][yearOf(c.Vote)] = roll.Len()
		if j, ok := p.World.Jurisdiction(census.JurisdictionID(c.Body.Of)); ok && j.Kind == confed.Region && c.Body.Kind == confed.Residents {
			regions = append(regions, c)
		}
	}
	for _, c := range regions {
		if err := p.hideParties(c, last); err != nil {
			return err
		}
	}
	return nil
}

// hideParties withholds rolls of municipalities from which, and from that of their region,
// one of few follows. Those who live where no vote was held are a cell too.
func (p *public) hideParties(c confed.Call, last map[confed.Body]map[int]int64) error {
	var t disclosure.Table
	var bodies []confed.Body
	rest := last[c.Body][yearOf(c.Vote)]
	for j := range p.World.Jurisdictions() {
		body := confed.ResidentsOf(j.ID)
		n, voted := last[body][yearOf(c.Vote)]
		if string(j.Within) != c.Body.Of || !voted {
			continue
		}
		bodies = append(bodies, body)
		t.Rows, t.Counts = append(t.Rows, string(j.ID)), append(t.Counts, n)
		rest -= n
	}
	t.Rows, t.Counts = append(t.Rows, c.Body.Of), append(t.Counts, max(0, rest))
	shown, err := disclosure.Rule{}.Suppress(t)
	if err != nil {
		return err
	}
	for i, body := range append(bodies, confed.Body{}, c.Body) { // rows, the rest, the total
		if shown.Cells[i].Blank && body != (confed.Body{}) {
			p.bodies[body] = true
		}
	}
	return nil
}

// hideGross withholds the payers and the tax of municipalities of one currency.
func (p *public) hideGross(c fiscal.Currency) error {
	var t disclosure.Table
	var rows []int
	for i, j := range p.Jurisdictions {
		record, _ := p.World.Jurisdiction(j.ID)
		if j.Gross.Currency() != c || record.Kind == confed.Region {
			continue
		}
		rows = append(rows, i)
		t.Rows, t.Within = append(t.Rows, string(j.ID)), append(t.Within, string(record.Within))
		t.Counts, t.Amounts = append(t.Counts, j.Payers), append(t.Amounts, j.Gross)
	}
	if rows == nil {
		return nil
	}
	shown, err := disclosure.Rule{}.Suppress(t)
	if err != nil {
		return err
	}
	for line, i := range rows {
		p.places[i].gross = shown.Cells[line].Blank
	}
	p.sums[c].gross = shown.Cells[len(shown.Cells)-1].Blank
	return nil
}

// hideRegions withholds the tax of a region one of whose municipalities is withheld: both
// are of the same bases, so that one at its rate gives the other. A total goes with it, if
// nothing else in it is unknown.
func (p *public) hideRegions() {
	for i, j := range p.Jurisdictions {
		record, _ := p.World.Jurisdiction(j.ID)
		if record.Kind != confed.Region {
			continue
		}
		closed, same, other := few(j.Payers), false, false
		for k, m := range p.Jurisdictions {
			if within, _ := p.World.Jurisdiction(m.ID); within.Within != j.ID || !p.places[k].gross {
				continue
			}
			closed = true
			same = same || m.Gross.Currency() == j.Gross.Currency()
			other = other || m.Gross.Currency() != j.Gross.Currency()
		}
		p.places[i].gross = closed
		if closed && (other || !same) {
			p.sums[j.Gross.Currency()].gross = true
		}
	}
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
	if d.Public, err = p.choices().Suppress(d.table(p, lines)); err != nil {
		return err
	}
	for line, i := range d.rows {
		p.places[i].designated = d.Cell(line, len(d.columns)).Blank
	}
	p.sums[c].designated = d.Cell(len(d.rows), len(d.columns)).Blank
	p.tables = append(p.tables, d)
	return nil
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

// hideParts withholds what parties give to one compact where it tells their revenue or
// their heads. What is divided by a key is then withheld of all its parties. A total is
// withheld, unless it is the budget, which is a public act.
func (p *public) hideParts(compact int) {
	var all []seat
	keyed := 0
	for i, j := range p.Jurisdictions {
		for k, part := range j.Ceded {
			if string(part.Term.Compact) != p.Compacts[compact].ID {
				continue
			}
			all = append(all, seat{i, k, part})
			if _, key := part.Term.Share.(share.Key); key {
				keyed++
			}
		}
	}
	told := slices.ContainsFunc(all, func(at seat) bool {
		_, key := at.part.Term.Share.(share.Key)
		return p.tells(at.i, at.part.Term.Share) && (!key || keyed > 1) // alone, a key gives the whole budget
	})
	p.compacts[compact] = make([]bool, len(p.Compacts[compact].Amounts))
	if !told {
		return
	}
	budget := p.World.KeyCurrency(confed.CompactID(p.Compacts[compact].ID))
	for _, at := range all {
		_, key := at.part.Term.Share.(share.Key)
		if !key && !p.tells(at.i, at.part.Term.Share) {
			continue
		}
		p.parts[at.i][at.k], p.places[at.i].ceded = true, true
		if c := at.part.Amount.Currency(); keyed == 0 || c != budget {
			p.hideTotal(compact, c)
		}
	}
}

// A seat is where a part stands: of Jurisdictions, and of their Ceded.
type seat struct {
	i, k int
	part year.Part
}

// hideTotal withholds what a compact got in one currency, and so what all got.
func (p *public) hideTotal(compact int, c fiscal.Currency) {
	p.sums[c].ceded = true
	for k, m := range p.Compacts[compact].Amounts {
		if m.Currency() == c {
			p.compacts[compact][k] = true
		}
	}
}

// tells reports whether a party's part tells what is withheld of it.
func (p *public) tells(i int, term share.Term) bool {
	m := p.places[i]
	switch term := term.(type) {
	case share.Revenue:
		return m.net()
	case share.Key:
		return term == share.Capacity && m.net() || term == share.PerHead && (m.gross || p.bodies[confed.ResidentsOf(p.Jurisdictions[i].ID)])
	}
	return false
}

// A ballots is what may be seen of a count: all of it, yes and no, or nothing.
type ballots uint8

const (
	noBallots ballots = iota
	yesAndNo
	allBallots
)

// ballots says what may be seen of a decision. A side on which nobody stood is withheld
// too: it says how everybody else voted. In small groups so are the blank ballots.
func (p *public) ballots(d confed.Decision, body confed.Body) (ballots, error) {
	if p.bodies[body] {
		return noBallots, nil
	}
	shown := noBallots
	for _, try := range []struct {
		what   ballots
		counts []int64
	}{
		{yesAndNo, []int64{d.Yes, d.No, d.Eligible - d.Yes - d.No}},
		{allBallots, []int64{d.Yes, d.No, d.Blank + d.Spoilt, d.Eligible - d.Cast()}},
	} {
		t := disclosure.Table{Rows: []string{"yes", "no", "blank", "none"}[:len(try.counts)], Counts: try.counts}
		shownTable, err := disclosure.Rule{Zeros: disclosure.ZerosHidden}.Suppress(t)
		if err != nil {
			return noBallots, err
		}
		if shownTable.Blanks() > 0 {
			break
		}
		shown = try.what
	}
	return shown, nil
}

func yearOf(d vicinia.Date) int {
	y, _, _ := d.Civil()
	return y
}
