package disclosure

import (
	"cmp"
	"slices"
)

// A cost is what a blank withholds: totals weigh more than all cells, the grand total
// more than all totals; people break ties.
type cost struct{ weight, people int64 }

func (c cost) plus(d cost) cost { return cost{c.weight + d.weight, c.people + d.people} }

func (c cost) cmp(d cost) int {
	return cmp.Or(cmp.Compare(c.weight, d.weight), cmp.Compare(c.people, d.people))
}

// A need is an interval that an attacker must not get within.
type need struct {
	cell   int32
	lo, hi int64
}

// A cover is a pattern in the making: a flow for the counts and perhaps one for the
// amounts, over the same blanks.
type cover struct {
	*pattern
	lines  []Line
	rows   int // the lines that are no sums
	width  int
	layers []*flow
	needs  [][]need // by layer
	may    []bool   // may be blank at all
	costs  []cost
	small  []int32 // blank from the start
	extra  []int32 // blank besides, in the order in which they became so
	ways   ways
}

func newCover(r Rule, t *Table) *cover {
	c := &cover{lines: shape(t), rows: len(t.Rows), width: 1, needs: make([][]need, 2)}
	if len(t.Columns) > 0 {
		c.width = len(t.Columns) + 1
	}
	c.pattern = newPattern(newNetwork(c.lines, c.width))
	counts := totals(c.lines, c.width, len(t.Rows), func(i int) int64 { return t.Counts[i] })
	floor := int64(0)
	if r.Zeros == ZerosShown {
		floor = 1
	}
	c.layers = append(c.layers, newFlow(c.pattern, counts, floor))
	if t.Amounts != nil {
		amounts := totals(c.lines, c.width, len(t.Rows), money(t.Amounts))
		c.layers = append(c.layers, newFlow(c.pattern, amounts, 0))
	}
	c.mark(r, t, counts)
	c.price(counts)
	c.ways = newWays(c.pattern, c.may)
	return c
}

// mark blanks what is small and notes what it needs.
func (c *cover) mark(r Rule, t *Table, counts []int64) {
	c.may = make([]bool, len(counts))
	open := counts // how many cells below are not void
	if r.Zeros == ZerosHidden {
		open = totals(c.lines, c.width, len(t.Rows), func(i int) int64 {
			if t.Void != nil && t.Void[i] {
				return 0
			}
			return 1
		})
	}
	var largest []int64
	if r.Dominance.Sign() > 0 {
		largest = r.largest(t, c.lines, c.width)
	}
	// The grand total first: what it needs helps all others.
	for i := len(counts) - 1; i >= 0; i-- {
		c.may[i] = open[i] > 0
		least := r.least(c.isTotal(i))
		small := counts[i] < least
		dominated := largest != nil && r.dominated(largest[i], c.layers[1].base[i])
		if !c.may[i] || !small && !dominated {
			continue
		}
		c.small = append(c.small, int32(i))
		c.open(int32(i))
		if small {
			c.needs[0] = append(c.needs[0], need{int32(i), counts[i], least})
		}
		if t.Amounts != nil {
			a := c.layers[1].base[i]
			d := reach(a, r.Spread)
			c.needs[1] = append(c.needs[1], need{int32(i), max(0, a-d), a + d})
		}
	}
}

// isTotal reports whether a cell is the sum of a line.
func (c *cover) isTotal(cell int) bool { return c.width > 1 && cell%c.width == c.width-1 }

func (c *cover) price(counts []int64) {
	cells := int64(len(counts))
	c.costs = make([]cost, cells)
	for i := range c.costs {
		weight := int64(1)
		if i/c.width >= c.rows || c.isTotal(i) {
			weight = cells
		}
		if i == len(c.costs)-1 {
			weight = cells * cells
		}
		c.costs[i] = cost{weight, counts[i]}
	}
}

// solve blanks cells until every need is met: for each, along the cheapest way around
// which something can move. What is shown is then tried again, the dearest first.
// Cheapest paths one need at a time are the heuristic of Kelly, Golden and Assad, "Cell
// suppression: disclosure protection for sensitive tabular data", Networks 22, 1992.
func (c *cover) solve() {
	for l, f := range c.layers {
		for _, n := range c.needs[l] {
			for f.raise(n.cell, n.hi) < n.hi {
				c.widen(f, f.head[n.cell], f.tail[n.cell], n.cell, n.hi-f.x[n.cell])
			}
			for f.lower(n.cell, n.lo) > n.lo {
				c.widen(f, f.tail[n.cell], f.head[n.cell], n.cell, f.x[n.cell]-n.lo)
			}
		}
	}
	c.trim()
}

// widen blanks the cells of a way: one that carries all, unless several are cheaper.
func (c *cover) widen(f *flow, from, to, without int32, units int64) {
	way, price, ok := c.ways.cheapest(f, c.costs, from, to, without, units)
	thin, less, found := c.ways.cheapest(f, c.costs, from, to, without, 1)
	if !ok || less.cmp(price) < 0 {
		way, ok = thin, found
	}
	if !ok {
		panic("disclosure: no cover, even with all totals blank")
	}
	for _, cell := range way {
		c.open(cell)
		c.extra = append(c.extra, cell)
	}
}

// trim shows again what is not needed, the dearest first. A need is looked at again only
// if the filling that met it moved the cell.
func (c *cover) trim() {
	slices.SortFunc(c.extra, func(a, b int32) int { return cmp.Or(c.costs[b].cmp(c.costs[a]), cmp.Compare(a, b)) })
	uses := map[int32][]proof{} // by cell
	for _, cell := range c.extra {
		uses[cell] = nil
	}
	for l := range c.layers {
		for n := range c.needs[l] {
			c.prove(proof{l, n}, uses)
		}
	}
	c.extra = slices.DeleteFunc(c.extra, func(cell int32) bool {
		c.shut(cell)
		for _, p := range uses[cell] {
			if !c.prove(p, uses) {
				c.open(cell)
				return false
			}
		}
		return true
	})
}

// A proof is a need of a layer.
type proof struct{ layer, need int }

// prove meets a need by itself, and notes the cells that this takes.
func (c *cover) prove(p proof, uses map[int32][]proof) bool {
	f, n := c.layers[p.layer], c.needs[p.layer][p.need]
	f.forget()
	if !f.meets(n) {
		return false
	}
	for _, cell := range f.moved {
		if list, extra := uses[cell]; extra {
			uses[cell] = append(list, p)
		}
	}
	return true
}

// meets tries to reach both ends of a need.
func (f *flow) meets(n need) bool {
	return f.raise(n.cell, n.hi) >= n.hi && f.lower(n.cell, n.lo) <= n.lo
}
