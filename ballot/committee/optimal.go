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
	full := slices.Clone(weights)
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
	first := s.list[0]
	if s.more {
		s.list = nil
		err = c.settleMany(tb, s.firstBy)
	} else {
		err = c.settle(s.list, tb)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r, err)
	}
	c.Reasons = func(yield func(vicinia.Step) bool) {
		if !yield(optimum) {
			return
		}
		if proof := prove(e, full, weights, unit, first); proof != nil {
			yield(proof)
		}
	}
	return c, nil
}

// shorten drops the last levels of a lexicographic scale until scores fit; it tells
// whether there were any.
func shorten(weights []*big.Int, voters int64) (some bool) {
	base := big.NewInt(voters + 1)
	for new(big.Int).Mul(weights[1], base).BitLen() > 48 {
		for i, w := range weights {
			weights[i] = new(big.Int).Quo(w, base) // exact, or the last level
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
