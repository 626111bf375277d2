package disclosure

import "slices"

// endless is what an arc can carry that nothing bounds.
const endless = Unbounded

// A flow is one way to fill the blanks, and the extremes that were met on the way to it.
// All integer fillings are reached by moving units around cycles of blanks, so that the
// extremes of a cell are maximum flows between its two ends (Gusfield 1988).
type flow struct {
	*pattern
	floor  int64   // what a blank holds at least
	base   []int64 // a filling to come back to
	x      []int64 // the present filling
	lo, hi []int64 // the least and the most that each cell held
	peak   int64   // no x is greater

	moved []int32 // the cells that may differ from the base
	dirty []bool  // by cell: whether it is among them

	round         int32 // the number of the search: a few for each cell
	ahead, behind front
	stuck         bool // whether the way ahead ended first
}

// newFlow starts from a filling, which it keeps.
func newFlow(p *pattern, base []int64, floor int64) *flow {
	f := &flow{pattern: p, floor: floor, base: base, x: slices.Clone(base), lo: slices.Clone(base), hi: slices.Clone(base),
		dirty: make([]bool, len(base)), ahead: newFront(p.nodes), behind: newFront(p.nodes)}
	return f
}

// rewind goes back to the base.
func (f *flow) rewind() {
	for _, cell := range f.moved {
		f.x[cell], f.dirty[cell] = f.base[cell], false
	}
	f.moved, f.peak = f.moved[:0], 0
}

// forget drops the extremes as well: a pattern that lost a blank has fewer fillings.
func (f *flow) forget() {
	for _, cell := range f.moved {
		f.lo[cell], f.hi[cell] = f.base[cell], f.base[cell]
	}
	f.rewind()
}

// raise moves units until a blank has held want, or all that it can; it returns the most
// that it held. endless asks for the exact bound.
func (f *flow) raise(cell int32, want int64) int64 {
	f.tame()
	for f.hi[cell] < want && f.path(f.head[cell], f.tail[cell], cell) {
		room := f.room(f.head[cell], f.tail[cell])
		if room == endless && want == endless {
			f.hi[cell] = endless
			break
		}
		room = min(room, want-f.x[cell])
		f.push(f.head[cell], f.tail[cell], room)
		f.add(cell, room)
	}
	return f.hi[cell]
}

// lower is the other way; it returns the least.
func (f *flow) lower(cell int32, want int64) int64 {
	f.tame()
	want = max(want, f.floor)
	for f.lo[cell] > want && f.path(f.tail[cell], f.head[cell], cell) {
		room := min(f.room(f.tail[cell], f.head[cell]), f.x[cell]-want)
		f.push(f.tail[cell], f.head[cell], room)
		f.add(cell, -room)
	}
	return f.lo[cell]
}

// tame goes back to the base before values grow out of an int64: a finite bound is at
// most twelve times MaxTotal, but where a total is blank, what was moved may pile up.
func (f *flow) tame() {
	if f.peak > 16*MaxTotal {
		f.rewind()
	}
}

func (f *flow) add(cell int32, units int64) {
	x := f.x[cell] + units
	f.x[cell] = x
	if !f.dirty[cell] {
		f.dirty[cell] = true
		f.moved = append(f.moved, cell)
	}
	f.lo[cell] = min(f.lo[cell], x)
	f.hi[cell] = max(f.hi[cell], x)
	f.peak = max(f.peak, x)
}

// A front is the nodes that a search has come to from one of its ends.
type front struct {
	queue []int32
	via   []int32 // the cell by which a node was reached
	seen  []int32 // the search in which it was
	next  int     // in the queue
	work  int     // cells looked at
}

func newFront(nodes int) front {
	return front{queue: make([]int32, 0, nodes), via: make([]int32, nodes), seen: make([]int32, nodes)}
}

func (s *front) start(node, round int32) {
	s.queue, s.next, s.work = append(s.queue[:0], node), 0, 0
	s.seen[node] = round
}

// path searches, in breadth and from both ends, for a way on which something can move
// without the cell. If it fails, what one of the ends could reach is one side of a cut.
func (f *flow) path(from, to, without int32) bool {
	f.round++
	f.ahead.start(from, f.round)
	f.behind.start(to, f.round)
	for {
		side, other, forward := &f.ahead, &f.behind, true
		if other.work < side.work {
			side, other, forward = other, side, false
		}
		if side.next == len(side.queue) {
			f.stuck = forward
			return false
		}
		if meet := f.expand(side, other, forward, without); meet >= 0 {
			for meet != to { // what lies behind becomes a part of the way ahead
				cell := f.behind.via[meet]
				meet = f.far(cell, meet)
				f.ahead.via[meet] = cell
			}
			return true
		}
	}
}

// walk goes wherever something can move from a node.
func (f *flow) walk(from int32) []int32 {
	f.round++
	f.ahead.start(from, f.round)
	for f.ahead.next < len(f.ahead.queue) {
		f.expand(&f.ahead, &f.behind, true, -1)
	}
	return f.ahead.queue
}

// expand takes one node off a front, and returns the node at which it meets the other
// one, or -1.
func (f *flow) expand(side, other *front, forward bool, without int32) int32 {
	node := side.queue[side.next]
	side.next++
	side.work += len(f.at[node])
	for _, cell := range f.at[node] {
		next := f.far(cell, node)
		// Against the arc its value goes down.
		if (next == f.head[cell]) != forward && f.x[cell] <= f.floor || side.seen[next] == f.round || cell == without {
			continue
		}
		side.seen[next], side.via[next] = f.round, cell
		if other.seen[next] == f.round {
			return next
		}
		side.queue = append(side.queue, next)
	}
	return -1
}

// far returns the other end of a cell.
func (f *flow) far(cell, node int32) int32 {
	if f.head[cell] == node {
		return f.tail[cell]
	}
	return f.head[cell]
}

// crosses reports whether a cell, were it blank, would lead across the cut at which the
// last search got stuck.
func (f *flow) crosses(cell int32) bool {
	tail, head := f.ahead.seen[f.tail[cell]] == f.round, f.ahead.seen[f.head[cell]] == f.round
	if !f.stuck {
		tail, head = f.behind.seen[f.tail[cell]] != f.round, f.behind.seen[f.head[cell]] != f.round
	}
	return tail && !head || head && !tail && f.x[cell] > f.floor
}

// room is how much can move on the path that was found.
func (f *flow) room(from, to int32) int64 {
	room := int64(endless)
	for to != from {
		cell := f.ahead.via[to]
		if f.tail[cell] == to {
			room = min(room, f.x[cell]-f.floor)
			to = f.head[cell]
		} else {
			to = f.tail[cell]
		}
	}
	return room
}

// push moves units along the path that was found.
func (f *flow) push(from, to int32, units int64) {
	for to != from {
		cell := f.ahead.via[to]
		if f.tail[cell] == to {
			f.add(cell, -units)
			to = f.head[cell]
		} else {
			f.add(cell, units)
			to = f.tail[cell]
		}
	}
}
