package ballottest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/ballottest"
	"github.com/vicinia/vicinia/ballot/rulebook"
	"github.com/vicinia/vicinia/internal/golden"
)

// A byName is a rule of the book on rankings.
type byName struct{ rulebook.Entry }

func (r byName) Decide(p *ballot.Profile, tb ballot.TieBreak) (ballot.Outcome, error) {
	return r.Entry.Decide(rulebook.Case{Profile: p}, tb)
}

// onRankings are the rules of the book that elect one from rankings.
func onRankings(t testing.TB) (rules []byName) {
	for e := range rulebook.All() {
		switch e.Family {
		case rulebook.Rankings, rulebook.Duels:
			rules = append(rules, byName{e})
		case rulebook.Winner:
			if e.Name != "approval" {
				rules = append(rules, byName{e})
			}
		}
	}
	require.NotEmpty(t, rules)
	return rules
}

// The table says what each rule breaks and on which smallest profile. What it leaves out
// held on every profile of up to four voters and three options, and of three voters and
// four options with full rankings.
func TestTable(t *testing.T) {
	var text strings.Builder
	for _, r := range onRankings(t) {
		fmt.Fprintf(&text, "%s\n", r.Name)
		broken, err := ballottest.Violations(r, 3, 4)
		require.NoError(t, err, r.Name)
		known := map[string]bool{}
		for _, v := range broken {
			known[v.Axiom] = true
		}
		var left []ballottest.Axiom // with four options; short ballots of them are very many
		for a := range ballottest.All() {
			if !known[a.Name] && !strings.HasPrefix(a.Name, "later-no-") && a.Name != ballottest.Neutral.Name {
				left = append(left, a)
			}
		}
		more, err := ballottest.Violations(r, 4, 3, left...)
		require.NoError(t, err, r.Name)
		for _, v := range append(broken, more...) {
			fmt.Fprintf(&text, "  breaks %s\n", v)
		}
	}
	golden.Equal(t, "table.txt", []byte(text.String()))
}
