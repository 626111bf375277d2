package ranked_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/ranked"
)

// The ballots of RCTab 2's multi_seat_bottoms_up_with_static_threshold, with the rounds of its
// three settings, and its stop_tabulation_early_test; where it prints 4.05 votes, 5 are needed.
func TestRunoffReach(t *testing.T) {
	bottomsUp := []string{"5 A>B>C>D>E", "5 B>C>D>E>F", "4 C>D>E>F>G", "3 D>E>F>G>H", "1 G>F>H", "2 G>H", "1 H>G", "1 H", "1 E>A", "4 A"}
	firsts := []string{
		"round 1: A 9, B 5, C 4, D 3, E 1, F 0, G 3, H 2, exhausted 0; out F",
		"round 2: A 9, B 5, C 4, D 3, E 1, G 3, H 2, exhausted 0; out E",
		"round 3: A 10, B 5, C 4, D 3, G 3, H 2, exhausted 0; out H",
		"round 4: A 10, B 5, C 4, D 3, G 4, exhausted 1; out D",
	}
	tests := []struct {
		name    string
		rule    ranked.InstantRunoff
		options int
		give    []string
		want    []string
		winners string
	}{
		{"of the votes that count", ranked.InstantRunoff{Batch: ranked.One, Skips: 2, Reach: 15}, 8, bottomsUp,
			append(firsts[:4:4], "round 5: A 10, B 5, C 4, G 7, exhausted 1"), "A, B, C, G"},
		{"of the first round", ranked.InstantRunoff{Batch: ranked.One, Skips: 2, Reach: 15, OfFirst: true}, 8, bottomsUp,
			append(firsts[:4:4], "round 5: A 10, B 5, C 4, G 7, exhausted 1; out C", "round 6: A 10, B 5, G 11, exhausted 1"), "A, B, G"},
		{"all below go out", ranked.InstantRunoff{Batch: ranked.One, Skips: 2, Reach: 15, Cutoff: true}, 8, bottomsUp,
			[]string{"round 1: A 9, B 5, C 4, D 3, E 1, F 0, G 3, H 2, exhausted 0; out C, D, E, F, G, H", "round 2: A 10, B 5, exhausted 12"}, "A, B"},
		{"all are below", ranked.InstantRunoff{Reach: 60, Cutoff: true}, 3, []string{"4 A", "3 B", "2 C>B"},
			[]string{"round 1: A 4, B 3, C 2, exhausted 0; out C", "round 2: A 4, B 5, exhausted 0; out A", "round 3: B 5, exhausted 4"}, "B"},
		{"just enough", ranked.InstantRunoff{Reach: 25}, 3, []string{"3 A", "1 B"},
			[]string{"round 1: A 3, B 1, C 0, exhausted 0; out C", "round 2: A 3, B 1, exhausted 0"}, "A, B"},
		{"level ones may yet reach it", ranked.InstantRunoff{Reach: 30}, 4, []string{"7 A", "2 B>C", "2 C>B"},
			[]string{"round 1: A 7, B 2, C 2, D 0, exhausted 0; out D", "round 2: A 7, B 2, C 2, exhausted 0; out C", "round 3: A 7, B 4, exhausted 0"}, "A, B"},
		{"write-ins alone", ranked.InstantRunoff{Reach: 15, WriteIn: "C"}, 3, []string{"2 C"},
			[]string{"round 1: A 0, B 0, C 2, exhausted 0; out C", "round 2: A 0, B 0, exhausted 2; out B", "round 3: A 0, exhausted 2"}, "A"},
		{"stopped after a round", ranked.InstantRunoff{Overvote: ranked.SkipAny, Batch: ranked.Most, Stop: 1}, 3, []string{"3 A", "3 B", "3 C"},
			[]string{"round 1: A 3, B 3, C 3, exhausted 0; out C"}, "A, B"},
		{"stopped when two are left", ranked.InstantRunoff{ToTwo: true, Stop: 2}, 3, []string{"7 A", "3 B", "2 C>B"},
			[]string{"round 1: A 7, B 3, C 2, exhausted 0", "round 2: A 7, B 3, C 2, exhausted 0; out C"}, "A"},
		{"over before it stops", ranked.InstantRunoff{Stop: 2}, 3, []string{"4 A", "3 B", "2 C"},
			[]string{"round 1: A 4, B 3, C 2, exhausted 0; out C", "round 2: A 4, B 3, exhausted 2"}, "A"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, err := tt.rule.Decide(profile(t, tt.options, tt.give...), ballot.Sequence{"A", "B", "C", "D"})
			require.NoError(t, err)
			var got []string
			for why := range out.Why() {
				got = append(got, why.String())
			}
			assert.Equal(t, tt.want, got)
			assert.Equal(t, tt.winners, out.Slate.Names(out.Winners()...))
		})
	}
}

// What makes no sense together is refused, and the rule says what it asks.
func TestRunoffReachRefused(t *testing.T) {
	for _, rule := range []ranked.InstantRunoff{
		{Reach: -1}, {Reach: 101}, {Reach: 15, ToTwo: true}, {Reach: 15, Batch: ranked.Most}, {Cutoff: true}, {Stop: -1},
	} {
		_, err := rule.Decide(profile(t, 2, "1 A"), nil)
		assert.Error(t, err, rule)
	}
	assert.Equal(t, "instant-runoff overvote=exhaust reach=15% stop=3 cutoff", ranked.InstantRunoff{Reach: 15, Cutoff: true, Stop: 3}.String())
}
