package rulebook_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/ranked"
	"github.com/vicinia/vicinia/ballot/rulebook"
	"github.com/vicinia/vicinia/ballot/stv"
)

// tallies are the rounds of an outcome as text: what each option has, and where the rule tells
// it those who are exhausted and what was lost to rounding.
func tallies(out ballot.Outcome) (rounds []map[string]string) {
	points := func(of []ranked.Points) map[string]string {
		round := map[string]string{}
		for _, x := range of {
			round[x.Option] = x.Points.RatString()
		}
		return round
	}
	s := out.Common().Slate
	for why := range out.Common().Why() {
		switch step := why.(type) {
		case stv.Count:
			unit, round := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(out.(*stv.Transcript).Decimals)), nil), map[string]string{}
			text := func(v int64) string { return new(big.Rat).SetFrac(big.NewInt(v), unit).RatString() }
			for o, name := range s.All() {
				round[name] = text(step.Tally[o])
			}
			round["exhausted"], round["rounding"] = text(step.Exhausted), text(step.Rounding)
			rounds = append(rounds, round)
		case ranked.Round:
			round := map[string]string{"exhausted": fmt.Sprint(step.Exhausted)}
			for _, v := range step.Votes {
				round[v.Option] = fmt.Sprint(v.Votes)
			}
			rounds = append(rounds, round)
		case ranked.Knockout:
			rounds = append(rounds, points(step.Points))
		case ranked.Tally:
			rounds = append(rounds, points(step.Points))
		}
	}
	return rounds
}

// followed are the same rounds as the ballots add up to them.
func followed(s *ballot.Slate, trail *ballot.Trail) []map[string]string {
	sums := make([]map[string]*big.Rat, trail.Rounds())
	for i := range sums {
		sums[i] = map[string]*big.Rat{"exhausted": new(big.Rat), "rounding": new(big.Rat)}
		for _, name := range s.All() {
			sums[i][name] = new(big.Rat)
		}
	}
	for path := range trail.All() {
		for i, stand := range path.Stands {
			add := func(to string, votes *big.Rat) {
				if votes != nil {
					sums[i][to].Add(sums[i][to], new(big.Rat).Mul(votes, new(big.Rat).SetInt64(path.N)))
				}
			}
			for _, part := range stand.Parts {
				add(s.Name(part.Option), part.Votes)
			}
			add("exhausted", stand.Exhausted)
			add("rounding", stand.Rounding)
		}
	}
	texts := make([]map[string]string, len(sums))
	for i := range sums {
		texts[i] = map[string]string{}
		for name, sum := range sums[i] {
			texts[i][name] = sum.RatString()
		}
	}
	return texts
}

// Every rule by rounds can be followed, decides the same, and its ballots add up to every
// number of its rounds.
func TestFollowAddsUp(t *testing.T) {
	noBallots := []string{"raynaud", "raynaud-margins", "loss-trimmer"} // rounds of duels
	byRounds := 0
	for e := range rulebook.All() {
		t.Run(e.Name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(41, 42))
			for i := range 25 {
				v := randomVote(rng)
				v.times = 1 + rng.Int64N(40)
				c := v.given(t, e.Family)
				tb := []ballot.TieBreak{nil, ballot.Lot{Seed: "s", Label: "l"}}[i%2]
				want, err := e.Decide(c, tb)
				require.NoError(t, err)
				out, trail, err := e.Follow(c, tb)
				require.NoError(t, err)
				require.Equal(t, ballot.Digest(want), ballot.Digest(out))
				rounds := tallies(out)
				if trail == nil {
					require.True(t, rounds == nil || slices.Contains(noBallots, e.Name), "%q", rounds)
					continue
				}
				if i == 0 {
					byRounds++
				}
				got := followed(out.Common().Slate, trail)
				require.Len(t, got, len(rounds))
				for k, round := range rounds {
					for name, votes := range round {
						require.Equal(t, votes, got[k][name], "%s: %s in round %d", e.Name, name, k+1)
					}
				}
			}
		})
	}
	assert.Greater(t, byRounds, 45)
}

// Approvals are followed as rankings in which those approved share the first rank; without
// ballots there is nothing to follow.
func TestFollowOtherBallots(t *testing.T) {
	rule, _ := rulebook.Find("approval-runoff")
	s := counts(t, []string{"Ana", "Ben", "Cai"}, 0, 0, 0).Slate()
	p, err := ballot.NewProfile(s, ballot.Approval)
	require.NoError(t, err)
	require.NoError(t, p.AddText("Ana|Ben", 3))
	require.NoError(t, p.AddText("Cai", 2))
	_, trail, err := rule.Follow(rulebook.Case{Profile: p}, ballot.Sequence{"Ana", "Ben"})
	require.NoError(t, err)
	paths := trail.Of(ballot.Ballot{{Option: 1, Level: 1}, {Option: 0, Level: 1}})
	require.Len(t, paths, 1)
	assert.Equal(t, "round 1: Ana 1, Ben 1", paths[0].Stands[0].Text(s))
	assert.Nil(t, trail.Of(ballot.Ballot{{Option: 1, Level: 1}}))

	baldwin, _ := rulebook.Find("baldwin")
	duels, err := ballot.NewPairwise(s, ballot.Below, 5, []int64{0, 3, 3, 2, 0, 3, 2, 2, 0})
	require.NoError(t, err)
	out, trail, err := baldwin.Follow(rulebook.Case{Duels: duels}, nil)
	require.NoError(t, err)
	assert.Equal(t, "Ana", s.Names(out.Winners()...))
	assert.Nil(t, trail)
}
