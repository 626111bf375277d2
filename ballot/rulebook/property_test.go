package rulebook_test

import (
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/referendum"
	"github.com/vicinia/vicinia/ballot/rulebook"
	"github.com/vicinia/vicinia/ballot/seats"
)

// result is an outcome by names, so that the order of the slate does not show.
func result(t *testing.T, e rulebook.Entry, c rulebook.Case) map[string]int64 {
	t.Helper()
	out, err := e.Decide(c, nil)
	require.NoError(t, err)
	won := map[string]int64{}
	for _, o := range out.Winners() {
		won[out.Common().Slate.Name(o)] = 1
		switch a := out.(type) {
		case *seats.Allocation:
			won[out.Common().Slate.Name(o)] = a.Of(o)
		case *seats.Table:
			won[out.Common().Slate.Name(o)] = a.Of(o)
		}
	}
	for _, tie := range out.Common().Ties {
		for _, o := range tie.Options {
			won["tied "+out.Common().Slate.Name(o)] = int64(tie.Places)
		}
	}
	return won
}

// A vote is what all rules can be asked: five options, or as many bodies.
type vote struct {
	names []string
	votes []int64
	body  []referendum.Tally
	rank  [][]string // orders, all of the names
	times int64      // how often each was cast
}

func randomVote(rng *rand.Rand) vote {
	v := vote{names: []string{"A", "B", "C", "D", "E"}, times: 1}
	for range 1 + rng.IntN(9) {
		order := slices.Clone(v.names)
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		v.rank = append(v.rank, order[:1+rng.IntN(len(order))])
	}
	for _, name := range v.names {
		n, no := 1+rng.Int64N(50), rng.Int64N(50)
		v.votes = append(v.votes, n)
		v.body = append(v.body, referendum.Tally{Body: name, Weight: 1 + rng.Int64N(2), Yes: n, No: no, Eligible: n + no + rng.Int64N(20)})
	}
	return v
}

func (v vote) ask(t *testing.T, e rulebook.Entry) map[string]int64 {
	t.Helper()
	if e.Family == rulebook.Referendum {
		return result(t, e, rulebook.Case{Tallies: v.body})
	}
	return result(t, e, rulebook.Case{Counts: counts(t, v.names, v.votes...), Seats: 17, Matrix: v.matrix(t), Profile: v.profile(t)})
}

func (v vote) profile(t *testing.T) *ballot.Profile {
	p, err := ballot.NewProfile(counts(t, v.names, v.votes...).Slate(), ballot.Ranking)
	require.NoError(t, err)
	for _, order := range v.rank {
		require.NoError(t, p.AddText(strings.Join(order, ">"), v.times))
	}
	return p
}

// matrix has the votes in one district, and those of no in another. Both have as many
// seats and whole voters, so that proportions alone count.
func (v vote) matrix(t *testing.T) *seats.Matrix {
	districts, err := ballot.NewSlate("North", "South")
	require.NoError(t, err)
	var north, south []int64
	for i, n := range v.votes {
		north, south = append(north, 8*n), append(south, 8*v.body[i].No)
	}
	m, err := seats.NewMatrix(districts, counts(t, v.names, v.votes...).Slate(), []int64{8, 8}, append(north, south...))
	require.NoError(t, err)
	return m
}

// turned has its options and bodies in another order.
func (v vote) turned(rng *rand.Rand) (u vote) {
	u.rank, u.times = v.rank, v.times
	for _, i := range rng.Perm(len(v.names)) {
		u.names, u.votes, u.body = append(u.names, v.names[i]), append(u.votes, v.votes[i]), append(u.body, v.body[i])
	}
	return u
}

// many has every count so many times.
func (v vote) many(k int64) vote {
	u := vote{names: v.names, rank: v.rank, times: k * v.times, votes: slices.Clone(v.votes), body: slices.Clone(v.body)}
	for i := range u.votes {
		u.votes[i] *= k
		b := &u.body[i]
		b.Weight, b.Yes, b.No, b.Eligible = k*b.Weight, k*b.Yes, k*b.No, k*b.Eligible
	}
	return u
}

// Neutrality (no option or body has a name that counts), homogeneity (only proportions
// count) and purity, for every rule of the book.
func TestAxioms(t *testing.T) {
	for e := range rulebook.All() {
		t.Run(e.Name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(1, 2))
			for range 200 {
				v := randomVote(rng)
				want := v.ask(t, e)
				require.Equal(t, want, v.ask(t, e), "%v", v)
				require.Equal(t, want, v.turned(rng).ask(t, e), "%v", v)
				require.Equal(t, want, v.many(1+rng.Int64N(9)).ask(t, e), "%v", v)
			}
		})
	}
}

// Digests are pinned: equal inputs give equal outcomes in every version. Do not edit a
// digest; a rule or a form that changes gets a new name.
func TestDigestsArePinned(t *testing.T) {
	want := map[string]string{
		"absolute-majority, tied false":    "dd48f40f4edece6c",
		"adams, tied false":                "79fbe814da3e95d5",
		"bader-ofer, tied false":           "85c836e92663f514",
		"bader-ofer, tied true":            "d6a0fd73bb8d2485",
		"biproportional, tied false":       "ff00639b88a9dfc0",
		"biproportional, tied true":        "54bf181c8f0f4675",
		"borda, tied false":                "2ae37c5025890eae",
		"borda, tied true":                 "78ee36a54d5a28df",
		"borda-lowest, tied false":         "d988a4e8c7b485e5",
		"borda-lowest, tied true":          "995b789dfa9a30c3",
		"copeland, tied false":             "9b5d2e0b2730213a",
		"copeland, tied true":              "e67525f601c83103",
		"dhondt, tied false":               "85c836e92663f514",
		"dhondt, tied true":                "d6a0fd73bb8d2485",
		"double-majority, tied false":      "31518fb82b22f28d",
		"hamilton, tied false":             "cceca90a8566dcdd",
		"hamilton, tied true":              "c87fe7151a6ed980",
		"huntington-hill, tied false":      "bbd5e38317a31b73",
		"instant-runoff, tied false":       "dd4ff3932a893a70",
		"instant-runoff, tied true":        "96ed5e5629a53bb4",
		"kemeny, tied false":               "c8fc56184940bad8",
		"kemeny, tied true":                "216fa2586cc53840",
		"minimax, tied false":              "f38de116c09955fd",
		"minimax, tied true":               "65c43075abb992cb",
		"minimax-margins, tied false":      "9aa207751c83fb30",
		"minimax-margins, tied true":       "d9b21aae3e0a4a0e",
		"minimax-opposition, tied false":   "97eedda11ff080dd",
		"minimax-opposition, tied true":    "5dff10f14d81b844",
		"plurality, tied false":            "40839e97d0f8aae6",
		"plurality, tied true":             "4515c591c16a94c2",
		"ranked-pairs, tied false":         "0a75b93cd654a81f",
		"ranked-pairs, tied true":          "a51f1f0dc9c5f5e6",
		"ranked-pairs-margins, tied false": "5eaf97bb7c5c4fea",
		"ranked-pairs-margins, tied true":  "2082ab83e42184ba",
		"sainte-lague, tied false":         "2f2802549a9f5f1a",
		"sainte-lague, tied true":          "6d64316722180022",
		"schulze, tied false":              "a6b7f3bf62f43a60",
		"schulze, tied true":               "9b57995617fbe220",
		"schulze-margins, tied false":      "6c81a1f6d7b72e69",
		"schulze-margins, tied true":       "279e8f327b6fed8f",
		"simple-majority, tied false":      "f266f878f28cf60d",
	}
	level := rulebook.Case{Counts: counts(t, []string{"A", "B", "C"}, 4, 4, 1), Seats: 3}
	even := vote{
		names: []string{"A", "B", "C"}, votes: []int64{4, 4, 1}, body: []referendum.Tally{{No: 4}, {No: 4}, {No: 1}},
		rank: [][]string{{"A", "B", "C"}, {"B", "A", "C"}, {"C"}}, times: 1,
	}
	level.Matrix, level.Profile = even.matrix(t), even.profile(t)
	bodies := rulebook.Case{Tallies: []referendum.Tally{
		{Body: "A", Weight: 2, Yes: 5, No: 4, Eligible: 9}, {Body: "B", Weight: 1, Yes: 1, No: 4, Eligible: 5},
	}}
	got := map[string]string{}
	for e := range rulebook.All() {
		c := level
		if e.Family == rulebook.Referendum {
			c = bodies
		}
		for _, tb := range []ballot.TieBreak{nil, ballot.Lot{Seed: "seed", Label: "label"}} {
			out, err := e.Decide(c, tb)
			require.NoError(t, err)
			digest := ballot.Digest(out)
			got[fmt.Sprintf("%s, tied %t", e.Name, out.Common().Tied())] = hex.EncodeToString(digest[:8])
		}
	}
	assert.Equal(t, want, got)
}
