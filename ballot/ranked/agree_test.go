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

// By hand. Where a tie changes nobody's victory, it does not stand, and those whom ways put
// in another order share a tier.
func TestTiesThatChangeNoVictoryAreNone(t *testing.T) {
	tests := []struct {
		name  string
		rule  ballot.Rule[*ballot.Profile, *ballot.Order]
		give  []string
		want  string
		first string // tie
	}{
		{"B or C goes, A then has 5 to 3", ranked.InstantRunoff{Batch: ranked.One}, []string{"3 A", "3 D", "1 B>A", "1 C>A"}, "A>D>B=C", "staying in after round 1"},
		{"and so among others", ranked.ApprovalRunoff{}, []string{"3 A", "3 D", "1 B>A", "1 C>A"}, "A>D>B=C", "staying in after round 1"},
		{"B or C goes on", ranked.TopTwo{}, []string{"3 A>B>C", "2 B>A>C", "2 C>A>B"}, "A>B=C>D", "going on after round 1"},
		{"B, C and D in a circle", duelling{ranked.Kemeny{}}, []string{"1 A>B>C>D", "1 A>C>D>B", "1 A>D>B>C"}, "A>B=C=D", "place 2"},
		{"C and D", duelling{ranked.Kemeny{}}, []string{"1 A>B>C>D", "1 A>B>D>C"}, "A>B>C=D", "place 3"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, err := tt.rule.Decide(profile(t, 4, tt.give...), nil)
			require.NoError(t, err)
			assert.False(t, out.Tied())
			assert.Equal(t, tt.want, show(out))
			assert.Equal(t, tt.first, out.Ties[0].For)
			assert.Equal(t, ballot.EitherWay, out.Ties[0].By)
		})
	}
}

// The settings of instant runoff that the book of rules does not have.
func TestTiesOfRunoffsStandWhereTheyMatter(t *testing.T) {
	rules := []ranked.InstantRunoff{
		{Batch: ranked.One}, {Batch: ranked.Most}, {ToTwo: true}, {OfFirst: true}, {Earlier: true}, {Reach: 30}, {Reach: 30, Cutoff: true}, {Stop: 2},
		{Batch: ranked.One, ToTwo: true}, {Batch: ranked.One, Earlier: true}, {Batch: ranked.One, Reach: 20}, {Batch: ranked.One, Stop: 2},
		{Batch: ranked.One, WriteIn: "A"}, {Minimum: 2}, {Withdrawn: []string{"A"}},
	}
	rng := rand.New(rand.NewPCG(5, 5))
	agreed, open := 0, 0
	for _, r := range rules {
		t.Run(r.String(), func(t *testing.T) {
			for range 400 {
				p := profile(t, 3+rng.IntN(3))
				for range 1 + rng.IntN(6) {
					b := ballot.Ballot{}
					for i, o := range rng.Perm(p.Slate().Len())[:1+rng.IntN(p.Slate().Len())] {
						b = append(b, ballot.Mark{Option: ballot.Option(o), Level: int32(i + 1)})
					}
					require.NoError(t, p.Add(b, 1+rng.Int64N(2)))
				}
				out, err := r.Decide(p, nil)
				if err != nil {
					continue // nobody votes for those who have not withdrawn
				}
				all, err := ballot.Universes(2000, func(tb ballot.TieBreak) (*ballot.Order, error) { return r.Decide(p, tb) })
				require.NoError(t, err)
				other := func(u *ballot.Order) bool { return !slices.Equal(u.Winners(), all[0].Winners()) }
				require.Equal(t, slices.ContainsFunc(all, other), out.Tied(), "%v", out.Ties)
				switch {
				case out.Tied():
					open++
				case len(out.Ties) > 0:
					agreed++
				}
			}
		})
	}
	assert.Greater(t, open, 500)
	assert.Greater(t, agreed, 500)
}

// Too many ways are not tried, but those without votes go out in any order without a trial.
func TestAgreementIsBounded(t *testing.T) {
	for _, tt := range []struct {
		name  string
		level int
		votes int64
		tied  bool
	}{{"6! ways", 6, 1, false}, {"7! ways", 7, 1, true}, {"no votes", 20, 0, false}} {
		p := profile(t, 3+tt.level, "30 A", "26 B", "5 C>B")
		for i := range tt.level {
			if tt.votes > 0 {
				require.NoError(t, p.Add(ballot.Ballot{{Option: ballot.Option(i + 3), Level: 1}, {Option: 1, Level: 2}}, tt.votes))
			}
		}
		for _, r := range []ballot.Rule[*ballot.Profile, *ballot.Order]{
			ranked.InstantRunoff{Batch: ranked.One}, ranked.ApprovalRunoff{}, ranked.ApprovalRunoff{Split: true},
		} {
			out, err := r.Decide(p, nil)
			require.NoError(t, err)
			assert.Equal(t, tt.tied, out.Tied(), tt.name)
			if !out.Tied() {
				assert.Len(t, out.Ties, tt.level-1, tt.name)
				assert.Len(t, out.Tiers, 4, tt.name)
			}
		}
	}
}

// One ballot on six options can be locked in 2,880 ways by River, more than Agreed tries; here are
// seven, of which A, or A, B and C, win all duels with the others.
func TestLockedDuelsAgreeWithinTheSmithSet(t *testing.T) {
	tests := []struct {
		name string
		give []string
		want string
		tied bool
	}{
		{"one ballot", []string{"1 A>B>C>D>E>F>G"}, "A>B=C=D=E=F=G", false},
		{"a circle below A", []string{"1 A>B>C>D>E>F>G", "1 A>D>E>F>G>B>C", "1 A>F>G>B>C>D>E"}, "A>B=C=D=E=F=G", false},
		{"a circle of three, strengths apart", []string{"4 A>B>C>D>E>F>G", "3 B>C>A>G>F>E>D", "2 C>A>B>F>G>D>E"}, "A>B=C=D=E=F=G", false},
		{"a circle of three, strengths alike", []string{"1 A>B>C>D>E>F>G", "1 B>C>A>G>F>E>D", "1 C>A>B>F>D>G>E"}, "", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, m := range []ranked.Measure{ranked.WinningVotes, ranked.Margins} {
				out, err := ranked.River{Measure: m}.Decide(profile(t, 7, tt.give...).Pairwise(), nil)
				require.NoError(t, err)
				require.Equal(t, tt.tied, out.Tied())
				locked, err := ranked.RankedPairs{Measure: m}.Decide(profile(t, 7, tt.give...).Pairwise(), nil)
				require.NoError(t, err)
				require.Equal(t, tt.tied, locked.Tied())
				if !tt.tied {
					assert.Equal(t, tt.want, show(out))
					assert.Equal(t, out.Winners(), locked.Winners())
				}
			}
		})
	}
}

// Ben or Cai goes out first; either way Ana then has more than half.
func ExampleInstantRunoff_tie() {
	slate, err := ballot.NewSlate("Ana", "Ben", "Cai", "Dov")
	if err != nil {
		fmt.Println(err)
		return
	}
	votes, err := ballot.NewProfile(slate, ballot.Ranking)
	if err != nil {
		fmt.Println(err)
		return
	}
	for text, n := range map[string]int64{"Ana": 40, "Dov": 36, "Ben>Ana": 20, "Cai>Ana": 20} {
		if err := votes.AddText(text, n); err != nil {
			fmt.Println(err)
			return
		}
	}
	out, err := ranked.InstantRunoff{}.Decide(votes, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, tier := range out.Tiers {
		fmt.Println(slate.Names(tier...))
	}
	for _, t := range out.Ties {
		fmt.Printf("%s, %s: %s\n", t.For, slate.Names(t.Options...), t.By)
	}
	// Output:
	// Ana
	// Dov
	// Ben, Cai
	// staying in after round 1, Ben, Cai: either way elects the same
}
