package projects

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/internal/exact"
)

// MaximinSupport funds, round by round, the project after which the costs of all that is
// funded can be spread most evenly over those who support them: with the least greatest
// load, where every cost may be shared out among its supporters anew each time (Aziz, Lee
// & Talmon, Proportionally Representative Participatory Budgeting, 2018, as generalised
// sequential Phragmen; for committees Sanchez-Fernandez et al. 2022). Whoever gives a
// project points supports it. Projects that no longer fit, or are barred otherwise, are
// passed over. Equal loads are a tie who is next, unless all fit together and nobody who
// supports one of them supports another funded one, or everything fits.
type MaximinSupport struct{}

var _ ballot.Rule[*Instance, *Selection] = MaximinSupport{}

// String is the rule in canonical text.
func (r MaximinSupport) String() string { return "maximin-support" }

// Decide: see ballot.Rule. While a tie stands, what comes after it is not funded.
func (r MaximinSupport) Decide(in *Instance, tb ballot.TieBreak) (*Selection, error) {
	f, err := in.compile()
	if err != nil {
		return nil, fmt.Errorf("maximin-support: %w", err)
	}
	s := f.session(r.String(), tb)
	b := &spread{f: f, low: make([]fraction, len(f.cost)), class: make([]int32, len(f.times)), fans: [][]int32{nil}, times: []uint64{uint64(f.voters)}}
	for i := range b.low {
		b.low[i] = fraction{uint64(f.cost[i]), uint64(max(1, f.votes[i]))}
	}
	for {
		next := b.least(s)
		if len(next) > 1 && !(s.together(next) && f.apart(append(slices.Clone(next), b.set...))) {
			if s.enough() {
				next = next[:1]
			} else if next, err = s.choose(next); err != nil {
				return nil, fmt.Errorf("maximin-support: %w", err)
			}
		}
		if next == nil {
			break
		}
		for _, p := range next {
			load := b.low[p]
			b.add(p)
			s.money.fund(p, f.cost[p])
			s.out[p] = true
			s.steps = append(s.steps, Loaded{
				Project: s.name(p), Cost: f.cost[p], Ballots: f.votes[p],
				Load: new(big.Rat).SetFrac(new(big.Int).SetUint64(load.num), new(big.Int).SetUint64(load.den)),
			})
		}
	}
	s.rest(Outvoted)
	return s.close(), nil
}

// A fraction is a load: a sum of costs over a number of ballots.
type fraction struct{ num, den uint64 }

func (x fraction) cmp(y fraction) int { return exact.Mul(x.num, y.den).Cmp(exact.Mul(y.num, x.den)) }

// A spread is what is funded and, by project, the greatest load that it last had or would
// bring. As more is funded that only grows, so that a project is looked at again only while
// it could be the least.
type spread struct {
	f     *field
	set   []ballot.Option
	low   []fraction
	class []int32   // by ballot: those of a class support the same of the set
	fans  [][]int32 // by class, places in the set
	times []uint64  // by class, ballots
}

// shared is how many of each class support a project, by class.
func (b *spread) shared(p ballot.Option) []uint64 {
	n := make([]uint64, len(b.fans))
	backs, _ := b.f.backs.row(int(p))
	for _, at := range backs {
		n[b.class[at]] += uint64(b.f.times[at])
	}
	return n
}

// add puts a project into the set.
func (b *spread) add(p ballot.Option) {
	child := make([]int32, len(b.fans))
	for c, n := range b.shared(p) {
		if n > 0 {
			child[c] = int32(len(b.fans))
			b.fans = append(b.fans, append(slices.Clip(b.fans[c]), int32(len(b.set))))
			b.times[c] -= n
			b.times = append(b.times, n)
		}
	}
	backs, _ := b.f.backs.row(int(p))
	for _, at := range backs {
		b.class[at] = child[b.class[at]]
	}
	b.set = append(b.set, p)
}

// least are the open projects that bring the least greatest load; b.low is exact for them.
func (b *spread) least(s *session) (best []ballot.Option) {
	var queue []ballot.Option
	for p := range ballot.Option(len(b.low)) {
		if s.out[p] || b.f.votes[p] == 0 {
			continue
		}
		switch bar := s.money.bar(p); bar {
		case Open:
			queue = append(queue, p)
		case Waiting:
		default:
			s.refuse(p, bar)
		}
	}
	slices.SortStableFunc(queue, func(p, q ballot.Option) int { return b.low[p].cmp(b.low[q]) })
	for _, p := range queue {
		if best != nil && b.low[p].cmp(b.low[best[0]]) > 0 {
			break
		}
		b.low[p] = b.load(p, b.low[p])
		c := -1
		if best != nil {
			c = b.low[p].cmp(b.low[best[0]])
		}
		switch {
		case c < 0:
			best = append(best[:0], p)
		case c == 0:
			best = append(best, p)
		}
	}
	slices.Sort(best)
	return best
}

// load is the least greatest load with one more project: the most that some of the set
// cost for each ballot that supports one of them. The load is raised from a lower bound to
// that of the set that a least cut shows to be over it, until there is none (Dinkelbach
// 1967).
func (b *spread) load(p ballot.Option, from fraction) fraction {
	n := b.network(p)
	for {
		over := n.cut(from)
		if over == nil {
			return from
		}
		from = fraction{}
		for _, i := range over {
			from.num += n.cost[i]
		}
		for node, fan := range n.fans {
			if slices.ContainsFunc(fan, func(i int32) bool { return n.level[i] >= 0 }) {
				from.den += n.times[node]
			}
		}
	}
}

// A network carries costs from projects to the ballots that support them; ballots that
// support the same of the projects are one node.
type network struct {
	cost  []uint64
	times []uint64  // by node of ballots
	backs [][]int32 // by project, nodes
	fans  [][]int32 // by node, projects

	left  []exact.U128 // by project, what is not carried
	room  []exact.U128 // by node
	flow  [][]exact.U128
	level []int32 // of the search: projects, then nodes
}

// network is that of the set and one more project.
func (b *spread) network(p ballot.Option) *network {
	n := &network{backs: make([][]int32, len(b.set)+1)}
	for _, q := range append(slices.Clip(b.set), p) {
		n.cost = append(n.cost, uint64(b.f.cost[q]))
	}
	node := func(fan []int32, times uint64) {
		if len(fan) == 0 || times == 0 {
			return
		}
		for _, i := range fan {
			n.backs[i] = append(n.backs[i], int32(len(n.times)))
		}
		n.fans, n.times = append(n.fans, fan), append(n.times, times)
	}
	for c, shared := range b.shared(p) {
		node(b.fans[c], b.times[c]-shared)
		node(append(slices.Clip(b.fans[c]), int32(len(b.set))), shared)
	}
	return n
}

// cut carries as much as a load of num/den lets it, and returns the projects that cannot
// all be paid: those from which a search for a way to more room ends without one. nil is
// that all can.
func (n *network) cut(load fraction) (over []int) {
	n.left, n.room = make([]exact.U128, len(n.cost)), make([]exact.U128, len(n.times))
	n.flow = make([][]exact.U128, len(n.cost))
	for i, c := range n.cost {
		n.left[i] = exact.Mul(c, load.den)
		n.flow[i] = make([]exact.U128, len(n.backs[i]))
	}
	for i, t := range n.times {
		n.room[i] = exact.Mul(t, load.num)
	}
	for n.search() {
		for i := range n.cost {
			for n.left[i] != (exact.U128{}) {
				sent := n.send(i, n.left[i])
				if sent == (exact.U128{}) {
					break
				}
				n.left[i] = n.left[i].Sub(sent)
			}
		}
	}
	done := true
	for i := range n.cost {
		done = done && n.left[i] == exact.U128{}
		if n.level[i] >= 0 {
			over = append(over, i)
		}
	}
	if done {
		return nil
	}
	return over
}

// search numbers what can be reached from projects with something left, breadth first; it
// reports whether some room can be.
func (n *network) search() bool {
	projects := len(n.cost)
	n.level = make([]int32, projects+len(n.times))
	var queue []int
	for i := range n.level {
		n.level[i] = -1
		if i < projects && n.left[i] != (exact.U128{}) {
			n.level[i] = 0
			queue = append(queue, i)
		}
	}
	found := false
	reach := func(to int, from int32) {
		if n.level[to] < 0 {
			n.level[to] = from + 1
			queue = append(queue, to)
		}
	}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		if at < projects {
			for _, node := range n.backs[at] {
				reach(projects+int(node), n.level[at])
			}
			continue
		}
		node := at - projects
		found = found || n.room[node] != exact.U128{}
		for _, i := range n.fans[node] {
			if n.flow[i][n.edge(int(i), node)] != (exact.U128{}) {
				reach(int(i), n.level[at])
			}
		}
	}
	return found
}

// edge is the place of a node in the row of a project.
func (n *network) edge(project, node int) int {
	at, _ := slices.BinarySearch(n.backs[project], int32(node))
	return at
}

// send carries up to an amount from a project along a way of growing level, Dinic 1970. A
// node from which nothing more goes is left out until the next search.
func (n *network) send(project int, most exact.U128) exact.U128 {
	projects := len(n.cost)
	for e, node := range n.backs[project] {
		if n.level[projects+int(node)] != n.level[project]+1 {
			continue
		}
		if room := n.room[node]; room != (exact.U128{}) {
			sent := least(most, room)
			n.room[node] = room.Sub(sent)
			n.flow[project][e], _ = n.flow[project][e].Add(sent)
			return sent
		}
		for _, other := range n.fans[node] {
			back := n.edge(int(other), int(node))
			carried := n.flow[other][back]
			if n.level[other] != n.level[projects+int(node)]+1 || carried == (exact.U128{}) {
				continue
			}
			if sent := n.send(int(other), least(most, carried)); sent != (exact.U128{}) {
				n.flow[other][back] = n.flow[other][back].Sub(sent)
				n.flow[project][e], _ = n.flow[project][e].Add(sent)
				return sent
			}
		}
		n.level[projects+int(node)] = -1 - n.level[projects+int(node)] // a dead end
	}
	return exact.U128{}
}

func least(x, y exact.U128) exact.U128 {
	if x.Cmp(y) < 0 {
		return x
	}
	return y
}
