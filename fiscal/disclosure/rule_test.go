package disclosure

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

// printed is a table as people read it, a line a row; x is a blank.
func printed(p *Public) string {
	var b strings.Builder
	for l, line := range p.Lines {
		b.WriteString(line.Name)
		for c := range p.width() {
			if cell := p.Cells[l*p.width()+c]; cell.Blank {
				b.WriteString(" x")
			} else {
				fmt.Fprintf(&b, " %d", cell.Count)
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestSuppress(t *testing.T) {
	abc, xyz := []string{"a", "b", "c"}, []string{"x", "y", "z"}
	tests := []struct {
		name string
		rule Rule
		give Table
		want string
	}{
		{"nothing is small", Rule{}, Table{Rows: abc[:2], Columns: xyz[:2], Counts: []int64{5, 6, 7, 0}},
			"a 5 6 11\nb 7 0 7\n 12 6 18\n"},
		{"one way: one more, the smallest that covers", Rule{}, Table{Rows: abc, Counts: []int64{9, 2, 8}},
			"a 9\nb x\nc x\n 19\n"},
		{"one way: two small ones cover each other", Rule{}, Table{Rows: abc, Counts: []int64{3, 9, 4}},
			"a x\nb 9\nc x\n 16\n"},
		// 2+2 is known to be 4: neither can be 5.
		{"one way: two small ones do not", Rule{}, Table{Rows: abc, Counts: []int64{2, 9, 2}},
			"a x\nb x\nc x\n 13\n"},
		{"one way: all is small", Rule{}, Table{Rows: abc, Counts: []int64{1, 0, 2}},
			"a x\nb 0\nc x\n x\n"},
		{"two ways: a rectangle", Rule{}, Table{Rows: abc, Columns: xyz, Counts: []int64{
			3, 20, 30,
			20, 9, 20,
			30, 30, 30,
		}}, "a x x 30 53\nb x x 20 49\nc 30 30 30 90\n 53 59 80 192\n"},
		{"zeros are no cover", Rule{}, Table{Rows: abc, Columns: xyz, Counts: []int64{
			3, 9, 0,
			0, 9, 9,
			9, 0, 9,
		}}, "a x x 0 12\nb 0 x x 18\nc x 0 x 18\n 12 18 18 48\n"},
		{"zeros hidden", Rule{Zeros: ZerosHidden}, Table{Rows: abc[:2], Columns: xyz[:2], Counts: []int64{0, 9, 9, 9}},
			"a x x 9\nb x x 18\n 9 18 27\n"},
		{"a zero that everybody expects", Rule{Zeros: ZerosHidden},
			Table{Rows: abc[:2], Columns: xyz[:2], Counts: []int64{0, 9, 9, 9}, Void: []bool{true, false, false, false}},
			"a 0 9 9\nb 9 9 18\n 9 18 27\n"},
		// A region of one municipality is that municipality.
		{"regions", Rule{}, Table{Rows: abc, Within: []string{"N", "S", "S"}, Counts: []int64{3, 8, 9}},
			"a x\nb x\nc 9\nN x\nS x\n 20\n"},
		{"three choices each", Rule{Choices: 3}, Table{Rows: abc, Columns: xyz[:2], Counts: []int64{6, 6, 9, 9, 9, 9}},
			"a x 6 x\nb x 9 x\nc 9 9 18\n 24 24 48\n"},
		{"nobody", Rule{}, Table{Rows: abc[:1], Columns: xyz[:1], Counts: []int64{0}}, "a 0 0\n 0 0\n"},
		{"one person", Rule{}, Table{Rows: abc[:1], Columns: xyz[:1], Counts: []int64{1}}, "a x x\n x x\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := tt.rule.Suppress(tt.give)
			require.NoError(t, err)
			assert.Equal(t, tt.want, printed(p))
			assert.True(t, p.Least)
		})
	}
}

func euros(units ...int64) (list []fiscal.Money) {
	for _, u := range units {
		list = append(list, fiscal.EUR.Minor(u))
	}
	return list
}

func TestSuppress_Amounts(t *testing.T) {
	give := Table{Rows: []string{"a", "b", "c", "d"}, Counts: []int64{2, 9, 9, 20},
		Amounts: euros(1000, 1, 300, 5000), Largest: euros(700, 1, 200, 4000)}
	p, err := Rule{}.Suppress(give)
	require.NoError(t, err)
	// b or c would cover the count of a, but not the amount to half of it.
	assert.Equal(t, "a x\nb 9\nc 9\nd x\n 40\n", printed(p))
	assert.Equal(t, Cell{Count: 9, Amount: fiscal.EUR.Minor(300)}, p.Cell(2, 0))
	bounds, err := Audit(p)
	require.NoError(t, err)
	assert.Equal(t, Bounds{Interval{1, 21}, Interval{0, 6000}}, bounds[0])

	// Four fifths of d are one payer's.
	p, err = Rule{Dominance: vicinia.MustRatio("79%")}.Suppress(give)
	require.NoError(t, err)
	assert.True(t, p.Cell(3, 0).Blank)
	p, err = Rule{Min: 2, Dominance: vicinia.MustRatio("80%")}.Suppress(Table{Rows: give.Rows, Counts: give.Counts,
		Amounts: give.Amounts, Largest: euros(700, 0, 200, 4000)})
	require.NoError(t, err)
	assert.Zero(t, p.Blanks(), "exactly a part is not more than it")
}

// No small cell of any table is bounded below the minimum, no amount of one to within the
// spread; what is shown is true, and the pattern does not depend on the order of rows and
// columns.
func TestSuppress_Safe(t *testing.T) {
	rng := seeded(3)
	for range 3000 {
		table := drawn(rng, 1+rng.IntN(6), rng.IntN(6), 14)
		rule := Rule{Min: rng.Int64N(7), Zeros: Zeros(rng.IntN(2)), Choices: rng.Int64N(3)}
		if rng.IntN(2) == 0 {
			table = withMoney(rng, table)
			rule.Dominance, rule.Spread = vicinia.Frac(rng.Int64N(3), 3), vicinia.Frac(rng.Int64N(4), 3+rng.Int64N(3))
		}
		p, err := rule.Suppress(table)
		require.NoError(t, err)
		safe(t, rule, table, p)

		mixed, rows, columns := shuffled(rng, table)
		q, err := rule.Suppress(mixed)
		require.NoError(t, err)
		for l := range p.Lines {
			for c := range p.width() {
				to, over := l, c
				if l < len(rows) {
					to = rows[l]
				}
				if c < len(columns) {
					over = columns[c]
				}
				require.Equal(t, p.Cell(l, c), q.Cells[to*p.width()+over])
			}
		}
	}
}

func safe(t *testing.T, rule Rule, table Table, p *Public) {
	bounds, err := Audit(p)
	require.NoError(t, err)
	truth := *p
	truth.Cells = slices.Clone(p.Cells)
	w, rows, rule := p.width(), len(table.Rows), rule.defaults()
	counts := totals(p.Lines, w, rows, func(i int) int64 { return table.Counts[i] })
	amounts := make([]int64, len(counts))
	if table.Amounts != nil {
		amounts = totals(p.Lines, w, rows, money(table.Amounts))
	}
	for i, c := range p.Cells {
		least := rule.least(w > 1 && i%w == w-1)
		b := bounds[i]
		require.LessOrEqual(t, b.Count.Lo, counts[i])
		require.GreaterOrEqual(t, b.Count.Hi, counts[i])
		if !c.Blank {
			require.Equal(t, [2]int64{counts[i], amounts[i]}, [2]int64{c.Count, c.Amount.Minor()})
			require.True(t, counts[i] >= least || counts[i] == 0 && rule.Zeros == ZerosShown, "%d is small", counts[i])
			continue
		}
		require.GreaterOrEqual(t, b.Count.Hi, least)
		if table.Amounts != nil && counts[i] < least {
			num, den := rule.Spread.Parts()
			require.True(t, b.Amount.Hi == Unbounded || (b.Amount.Hi-amounts[i])*den >= amounts[i]*num)
			require.GreaterOrEqual(t, (amounts[i]-b.Amount.Lo)*den, amounts[i]*num)
			require.True(t, amounts[i] == 0 || b.Amount.Lo < amounts[i])
			require.Greater(t, b.Amount.Hi, amounts[i])
		}
	}
}

// shuffled moves row i to rows[i] and column i to columns[i].
func shuffled(rng *rand.Rand, t Table) (s Table, rows, columns []int) {
	rows, columns = rng.Perm(len(t.Rows)), rng.Perm(t.width())
	cells := make([]int, len(t.Counts))
	from, across := make([]int, len(rows)), make([]int, len(columns))
	for i, to := range rows {
		from[to] = i
	}
	for i, to := range columns {
		across[to] = i
	}
	for i := range cells {
		cells[i] = from[i/len(columns)]*len(columns) + across[i%len(columns)]
	}
	return Table{Rows: pick(t.Rows, from), Within: pick(t.Within, from), Columns: pick(t.Columns, across),
		Counts: pick(t.Counts, cells), Amounts: pick(t.Amounts, cells), Largest: pick(t.Largest, cells)}, rows, columns
}

// every walks all tables of a shape whose counts are 0 to most.
func every(rows, columns int, within []string, most int64, yield func(Table)) {
	t := drawn(seeded(0), rows, columns, 0)
	t.Within = within
	for n := range pow(most+1, len(t.Counts)) {
		for i := range t.Counts {
			t.Counts[i], n = n%(most+1), n/(most+1)
		}
		yield(t)
	}
}

func pow(base int64, exponent int) int64 {
	n := int64(1)
	for range exponent {
		n *= base
	}
	return n
}

// Where the search ended, no other set of blanks withholds less, in no table of these
// shapes: all sets are tried, and asked of Audit alone.
func TestSuppress_Least(t *testing.T) {
	shapes := []struct {
		rows, columns int
		within        []string
		most          int64
	}{{3, 0, nil, 5}, {3, 0, []string{"N", "N", "S"}, 4}, {1, 2, nil, 5}, {2, 2, nil, 3}}
	for _, shape := range shapes {
		for _, rule := range []Rule{{Min: 2}, {Min: 3}, {Min: 4}, {Min: 2, Zeros: ZerosHidden}, {Min: 3, Zeros: ZerosHidden}} {
			extra := 0
			every(shape.rows, shape.columns, shape.within, shape.most, func(table Table) {
				extra += cheapest(t, rule, table)
			})
			assert.Positive(t, extra, "%v %v: small cells alone were enough", shape, rule)
		}
	}
}

// cheapest tries every set of blanks that withholds less than Suppress does, and returns
// how many cells were blank besides the small ones.
func cheapest(t *testing.T, rule Rule, table Table) (extra int) {
	p, err := rule.Suppress(table)
	require.NoError(t, err)
	require.True(t, p.Least)
	s, _, _ := table.sorted()
	c := newCover(rule.defaults(), &s)
	q, err := rule.Suppress(s)
	require.NoError(t, err)
	var free []int
	var have cost
	for i, may := range c.may {
		if may && !c.blank[i] {
			free = append(free, i)
			if q.Cells[i].Blank {
				have = have.plus(c.costs[i])
				extra++
			}
		}
	}
	if extra == 0 {
		return 0
	}
	open := laidOpen(&table, rule.Zeros)
	for set := range 1 << len(free) {
		var price cost
		for k, i := range free {
			if set>>k&1 == 1 {
				price = price.plus(c.costs[i])
			}
		}
		if price.cmp(have) >= 0 {
			continue
		}
		try := *open
		try.Cells = slices.Clone(open.Cells)
		for _, i := range c.small {
			try.Cells[i] = Cell{Blank: true}
		}
		for k, i := range free {
			if set>>k&1 == 1 {
				try.Cells[i] = Cell{Blank: true}
			}
		}
		require.False(t, passes(t, rule, &try), "%s\n%s", printed(p), printed(&try))
	}
	return extra
}

// The attacker who tries every filling bounds no blank of any table of these shapes below
// the minimum, nor of tables drawn larger; Audit is not asked.
func TestSuppress_Attacker(t *testing.T) {
	attack := func(rule Rule, table Table) {
		p, err := rule.Suppress(table)
		require.NoError(t, err)
		if p.Blanks() == 0 || p.Blanks() > 7 {
			return
		}
		most := rule.Min
		for _, n := range table.Counts {
			most += n
		}
		bounds, any := bruteForce(p, countOf, p.floor(), most)
		require.True(t, any, "the truth is a filling")
		for i, c := range p.Cells {
			if c.Blank {
				require.GreaterOrEqual(t, bounds[i].Hi, rule.Min, "cell %d of\n%s", i, printed(p))
			}
		}
	}
	for _, rule := range []Rule{{Min: 2}, {Min: 3}, {Min: 3, Zeros: ZerosHidden}} {
		every(3, 0, nil, 4, func(table Table) { attack(rule, table) })
		every(2, 2, nil, 3, func(table Table) { attack(rule, table) })
	}
	rng := seeded(5)
	for range 300 {
		attack(Rule{Min: 2 + rng.Int64N(2), Zeros: Zeros(rng.IntN(2))}, drawn(rng, 2+rng.IntN(3), rng.IntN(4), 4))
	}
}

// The same attacker gets the amount of a small cell no closer than half of it to either
// side, whatever the amounts.
func TestSuppress_AttackerOfAmounts(t *testing.T) {
	every(3, 0, nil, 6, func(amounts Table) {
		table := Table{Rows: amounts.Rows, Counts: []int64{2, 9, 9}, Amounts: euros(amounts.Counts...)}
		p, err := Rule{}.Suppress(table)
		require.NoError(t, err)
		require.True(t, p.Cell(0, 0).Blank)
		bounds, any := bruteForce(p, amountOf, 0, 30)
		require.True(t, any, "the truth is a filling")
		is := table.Amounts[0].Minor()
		off := max(1, (is+1)/2)
		require.GreaterOrEqual(t, bounds[0].Hi, is+off, printed(p))
		require.LessOrEqual(t, bounds[0].Lo, max(0, is-off), printed(p))
	})
}

func passes(t *testing.T, rule Rule, p *Public) bool {
	bounds, err := Audit(p)
	require.NoError(t, err)
	for i, c := range p.Cells {
		if c.Blank && bounds[i].Count.Hi < rule.Min {
			return false
		}
	}
	return true
}

func TestSuppress_Faults(t *testing.T) {
	ok := Table{Rows: []string{"a", "b"}, Columns: []string{"x"}, Counts: []int64{1, 2}}
	with := func(change func(*Table)) Table {
		c := ok
		change(&c)
		return c
	}
	tests := []struct {
		name string
		rule Rule
		give Table
		want string
	}{
		{"nothing", Rule{}, Table{}, "rows: a table needs a row"},
		{"a row twice", Rule{}, with(func(t *Table) { t.Rows = []string{"a", "a"} }), `rows[1]: "a" stands at 0 too`},
		{"no name", Rule{}, with(func(t *Table) { t.Columns = []string{""} }), "columns[0]: a name is wanted"},
		{"cells are missing", Rule{}, with(func(t *Table) { t.Counts = t.Counts[:1] }), "counts: 1 cells, want 2"},
		{"regions are missing", Rule{}, with(func(t *Table) { t.Within = []string{"N"} }), "within: 1 regions for 2 rows"},
		{"less than nobody", Rule{}, with(func(t *Table) { t.Counts = []int64{-1, -2} }),
			"counts[0]: -1 payers\ncounts[1]: -2 payers"},
		{"too many", Rule{}, with(func(t *Table) { t.Counts = []int64{MaxTotal, 1} }),
			"counts[1]: the total is over 72057594037927936 (M-3)"},
		{"somebody in the void", Rule{}, with(func(t *Table) { t.Void = []bool{false, true} }),
			"void[1]: 2 payers where there can be none"},
		{"negative money", Rule{}, with(func(t *Table) { t.Amounts = euros(-1, 1) }), "amounts[0]: -0.01 EUR is negative"},
		{"money of nobody", Rule{}, with(func(t *Table) { t.Counts, t.Amounts = []int64{0, 1}, euros(1, 1) }),
			"amounts[0]: 0.01 EUR of no payer"},
		{"too much", Rule{}, with(func(t *Table) { t.Amounts = euros(MaxTotal, 1) }),
			"amounts[1]: the total is over 72057594037927936 minor units (M-3)"},
		{"two currencies", Rule{}, with(func(t *Table) { t.Amounts = []fiscal.Money{fiscal.EUR.Minor(1), fiscal.CHF.Minor(1)} }),
			"amounts[1]: 0.01 CHF in a table of EUR (M-7)"},
		{"the part is larger", Rule{}, with(func(t *Table) { t.Amounts, t.Largest = euros(1, 1), euros(1, 2) }),
			"largest[1]: 0.02 EUR of 0.01 EUR"},
		{"the only payer", Rule{}, with(func(t *Table) { t.Amounts, t.Largest = euros(2, 1), euros(1, 1) }),
			"largest[0]: 0.01 EUR of the only payer of 0.02 EUR"},
		{"a part of nothing", Rule{}, with(func(t *Table) { t.Largest = euros(1, 1) }),
			"largest: nothing is the largest part of no amounts"},
		{"no such rule", Rule{Min: -1, Choices: -1, Zeros: 2, Spread: vicinia.Frac(2, 1)}, ok,
			"min: -1 payers, want 0 to 1048576\nchoices: -1 cells, want 0 to 1048576\nzeros: no such choice: 2\nspread: 200% is no part"},
		{"dominance of nothing", Rule{Dominance: vicinia.Frac(1, 2)}, ok, "dominance: needs the largest amount of each cell"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := tt.rule.Suppress(tt.give)
			assert.Nil(t, p)
			require.EqualError(t, err, tt.want)
			for f := range vicinia.Faults(err) {
				assert.NotEmpty(t, f.Path)
			}
		})
	}
	_, err := Rule{}.Suppress(with(func(t *Table) { t.Rows = make([]string, MaxCells) }))
	assert.ErrorContains(t, err, "rows: more than 1048576 cells")
	_, err = Rule{}.Suppress(with(func(t *Table) { t.Counts = []int64{MaxTotal, 1} }))
	assert.True(t, errors.Is(err, vicinia.ErrOverflow))
}

// The greatest table that is taken does not overflow.
func TestSuppress_Greatest(t *testing.T) {
	p, err := Rule{}.Suppress(Table{Rows: []string{"a", "b", "c"}, Columns: []string{"x", "y"}, Within: []string{"N", "N", "S"},
		Counts:  []int64{1, 7, 9, MaxTotal - 30, 6, 7},
		Amounts: euros(MaxTotal/2, 0, 0, MaxTotal/2, 0, 0)})
	require.NoError(t, err)
	_, err = Audit(p)
	require.NoError(t, err)
}

func FuzzSuppress(f *testing.F) {
	f.Add([]byte{3, 9, 4}, uint8(0), uint8(5), false)
	f.Add([]byte{3, 20, 30, 20, 9, 20, 30, 30, 30}, uint8(3), uint8(5), true)
	f.Fuzz(func(t *testing.T, cells []byte, columns, least uint8, hidden bool) {
		table := Table{}
		w := int(columns % 12)
		for i := range w {
			table.Columns = append(table.Columns, fmt.Sprint("c", i))
		}
		rows := min(len(cells)/max(1, w), 20)
		for i := range rows {
			table.Rows = append(table.Rows, fmt.Sprint("r", i))
			table.Within = append(table.Within, []string{"", "N", "S", "N"}[cells[i]%4])
		}
		for _, b := range cells[:rows*max(1, w)] {
			table.Counts = append(table.Counts, int64(b))
		}
		rule := Rule{Min: int64(least)}
		if hidden {
			rule.Zeros = ZerosHidden
		}
		p, err := rule.Suppress(table)
		if rows == 0 {
			require.Error(t, err)
			return
		}
		require.NoError(t, err)
		safe(t, rule, table, p)
	})
}

// town is a table as it comes: few large communities, many small ones, small places.
func town(rows, columns int) Table {
	rng := seeded(uint64(rows))
	t := Table{}
	for i := range rows {
		t.Rows = append(t.Rows, fmt.Sprintf("municipality %05d", i))
		t.Within = append(t.Within, fmt.Sprintf("region %02d", i%20))
	}
	for i := range columns {
		t.Columns = append(t.Columns, fmt.Sprintf("community %04d", i))
	}
	for range rows {
		size := 1 + rng.Int64N(400)
		for c := range columns {
			t.Counts = append(t.Counts, max(0, rng.Int64N(1+size/int64(c+1))-2))
		}
	}
	return t
}

func TestSuppress_Town(t *testing.T) {
	table := town(300, 50)
	p, err := Rule{}.Suppress(table)
	require.NoError(t, err)
	safe(t, Rule{}, table, p)
	assert.False(t, p.Least, "too large to be searched")
	small := 0
	for _, n := range table.Counts {
		if n > 0 && n < MinCell {
			small++
		}
	}
	assert.Less(t, p.Blanks(), small+small/8)
	assert.False(t, p.Cells[len(p.Cells)-1].Blank)
}

func BenchmarkSuppress(b *testing.B) {
	for _, size := range [][2]int{{30, 10}, {300, 50}, {2000, 100}} {
		b.Run(fmt.Sprintf("rows=%d/columns=%d", size[0], size[1]), func(b *testing.B) {
			t := town(size[0], size[1])
			b.ReportAllocs()
			for b.Loop() {
				if _, err := (Rule{}).Suppress(t); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func TestCellString(t *testing.T) {
	for want, give := range map[string]Cell{"withheld": {Blank: true}, "0": {}, "12": {Count: 12}, "12 1.60 EUR": {Count: 12, Amount: fiscal.EUR.Minor(160)}} {
		assert.Equal(t, want, give.String())
	}
}
