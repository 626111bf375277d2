package disclosure

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/fiscal"
)

func seeded(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

// The attacker who tries every filling gets the same intervals, ends included: no filling
// lies outside. What grows with the range that is tried has no upper end.
func TestAudit_BruteForce(t *testing.T) {
	rng := seeded(1)
	const most, more = 12, 15 // the greatest total is 12
	unbounded, tight := 0, 0
	for range 1000 {
		table := drawn(rng, 2+rng.IntN(2), rng.IntN(3), 2)
		p := laidOpen(&table, Zeros(rng.IntN(2)))
		for blanks := rng.IntN(6); blanks > 0; blanks-- {
			if i := rng.IntN(len(p.Cells)); p.Cells[i].Count >= p.floor() {
				p.Cells[i] = Cell{Blank: true}
			}
		}
		want, any := bruteForce(p, countOf, p.floor(), most)
		require.True(t, any, "the truth is a filling")
		wider, _ := bruteForce(p, countOf, p.floor(), more)
		got, err := Audit(p)
		require.NoError(t, err)
		for i := range got {
			if want[i].Hi != wider[i].Hi {
				unbounded++
				want[i].Hi = Unbounded
			} else if p.Cells[i].Blank && want[i].Lo < want[i].Hi {
				tight++
			}
			require.Equal(t, want[i], got[i].Count, "%+v cell %d", p, i)
		}
	}
	assert.Greater(t, unbounded, 100)
	assert.Greater(t, tight, 20)
}

// Any numbers that agree with no filling are an error, and none that do.
func TestAudit_Contradiction(t *testing.T) {
	rng := seeded(2)
	agree, contradict := 0, 0
	for range 1000 {
		table := drawn(rng, 2, 2, 2)
		p := laidOpen(&table, Zeros(rng.IntN(2)))
		for range 4 {
			if i := rng.IntN(len(p.Cells)); p.Cells[i].Count >= p.floor() {
				p.Cells[i] = Cell{Blank: true}
			}
		}
		if i := rng.IntN(len(p.Cells)); !p.Cells[i].Blank {
			p.Cells[i].Count = rng.Int64N(4)
		}
		_, any := bruteForce(p, countOf, p.floor(), 16)
		_, err := Audit(p)
		if any {
			agree++
			require.NoError(t, err)
		} else {
			contradict++
			require.EqualError(t, err, "cells: no filling of the blanks agrees with the sums")
		}
	}
	assert.Greater(t, agree, 100)
	assert.Greater(t, contradict, 100)
}

func BenchmarkAudit(b *testing.B) {
	for _, size := range [][2]int{{30, 10}, {300, 50}, {2000, 100}} {
		b.Run(fmt.Sprintf("rows=%d/columns=%d", size[0], size[1]), func(b *testing.B) {
			p, err := Rule{}.Suppress(town(size[0], size[1]))
			require.NoError(b, err)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Audit(p); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func TestAudit_Faults(t *testing.T) {
	cell := func(n int64) Cell { return Cell{Count: n} }
	lines := []Line{{"a", 1}, {"", -1}}
	tests := []struct {
		name string
		give Public
		want string
	}{
		{"nothing", Public{}, "lines: want a row and the total"},
		{"a part of an earlier line", Public{Lines: []Line{{"a", 0}, {"", -1}}, Cells: make([]Cell, 2)}, "lines[0]: a part of line 0"},
		{"no total", Public{Lines: []Line{{"a", 1}, {"b", 2}}, Cells: make([]Cell, 2)}, "lines[1]: a part of line 2"},
		{"cells are missing", Public{Lines: lines}, "cells: 0 cells, want 2"},
		{"a blank that speaks", Public{Lines: lines, Cells: []Cell{{Count: 1, Blank: true}, cell(1)}}, "cells[0]: blank, but 1 payers of 0"},
		{"less than nobody", Public{Lines: lines, Cells: []Cell{cell(-1), cell(-1)}}, "cells[0]: -1 payers of 0\ncells[1]: -1 payers of 0"},
		{"too many", Public{Lines: lines, Cells: []Cell{cell(maxShown), cell(1)}},
			"cells[1]: all cells shown are over 576460752303423488 (M-3)"},
		{"two currencies", Public{Lines: lines, Cells: []Cell{{Count: 1, Amount: fiscal.EUR.Minor(1)}, cell(1)}, Currency: fiscal.CHF},
			"cells[0]: 0.01 EUR in a table of CHF (M-7)"},
		{"no such choice", Public{Lines: lines, Cells: make([]Cell, 2), Zeros: 7}, "zeros: no such choice: 7"},
		{"sums that differ", Public{Lines: lines, Cells: []Cell{cell(1), cell(2)}}, "cells: no filling of the blanks agrees with the sums"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			bounds, err := Audit(&tt.give)
			assert.Nil(t, bounds)
			require.EqualError(t, err, tt.want)
		})
	}
}

// What is printed in a book of tables can be audited too: three levels of places.
func TestAudit_Levels(t *testing.T) {
	blank := Cell{Blank: true}
	p := Public{Lines: []Line{{"a", 3}, {"b", 3}, {"c", 4}, {"district", 4}, {"region", 5}, {"", -1}},
		Cells: []Cell{blank, blank, {Count: 7}, blank, {Count: 20}, {Count: 20}}}
	bounds, err := Audit(&p)
	require.NoError(t, err)
	assert.Equal(t, Interval{1, 12}, bounds[0].Count)
	assert.Equal(t, Interval{13, 13}, bounds[3].Count, "a blank that is none")
}
