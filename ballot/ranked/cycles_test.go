package ranked_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/ranked"
)

var (
	beatPath    = ranked.Schulze{Measure: ranked.Margins}
	pairs       = ranked.RankedPairs{Measure: ranked.Margins}
	lopsided    = ranked.Minimax{Measure: ranked.Margins}
	stable      = ranked.StableVoting{}
	splitCycle  = ranked.SplitCycle{}
	perez18     = []string{"4 D>C>B>A", "3 A>C>B>D", "3 B>D>A>C", "2 A>B>D>C", "1 C>B>A>D", "1 A>B>C>D"}
	schulze7    = []string{"3 A>D>E>B>C>F", "3 B>F>E>C>D>A", "4 C>A>B>F>D>E", "1 D>B>C>E>F>A", "4 D>E>F>A>B>C", "2 E>C>B>D>F>A", "2 F>A>C>D>B>E"}
	noShow      = []string{"2 A>B>C", "3 B>C>A", "1 C>A>B", "3 C>B>A"}
	refined     = []string{"2 D>A>C>B", "1 A>C>B>D", "1 D>C>B>A", "1 C>B>D>A", "2 C>B>A>D", "1 A>C>D>B", "2 D>B>A>C", "1 B>A>C>D", "1 C>D>B>A", "1 B>D>A>C"}
	stableOf5   = []string{"1 B>D>A>C", "2 A>C>B>D", "1 C>B>D>A", "1 C>D>B>A"}
	fishburn6   = []string{"1 A>D>C>B", "1 D>C>A>B", "1 C>A>D>B", "1 B>A>D>C", "1 B>D>C>A", "1 B>C>A>D"}
	beatPathOf5 = []string{"E>B 2", "D>C 4", "E>C 6", "A>C 8", "E>A 10", "C>B 12", "B>D 14", "D>E 16", "A>D 18", "A>B 20"}
	cycleOf4    = []string{"A>B 6", "A>D 12", "B>C 4", "C>A 8", "D>B 2", "D>C 10"}
	copeland5   = []string{"A>B 2", "A>C 2", "B>C 2", "B>D 2", "C>D 2", "C>E 2", "D>E 2", "D>A 2", "E>A 2", "E>B 2"}
)

// Examples of W. H. Holliday and E. Pacuit, "Split Cycle", Public Choice 197, 2023 (arXiv
// 2004.02350) and "Stable Voting", Constitutional Political Economy 34, 2023 (arXiv 2108.00542),
// with what the authors' notebooks compute. All winners, of every way of breaking ties.
func TestHollidayAndPacuit(t *testing.T) {
	runoff := ranked.InstantRunoff{}
	tests := []struct {
		source string
		rule   fmt.Stringer // on ballots or duels
		give   []string
		want   string
	}{
		{"Split Cycle, 1.1: Bush, Gore, Nader", ranked.Positional{}, []string{"2912790 A>B>C", "2912253 B>C>A", "97488 C>B>A"}, "A"},
		{"example 1.2", runoff, []string{"27 B>A>C", "29 A>C>B", "34 C>A>B"}, "A"},
		{"1.1, a circle", lopsided, []string{"2 B>A>C", "3 A>C>B", "4 C>B>A"}, "C"},
		{"1.1, a circle", pairs, []string{"2 B>A>C", "3 A>C>B", "4 C>B>A"}, "C"},
		{"1.1, a circle", beatPath, []string{"2 B>A>C", "3 A>C>B", "4 C>B>A"}, "C"},
		{"1.2, no show", runoff, noShow, "B"},
		{"1.2, two more A>B>C", runoff, append([]string{"2 A>B>C"}, noShow...), "C"},
		{"3.1, item 1", splitCycle, []string{"5 A>C>B", "4 C>B>A", "4 B>A>C", "2 C>A>B", "2 B>C>A"}, "C"},
		{"3.1, item 1", ranked.Smith{}, []string{"5 A>C>B", "4 C>B>A", "4 B>A>C", "2 C>A>B", "2 B>C>A"}, "ABC"},
		{"3.1, item 2", splitCycle, []string{"3 D>B>A>C", "1 A>D>C>B", "2 A>C>B>D", "1 C>B>D>A", "2 C>B>A>D"}, "ABC"},
		{"3.1, item 2", lopsided, []string{"3 D>B>A>C", "1 A>D>C>B", "2 A>C>B>D", "1 C>B>D>A", "2 C>B>A>D"}, "D"},
		{"example 3.8", splitCycle, []string{"4 E>C>B>A>D", "3 C>B>A>D>E", "7 E>B>A>D>C", "7 D>A>C>B>E", "2 C>D>B>A>E", "1 D>E>A>B>C"}, "D"},
		{"3.3, three rules", splitCycle, refined, "CD"},
		{"3.3, three rules", beatPath, refined, "D"},
		{"3.3, three rules", pairs, refined, "C"},
		{"3.3, Stable Voting", splitCycle, stableOf5, "AC"},
		{"3.3, Stable Voting", stable, stableOf5, "C"},
		{"3.3, Stable Voting", pairs, stableOf5, "AC"},
		{"3.3, Stable Voting", beatPath, stableOf5, "AC"},
		{"example 4.6", splitCycle, []string{"C>B 2", "A>C 4", "D>A 6", "C>D 8", "B>D 10", "A>B 12"}, "AC"},
		{"example 4.6", beatPath, []string{"C>B 2", "A>C 4", "D>A 6", "C>D 8", "B>D 10", "A>B 12"}, "C"},
		{"example 4.6", pairs, []string{"C>B 2", "A>C 4", "D>A 6", "C>D 8", "B>D 10", "A>B 12"}, "A"},
		{"proposition 4.10", splitCycle, beatPathOf5, "AC"},
		{"proposition 4.10", beatPath, beatPathOf5, "C"},
		{"proposition 4.10", pairs, beatPathOf5, "A"},
		{"proposition 4.10", lopsided, beatPathOf5, "C"},
		{"proposition 4.10", stable, beatPathOf5, "A"},
		{"appendix C: Pérez 2001, p. 612", pairs, perez18, "B"},
		{"the same and C>D>B>A", pairs, append([]string{"1 C>D>B>A"}, perez18...), "ABC"},
		{"the same and A>B>D>C", pairs, append([]string{"1 C>D>B>A", "1 A>B>D>C"}, perez18...), "B"},
		{"appendix C: Schulze, example 7", beatPath, schulze7, "A"},
		{"the same and A>E>F>C>B>D twice", beatPath, append([]string{"2 A>E>F>C>B>D"}, schulze7...), "D"},
		{"appendix C, Copeland", ranked.Copeland{}, copeland5, "ABCDE"},
		{"and F, who loses to A", ranked.Copeland{}, append([]string{"A>F 2", "F>B 2", "F>C 2", "F>D 2", "F>E 2"}, copeland5...), "F"},
		{"example C.4", ranked.Copeland{}, []string{"A>B 2", "B>C 2", "B>D 2"}, "AB"},
		{"example C.5", ranked.Smith{}, []string{"1 A>D>B>C", "1 B>C>A>D", "1 C>A>D>B"}, "ABCD"},
		{"example C.5", ranked.Schwartz{}, []string{"1 A>D>B>C", "1 B>C>A>D", "1 C>A>D>B"}, "ABCD"},
		{"example C.7", ranked.Smith{}, []string{"1 A>B>C", "1 C>A>B"}, "ABC"},
		{"example C.7", ranked.Smith{}, []string{"1 A>B>C", "1 C>A>B", "1 B>A>C"}, "A"},
		{"example C.8", ranked.Smith{}, []string{"1 A>B>C", "2 C>A>B", "1 B>A>C"}, "ABC"},
		{"example C.9", ranked.Schwartz{}, []string{"B>A 5", "A>C 3", "C>B 1"}, "ABC"},
		{"and A>B>C", ranked.Schwartz{}, []string{"B>A 4", "A>C 4"}, "B"},
		{"example C.10", ranked.Uncovered{Covering: ranked.Fishburn}, fishburn6, "B"},
		{"Stable Voting, example 3", stable, cycleOf4, "A"},
		{"example 3", ranked.StableVoting{Simple: true}, cycleOf4, "A"},
		{"example 3", beatPath, cycleOf4, "A"},
		{"example 3", pairs, cycleOf4, "A"},
		{"example 4", stable, append([]string{"A>E 20", "B>E 16", "C>E 18", "E>D 14"}, cycleOf4...), "A"},
		{"example 4", ranked.StableVoting{Simple: true}, append([]string{"A>E 20", "B>E 16", "C>E 18", "E>D 14"}, cycleOf4...), "A"},
		{"example 4", beatPath, append([]string{"A>E 20", "B>E 16", "C>E 18", "E>D 14"}, cycleOf4...), "B"},
		{"example 4", pairs, append([]string{"A>E 20", "B>E 16", "C>E 18", "E>D 14"}, cycleOf4...), "C"},
	}
	for _, tt := range tests {
		t.Run(tt.source+" "+tt.rule.String(), func(t *testing.T) {
			assert.Equal(t, tt.want, allWinners(t, tt.rule, tt.give))
		})
	}
}

// allWinners are those of ballots, or of margins if the lines end in numbers.
func allWinners(t *testing.T, rule fmt.Stringer, lines []string) string {
	n := int(slices.Max([]byte(strings.Join(lines, ""))) - 'A' + 1)
	var decide func(ballot.TieBreak) (*ballot.Order, error)
	switch r := rule.(type) {
	case onBallots:
		p := profile(t, n, lines...)
		decide = func(tb ballot.TieBreak) (*ballot.Order, error) { return r.Decide(p, tb) }
	case onDuels:
		w := duelsOf(t, n, lines)
		decide = func(tb ballot.TieBreak) (*ballot.Order, error) { return r.Decide(w, tb) }
	}
	outs, err := ballot.Universes(1_000, decide)
	require.NoError(t, err)
	var won []ballot.Option
	for _, o := range outs {
		won = append(won, o.Winners()...)
	}
	slices.Sort(won)
	return strings.ReplaceAll(outs[0].Slate.Names(slices.Compact(won)...), ", ", "")
}

// duelsOf are the duels of ballots, or of margins of so many: "A>B 6".
func duelsOf(t *testing.T, n int, lines []string) *ballot.Pairwise {
	if lines[0][0] < 'A' {
		return profile(t, n, lines...).Pairwise()
	}
	const half = 20
	var winner, loser rune
	margin, duels := int64(0), make([]int64, n*n)
	for _, line := range lines {
		_, err := fmt.Sscanf(line, "%c>%c %d", &winner, &loser, &margin)
		require.NoError(t, err)
		duels[int(winner-'A')*n+int(loser-'A')] = half + margin/2
		duels[int(loser-'A')*n+int(winner-'A')] = half + margin/2 - margin
	}
	w, err := ballot.NewPairwise(profile(t, n).Slate(), ballot.Below, 2*half, duels)
	require.NoError(t, err)
	return w
}

// Ward 5 of Glasgow, 2007, as "Stable Voting", example 2, restricts it to the Smith set: Dornan,
// Flanagan and Hunter, whom no order of the 9,560 ballots puts before both others.
func TestGlasgow2007(t *testing.T) {
	give := []string{
		"2521 C", "768 B", "1343 A>B", "681 A", "908 B>A", "235 C>A", "204 C>B", "251 C>A>B", "129 A>C", "140 B>C", "302 A>B>C",
		"177 C>B>A", "143 B>A>C", "51 A>C>B", "50 B>C>A",
	}
	assert.Equal(t, "ABC", allWinners(t, ranked.Smith{}, give))
	for _, rule := range []fmt.Stringer{splitCycle, stable, lopsided, beatPath, pairs} {
		assert.Equal(t, "A", allWinners(t, rule, give), rule.String())
	}
}

// Dodgson's rule: winners as published.
func TestDodgsonOfPapers(t *testing.T) {
	tests := []struct {
		source string
		give   []string
		want   string
	}{
		{"Brandt 2009, table 1", []string{"2 D>C>A>B", "2 B>C>A>D", "2 C>A>B>D", "2 D>B>C>A", "2 A>B>C>D", "1 A>D>B>C", "1 D>A>B>C"}, "A"},
		{"three times as many", []string{"6 D>C>A>B", "6 B>C>A>D", "6 C>A>B>D", "6 D>B>C>A", "6 A>B>C>D", "3 A>D>B>C", "3 D>A>B>C"}, "D"},
		{"Brandt 2009, table 2; Fishburn 1982, p. 132", []string{"15 C>A>D>B", "9 B>D>C>A", "9 A>B>D>C", "5 A>C>B>D", "5 B>A>C>D"}, "A"},
		{"Brandt, where five raise A", []string{"15 C>A>D>B", "9 B>D>C>A", "9 A>B>D>C", "5 A>C>B>D", "5 A>B>C>D"}, "C"},
		{"Fishburn, where two raise A", []string{"15 C>A>D>B", "9 B>D>C>A", "9 A>B>D>C", "5 A>C>B>D", "3 B>A>C>D", "2 A>B>C>D"}, "C"},
		{"Brandt 2009, table 3; Nurmi 2004: D loses all duels", []string{"10 D>A>B>C", "8 B>C>A>D", "7 C>A>B>D", "4 D>C>A>B"}, "D"},
		{"Brandt 2009, table 4", []string{"5 A>B>C", "4 B>C>A", "3 C>A>B"}, "A"},
		{"and a clone of C", []string{"5 A>B>C>D", "4 B>C>D>A", "3 C>D>A>B"}, "B"},
		{"Bartholdi, Tovey & Trick 1989, p. 159", []string{"1 A>D>B>C", "1 B>C>A>D", "1 C>A>D>B"}, "AC"},
		{"Caragiannis & others 2012, p. 34", []string{"1 A>B>C", "1 B>A>C", "1 A>C>B"}, "A"},
	}
	for _, tt := range tests {
		t.Run(tt.source, func(t *testing.T) { assert.Equal(t, tt.want, allWinners(t, ranked.Dodgson{}, tt.give)) })
	}
}
