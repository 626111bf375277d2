package report

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/fiscal/share"
)

// An attacker has unknowns and linear equations in them; what is known is left out, since
// only what follows is asked, and not its value.
type attacker struct {
	index map[string]int
	names []string
	rows  []map[int]*big.Rat
}

// A term is a figure, perhaps unknown, with its coefficient.
type term struct {
	name string
	is   figure
	by   *big.Rat
}

func of(name string, is figure, by int64) term { return term{name, is, big.NewRat(by, 1)} }

func (a *attacker) equation(terms ...term) {
	row := map[int]*big.Rat{}
	for _, t := range terms {
		if t.is != (figure{}) {
			continue
		}
		i, ok := a.index[t.name]
		if !ok {
			i = len(a.names)
			a.index[t.name], a.names = i, append(a.names, t.name)
		}
		if row[i] == nil {
			row[i] = new(big.Rat)
		}
		row[i].Add(row[i], t.by)
	}
	if len(row) > 0 {
		a.rows = append(a.rows, row)
	}
}

// money adds every sum of one currency.
func (a *attacker) money(p *public, v *assembly, m *moneyView) {
	type column struct {
		name string
		of   func(r placeRow) figure
	}
	columns := []column{
		{"gross", func(r placeRow) figure { return r.Gross }}, {"designated", func(r placeRow) figure { return r.Designated }},
		{"net", func(r placeRow) figure { return r.Net }}, {"ceded", func(r placeRow) figure { return r.Ceded }},
		{"services", func(r placeRow) figure { return r.ToServices }}, {"final", func(r placeRow) figure { return r.Final }},
	}
	ids := a.ids(p, m.Currency)
	line := func(id string, r placeRow) {
		get := func(k int, by int64) term { return of(columns[k].name+" "+id, columns[k].of(r), by) }
		a.equation(get(0, 1), get(1, -1), get(2, -1))
		a.equation(get(2, 1), get(3, -1), get(4, -1), get(5, -1))
	}
	for k, c := range columns {
		sum := []term{of(c.name+" all "+m.Currency, c.of(m.Total), -1)}
		for i, r := range m.Places {
			sum = append(sum, of(c.name+" "+ids[i], c.of(r), 1))
			if k == 0 {
				line(ids[i], r)
			}
		}
		a.equation(sum...)
	}
	line("all "+m.Currency, m.Total)
	b := m.Balance
	a.equation(of("gross all "+m.Currency, b.Gross, 1), of("final all "+m.Currency, b.Kept, -1),
		of("communities "+m.Currency, b.Communities, -1), of("ceded all "+m.Currency, b.Compacts, -1))
	together := []term{of("communities "+m.Currency, b.Communities, -1)}
	for i, r := range m.Incomes {
		id := p.Communities[i].ID + " " + m.Currency
		a.equation(of("to "+id, r.Designated, 1), of("services "+id, r.Services, 1), of("together "+id, r.Together, -1))
		together = append(together, of("together "+id, r.Together, 1))
	}
	a.equation(together...)
	a.matrix(m)
	a.compacts(p, v, m.Currency)
}

func (a *attacker) ids(p *public, currency string) (ids []string) {
	for _, j := range p.Jurisdictions {
		if j.Gross.Currency().String() == currency {
			ids = append(ids, string(j.ID))
		}
	}
	return ids
}

func (a *attacker) matrix(m *moneyView) {
	if m.Matrix == nil {
		return
	}
	name := func(row matrixRow, k int) string {
		switch last := len(row.Cells) - 1; {
		case row.Total && k == last:
			return "designated all " + m.Currency
		case row.Total:
			return "to " + m.Matrix.Columns[k] + " " + m.Currency
		case k == last:
			return "designated " + row.Name
		}
		return row.Name + " to " + m.Matrix.Columns[k]
	}
	down := make([][]term, len(m.Matrix.Columns)+1)
	for _, row := range m.Matrix.Rows {
		var across []term
		for k, c := range row.Cells {
			by := int64(1)
			if k == len(row.Cells)-1 {
				by = -1
			}
			across = append(across, of(name(row, k), c.Amount, by))
			by = 1
			if row.Total {
				by = -1
			}
			down[k] = append(down[k], of(name(row, k), c.Amount, by))
		}
		a.equation(across...)
	}
	for _, sum := range down {
		a.equation(sum...)
	}
}

// compacts adds the parts of every party, the totals, and the budgets.
func (a *attacker) compacts(p *public, v *assembly, currency string) {
	gave := map[string][]term{} // by party
	all := []term{}
	for i, c := range v.Compacts {
		id := p.Compacts[i].ID
		var parts []term
		n := 0
		for k, j := range p.Jurisdictions {
			for part := range j.Ceded {
				if string(j.Ceded[part].Term.Compact) != id {
					continue
				}
				row := c.Parties[n]
				n++
				if row.Currency == currency {
					name := fmt.Sprintf("part %s %d", j.ID, part)
					parts = append(parts, of(name, row.Gave, 1))
					gave[string(p.Jurisdictions[k].ID)] = append(gave[string(p.Jurisdictions[k].ID)], of(name, row.Gave, 1))
				}
			}
		}
		if c.Budget != "" {
			a.equation(parts...)
		}
		for _, total := range c.Totals {
			if total.Currency == currency {
				a.equation(append(parts, of("total "+id+" "+currency, total.Gave, -1))...)
				all = append(all, of("total "+id+" "+currency, total.Gave, 1))
			}
		}
	}
	for _, m := range v.Money {
		if m.Currency != currency {
			continue
		}
		a.equation(append(all, of("ceded all "+currency, m.Balance.Compacts, -1))...)
		for i, id := range a.ids(p, currency) {
			a.equation(append(gave[id], of("ceded "+id, m.Places[i].Ceded, -1))...)
		}
	}
}

// rates adds that a part is a rate of the net revenue, and that a region and its
// municipalities tax the same bases at flat rates.
func (a *attacker) rates(p *public) {
	withheld := func(i int, gross bool) figure {
		if gross && p.places[i].gross || !gross && p.places[i].net() {
			return figure{}
		}
		return figure{Plain: "known"}
	}
	rate := func(i int) *big.Rat {
		s, ok := p.World.Schedule(p.Jurisdictions[i].ID, p.Year)
		if !ok || len(s.Brackets) != 1 {
			return nil
		}
		n, d := s.Brackets[0].Rate.Parts()
		if n == 0 {
			return nil
		}
		return big.NewRat(d, n)
	}
	for i, j := range p.Jurisdictions {
		for k, part := range j.Ceded {
			if r, ok := part.Term.Share.(share.Revenue); ok {
				n, d := r.Rate.Parts()
				is := figure{Plain: "known"}.unless(p.parts[i][k])
				a.equation(of(fmt.Sprintf("part %s %d", j.ID, k), is, 1),
					term{"net " + string(j.ID), withheld(i, false), big.NewRat(-n*int64(part.Days), d*365)})
			}
		}
		own := rate(i)
		if record, _ := p.World.Jurisdiction(j.ID); record.Kind != confed.Region || own == nil {
			continue
		}
		terms := []term{{"gross " + string(j.ID), withheld(i, true), new(big.Rat).Neg(own)}}
		for k, m := range p.Jurisdictions {
			if record, _ := p.World.Jurisdiction(m.ID); record.Within == j.ID {
				by := rate(k)
				if by == nil {
					terms = nil
					break
				}
				terms = append(terms, term{"gross " + string(m.ID), withheld(k, true), by})
			}
		}
		a.equation(terms...)
	}
}

// electors adds that those of a region live in its municipalities.
func (a *attacker) electors(p *public, v *assembly) {
	rows := map[census.JurisdictionID]figure{}
	for _, m := range v.Money {
		for i, id := range a.ids(p, m.Currency) {
			if e := m.Places[i].Electors; e.Text != noRoll { // how many there would be is not known
				rows[census.JurisdictionID(id)] = e
			}
		}
	}
	for _, r := range p.Jurisdictions {
		if record, _ := p.World.Jurisdiction(r.ID); record.Kind != confed.Region {
			continue
		}
		terms := []term{of("electors "+string(r.ID), rows[r.ID], -1)}
		for _, j := range p.Jurisdictions {
			if record, _ := p.World.Jurisdiction(j.ID); record.Within == r.ID {
				terms = append(terms, of("electors "+string(j.ID), rows[j.ID], 1))
			}
		}
		a.equation(terms...)
	}
}

// solved are the unknowns that follow, by elimination to reduced echelon form: those that
// stand alone in a row.
func (a *attacker) solved() (names []string) {
	used := make([]bool, len(a.rows))
	for col := range a.names {
		pivot := slices.IndexFunc(a.rows, func(r map[int]*big.Rat) bool { return r[col] != nil && r[col].Sign() != 0 })
		for pivot >= 0 && used[pivot] {
			next := slices.IndexFunc(a.rows[pivot+1:], func(r map[int]*big.Rat) bool { return r[col] != nil && r[col].Sign() != 0 })
			if next < 0 {
				pivot = -1
			} else {
				pivot += 1 + next
			}
		}
		if pivot < 0 {
			continue
		}
		used[pivot] = true
		for i, r := range a.rows {
			if i == pivot || r[col] == nil || r[col].Sign() == 0 {
				continue
			}
			by := new(big.Rat).Quo(r[col], a.rows[pivot][col])
			for k, x := range a.rows[pivot] {
				if r[k] == nil {
					r[k] = new(big.Rat)
				}
				r[k].Sub(r[k], new(big.Rat).Mul(by, x))
			}
		}
	}
	for _, r := range a.rows {
		var left []int
		for k, x := range r {
			if x.Sign() != 0 {
				left = append(left, k)
			}
		}
		if len(left) == 1 {
			names = append(names, a.names[left[0]])
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
