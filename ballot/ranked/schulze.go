package ranked

import (
	"fmt"
	"iter"
	"math"
	"math/bits"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// Schulze is the beatpath method (Schulze, Social Choice and Welfare 36, 2011; arXiv
// 1804.02973, with Margins, Ratios, LosingVotes and, as its winning votes, Lexical; Debian
// Constitution, A.5: Lexical). A path is a chain of won duels, as strong as its weakest; a
// beats b if its strongest path to b is stronger than any back. Ties and losses are no links.
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
	if r.Measure == Opposition {
		return nil, fmt.Errorf("schulze: no %s here", r.Measure)
	}
	if err := check("schulze", r.Measure, LosingVotes, w); err != nil {
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
// link with which it first exists. Links are sorted as they are needed, bucket by bucket,
// until every option reaches every other. Beyond n^2 for the buckets it takes a row of bits
// for each pair that a link joins.
func strongest(links []int64, n int) []int64 {
	queue := newLinkQueue(links)
	paths, below, above := make([]int64, n*n), bitsets(n), bitsets(n)
	for i := range n {
		below[i].add(i)
		above[i].add(i)
	}
	missing := n * (n - 1) // pairs without a path
	for missing > 0 {
		link, ok := queue.next()
		if !ok {
			break
		}
		strength, at := int64(link>>linkBits), int(link&(1<<linkBits-1))
		u, v := at/n, at%n
		if below[u].has(v) {
			continue
		}
		for k, word := range above[u] {
			for word &^= above[v][k]; word > 0; word &= word - 1 { // those who reach v only now
				x := k*64 + bits.TrailingZeros64(word)
				missing -= join(below, above, paths[x*n:(x+1)*n], x, v, strength)
			}
		}
	}
	return paths
}

// join lets x reach all that v reaches, and says how many that are anew.
func join(below, above []bitset, paths []int64, x, v int, strength int64) (gained int) {
	from, bit, word := below[x], uint64(1)<<(x%64), x/64
	for k, reached := range below[v] {
		fresh := reached &^ from[k]
		gained += bits.OnesCount64(fresh)
		for from[k] |= fresh; fresh > 0; fresh &= fresh - 1 {
			y := k*64 + bits.TrailingZeros64(fresh)
			paths[y] = strength
			above[y][word] |= bit
		}
	}
	return gained
}

// linkBits holds the place of a link in a matrix of ballot.MaxPairwise options.
const linkBits = 24

// A linkQueue gives links, the strongest first. They lie in buckets by strength, and a
// bucket is sorted when it is reached.
type linkQueue struct {
	links  []uint64 // strength, then place: below 2^34 and 2^24, see check
	ends   []int32  // of the buckets, the weakest first
	bucket int      // the one that is sorted
	at     int      // those from here on are given
}

func newLinkQueue(strengths []int64) *linkQueue {
	least, most, some := int64(math.MaxInt64), int64(0), 0
	for _, s := range strengths {
		if s > 0 {
			least, most = min(least, s), max(most, s)
			some++
		}
	}
	q := &linkQueue{links: make([]uint64, some), at: some}
	if some == 0 {
		return q
	}
	shift := max(0, bits.Len64(uint64(most-least))-bits.Len(uint(some/4)))
	q.bucket = int((most-least)>>shift) + 1
	q.ends = make([]int32, q.bucket)
	for _, s := range strengths {
		if s > 0 {
			q.ends[(s-least)>>shift]++
		}
	}
	for i := range q.ends[1:] {
		q.ends[i+1] += q.ends[i]
	}
	for at := len(strengths) - 1; at >= 0; at-- {
		if s := strengths[at]; s > 0 {
			end := &q.ends[(s-least)>>shift]
			*end--
			q.links[*end] = uint64(s)<<linkBits | uint64(at)
		}
	}
	return q // ends are the starts now: the next one's start is a bucket's end
}

// next is the strongest of the links that are left.
func (q *linkQueue) next() (link uint64, ok bool) {
	if q.at == 0 {
		return 0, false
	}
	for q.bucket == len(q.ends) || q.at == int(q.ends[q.bucket]) {
		q.bucket--
		slices.Sort(q.links[q.ends[q.bucket]:q.at])
	}
	q.at--
	return q.links[q.at], true
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
// the strongest way back is, in votes or, by Lexical, Ratios and LosingVotes, in places of the
// won duels from 1, the weakest; 0 is none. certificate.Beatpath proves it.
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
