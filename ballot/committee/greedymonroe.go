package committee

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// GreedyMonroe elects one by one who has most voters not represented yet, and gives the
// member of them as many as a seat stands for: voters/seats, one more in the first rounds
// if the voters cannot be divided (Skowron, Faliszewski & Slinko, Achieving Fully
// Proportional Representation, 2015). Where there are more of them, those of the ballots
// with the fewest approvals go first, then by the names on them: the source leaves it open.
type GreedyMonroe struct{ Seats int }

var _ ballot.Rule[*ballot.Profile, *Committee] = GreedyMonroe{}

// String is the rule in canonical text.
func (r GreedyMonroe) String() string { return fmt.Sprintf("greedy-monroe seats=%d", r.Seats) }

// Decide: see ballot.Rule.
func (r GreedyMonroe) Decide(p *ballot.Profile, tb ballot.TieBreak) (*Committee, error) {
	return agreed(tb, func(tb ballot.TieBreak) (*Committee, error) { return r.decide(p, tb) })
}

func (r GreedyMonroe) decide(p *ballot.Profile, tb ballot.TieBreak) (*Committee, error) {
	e, err := take(r, r.Seats, p)
	if err != nil {
		return nil, err
	}
	v := e.newElection(r, tb)
	votes := make([]*big.Int, e.options)
	left := append([]int64(nil), e.weight...)
	count := func() {
		for o := range votes {
			n := int64(0)
			for _, g := range e.by(ballot.Option(o)) {
				n += left[g]
			}
			votes[o] = big.NewInt(n)
		}
	}
	count()
	order := e.byNames()
	v.best(votes, big.NewInt(1))
	v.touch = func(ballot.Option, ballot.Option) bool { return true }
	v.elect = func(o ballot.Option) {
		due := e.voters / int64(r.Seats)
		if int64(len(v.rounds)) <= e.voters%int64(r.Seats) {
			due++
		}
		for _, g := range order {
			if slices.Contains(e.of(g), o) {
				took := min(due, left[g])
				left[g] -= took
				due -= took
			}
		}
		count()
	}
	if err := v.run(); err != nil {
		return nil, err
	}
	return v.committee(), nil
}

// byNames are the ballots, the fewest approvals first, then by the bytes of their names: an
// order that the slate does not change.
func (e *electorate) byNames() []int {
	names, order := make([][]string, len(e.weight)), make([]int, len(e.weight))
	for g := range order {
		order[g] = g
		for _, o := range e.of(g) {
			names[g] = append(names[g], e.slate.Name(o))
		}
		slices.Sort(names[g])
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(len(names[a]), len(names[b])), slices.Compare(names[a], names[b]))
	})
	return order
}
