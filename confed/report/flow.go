package report

import (
	"slices"

	"github.com/vicinia/vicinia/confed/year"
	"github.com/vicinia/vicinia/fiscal"
)

// A flow is where the tax of a jurisdiction went: gross = designated + net, and net = ceded +
// services + final. The amounts are sums that the year has made already, and so fit.
type flow struct {
	gross, designated, net, ceded, services, final fiscal.Money
}

func flowOf(j year.Jurisdiction) flow {
	f := flow{gross: j.Gross, designated: j.Designated, net: j.Net, final: j.Final}
	f.ceded = j.Gross.Currency().Minor(0)
	for _, part := range j.Ceded {
		f.ceded = f.ceded.Currency().Minor(f.ceded.Minor() + part.Amount.Minor())
	}
	f.services = f.ceded.Currency().Minor(j.Net.Minor() - f.ceded.Minor() - j.Final.Minor())
	return f
}

// totals adds flows up, by currency.
func totals(all []flow) []flow {
	var sums []flow
	for _, f := range all {
		c := f.gross.Currency()
		i, ok := slices.BinarySearchFunc(sums, c, func(s flow, c fiscal.Currency) int { return s.gross.Currency().Compare(c) })
		if !ok {
			none := c.Minor(0)
			sums = slices.Insert(sums, i, flow{none, none, none, none, none, none})
		}
		plus := func(to *fiscal.Money, m fiscal.Money) { *to = c.Minor(to.Minor() + m.Minor()) }
		s := &sums[i]
		plus(&s.gross, f.gross)
		plus(&s.designated, f.designated)
		plus(&s.net, f.net)
		plus(&s.ceded, f.ceded)
		plus(&s.services, f.services)
		plus(&s.final, f.final)
	}
	return sums
}

// flow adds a row of amounts.
func (t *table) flow(of, electors any, f flow) {
	t.row(of, f.gross.Currency(), electors, f.gross.Amount(), f.designated.Amount(), f.net.Amount(),
		f.ceded.Amount(), f.services.Amount(), f.final.Amount())
}

// drop takes out a column.
func (t *table) drop(head string) {
	i := slices.Index(t.heads, ">"+head)
	t.heads = slices.Delete(t.heads, i, i+1)
	for k, r := range t.rows {
		if r.cells != nil {
			t.rows[k].cells = slices.Delete(r.cells, i, i+1)
		}
	}
}
