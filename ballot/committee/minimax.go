package committee

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// Minimax elects the committee that is nearest to the ballot farthest from it: the number
// of options that one has and the other has not (Brams, Kilgour & Sanver, A Minimax
// Procedure for Electing Committees, 2007). With Lexicographic, of these the one with the
// fewest voters at that distance, then at the next. Blank ballots are voters, as far away
// as there are seats. It is not proportional: it gives weight to the odd.
type Minimax struct {
	Seats         int
	Lexicographic bool
	Work          int64 // nodes of the search; 0 is DefaultWork. More is an error
}

var _ ballot.Rule[*ballot.Profile, *Committee] = Minimax{}

// String is the rule in canonical text: "minimax-av seats=3".
func (r Minimax) String() string {
	if r.Lexicographic {
		return fmt.Sprintf("lex-minimax-av seats=%d", r.Seats)
	}
	return fmt.Sprintf("minimax-av seats=%d", r.Seats)
}

// Decide: see ballot.Rule.
func (r Minimax) Decide(p *ballot.Profile, tb ballot.TieBreak) (*Committee, error) {
	e, err := take(r, r.Seats, p)
	if err != nil {
		return nil, err
	}
	far := e.seats + e.longest() // the largest distance there is
	have, can := make([]int32, len(e.weight)), make([]int32, len(e.weight))
	h := &hunt[[]int64]{electorate: e, rule: r, work: r.Work, cmp: slices.Compare[[]int64]}
	h.cost = func(set, rest []ballot.Option) []int64 {
		e.cover(have, can, set, rest)
		at := make([]int64, far+1) // voters by distance, the largest first
		at[far-e.seats] = e.blank
		for g, w := range e.weight {
			most := int(have[g]) + min(int(can[g]), e.seats-len(set))
			at[far-(len(e.of(g))+e.seats-2*most)] += w
		}
		if r.Lexicographic {
			return at
		}
		return []int64{-int64(slices.IndexFunc(at, func(n int64) bool { return n > 0 }))}
	}
	if err := h.run(); err != nil {
		return nil, err
	}
	last := int64(far) + h.best[0]
	if r.Lexicographic {
		last = int64(far - slices.IndexFunc(h.best, func(n int64) bool { return n > 0 }))
	}
	return h.committee(tb, Distance, new(big.Rat).SetInt64(last))
}

// Monroe elects the committee that represents most voters, if each member represents as
// many as any other, one more at most, where the voters cannot be divided (Monroe, Fully
// Proportional Representation, APSR 1995, with approvals). How many that are is a maximum
// flow. Blank ballots are voters: they fill the districts.
type Monroe struct {
	Seats int
	Work  int64 // nodes of the search; 0 is DefaultWork. More is an error
}

var _ ballot.Rule[*ballot.Profile, *Committee] = Monroe{}

// String is the rule in canonical text.
func (r Monroe) String() string { return fmt.Sprintf("monroe seats=%d", r.Seats) }

// Decide: see ballot.Rule.
func (r Monroe) Decide(p *ballot.Profile, tb ballot.TieBreak) (*Committee, error) {
	e, err := take(r, r.Seats, p)
	if err != nil {
		return nil, err
	}
	h := &hunt[int64]{electorate: e, rule: r, work: r.Work, cmp: cmp.Compare[int64]}
	h.cost = func(set, rest []ballot.Option) int64 { return -e.represented(set, rest) }
	if err := h.run(); err != nil {
		return nil, err
	}
	return h.committee(tb, Voters, new(big.Rat).SetInt64(-h.best))
}

// represented is how many voters a committee represents; with a rest, a number that no
// committee of the set and some of the rest exceeds: the places left are one large one.
func (e *electorate) represented(set, rest []ballot.Option) int64 {
	seats := int64(e.seats)
	whole, over := e.voters/seats, e.voters%seats
	groups := len(e.weight)
	// Nodes: ballots, options of the slate, the spare voters, those of the places left.
	spare, left := groups+e.options, groups+e.options+1
	f := newFlow(left + 3)
	from, to := left+1, left+2
	for g, w := range e.weight {
		f.add(from, g, w)
	}
	join := func(o ballot.Option) {
		for _, g := range e.by(o) {
			f.add(int(g), groups+int(o), e.weight[g])
		}
	}
	for _, o := range set {
		join(o)
		f.add(groups+int(o), to, whole)
		f.add(groups+int(o), spare, min(over, 1))
	}
	f.add(spare, to, over)
	if places := seats - int64(len(set)); places > 0 {
		for _, o := range rest {
			join(o)
			f.add(groups+int(o), left, whole+min(over, 1))
		}
		f.add(left, to, places*whole)
		f.add(left, spare, min(over, places))
	}
	return f.max(from, to)
}

// A flow is a network for the method of Dinic (1970).
type flow struct {
	first []int32 // arc of each node; -1 is none
	next  []int32
	to    []int32
	room  []int64 // arc i and i^1 are opposite
	level []int32
	at    []int32
	queue []int32
}

func newFlow(nodes int) *flow {
	f := &flow{first: make([]int32, nodes), level: make([]int32, nodes), at: make([]int32, nodes)}
	for i := range f.first {
		f.first[i] = -1
	}
	return f
}

// add adds an arc.
func (f *flow) add(from, to int, room int64) {
	f.next = append(f.next, f.first[from], f.first[to])
	f.to = append(f.to, int32(to), int32(from))
	f.room = append(f.room, room, 0)
	f.first[from], f.first[to] = int32(len(f.to)-2), int32(len(f.to)-1)
}

// max is the largest flow.
func (f *flow) max(from, to int) (sum int64) {
	for f.reach(from, to) {
		copy(f.at, f.first)
		for {
			got := f.push(int32(from), int32(to), 1<<62)
			if got == 0 {
				break
			}
			sum += got
		}
	}
	return sum
}

// reach sets the levels and reports whether there is a way.
func (f *flow) reach(from, to int) bool {
	for i := range f.level {
		f.level[i] = -1
	}
	f.level[from] = 0
	f.queue = append(f.queue[:0], int32(from))
	for i := 0; i < len(f.queue); i++ {
		u := f.queue[i]
		for a := f.first[u]; a >= 0; a = f.next[a] {
			if v := f.to[a]; f.room[a] > 0 && f.level[v] < 0 {
				f.level[v] = f.level[u] + 1
				f.queue = append(f.queue, v)
			}
		}
	}
	return f.level[to] >= 0
}

// push sends what it can along one way.
func (f *flow) push(u, to int32, most int64) int64 {
	if u == to {
		return most
	}
	for ; f.at[u] >= 0; f.at[u] = f.next[f.at[u]] {
		a := f.at[u]
		v := f.to[a]
		if f.room[a] == 0 || f.level[v] != f.level[u]+1 {
			continue
		}
		if got := f.push(v, to, min(most, f.room[a])); got > 0 {
			f.room[a] -= got
			f.room[a^1] += got
			return got
		}
	}
	return 0
}
