package projects_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/projects"
)

// slowNearest adds one voter after the other for each project that is not funded, and takes one
// unit after the other off a cost.
func slowNearest(t *testing.T, r rule, in *projects.Instance, most int64) (voters int64, cost func(ballot.Option) int64) {
	out, err := r.Decide(in, slateOrder{})
	require.NoError(t, err)
	top := int32(1)
	for b := range in.Profile.All() {
		for _, m := range b {
			if in.Profile.Kind() == ballot.Scoring {
				top = max(top, m.Level)
			}
		}
	}
	funds := func(in *projects.Instance, p ballot.Option) bool {
		again, err := r.Decide(in, slateOrder{})
		require.NoError(t, err)
		return slices.Contains(again.Selected, p)
	}
	for n := int64(1); n <= most && voters == 0; n++ {
		for p := range in.Profile.Slate().All() {
			if slices.Contains(out.Selected, p) {
				continue
			}
			more := *in
			more.Profile, err = ballot.NewProfile(in.Profile.Slate(), in.Profile.Kind())
			require.NoError(t, err)
			require.NoError(t, more.Profile.Merge(in.Profile))
			require.NoError(t, more.Profile.Add(ballot.Ballot{{Option: p, Level: top}}, n))
			if funds(&more, p) {
				voters = n
			}
		}
	}
	return voters, func(p ballot.Option) int64 {
		less := *in
		less.Cost = slices.Clone(in.Cost)
		for less.Cost[p]--; less.Cost[p] > 0; less.Cost[p]-- {
			if funds(&less, p) {
				return less.Cost[p]
			}
		}
		return 0
	}
}

// Of greedy the fewest voters and the greatest cost are those of the slow way; of other rules they
// are enough.
func TestNearestAgainstTheSlowWay(t *testing.T) {
	rng := rand.New(rand.NewPCG(20, 24))
	found, same := 0, 0
	for i := range 80 {
		in := drawn(t, rng, []ballot.Kind{ballot.Approval, ballot.Ranking, ballot.Approval, ballot.Approval}[i%4], 60)
		if i%4 == 2 { // choices
			in.Profile = chosen(t, in.Profile)
		}
		if i%3 == 0 {
			constrain(rng, in)
		}
		for _, r := range []rule{
			projects.Greedy{}, projects.Greedy{NoSkip: true}, projects.Greedy{Utility: projects.Cardinality}, projects.EqualShares{}, projects.Phragmen{},
		} {
			got, ok, err := projects.Nearest(r, in, slateOrder{})
			require.NoError(t, err)
			const most = 30
			voters, cost := slowNearest(t, r, in, most)
			_, greedy := r.(projects.Greedy)
			if !ok {
				require.True(t, !greedy || voters == 0, "%s: %d voters", r, voters)
				continue
			}
			found++
			require.Positive(t, got.Voters)
			require.NotEmpty(t, got.String())
			if greedy {
				require.True(t, voters == got.Voters || voters == 0 && got.Voters > most, "%s: %d, %s", r, voters, got)
				require.Equal(t, cost(got.Project), got.Cost, "%s", r)
				continue
			}
			require.True(t, voters > 0 && voters <= got.Voters || voters == 0 && got.Voters > most, "%s: %d, %s", r, voters, got)
			if voters == got.Voters {
				same++
			}
			require.LessOrEqual(t, got.Cost, cost(got.Project), "%s", r)
		}
	}
	assert.Greater(t, found, 100)
	assert.Greater(t, same, 20)
}

// chosen is a profile of the first mark of each ballot.
func chosen(t testing.TB, p *ballot.Profile) *ballot.Profile {
	q, err := ballot.NewProfile(p.Slate(), ballot.Choice)
	require.NoError(t, err)
	for b, n := range p.All() {
		require.NoError(t, q.Add(ballot.Ballot{{Option: b[0].Option, Level: 1}}, n))
	}
	return q
}

func TestNearest(t *testing.T) {
	ballots := slices.Concat(times(5, "park"), times(3, "bench"), times(2, "lamp"))
	in := &projects.Instance{
		Profile: profile(t, ballot.Approval, []string{"park", "bench", "lamp"}, ballots...), Cost: []int64{6_000, 3_000, 2_050}, Budget: 8_000, Unit: 100,
	}
	// The park leaves 20. With 6 votes the bench comes before it; the lamp lacks 0.50, and 4 votes.
	got, ok, err := projects.Nearest(projects.Greedy{}, in, slateOrder{})
	require.NoError(t, err)
	require.True(t, ok)
	assert.Equal(t, "bench: 3 more voters for it alone, or a cost of 20 in place of 30", got.String())
	assert.Equal(t, int64(3), got.Score)

	all := *in
	all.Budget = 20_000
	_, ok, err = projects.Nearest(projects.Greedy{}, &all, slateOrder{})
	require.NoError(t, err)
	assert.False(t, ok)
	bad := *in
	bad.Cost = nil
	_, _, err = projects.Nearest(projects.Greedy{}, &bad, slateOrder{})
	require.Error(t, err)
}

func ExampleNearest() {
	slate, err := ballot.NewSlate("park", "library")
	if err != nil {
		fmt.Println(err)
		return
	}
	votes, err := ballot.NewProfile(slate, ballot.Approval)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, err := range []error{votes.AddText("park", 30), votes.AddText("library", 20)} {
		if err != nil {
			fmt.Println(err)
			return
		}
	}
	in := &projects.Instance{Profile: votes, Cost: []int64{60, 70}, Budget: 100}
	lack, ok, err := projects.Nearest(projects.EqualShares{}, in, nil)
	fmt.Println(lack, ok, err)
	// With 50 more each has 1 to give, and 70 give it to the library.
	// Output: library: 50 more voters for it alone, or a cost of 40 in place of 70 true <nil>
}
