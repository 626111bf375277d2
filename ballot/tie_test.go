package ballot_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/ranked"
)

func TestCut(t *testing.T) {
	opts := []ballot.Option{0, 1, 2, 3}
	tests := []struct {
		name     string
		give     ballot.Tie
		wantIn   []ballot.Option
		wantOpen []ballot.Option
		want     int
	}{
		{"not broken", ballot.Tie{Options: opts, Places: 2}, nil, opts, 2},
		{"broken at the cut", ballot.Tie{Options: opts, Places: 2, Broken: [][]ballot.Option{{1, 3}, {0, 2}}}, []ballot.Option{1, 3}, nil, 0},
		{"the second tier is cut", ballot.Tie{Options: opts, Places: 2, Broken: [][]ballot.Option{{3}, {0, 1}, {2}}}, []ballot.Option{3}, []ballot.Option{0, 1}, 1},
		{"all places", ballot.Tie{Options: opts, Places: 4}, opts, nil, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in, open, places := tt.give.Cut()
			assert.Equal(t, tt.wantIn, in)
			assert.Equal(t, tt.wantOpen, open)
			assert.Equal(t, tt.want, places)
			assert.Equal(t, tt.wantOpen != nil, tt.give.Stands())
		})
	}
}

// The tickets of Ana, Ben and Cai by sha256sum of GNU coreutils begin with 667f, c84a and 2e94.
func TestLotIsTheOneAnybodyDraws(t *testing.T) {
	s := slate(t, "Ana", "Ben", "Cai")
	tie := ballot.Tie{For: "the first place", Options: []ballot.Option{0, 1, 2}, Places: 1}
	tiers, by := ballot.Lot{Seed: "2026-12-01", Label: "mayor"}.Break(s, tie)
	assert.Equal(t, [][]ballot.Option{{2}, {0}, {1}}, tiers)
	assert.Equal(t, `lot seed="2026-12-01" label="mayor"`, by)

	// Neither the order of the slate nor who else is tied changes who is drawn before whom.
	turned := slate(t, "Cai", "Dan", "Ben", "Ana")
	tie.Options = []ballot.Option{0, 2, 3}
	again, _ := ballot.Lot{Seed: "2026-12-01", Label: "mayor"}.Break(turned, tie)
	for i := range tiers {
		assert.Equal(t, s.Name(tiers[i][0]), turned.Name(again[i][0]))
	}
}

func TestSequenceAndThen(t *testing.T) {
	s := slate(t, "A", "B", "C", "D")
	all := []ballot.Option{0, 1, 2, 3}
	tests := []struct {
		name   string
		give   ballot.TieBreak
		places int
		want   [][]ballot.Option
		wantBy string
	}{
		{"a full sequence", ballot.Sequence{"D", "C", "B", "A"}, 2, [][]ballot.Option{{3}, {2}, {1}, {0}}, "order D, C, B, A"},
		{"others stay tied below", ballot.Sequence{"D", "X"}, 2, [][]ballot.Option{{3}, {0, 1, 2}}, "order D"},
		{"a sequence that knows nobody", ballot.Sequence{"X"}, 2, nil, ""},
		{"then: only the tier that is cut", ballot.Then(ballot.Sequence{"D"}, ballot.Sequence{"C"}), 2,
			[][]ballot.Option{{3}, {2}, {0, 1}}, "order D; then order C"},
		{"then: nothing is cut", ballot.Then(ballot.Sequence{"D"}, ballot.Sequence{"C"}), 1,
			[][]ballot.Option{{3}, {0, 1, 2}}, "order D"},
		{"then: the first knows nothing", ballot.Then(ballot.Sequence{}, ballot.Sequence{"C"}), 1,
			[][]ballot.Option{{2}, {0, 1, 3}}, "order C"},
		{"then: the next knows nothing", ballot.Then(ballot.Sequence{"D"}, ballot.Sequence{}), 2,
			[][]ballot.Option{{3}, {0, 1, 2}}, "order D"},
		{"nobody", nil, 2, nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ballot.Resolve(s, ballot.Tie{Options: all, Places: tt.places}, tt.give)
			require.NoError(t, err)
			assert.Equal(t, tt.want, got.Broken)
			assert.Equal(t, tt.wantBy, got.By)
		})
	}
}

// odd is a tie-break of a caller's own that returns what was not asked.
type odd [][]ballot.Option

func (o odd) Break(*ballot.Slate, ballot.Tie) ([][]ballot.Option, string) { return o, "odd" }

func TestResolveRefusesForeignOptions(t *testing.T) {
	tie := ballot.Tie{Options: []ballot.Option{0, 1}, Places: 1}
	for _, give := range []odd{{{0}, {0}}, {{0}, {2}}, {{0}, {1}, {1}}, {}} {
		_, err := ballot.Resolve(slate(t, "A", "B", "C"), tie, give)
		assert.Error(t, err, "%v", give)
	}
}

// two decides two ties after one another: who gets the two first places of four, then,
// only if A is in, which of C and D comes third.
func two(t *testing.T, s *ballot.Slate) func(ballot.TieBreak) (*ballot.Order, error) {
	return func(tb ballot.TieBreak) (*ballot.Order, error) {
		first, err := ballot.Resolve(s, ballot.Tie{For: "1", Options: []ballot.Option{0, 1, 2, 3}, Places: 2}, tb)
		require.NoError(t, err)
		o := &ballot.Order{Record: ballot.Record{Rule: "two", Slate: s, Ties: []ballot.Tie{first}}}
		in, _, _ := first.Cut()
		o.Tiers = [][]ballot.Option{in}
		if len(in) > 0 && in[0] == 0 {
			second, err := ballot.Resolve(s, ballot.Tie{For: "2", Options: []ballot.Option{2, 3}, Places: 1}, tb)
			require.NoError(t, err)
			third, _, _ := second.Cut()
			o.Ties, o.Tiers = append(o.Ties, second), append(o.Tiers, third)
		}
		return o, nil
	}
}

func TestUniverses(t *testing.T) {
	s := slate(t, "A", "B", "C", "D")
	// 6 pairs for the first tie, of which 3 have A in them and meet the second: 3 + 3*2.
	all, err := ballot.Universes(9, two(t, s))
	require.NoError(t, err)
	assert.Len(t, all, 9)
	for i := 1; i < len(all); i++ {
		assert.Negative(t, bytes.Compare(form(t, all[i-1]), form(t, all[i])), "canonical order")
	}
	_, err = ballot.Universes(8, two(t, s))
	assert.ErrorContains(t, err, "more than 8 ways")
}

func TestMinutesAndDigest(t *testing.T) {
	s := slate(t, "A", "B")
	o := &ballot.Order{Record: ballot.Record{Rule: "r", Slate: s}, Tiers: [][]ballot.Option{{0, 1}}}
	before := ballot.MinutesOf(o)
	assert.Equal(t, []string{"A", "B"}, before.Winners)
	assert.False(t, before.Tied)
	o.Ties = []ballot.Tie{{For: "the first place", Options: []ballot.Option{0, 1}, Places: 1}}
	after := ballot.MinutesOf(o)
	assert.True(t, after.Tied)
	assert.NotEqual(t, before.Digest, after.Digest)
	assert.Empty(t, (&ballot.Order{}).Winners())
}

func ExampleLot() {
	s, err := ballot.NewSlate("Ana", "Ben", "Cai")
	if err != nil {
		fmt.Println(err)
		return
	}
	tie := ballot.Tie{For: "the first place", Options: []ballot.Option{0, 2}, Places: 1}
	tiers, by := ballot.Lot{Seed: "2026-12-01", Label: "mayor"}.Break(s, tie)
	fmt.Println(s.Names(tiers[0]...), "by", by)
	// Output: Cai by lot seed="2026-12-01" label="mayor"
}

func ExampleUniverses() {
	s, err := ballot.NewSlate("Ana", "Ben", "Cai")
	if err != nil {
		fmt.Println(err)
		return
	}
	votes, err := ballot.NewCounts(s, []int64{5, 5, 2})
	if err != nil {
		fmt.Println(err)
		return
	}
	all, err := ballot.Universes(100, func(tb ballot.TieBreak) (*ballot.Order, error) {
		return ranked.Plurality{}.Decide(votes, tb)
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, out := range all {
		fmt.Println(s.Names(out.Winners()...))
	}
	// Output:
	// Ana
	// Ben
}

// A tie between sets has as many universes as sets, whatever their options.
func TestUniversesOfSets(t *testing.T) {
	s, err := ballot.NewSlate("A", "B", "C", "D")
	require.NoError(t, err)
	tie := ballot.Tie{For: "the committee", Options: []ballot.Option{0, 1, 2, 3}, Places: 2, Sets: [][]ballot.Option{{0, 1}, {0, 2}, {2, 3}}}
	outs, err := ballot.Universes(3, func(tb ballot.TieBreak) (*ballot.Order, error) {
		broken, err := ballot.Resolve(s, tie, tb)
		return &ballot.Order{Record: ballot.Record{Rule: "sets", Slate: s}, Tiers: broken.Broken}, err
	})
	require.NoError(t, err)
	var got [][]ballot.Option
	for _, o := range outs {
		got = append(got, o.Winners())
	}
	assert.Equal(t, tie.Sets, got)
}
