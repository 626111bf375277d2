package disclosure

import (
	"cmp"
	"slices"
)

const (
	searchCells = 1024 // larger tables are not searched
	searchNodes = 2000 // patterns that are looked at
)

// A hunt is a branch-and-bound search for the cheapest pattern. Where a need is not met,
// what its flow reached is one side of a cut, and every pattern that meets it blanks a
// cell across; each is tried in turn, and then kept out.
type hunt struct {
	*cover
	best  []int32
	price cost
	out   []bool // cells that this branch shows
	nodes int
}

// search improves on what solve found, and reports whether it looked everywhere.
func (c *cover) search() bool {
	if len(c.extra) == 0 {
		return true
	}
	if len(c.blank) > searchCells {
		return false
	}
	h := &hunt{cover: c, best: slices.Clone(c.extra), out: make([]bool, len(c.blank))}
	for _, cell := range c.extra {
		h.price = h.price.plus(c.costs[cell])
		c.shut(cell)
	}
	c.extra = c.extra[:0]
	h.branch(cost{})
	for _, cell := range h.best {
		c.open(cell)
	}
	c.extra = h.best
	return h.nodes <= searchNodes
}

func (h *hunt) branch(price cost) {
	if h.nodes > searchNodes || price.cmp(h.price) >= 0 {
		return
	}
	h.nodes++
	across, met := h.unmet()
	if met {
		h.best, h.price = slices.Clone(h.extra), price
		return
	}
	for _, cell := range across {
		h.open(cell)
		h.extra = append(h.extra, cell)
		h.branch(price.plus(h.costs[cell]))
		h.extra = h.extra[:len(h.extra)-1]
		h.shut(cell)
		h.out[cell] = true
	}
	for _, cell := range across {
		h.out[cell] = false
	}
}

// unmet returns the cells across the cut of the first need that is not met, the cheapest
// first.
func (h *hunt) unmet() (across []int32, met bool) {
	for l, f := range h.layers {
		f.forget()
		for _, n := range h.needs[l] {
			if f.meets(n) {
				continue
			}
			for i, may := range h.may {
				if may && !h.blank[i] && !h.out[i] && f.crosses(int32(i)) {
					across = append(across, int32(i))
				}
			}
			slices.SortFunc(across, func(a, b int32) int {
				return cmp.Or(h.costs[a].cmp(h.costs[b]), cmp.Compare(a, b))
			})
			return across, false
		}
	}
	return nil, true
}
