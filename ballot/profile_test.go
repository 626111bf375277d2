package ballot_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
)

// Who has withdrawn leaves a gap on the ballots, and a blank one where nobody else stood.
func TestWithout(t *testing.T) {
	s, err := ballot.NewSlate("A", "B", "C")
	require.NoError(t, err)
	p, err := ballot.NewProfile(s, ballot.Ranking)
	require.NoError(t, err)
	for text, n := range map[string]int64{"B>A": 3, "A>C": 4, "B": 2, "C=B>A": 1} {
		require.NoError(t, p.AddText(text, n))
	}
	p.Blank, p.Spoilt, p.Unranked = 5, 6, ballot.Apart
	q, err := p.Without(1)
	require.NoError(t, err)
	assert.Equal(t, "A, C", q.Slate().Names(0, 1))
	assert.Equal(t, []int64{8, 7, 6}, []int64{q.Len(), q.Blank, q.Spoilt})
	assert.Equal(t, ballot.Apart, q.Unranked)
	want := map[string]int64{"[{0 2}]": 3, "[{0 1} {1 2}]": 4, "[{1 1} {0 2}]": 1}
	for b, n := range q.All() {
		assert.Equal(t, want[fmt.Sprint(b)], n, "%v", b)
	}
	assert.Equal(t, 3, q.Distinct())
	assert.EqualValues(t, 10, p.Len(), "the whole is as it was")
	_, err = p.Without(0, 1, 2)
	assert.Error(t, err)
	same, err := p.Without()
	require.NoError(t, err)
	whole, err := p.AppendBinary(nil)
	require.NoError(t, err)
	again, err := same.AppendBinary(nil)
	require.NoError(t, err)
	assert.Equal(t, whole, again)
}

// Scores and approvals are rankings too, with the same duels.
func TestRanked(t *testing.T) {
	s, err := ballot.NewSlate("A", "B", "C", "D")
	require.NoError(t, err)
	tests := []struct {
		kind ballot.Kind
		give map[string]int64
		want map[string]int64
	}{
		{ballot.Scoring, map[string]int64{"A=5|B=2|C=5": 3, "A=9|B=1|C=9": 2, "D=0": 4}, map[string]int64{"[{0 1} {2 1} {1 2}]": 5, "[{3 1}]": 4}},
		{ballot.Approval, map[string]int64{"A|C": 3, "B": 2}, map[string]int64{"[{0 1} {2 1}]": 3, "[{1 1}]": 2}},
		{ballot.Ranking, map[string]int64{"A>C": 3}, map[string]int64{"[{0 1} {2 2}]": 3}},
	}
	for _, tt := range tests {
		p, err := ballot.NewProfile(s, tt.kind)
		require.NoError(t, err)
		for text, n := range tt.give {
			require.NoError(t, p.AddText(text, n))
		}
		p.Blank, p.Spoilt, p.Unranked = 1, 2, ballot.Apart
		q := p.Ranked()
		got := map[string]int64{}
		for b, n := range q.All() {
			got[fmt.Sprint(b)] = n
		}
		assert.Equal(t, tt.want, got)
		want, err := p.Pairwise().AppendBinary(nil)
		require.NoError(t, err)
		duels, err := q.Pairwise().AppendBinary(nil)
		require.NoError(t, err)
		assert.Equal(t, want, duels)
	}
}

// Ballots are one ballot however their marks come: by level, by option, or in no order.
func TestAddInAnyOrder(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		n := 1 + rng.IntN(12)
		names := make([]string, n)
		for i := range names {
			names[i] = fmt.Sprint(i)
		}
		kind := ballot.Ranking
		if rng.IntN(2) == 0 {
			kind = ballot.Scoring
		}
		p, err := ballot.NewProfile(slate(t, names...), kind)
		require.NoError(t, err)
		var b ballot.Ballot
		for _, o := range rng.Perm(n)[:1+rng.IntN(n)] {
			b = append(b, ballot.Mark{Option: ballot.Option(o), Level: 1 + rng.Int32N([...]int32{3, 12, 900}[rng.IntN(3)])})
		}
		byOption := slices.Clone(b)
		slices.SortFunc(byOption, func(x, y ballot.Mark) int { return int(x.Option - y.Option) })
		byLevel := slices.Clone(b)
		slices.SortFunc(byLevel, func(x, y ballot.Mark) int { return cmp.Or(int(x.Level-y.Level), int(x.Option-y.Option)) })
		for _, give := range []ballot.Ballot{b, byOption, byLevel} {
			require.NoError(t, p.Add(give, 1))
		}
		require.Equal(t, 1, p.Distinct())
		for got, times := range p.All() {
			assert.Equal(t, byLevel, got)
			assert.EqualValues(t, 3, times)
		}
	}
	p := profile(t, slate(t, "A", "B"), ballot.Ranking)
	assert.ErrorContains(t, p.Add(ballot.Ballot{{Option: 0, Level: 2}, {Option: 1, Level: -1}}, 1), "level -1")
	assert.ErrorContains(t, p.Add(ballot.Ballot{{Option: 0, Level: 2}, {Option: 9, Level: 1}}, 1), "no option 9")
	assert.ErrorContains(t, p.Add(ballot.Ballot{{Option: 0, Level: 2}, {Option: 1, Level: 1 << 30}, {Option: 0, Level: 1}}, 1), "marked twice")
}
