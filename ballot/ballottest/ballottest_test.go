package ballottest_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/ballottest"
	"github.com/vicinia/vicinia/ballot/ranked"
)

// A first elects the first option of the slate, whatever the votes: dictatorship of a name.
type first struct{}

func (first) Decide(p *ballot.Profile, _ ballot.TieBreak) (*ballot.Order, error) {
	return ballot.NewOrder("first", p.Slate(), p.Slate().Tiers(func(a, b ballot.Option) int { return int(a - b) }), nil)
}

// A broken rule fails.
type broken struct{}

var errBroken = errors.New("broken")

func (broken) Decide(*ballot.Profile, ballot.TieBreak) (*ballot.Order, error) { return nil, errBroken }

// An odd rule counts the voters: it elects A from an odd number, else B.
type odd struct{}

func (odd) Decide(p *ballot.Profile, _ ballot.TieBreak) (*ballot.Order, error) {
	return ballot.NewOrder("odd", p.Slate(), p.Slate().Tiers(func(a, b ballot.Option) int {
		if p.Len()%2 == 1 {
			return int(a - b)
		}
		return int(b - a)
	}), nil)
}

// Rules of one's own are caught, on a smallest profile.
func TestSearchFindsTheSmallest(t *testing.T) {
	tests := []struct {
		name  string
		rule  ballot.Rule[*ballot.Profile, *ballot.Order]
		axiom ballottest.Axiom
		want  string
	}{
		{"a name", first{}, ballottest.Neutral, "neutral: 1 A>B elect A; 1 B>A elect A: the options changed places and the winners did not"},
		{"a number", odd{}, ballottest.Homogeneous, "homogeneous: 1 A>B elect A; 2 A>B elect B: twice the ballots have other winners"},
		{"Pareto", odd{}, ballottest.Pareto, "pareto: 2 A>B elect B: everybody ranks A above B"},
		{"a Condorcet winner", ballotsOnly(), ballottest.CondorcetWinner, "condorcet-winner: 1 A>B>C, 1 B>A>C, 1 C>A>B elect A, B: A wins every duel"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v, err := ballottest.Search(tt.rule, tt.axiom, 3, 3)
			require.NoError(t, err)
			require.NotNil(t, v)
			assert.Equal(t, tt.want, v.String())
		})
	}
	v, err := ballottest.Search(ballotsOnly(), ballottest.Clones, 3, 4)
	require.NoError(t, err)
	assert.Nil(t, v)
}

func ballotsOnly() ballot.Rule[*ballot.Profile, *ballot.Order] { return ranked.InstantRunoff{} }

func TestErrors(t *testing.T) {
	_, err := ballottest.Search(broken{}, ballottest.Pareto, 2, 2)
	assert.ErrorIs(t, err, errBroken)
	for a := range ballottest.All() {
		if a.Name == ballottest.CondorcetLoser.Name || a.Name == ballottest.MajorityLoser.Name || a.Name == ballottest.Dominated.Name {
			continue // they ask nothing of a profile of one option
		}
		_, err := ballottest.Check(broken{}, a, profile(t, "AB", "2 A>B", "1 B>A"))
		assert.ErrorIs(t, err, errBroken, a.Name)
		assert.NotEmpty(t, a.About)
		assert.NotEmpty(t, a.Source)
	}
	for _, size := range [][2]int{{0, 1}, {1, 0}, {7, 1}, {1, 1_001}} {
		_, err := ballottest.Search(first{}, ballottest.Pareto, size[0], size[1])
		assert.Error(t, err)
	}
	s := profile(t, "AB").Slate()
	scores, err := ballot.NewProfile(s, ballot.Scoring)
	require.NoError(t, err)
	for _, bad := range []*ballot.Profile{scores, profile(t, "AB")} {
		_, err = ballottest.Check(first{}, ballottest.Pareto, bad)
		assert.ErrorContains(t, err, "asked of rankings")
	}
}

// Where ranks are shared or left out, no axiom is said to be broken by what it cannot ask.
func TestAxiomsOfStrictRankings(t *testing.T) {
	tests := []struct {
		axiom ballottest.Axiom
		give  string
		want  string
	}{
		{ballottest.Clones, "2 A=B>C", "clones: asked of rankings in which options share a rank"},
		{ballottest.Monotone, "2 C>A=B", "monotone: asked of rankings in which options share a rank"},
		{ballottest.Reversal, "2 A>B", "reversal: asked of rankings that leave options out"},
		{ballottest.MutualMajority, "2 A", "17 options have too many groups"},
	}
	for _, tt := range tests {
		options := "ABC"
		if tt.axiom.Name == ballottest.MutualMajority.Name {
			options = "ABCDEFGHIJKLMNOPQ"
		}
		_, err := ballottest.Check(first{}, tt.axiom, profile(t, options, tt.give))
		assert.ErrorContains(t, err, tt.want)
	}
	_, err := ballottest.Check(ballotsOnly(), ballottest.CondorcetWinner, profile(t, "ABC", "2 A=B>C"))
	assert.NoError(t, err)
}

func ExampleSearch() {
	v, err := ballottest.Search(ranked.InstantRunoff{}, ballottest.CondorcetWinner, 3, 5)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(v)
	// Output: condorcet-winner: 1 A>B>C, 1 B>A>C, 1 C>A>B elect A, B: A wins every duel
}
