package delegation

import (
	"cmp"
	"fmt"
	"iter"
	"slices"

	"github.com/vicinia/vicinia"
)

// A Holder is a voter who votes: for how much weight he was asked to, and for how much he
// counts. They differ by what a limit cuts off.
type Holder struct {
	Name          string
	Asked, Counts int64
}

// A Resolution is who votes for whom on one topic. The sum of what holders count, Lost and
// Cut is the weight of all voters.
type Resolution struct {
	Topic   string
	Holders []Holder   // who vote, by name
	Circles [][]string // of proxies of whom nobody votes; each begins with its first name
	Ends    []string   // who neither vote nor delegate, though somebody delegates to them; by name
	Silent  []string   // who neither vote nor delegate, and speak for nobody; by name
	Lost    int64      // weight that reaches nobody who votes
	Cut     int64      // weight above the limit

	graph   *Graph
	proxies []int32
	holder  []int32 // of each voter, or none
}

// Resolve follows proxies on a topic to those who voted themselves. With a limit above 0 a
// holder counts for no more than it. It is linear in the voters.
func (g *Graph) Resolve(topic string, voted func(name string) bool, limit int64) (*Resolution, error) {
	if limit < 0 {
		return nil, fmt.Errorf("a limit of %d", limit)
	}
	r := &Resolution{Topic: topic, graph: g, proxies: g.proxies(topic), holder: slices.Repeat([]int32{none}, len(g.voters))}
	for v, voter := range g.voters {
		if voted(voter.Name) {
			r.holder[v], r.proxies[v] = int32(v), none // his own vote prevails
		}
	}
	asked := make([]bool, len(g.voters))
	for _, p := range r.proxies {
		if p != none {
			asked[p] = true
		}
	}
	r.follow()
	weight := make([]int64, len(g.voters))
	for v, h := range r.holder {
		if h == none {
			r.Lost += g.voters[v].Weight
			continue
		}
		weight[h] += g.voters[v].Weight
	}
	for v, voter := range g.voters {
		switch {
		case r.holder[v] == int32(v):
			h := Holder{Name: voter.Name, Asked: weight[v], Counts: weight[v]}
			if limit > 0 {
				h.Counts = min(limit, h.Asked)
			}
			r.Cut += h.Asked - h.Counts
			r.Holders = append(r.Holders, h)
		case r.proxies[v] != none:
		case asked[v]:
			r.Ends = append(r.Ends, voter.Name)
		default:
			r.Silent = append(r.Silent, voter.Name)
		}
	}
	return r, nil
}

// follow finds the holder of every voter, and the circles. Each voter is walked once: a
// walk ends at the first voter that an earlier walk has seen.
func (r *Resolution) follow() {
	walk := make([]int32, len(r.proxies)) // 1 + the walk that saw a voter
	for first := range r.proxies {
		var path []int32
		v := int32(first)
		for v != none && walk[v] == 0 {
			walk[v] = int32(first) + 1
			path = append(path, v)
			v = r.proxies[v]
		}
		if v == none { // the last of the path votes, or nobody does
			v = path[len(path)-1]
		} else if walk[v] == int32(first)+1 && len(path) > 0 {
			r.circle(path[slices.Index(path, v):])
		}
		for _, p := range path {
			r.holder[p] = r.holder[v]
		}
	}
	slices.SortFunc(r.Circles, func(a, b []string) int { return cmp.Compare(a[0], b[0]) })
}

// circle keeps a circle from its first name on.
func (r *Resolution) circle(ring []int32) {
	at := slices.Index(ring, slices.Min(ring))
	var names []string
	for _, v := range slices.Concat(ring[at:], ring[:at]) {
		names = append(names, r.graph.voters[v].Name)
	}
	r.Circles = append(r.Circles, names)
}

// Path is a voter, his proxy, the proxy's proxy and so on, to the one who votes, the one
// where the chain ends, or the one where the circle closes, who then stands in it twice. An
// unknown voter has none.
func (r *Resolution) Path(voter string) (path []string) {
	v, ok := r.graph.at[voter]
	if !ok {
		return nil
	}
	seen := map[int32]bool{}
	for ; v != none; v = r.proxies[v] {
		path = append(path, r.graph.voters[v].Name)
		if seen[v] {
			break
		}
		seen[v] = true
	}
	return path
}

// Why walks the steps: holders by name, then what was lost and why.
func (r *Resolution) Why() iter.Seq[vicinia.Step] {
	return func(yield func(vicinia.Step) bool) {
		for _, h := range r.Holders {
			if !yield(h) {
				return
			}
		}
		for _, c := range r.Circles {
			if !yield(Circle(c)) {
				return
			}
		}
		for _, name := range r.Ends {
			if !yield(End(name)) {
				return
			}
		}
	}
}

// Key: see vicinia.Step.
func (h Holder) Key() string { return "delegation.holder" }

// String is "Ben votes for 2".
func (h Holder) String() string {
	if h.Asked > h.Counts {
		return fmt.Sprintf("%s votes for %d, and was asked by %d", h.Name, h.Counts, h.Asked)
	}
	return fmt.Sprintf("%s votes for %d", h.Name, h.Counts)
}

// A Circle is the step of proxies who send each other round.
type Circle []string

// Key: see vicinia.Step.
func (c Circle) Key() string { return "delegation.circle" }

// String is "nobody votes in the circle Ana, Ben".
func (c Circle) String() string {
	text := "nobody votes in the circle "
	for i, name := range c {
		if i > 0 {
			text += ", "
		}
		text += name
	}
	return text
}

// An End is the step of a proxy who neither votes nor delegates.
type End string

// Key: see vicinia.Step.
func (e End) Key() string { return "delegation.end" }

// String is "Cai is asked to vote, and neither votes nor delegates".
func (e End) String() string { return string(e) + " is asked to vote, and neither votes nor delegates" }
