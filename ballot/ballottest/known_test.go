package ballottest_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/ballottest"
	"github.com/vicinia/vicinia/ballot/culture"
	"github.com/vicinia/vicinia/ballot/rulebook"
)

func profile(t testing.TB, options string, lines ...string) *ballot.Profile {
	t.Helper()
	s, err := ballot.NewSlate(strings.Split(options, "")...)
	require.NoError(t, err)
	p, err := ballot.NewProfile(s, ballot.Ranking)
	require.NoError(t, err)
	for _, line := range lines {
		count, text, _ := strings.Cut(line, " ")
		n, err := strconv.ParseInt(count, 10, 64)
		require.NoError(t, err)
		require.NoError(t, p.AddText(text, n))
	}
	return p
}

func named(t testing.TB, name string) byName {
	t.Helper()
	e, ok := rulebook.Find(name)
	require.True(t, ok, name)
	return byName{e}
}

// What the literature says that rules break, on its own profiles or on others.
func TestKnownViolations(t *testing.T) {
	tests := []struct {
		rule, source string
		axiom        ballottest.Axiom
		options      string
		give         []string
	}{
		// C goes out and A wins; if ten of B's voters raise A, B goes out and C wins.
		{"instant-runoff", "Brams and Fishburn 2002, of the kind", ballottest.Monotone, "ABC", []string{"39 A>B>C", "35 B>C>A", "26 C>A>B"}},
		// Two A>B>C more: C goes out instead of A, and B wins instead of C.
		{"instant-runoff", "Fishburn and Brams 1983, of the kind", ballottest.Participation, "ABC", []string{"4 A>B>C", "3 B>C>A", "1 C>A>B", "3 C>B>A"}},
		{"borda", "Condorcet 1785", ballottest.CondorcetWinner, "ABC", []string{"3 A>B>C", "2 B>C>A"}},
		{"plurality", "Borda 1784", ballottest.CondorcetLoser, "ABC", []string{"3 A>B>C", "2 B>C>A", "2 C>B>A"}},
		{"copeland", "Tideman 1987", ballottest.Clones, "ABC", []string{"1 A>B>C", "1 B>C>A", "1 C>A>B", "1 A>C>B"}},
		{"minimax", "Black 1958: it may elect a Condorcet loser", ballottest.CondorcetLoser, "ABCD", []string{"1 A>B>C>D", "1 B>C>A>D", "1 D>C>A>B"}},
	}
	for _, tt := range tests {
		t.Run(tt.rule+" "+tt.axiom.Name, func(t *testing.T) {
			v, err := ballottest.Check(named(t, tt.rule), tt.axiom, profile(t, tt.options, tt.give...))
			require.NoError(t, err)
			require.NotNil(t, v, tt.source)
			assert.True(t, strings.HasPrefix(v.String(), tt.axiom.Name+": "))
		})
	}
}

// What theorems say that rules satisfy holds on drawn profiles, with ties and without.
func TestKnownSatisfactions(t *testing.T) {
	condorcet := []string{"schulze", "schulze-margins", "ranked-pairs", "ranked-pairs-margins", "minimax", "copeland", "kemeny"}
	smith := []string{"schulze", "schulze-margins", "ranked-pairs", "ranked-pairs-margins", "copeland", "kemeny"}
	satisfied := []struct {
		axiom  ballottest.Axiom
		source string
		rules  []string
	}{
		{ballottest.CondorcetWinner, "by definition; Young and Levenglick 1978 for Kemeny", condorcet},
		{ballottest.Smith, "Schulze 2011, Tideman 1987, Truchon 1998", smith},
		{ballottest.CondorcetLoser, "follows from Smith; Borda 1784", append(slices.Clone(smith), "borda", "instant-runoff")},
		{ballottest.MutualMajority, "Woodall 1997", []string{"instant-runoff", "schulze", "ranked-pairs", "kemeny", "dsc", "dac"}},
		{ballottest.Clones, "Tideman 1987, Schulze 2011, Woodall 1997", []string{"instant-runoff", "schulze", "schulze-margins", "dsc", "dac"}},
		{ballottest.Monotone, "Schulze 2011, Tideman 1987, Fishburn 1982, Woodall 1997", append(slices.Clone(condorcet), "plurality", "borda", "dsc", "dac")},
		{ballottest.Consistent, "Young 1975: scoring rules", []string{"plurality", "borda"}},
		{ballottest.Participation, "Moulin 1988: scoring rules; Woodall 1997", []string{"plurality", "borda", "dsc", "dac"}},
		{ballottest.Reversal, "Schulze 2011; Saari 1994", []string{"schulze", "ranked-pairs", "copeland", "kemeny", "borda"}},
		{ballottest.Dominated, "Schulze 2011, Green-Armytage 2011", []string{"schulze", "ranked-pairs"}},
		{ballottest.PositiveInvolvement, "Holliday and Pacuit 2023; Pérez 2001", []string{"split-cycle", "minimax-margins", "plurality", "borda", "instant-runoff"}},
		{ballottest.NegativeInvolvement, "Holliday and Pacuit 2023; Pérez 2001", []string{"split-cycle", "minimax-margins", "plurality", "borda"}},
		{ballottest.Spoilers, "Holliday and Pacuit 2023", []string{"split-cycle"}},
		{ballottest.LaterNoHarm, "Woodall 1997", []string{"plurality", "instant-runoff", "dsc"}},
		{ballottest.LaterNoHelp, "Woodall 1997", []string{"plurality", "instant-runoff", "dac"}},
	}
	var drawn []*ballot.Profile
	for i, c := range []culture.Culture{culture.Impartial{}, culture.Anonymous{}, culture.Euclidean{Dimensions: 2}} {
		rng := culture.Source("known", strconv.Itoa(i))
		for n := range 6 {
			p, err := c.Draw(rng, profile(t, "ABCD").Slate(), 4+3*n)
			require.NoError(t, err)
			drawn = append(drawn, p)
		}
	}
	for _, tt := range satisfied {
		for _, rule := range tt.rules {
			for _, p := range drawn {
				v, err := ballottest.Check(named(t, rule), tt.axiom, p)
				require.NoError(t, err)
				require.Nil(t, v, "%s: %s", rule, tt.source)
			}
		}
	}
}
