package rulebook_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/projects"
	"github.com/vicinia/vicinia/ballot/referendum"
	"github.com/vicinia/vicinia/ballot/rulebook"
	"github.com/vicinia/vicinia/ballot/seats"
	"github.com/vicinia/vicinia/internal/golden"
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
	return result(t, e, v.given(t, e.Family))
}

// given is the vote as the rules of a family see it.
func (v vote) given(t *testing.T, f rulebook.Family) rulebook.Case {
	t.Helper()
	switch f {
	case rulebook.Referendum:
		return rulebook.Case{Tallies: v.body}
	case rulebook.Winner, rulebook.Seats:
		return rulebook.Case{Counts: counts(t, v.names, v.votes...), Seats: 17}
	case rulebook.Table:
		return rulebook.Case{Matrix: v.matrix(t)}
	case rulebook.Grades:
		return rulebook.Case{Profile: v.profile(t, ballot.Scoring)}
	case rulebook.Committee:
		return rulebook.Case{Profile: v.profile(t, ballot.Approval), Seats: 2}
	case rulebook.Project:
		in := &projects.Instance{Profile: v.profile(t, ballot.Approval), Budget: 40}
		for _, name := range v.names {
			in.Cost = append(in.Cost, 30-5*int64(name[0]-'A'))
		}
		return rulebook.Case{Projects: in}
	}
	return rulebook.Case{Profile: v.profile(t, ballot.Ranking), Seats: 2}
}

// profile has the ranks as they are, all ranked options approved, or two points, one, and
// none.
func (v vote) profile(t *testing.T, k ballot.Kind) *ballot.Profile {
	p, err := ballot.NewProfile(counts(t, v.names, v.votes...).Slate(), k)
	require.NoError(t, err)
	for _, order := range v.rank {
		var b ballot.Ballot
		for i, name := range order {
			o, _ := p.Slate().Find(name)
			level := map[ballot.Kind]int{ballot.Ranking: i + 1, ballot.Approval: 1, ballot.Scoring: max(0, 2-i)}[k]
			b = append(b, ballot.Mark{Option: o, Level: int32(level)})
		}
		require.NoError(t, p.Add(b, v.times))
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

// wholeNumbers are rules with prices, payments, districts, swaps or ballots left out that are
// whole numbers, of which twice the ballots are not twice as many.
var wholeNumbers = []string{
	"droop", "hare-rounded", "hagenbach-bischoff-up", "hagenbach-bischoff-rounded", "pb-bos", "monroe", "greedy-monroe", "dodgson", "young-strong",
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
				if e.Family != rulebook.STV && !slices.Contains(wholeNumbers, e.Name) {
					require.Equal(t, want, v.many(1+rng.Int64N(9)).ask(t, e), "%v", v)
				}
			}
		})
	}
}

// Digests are pinned: equal inputs give equal outcomes in every version. Do not edit a
// digest; a rule or a form that changes gets a new name.
func TestDigestsArePinned(t *testing.T) {
	even := vote{
		names: []string{"A", "B", "C"}, votes: []int64{4, 4, 1},
		body: []referendum.Tally{{Body: "A", Weight: 2, Yes: 5, No: 4, Eligible: 9}, {Body: "B", Weight: 1, Yes: 1, No: 4, Eligible: 5}, {No: 1}},
		rank: [][]string{{"A", "B", "C"}, {"B", "A", "C"}, {"C"}}, times: 1,
	}
	got := map[rulebook.Family]string{}
	for e := range rulebook.All() {
		c := even.given(t, e.Family)
		switch e.Family {
		case rulebook.Referendum:
			c.Tallies = c.Tallies[:2]
		case rulebook.Seats:
			c.Seats = 3
		}
		for _, tb := range []ballot.TieBreak{nil, ballot.Lot{Seed: "seed", Label: "label"}} {
			out, err := e.Decide(c, tb)
			require.NoError(t, err)
			digest := ballot.Digest(out)
			got[e.Family] += fmt.Sprintf("%s, lot %t, tied %t: %x\n", e.Name, tb != nil, out.Common().Tied(), digest[:8])
		}
	}
	for family, lines := range got {
		golden.Equal(t, "digests/"+family.String()+".txt", []byte(lines))
	}
}
