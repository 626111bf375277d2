package committee

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// optimal is Decide for the best score.
func (r Thiele) optimal(e *electorate, tb ballot.TieBreak) (*Committee, error) {
	weights, unit := r.Scale.weightsOf(e.seats, e.voters)
	left := r.Scale.form == lexical && shorten(weights, e.voters)
	s, err := newSearch(e, weights, r.Work)
	if err == nil {
		err = s.run()
	}
	if err == nil && left {
		err = s.byLevels()
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r, err)
	}
	c := &Committee{Record: ballot.Record{Rule: r.String(), Slate: e.slate}, Seats: e.seats}
	optimum := Optimum{
		Measure: Score, Value: new(big.Rat).SetFrac(big.NewInt(s.best/s.unit), unit), Ways: len(s.list), More: s.more, Nodes: s.nodes,
	}
	if r.Scale.layered() {
		optimum.Measure, optimum.Value = Voters, new(big.Rat).SetInt64(e.levels(s.list[0])[1])
	}
	if s.more {
		s.list = nil
		err = c.settleMany(tb, s.firstBy)
	} else {
		err = c.settle(s.list, tb)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r, err)
	}
	why := []vicinia.Step{optimum}
	if b := s.proof(unit); b != nil && !r.Scale.layered() {
		why = append(why, *b)
	}
	c.Reasons = steps(why)
	return c, nil
}

// shorten drops the last levels of a lexicographic scale until scores fit; it tells
// whether there were any.
func shorten(weights []*big.Int, voters int64) (some bool) {
	base := big.NewInt(voters + 1)
	for new(big.Int).Mul(weights[1], base).BitLen() > 48 {
		for _, w := range weights {
			w.Quo(w, base) // exact, or the last level
		}
		some = true
	}
	return some
}

// byLevels keeps the committees that are best on the levels which the search left out.
func (s *search) byLevels() error {
	if s.more {
		return fmt.Errorf("more than %d committees are level as far as 64 bits tell", s.limit)
	}
	slices.SortStableFunc(s.list, func(a, b []ballot.Option) int { return slices.Compare(s.levels(b), s.levels(a)) })
	best := s.levels(s.list[0])
	s.list = slices.DeleteFunc(s.list, func(set []ballot.Option) bool { return !slices.Equal(s.levels(set), best) })
	return nil
}

// levels are the voters with so many members or more.
func (e *electorate) levels(set []ballot.Option) []int64 {
	have, at := make([]int, len(e.weight)), make([]int64, len(set)+1)
	for _, o := range set {
		for _, g := range e.by(o) {
			have[g]++
			at[have[g]] += e.weight[g]
		}
	}
	return at
}

// A Bound is the step that proves, where it is taken, that no committee scores more than
// the best: the voters of each ballot, in canonical order, pay a price for every member
// they approve (certificate.Thiele). Where no prices alone prove it, there is none.
type Bound struct {
	Value  *big.Rat // which no score exceeds: less than a whole step above the best
	Prices []*big.Rat
}

// Key: see vicinia.Step.
func (b Bound) Key() string { return "committee.bound" }

// String is "no committee scores more than 47/6, by prices of 12 ballots".
func (b Bound) String() string {
	return fmt.Sprintf("no committee scores more than %s, by prices of %d ballots", b.Value.RatString(), len(b.Prices))
}

// proof looks for prices that prove the best score without a search.
func (s *search) proof(unit *big.Int) *Bound {
	total, ok := s.prices.prove(s)
	if !ok {
		return nil
	}
	all := new(big.Int).Mul(unit, big.NewInt(s.unit))
	b := &Bound{Value: new(big.Rat).SetFrac(big.NewInt(total), all)}
	for _, p := range s.prices.try {
		b.Prices = append(b.Prices, new(big.Rat).SetFrac(big.NewInt(p), all))
	}
	return b
}
