package rulebook_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/rulebook"
)

// Counted in parts, in any order, a vote has the outcome that it has in one piece; rules that
// look at ballots one by one have no counter.
func TestCounter(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	with := map[rulebook.Family]int{}
	for e := range rulebook.All() {
		kind := ballot.Ranking
		names := []string{"A", "B", "C", "D"}
		switch e.Family {
		case rulebook.Grades:
			kind = ballot.Scoring
		case rulebook.Winner, rulebook.Seats:
			kind = ballot.Approval
		case rulebook.Referendum:
			names = []string{"yes", "no"}
		}
		if e.Counter(new(rulebook.Case)) == nil {
			assert.NotContains(t, []rulebook.Family{rulebook.Winner, rulebook.Duels, rulebook.Seats, rulebook.Referendum}, e.Family, e.Name)
			continue
		}
		if e.Name == "double-majority" {
			continue // needs bodies
		}
		with[e.Family]++
		for range 5 {
			s, err := ballot.NewSlate(names...)
			require.NoError(t, err)
			p, err := ballot.NewProfile(s, kind)
			require.NoError(t, err)
			p.Blank, p.Spoilt, p.Unranked = rng.Int64N(3), rng.Int64N(3), ballot.Unranked(rng.IntN(2))
			for range 9 {
				var b ballot.Ballot
				for i, o := range rng.Perm(len(names))[:1+rng.IntN(len(names))] {
					level := map[ballot.Kind]int{ballot.Approval: 1, ballot.Ranking: 1 + i, ballot.Scoring: i % 3}[kind]
					b = append(b, ballot.Mark{Option: ballot.Option(o), Level: int32(level)})
				}
				require.NoError(t, p.Add(b, 1+rng.Int64N(5)))
			}
			whole, sums := rulebook.Case{Profile: p, Seats: 5, Eligible: 100}, rulebook.Case{Seats: 5, Eligible: 100}
			count := e.Counter(&sums)
			parts := p.Split(1 + rng.IntN(4))
			for _, i := range rng.Perm(len(parts)) {
				require.NoError(t, count(parts[i]))
			}
			want, err := e.Decide(whole, nil)
			require.NoError(t, err, e.Name)
			got, err := e.Decide(sums, nil)
			require.NoError(t, err, e.Name)
			assert.Equal(t, ballot.Digest(want), ballot.Digest(got), e.Name)
		}
	}
	assert.Len(t, with, 5)
	for name, kind := range map[string]ballot.Kind{"approval": ballot.Ranking, "plurality": ballot.Scoring, "score": ballot.Approval} {
		s, err := ballot.NewSlate("A")
		require.NoError(t, err)
		p, err := ballot.NewProfile(s, kind)
		require.NoError(t, err)
		rule, _ := rulebook.Find(name)
		assert.ErrorContains(t, rule.Counter(new(rulebook.Case))(p), "this rule", name)
	}
}
