package ballot_test

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
)

// walk decodes shards in the order of their ids given.
func walk(t *testing.T, shards map[string]*ballot.Counts, order ...string) iter.Seq2[string, *ballot.Counts] {
	return func(yield func(string, *ballot.Counts) bool) {
		for _, id := range order {
			shard := new(ballot.Counts)
			require.NoError(t, shard.UnmarshalBinary(form(t, shards[id])))
			if !yield(id, shard) {
				return
			}
		}
	}
}

func TestGather(t *testing.T) {
	s := slate(t, "A", "B")
	shards := map[string]*ballot.Counts{}
	for id, votes := range map[string][]int64{"north": {3, 4}, "south": {5, 1}, "sea": {2, 2}} {
		c, err := ballot.NewCounts(s, votes)
		require.NoError(t, err)
		shards[id] = c
	}
	want, err := ballot.NewCounts(s, []int64{10, 7})
	require.NoError(t, err)
	for _, order := range [][]string{{"north", "south", "sea"}, {"sea", "north", "sea", "south", "north"}, {"south", "south", "north", "sea"}} {
		sum, err := ballot.Gather(walk(t, shards, order...))
		require.NoError(t, err)
		assert.Equal(t, form(t, want), form(t, sum), "%v", order)
	}
	_, err = ballot.Gather(walk(t, shards))
	assert.ErrorContains(t, err, "no shards")
	_, err = ballot.Gather(func(yield func(string, *ballot.Counts) bool) {
		_ = yield("north", shards["north"]) && yield("north", shards["south"]) && yield("sea", shards["sea"]) && yield("sea", shards["south"])
	})
	assert.ErrorContains(t, err, `shard "north": another one of that id has other votes`)
	assert.ErrorContains(t, err, `shard "sea"`, "all faults at once")
	foreign, err := ballot.NewCounts(slate(t, "A", "C"), []int64{1, 1})
	require.NoError(t, err)
	_, err = ballot.Gather(func(yield func(string, *ballot.Counts) bool) { _ = yield("a", want) && yield("b", foreign) })
	assert.ErrorContains(t, err, "not the same slate")
}

// most is a rule on counts: the most votes.
type most struct{}

func (most) Decide(c *ballot.Counts, tb ballot.TieBreak) (*ballot.Order, error) {
	tiers := c.Slate().Tiers(func(a, b ballot.Option) int { return int(c.Of(b) - c.Of(a)) })
	return ballot.NewOrder("most", c.Slate(), tiers, tb)
}

func TestFrom(t *testing.T) {
	p := profile(t, slate(t, "A", "B", "C"), ballot.Ranking, "B>A", "B", "C")
	out, err := ballot.From((*ballot.Profile).Counts, most{}).Decide(p, nil)
	require.NoError(t, err)
	assert.Equal(t, "B", out.Slate.Names(out.Winners()...))
}

// A profile that is reset is as a new one, and takes as many ballots again without asking
// for memory.
func TestReset(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	names := make([]string, 20)
	for i := range names {
		names[i] = fmt.Sprint(i)
	}
	s := slate(t, names...)
	p := profile(t, s, ballot.Ranking)
	p.Unranked = ballot.Apart
	var ballots []ballot.Ballot
	for range 500 {
		var b ballot.Ballot
		for rank, o := range rng.Perm(len(names)) {
			b = append(b, ballot.Mark{Option: ballot.Option(o), Level: int32(rank + 1)})
		}
		ballots = append(ballots, b)
	}
	fill := func() {
		for _, b := range ballots {
			if err := p.Add(b, 2); err != nil {
				t.Error(err)
			}
		}
	}
	fill()
	p.Blank, p.Spoilt = 3, 4
	p.Reset()
	assert.Equal(t, form(t, profile(t, s, ballot.Ranking)), form(t, p))
	assert.Equal(t, ballot.Apart, p.Unranked)
	assert.Zero(t, testing.AllocsPerRun(5, func() {
		p.Reset()
		fill()
	}))
	assert.EqualValues(t, 1_000, p.Len())
}
