package referendum_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot/referendum"
)

// states are tallies of one vote each, weighted by people; those named accept.
func states(people []int64, accept func(i int) bool) []referendum.Tally {
	var ts []referendum.Tally
	for i, n := range people {
		t := referendum.Tally{Body: string(rune('A' + i)), Weight: n, No: 1}
		if accept(i) {
			t.Yes, t.No = 1, 0
		}
		ts = append(ts, t)
	}
	return ts
}

// Treaty on European Union, article 16(4), one case a sentence.
func TestQualifiedMajority(t *testing.T) {
	rule := referendum.QualifiedMajority(vicinia.MustRatio("55%"), vicinia.MustRatio("65%"))
	people := append([]int64{84, 68, 59}, slices.Repeat([]int64{10}, 17)...) // three large states hold 55 %
	tests := []struct {
		name   string
		accept func(i int) bool
		want   referendum.Verdict
	}{
		{"all", func(int) bool { return true }, referendum.Carried},
		{"55 % of the states, with 65 % of the people", func(i int) bool { return i < 11 }, referendum.Carried},
		{"fewer states", func(i int) bool { return i < 10 }, referendum.Rejected},
		{"fewer people", func(i int) bool { return i >= 1 && i < 14 }, referendum.Rejected},
		{"three states cannot block, whatever their people", func(i int) bool { return i > 2 }, referendum.Carried},
		{"four can", func(i int) bool { return i > 3 }, referendum.Rejected},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, err := rule.Decide(states(people, tt.accept), nil)
			require.NoError(t, err)
			assert.Equal(t, tt.want, out.Verdict, "%v", reasons(out))
		})
	}
}

// Treaty on the Functioning of the European Union, article 238(2): three states can block.
func TestReinforcedMajority(t *testing.T) {
	people := append([]int64{84, 68, 59}, slices.Repeat([]int64{10}, 17)...)
	rule := referendum.All(
		referendum.Bodies{Over: vicinia.MustRatio("72%"), AtLeast: true, Weigh: referendum.ByHead},
		referendum.Bodies{Over: vicinia.MustRatio("65%"), AtLeast: true},
	)
	for large, want := range []referendum.Verdict{referendum.Carried, referendum.Carried, referendum.Rejected, referendum.Rejected} {
		out, err := rule.Decide(states(people, func(i int) bool { return i >= large }), nil)
		require.NoError(t, err)
		assert.Equal(t, want, out.Verdict, "%d large states against: %v", large, reasons(out))
	}
}

func reasons(r *referendum.Result) (lines []string) {
	for why := range r.Why() {
		lines = append(lines, why.String())
	}
	return lines
}

func TestWeigh(t *testing.T) {
	votes := states([]int64{9, 4, 4, 2}, func(i int) bool { return i == 0 })
	tests := []struct {
		give     referendum.Weigh
		wantHave int64
		wantOf   int64
	}{
		{referendum.ByWeight, 9, 19},
		{referendum.ByHead, 1, 4},
		{referendum.ByRoot, 3_000, 8_414}, // the root of 2 is 1.41421
	}
	for _, tt := range tests {
		out, err := referendum.Bodies{Weigh: tt.give}.Decide(votes, nil)
		require.NoError(t, err)
		assert.Equal(t, referendum.Rejected, out.Verdict)
		var last referendum.Test
		for why := range out.Why() {
			last = why.(referendum.Test)
		}
		assert.Equal(t, tt.wantHave, last.Have, tt.give)
		assert.Equal(t, tt.wantOf, last.Of, tt.give)
	}
	_, err := referendum.Bodies{Weigh: 3}.Decide(votes, nil)
	assert.ErrorContains(t, err, "no such weigh 3")
	half := states([]int64{1, 1}, func(i int) bool { return i == 0 })
	for atLeast, want := range map[bool]referendum.Verdict{true: referendum.Carried, false: referendum.Rejected} {
		out, err := referendum.Bodies{AtLeast: atLeast}.Decide(half, nil)
		require.NoError(t, err)
		assert.Equal(t, want, out.Verdict)
	}
	assert.Equal(t, "bodies at least 55% by head: majority over 1/2 of valid",
		referendum.Bodies{Over: vicinia.MustRatio("55%"), AtLeast: true, Weigh: referendum.ByHead}.String())
}

func TestUnblocked(t *testing.T) {
	votes := states([]int64{1, 1, 1}, func(i int) bool { return i == 0 })
	for least, want := range map[int64]referendum.Verdict{1: referendum.Rejected, 2: referendum.Rejected, 3: referendum.Carried, 9: referendum.Carried} {
		out, err := referendum.Unblocked{Least: least}.Decide(votes, nil)
		require.NoError(t, err)
		assert.Equal(t, want, out.Verdict, least)
	}
	votes[1] = referendum.Tally{Body: "B", Yes: 1, Uncounted: 3}
	out, err := referendum.Unblocked{Least: 2}.Decide(votes, nil)
	require.NoError(t, err)
	assert.Equal(t, referendum.Pending, out.Verdict)
	for _, bad := range []int64{0, -1} {
		_, err := referendum.Unblocked{Least: bad}.Decide(votes, nil)
		assert.ErrorContains(t, err, "a minority of")
	}
	_, err = referendum.Unblocked{Least: 1}.Decide(append(votes, votes[0]), nil)
	assert.ErrorContains(t, err, "one name")
}
