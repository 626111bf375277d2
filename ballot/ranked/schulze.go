package ranked

import (
	"fmt"
	"iter"
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

// Decide is O(n^3) in the options and does not see the ballots. No ballots are an error.
func (r Schulze) Decide(w *ballot.Pairwise, tb ballot.TieBreak) (*ballot.Order, error) {
	if err := check("schulze", r.Measure, Margins, w); err != nil {
		return nil, err
	}
	n := w.Slate().Len()
	links := r.Measure.strengths(w)
	paths := slices.Clone(links)
	strongest(paths, n)
	tiers := layers(w.Slate(), func(a, b int) bool { return paths[a*n+b] > paths[b*n+a] })
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

// strongest turns links into the strengths of the strongest paths (Floyd 1962, Warshall
// 1962, with max and min).
func strongest(p []int64, n int) {
	for k := range n {
		from := p[k*n : (k+1)*n]
		for i := range n {
			via := p[i*n+k]
			if via == 0 || i == k {
				continue
			}
			row := p[i*n : (i+1)*n]
			row = row[:len(from)]
			for j, on := range from {
				row[j] = max(row[j], min(via, on))
			}
			row[i] = 0
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
