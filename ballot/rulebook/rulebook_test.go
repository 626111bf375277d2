package rulebook_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/referendum"
	"github.com/vicinia/vicinia/ballot/rulebook"
)

func counts(t testing.TB, names []string, votes ...int64) *ballot.Counts {
	t.Helper()
	s, err := ballot.NewSlate(names...)
	require.NoError(t, err)
	c, err := ballot.NewCounts(s, votes)
	require.NoError(t, err)
	return c
}

// Every name and alias is one rule's, lower case with hyphens, and finds it.
func TestNames(t *testing.T) {
	seen := map[string]bool{}
	for e := range rulebook.All() {
		assert.NotEmpty(t, e.About, e.Name)
		for _, name := range append([]string{e.Name}, e.Aliases...) {
			assert.Regexp(t, regexp.MustCompile(`^[a-z]+[0-9]*(-[a-z]+[0-9]*)*$`), name)
			assert.False(t, seen[name], "%s twice", name)
			seen[name] = true
			found, ok := rulebook.Find(name)
			assert.True(t, ok)
			assert.Equal(t, e.Name, found.Name)
		}
	}
	_, ok := rulebook.Find("nonsense")
	assert.False(t, ok)
}

// Every rule decides a case of its family, tells why, and refuses an empty case.
func TestEveryRuleDecides(t *testing.T) {
	v := vote{
		names: []string{"A", "B", "C"}, votes: []int64{30, 12, 0}, rank: [][]string{{"A"}}, times: 30,
		body: []referendum.Tally{{Body: "A", Yes: 9, No: 3, Eligible: 15}, {Body: "B", Yes: 8, No: 7, Eligible: 15}, {No: 0}},
	}
	want := map[rulebook.Family]string{
		rulebook.Referendum: "yes", rulebook.Winner: "A", rulebook.Rankings: "A", rulebook.Duels: "A", rulebook.Grades: "A",
		rulebook.STV: "A", rulebook.Committee: "A", rulebook.Seats: "A, B", rulebook.Table: "A, B",
		rulebook.Project: "A",
	}
	for e := range rulebook.All() {
		t.Run(e.Name, func(t *testing.T) {
			c := v.given(t, e.Family)
			switch e.Family {
			case rulebook.Referendum:
				c.Tallies = v.body[:1]
			case rulebook.STV, rulebook.Committee:
				c.Seats = 1
			}
			out, err := e.Decide(c, nil)
			require.NoError(t, err)
			if e.Name == "trivial" {
				assert.True(t, out.Common().Tied())
				return
			}
			assert.Equal(t, want[e.Family], out.Common().Slate.Names(out.Winners()...))
			steps := 0
			for why := range out.Common().Why() {
				assert.NotEmpty(t, why.String())
				assert.Regexp(t, `^[a-z]+\.[a-z]+$`, why.Key())
				steps++
			}
			assert.Positive(t, steps)
			out, err = e.Decide(rulebook.Case{}, nil)
			require.Error(t, err)
			assert.Nil(t, out)
		})
	}
}

// Votes of yes and no are one body, whatever the order of the slate.
func TestReferendumOfOptions(t *testing.T) {
	rule, _ := rulebook.Find("absolute-majority")
	for _, c := range []*ballot.Counts{counts(t, []string{"no", "yes"}, 3, 9), counts(t, []string{"yes", "no"}, 9, 3)} {
		out, err := rule.Decide(rulebook.Case{Counts: c, Eligible: 17}, nil)
		require.NoError(t, err)
		assert.Equal(t, referendum.Carried, out.(*referendum.Result).Verdict)
		_, err = rule.Decide(rulebook.Case{Counts: c, Eligible: 11}, nil)
		assert.ErrorContains(t, err, "12 ballots of 11 eligible")
	}
}

func TestReferendumNeedsYesAndNo(t *testing.T) {
	for _, names := range [][]string{{"yes", "nay"}, {"yes", "no", "maybe"}} {
		rule, _ := rulebook.Find("simple-majority")
		_, err := rule.Decide(rulebook.Case{Counts: counts(t, names, make([]int64, len(names))...)}, nil)
		assert.ErrorContains(t, err, "yes and no")
	}
}

func ExampleFind() {
	rule, ok := rulebook.Find("double-majority")
	if !ok {
		return
	}
	out, err := rule.Decide(rulebook.Case{Tallies: []referendum.Tally{
		{Body: "Uri", Yes: 900, No: 100}, {Body: "Zug", Yes: 40, No: 60},
	}}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(out.Common().Slate.Names(out.Winners()...))
	// Output: no
}
