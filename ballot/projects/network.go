package projects

import (
	"slices"

	"github.com/vicinia/vicinia/internal/exact"
)

// A network carries costs from projects to the ballots that support them, at most a load
// for each ballot. Ballots that support the same of the projects are one node. All amounts
// are over the denominator of the load.
type network struct {
	load    fraction
	cost    []uint64     // by project
	times   []uint64     // by node, ballots
	start   []int32      // by node: its edges are start[i]:start[i+1]
	project []int32      // by edge
	node    []int32      // by edge
	flow    []exact.U128 // by edge
	edges   [][]int32    // by project
	child   []int32      // by node of the network before, the first of what became of it

	left  []exact.U128 // by project, what is not carried
	room  []exact.U128 // by node
	level []int32      // of the search, by project, then by node; -1 is not reached
	arc   []int32      // the same: the edges before it are of no use in this search
	queue []int32
	work  int // edges looked at
}

// extend makes the network of another one and a further project, of which it is told how
// many ballots of each node support it. It carries what the other one does, for a load that
// is not less; what rounding takes from a flow is carried anew.
func (n *network) extend(old *network, cost uint64, shared []uint64, load fraction) {
	last := int32(len(old.cost))
	n.load = load
	n.cost = append(append(n.cost[:0], old.cost...), cost)
	n.times, n.start, n.child = n.times[:0], append(n.start[:0], 0), n.child[:0]
	n.project, n.node, n.flow = n.project[:0], n.node[:0], n.flow[:0]
	for c, times := range old.times {
		n.child = append(n.child, int32(len(n.times)))
		without := times - shared[c]
		room := exact.Mul(without, load.num)
		from, to := old.start[c], old.start[c+1]
		if without > 0 || shared[c] == 0 {
			for e := from; e < to; e++ {
				f := least(rescale(old.flow[e], old.load.den, load.den), room)
				room = room.Sub(f)
				n.join(old.project[e], f)
			}
			n.close(without)
		} else {
			n.child[c]-- // all of them are the second child
		}
		if shared[c] > 0 {
			for e := from; e < to; e++ {
				f := rescale(old.flow[e], old.load.den, load.den)
				if without > 0 {
					f = f.Sub(n.flow[int(n.start[len(n.start)-2])+int(e-from)])
				}
				n.join(old.project[e], f)
			}
			n.join(last, exact.U128{})
			n.close(shared[c])
		}
	}
	n.settle()
}

func (n *network) join(project int32, flow exact.U128) {
	n.project, n.node, n.flow = append(n.project, project), append(n.node, int32(len(n.times))), append(n.flow, flow)
}

func (n *network) close(times uint64) {
	n.times, n.start = append(n.times, times), append(n.start, int32(len(n.project)))
}

// rescale is an amount over another denominator, rounded down.
func rescale(x exact.U128, from, to uint64) exact.U128 {
	if from == to {
		return x
	}
	whole, rest := x.QuoRem(from)
	whole, _ = whole.Mul(to)
	part, _ := exact.Mul(rest, to).QuoRem(from)
	whole, _ = whole.Add(part)
	return whole
}

// settle finds what is not carried, and what room there is.
func (n *network) settle() {
	n.left, n.room = n.left[:0], n.room[:0]
	for len(n.edges) < len(n.cost) {
		n.edges = append(n.edges, nil)
	}
	for i, c := range n.cost {
		n.left = append(n.left, exact.Mul(c, n.load.den))
		n.edges[i] = n.edges[i][:0]
	}
	for _, t := range n.times {
		n.room = append(n.room, exact.Mul(t, n.load.num))
	}
	for e, f := range n.flow {
		i, node := n.project[e], n.node[e]
		n.edges[i] = append(n.edges[i], int32(e))
		n.left[i], n.room[node] = n.left[i].Sub(f), n.room[node].Sub(f)
	}
}

// supports reports that the ballots of a node support one of some projects.
func (n *network) supports(node int, in []bool) bool {
	return slices.ContainsFunc(n.project[n.start[node]:n.start[node+1]], func(i int32) bool { return in[i] })
}

// raise sets the load to that of some projects, if they are shared out evenly over their
// supporters.
func (n *network) raise(over []int32) {
	before := n.load.den
	n.load = fraction{}
	in := make([]bool, len(n.cost))
	for _, i := range over {
		n.load.num += n.cost[i]
		in[i] = true
	}
	for node, t := range n.times {
		if n.supports(node, in) {
			n.load.den += t
		}
	}
	for e, f := range n.flow {
		n.flow[e] = rescale(f, before, n.load.den)
	}
	n.settle()
}

// carry carries what is left, by blocking flows (Dinic 1970). If it cannot all be carried,
// over are the projects from which no way leads to more room; else there are none.
func (n *network) carry() (over []int32) {
	for n.search() {
		for i := range n.cost {
			if n.left[i] != (exact.U128{}) {
				n.left[i] = n.left[i].Sub(n.fromProject(int32(i), n.left[i]))
			}
		}
	}
	for i := range n.cost {
		if n.level[i] >= 0 {
			over = append(over, int32(i))
		}
	}
	return over
}

// search numbers what can be reached from projects with something left, breadth first; it
// reports whether some room can be. Beyond the first room it does not look.
func (n *network) search() bool {
	m := int32(len(n.cost))
	n.level = append(n.level[:0], make([]int32, len(n.cost)+len(n.times))...)
	n.arc = append(n.arc[:0], make([]int32, len(n.level))...)
	n.queue = n.queue[:0]
	for i := range n.level {
		n.level[i] = -1
		if i < len(n.cost) && n.left[i] != (exact.U128{}) {
			n.level[i] = 0
			n.queue = append(n.queue, int32(i))
		}
	}
	found := int32(-1)
	for head := 0; head < len(n.queue); head++ {
		at := n.queue[head]
		level := n.level[at]
		if found >= 0 && level >= found {
			break
		}
		reach := func(to int32) {
			if n.level[to] < 0 {
				n.level[to] = level + 1
				n.queue = append(n.queue, to)
			}
		}
		if at < m {
			n.work += len(n.edges[at])
			for _, e := range n.edges[at] {
				reach(m + n.node[e])
				if n.room[n.node[e]] != (exact.U128{}) {
					found = level + 1
				}
			}
			continue
		}
		n.work += int(n.start[at-m+1] - n.start[at-m])
		for e := n.start[at-m]; e < n.start[at-m+1]; e++ {
			if n.flow[e] != (exact.U128{}) {
				reach(n.project[e])
			}
		}
	}
	return found >= 0
}

// fromProject carries up to an amount from a project on, and returns what it did.
func (n *network) fromProject(i int32, most exact.U128) (sent exact.U128) {
	m := int32(len(n.cost))
	for ; n.arc[i] < int32(len(n.edges[i])); n.arc[i]++ {
		n.work++
		e := n.edges[i][n.arc[i]]
		if node := n.node[e]; n.level[m+node] == n.level[i]+1 {
			more := n.fromNode(node, most.Sub(sent))
			n.flow[e], _ = n.flow[e].Add(more)
			if sent, _ = sent.Add(more); sent == most {
				return sent
			}
		}
	}
	return sent
}

// fromNode takes an amount into a node, into its room or in place of what others carry
// there.
func (n *network) fromNode(node int32, most exact.U128) (sent exact.U128) {
	at := int32(len(n.cost)) + node
	sent = least(most, n.room[node])
	n.room[node] = n.room[node].Sub(sent)
	for size := n.start[node+1] - n.start[node]; sent != most && n.arc[at] < size; {
		n.work++
		e := n.start[node] + n.arc[at]
		if i := n.project[e]; n.flow[e] != (exact.U128{}) && n.level[i] == n.level[at]+1 {
			more := n.fromProject(i, least(most.Sub(sent), n.flow[e]))
			n.flow[e] = n.flow[e].Sub(more)
			if sent, _ = sent.Add(more); sent == most {
				break
			}
		}
		n.arc[at]++
	}
	return sent
}

func least(x, y exact.U128) exact.U128 {
	if x.Cmp(y) < 0 {
		return x
	}
	return y
}
