package disclosure

import (
	"fmt"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/internal/exact"
)

// MinCell is the fewest payers whose number is shown, where a rule says nothing else.
const MinCell = 5

// maxMin bounds Min and Choices, so that their product is a small number.
const maxMin = 1 << 20

// Zeros says what becomes of a cell in which nobody stands.
type Zeros uint8

const (
	// ZerosShown publishes every zero. Most payers of a place designate to no given
	// community, so that nobody's religion follows from a zero. Nor does a zero ever serve
	// as cover: readers know that a blank is at least 1.
	ZerosShown Zeros = iota
	// ZerosHidden treats a zero like a small count, for tables in which all stand somewhere
	// and it tells of each that they are not there: group attribute disclosure, against
	// which the zeros must be ambiguous (Hundepool and others, Handbook on Statistical
	// Disclosure Control, 2nd edition, 2024, section 5.2). Zeros that everybody expects are Void.
	ZerosHidden
)

// A Rule says which cells are small. The zero Rule wants five payers.
type Rule struct {
	Min   int64 // the fewest payers shown; 0 means [MinCell]
	Zeros Zeros
	// Choices is in how many cells of one row a payer may stand; 0 means 1. The total of a
	// line needs so many times the payers: six designations may be those of two people.
	Choices int64
	// Dominance withholds a cell of which one payer has more than this part (the (1,k)
	// rule of the same handbook, chapter 4). It needs Table.Largest; 0: no such rule.
	Dominance vicinia.Ratio
	// Spread is how far, as a part of it, the interval of the amount of a small cell
	// reaches at least to either side; 0 means 1/2.
	Spread vicinia.Ratio
}

// check returns every fault.
func (r Rule) check(t *Table) error {
	var faults faultList
	if r.Min < 0 || r.Min > maxMin {
		faults.add("min", nil, "%d payers, want 0 to %d", r.Min, maxMin)
	}
	if r.Choices < 0 || r.Choices > maxMin {
		faults.add("choices", nil, "%d cells, want 0 to %d", r.Choices, maxMin)
	}
	if r.Zeros != ZerosShown && r.Zeros != ZerosHidden {
		faults.add("zeros", nil, "no such choice: %d", r.Zeros)
	}
	one := vicinia.Frac(1, 1)
	for _, part := range []struct {
		path string
		is   vicinia.Ratio
	}{{"dominance", r.Dominance}, {"spread", r.Spread}} {
		if part.is.Sign() < 0 || part.is.Cmp(one) > 0 {
			faults.add(part.path, nil, "%v is no part", part.is)
		}
	}
	if r.Dominance.Sign() > 0 && t.Largest == nil {
		faults.add("dominance", nil, "needs the largest amount of each cell")
	}
	return faults.join()
}

// defaults fills in what zero means.
func (r Rule) defaults() Rule {
	if r.Min == 0 {
		r.Min = MinCell
	}
	r.Choices = max(r.Choices, 1)
	if r.Spread.Sign() == 0 {
		r.Spread = vicinia.Frac(1, 2)
	}
	return r
}

// least is how many stand in a cell that may be shown.
func (r Rule) least(total bool) int64 {
	if total {
		return (r.Min-1)*r.Choices + 1
	}
	return r.Min
}

// Suppress blanks the cells below the minimum, totals too, and as many more as it takes
// that an attacker who knows every cell shown can bound no blank below the minimum, nor
// the amount of a small cell to within Spread. The fewest grand totals are blanked, then
// the fewest other totals, cells, and people, as far as the search gets (see Public.Least);
// what is equal goes by the names.
func (r Rule) Suppress(t Table) (*Public, error) {
	if err := t.check(); err != nil {
		return nil, err
	}
	if err := r.check(&t); err != nil {
		return nil, err
	}
	r = r.defaults()
	s, rows, columns := t.sorted()
	c := newCover(r, &s)
	c.solve()
	least := c.search()
	p := c.publish(&s, r.Zeros, least)
	c.mustHold(p)
	return p.restore(&t, rows, columns), nil
}

// publish makes the table that may be seen, in sorted order.
func (c *cover) publish(t *Table, zeros Zeros, least bool) *Public {
	p := &Public{Lines: c.lines, Columns: t.Columns, Cells: make([]Cell, len(c.blank)),
		Zeros: zeros, Currency: t.currency(), Least: least}
	for i := range p.Cells {
		if c.blank[i] {
			p.Cells[i].Blank = true
			continue
		}
		p.Cells[i].Count = c.layers[0].base[i]
		if t.Amounts != nil {
			p.Cells[i].Amount = p.Currency.Minor(c.layers[1].base[i])
		}
	}
	return p
}

// restore gives rows and columns the caller's order.
func (p *Public) restore(t *Table, rows, columns []int) *Public {
	lines, columns := indices(len(p.Lines)), append(slices.Clone(columns), len(columns))
	for from, to := range rows {
		lines[to] = from
	}
	cols := make([]int, len(columns))
	for from, to := range columns {
		cols[to] = from
	}
	cells := make([]int, 0, len(p.Cells))
	for _, l := range lines {
		for c := range p.width() {
			cells = append(cells, l*p.width()+cols[c])
		}
	}
	q := *p
	q.Lines, q.Columns, q.Cells = pick(p.Lines, lines), slices.Clone(t.Columns), pick(p.Cells, cells)
	return &q
}

// mustHold is the auditor's last word on what is about to be published.
func (c *cover) mustHold(p *Public) {
	for l, f := range c.layers {
		a, err := newAuditor(p, [2]func(Cell) int64{countOf, amountOf}[l], f.floor)
		if err != nil {
			panic("disclosure: " + err.Error())
		}
		for _, n := range c.needs[l] {
			if !a.meets(n) {
				panic(fmt.Sprintf("disclosure: blank %d is bounded within %d to %d", n.cell, n.lo, n.hi))
			}
		}
	}
}

// reach is a part of an amount, rounded up, and at least 1.
func reach(amount int64, part vicinia.Ratio) int64 {
	num, den := part.Parts()
	q, ok := exact.Mul(uint64(amount), uint64(num)).Quo(exact.Ceiling, uint64(den), false)
	if !ok {
		panic("disclosure: a part is more than the whole")
	}
	return max(1, q)
}

// dominated reports whether one payer has more than a part of the amount.
func (r Rule) dominated(largest, amount int64) bool {
	return r.Dominance.Sign() > 0 && amount > 0 && vicinia.Frac(largest, amount).Cmp(r.Dominance) > 0
}

// largest spreads the largest amounts over the lines: that of a column's total is one of
// its parts; that of a line's total may be of one payer in several cells, and that is
// assumed.
func (r Rule) largest(t *Table, lines []Line, width int) []int64 {
	big := make([]int64, len(lines)*width)
	columns := max(1, width-1)
	for l, line := range lines {
		own := big[l*width : (l+1)*width]
		if l < len(t.Rows) {
			for c := range columns {
				own[c] = t.Largest[l*columns+c].Minor()
			}
			if width > columns {
				own[columns] = sumOfGreatest(own[:columns], r.Choices)
			}
		}
		if line.In >= 0 {
			in := big[line.In*width : (line.In+1)*width]
			for c := range own {
				in[c] = max(in[c], own[c])
			}
		}
	}
	return big
}

func sumOfGreatest(list []int64, n int64) (sum int64) {
	list = slices.Sorted(slices.Values(list))
	for i := len(list) - 1; i >= 0 && n > 0; i-- {
		sum += list[i]
		n--
	}
	return sum
}

// money returns the minor units of a list.
func money(list []fiscal.Money) func(i int) int64 {
	return func(i int) int64 { return list[i].Minor() }
}
