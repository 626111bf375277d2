package rulebook_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/projects"
	"github.com/vicinia/vicinia/ballot/rulebook"
	"github.com/vicinia/vicinia/ballot/seats"
)

// howClose asks a rule of the book.
func howClose(t *testing.T, rule string, c rulebook.Case, tb ballot.TieBreak) []string {
	t.Helper()
	e, ok := rulebook.Find(rule)
	require.True(t, ok)
	out, err := e.Decide(c, tb)
	require.NoError(t, err)
	lines, err := e.HowClose(c, tb, out)
	require.NoError(t, err)
	return lines
}

func TestHowClose(t *testing.T) {
	s, err := ballot.NewSlate("A", "B", "C")
	require.NoError(t, err)
	votes, err := ballot.NewCounts(s, []int64{50, 29, 4})
	require.NoError(t, err)
	c := rulebook.Case{Counts: votes, Seats: 3, Threshold: seats.Threshold{Share: vicinia.MustRatio("5%")}}
	assert.Equal(t, []string{
		"10 votes for A instead of B: A gains; B loses",
		"21 votes more for B: A, B are level",
		"B: 24 votes above the threshold",
		"C: 1 vote below the threshold",
	}, howClose(t, "dhondt", c, nil))

	p, err := ballot.NewProfile(s, ballot.Ranking)
	require.NoError(t, err)
	for _, err := range []error{p.AddText("A>B", 60), p.AddText("B", 25), p.AddText("C", 35)} {
		require.NoError(t, err)
	}
	assert.Equal(t, []string{
		"closest: count 2: B is elected, 2.9996 votes above the quota",
		"5 ballots with B first, if they put C before, elect C in place of B; fewer than 3 elect nobody else",
	}, howClose(t, "stv-scottish", rulebook.Case{Profile: p, Seats: 2}, nil))
}

// Of many ballots, changed ones are counted if that is asked for.
func TestHowCloseOfManyBallots(t *testing.T) {
	s, err := ballot.NewSlate("A", "B", "C", "D", "E", "F")
	require.NoError(t, err)
	p, err := ballot.NewProfile(s, ballot.Ranking)
	require.NoError(t, err)
	r := rand.New(rand.NewPCG(1, 1))
	for p.Distinct() <= rulebook.QuickBallots {
		var b ballot.Ballot
		for level, o := range r.Perm(6) {
			b = append(b, ballot.Mark{Option: ballot.Option(o), Level: int32(level) + 1})
		}
		require.NoError(t, p.Add(b, 1+r.Int64N(9)))
	}
	c := rulebook.Case{Profile: p, Seats: 2}
	calls := howClose(t, "stv-scottish", c, nil)
	require.NotEmpty(t, calls)
	c.Close = true
	lines := howClose(t, "stv-scottish", c, nil)
	require.Len(t, lines, len(calls)+1)
	assert.Equal(t, calls, lines[:len(calls)])
	assert.Contains(t, lines[len(calls)], "in place of")
}

func TestHowCloseOfProjects(t *testing.T) {
	s, err := ballot.NewSlate("park", "library")
	require.NoError(t, err)
	p, err := ballot.NewProfile(s, ballot.Approval)
	require.NoError(t, err)
	for _, err := range []error{p.AddText("park", 30), p.AddText("library", 20)} {
		require.NoError(t, err)
	}
	c := rulebook.Case{Projects: &projects.Instance{Profile: p, Cost: []int64{60, 70}, Budget: 100}}
	assert.Equal(t, []string{"nearest to be funded: library: 50 more voters for it alone, or a cost of 40 in place of 70"},
		howClose(t, "pb-equal-shares", c, nil))
	assert.Equal(t, []string{"nearest to be funded: library: 11 more voters for it alone, or a cost of 40 in place of 70"},
		howClose(t, "greedy", c, nil))
}

func TestHowCloseOfCommittees(t *testing.T) {
	s, err := ballot.NewSlate("A", "B", "C", "D")
	require.NoError(t, err)
	p, err := ballot.NewProfile(s, ballot.Approval)
	require.NoError(t, err)
	for _, err := range []error{p.AddText("A|B", 50), p.AddText("C", 30), p.AddText("D", 10)} {
		require.NoError(t, err)
	}
	for rule, want := range map[string]string{
		"av":           "10 ballots, changed, bring D level with C or before",
		"pav":          "10 ballots, changed, bring D level with C or before",
		"seq-phragmen": "at least 1 and at most 10 ballots, changed, make a tie",
	} {
		assert.Equal(t, []string{want}, howClose(t, rule, rulebook.Case{Profile: p, Seats: 3}, nil), rule)
	}
}

// Every rule on scores knows its margin where the ballots are known.
func TestMarginsOfGrades(t *testing.T) {
	s, err := ballot.NewSlate("A", "B", "C")
	require.NoError(t, err)
	p, err := ballot.NewProfile(s, ballot.Scoring)
	require.NoError(t, err)
	for _, err := range []error{p.AddText("A=2|B=1", 60), p.AddText("A=0|B=1|C=2", 25)} {
		require.NoError(t, err)
	}
	c := rulebook.Case{Profile: p}
	for e := range rulebook.All() {
		if e.Family != rulebook.Grades {
			continue
		}
		m, ok, err := e.Margin(c)
		require.NoError(t, err, e.Name)
		require.True(t, ok, e.Name)
		assert.Positive(t, m.Least, e.Name)
		_, ok, err = e.Margin(rulebook.Case{Levels: p.Histogram()})
		require.Equal(t, ok && err == nil, e.Name == "score" || e.Name == "combined-approval", e.Name)
	}
}

// Whatever is drawn, every rule answers, and the same for the same.
func TestHowCloseOfEveryRule(t *testing.T) {
	rng := rand.New(rand.NewPCG(22, 11))
	s, err := ballot.NewSlate("A", "B", "C", "D", "E")
	require.NoError(t, err)
	said := map[rulebook.Family]int{}
	for range 3 {
		rankings, err := ballot.NewProfile(s, ballot.Ranking)
		require.NoError(t, err)
		approvals, err := ballot.NewProfile(s, ballot.Approval)
		require.NoError(t, err)
		for range 12 {
			var ranks, marks ballot.Ballot
			for i, o := range rng.Perm(5)[:1+rng.IntN(5)] {
				ranks = append(ranks, ballot.Mark{Option: ballot.Option(o), Level: int32(i + 1)})
				marks = append(marks, ballot.Mark{Option: ballot.Option(o), Level: 1})
			}
			n := 1 + rng.Int64N(9)
			require.NoError(t, rankings.Add(ranks, n))
			require.NoError(t, approvals.Add(marks, n))
		}
		for e := range rulebook.All() {
			c := rulebook.Case{Seats: 2}
			switch e.Family {
			case rulebook.STV:
				c.Profile = rankings
			case rulebook.Committee, rulebook.Seats:
				c.Profile = approvals
			case rulebook.Project:
				c.Projects = &projects.Instance{Profile: approvals, Cost: []int64{30, 40, 50, 60, 70}, Budget: 100}
			default:
				continue
			}
			tb := ballot.Sequence{"A", "B", "C", "D", "E"}
			out, err := e.Decide(c, tb)
			if err != nil {
				continue // it wants other ballots, or an order of voters
			}
			lines, err := e.HowClose(c, tb, out)
			require.NoError(t, err, e.Name)
			again, err := e.HowClose(c, tb, out)
			require.NoError(t, err, e.Name)
			require.Equal(t, lines, again)
			said[e.Family] += len(lines)
			for _, line := range lines {
				require.NotContains(t, line, "%!")
				require.NotContains(t, line, "not known")
			}
		}
	}
	for _, f := range []rulebook.Family{rulebook.STV, rulebook.Committee, rulebook.Seats, rulebook.Project} {
		assert.Greater(t, said[f], 15, "%s", f)
	}
}
