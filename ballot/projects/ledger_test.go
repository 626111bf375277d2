package projects_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/projects"
)

// twins draws a vote of two halves alike, so that everything is tied with its twin.
func twins(t *testing.T, pairs int) *projects.Instance {
	t.Helper()
	rng := rand.New(rand.NewPCG(31, 7))
	in := &projects.Instance{}
	var names []string
	for i := range 2 * pairs {
		names = append(names, fmt.Sprintf("P%02d", i))
	}
	in.Profile = profile(t, ballot.Scoring, names)
	for range pairs {
		n := 1_000 + rng.Int64N(9_000)
		in.Cost, in.Budget = append(in.Cost, n, n), in.Budget+n
	}
	for range 5 * pairs {
		var half [2]ballot.Ballot
		for i := range pairs {
			if rng.IntN(3) == 0 {
				points := 1 + rng.Int32N(9)
				for side := range half {
					half[side] = append(half[side], ballot.Mark{Option: ballot.Option(2*i + side), Level: points})
				}
			}
		}
		for _, b := range half {
			require.NoError(t, in.Profile.Add(b, 1))
		}
	}
	return in
}

// Digits beyond the limit are rounded; that equal amounts may then be such that are nearly so
// is told. Below the limit all is exact, and nothing is to be told.
func TestRoundedTies(t *testing.T) {
	for _, r := range []rule{
		projects.CumulativeSupport{}, projects.CumulativeSupport{PerCost: true}, projects.CumulativeSupport{Minimal: true},
		projects.ExpandingApprovals{},
	} {
		for pairs, want := range map[int]bool{2: false, 40: true} {
			out, err := r.Decide(twins(t, pairs), slateOrder{})
			require.NoError(t, err)
			told := toldClose(out)
			assert.Equal(t, want, told != nil, "%s of %d pairs", r, pairs)
			for _, c := range told {
				assert.Contains(t, c.String(), ": equal in 128 binary digits, of rounded amounts")
			}
		}
	}
}

// The same of bounded overspending: a city and its twin.
func TestRoundedOverspending(t *testing.T) {
	one := city(t, 100, 1_200)
	in := &projects.Instance{Budget: 2 * one.Budget}
	var names []string
	for p, cost := range one.Cost {
		names = append(names, fmt.Sprint("L", p), fmt.Sprint("R", p))
		in.Cost = append(in.Cost, cost, cost)
	}
	in.Profile = profile(t, ballot.Approval, names)
	for b, n := range one.Profile.All() {
		for side := range ballot.Option(2) {
			twin := slices.Clone(b)
			for i := range twin {
				twin[i].Option = 2*twin[i].Option + side
			}
			require.NoError(t, in.Profile.Add(twin, n))
		}
	}
	out, err := projects.BoundedOverspending{}.Decide(in, slateOrder{})
	require.NoError(t, err)
	told := toldClose(out)
	require.NotEmpty(t, told)
	assert.Equal(t, 2048, told[0].Digits)
	assert.Len(t, told[0].Projects, 2)
}

func toldClose(out *projects.Selection) (told []projects.Close) {
	for why := range out.Why() {
		if c, ok := why.(projects.Close); ok {
			told = append(told, c)
		}
	}
	return told
}
