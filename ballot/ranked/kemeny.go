package ranked

import (
	"fmt"
	"iter"
	"math"
	"math/bits"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// Kemeny ranks so that the ballots disagree with the least number of pairs (Kemeny 1959;
// Young & Levenglick, SIAM Journal on Applied Mathematics 35, 1978). The slate falls into
// groups such that every option of a group wins its duels with all of the later ones:
// every best order keeps them in that sequence (Truchon 1998), so each group is searched
// by itself, exactly, by dynamic programming over its subsets (Held & Karp 1962). Best
// orders that differ are a tie for each place in question. It elects a Condorcet winner;
// it is not independent of clones.
type Kemeny struct{}

// MaxKemeny bounds a group of Kemeny: its search takes 2^n times n^2 steps.
const MaxKemeny = 20

var _ ballot.Rule[*ballot.Pairwise, *ballot.Order] = Kemeny{}

// String is the rule in canonical text.
func (Kemeny) String() string { return "kemeny" }

// Decide: see ballot.Rule. A larger group than MaxKemeny is an error, as are no ballots.
// Where a tie stands, the options of the group that are not placed yet share a tier, after
// those of them that can take the place.
func (r Kemeny) Decide(w *ballot.Pairwise, tb ballot.TieBreak) (*ballot.Order, error) {
	if err := check("kemeny", 0, 0, w); err != nil {
		return nil, err
	}
	o := &ballot.Order{Record: ballot.Record{Rule: ruleOf(r, w), Slate: w.Slate()}}
	for _, group := range groups(w) {
		if len(group) > MaxKemeny {
			return nil, fmt.Errorf("kemeny: a group of %d options without order, at most %d: %w", len(group), MaxKemeny, errTooMany)
		}
		tiers, ties, err := newSearch(w, group).order(len(o.Tiers), tb)
		if err != nil {
			return nil, err
		}
		o.Tiers, o.Ties = append(o.Tiers, tiers...), append(o.Ties, ties...)
	}
	o.Reasons = neighbours(w, o.Tiers)
	return o, nil
}

// groups are the strong components of the relation "does not lose to", best first: a
// component that is before another wins all duels with it.
func groups(w *ballot.Pairwise) [][]ballot.Option {
	n := w.Slate().Len()
	reach := bitsets(n)
	for a := range n {
		for b := range n {
			if a == b || w.Margin(ballot.Option(a), ballot.Option(b)) >= 0 {
				reach[a].add(b)
			}
		}
	}
	for k := range n {
		for a := range n {
			if reach[a].has(k) {
				for i, word := range reach[k] {
					reach[a][i] |= word
				}
			}
		}
	}
	size := func(o ballot.Option) (size int) {
		for _, word := range reach[o] {
			size += bits.OnesCount64(word)
		}
		return size
	}
	order := options(w.Slate())
	slices.SortStableFunc(order, func(a, b ballot.Option) int { return size(b) - size(a) })
	return tiersOf(order, func(a, b ballot.Option) bool { return reach[a].has(int(b)) && reach[b].has(int(a)) })
}

// A search finds the best orders of a group: best[set] is the least disagreement of an
// order of the set, placed after all others of the group.
type search struct {
	w     *ballot.Pairwise
	group []ballot.Option
	best  []int64
}

func newSearch(w *ballot.Pairwise, group []ballot.Option) *search {
	s := &search{w: w, group: group, best: make([]int64, 1<<len(group))}
	if len(group) == 1 {
		return s
	}
	for set := 1; set < len(s.best); set++ {
		least := int64(math.MaxInt64)
		for rest := set; rest > 0; rest &= rest - 1 {
			least = min(least, s.with(set, bits.TrailingZeros(uint(rest))))
		}
		s.best[set] = least
	}
	return s
}

// with is the least disagreement of an order of the set that begins with its member i.
func (s *search) with(set, i int) int64 {
	rest := set &^ (1 << i)
	cost := s.best[rest]
	for ; rest > 0; rest &= rest - 1 {
		cost += s.w.At(s.group[bits.TrailingZeros(uint(rest))], s.group[i])
	}
	return cost
}

// order reads the best order off; placed is how many places are taken.
func (s *search) order(placed int, tb ballot.TieBreak) (tiers [][]ballot.Option, ties []ballot.Tie, err error) {
	for set := len(s.best) - 1; set > 0; placed++ {
		var can []ballot.Option
		for rest := set; rest > 0; rest &= rest - 1 {
			if i := bits.TrailingZeros(uint(rest)); set&(set-1) == 0 || s.with(set, i) == s.best[set] {
				can = append(can, s.group[i])
			}
		}
		next := can[0]
		if len(can) > 1 {
			tie, err := ballot.Resolve(s.w.Slate(), ballot.Tie{For: fmt.Sprintf("place %d", placed+1), Options: can, Places: 1}, tb)
			if err != nil {
				return nil, nil, err
			}
			ties = append(ties, tie)
			in, _, _ := tie.Cut()
			if in == nil {
				return append(tiers, s.open(set, can)...), ties, nil
			}
			next = in[0]
		}
		tiers = append(tiers, []ballot.Option{next})
		set &^= 1 << slices.Index(s.group, next)
	}
	return tiers, ties, nil
}

// open are the tiers of a tie that stands: those who can be next, then the others.
func (s *search) open(set int, can []ballot.Option) [][]ballot.Option {
	var others []ballot.Option
	for i, o := range s.group {
		if set>>i&1 == 1 && !slices.Contains(can, o) {
			others = append(others, o)
		}
	}
	if others == nil {
		return [][]ballot.Option{can}
	}
	return [][]ballot.Option{can, others}
}

// neighbours are the duels of each place with the next.
func neighbours(w *ballot.Pairwise, tiers [][]ballot.Option) iter.Seq[vicinia.Step] {
	var steps []Duel
	order := slices.Concat(tiers...)
	for i := range len(order) - 1 {
		steps = append(steps, duel(w, order[i], order[i+1]))
	}
	return walk(steps)
}
