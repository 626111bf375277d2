package ranked

import (
	"fmt"
	"iter"
	"math/bits"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// Kemeny ranks so that the ballots disagree with the least number of pairs (Kemeny 1959;
// Young & Levenglick, SIAM Journal on Applied Mathematics 35, 1978). The slate falls into
// groups such that every option of a group wins its duels with all of the later ones: every
// best order keeps them in that sequence (Truchon 1998), so each group is searched by itself,
// exactly. Best orders with other winners are a tie; a tie-break is asked for every place in
// question, and without one options that best orders put otherwise share a tier. It elects a
// Condorcet winner; it is not independent of clones.
type Kemeny struct{}

// Slater ranks so that the least number of won duels is turned round, by however much they
// were won (Slater, Biometrika 48, 1961). It is searched as Kemeny is, and ties are as there.
// It elects a Condorcet winner.
type Slater struct{}

var (
	_ ballot.Rule[*ballot.Pairwise, *ballot.Order] = Kemeny{}
	_ ballot.Rule[*ballot.Pairwise, *ballot.Order] = Slater{}
)

// String is the rule in canonical text.
func (Kemeny) String() string { return "kemeny" }

// String is the rule in canonical text.
func (Slater) String() string { return "slater" }

// Decide: see ballot.Rule. Where a tie stands, the options of the group that are not placed
// yet share a tier, after those of them that can take the place. Which of the others share a
// lower tier is told of up to 16; more are level, as are those left by too many best orders. A
// group of more than MaxKemeny options, and a search past MaxOrders, are errors, as are no
// ballots.
func (r Kemeny) Decide(w *ballot.Pairwise, tb ballot.TieBreak) (*ballot.Order, error) {
	return electOrder(r, w, tb, func(a, b ballot.Option) int64 { return w.At(b, a) })
}

// Decide: see Kemeny.Decide.
func (r Slater) Decide(w *ballot.Pairwise, tb ballot.TieBreak) (*ballot.Order, error) {
	return electOrder(r, w, tb, func(a, b ballot.Option) int64 {
		if w.Margin(b, a) > 0 {
			return 1
		}
		return 0
	})
}

// electOrder finds the best order, where a before b costs so much.
func electOrder(r fmt.Stringer, w *ballot.Pairwise, tb ballot.TieBreak, cost func(a, b ballot.Option) int64) (*ballot.Order, error) {
	if err := check(r.String(), 0, 0, w); err != nil {
		return nil, err
	}
	o := &ballot.Order{Record: ballot.Record{Rule: ruleOf(r, w), Slate: w.Slate()}}
	for _, group := range groups(w) {
		if len(group) > MaxKemeny {
			return nil, fmt.Errorf("%s: a group of %d options without order, at most %d: %w", r, len(group), MaxKemeny, errTooMany)
		}
		if err := newSearch(w.Slate(), group, cost).order(o, tb); err != nil {
			return nil, fmt.Errorf("%s: %w", r, err)
		}
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

// neighbours are the duels of each place with the next.
func neighbours(w *ballot.Pairwise, tiers [][]ballot.Option) iter.Seq[vicinia.Step] {
	var steps []Duel
	order := slices.Concat(tiers...)
	for i := range len(order) - 1 {
		steps = append(steps, duel(w, order[i], order[i+1]))
	}
	return walk(steps)
}
