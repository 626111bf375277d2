package committee_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/committee"
)

// slowMargin changes up to most ballots into any others.
func slowMargin(t *testing.T, r rule, voters [][]ballot.Option, options, most int) int {
	decide := func(voters [][]ballot.Option) *committee.Committee {
		p := profile(t, options, nil)
		for _, v := range voters {
			var b ballot.Ballot
			for _, o := range v {
				b = append(b, ballot.Mark{Option: o, Level: 1})
			}
			require.NoError(t, p.Add(b, 1))
		}
		out, err := r.Decide(p, nil)
		require.NoError(t, err)
		return out
	}
	was := decide(voters)
	var kinds [][]ballot.Option
	for mask := range 1 << options {
		var kind []ballot.Option
		for o := range ballot.Option(options) {
			if mask>>o&1 == 1 {
				kind = append(kind, o)
			}
		}
		kinds = append(kinds, kind)
	}
	least := most + 1
	var change func(from, done int, now [][]ballot.Option)
	change = func(from, done int, now [][]ballot.Option) {
		if done >= least {
			return
		}
		if out := decide(now); out.Tied() || !slices.Equal(out.Members, was.Members) {
			least = done
			return
		}
		for i := from; i < len(now) && done+1 < least; i++ {
			for _, kind := range kinds {
				next := slices.Clone(now)
				next[i] = kind
				change(i+1, done+1, next)
			}
		}
	}
	change(0, 0, voters)
	return least
}

type knowing interface {
	rule
	Margin(*ballot.Profile) (committee.Margin, error)
}

// Margins of rules that add up, and of the best committee, are those of the slow way; what recounts
// of all rules find is enough.
func TestMarginsAgainstTheSlowWay(t *testing.T) {
	rng := rand.New(rand.NewPCG(20, 1))
	exact, found := 0, 0
	for range 120 {
		s, p := drawn(t, rng)
		if s.options > 4 || s.seats == s.options || len(s.voters) > 9 {
			continue
		}
		const most = 2
		for _, r := range []knowing{
			committee.Approval{Seats: s.seats}, committee.Approval{Seats: s.seats, Split: true}, committee.Thiele{Seats: s.seats},
			committee.Thiele{Seats: s.seats, Scale: committee.Once}, committee.Thiele{Seats: s.seats, Scale: committee.Lexicographic},
			committee.Thiele{Seats: s.seats, Scale: committee.AdamsScale}, committee.Thiele{Seats: s.seats, Scale: committee.Geometric(vicinia.Frac(2, 1))},
		} {
			got, err := r.Margin(p)
			require.NoError(t, err)
			want := slowMargin(t, r, s.voters, s.options, most)
			if want == 0 {
				require.Zero(t, got)
				continue
			}
			require.True(t, got.Exact())
			require.True(t, got.Most == int64(want) || want > most && got.Most > most, "%s %v: %d, %s", r, s.voters, want, got)
			exact++
		}
		for _, r := range []rule{
			committee.Phragmen{Seats: s.seats}, committee.EqualShares{Seats: s.seats}, committee.Thiele{Seats: s.seats, Search: committee.Sequential},
			committee.Monroe{Seats: s.seats}, committee.Minimax{Seats: s.seats},
		} {
			got, err := committee.Recount(r, p, nil)
			require.NoError(t, err)
			want := slowMargin(t, r, s.voters, s.options, most)
			if want == 0 {
				require.Zero(t, got)
				continue
			}
			if got.Effect > 0 {
				require.True(t, got.Most >= int64(want) && got.Least <= int64(want), "%s %v: %d, %s", r, s.voters, want, got)
				found++
			}
		}
	}
	assert.Greater(t, exact, 50)
	assert.Greater(t, found, 40)
}

// Fifty approve of A and B, thirty of C, ten of D. Two seats by approvals: ten who turn from A to C
// make that 40 and 40. Three by PAV: the committee of A, B and C has 75 + 30, that with D for C 75 +
// 10, and ten who turn from C make it level.
func TestMargins(t *testing.T) {
	p := profile(t, 4, nil)
	for _, err := range []error{p.AddText("A|B", 50), p.AddText("C", 30), p.AddText("D", 10)} {
		require.NoError(t, err)
	}
	m, err := committee.Approval{Seats: 2}.Margin(p)
	require.NoError(t, err)
	assert.Equal(t, "10 ballots, changed, bring C level with A or before", m.String())
	m, err = committee.Thiele{Seats: 3}.Margin(p)
	require.NoError(t, err)
	assert.Equal(t, "10 ballots, changed, bring D level with C or before", m.String())
	m, err = committee.Recount(committee.Phragmen{Seats: 3}, p, nil)
	require.NoError(t, err)
	assert.Equal(t, "at least 1 and at most 10 ballots, changed, make a tie", m.String())
	m, err = committee.Thiele{Seats: 2}.Margin(p)
	require.NoError(t, err)
	assert.Zero(t, m, "A and B are level for the place beside C")
	assert.Equal(t, "not known", m.String())
	assert.Equal(t, "1 ballot, changed, makes a tie", committee.Margin{Least: 1, Most: 1, Effect: committee.Ties}.String())

	_, err = committee.Thiele{Seats: 3, Search: committee.Sequential}.Margin(p)
	require.ErrorContains(t, err, "more work")
	_, err = committee.Approval{Seats: 5}.Margin(p)
	require.Error(t, err)
	_, err = committee.Thiele{Seats: 5}.Margin(p)
	require.Error(t, err)
	_, err = committee.Recount(committee.Phragmen{Seats: 5}, p, nil)
	require.Error(t, err)
}

func ExampleApproval_Margin() {
	slate, err := ballot.NewSlate("Ana", "Ben", "Cai")
	if err != nil {
		fmt.Println(err)
		return
	}
	votes, err := ballot.NewProfile(slate, ballot.Approval)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, err := range []error{votes.AddText("Ana|Ben", 40), votes.AddText("Cai", 33)} {
		if err != nil {
			fmt.Println(err)
			return
		}
	}
	fmt.Println(committee.Approval{Seats: 2}.Margin(votes))
	// Output: 4 ballots, changed, bring Cai level with Ana or before <nil>
}
