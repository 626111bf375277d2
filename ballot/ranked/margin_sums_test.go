package ranked_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/ranked"
)

// scored is a profile of scores on three options; -1 is no mark.
func scored(t *testing.T, rows [][3]int32) *ballot.Profile {
	p, err := ballot.NewProfile(profile(t, 3).Slate(), ballot.Scoring)
	require.NoError(t, err)
	for _, row := range rows {
		var b ballot.Ballot
		for o, level := range row {
			if level >= 0 {
				b = append(b, ballot.Mark{Option: ballot.Option(o), Level: level})
			}
		}
		require.NoError(t, p.Add(b, 1))
	}
	return p
}

// slowScoreMargin changes every set of ballots into those that are best for a rival.
func slowScoreMargin(rows [][3]int32, top, unmarked int32) int64 {
	winners := func(rows [][3]int32) (win []int) {
		var sums [3]int32
		for _, row := range rows {
			for o, level := range row {
				if level < 0 {
					level = unmarked
				}
				sums[o] += level
			}
		}
		for o, sum := range sums {
			if sum == slices.Max(sums[:]) {
				win = append(win, o)
			}
		}
		return win
	}
	first := winners(rows)
	if len(first) > 1 {
		return 0
	}
	least := len(rows)
	for set := range 1 << len(rows) {
		for rival := range 3 {
			changed, n := slices.Clone(rows), 0
			for i := range rows {
				if set>>i&1 == 1 {
					n++
					changed[i] = [3]int32{}
					changed[i][rival] = top
				}
			}
			if n < least && !slices.Equal(winners(changed), first) {
				least = n
			}
		}
	}
	return int64(least)
}

func TestScoreMarginsAgainstTheSlowWay(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 3))
	sure := 0
	for range 400 {
		top, unmarked := 1+rng.Int32N(4), int32(0)
		if rng.IntN(2) == 0 {
			top, unmarked = 2, 1 // combined approval
		}
		rows := make([][3]int32, 1+rng.IntN(7))
		sums := make([]int64, 3)
		for i := range rows {
			for o := range 3 {
				level := rng.Int32N(top+2) - 1
				if o > 0 {
					level = min(level, rng.Int32N(top+2)-1)
				}
				if rows[i][o] = level; level < 0 {
					level = unmarked
				}
				sums[o] += int64(level)
			}
		}
		want := slowScoreMargin(rows, top, unmarked)
		got, err := ranked.ScoreMargin(scored(t, rows), top, unmarked)
		require.NoError(t, err)
		require.Equal(t, ranked.Margin{Least: want, Most: want}, got, "%v", rows)
		bounds, err := ranked.SumMargin(sums, int64(top), int64(len(rows)))
		require.NoError(t, err)
		require.LessOrEqual(t, bounds.Least, want, "%v", rows)
		require.GreaterOrEqual(t, bounds.Most, want, "%v", rows)
		if bounds.Exact() {
			sure++
		}
	}
	assert.Greater(t, sure, 100)
}

// The ballots of a matrix are not known: what is said of it holds for those it was counted from.
func TestMatrixMarginsHold(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 4))
	for range 150 {
		p := randomProfile(t, rng, 3, 1+rng.IntN(30))
		p.Unranked = ballot.Unranked(rng.IntN(2))
		for _, r := range []onDuels{
			ranked.Borda{}, ranked.Schulze{}, ranked.Schulze{Measure: ranked.Margins}, ranked.Minimax{Measure: ranked.Margins}, ranked.Copeland{},
			ranked.Kemeny{}, ranked.Nanson{}, ranked.Baldwin{}, ranked.Black{}, ranked.RankedPairs{}, ranked.Condorcet{}, ranked.Banks{},
		} {
			out, err := r.Decide(p.Pairwise(), nil)
			require.NoError(t, err)
			if out.Tied() || len(out.Winners()) > 1 {
				continue
			}
			exact, err := ranked.DuelMargin(r, p)
			require.NoError(t, err)
			got, err := ranked.MatrixMargin(r, p.Pairwise())
			require.NoError(t, err)
			require.LessOrEqual(t, got.Least, exact.Most, "%s", r)
			require.GreaterOrEqual(t, got.Most, exact.Least, "%s", r)
			require.LessOrEqual(t, got.Least, got.Most, "%s", r)
		}
	}
}

func TestMarginsOfSums(t *testing.T) {
	// A wins by 30 of 100: 15 of those who rank it above B are enough to level, 16 to turn.
	m, err := ranked.MatrixMargin(ranked.Schulze{}, profile(t, 2, "65 A>B", "35 B>A").Pairwise())
	require.NoError(t, err)
	assert.Equal(t, ranked.Margin{Least: 15, Most: 16}, m)
	m, err = ranked.MatrixMargin(ranked.Copeland{}, profile(t, 3, "1 A>B>C", "1 B>C>A", "1 C>A>B").Pairwise())
	require.NoError(t, err)
	assert.Zero(t, m)
	// Of 900 and 400 approvals on 1,000 ballots 500 to 600 are of the first alone: 250 of them turn
	// round.
	m, err = ranked.SumMargin([]int64{900, 400}, 1, 1_000)
	require.NoError(t, err)
	assert.Equal(t, ranked.Margin{Least: 250, Most: 334}, m)
	_, err = ranked.MatrixMargin(ranked.Raynaud{}, profile(t, 2, "1 A").Pairwise())
	require.ErrorContains(t, err, "not known without the ballots")
	for _, give := range [][]int64{{1}, {-1, 2}, {5, 2}} {
		_, err = ranked.SumMargin(give, 1, 4)
		require.Error(t, err, "%v", give)
	}
	_, err = ranked.SumMargin([]int64{0, 0}, 0, 4)
	require.ErrorContains(t, err, "scores up to 0")
	_, err = ranked.ScoreMargin(scored(t, [][3]int32{{3, 0, 0}}), 2, 0)
	require.ErrorContains(t, err, `"A" has score 3; want at most 2`)
	_, err = ranked.ScoreMargin(profile(t, 2, "1 A"), 2, 0)
	require.ErrorContains(t, err, "no scores")
}
