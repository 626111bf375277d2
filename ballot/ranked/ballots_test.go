package ranked_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/ranked"
)

// everyRule is every rule on rankings, and whether it elects who wins all duels, and that
// alone.
var everyRule = []struct {
	rule      onBallots
	condorcet bool
}{
	{ranked.Positional{}, false}, {ranked.AntiPlurality{}, false}, {ranked.Dowdall{Truncation: ranked.Lowest}, false},
	{ranked.PositiveNegative{Truncation: ranked.Highest}, false}, {ranked.ModifiedBorda{}, false},
	{ranked.Bucklin{}, false}, {ranked.Bucklin{Simplified: true}, false}, {ranked.Fallback{}, false},
	{ranked.ApprovalRunoff{}, false}, {ranked.ApprovalRunoff{Split: true}, false},
	{ranked.TopTwo{}, false}, {ranked.TopTwo{Ranks: 2}, false}, {ranked.Coombs{}, false}, {ranked.Coombs{ToTheEnd: true}, false},
	{ranked.Benham{}, true}, {ranked.TidemanAlternative{}, true}, {ranked.TidemanAlternative{Schwartz: true}, true}, {ranked.Woodall{}, true},
	{ranked.SmithRunoff{}, true}, {ranked.CondorcetRunoff{}, true}, {ranked.CondorcetPlurality{}, true}, {ranked.BottomTwo{}, true},
	{ranked.Daunou{}, true}, {ranked.Superior{}, false}, {ranked.Dodgson{}, false}, {ranked.Young{}, false}, {ranked.Young{Strong: true}, false},
	{duelling{ranked.Baldwin{}}, true}, {duelling{ranked.Nanson{}}, true}, {duelling{ranked.Nanson{Below: true}}, true},
	{duelling{ranked.Raynaud{}}, true}, {duelling{ranked.LossTrimmer{}}, true}, {duelling{ranked.River{}}, true},
	{duelling{ranked.River{Measure: ranked.Margins}}, true}, {duelling{ranked.SplitCycle{}}, true}, {duelling{ranked.StableVoting{}}, true},
	{duelling{ranked.StableVoting{Simple: true}}, true}, {duelling{ranked.Leximax{}}, true}, {duelling{ranked.SimplifiedDodgson{}}, true},
	{duelling{ranked.Black{}}, true}, {duelling{ranked.Llull{}}, true}, {duelling{ranked.Slater{}}, true}, {duelling{ranked.Condorcet{}}, true},
	{duelling{ranked.Smith{}}, true}, {duelling{ranked.Schwartz{}}, true}, {duelling{ranked.Uncovered{}}, true},
	{duelling{ranked.Among(ranked.Smith{}, ranked.Minimax{})}, true}, {duelling{ranked.Among(ranked.Copeland{}, ranked.Baldwin{})}, true},
	{duelling{ranked.Banks{}}, true}, {duelling{ranked.Bipartisan{}}, true}, {duelling{ranked.Borda{Truncation: ranked.Highest}}, false},
}

// Options by other names, and ballots that come in another order and in parts, change nothing;
// every option is in one tier; a Condorcet winner wins; steps have text.
func TestEveryRuleOnBallots(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 12))
	condorcet := 0
	for range 60 {
		n := 1 + rng.IntN(5)
		p := randomProfile(t, rng, n, 1+rng.IntN(7))
		perm := rng.Perm(n)
		turned, parts := profile(t, n), p.Split(3)
		turned.Unranked = p.Unranked
		for _, part := range slices.Backward(parts) {
			for b, k := range part.All() {
				var moved ballot.Ballot
				for _, m := range b {
					moved = append(moved, ballot.Mark{Option: ballot.Option(perm[m.Option]), Level: m.Level})
				}
				require.NoError(t, turned.Add(moved, k))
			}
		}
		best := view{p, n}.condorcet(1<<n - 1)
		condorcet += best
		for _, r := range everyRule {
			out, err := r.rule.Decide(p, nil)
			require.NoError(t, err, "%s", r.rule)
			require.Equal(t, n, len(slices.Concat(out.Tiers...)), "%s", r.rule)
			other, err := r.rule.Decide(turned, nil)
			require.NoError(t, err)
			require.Equal(t, len(out.Tiers), len(other.Tiers), "%s of %v", r.rule, ballots(p))
			for i, tier := range out.Tiers {
				var want []ballot.Option
				for _, o := range tier {
					want = append(want, ballot.Option(perm[o]))
				}
				slices.Sort(want)
				require.Equal(t, want, other.Tiers[i], "%s of %v", r.rule, ballots(p))
			}
			if r.condorcet && best != 0 {
				require.Equal(t, options(best), out.Winners(), "%s of %v", r.rule, ballots(p))
			}
			for why := range out.Why() {
				require.NotEmpty(t, why.String())
				require.Regexp(t, `^ranked\.[a-z]+$`, why.Key())
			}
			broken, err := r.rule.Decide(p, ballot.Lot{Seed: "seed", Label: "label"})
			require.NoError(t, err)
			require.Len(t, broken.Winners(), 1, "%s", r.rule)
		}
	}
	assert.Greater(t, condorcet, 30)
}

func TestEveryRuleRefuses(t *testing.T) {
	scores, err := ballot.NewProfile(profile(t, 2).Slate(), ballot.Scoring)
	require.NoError(t, err)
	require.NoError(t, scores.AddText("A=1", 1))
	for _, r := range everyRule {
		_, err := r.rule.Decide(profile(t, 3), ballot.Lot{})
		assert.ErrorContains(t, err, "no votes", "%s", r.rule)
		if _, ok := r.rule.(duelling); !ok {
			_, err = r.rule.Decide(scores, nil)
			assert.ErrorContains(t, err, "wants rankings", "%s", r.rule)
		}
	}
	some := profile(t, 2, "1 A>B")
	for _, r := range []onBallots{
		ranked.Positional{Truncation: 9}, ranked.AntiPlurality{Truncation: 9}, ranked.TopTwo{Ranks: -1}, duelling{ranked.River{Measure: 9}},
		duelling{ranked.Raynaud{Measure: 9}}, duelling{ranked.Uncovered{Covering: 9}}, duelling{ranked.River{Measure: ranked.Opposition}},
	} {
		_, err := r.Decide(some, nil)
		assert.Error(t, err, "%s", r)
	}
	_, err = ranked.MaximalLottery{}.Decide(profile(t, 2).Pairwise(), nil)
	assert.ErrorContains(t, err, "no votes")
	assert.Equal(t, "covering 9", ranked.Covering(9).String())
}

// Past a limit there is an error and no guess.
func TestSearchesEnd(t *testing.T) {
	for _, r := range []onDuels{ranked.Kemeny{}, ranked.Slater{}, ranked.StableVoting{}, ranked.Bipartisan{}} {
		_, err := r.Decide(circles(t, 1, 131), nil)
		assert.ErrorContains(t, err, "too many options", "%s", r)
	}
}

// The search of more sets than the limit ends there.
func TestStableVotingEnds(t *testing.T) {
	_, err := ranked.StableVoting{Simple: true}.Decide(circles(t, 1, 41), nil)
	assert.ErrorContains(t, err, "more than 262144 sets of options")
}

// Containments (Laslier, Tournament Solutions and Majority Voting, 1997), without even duels.
func TestSetsContainEachOther(t *testing.T) {
	rng := rand.New(rand.NewPCG(13, 14))
	smaller := 0
	for range 150 {
		w := strict(t, rng, 3+rng.IntN(5), 1+2*rng.IntN(5)).Pairwise()
		var last []ballot.Option
		for _, r := range []onDuels{ranked.Bipartisan{}, ranked.Uncovered{}, ranked.Smith{}} {
			out, err := r.Decide(w, nil)
			require.NoError(t, err)
			for _, o := range last {
				require.Contains(t, out.Winners(), o, "%s", r)
			}
			smaller += len(out.Winners()) - len(last)
			last = out.Winners()
		}
		uncovered, err := ranked.Uncovered{}.Decide(w, nil)
		require.NoError(t, err)
		for _, r := range []onDuels{ranked.Banks{}, ranked.Slater{}, ranked.Copeland{}, ranked.Uncovered{Covering: ranked.McKelvey}} {
			for _, o := range winnersOf(t, func(tb ballot.TieBreak) (*ballot.Order, error) { return r.Decide(w, tb) }) {
				require.Contains(t, uncovered.Winners(), o, "%s", r)
			}
		}
		schwartz, err := ranked.Schwartz{}.Decide(w, nil)
		require.NoError(t, err)
		require.Equal(t, last, schwartz.Winners())
	}
	assert.Greater(t, smaller, 200)
}

func TestTwoRound(t *testing.T) {
	tests := []struct {
		name     string
		give     []*ballot.Counts
		tb       ballot.TieBreak
		want     string
		wantTies []string
	}{
		{"more than half", []*ballot.Counts{counts(t, 3, 6, 2)}, nil, "B>A>C", nil},
		{"a second vote is due", []*ballot.Counts{counts(t, 3, 5, 2)}, ballot.Lot{}, "A=B>C", []string{"the second vote"}},
		{"a second vote", []*ballot.Counts{counts(t, 3, 5, 2), counts(t, 6, 5, 0)}, nil, "A>B>C", nil},
		{"a level one", []*ballot.Counts{counts(t, 3, 5, 2), counts(t, 5, 5, 0)}, ballot.Sequence{"B"}, "B>A>C", []string{"the first place"}},
		{"who goes on is a tie", []*ballot.Counts{counts(t, 3, 5, 3)}, nil, "A=B=C", []string{"going on after round 1"}},
		{"all three are level", []*ballot.Counts{counts(t, 3, 3, 3), counts(t, 2, 0, 1)}, ballot.Sequence{"C", "A"}, "A>C>B", []string{"going on after round 1"}},
		{"two options", []*ballot.Counts{counts(t, 3, 3), counts(t, 2, 3)}, nil, "B>A", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, err := ranked.TwoRound{}.Decide(tt.give, tt.tb)
			require.NoError(t, err)
			assert.Equal(t, tt.want, show(out))
			var ties []string
			for _, tie := range out.Ties {
				ties = append(ties, tie.For)
			}
			assert.Equal(t, tt.wantTies, ties)
		})
	}
	for _, tt := range []struct {
		give []*ballot.Counts
		want string
	}{
		{nil, "0 votes"}, {[]*ballot.Counts{counts(t, 0, 0)}, "no votes"}, {[]*ballot.Counts{counts(t, 1, 1), counts(t, 1, 1, 1)}, "two slates"},
		{[]*ballot.Counts{counts(t, 3, 5, 2), counts(t, 6, 5, 1)}, "1 votes for C, who is not in the second vote"},
	} {
		_, err := ranked.TwoRound{}.Decide(tt.give, nil)
		assert.ErrorContains(t, err, tt.want)
	}
}
