package report

import (
	"maps"
	"math/big"
	"slices"
	"strconv"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed/year"
	"github.com/vicinia/vicinia/fiscal/designation"
	"github.com/vicinia/vicinia/fiscal/share"
)

// This file is what holds between the amounts of the page, and between these and people.

// money adds every sum of one currency.
func (a *attacker) money(p *public, m *moneyView) {
	columns := []struct {
		name  string
		truth func(flow) int64
		page  func(placeRow) figure
	}{
		{"gross ", func(f flow) int64 { return f.gross.Minor() }, func(r placeRow) figure { return r.Gross }},
		{"designated ", func(f flow) int64 { return f.designated.Minor() }, func(r placeRow) figure { return r.Designated }},
		{"net ", func(f flow) int64 { return f.net.Minor() }, func(r placeRow) figure { return r.Net }},
		{"ceded ", func(f flow) int64 { return f.ceded.Minor() }, func(r placeRow) figure { return r.Ceded }},
		{"services ", func(f flow) int64 { return f.services.Minor() }, func(r placeRow) figure { return r.ToServices }},
		{"final ", func(f flow) int64 { return f.final.Minor() }, func(r placeRow) figure { return r.Final }},
	}
	sums := make([][]term, len(columns))
	line := func(id string, f flow, row placeRow) {
		for k, c := range columns {
			a.number(c.name+id, c.truth(f), c.page(row))
			sums[k] = append(sums[k], of(1, c.name+id))
		}
		a.equal(of(1, "gross "+id), of(-1, "designated "+id), of(-1, "net "+id))
		a.equal(of(1, "net "+id), of(-1, "ceded "+id), of(-1, "services "+id), of(-1, "final "+id))
		for _, c := range columns[:4] {
			a.atLeast(nothing, of(1, c.name+id))
		}
		a.atLeast(nothing, of(1, "net "+id), of(-1, "ceded "+id)) // K-5
	}
	var lines []flow
	i := 0
	for _, j := range p.Jurisdictions {
		if j.Gross.Currency().String() != m.Currency {
			continue
		}
		f := flowOf(j)
		line(string(j.ID), f, m.Places[i])
		lines = append(lines, f)
		i++
		if policy, ok := p.World.Policy(j.ID, p.Year); ok {
			num, den := policy.Cap.Parts()
			a.atLeast(nothing, of(num, "gross "+string(j.ID)), of(-den, "designated "+string(j.ID))) // D-1
		}
	}
	all := "all " + m.Currency
	line(all, totals(lines)[0], m.Total)
	for _, sum := range sums {
		last := len(sum) - 1
		a.equal(append(sum[:last:last], of(-1, sum[last].name))...)
	}
}

// matrix adds the sums of who designated to whom, and that nobody designates twice to one
// community, nor more often than the longest filing.
func (a *attacker) matrix(p *public, m *moneyView) {
	for _, table := range p.tables {
		if table.currency.String() == m.Currency {
			a.table(p, m, table)
		}
	}
}

func paidTo(j year.Jurisdiction) map[string]designation.Paid {
	all := map[string]designation.Paid{}
	for step := range j.Settlement.Why() {
		if paid, ok := step.(designation.Paid); ok {
			all[string(paid.Recipient)] = paid
		}
	}
	return all
}

func (a *attacker) table(p *public, m *moneyView, table *matrix) {
	longest := min(p.choices().Choices, int64(len(table.columns)))
	var places, columns []string
	var paid []map[string]designation.Paid
	for _, i := range table.rows {
		places = append(places, string(p.Jurisdictions[i].ID))
		paid = append(paid, paidTo(p.Jurisdictions[i]))
	}
	for _, k := range table.columns {
		columns = append(columns, p.Communities[k].ID)
	}
	places, columns = append(places, "all "+m.Currency), append(columns, "all")
	down := map[string][]term{}
	for n, row := range m.Matrix.Rows {
		var across [2][]term
		for k, cell := range row.Cells {
			truth := table.truth(p, paid, n, k)
			for i, what := range []string{"lines ", "amount "} {
				name := what + columns[k] + " of " + places[n]
				a.number(name, truth[i], [2]figure{cell.Lines, cell.Amount}[i])
				if cell.Lines == (figure{}) {
					a.atLeast(big.NewRat(int64(1-i), 1), of(1, name)) // a blank is no zero
				}
				across[i] = append(across[i], of(total(k, columns), name))
				down[what+columns[k]] = append(down[what+columns[k]], of(total(n, places), name))
			}
		}
		a.equal(across[0]...)
		a.equal(across[1]...)
		a.equal(of(1, "amount all of "+places[n]), of(-1, "designated "+places[n]))
		for k := range columns {
			times := int64(1)
			if columns[k] == "all" {
				times = longest
			}
			if !row.Total {
				a.atLeast(nothing, of(times, "payers "+places[n]), of(-1, "lines "+columns[k]+" of "+places[n]))
			}
		}
	}
	for _, column := range slices.Sorted(maps.Keys(down)) {
		a.equal(down[column]...)
	}
}

// total is -1 for the last, which is the sum of the others.
func total(i int, of []string) int64 {
	if i == len(of)-1 {
		return -1
	}
	return 1
}

// truth is the lines and the amount of a cell, or of a total.
func (d *matrix) truth(p *public, paid []map[string]designation.Paid, line, column int) (sums [2]int64) {
	for n := range d.rows {
		for k, c := range d.columns {
			if (n == line || line == len(d.rows)) && (k == column || column == len(d.columns)) {
				cell := paid[n][p.Communities[c].ID]
				sums[0] += cell.Lines
				sums[1] += cell.Amount.Minor()
			}
		}
	}
	return sums
}

// incomes adds that what communities got stands in three places.
func (a *attacker) incomes(p *public, m *moneyView) {
	for k, r := range m.Incomes {
		id := p.Communities[k].ID
		truth := int64(0)
		for _, amount := range p.Communities[k].Amounts {
			if amount.Currency().String() == m.Currency {
				truth = amount.Minor()
			}
		}
		income, paid, together := "income "+id+" "+m.Currency, "paid "+id+" "+m.Currency, "together "+id+" "+m.Currency
		a.number(paid, 0, r.Services) // shown
		a.number(together, truth, r.Together)
		a.number(income, truth-a.shown[paid], r.Designated)
		a.equal(of(1, income), of(1, paid), of(-1, together))
		column := "amount " + id + " of all " + m.Currency
		_, shown := a.shown[column]
		if _, ok := a.unknown[column]; ok || shown {
			a.equal(of(1, income), of(-1, column))
		}
	}
	all, b := "all "+m.Currency, p.balanceOf(m.Currency)
	for _, n := range []struct {
		name  string
		truth int64
		page  figure
		is    []term
	}{
		{"owed ", b.Gross.Minor(), m.Balance.Gross, []term{of(1, "gross "+all)}},
		{"kept ", b.Final.Minor(), m.Balance.Kept, []term{of(1, "final "+all)}},
		{"to compacts ", b.Compacts.Minor(), m.Balance.Compacts, []term{of(1, "ceded "+all)}},
		{"to communities ", b.Communities.Minor(), m.Balance.Communities, []term{of(1, "designated "+all), of(1, "services "+all)}},
	} {
		a.number(n.name+all, n.truth, n.page)
		a.equal(append(n.is, of(-1, n.name+all))...)
	}
}

// balanceOf is the conservation of one currency.
func (p *public) balanceOf(currency string) year.Balance {
	for _, b := range p.Conservation() {
		if b.Gross.Currency().String() == currency {
			return b
		}
	}
	panic("report: no such currency")
}

// compacts adds the parts of every party, the totals, the budgets and the rates.
func (a *attacker) compacts(p *public, v *assembly) {
	gave := map[string][]term{} // by party
	all := map[string][]term{}  // by currency
	for i, c := range v.Compacts {
		id := p.Compacts[i].ID
		parts := map[string][]term{}
		n := 0
		for _, j := range p.Jurisdictions {
			for k, part := range j.Ceded {
				if string(part.Term.Compact) != id {
					continue
				}
				row := c.Parties[n]
				n++
				name := "part " + string(j.ID) + " " + strconv.Itoa(k)
				a.number(name, part.Amount.Minor(), row.Gave)
				a.atLeast(nothing, of(1, name))
				parts[row.Currency] = append(parts[row.Currency], of(1, name))
				gave[string(j.ID)] = append(gave[string(j.ID)], of(1, name))
				if r, ok := part.Term.Share.(share.Revenue); ok {
					num, den := r.Rate.Parts()
					days := int64(vicinia.Year(p.Year).Days())
					a.within(big.NewRat(1, 2), of(1, name), ratio(-num*int64(part.Days), den*days, "net "+string(j.ID)))
				}
			}
		}
		for k, total := range c.Totals {
			name := "total " + id + " " + total.Currency
			a.number(name, p.Compacts[i].Amounts[k].Minor(), total.Gave)
			a.equal(append(parts[total.Currency], of(-1, name))...)
			all[total.Currency] = append(all[total.Currency], of(1, name))
		}
	}
	for _, m := range v.Money {
		a.equal(append(all[m.Currency], of(-1, "ceded all "+m.Currency))...)
	}
	for _, j := range p.Jurisdictions {
		a.equal(append(gave[string(j.ID)], of(-1, "ceded "+string(j.ID)))...)
	}
}

// funds adds that each community pools a share of what it got, rounded down.
func (a *attacker) funds(p *public, v *assembly) {
	for i, fund := range v.Funds {
		sums, n := map[string][]term{}, 0
		for _, part := range p.Funds[i].Parts {
			act := part.Pooling.Act
			num, den := act.Share.Parts()
			for _, m := range part.Amounts {
				row := fund.Parts[n]
				n++
				name := "pooled " + string(act.Community) + " " + fund.Name + " " + row.Currency
				a.number(name, m.Minor(), row.Gave)
				sums[row.Currency] = append(sums[row.Currency], of(1, name))
				income := "together " + string(act.Community) + " " + row.Currency
				a.atLeast(nothing, ratio(num, den, income), of(-1, name))
				a.atLeast(big.NewRat(-1, 1), ratio(-num, den, income), of(1, name))
			}
		}
		for k, total := range fund.Totals {
			name := "fund " + fund.Name + " " + total.Currency
			a.number(name, p.Funds[i].Amounts[k].Minor(), total.Gave)
			a.equal(append(sums[total.Currency], of(-1, name))...)
		}
	}
}

// sameBases adds that a region and its municipalities have the same payers and tax the same
// bases at flat rates, but for half a cent in each bill.
func (a *attacker) sameBases(p *public) {
	rate := func(j year.Jurisdiction) *big.Rat {
		s, ok := p.World.Schedule(j.ID, p.Year)
		if !ok || len(s.Brackets) != 1 {
			return nil
		}
		n, d := s.Brackets[0].Rate.Parts()
		if s.Multiplier.Sign() > 0 {
			mn, md := s.Multiplier.Parts()
			n, d = n*mn, d*md
		}
		if n == 0 {
			return nil
		}
		return big.NewRat(d, n)
	}
	for _, r := range p.Jurisdictions {
		inside := within(p, r.ID)
		if len(inside) == 0 {
			continue
		}
		twice, moved := int64(-r.Payers), []term{of(-1, "payers "+string(r.ID))}
		own := rate(r)
		bills := new(big.Rat)
		var bases []term
		if own != nil {
			bases = []term{{new(big.Rat).Neg(own), "gross " + string(r.ID)}}
			bills.Mul(own, big.NewRat(r.Payers, 2))
		}
		for _, j := range inside {
			twice += j.Payers
			moved = append(moved, of(1, "payers "+string(j.ID)))
			a.atLeast(nothing, of(1, "payers "+string(r.ID)), of(-1, "payers "+string(j.ID)))
			if by := rate(j); by != nil && bases != nil {
				bases = append(bases, term{by, "gross " + string(j.ID)})
				bills.Add(bills, new(big.Rat).Mul(by, big.NewRat(j.Payers, 2)))
			} else {
				bases = nil
			}
		}
		name := "moved in " + string(r.ID)
		a.number(name, twice, figure{})
		a.atLeast(nothing, of(1, name))
		a.equal(append(moved, of(-1, name))...)
		if bases != nil {
			a.within(bills, bases...)
		}
	}
}
