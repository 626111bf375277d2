package disclosure

import (
	"math/rand/v2"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

// A sum is one line of arithmetic that a reader can do: the parts, and what they add up to.
type sum struct {
	parts []int
	is    int
}

// sums are all sums of a table as it is printed: across, and down the columns.
func sums(p *Public) (all []sum) {
	w := p.width()
	for l := range p.Lines {
		if w > 1 {
			across := sum{is: l*w + w - 1}
			for c := range w - 1 {
				across.parts = append(across.parts, l*w+c)
			}
			all = append(all, across)
		}
		for c := range w {
			down := sum{is: l*w + c}
			for part, line := range p.Lines {
				if line.In == l {
					down.parts = append(down.parts, part*w+c)
				}
			}
			if down.parts != nil {
				all = append(all, down)
			}
		}
	}
	return all
}

// fillings walks every filling of the blanks of a table with integers from floor to most
// that agrees with all sums: the attacker who tries everything, a blank at a time, and
// gives up where a sum that is full is wrong.
func fillings(p *Public, value func(Cell) int64, floor, most int64, yield func([]int64)) {
	x, known := make([]int64, len(p.Cells)), make([]bool, len(p.Cells))
	var blanks []int
	for i, c := range p.Cells {
		x[i], known[i] = value(c), !c.Blank
		if c.Blank {
			blanks = append(blanks, i)
		}
	}
	all := sums(p)
	agree := func() bool {
		for _, s := range all {
			total, full := int64(0), known[s.is]
			for _, i := range s.parts {
				total += x[i]
				full = full && known[i]
			}
			if full && total != x[s.is] {
				return false
			}
		}
		return true
	}
	var fill func(k int)
	fill = func(k int) {
		if !agree() {
			return
		}
		if k == len(blanks) {
			yield(x)
			return
		}
		known[blanks[k]] = true
		for v := floor; v <= most; v++ {
			x[blanks[k]] = v
			fill(k + 1)
		}
		x[blanks[k]], known[blanks[k]] = 0, false
	}
	fill(0)
}

// bruteForce is Audit, by trying every filling up to most.
func bruteForce(p *Public, value func(Cell) int64, floor, most int64) (bounds []Interval, any bool) {
	bounds = make([]Interval, len(p.Cells))
	fillings(p, value, floor, most, func(x []int64) {
		for i, v := range x {
			if !any {
				bounds[i] = Interval{v, v}
			}
			bounds[i].Lo, bounds[i].Hi = min(bounds[i].Lo, v), max(bounds[i].Hi, v)
		}
		any = true
	})
	return bounds, any
}

// drawn is a random table: sparse, small, with regions or none.
func drawn(rng *rand.Rand, rows, columns int, most int64) Table {
	t := Table{}
	for i := range rows {
		t.Rows = append(t.Rows, "r"+string(rune('a'+i)))
	}
	for i := range columns {
		t.Columns = append(t.Columns, "c"+string(rune('a'+i)))
	}
	if rng.IntN(2) == 0 {
		for range rows {
			t.Within = append(t.Within, []string{"", "N", "S"}[rng.IntN(3)])
		}
	}
	for range rows * max(1, columns) {
		n := int64(0)
		if rng.IntN(3) > 0 {
			n = rng.Int64N(most + 1)
		}
		t.Counts = append(t.Counts, n)
	}
	return t
}

// withMoney gives every payer an amount.
func withMoney(rng *rand.Rand, t Table) Table {
	for _, n := range t.Counts {
		var sum, big int64
		for range n {
			a := rng.Int64N(20)
			sum += a
			big = max(big, a)
		}
		t.Amounts = append(t.Amounts, fiscal.EUR.Minor(sum))
		t.Largest = append(t.Largest, fiscal.EUR.Minor(big))
	}
	return t
}

// laidOpen is a table with nothing blank.
func laidOpen(t *Table, zeros Zeros) *Public {
	s, _, _ := t.sorted()
	c := newCover(Rule{Min: 1, Choices: 1, Zeros: zeros, Spread: vicinia.Frac(1, 2)}, &s)
	for i := range c.blank {
		c.blank[i] = false
	}
	return c.publish(&s, zeros, false)
}
