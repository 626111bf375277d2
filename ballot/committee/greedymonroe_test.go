package committee_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/committee"
)

// Three of four voters approve A, who represents two: if these are the two who also approve
// B, the second member is C or D.
var alike = [][]ballot.Option{{0, 1}, {0, 1}, {0, 2}, {3}}

func TestGreedyMonroe(t *testing.T) {
	p := profile(t, 4, alike)
	two := []committee.Turn{
		{Ballot: ballot.Ballot{{Option: 0, Level: 1}, {Option: 1, Level: 1}}, Voters: 2},
		{Ballot: ballot.Ballot{{Option: 0, Level: 1}, {Option: 2, Level: 1}}, Voters: 1},
		{Ballot: ballot.Ballot{{Option: 3, Level: 1}}, Voters: 1},
	}
	back := []committee.Turn{two[2], two[1], {Ballot: two[0].Ballot, Voters: 1}, {Voters: 3}, {Ballot: two[0].Ballot, Voters: 1}}
	order := ballot.Sequence{"D", "C", "B", "A"}
	tests := []struct {
		name  string
		giveT ballot.TieBreak
		want  string
		wantT string // what broke the tie
	}{
		{"nobody says who: any of three", nil, "A", ""},
		{"an order of the options chooses among the three", order, "A, D", "order D, C, B"},
		{"the first voters", committee.Queue{Options: order, Voters: two}, "A, D", "the order of the voters"},
		{"the first voters, options tied", committee.Queue{Voters: two}, "A", ""},
		{"the last voters: one of B and one of C go", committee.Queue{Options: ballot.Sequence{"B"}, Voters: back}, "A, B", "the order of the voters"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, err := committee.GreedyMonroe{Seats: 2}.Decide(p, tt.giveT)
			require.NoError(t, err)
			assert.Equal(t, tt.want, out.Slate.Names(out.Members...))
			require.NotEmpty(t, out.Ties)
			assert.Equal(t, tt.wantT, out.Ties[len(out.Ties)-1].By)
			assert.Equal(t, tt.wantT == "", out.Tied())
		})
	}
	out, err := committee.GreedyMonroe{Seats: 2}.Decide(p, nil)
	require.NoError(t, err)
	assert.Equal(t, [][]ballot.Option{{0, 1}, {0, 2}, {0, 3}}, out.Best)
	for why := range out.Why() {
		assert.Equal(t, "3 committees, by whom members represent", why.(committee.Alike).String())
	}
}

// Many options are no hindrance while the ways are few.
func TestGreedyMonroeOfManyOptions(t *testing.T) {
	for _, tt := range []struct{ options, voters int }{{17, 24}, {40, 16}, {64, 12}} {
		p := impartial(t, tt.voters, tt.options, 20)
		out, err := committee.GreedyMonroe{Seats: 4}.Decide(p, nil)
		require.NoError(t, err)
		require.NotEmpty(t, out.Best, "%d options", tt.options)
		order := slateOrder(p)
		broken, err := committee.GreedyMonroe{Seats: 4}.Decide(p, order)
		require.NoError(t, err)
		assert.Contains(t, out.Best, broken.Members)
		rng := rand.New(rand.NewPCG(3, uint64(tt.options)))
		for range 20 { // whoever is represented first elects one of them
			voters := queueOf(p)
			rng.Shuffle(len(voters), func(i, j int) { voters[i], voters[j] = voters[j], voters[i] })
			one, err := committee.GreedyMonroe{Seats: 4}.Decide(p, committee.Queue{Options: order, Voters: voters})
			require.NoError(t, err)
			assert.Contains(t, out.Best, one.Members)
		}
	}
}

// queueOf is the voters in canonical order, one by one.
func queueOf(p *ballot.Profile) (voters []committee.Turn) {
	for b, n := range p.All() {
		for range n {
			voters = append(voters, committee.Turn{Ballot: b, Voters: 1})
		}
	}
	if p.Blank > 0 {
		voters = append(voters, committee.Turn{Voters: p.Blank})
	}
	return voters
}

// Past what can be tried a full order of the options decides, and says so.
func TestGreedyMonroeOfMany(t *testing.T) {
	p := impartial(t, 200, 20, 30)
	r := committee.GreedyMonroe{Seats: 5}
	out, err := r.Decide(p, nil)
	require.NoError(t, err)
	assert.True(t, out.Tied())
	assert.Empty(t, out.Members)
	out, err = r.Decide(p, slateOrder(p))
	require.NoError(t, err)
	assert.Len(t, out.Members, 5)
	assert.Contains(t, out.Ties[0].By, "then voters of the fewest approvals")
	_, err = r.Decide(p, ballot.Sequence{"A"})
	assert.ErrorContains(t, err, "too many ways: more work than is allowed")
}

func TestQueueRefuses(t *testing.T) {
	p := profile(t, 4, alike)
	ab := ballot.Ballot{{Option: 0, Level: 1}, {Option: 1, Level: 1}}
	for want, voters := range map[string][]committee.Turn{
		"3 voters of a ballot that fewer cast":  {{Ballot: ab, Voters: 3}},
		"-1 voters of a ballot":                 {{Ballot: ab, Voters: -1}},
		"turn 2 of the queue":                   {{Ballot: ab, Voters: 2}, {Ballot: ab[1:], Voters: 1}},
		"1 voters of A, B are not in the queue": {{Ballot: ab, Voters: 1}},
	} {
		_, err := committee.GreedyMonroe{Seats: 2}.Decide(p, committee.Queue{Voters: voters})
		assert.ErrorContains(t, err, want)
	}
	out, err := committee.Approval{Seats: 1}.Decide(profile(t, 2, [][]ballot.Option{{0}, {1}}), committee.Queue{})
	require.NoError(t, err)
	assert.True(t, out.Tied(), "a queue without an order of the options breaks no tie between them")
}

// Looking ahead is work, too: a vote of 30 options is not looked at for ever.
func TestGreedyMonroeLooksAheadForSomeTime(t *testing.T) {
	rng := rand.New(rand.NewPCG(0, 30))
	var names []string
	for i := range 30 {
		names = append(names, fmt.Sprintf("o%02d", i))
	}
	s, err := ballot.NewSlate(names...)
	require.NoError(t, err)
	p, err := ballot.NewProfile(s, ballot.Approval)
	require.NoError(t, err)
	for range 60 {
		var b ballot.Ballot
		for _, o := range rng.Perm(30)[:2+rng.IntN(4)] {
			b = append(b, ballot.Mark{Option: ballot.Option(o), Level: 1})
		}
		require.NoError(t, p.Add(b, 1+rng.Int64N(3)))
	}
	out, err := committee.GreedyMonroe{Seats: 10}.Decide(p, nil)
	require.NoError(t, err)
	require.True(t, out.Tied())
}
