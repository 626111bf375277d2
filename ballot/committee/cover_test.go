package committee

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
)

// drawn is voters of several equal ballots who approve each option with the same chance.
func drawn(t testing.TB, seed uint64, ballots, options, percent int) *ballot.Profile {
	t.Helper()
	rng := rand.New(rand.NewPCG(3, seed))
	names := make([]string, options)
	for o := range names {
		names[o] = fmt.Sprintf("option %d", o)
	}
	slate, err := ballot.NewSlate(names...)
	require.NoError(t, err)
	p, err := ballot.NewProfile(slate, ballot.Approval)
	require.NoError(t, err)
	for range ballots {
		var b ballot.Ballot
		for o := range ballot.Option(options) {
			if rng.IntN(100) < percent {
				b = append(b, ballot.Mark{Option: o, Level: 1})
			}
		}
		require.NoError(t, p.Add(b, 1+rng.Int64N(4)))
	}
	return p
}

// Prices and a cover know nothing of each other: they must find the same committees, and
// the same that an order of the options puts first.
func TestCover(t *testing.T) {
	for seed := range uint64(60) {
		p := drawn(t, seed, 5+int(seed), 8+int(seed%5), 10+10*int(seed%4))
		e, err := take(Thiele{}, 4, p)
		require.NoError(t, err)
		weights, _ := Once.weightsOf(e.seats, e.voters)
		s, err := newSearch(e, weights, 0)
		require.NoError(t, err)
		c := s.cover
		s.cover = nil
		require.NoError(t, s.run())

		c.best = e.voters
		c.run(nil)
		assert.Equal(t, s.best, (e.voters-c.best)*s.worth[1], "seed %d", seed)
		slices.SortFunc(c.list, slices.Compare)
		assert.Equal(t, s.list, c.list, "seed %d", seed)

		for o := range ballot.Option(e.options) {
			c.probe = true
			c.run([]ballot.Option{o})
			has := func(set []ballot.Option) bool { return slices.Contains(set, o) }
			assert.Equal(t, slices.ContainsFunc(s.list, has), c.list != nil, "seed %d, option %d", seed, o)
		}
	}
}

// A search of dense ballots outlives the first turn of prices, and so comes to the cover.
func TestTurns(t *testing.T) {
	for seed := range uint64(2) {
		p := drawn(t, seed, 100, 30, 20)
		e, err := take(Thiele{}, 7, p)
		require.NoError(t, err)
		weights, _ := Once.weightsOf(e.seats, e.voters)
		both, err := newSearch(e, weights, 0)
		require.NoError(t, err)
		alone, err := newSearch(e, weights, 0)
		require.NoError(t, err)
		alone.cover = nil
		require.NoError(t, both.run())
		require.NoError(t, alone.run())
		assert.Greater(t, both.nodes, int64(firstTurn), "the cover had a turn")
		assert.Equal(t, alone.best, both.best)
		assert.Equal(t, alone.list, both.list)
	}
}
