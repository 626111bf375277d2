package ballot_test

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/ranked"
)

// A trail has every distinct ballot once, in the order of the profile, finds those that are
// marked alike, and no others.
func TestTrail(t *testing.T) {
	s, err := ballot.NewSlate("Ana", "Ben", "Cai")
	require.NoError(t, err)
	p, err := ballot.NewProfile(s, ballot.Ranking)
	require.NoError(t, err)
	for _, text := range []string{"Ben>Ana", "Ana", "Ana=Cai", "Ben>Ana"} {
		require.NoError(t, p.AddText(text, 2))
	}
	require.NoError(t, p.Add(nil, 5))
	trail := ballot.NewTrail(p, 3, func(i int, b ballot.Ballot, n int64) []ballot.Path {
		return []ballot.Path{{Ballot: b, N: n - 1}, {Ballot: b, N: 1, Papers: []int{i}}}
	})
	assert.Equal(t, 3, trail.Rounds())
	var got []string
	for path := range trail.All() {
		got = append(got, fmt.Sprint(path.Ballot, path.N, path.Papers))
	}
	assert.Equal(t, []string{
		"[{0 1}] 1 []", "[{0 1}] 1 [0]", "[{0 1} {2 1}] 1 []", "[{0 1} {2 1}] 1 [1]", "[{1 1} {0 2}] 3 []", "[{1 1} {0 2}] 1 [2]",
	}, got)
	for range trail.All() {
		break // walks no further
	}
	marks := ballot.Ballot{{Option: 0, Level: 2}, {Option: 1, Level: 1}}
	found := trail.Of(marks)
	require.Len(t, found, 2)
	assert.Equal(t, int64(3), found[0].N)
	assert.Equal(t, ballot.Ballot{{Option: 0, Level: 2}, {Option: 1, Level: 1}}, marks, "stays as it is")
	assert.Nil(t, trail.Of(ballot.Ballot{{Option: 1, Level: 1}}))
	assert.Nil(t, trail.Of(nil))
}

func TestPathExhausted(t *testing.T) {
	one := big.NewRat(1, 1)
	tests := []struct {
		name      string
		give      []ballot.Stand
		wantRound int
		want      ballot.Cause
	}{
		{"never counted", nil, 0, 0},
		{"counts", []ballot.Stand{{Round: 1}, {Round: 2}}, 0, 0},
		{"since the second", []ballot.Stand{{Round: 1}, {Round: 2, Exhausted: one, Why: ballot.Shared}, {Round: 3, Exhausted: one, Why: ballot.Shared}}, 2, ballot.Shared},
		{"again in the third", []ballot.Stand{{Round: 1, Exhausted: one, Why: ballot.NoneLeft}, {Round: 2}, {Round: 3, Exhausted: one, Why: ballot.Filled}}, 3, ballot.Filled},
		{"counted afresh", []ballot.Stand{{Round: 1, Exhausted: one, Why: ballot.NoneLeft}, {Round: 2}}, 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			round, why := ballot.Path{Stands: tt.give}.Exhausted()
			assert.Equal(t, tt.wantRound, round)
			assert.Equal(t, tt.want, why)
		})
	}
}

func TestStandText(t *testing.T) {
	s, err := ballot.NewSlate("Ana", "Ben")
	require.NoError(t, err)
	half, third := big.NewRat(1, 2), big.NewRat(-1, 3)
	stand := ballot.Stand{
		Round: 4, Parts: []ballot.Part{{Option: 1, Votes: half}, {Option: 0, Votes: third}}, Rounding: big.NewRat(1, 6), Exhausted: big.NewRat(2, 3),
		Why: ballot.LeftOut,
	}
	assert.Equal(t, "round 4: Ben 1/2, Ana -1/3, rounding 1/6, exhausted 2/3, ranks are left out", stand.Text(s))
	assert.Equal(t, "-1/3", stand.Of(0).RatString())
	assert.Equal(t, "0", ballot.Stand{}.Of(1).RatString())
	assert.Equal(t, "round 1: nobody", ballot.Stand{Round: 1}.Text(s))
	for c := ballot.NoneLeft; c <= ballot.NotTaken; c++ {
		assert.NotContains(t, c.String(), "cause")
	}
	assert.Equal(t, "cause 0", ballot.Cause(0).String())
	assert.Equal(t, "cause 9", ballot.Cause(9).String())
}

// Where did my ballot count?
func ExampleTrail_Of() {
	slate, err := ballot.NewSlate("Ana", "Ben", "Cai")
	if err != nil {
		fmt.Println(err)
		return
	}
	votes, err := ballot.NewProfile(slate, ballot.Ranking)
	for text, n := range map[string]int64{"Ana>Ben": 4, "Ben": 3, "Cai>Ben": 2} {
		if err == nil {
			err = votes.AddText(text, n)
		}
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	_, trail, err := ranked.InstantRunoff{}.Follow(votes, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	mine, err := ballot.ParseBallot("Cai>Ben", ballot.Ranking, slate.Find)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, path := range trail.Of(mine) {
		for _, stand := range path.Stands {
			fmt.Println(stand.Text(slate))
		}
	}
	// Output:
	// round 1: Cai 1
	// round 2: Ben 1
}
