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

// points is a vote of points by project; every row is a ballot.
func points(t *testing.T, rows ...[]int32) *ballot.Profile {
	t.Helper()
	p := profile(t, ballot.Scoring, []string{"A", "B", "C", "D"}[:len(rows[0])])
	for _, row := range rows {
		var b ballot.Ballot
		for i, n := range row {
			if n > 0 {
				b = append(b, ballot.Mark{Option: ballot.Option(i), Level: n})
			}
		}
		require.NoError(t, p.Add(b, 1))
	}
	return p
}

// By hand: three ballots with 10 each.
func TestCumulativeSupport(t *testing.T) {
	tests := []struct {
		name string
		rows [][]int32
		cost []int64
		want map[projects.CumulativeSupport]string
	}{
		// A has 12 and returns 2, 1 from each of its ballots; B has 8+2 then, C 10.
		{"excess", [][]int32{{6, 4, 0}, {6, 4, 0}, {0, 0, 1}}, []int64{10, 10, 10}, map[projects.CumulativeSupport]string{
			{}: "A, B, C", {PerCost: true}: "A, B, C", {Minimal: true}: "A, B, C",
		}},
		// C lacks most and goes; its 4 make B's 8 into 12, of which 2 have no other project. Of
		// the 12 that A has at most by transfers 9 are needed.
		{"elimination", [][]int32{{2, 3, 5}, {0, 8, 2}, {0, 0, 1}}, []int64{9, 12, 25}, map[projects.CumulativeSupport]string{
			{}: "A, B", {Minimal: true}: "A, B",
		}},
		// Nobody has enough for anything: what was eliminated last comes first.
		{"late", [][]int32{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}, []int64{30, 25, 20}, map[projects.CumulativeSupport]string{
			{}: "C", {Minimal: true}: "C",
		}},
	}
	for _, tt := range tests {
		for r, want := range tt.want {
			in := &projects.Instance{Profile: points(t, tt.rows...), Cost: tt.cost, Budget: 30}
			out, err := r.Decide(in, nil)
			require.NoError(t, err)
			assert.Equal(t, want, names(out), "%s: %s: %v", tt.name, r, steps(out))
		}
	}
}

// Ties of who is next and of who goes stand without a tie-break.
func TestCumulativeTies(t *testing.T) {
	in := &projects.Instance{Profile: points(t, []int32{1, 0}, []int32{0, 1}), Cost: []int64{12, 12}, Budget: 20}
	for _, r := range []rule{projects.CumulativeSupport{}, projects.CumulativeSupport{Minimal: true}} {
		out, err := r.Decide(in, nil)
		require.NoError(t, err)
		assert.True(t, out.Tied(), "%s", r)
		assert.Empty(t, out.Winners())
		all, err := ballot.Universes(10, func(tb ballot.TieBreak) (*projects.Selection, error) { return r.Decide(in, tb) })
		require.NoError(t, err)
		assert.Len(t, all, 2, "%s", r)
	}
}

// The rule is its definition, donor by donor in big.Rat.
func TestCumulativeAgainstDefinition(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 11))
	for range 300 {
		in := drawn(t, rng, ballot.Scoring, 40)
		r := projects.CumulativeSupport{PerCost: rng.IntN(2) == 0}
		out, err := r.Decide(in, slateOrder{})
		require.NoError(t, err)
		require.Equal(t, slowCumulative(newSlow(in, projects.Cost), r.PerCost), out.Winners(), "%s: cost %v budget %d: %v", r, in.Cost, in.Budget, steps(out))
	}
}

// slowCumulative is elimination with transfers; ties go by the slate.
func slowCumulative(s *slow, perCost bool) (all []ballot.Option) {
	m := len(s.in.Cost)
	gifts := make([][]*big.Rat, len(s.voters))
	for i, v := range s.voters {
		sum := int64(0)
		for _, n := range v {
			sum += n
		}
		for _, n := range v {
			gifts[i] = append(gifts[i], new(big.Rat))
			if sum > 0 {
				gifts[i][len(gifts[i])-1] = big.NewRat(n*s.in.Budget, sum*int64(len(s.voters)))
			}
		}
	}
	in, won := make([]bool, m), make([]bool, m)
	left := s.in.Budget
	var gone []int
	// leave takes a part of the gifts to a project and gives the rest to the others.
	leave := func(p int, part *big.Rat) {
		in[p] = false
		for _, g := range gifts {
			rest, sum := new(big.Rat).Sub(g[p], new(big.Rat).Mul(g[p], part)), new(big.Rat)
			g[p] = new(big.Rat)
			for q := range g {
				if in[q] {
					sum.Add(sum, g[q])
				}
			}
			for q := range g {
				if in[q] && sum.Sign() > 0 {
					more := new(big.Rat).Mul(rest, g[q])
					g[q] = more.Add(more.Quo(more, sum), g[q])
				}
			}
		}
	}
	for p, c := range s.in.Cost {
		in[p] = c >= 0
	}
	support := func(p int) *big.Rat {
		sum := new(big.Rat)
		for _, g := range gifts {
			sum.Add(sum, g[p])
		}
		return sum
	}
	for {
		for p, c := range s.in.Cost {
			if in[p] && c > left {
				leave(p, new(big.Rat))
			}
		}
		best, worst := -1, -1
		var most, least *big.Rat
		for p, c := range s.in.Cost {
			if !in[p] {
				continue
			}
			sum, cost := support(p), big.NewRat(c, 1)
			excess := new(big.Rat).Sub(sum, cost)
			if least == nil || excess.Cmp(least) <= 0 {
				worst, least = p, excess
			}
			measure := excess
			if perCost {
				measure = new(big.Rat).Quo(sum, cost)
			}
			if excess.Sign() >= 0 && (most == nil || measure.Cmp(most) > 0) {
				best, most = p, measure
			}
		}
		switch {
		case best >= 0:
			won[best] = true
			left -= s.in.Cost[best]
			leave(best, new(big.Rat).Quo(big.NewRat(s.in.Cost[best], 1), support(best)))
			continue
		case worst >= 0:
			gone = append(gone, worst)
			leave(worst, new(big.Rat))
			continue
		}
		break
	}
	for i := len(gone) - 1; i >= 0; i-- {
		if s.in.Cost[gone[i]] <= left {
			won[gone[i]] = true
			left -= s.in.Cost[gone[i]]
		}
	}
	for p, w := range won {
		if w {
			all = append(all, ballot.Option(p))
		}
	}
	return all
}
