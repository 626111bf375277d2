package ranked_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/ranked"
)

func counts(t testing.TB, votes ...int64) *ballot.Counts {
	t.Helper()
	names := make([]string, len(votes))
	for i := range names {
		names[i] = string(rune('A' + i))
	}
	s, err := ballot.NewSlate(names...)
	require.NoError(t, err)
	c, err := ballot.NewCounts(s, votes)
	require.NoError(t, err)
	return c
}

func TestPlurality(t *testing.T) {
	tests := []struct {
		name     string
		give     []int64
		giveTB   ballot.TieBreak
		want     [][]ballot.Option
		wantTied bool
	}{
		{"a plain win", []int64{3, 5, 4}, nil, [][]ballot.Option{{1}, {2}, {0}}, false},
		{"a tie below the first stands in the order alone", []int64{3, 5, 3}, nil, [][]ballot.Option{{1}, {0, 2}}, false},
		{"a tie for the first", []int64{5, 3, 5}, nil, [][]ballot.Option{{0, 2}, {1}}, true},
		{"broken", []int64{5, 3, 5}, ballot.Sequence{"C"}, [][]ballot.Option{{2}, {0}, {1}}, false},
		{"broken by half", []int64{5, 5, 5}, ballot.Sequence{"Z"}, [][]ballot.Option{{0, 1, 2}}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, err := ranked.Plurality{}.Decide(counts(t, tt.give...), tt.giveTB)
			require.NoError(t, err)
			assert.Equal(t, tt.want, out.Tiers)
			assert.Equal(t, tt.want[0], out.Winners())
			assert.Equal(t, tt.wantTied, out.Tied())
		})
	}
	_, err := ranked.Plurality{}.Decide(counts(t, 0, 0), nil)
	assert.ErrorContains(t, err, "no votes")
}

// Neutrality and monotonicity.
func TestPluralityProperties(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		votes := []int64{1 + rng.Int64N(6), rng.Int64N(6), rng.Int64N(6), rng.Int64N(6)}
		out, err := ranked.Plurality{}.Decide(counts(t, votes...), nil)
		require.NoError(t, err)

		perm := rng.Perm(4)
		moved := make([]int64, 4)
		for i, p := range perm {
			moved[p] = votes[i]
		}
		other, err := ranked.Plurality{}.Decide(counts(t, moved...), nil)
		require.NoError(t, err)
		var want []ballot.Option
		for _, w := range out.Winners() {
			want = append(want, ballot.Option(perm[w]))
		}
		slices.Sort(want)
		require.Equal(t, want, other.Winners())

		w := out.Winners()[0]
		votes[w]++
		raised, err := ranked.Plurality{}.Decide(counts(t, votes...), nil)
		require.NoError(t, err)
		require.Equal(t, []ballot.Option{w}, raised.Winners())
	}
}

func ExamplePlurality() {
	slate, err := ballot.NewSlate("Ana", "Ben", "Cai")
	if err != nil {
		fmt.Println(err)
		return
	}
	votes, err := ballot.NewCounts(slate, []int64{34, 31, 3})
	if err != nil {
		fmt.Println(err)
		return
	}
	out, err := ranked.Plurality{}.Decide(votes, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for why := range out.Why() {
		fmt.Println(why)
	}
	// Output:
	// Ana: 34 of 68 votes
	// Ben: 31 of 68 votes
	// Cai: 3 of 68 votes
	// Ana leads Ben by 3 votes
}
