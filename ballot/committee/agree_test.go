package committee_test

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
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

// Two options of a ballot may go at no loss where three may not: which of them stay is a tie,
// and one of them does. The same with seats of which the first two count.
func TestTiedByThrees(t *testing.T) {
	tests := []struct {
		name string
		rule rule
		give [][]ballot.Option
		want [][]ballot.Option
	}{
		{"reverse-sequential", committee.Thiele{Seats: 1, Scale: committee.Once, Search: committee.ReverseSequential},
			[][]ballot.Option{{0, 2, 3}}, [][]ballot.Option{{0}, {2}, {3}}},
		{"sequential", committee.Thiele{
			Seats: 3, Scale: committee.Weights(vicinia.Frac(1, 1), vicinia.Frac(1, 1)), Search: committee.Sequential,
		}, [][]ballot.Option{{0, 1, 2}, {0, 1, 2}, {3}}, [][]ballot.Option{{0, 1, 3}, {0, 2, 3}, {1, 2, 3}}},
		// A voter of three has paid all for one of them; the other two are worth as little as D.
		{"nothing left", committee.Enestrom{Seats: 3}, [][]ballot.Option{{0, 1, 2}, {}, {}},
			[][]ballot.Option{{0, 1, 2}, {0, 1, 3}, {0, 2, 3}, {1, 2, 3}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.Equal(t, tt.want, universes(t, tt.rule, profile(t, 4, tt.give)))
		})
	}
}
