package ranked

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// SplitCycle drops, from every circle of won duels, the duel with the least margin; those
// whom no duel that is left defeats win (Holliday & Pacuit, Public Choice 197, 2023). So a
// defeats b if it wins their duel by more than every path of won duels from b to a. The order
// is by layers of the defeats, which have no circle. It elects a Condorcet winner, is
// monotonic and independent of clones, and a ballot more never harms the option that it puts
// first.
type SplitCycle struct{}

// StableVoting looks at duels from the greatest margin down, even and lost ones too: of a
// against b, a is elected if Split Cycle does not defeat it and it would be elected without b
// (Holliday & Pacuit, Constitutional Political Economy 34, 2023). Those with equal margins are
// elected together. It elects a Condorcet winner.
type StableVoting struct {
	Simple bool // does not ask Split Cycle
}

// MaxStable bounds the sets of options that StableVoting looks at. Eighteen options have no
// more.
const MaxStable = 1 << 18

var (
	_ ballot.Rule[*ballot.Pairwise, *ballot.Order] = SplitCycle{}
	_ ballot.Rule[*ballot.Pairwise, *ballot.Order] = StableVoting{}
)

// String is the rule in canonical text.
func (SplitCycle) String() string { return "split-cycle" }

// String is the rule in canonical text.
func (r StableVoting) String() string {
	if r.Simple {
		return "stable-voting simple"
	}
	return "stable-voting"
}

// Decide: see ballot.Rule. Its steps are the defeats. No ballots are an error.
func (r SplitCycle) Decide(w *ballot.Pairwise, tb ballot.TieBreak) (*ballot.Order, error) {
	if err := check("split-cycle", 0, 0, w); err != nil {
		return nil, err
	}
	n := w.Slate().Len()
	links := Margins.strengths(w)
	paths := strongest(links, n)
	over := bitsets(n)
	var steps []Defeat
	for a := range n {
		for b := range n {
			if m := links[a*n+b]; m > paths[b*n+a] {
				over[a].add(b)
				steps = append(steps, Defeat{Duel: duel(w, ballot.Option(a), ballot.Option(b)), Back: paths[b*n+a]})
			}
		}
	}
	o, err := finish(ruleOf(r, w), w.Slate(), layers(over), nil, tb)
	if err != nil {
		return nil, err
	}
	o.Reasons = walk(steps)
	return o, nil
}

// A Defeat is the step of a duel that Split Cycle keeps: its margin is more than Back, that
// of the strongest path back.
type Defeat struct {
	Duel
	Back int64
}

// Key: see vicinia.Step.
func (d Defeat) Key() string { return "ranked.defeat" }

// String is "Ana over Ben: 34 to 20, by more than 6 back".
func (d Defeat) String() string { return fmt.Sprintf("%s, by more than %d back", d.Duel, d.Back) }

// Decide: see ballot.Rule. Those who are not elected share the second tier. A search of more
// than MaxStable sets is an error, as are no ballots.
func (r StableVoting) Decide(w *ballot.Pairwise, tb ballot.TieBreak) (*ballot.Order, error) {
	if err := check("stable-voting", 0, 0, w); err != nil {
		return nil, err
	}
	if n := w.Slate().Len(); n > 64 {
		return nil, fmt.Errorf("stable-voting: %d options, at most 64: %w", n, errTooMany)
	}
	s := newStable(r, w)
	elected, err := s.elect(1<<w.Slate().Len() - 1)
	if err != nil {
		return nil, err
	}
	return electSet(r, w, tb, func() bitset { return bitset{elected} })
}

// A stable is the memory of StableVoting: who is elected of each set met.
type stable struct {
	rule  StableVoting
	w     *ballot.Pairwise
	pairs []pair // by margin, the greatest first
	known map[uint64]uint64
}

func newStable(r StableVoting, w *ballot.Pairwise) *stable {
	s := &stable{rule: r, w: w, known: map[uint64]uint64{}}
	for a := range w.Slate().All() {
		for b := range w.Slate().All() {
			if a != b {
				s.pairs = append(s.pairs, pair{a, b})
			}
		}
	}
	slices.SortStableFunc(s.pairs, func(p, q pair) int {
		return cmp.Compare(w.Margin(q.over, q.under), w.Margin(p.over, p.under))
	})
	return s
}

func (s *stable) elect(set uint64) (elected uint64, err error) {
	if set&(set-1) == 0 {
		return set, nil
	}
	if elected, ok := s.known[set]; ok {
		return elected, nil
	}
	if len(s.known) >= MaxStable {
		return 0, fmt.Errorf("stable-voting: more than %d sets of options: %w", MaxStable, errTooMany)
	}
	can := set
	if !s.rule.Simple {
		can = s.undefeated(set)
	}
	if can&(can-1) == 0 {
		s.known[set] = can
		return can, nil
	}
	margin := int64(0)
	for _, p := range s.pairs {
		if can>>p.over&1 == 0 || set>>p.under&1 == 0 {
			continue
		}
		m := s.w.Margin(p.over, p.under)
		if elected != 0 && m < margin {
			break
		}
		if elected>>p.over&1 == 1 {
			continue
		}
		rest, err := s.elect(set &^ (1 << p.under))
		if err != nil {
			return 0, err
		}
		if rest>>p.over&1 == 1 {
			elected, margin = elected|1<<p.over, m
		}
	}
	s.known[set] = elected
	return elected, nil
}

// undefeated are those of a set whom Split Cycle does not defeat in it.
func (s *stable) undefeated(set uint64) uint64 {
	members := make([]ballot.Option, 0, 64)
	for o := range (bitset{set}).all() {
		members = append(members, ballot.Option(o))
	}
	n := len(members)
	links := make([]int64, n*n)
	for i, a := range members {
		for j, b := range members {
			links[i*n+j] = max(0, s.w.Margin(a, b))
		}
	}
	paths := strongest(links, n)
	free := set
	for i := range members {
		for j, b := range members {
			if links[i*n+j] > paths[j*n+i] {
				free &^= 1 << b
			}
		}
	}
	return free
}
