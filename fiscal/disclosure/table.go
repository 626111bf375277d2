package disclosure

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

const (
	// MaxCells bounds a table, its totals included.
	MaxCells = 1 << 20
	// MaxTotal bounds the grand total of counts, and that of amounts in minor units, so
	// that no step of an audit leaves an int64. Past it, the error is vicinia.ErrOverflow.
	MaxTotal = 1 << 56
)

// A Table is how many payers stand in each cell, and perhaps their money: municipalities
// by communities, as a rule. Totals are made, not given. Without Columns it is one-way:
// one cell a row.
type Table struct {
	Rows    []string // distinct names
	Within  []string // the region of each row, "" for none; nil: there are no regions
	Columns []string // distinct names; nil: a one-way table
	Counts  []int64  // row by row
	// Amounts are withheld with their counts: nil, or one per cell in one currency.
	Amounts []fiscal.Money
	// Largest is the greatest amount of one payer in each cell, for [Rule.Dominance].
	Largest []fiscal.Money
	// Void marks the zeros that everybody expects, such as a community that is not
	// recognised in a municipality. They are shown even by [ZerosHidden]; nil: none.
	Void []bool
}

// width is how many cells a row has, its total left out.
func (t *Table) width() int { return max(1, len(t.Columns)) }

// check returns every fault.
func (t *Table) check() error {
	var faults faultList
	if len(t.Rows) == 0 {
		faults.add("rows", nil, "a table needs a row")
	}
	faults.names("rows", t.Rows)
	faults.names("columns", t.Columns)
	if t.Within != nil && len(t.Within) != len(t.Rows) {
		faults.add("within", nil, "%d regions for %d rows", len(t.Within), len(t.Rows))
	}
	// Bounded one by one, so that no product overflows.
	lines := len(t.Rows) + len(t.Within) + 1
	if lines > MaxCells || len(t.Columns) > MaxCells || lines*(t.width()+1) > MaxCells {
		faults.add("rows", nil, "more than %d cells", MaxCells)
		return faults.join()
	}
	n := len(t.Rows) * t.width()
	faults.length("counts", len(t.Counts), n)
	faults.length("amounts", len(t.Amounts), n, 0)
	faults.length("largest", len(t.Largest), n, 0)
	faults.length("void", len(t.Void), n, 0)
	if t.Largest != nil && t.Amounts == nil {
		faults.add("largest", nil, "nothing is the largest part of no amounts")
	}
	if len(faults) == 0 {
		t.checkCells(&faults)
	}
	return faults.join()
}

func (t *Table) checkCells(faults *faultList) {
	var people, money int64 // both at most MaxTotal
	for i, n := range t.Counts {
		switch {
		case n < 0:
			faults.add(at("counts", i), nil, "%d payers", n)
		case n != 0 && t.Void != nil && t.Void[i]:
			faults.add(at("void", i), nil, "%d payers where there can be none", n)
		case n > MaxTotal-people:
			faults.add(at("counts", i), vicinia.ErrOverflow, "the total is over %d", int64(MaxTotal))
		default:
			people += n
		}
		if t.Amounts == nil {
			continue
		}
		a := t.Amounts[i].Minor()
		switch {
		case a < 0:
			faults.add(at("amounts", i), nil, "%v is negative", t.Amounts[i])
		case a > 0 && n == 0:
			faults.add(at("amounts", i), nil, "%v of no payer", t.Amounts[i])
		case a > MaxTotal-money:
			faults.add(at("amounts", i), vicinia.ErrOverflow, "the total is over %d minor units", int64(MaxTotal))
		default:
			money += a
		}
	}
	t.checkMoney(faults)
}

func (t *Table) checkMoney(faults *faultList) {
	cur := t.currency()
	for i, m := range t.Amounts {
		if m != (fiscal.Money{}) && m.Currency() != cur {
			faults.add(at("amounts", i), fiscal.ErrCurrency, "%v in a table of %v", m, cur)
		}
	}
	for i, m := range t.Largest {
		switch a := t.Amounts[i]; {
		case m != (fiscal.Money{}) && m.Currency() != cur:
			faults.add(at("largest", i), fiscal.ErrCurrency, "%v in a table of %v", m, cur)
		case m.Minor() < 0 || m.Minor() > a.Minor():
			faults.add(at("largest", i), nil, "%v of %v", m, a)
		case t.Counts[i] == 1 && m.Minor() != a.Minor():
			faults.add(at("largest", i), nil, "%v of the only payer of %v", m, a)
		}
	}
}

// currency is that of the amounts, or none.
func (t *Table) currency() fiscal.Currency {
	for _, m := range t.Amounts {
		if m.Currency() != (fiscal.Currency{}) {
			return m.Currency()
		}
	}
	return fiscal.Currency{}
}

// sorted is the table with rows, within their regions, and columns in the order of names,
// and where each row and column stood. Nothing that is decided on it can depend on the
// order in which the caller gave them.
func (t *Table) sorted() (s Table, rows, cols []int) {
	rows, cols = indices(len(t.Rows)), indices(t.width())
	slices.SortFunc(rows, func(a, b int) int {
		if t.Within != nil {
			if c := strings.Compare(t.Within[a], t.Within[b]); c != 0 {
				return c
			}
		}
		return strings.Compare(t.Rows[a], t.Rows[b])
	})
	if t.Columns != nil {
		slices.SortFunc(cols, func(a, b int) int { return strings.Compare(t.Columns[a], t.Columns[b]) })
	}
	cells := make([]int, 0, len(t.Counts))
	for _, r := range rows {
		for _, c := range cols {
			cells = append(cells, r*len(cols)+c)
		}
	}
	return Table{
		Rows: pick(t.Rows, rows), Within: pick(t.Within, rows), Columns: pick(t.Columns, cols),
		Counts: pick(t.Counts, cells), Amounts: pick(t.Amounts, cells),
		Largest: pick(t.Largest, cells), Void: pick(t.Void, cells),
	}, rows, cols
}

func indices(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

// pick returns what stands at each place; nothing of nothing.
func pick[T any](from []T, places []int) []T {
	if len(from) == 0 {
		return nil
	}
	list := make([]T, len(places))
	for i, p := range places {
		list[i] = from[p]
	}
	return list
}

func at(field string, i int) string { return fmt.Sprintf("%s[%d]", field, i) }
