package projects_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/projects"
)

// everyRule is each rule with settings that differ in how it asks about ties.
var everyRule = []rule{
	projects.Greedy{}, projects.Greedy{Utility: projects.Cardinality}, projects.Greedy{NoSkip: true},
	projects.Greedy{Part: vicinia.Frac(1, 2)}, projects.MaxWelfare{}, projects.MaxWelfare{Utility: projects.Cardinality},
	projects.EqualShares{}, projects.EqualShares{Utility: projects.Cardinality}, projects.EqualShares{Utility: projects.Effort},
	projects.EqualShares{Ties: projects.LowerCost}, projects.EqualShares{Completion: projects.Completion{Greedy: true}},
	projects.EqualShares{Completion: projects.Completion{Greedy: true, Part: vicinia.Frac(1, 2)}},
	projects.EqualShares{Completion: projects.Completion{Step: 1, Compare: true}},
	projects.EqualShares{Completion: projects.Completion{Step: 1, Stop: projects.Exhausted}, Ties: projects.LowerCost},
	projects.EqualShares{Exact: true, Completion: projects.Completion{Step: projects.LeastChange, Start: projects.Fraction}},
	projects.EqualShares{Exact: true, Completion: projects.Completion{Step: projects.NextProject, Start: projects.Fraction}},
	projects.BoundedOverspending{}, projects.BoundedOverspending{Utility: projects.Cardinality, Ties: projects.LowerCost},
	projects.Phragmen{}, projects.Phragmen{Skip: true}, projects.MaximinSupport{}, projects.ExpandingApprovals{},
	projects.CumulativeSupport{}, projects.CumulativeSupport{PerCost: true},
	projects.CumulativeSupport{Minimal: true}, projects.CumulativeSupport{PerCost: true, Minimal: true},
}

// level draws a small vote with many ties.
func level(t *testing.T, rng *rand.Rand) *projects.Instance {
	t.Helper()
	m := 2 + rng.IntN(4)
	in := &projects.Instance{Budget: rng.Int64N(5 * int64(m)), Cost: make([]int64, m)}
	for i := range in.Cost {
		in.Cost[i] = []int64{6, 6, 3, rng.Int64N(12)}[rng.IntN(4)]
	}
	kind := []ballot.Kind{ballot.Approval, ballot.Approval, ballot.Ranking, ballot.Scoring}[rng.IntN(4)]
	in.Profile = profile(t, kind, []string{"A", "B", "C", "D", "E"}[:m])
	for range rng.IntN(4) {
		var b ballot.Ballot
		for i, o := range rng.Perm(m)[:rng.IntN(m+1)] {
			mark := ballot.Mark{Option: ballot.Option(o), Level: 1}
			switch kind {
			case ballot.Ranking:
				mark.Level = int32(i + 1)
			case ballot.Scoring:
				mark.Level = 1 + rng.Int32N(2)
			}
			b = append(b, mark)
		}
		require.NoError(t, in.Profile.Add(b, 1+rng.Int64N(2)))
	}
	return in
}

// Without a tie-break a rule is tied exactly where ways of breaking its ties fund others.
func TestTiesThatChangeNothingAreNone(t *testing.T) {
	rng := rand.New(rand.NewPCG(22, 1))
	agreed, tied, tooMany := 0, 0, 0
	for i := range 100 {
		in := level(t, rng)
		if i%3 == 0 {
			constrain(rng, in)
		}
		for _, r := range everyRule {
			all, err := ballot.Universes(500, func(tb ballot.TieBreak) (*projects.Selection, error) { return r.Decide(in, tb) })
			if err != nil {
				require.ErrorContains(t, err, "more than 500 ways", "%s", r)
				tooMany++
				continue
			}
			out, err := r.Decide(in, nil)
			require.NoError(t, err)
			differ := slices.ContainsFunc(all, func(u *projects.Selection) bool {
				return !slices.Equal(u.Funded, all[0].Funded) || !slices.Equal(u.Selected, all[0].Selected)
			})
			require.Equal(t, differ, out.Tied(), "%s of cost %v, budget %d, %v: %v", r, in.Cost, in.Budget, in.Profile, out.Ties)
			if out.Tied() {
				tied++
				continue
			}
			require.Equal(t, all[0].Funded, out.Funded, "%s", r)
			if len(out.Ties) > 0 {
				agreed++
			}
		}
	}
	assert.Greater(t, agreed, 40)
	assert.Greater(t, tied, 200)
	assert.Less(t, tooMany, 200)
}

// After equal shares what is left funds a part, as cities do: C gets the 12 that are left of 20.
func TestPartAfterEqualShares(t *testing.T) {
	in := &projects.Instance{
		Profile: profile(t, ballot.Approval, []string{"A", "B", "C"}, "A", "A", "B|C", "B|C"), Cost: []int64{10, 10, 20}, Budget: 32,
	}
	out, err := projects.EqualShares{Completion: projects.Completion{Greedy: true, Part: vicinia.Frac(3, 5)}}.Decide(in, nil)
	require.NoError(t, err)
	assert.Equal(t, []int64{10, 10, 12}, out.Funded)
	assert.Equal(t, "A, B", names(out))
	assert.Contains(t, out.Rule, "compare=false part=60%")
	out, err = projects.EqualShares{Completion: projects.Completion{Greedy: true, Part: vicinia.Frac(4, 5)}}.Decide(in, nil)
	require.NoError(t, err)
	assert.Equal(t, int64(12), out.Left)
	_, err = projects.EqualShares{Completion: projects.Completion{Part: vicinia.Frac(4, 5)}}.Decide(in, nil)
	assert.ErrorContains(t, err, "part 80%: Greedy funds it")
	_, err = projects.EqualShares{Completion: projects.Completion{Greedy: true, Part: vicinia.Frac(6, 5)}}.Decide(in, nil)
	assert.ErrorContains(t, err, "want 0% to 100%")
}
