package projects_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/projects"
)

// city draws a vote of the size of a large one in Poland: a few projects are known to
// many, most to their quarter.
func city(tb testing.TB, count, ballots int) *projects.Instance {
	tb.Helper()
	rng := rand.New(rand.NewPCG(160, 90_494))
	names := make([]string, count)
	in := &projects.Instance{Budget: 100_000 * int64(count)}
	for i := range names {
		names[i] = fmt.Sprintf("P%03d", i)
		in.Cost = append(in.Cost, 10_000+rng.Int64N(490_000)+rng.Int64N(10)/9*rng.Int64N(2_000_000))
	}
	slate, err := ballot.NewSlate(names...)
	require.NoError(tb, err)
	in.Profile, err = ballot.NewProfile(slate, ballot.Approval)
	require.NoError(tb, err)
	quarters := max(1, count/16)
	seen := make([]int, count)
	for n := range ballots {
		var b ballot.Ballot
		home := rng.IntN(quarters)
		for range 1 + rng.IntN(15) {
			p := rng.IntN(16)*quarters + home
			if rng.IntN(3) == 0 {
				p = min(rng.IntN(count), rng.IntN(count))
			}
			if p %= count; seen[p] <= n {
				seen[p] = n + 1
				b = append(b, ballot.Mark{Option: ballot.Option(p), Level: 1})
			}
		}
		require.NoError(tb, in.Profile.Add(b, 1))
	}
	return in
}

func BenchmarkRules(b *testing.B) {
	rules := []struct {
		name string
		rule ballot.Rule[*projects.Instance, *projects.Selection]
	}{
		{"greedy", projects.Greedy{}},
		{"equal-shares", projects.EqualShares{}},
		{"equal-shares-cardinality", projects.EqualShares{Utility: projects.Cardinality}},
		{"equal-shares-add1", projects.EqualShares{Completion: projects.Completion{Step: 1}}},
		{"phragmen", projects.Phragmen{}},
		{"maximin-support", projects.MaximinSupport{}},
	}
	for _, size := range []struct{ count, ballots int }{{20, 1_000}, {64, 6_586}, {160, 90_494}} {
		in := city(b, size.count, size.ballots)
		for _, r := range rules {
			b.Run(fmt.Sprintf("%s/projects=%d/ballots=%d", r.name, size.count, size.ballots), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					_, err := r.rule.Decide(in, nil)
					require.NoError(b, err)
				}
			})
		}
	}
}
