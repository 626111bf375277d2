package disclosure

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

// A Public is a table that anyone may see: the rows, the regions, and all together, each
// with its columns and, in a two-way table, its total as the last cell.
type Public struct {
	Lines   []Line   // rows as they were given, regions in the order of names, the total
	Columns []string // nil in a one-way table, whose lines have one cell
	Cells   []Cell   // line by line
	Zeros   Zeros    // what the reader knows of a blank
	// Currency is that of the amounts; zero if the table has none.
	Currency fiscal.Currency
	// Least says that the search ended: no other pattern withholds less. See [Rule.Suppress].
	Least bool
}

// A Line is a row, a region, or the total, which is the last and has no name.
type Line struct {
	Name string
	In   int // the line that it is a part of: a later one; -1 for the total
}

// A Cell is shown or blank. A blank has no count and no amount.
type Cell struct {
	Count  int64
	Amount fiscal.Money
	Blank  bool
}

// String is 12, or 12 160.00 EUR with an amount, or "withheld": a blank is no zero.
func (c Cell) String() string {
	switch {
	case c.Blank:
		return "withheld"
	case c.Amount == fiscal.Money{}:
		return strconv.FormatInt(c.Count, 10)
	}
	return fmt.Sprint(c.Count, " ", c.Amount)
}

// width is how many cells a line has.
func (p *Public) width() int {
	if len(p.Columns) == 0 {
		return 1
	}
	return len(p.Columns) + 1
}

// Cell returns the cell of a line and a column; the column after the last is the total.
func (p *Public) Cell(line, column int) Cell { return p.Cells[line*p.width()+column] }

// Blanks returns how many cells are blank.
func (p *Public) Blanks() (n int) {
	for _, c := range p.Cells {
		if c.Blank {
			n++
		}
	}
	return n
}

// shape returns the lines of a sorted table.
func shape(t *Table) []Line {
	regions := slices.DeleteFunc(slices.Compact(slices.Clone(t.Within)), func(r string) bool { return r == "" })
	last := len(t.Rows) + len(regions)
	lines := make([]Line, 0, last+1)
	for i, name := range t.Rows {
		in := last
		if t.Within != nil && t.Within[i] != "" {
			r, _ := slices.BinarySearch(regions, t.Within[i])
			in = len(t.Rows) + r
		}
		lines = append(lines, Line{name, in})
	}
	for _, name := range regions {
		lines = append(lines, Line{name, last})
	}
	return append(lines, Line{In: -1})
}

// totals spreads one value per cell of the rows over all lines, sums and all.
func totals(lines []Line, width, rows int, cell func(i int) int64) []int64 {
	columns := max(1, width-1)
	sums := make([]int64, len(lines)*width)
	for l, line := range lines {
		own := sums[l*width : (l+1)*width]
		for c := range own[:columns] {
			if l < rows {
				own[c] = cell(l*columns + c)
			}
			if width > columns {
				own[columns] += own[c]
			}
		}
		if line.In < 0 {
			continue
		}
		for c := range columns {
			sums[line.In*width+c] += own[c]
		}
	}
	return sums
}

// check returns every fault of the form; whether the numbers agree is for the audit.
func (p *Public) check() error {
	var faults faultList
	if len(p.Lines) < 2 {
		faults.add("lines", nil, "want a row and the total")
	}
	for i, line := range p.Lines {
		last := i == len(p.Lines)-1
		if last != (line.In == -1) || !last && (line.In <= i || line.In >= len(p.Lines)) {
			faults.add(at("lines", i), nil, "a part of line %d", line.In)
		}
	}
	if len(p.Lines) > MaxCells || len(p.Columns) > MaxCells || len(p.Lines)*p.width() > MaxCells {
		faults.add("lines", nil, "more than %d cells", MaxCells)
		return faults.join()
	}
	faults.length("cells", len(p.Cells), len(p.Lines)*p.width())
	if p.Zeros != ZerosShown && p.Zeros != ZerosHidden {
		faults.add("zeros", nil, "no such choice: %d", p.Zeros)
	}
	faults.cells(p)
	return faults.join()
}

// cells wants blanks that say nothing, and sums that an audit can hold.
func (l *faultList) cells(p *Public) {
	var people, money int64
	for i, c := range p.Cells {
		switch {
		case c.Blank:
			if c.Count != 0 || c.Amount != (fiscal.Money{}) {
				l.add(at("cells", i), nil, "blank, but %d payers of %v", c.Count, c.Amount)
			}
		case c.Count < 0 || c.Amount.Minor() < 0:
			l.add(at("cells", i), nil, "%d payers of %v", c.Count, c.Amount)
		case c.Count > maxShown-people || c.Amount.Minor() > maxShown-money:
			l.add(at("cells", i), vicinia.ErrOverflow, "all cells shown are over %d", int64(maxShown))
		case c.Amount != (fiscal.Money{}) && c.Amount.Currency() != p.Currency:
			l.add(at("cells", i), fiscal.ErrCurrency, "%v in a table of %v", c.Amount, p.Currency)
		default:
			people += c.Count
			money += c.Amount.Minor()
		}
	}
}

// maxShown bounds the sum of all cells of a table to be audited. With rows, regions and
// all together, each beside its total, a table within MaxTotal has six times that.
const maxShown = 8 * MaxTotal

// Unbounded is the upper end of an interval that has none.
const Unbounded = math.MaxInt64

// An Interval is what a value lies in: both ends are possible.
type Interval struct{ Lo, Hi int64 }

// Bounds are what an attacker knows of a cell: counts, and minor units of money.
type Bounds struct{ Count, Amount Interval }
