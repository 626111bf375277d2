package ranked

import (
	"fmt"
	"iter"
	"math/bits"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// Schulze is the beatpath method (Schulze, Social Choice and Welfare 36, 2011; Debian
// Constitution, A.5). A path is a chain of won duels, as strong as its weakest; a beats b
// if its strongest path to b is stronger than any back. Ties and losses are no links.
// Those whom nobody beats win. The order is by layers of that relation: those whom nobody
// beats, then those whom nobody of the others beats. Whether unranked options are below or
// apart is the matrix's. It elects a Condorcet winner and is monotonic and independent of
// clones; a ballot more can harm the option that it puts first.
type Schulze struct{ Measure Measure }

var _ ballot.Rule[*ballot.Pairwise, *ballot.Order] = Schulze{}

// String is the rule in canonical text: "schulze winning-votes". An outcome adds how
// unranked options were counted.
func (r Schulze) String() string { return "schulze " + r.Measure.String() }

// Decide does not see the ballots: see strongest for its work. No ballots are an error.
func (r Schulze) Decide(w *ballot.Pairwise, tb ballot.TieBreak) (*ballot.Order, error) {
	if err := check("schulze", r.Measure, Margins, w); err != nil {
		return nil, err
	}
	n := w.Slate().Len()
	links := r.Measure.strengths(w)
	paths := strongest(links, n)
	over := bitsets(n)
	for a := range n {
		for b := range a {
			switch there, back := paths[a*n+b], paths[b*n+a]; {
			case there > back:
				over[a].add(b)
			case there < back:
				over[b].add(a)
			}
		}
	}
	tiers := layers(over)
	o, err := finish(ruleOf(r, w), w.Slate(), tiers, nil, tb)
	if err != nil {
		return nil, err
	}
	o.Reasons = beatpaths{slate: w.Slate(), links: links, paths: paths, first: tiers[0]}.walk()
	return o, nil
}

// ruleOf is the text of a rule on duels and of how they were counted.
func ruleOf(r fmt.Stringer, w *ballot.Pairwise) string {
	return fmt.Sprintf("%s unranked=%s", r, w.Unranked())
}

// strongest returns the strengths of the strongest paths. Links join the strongest first,
// and what can be reached is kept as it grows (Italiano 1986): a path is as strong as the
// link with which it first exists. It takes n^2 log n for the sort and, beyond, a row of
// bits for each pair that a link joins.
func strongest(links []int64, n int) []int64 {
	order := make([]uint64, 0, n*n/2)
	for at, strength := range links {
		if strength > 0 {
			order = append(order, uint64(strength)<<24|uint64(at)) // below 2^34 and 2^24: see check
		}
	}
	slices.Sort(order)
	paths, below, above := make([]int64, n*n), bitsets(n), bitsets(n)
	for i := range n {
		below[i].add(i)
		above[i].add(i)
	}
	for i := len(order) - 1; i >= 0; i-- {
		strength, at := int64(order[i]>>24), int(order[i]&(1<<24-1))
		u, v := at/n, at%n
		if below[u].has(v) {
			continue
		}
		for k, word := range above[u] {
			for word &^= above[v][k]; word > 0; word &= word - 1 { // those who reach v only now
				x := k*64 + bits.TrailingZeros64(word)
				join(below, above, paths[x*n:(x+1)*n], x, v, strength)
			}
		}
	}
	return paths
}

// join lets x reach all that v reaches.
func join(below, above []bitset, paths []int64, x, v int, strength int64) {
	from := below[x]
	for k, word := range below[v] {
		fresh := word &^ from[k]
		for from[k] |= fresh; fresh > 0; fresh &= fresh - 1 {
			y := k*64 + bits.TrailingZeros64(fresh)
			paths[y] = strength
			above[y].add(x)
		}
	}
}

// beatpaths are what Schulze keeps for its steps.
type beatpaths struct {
	slate        *ballot.Slate
	links, paths []int64
	first        []ballot.Option
}

// walk tells, for each winner, the path to each other option and the strength back.
func (w beatpaths) walk() iter.Seq[vicinia.Step] {
	n := w.slate.Len()
	return func(yield func(vicinia.Step) bool) {
		for _, a := range w.first {
			for b := range n {
				if b == int(a) {
					continue
				}
				p := Path{Over: w.slate.Name(a), Under: w.slate.Name(ballot.Option(b)), Strength: w.paths[int(a)*n+b], Back: w.paths[b*n+int(a)]}
				for _, o := range w.way(int(a), b) {
					p.Via = append(p.Via, w.slate.Name(ballot.Option(o)))
				}
				if !yield(p) {
					return
				}
			}
		}
	}
}

// way is the shortest of the strongest paths, without its ends.
func (w beatpaths) way(a, b int) (via []int) {
	n := w.slate.Len()
	strength := w.paths[a*n+b]
	before := make([]int, n)
	for i := range before {
		before[i] = -1
	}
	for queue := []int{a}; len(queue) > 0 && strength > 0; queue = queue[1:] {
		u := queue[0]
		if u == b {
			for u = before[u]; u != a; u = before[u] {
				via = append(via, u)
			}
			slices.Reverse(via)
			return via
		}
		for v := range n {
			if before[v] < 0 && v != a && w.links[u*n+v] >= strength {
				before[v] = u
				queue = append(queue, v)
			}
		}
	}
	return nil
}

// A Path is the reason of Schulze: the strongest path from Over to Under, and how strong
// the strongest way back is; 0 is none. certificate.Beatpath proves it.
type Path struct {
	Over, Under    string
	Strength, Back int64
	Via            []string // between them
}

// Key: see vicinia.Step.
func (p Path) Key() string { return "ranked.path" }

// String is "Ana > Ben: 34 > 20 (via Cai)".
func (p Path) String() string {
	sign := ">"
	if p.Strength == p.Back {
		sign = "="
	}
	s := fmt.Sprintf("%s %s %s: %d %s %d", p.Over, sign, p.Under, p.Strength, sign, p.Back)
	if len(p.Via) > 0 {
		s += " (via " + strings.Join(p.Via, ", ") + ")"
	}
	return s
}
