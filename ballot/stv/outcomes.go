package stv

import (
	"fmt"
	"iter"
	"math/big"
	"slices"
	"strconv"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/committee"
)

// MaxOutcomes bounds the sets of those elected that a rule compares two by two.
const MaxOutcomes = 1_000

// outcomes are all sets of so many options, each in slate order.
type outcomes struct {
	papers *papers
	slate  *ballot.Slate
	sets   [][]ballot.Option
}

// newOutcomes reads rankings as the Reference Rules do: ranks left out are passed over, a
// shared one ends a ballot.
func newOutcomes(rule string, seats int64, p *ballot.Profile) (*outcomes, error) {
	law := &Statute{Name: rule, Skipped: Pass}
	contest := Contest{Statute: law, Seats: seats}
	ps, err := contest.papers(p)
	if err != nil {
		return nil, err
	}
	n, k := int64(p.Slate().Len()), seats
	k = min(k, n)
	if many := new(big.Int).Binomial(n, k); many.Cmp(big.NewInt(MaxOutcomes)) > 0 {
		return nil, &vicinia.Fault{Path: "seats", Err: fmt.Errorf("%d of %d options make %s sets, at most %d are compared", k, n, many, MaxOutcomes)}
	}
	return &outcomes{ps, p.Slate(), subsets(int(n), int(k))}, nil
}

// subsets are the sets of k of n options, in the order of their options.
func subsets(n, k int) (all [][]ballot.Option) {
	set := make([]ballot.Option, 0, k)
	var next func(from int)
	next = func(from int) {
		if len(set) == k {
			all = append(all, slices.Clone(set))
			return
		}
		for o := from; o <= n-(k-len(set)); o++ {
			set = append(set, ballot.Option(o))
			next(o + 1)
			set = set[:len(set)-1]
		}
	}
	next(0)
	return all
}

// duels ranks the leads of the sets over each other, which are row by row: a rule on duels that
// looks at their order alone decides among them as if each lead were its place.
func (x *outcomes) duels(leads []*big.Rat) (*ballot.Pairwise, error) {
	n := len(x.sets)
	names := make([]string, n)
	for i := range names {
		names[i] = strconv.Itoa(i)
	}
	s, err := ballot.NewSlate(names...)
	if err != nil {
		return nil, err
	}
	var levels []*big.Rat
	for _, lead := range leads {
		if lead != nil && lead.Sign() > 0 {
			levels = append(levels, lead)
		}
	}
	compare := func(a, b *big.Rat) int { return a.Cmp(b) }
	slices.SortFunc(levels, compare)
	levels = slices.CompactFunc(levels, func(a, b *big.Rat) bool { return a.Cmp(b) == 0 })
	votes := make([]int64, n*n)
	for i, lead := range leads {
		if lead != nil && lead.Sign() > 0 {
			at, _ := slices.BinarySearchFunc(levels, lead, compare)
			votes[i] = int64(at + 1)
		}
	}
	return ballot.NewPairwise(s, ballot.Below, max(1, int64(len(levels))), votes)
}

// elect ends with the sets that a rule on their duels puts first.
func (x *outcomes) elect(r ballot.Record, first []ballot.Option, tb ballot.TieBreak) (*committee.Committee, error) {
	var best [][]ballot.Option
	for _, i := range first {
		best = append(best, x.sets[i])
	}
	return committee.Among(r, len(x.sets[0]), best, tb)
}

// why walks how a set fares against those that it was compared with.
func (x *outcomes) why(votes []*big.Rat, set ballot.Option) iter.Seq[vicinia.Step] {
	n, at := len(x.sets), int(set)
	return func(yield func(vicinia.Step) bool) {
		if n == 1 && !yield(Comparison{Set: x.slate.Names(x.sets[at]...)}) {
			return
		}
		for j := range n {
			v := votes[at*n+j]
			if v != nil && !yield(Comparison{x.slate.Names(x.sets[at]...), x.slate.Names(x.sets[j]...), v, votes[j*n+at]}) {
				return
			}
		}
	}
}

// A Comparison is the step of a rule that compares whole outcomes: how the set that is first
// fares against another. Other is "" if there is no other.
type Comparison struct {
	Set, Other         string
	Votes, OthersVotes *big.Rat
}

// Key: see vicinia.Step.
func (c Comparison) Key() string { return "stv.comparison" }

// String is "Ana, Ben 79 : 71 Ana, Cai".
func (c Comparison) String() string {
	if c.Other == "" {
		return c.Set + " without a contest"
	}
	return fmt.Sprintf("%s %s : %s %s", c.Set, c.Votes.RatString(), c.OthersVotes.RatString(), c.Other)
}
