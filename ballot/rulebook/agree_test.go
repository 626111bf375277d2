package rulebook_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/rulebook"
)

// fewBallots are some ballots on three to five options, short ones and shared ranks too.
func fewBallots(t *testing.T, rng *rand.Rand, kind ballot.Kind) *ballot.Profile {
	t.Helper()
	s, err := ballot.NewSlate([]string{"D", "B", "E", "A", "C"}[:3+rng.IntN(3)]...)
	require.NoError(t, err)
	p, err := ballot.NewProfile(s, kind)
	require.NoError(t, err)
	for range 1 + rng.IntN(7) {
		var b ballot.Ballot
		for i, o := range rng.Perm(s.Len())[:1+rng.IntN(s.Len())] {
			level := int32(i + 1)
			switch {
			case kind == ballot.Scoring:
				level = rng.Int32N(4)
			case kind == ballot.Approval:
				level = 1
			case i > 0 && rng.IntN(8) == 0:
				level = b[i-1].Level
			}
			b = append(b, ballot.Mark{Option: ballot.Option(o), Level: level})
		}
		require.NoError(t, p.Add(b, 1+rng.Int64N(2)))
	}
	return p
}

// heads are the sets of the first tier, of the first two, and so on.
func heads(o ballot.Outcome) (sets []uint64) {
	set := uint64(0)
	for _, tier := range o.(*ballot.Order).Tiers {
		for _, x := range tier {
			set |= 1 << x
		}
		sets = append(sets, set)
	}
	return sets
}

// Without a tie-break a rule that elects one is tied exactly where ways of breaking its ties
// elect others; where not, its tiers end where those of every way do.
func TestTiesStandWhereTheyMatter(t *testing.T) {
	agreed := 0
	for e := range rulebook.All() {
		kind := ballot.Ranking
		switch e.Family {
		case rulebook.Grades:
			kind = ballot.Scoring
		case rulebook.Winner, rulebook.Rankings, rulebook.Duels:
		default:
			continue
		}
		switch e.Name {
		case "maximal-lottery": // has no ties
			continue
		case "approval":
			kind = ballot.Approval
		}
		t.Run(e.Name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(3, 4))
			open := 0
			for range 300 {
				c := rulebook.Case{Profile: fewBallots(t, rng, kind)}
				decide := func(tb ballot.TieBreak) (ballot.Outcome, error) { return e.Decide(c, tb) }
				plain, err := decide(nil)
				if err != nil {
					continue // no first choice, or a score that the rule does not know
				}
				all, err := ballot.Universes(ballot.MaxAgreed, decide)
				require.NoError(t, err)
				other := func(u ballot.Outcome) bool { return !slices.Equal(u.Winners(), all[0].Winners()) }
				require.Equal(t, slices.ContainsFunc(all, other), plain.Common().Tied(), "%v", plain.Common().Ties)
				if plain.Common().Tied() {
					open++
					continue
				}
				require.Equal(t, all[0].Winners(), plain.Winners())
				agreed += len(plain.Common().Ties)
				want := heads(all[0])
				for _, u := range all[1:] {
					want = slices.DeleteFunc(want, func(set uint64) bool { return !slices.Contains(heads(u), set) })
				}
				require.Equal(t, want, heads(plain))
			}
			if e.Name != "combined-approval" { // few ballots are without a score of 3
				assert.Greater(t, open, 3)
			}
		})
	}
	assert.Greater(t, agreed, 500)
}
