package projects_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/projects"
)

// By hand: 4 of the common money each, and 5 of the pot for those who support N, who pay 6.
func TestExactPots(t *testing.T) {
	in := &projects.Instance{
		Profile: profile(t, ballot.Approval, []string{"N", "S"}, "N", "N", "S"), Cost: []int64{12, 4}, Budget: 12,
		Pots: []projects.Pot{{Name: "north", Money: 10, Projects: []string{"N"}}},
	}
	out, err := projects.EqualShares{Exact: true}.Decide(in, nil)
	require.NoError(t, err)
	assert.Equal(t, []string{"N: bought for 12 by 2 ballots at 6 and 0 with less", "S: bought for 4 by 1 ballots at 4 and 0 with less"}, steps(out))
	assert.Equal(t, int64(6), out.Left)
	assert.Equal(t, []int64{0}, out.PotLeft)

	in.Cost[0] = 19
	out, err = projects.EqualShares{Exact: true}.Decide(in, nil)
	require.NoError(t, err)
	assert.Equal(t, "S", names(out), "9 each are not 19")
	out, err = projects.EqualShares{Exact: true, Completion: projects.Completion{Step: projects.LeastChange, Start: projects.Fraction}}.Decide(in, nil)
	require.NoError(t, err)
	assert.Equal(t, "S", names(out), "with half more each, N and S cost 23 of 22")
}
