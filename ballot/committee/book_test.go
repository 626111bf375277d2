package committee_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/committee"
)

// approvals reads "3 ab, c": three voters of A and B, one of C, on a slate of so many.
func approvals(t testing.TB, options int, text string) *ballot.Profile {
	t.Helper()
	p := profile(t, options, nil)
	for part := range strings.SplitSeq(text, ", ") {
		n, names, many := int64(1), part, false
		if _, err := fmt.Sscanf(part, "%d %s", &n, &names); err == nil {
			many = true
		}
		require.True(t, many || n == 1)
		var b ballot.Ballot
		for _, c := range names {
			b = append(b, ballot.Mark{Option: ballot.Option(c - 'a'), Level: 1})
		}
		require.NoError(t, p.Add(b, n))
	}
	return p
}

// letters are committees as "abc", "abd".
func letters(sets [][]ballot.Option) (all []string) {
	for _, set := range sets {
		text := ""
		for _, o := range set {
			text += string(rune('a' + o))
		}
		all = append(all, text)
	}
	return all
}

// The running example of Lackner & Skowron, Multi-Winner Voting with Approval Preferences
// (2023), example 1, and what its rules elect there (examples 2 to 11; the others as
// abcvoting 2.19 computes them).
func TestRunningExample(t *testing.T) {
	p := approvals(t, 7, "3 ab, 3 ac, 2 ad, bcf, e, f, g")
	rules := named(4)
	tests := []struct{ name, want string }{
		{"av", "abcd abcf"},
		{"sav", "abcf"},
		{"pav", "abcf"},
		{"slav", "abcf"},
		{"cc", "aefg"},
		{"lexcc", "aefg"},
		{"geom2", "abcf"},
		{"seqpav", "abcf"},
		{"revseqpav", "abcf"},
		{"seqslav", "abcf"},
		{"seqcc", "aefg"},
		{"seqphragmen", "abcd"},
		{"minimaxphragmen", "abcd abcf abdf acdf bcdf"},
		{"leximaxphragmen", "abcf"},
		{"maximin-support", "abcd abcf"},
		{"monroe", "abce abcf abcg abdf acdf bcdf"},
		{"minimaxav", "abcd abce abcf abcg abde abdf abdg abef abeg abfg acde acdf acdg acef aceg acfg adef adfg aefg bcde bcdf bcdg"},
		{"lexminimaxav", "abef abfg acef acfg"},
		{"equal-shares", "abcd"},
		{"phragmen-enestroem", "abcd"},
		{"consensus-rule", "abcf"},
		{"eph", "abcd abcf"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.Equal(t, strings.Fields(tt.want), letters(universes(t, rules[tt.name], p)))
		})
	}
}

// why is the reasons as text.
func why(c *committee.Committee) (lines []string) {
	for step := range c.Why() {
		lines = append(lines, step.String())
	}
	return lines
}

// The loads and prices of the same example (examples 9 and 11).
func TestRunningExampleWhy(t *testing.T) {
	p := approvals(t, 7, "3 ab, 3 ac, 2 ad, bcf, e, f, g")
	tests := []struct {
		name string
		give rule
		want []string
	}{
		{"loads", committee.Phragmen{Seats: 4}, []string{
			"round 1: A elected, load 1/8", "round 2: B elected, load 11/32",
			"round 3: C elected, load 55/128", "round 4: D elected, load 5/8",
		}},
		{"prices", committee.EqualShares{Seats: 4}, []string{"round 1: A elected, price 1/8"}},
		{"gains", committee.Thiele{Seats: 2, Search: committee.Sequential}, []string{"round 1: A elected, gain 8", "round 2: B elected, gain 5/2"}},
		{"score", committee.Thiele{Seats: 4}, []string{
			"best score 83/6, of 1 committee; 1 nodes searched", "no committee scores more than 445/32, by prices of 7 ballots",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, err := tt.give.Decide(p, slateOrder(p))
			require.NoError(t, err)
			assert.Equal(t, tt.want, why(out)[:len(tt.want)])
		})
	}
}

// Lackner & Skowron, example 12: equal shares and Phragmen differ, each after a tie.
func TestEqualSharesAndPhragmenDiffer(t *testing.T) {
	p := approvals(t, 4, "3 cd, 2 ab, 2 ac, bd")
	shares, err := committee.EqualShares{Seats: 3, Completion: committee.CompleteLoads}.Decide(p, nil)
	require.NoError(t, err)
	assert.Equal(t, []string{"acd"}, letters([][]ballot.Option{shares.Members}))
	loads, err := committee.Phragmen{Seats: 3}.Decide(p, nil)
	require.NoError(t, err)
	assert.Equal(t, []string{"bcd"}, letters([][]ballot.Option{loads.Members}))
}

// On party lists PAV, Phragmen and leximax-Phragmen give D'Hondt's seats, SLAV those of
// Sainte-Lague (Brill, Laslier & Skowron, Multiwinner Approval Rules as Apportionment
// Methods, 2018). 60, 28 and 12 votes, 6 seats.
func TestPartyLists(t *testing.T) {
	p := approvals(t, 18, "60 abcdef, 28 ghijkl, 12 mnopqr")
	tests := []struct {
		name string
		give rule
		want [3]int
	}{
		{"seq-pav", committee.Thiele{Seats: 6, Search: committee.Sequential}, [3]int{4, 2, 0}},
		{"phragmen", committee.Phragmen{Seats: 6}, [3]int{4, 2, 0}},
		{"seq-slav", committee.Thiele{Seats: 6, Scale: committee.OddHarmonic, Search: committee.Sequential}, [3]int{3, 2, 1}},
		{"seq-cc", committee.Thiele{Seats: 3, Scale: committee.Once, Search: committee.Sequential}, [3]int{1, 1, 1}},
		{"pav", committee.Thiele{Seats: 6}, [3]int{4, 2, 0}},
		{"slav", committee.Thiele{Seats: 6, Scale: committee.OddHarmonic}, [3]int{3, 2, 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, err := tt.give.Decide(p, slateOrder(p))
			require.NoError(t, err)
			got := [3]int{}
			for _, o := range out.Members {
				got[o/6]++
			}
			assert.Equal(t, tt.want, got)
		})
	}
}

// A tie among too many committees to list stands between all options; an order of them is
// answered with the committee that it puts first.
func TestTooManyToList(t *testing.T) {
	p := approvals(t, 20, "3 ab, 2 cd, e, f")
	r := committee.Thiele{Seats: 9, Scale: committee.Once}
	out, err := r.Decide(p, nil)
	require.NoError(t, err)
	assert.True(t, out.Tied())
	assert.True(t, out.Best == nil)
	assert.Empty(t, out.Members)
	assert.Contains(t, why(out)[0], "best score 7, of more than 1000 committees")
	assert.Equal(t, "bdefpqrst", settled(t, r, p, strings.Split("T S R Q P O N M L K J I H G F E D C B A", " ")...))
	assert.Equal(t, "abcefghij", settled(t, r, p, strings.Split("I H G F E C B A J D K L M N O P Q R S T", " ")...))
	assert.Equal(t, "tied ", settled(t, r, p, "A", "B"))

	// The same where all committees are looked at: all of a to f sit, with three of twenty.
	p = approvals(t, 26, "3 ab, 2 cd, e, f")
	far := committee.Minimax{Seats: 9}
	out, err = far.Decide(p, nil)
	require.NoError(t, err)
	assert.True(t, out.Tied())
	assert.True(t, out.Best == nil)
	assert.Contains(t, why(out)[0], "best distance 8, of more than 1000 committees")
	assert.Equal(t, "abcdefxyz", settled(t, far, p, strings.Split("Z Y X W V U T S R Q P O N M L K J I H G F E D C B A", " ")...))
}

// settled is a committee of a rule under an order of the options.
func settled(t *testing.T, r rule, p *ballot.Profile, order ...string) string {
	t.Helper()
	out, err := r.Decide(p, ballot.Sequence(order))
	require.NoError(t, err)
	if out.Tied() {
		return "tied " + letters([][]ballot.Option{out.Members})[0]
	}
	return letters([][]ballot.Option{out.Members})[0]
}

// The tie of whole committees: an order takes the committee with its best option, then its
// next best, though none has its two best.
func TestTieBetweenCommittees(t *testing.T) {
	p := approvals(t, 4, "ab, cd")
	cc := committee.Thiele{Seats: 2, Scale: committee.Once}
	assert.Equal(t, []string{"ac", "ad", "bc", "bd"}, letters(universes(t, cc, p)))
	out, err := cc.Decide(p, nil)
	require.NoError(t, err)
	assert.True(t, out.Tied())
	assert.Empty(t, out.Members)
	assert.Equal(t, []string{"ac", "ad", "bc", "bd"}, letters(out.Best))
	assert.Equal(t, "ad", settled(t, cc, p, "A", "B", "D", "C"))
	assert.Equal(t, "bc", settled(t, cc, p, "C", "D", "B", "A"))
	assert.Equal(t, "tied ", settled(t, cc, p, "B"), "c or d")
	assert.Equal(t, "bd", settled(t, cc, p, "B", "D"))
}

// A tie that changes nothing is none: both find a seat, or do not touch each other.
func TestTieOfNoConsequence(t *testing.T) {
	p := approvals(t, 4, "3 a, 3 b, 2 c, d")
	for _, r := range []rule{committee.Phragmen{Seats: 3}, committee.Thiele{Seats: 3, Search: committee.Sequential}, committee.EqualShares{Seats: 3}} {
		out, err := r.Decide(p, nil)
		require.NoError(t, err)
		assert.False(t, out.Tied(), r)
		assert.Empty(t, out.Ties, r)
	}
}

func TestRefuses(t *testing.T) {
	p := approvals(t, 4, "3 ab, c")
	ranking, err := ballot.NewProfile(p.Slate(), ballot.Ranking)
	require.NoError(t, err)
	none := profile(t, 4, nil)
	half := vicinia.Frac(1, 2)
	tests := []struct {
		name string
		give rule
		p    *ballot.Profile
		want string
	}{
		{"rankings", committee.Thiele{Seats: 2}, ranking, "pav seats=2 wants approvals, not ranking ballots"},
		{"no ballots", committee.Phragmen{Seats: 2}, none, "no ballots"},
		{"no seats", committee.Monroe{}, p, "0 seats and 4 options"},
		{"more seats than options", committee.EqualShares{Seats: 5}, p, "5 seats and 4 options"},
		{"weights that grow", committee.Thiele{Seats: 2, Scale: committee.Weights(half, vicinia.Frac(1, 1))}, p, "weight 2 of the scale is 1"},
		{"weights below 0", committee.Thiele{Seats: 2, Scale: committee.Weights(half, vicinia.Frac(-1, 1))}, p, "weight 2"},
		{"no weights", committee.Thiele{Seats: 2, Scale: committee.Weights()}, p, "needs weights"},
		{"a base below 1", committee.Thiele{Seats: 2, Scale: committee.Geometric(half)}, p, "a geometric scale of base 1/2"},
		{"no such search", committee.Thiele{Seats: 2, Search: 9}, p, "no such search"},
		{"no such completion", committee.EqualShares{Seats: 2, Completion: 9}, p, "no such completion"},
		{"no work", committee.Minimax{Seats: 2, Work: 1}, p, "1 nodes: more work than is allowed"},
		{"no work", committee.Thiele{Seats: 10, Scale: committee.Once, Work: 1}, grid(t), "1 nodes: more work than is allowed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, err := tt.give.Decide(tt.p, nil)
			assert.ErrorContains(t, err, tt.want)
			assert.Nil(t, out)
		})
	}
	_, err = committee.Thiele{Seats: 60}.Decide(profile(t, 61, [][]ballot.Option{{1}}), nil)
	assert.ErrorIs(t, err, vicinia.ErrOverflow)
}

// grid is 36 voters who approve the row and the column of their square: no prices alone
// find its best committees.
func grid(t testing.TB) *ballot.Profile {
	var all [][]ballot.Option
	for i := range ballot.Option(21) {
		for j := range i {
			all = append(all, []ballot.Option{j, i})
		}
	}
	return profile(t, 21, all)
}

// Blank ballots are voters: they cost equal shares money, and fill Monroe's districts.
func TestBlankBallots(t *testing.T) {
	p := approvals(t, 3, "2 a, 2 b, c")
	out, err := committee.EqualShares{Seats: 2}.Decide(p, nil)
	require.NoError(t, err)
	assert.Empty(t, out.Members, "4/5 each way")
	p = approvals(t, 3, "2 a, 2 b")
	out, err = committee.EqualShares{Seats: 2}.Decide(p, nil)
	require.NoError(t, err)
	assert.Equal(t, []string{"ab"}, letters([][]ballot.Option{out.Members}))
	require.NoError(t, p.Add(nil, 1))
	out, err = committee.EqualShares{Seats: 2}.Decide(p, nil)
	require.NoError(t, err)
	assert.Empty(t, out.Members)
}

func TestString(t *testing.T) {
	for want, r := range map[string]rule{
		"pav seats=3":                                  committee.Thiele{Seats: 3},
		"seq-geometric-3/2 seats=3":                    committee.Thiele{Seats: 3, Scale: committee.Geometric(vicinia.Frac(3, 2)), Search: committee.Sequential},
		"revseq-thiele-1,1/2 seats=3":                  committee.Thiele{Seats: 3, Scale: committee.Weights(vicinia.Frac(1, 1), vicinia.Frac(1, 2)), Search: committee.ReverseSequential},
		"equal-shares completion=none seats=3":         committee.EqualShares{Seats: 3},
		"leximax-phragmen seats=3":                     committee.Balanced{Seats: 3, Leximax: true},
		"lex-minimax-av seats=3":                       committee.Minimax{Seats: 3, Lexicographic: true},
		"equal-shares completion=completion 9 seats=3": committee.EqualShares{Seats: 3, Completion: 9},
	} {
		assert.Equal(t, want, fmt.Sprint(r))
	}
}

// A list of all committees is in order, each in order.
func TestBestIsSorted(t *testing.T) {
	out, err := committee.Thiele{Seats: 3, Scale: committee.Once}.Decide(approvals(t, 5, "ab, bc, cd, de, ea"), nil)
	require.NoError(t, err)
	assert.True(t, slices.IsSortedFunc(out.Best, slices.Compare[[]ballot.Option]))
	for _, set := range out.Best {
		assert.True(t, slices.IsSorted(set))
	}
	assert.Greater(t, len(out.Best), 1)
}
