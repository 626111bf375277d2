package projects_test

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/projects"
)

// By hand: money for a weight of 4, 10 for each ballot.
func TestExpandingApprovals(t *testing.T) {
	in := &projects.Instance{
		Profile: profile(t, ballot.Ranking, []string{"A", "B", "C", "D"}, "A>B>C", "A>C", "B>C>A", "D>C"),
		Cost:    []int64{20, 15, 15, 40}, Budget: 40,
	}
	out, err := projects.ExpandingApprovals{}.Decide(in, nil)
	require.NoError(t, err)
	assert.Equal(t, []string{
		"A: funded with 20: 2 ballots rank it 1 or better",
		"D: not funded: not enough money",
		"C: funded with 15: 3 ballots rank it 2 or better", // 2 left of weight, 1.5 needed; B has 1
		"B: not funded: not enough money",
	}, steps(out))

	in = &projects.Instance{
		Profile: profile(t, ballot.Ranking, []string{"A", "B"}, "A", "B"),
		Cost:    []int64{10, 10}, Budget: 10,
	}
	out, err = projects.ExpandingApprovals{}.Decide(in, nil)
	require.NoError(t, err)
	assert.False(t, out.Tied(), "half the ballots have not enough for all the money")
	in.Cost = []int64{6, 6}
	in.Budget = 11
	out, err = projects.ExpandingApprovals{}.Decide(in, nil)
	require.NoError(t, err)
	assert.Empty(t, out.Winners())
	in.Budget = 12
	out, err = projects.ExpandingApprovals{}.Decide(in, nil)
	require.NoError(t, err)
	assert.Equal(t, "A, B", names(out), "no tie, as both fit and nobody approves of both")
}

// The rule is its definition, voter by voter in big.Rat.
func TestExpandingAgainstDefinition(t *testing.T) {
	rng := rand.New(rand.NewPCG(13, 17))
	for i := range 600 {
		in := drawn(t, rng, []ballot.Kind{ballot.Ranking, ballot.Scoring, ballot.Approval}[i%3], 40)
		out, err := projects.ExpandingApprovals{}.Decide(in, slateOrder{})
		require.NoError(t, err)
		s := newSlow(in, projects.Cost)
		require.Equal(t, s.expanding(), out.Winners(), "%v cost %v budget %d: %v", s.voters, in.Cost, in.Budget, steps(out))
	}
}

// expanding is algorithm 1 of Aziz & Lee 2021, the most weight for the cost first.
func (s *slow) expanding() (all []ballot.Option) {
	n := int64(len(s.voters))
	weight := make([]*big.Rat, n)
	for i := range weight {
		weight[i] = big.NewRat(1, 1)
	}
	won, left := make([]bool, len(s.in.Cost)), s.in.Budget
	rank := func(v []int64, p int) int {
		r := 1
		for _, n := range v {
			if n > v[p] {
				r++
			}
		}
		return r
	}
	for j := 1; j <= len(s.in.Cost) && left > 0; {
		best := -1
		var most *big.Rat
		for p, c := range s.in.Cost {
			sum := new(big.Rat)
			for i, v := range s.voters {
				if v[p] > 0 && rank(v, p) <= j {
					sum.Add(sum, weight[i])
				}
			}
			if won[p] || c > left || sum.Sign() == 0 || sum.Cmp(big.NewRat(n*c, s.in.Budget)) < 0 {
				continue
			}
			if most == nil || new(big.Rat).Quo(sum, big.NewRat(c, 1)).Cmp(new(big.Rat).Quo(most, big.NewRat(s.in.Cost[best], 1))) > 0 {
				best, most = p, sum
			}
		}
		if best < 0 {
			j++
			continue
		}
		won[best] = true
		left -= s.in.Cost[best]
		keep := new(big.Rat).Sub(most, big.NewRat(n*s.in.Cost[best], s.in.Budget))
		keep.Quo(keep, most)
		for i, v := range s.voters {
			if v[best] > 0 && rank(v, best) <= j {
				weight[i] = new(big.Rat).Mul(weight[i], keep)
			}
		}
	}
	for p, w := range won {
		if w {
			all = append(all, ballot.Option(p))
		}
	}
	return all
}
