package disclosure

import "cmp"

// ways finds cheapest paths over all cells that may be blank (Dijkstra). Equal costs go
// by the number of the node.
type ways struct {
	at   [][]int32 // the cells at each node
	dist []cost
	via  []int32
	done []int32
	seen []int32
	turn int32
	heap []stop
}

type stop struct {
	cost
	node int32
}

func (s stop) before(t stop) bool {
	return cmp.Or(s.cmp(t.cost), cmp.Compare(s.node, t.node)) < 0
}

func newWays(p *pattern, may []bool) ways {
	w := ways{at: make([][]int32, p.nodes), dist: make([]cost, p.nodes), via: make([]int32, p.nodes),
		done: make([]int32, p.nodes), seen: make([]int32, p.nodes)}
	for cell, ok := range may {
		if ok {
			w.at[p.tail[cell]] = append(w.at[p.tail[cell]], int32(cell))
			w.at[p.head[cell]] = append(w.at[p.head[cell]], int32(cell))
		}
	}
	return w
}

// cheapest returns the cells to be blanked so that units can move from a node to another.
func (w *ways) cheapest(f *flow, costs []cost, from, to, without int32, units int64) (way []int32, price cost, ok bool) {
	w.turn++
	w.heap = w.heap[:0]
	w.reach(from, cost{}, without)
	for len(w.heap) > 0 {
		node := w.pop()
		if w.done[node] == w.turn {
			continue
		}
		w.done[node] = w.turn
		if node == to {
			return w.back(f, from, to), w.dist[to], true
		}
		for _, cell := range w.at[node] {
			next := f.head[cell]
			if next == node {
				if f.x[cell]-f.floor < units {
					continue
				}
				next = f.tail[cell]
			}
			if cell == without || w.done[next] == w.turn {
				continue
			}
			d := w.dist[node]
			if !f.blank[cell] {
				d = d.plus(costs[cell])
			}
			w.reach(next, d, cell)
		}
	}
	return nil, cost{}, false
}

// reach notes a way to a node, if it is the cheapest so far.
func (w *ways) reach(node int32, d cost, by int32) {
	if w.seen[node] == w.turn && w.dist[node].cmp(d) <= 0 {
		return
	}
	w.seen[node], w.dist[node], w.via[node] = w.turn, d, by
	w.heap = append(w.heap, stop{d, node})
	for i := len(w.heap) - 1; i > 0 && w.heap[i].before(w.heap[(i-1)/2]); i = (i - 1) / 2 {
		w.heap[i], w.heap[(i-1)/2] = w.heap[(i-1)/2], w.heap[i]
	}
}

func (w *ways) pop() int32 {
	top, last := w.heap[0], len(w.heap)-1
	w.heap[0] = w.heap[last]
	w.heap = w.heap[:last]
	for i := 0; ; {
		child := 2*i + 1
		if child+1 < last && w.heap[child+1].before(w.heap[child]) {
			child++
		}
		if child >= last || !w.heap[child].before(w.heap[i]) {
			return top.node
		}
		w.heap[i], w.heap[child] = w.heap[child], w.heap[i]
		i = child
	}
}

// back collects what is not yet blank on the way that was found.
func (w *ways) back(f *flow, from, to int32) (way []int32) {
	for to != from {
		cell := w.via[to]
		if !f.blank[cell] {
			way = append(way, cell)
		}
		if f.head[cell] == to {
			to = f.tail[cell]
		} else {
			to = f.head[cell]
		}
	}
	return way
}
