package committee_test

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/committee"
)

// everyRule is each rule of the package, for two seats; but not SerialDictator, of which every
// vote is a lot.
func everyRule() []rule {
	all := []rule{
		committee.Thiele{Seats: 2, Scale: committee.OddHarmonic, Search: committee.ReverseSequential},
		committee.Thiele{Seats: 2, Scale: committee.Once, Search: committee.ReverseSequential},
		committee.EqualShares{Seats: 2},
	}
	rules := named(2)
	for _, name := range slices.Sorted(maps.Keys(rules)) {
		all = append(all, rules[name])
	}
	return all
}

// Without a tie-break a rule is tied exactly where ways of breaking its ties elect different
// committees.
func TestTiesThatChangeNothingAreNone(t *testing.T) {
	rng := rand.New(rand.NewPCG(21, 1))
	s, err := ballot.NewSlate("A", "B", "C", "D")
	require.NoError(t, err)
	agreed, tied := 0, 0
	for range 300 {
		p, err := ballot.NewProfile(s, ballot.Approval)
		require.NoError(t, err)
		for range 1 + rng.IntN(3) {
			var b ballot.Ballot
			for _, o := range rng.Perm(4)[:1+rng.IntN(4)] {
				b = append(b, ballot.Mark{Option: ballot.Option(o), Level: 1})
			}
			require.NoError(t, p.Add(b, 1+rng.Int64N(2)))
		}
		for _, r := range everyRule() {
			out, err := r.Decide(p, nil)
			require.NoError(t, err)
			all, err := ballot.Universes(100, func(tb ballot.TieBreak) (*committee.Committee, error) { return r.Decide(p, tb) })
			require.NoError(t, err)
			different := map[string]bool{}
			for _, u := range all {
				different[s.Names(u.Members...)] = true
			}
			require.Equal(t, len(different) > 1, out.Tied(), "%v", r)
			if out.Tied() {
				tied++
				continue
			}
			agreed++
			assert.True(t, different[s.Names(out.Members...)])
		}
	}
	assert.Greater(t, agreed, 300)
	assert.Greater(t, tied, 100)
}
