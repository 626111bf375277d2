package ranked_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/ranked"
)

// The numbered examples of Schulze, "The Schulze method of voting", arXiv 1804.02973, section
// 3: winners and the strengths of the strongest paths, row by row.
func TestSchulze2018(t *testing.T) {
	seven := []string{
		"3 A>D>E>B>C>F", "3 B>F>E>C>D>A", "4 C>A>B>F>D>E", "1 D>B>C>E>F>A", "4 D>E>F>A>B>C", "2 E>C>B>D>F>A", "2 F>A>C>D>B>E",
	}
	tests := []struct {
		name    string
		rule    ranked.Schulze
		options int
		give    []string
		want    string // winners
		paths   string
	}{
		{"1", ranked.Schulze{}, 4, []string{"8 A>C>D>B", "2 B>A>D>C", "4 C>D>B>A", "4 D>B>A>C", "3 D>C>B>A"}, "D",
			"- 14 14 12/13 - 13 12/13 15 - 12/13 19 13 -"},
		{"2", ranked.Schulze{}, 4, []string{"3 A>C>D>B", "9 B>A>C>D", "8 C>D>A>B", "5 D>A>B>C", "5 D>B>C>A"}, "C",
			"- 17 17 17/18 - 19 19/18 20 - 20/18 21 19 -"},
		{"3", ranked.Schulze{}, 5, schulze45, "E", ""},
		{"4", ranked.Schulze{}, 4, []string{"3 A>B>C>D", "2 C>B>D>A", "2 D>A>B>C", "2 D>B>C>A"}, "B=D",
			"- 5 5 5/5 - 7 5/5 5 - 5/6 5 5 -"},
		{"5", ranked.Schulze{}, 4, []string{"12 A>B>C>D", "6 A>D>B>C", "9 B>C>D>A", "15 C>D>A>B", "21 D>B>A>C"}, "D",
			"- 36 39 36/36 - 48 36/36 36 - 36/45 42 42 -"},
		{"6", ranked.Schulze{}, 4, []string{"8 A>C>D>B", "2 B>C>D>A", "3 B>D>A>C", "5 C>B>D>A", "1 C>D>B>A", "3 D>A>B>C", "1 D>B>A>C"}, "A=C",
			"- 14 15 15/12 - 12 12/15 14 - 16/15 14 15 -"},
		{"7, situation 1", ranked.Schulze{}, 6, seven, "A",
			"- 13 11 11 11 13/12 - 11 11 11 13/10 10 - 11 11 10/10 10 12 - 14 10/10 10 12 11 - 10/12 12 11 11 11 -"},
		{"7, situation 2", ranked.Schulze{}, 6, append([]string{"2 A>E>F>C>B>D"}, seven...), "D",
			"- 15 11 11 11 13/12 - 11 11 11 13/12 12 - 13 13 12/12 12 14 - 14 12/12 12 14 13 - 12/12 12 11 11 11 -"},
		{"8, situation 1", ranked.Schulze{}, 4, []string{
			"3 A>B>D>C", "5 A>D>B>C", "1 A>D>C>B", "2 B>A>D>C", "2 B>D>C>A", "4 C>A>B>D", "6 C>B>A>D", "2 D>B>C>A", "5 D>C>A>B",
		}, "A", "- 18 20 21/17 - 17 17/19 18 - 19/19 18 20 -"},
		{"8, situation 2", ranked.Schulze{}, 5, []string{
			"3 A>B>D>E>C", "5 A>D>E>B>C", "1 A>D>E>C>B", "2 B>A>D>E>C", "2 B>D>E>C>A", "4 C>A>B>D>E", "6 C>B>A>D>E", "2 D>B>E>C>A", "5 D>E>C>A>B",
		}, "B", "- 18 20 21 21/19 - 19 19 19/19 18 - 19 19/19 18 20 - 30/19 18 20 19 -"},
		{"9, situation 1", ranked.Schulze{}, 4, []string{"5 A>C>D>B", "2 B>C>D>A", "4 B>D>A>C", "2 C>D>A>B"}, "A", ""},
		{"9, situation 2", ranked.Schulze{}, 5, []string{"5 A>E>C>D>B", "2 B>C>D>A>E", "4 B>D>A>E>C", "2 C>D>A>B>E"}, "B", ""},
		{"10 by margins", ranked.Schulze{Measure: ranked.Margins}, 4, schulze10, "A", "- 12 12 12/10 - 20 16/10 14 - 16/10 14 14 -"},
		{"10 by ratios", ranked.Schulze{Measure: ranked.Ratios}, 4, schulze10, "B", ""},
		{"10 by losing votes", ranked.Schulze{Measure: ranked.LosingVotes}, 4, schulze10, "C", ""},
		{"10 by winning votes, then losing", ranked.Schulze{Measure: ranked.Lexical}, 4, schulze10, "D", ""},
		{"10 by winning votes", ranked.Schulze{}, 4, schulze10, "D", "- 67 67 45/45 - 79 45/45 45 - 45/50 72 72 -"},
		{"11", ranked.Schulze{}, 5, []string{
			"9 A>D>B>E>C", "6 B>C>A>D>E", "5 B>C>D>E>A", "2 C>D>B>E>A", "6 D>E>C>B>A", "14 E>A>C>B>D", "2 E>C>A>B>D", "1 E>D>A>C>B",
		}, "B", "- 26 28 31 28/27 - 27 27 27/28 26 - 29 28/28 26 28 - 28/30 26 32 30 -"},
		{"12", ranked.Schulze{}, 5, []string{
			"9 A>D>B>E>C", "1 B>A>C>E>D", "6 C>B>A>D>E", "2 C>D>B>E>A", "5 C>D>E>A>B", "6 D>E>C>A>B", "14 E>B>A>C>D", "2 E>B>C>A>D",
		}, "E", ""},
		{"13", ranked.Schulze{}, 3, []string{"2 A>B>C", "2 B>C>A", "1 C>A>B"}, "A=B", "- 3 3/3 - 4/3 3 -"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := profile(t, tt.options, tt.give...)
			out, err := tt.rule.Decide(p.Pairwise(), nil)
			require.NoError(t, err)
			first, _, _ := strings.Cut(show(out), ">")
			assert.Equal(t, tt.want, first)
			rows := strings.Split(tt.paths, "/")
			for why := range out.Why() {
				if w, ok := why.(ranked.Path); ok && tt.paths != "" {
					over, under := strings.Index("ABCDEF", w.Over), strings.Index("ABCDEF", w.Under)
					assert.Equal(t, strings.Fields(rows[over])[under], fmt.Sprint(w.Strength), "%s", w)
					assert.Equal(t, strings.Fields(rows[under])[over], fmt.Sprint(w.Back), "%s", w)
				}
			}
		})
	}
}

// Debian Constitution, A.5: of duels with equal votes the one with more against is weaker. A
// over B 6 to 5, B over C 6 to 4, C over A 7 to 2.
func TestSchulzeLexical(t *testing.T) {
	w, err := ballot.NewPairwise(profile(t, 3).Slate(), ballot.Below, 12, []int64{0, 6, 2, 5, 0, 6, 7, 4, 0})
	require.NoError(t, err)
	for _, tt := range []struct {
		measure ranked.Measure
		want    string
	}{
		{ranked.WinningVotes, "B=C>A"}, {ranked.Lexical, "B>C>A"}, {ranked.Margins, "B>C>A"}, {ranked.Ratios, "B>C>A"}, {ranked.LosingVotes, "B>C>A"},
	} {
		out, err := ranked.Schulze{Measure: tt.measure}.Decide(w, nil)
		require.NoError(t, err)
		assert.Equal(t, tt.want, show(out), "%s", tt.measure)
	}
	for _, bad := range []ranked.Measure{ranked.Opposition, 6} {
		_, err := ranked.Schulze{Measure: bad}.Decide(w, nil)
		assert.ErrorContains(t, err, "here")
		_, err = ranked.RankedPairs{Measure: ranked.Lexical}.Decide(w, nil)
		assert.ErrorContains(t, err, "no lexical here")
	}
}

// By hand: A, B and C have 2, 5/2 and 3/2 first places if they are split, and 2, 3 and 2 if not;
// B wins whether A or C goes out.
func TestSharedRanks(t *testing.T) {
	p := profile(t, 3, "2 A>B>C", "2 B>C>A", "1 B=C>A", "1 C>B>A")
	for _, tt := range []struct {
		rule ranked.ApprovalRunoff
		want string
		why  string
	}{
		{ranked.ApprovalRunoff{Split: true}, "B>A>C", "round 1: A 2, B 5/2, C 3/2; out C"},
		{ranked.ApprovalRunoff{}, "B>A=C", "round 1: A 2, B 3, C 2; out C"},
	} {
		out, err := tt.rule.Decide(p, nil)
		require.NoError(t, err)
		assert.Equal(t, tt.want, show(out))
		for why := range out.Why() {
			assert.Equal(t, tt.why, why.String())
			break
		}
	}
	// Where no rank is shared both are instant runoff.
	for _, r := range []onBallots{ranked.ApprovalRunoff{}, ranked.ApprovalRunoff{Split: true}} {
		out, err := r.Decide(profile(t, 4, tennessee...), nil)
		require.NoError(t, err)
		assert.Equal(t, "D", out.Slate.Names(out.Winners()...))
	}
}

// Of a circle and one whom they beat the second rule sees the circle alone; a tie has the
// names of the whole slate.
func TestAmong(t *testing.T) {
	p := profile(t, 4, "1 B>C>D>A", "1 C>D>B>A", "1 D>B>A>C")
	r := ranked.Among(ranked.Smith{}, ranked.Borda{})
	out, err := r.Decide(p.Pairwise(), nil)
	require.NoError(t, err)
	assert.Equal(t, "among(smith, borda shared) unranked=below", out.Rule)
	assert.Equal(t, "B=C=D>A", show(out))
	require.True(t, out.Tied())
	assert.Equal(t, []ballot.Option{1, 2, 3}, out.Ties[0].Options)
	out, err = r.Decide(p.Pairwise(), ballot.Sequence{"D", "B"})
	require.NoError(t, err)
	assert.Equal(t, "D>B>C>A", show(out))
	assert.Equal(t, [][]ballot.Option{{3}, {1}, {2}}, out.Ties[0].Broken)
	for _, bad := range []onDuels{
		ranked.Among(ranked.Schulze{Measure: 9}, ranked.Borda{}), ranked.Among(ranked.Smith{}, ranked.Schulze{Measure: 9}),
	} {
		_, err = bad.Decide(p.Pairwise(), nil)
		assert.Error(t, err)
	}
}

// Example 10: options without a rank are below.
var schulze10 = []string{
	"6 A>B>C>D", "8 A=B", "8 A=C", "18 A=C>D", "8 A=C=D", "40 B", "4 C>B>D", "9 C>D>A", "8 C=D", "14 D>A>B", "11 D>B>C", "4 D>C>A",
}

// Examples of papers and textbooks, each by the rules that they are told of.
func TestPapers(t *testing.T) {
	legrand := []string{ // R. LeGrand, Descriptions of ranked-ballot voting methods: Abby, Brad, Cora, Dave, Erin
		"98 A>C>E>D>B", "64 B>A>E>C>D", "12 B>A>E>D>C", "98 B>E>A>C>D", "13 B>E>A>D>C", "125 B>E>D>A>C", "124 C>A>E>D>B",
		"76 C>E>A>D>B", "21 D>A>B>E>C", "30 D>B>A>E>C", "98 D>B>E>C>A", "139 D>C>A>B>E", "23 D>C>B>A>E",
	}
	tests := []struct {
		source string
		rule   onBallots
		give   []string
		want   string // winners
	}{
		{"LeGrand: Schulze", duelling{ranked.Schulze{}}, legrand, "A"},
		{"LeGrand: ranked pairs", duelling{ranked.RankedPairs{}}, legrand, "B"},
		{"LeGrand: Borda", duelling{ranked.Borda{}}, []string{"14 A>B>C", "11 B>C>A", "7 C>A>B"}, "B"},
		{"LeGrand: Borda and a clone", duelling{ranked.Borda{}}, []string{"63 A>B>C", "37 B>C>A"}, "B"},
		{"LeGrand: plurality has none", ranked.Positional{}, []string{"63 A>B>C", "37 B>C>A"}, "A"},
		{"French Wikipedia, ranked pairs", duelling{ranked.RankedPairs{}}, schulze45, "A"},
		{"E. Gorr, ranked pairs: a circle of three", duelling{ranked.RankedPairs{}}, []string{"40 A>B>C", "35 B>C>A", "25 C>A>B"}, "A"},
		{"E. Gorr, ranked pairs: an even duel", duelling{ranked.RankedPairs{}}, []string{"7 A>B>C", "7 B>A>C", "2 C>A>B", "2 C>B>A"}, "A=B"},
		// Condorcet 1785: no vector of places elects A, who wins all duels.
		{"Condorcet: all duels", duelling{ranked.Kemeny{}}, condorcet81, "A"},
		{"Condorcet: Borda", duelling{ranked.Borda{}}, condorcet81, "B"},
		// Young 1988: Condorcet's own of 60 voters; the maximum likelihood order is B C A.
		{"Young: maximum likelihood", duelling{ranked.Kemeny{}}, young60, "B"},
		{"Young: Borda", duelling{ranked.Borda{}}, young60, "B"},
		{"Young: plurality", ranked.Positional{}, young60, "A"},
		// Borda 1784: 21 voters; A has the most first places and loses all duels.
		{"Borda: plurality", ranked.Positional{}, borda21, "A"},
		{"Borda: Borda", duelling{ranked.Borda{}}, borda21, "C"},
		{"Borda: duels", duelling{ranked.Condorcet{}}, borda21, "C"},
		{"Borda: runoff", ranked.TopTwo{}, borda21, "B"},
	}
	for _, tt := range tests {
		t.Run(tt.source, func(t *testing.T) {
			p := profile(t, 1+strings.Count(tt.give[0], ">"), tt.give...)
			outs, err := ballot.Universes(1000, func(tb ballot.TieBreak) (*ballot.Order, error) { return tt.rule.Decide(p, tb) })
			require.NoError(t, err)
			won := map[ballot.Option]bool{}
			for _, o := range outs {
				for _, w := range o.Winners() {
					won[w] = true
				}
			}
			var names []string
			for o, name := range p.Slate().All() {
				if won[o] {
					names = append(names, name)
				}
			}
			assert.Equal(t, tt.want, strings.Join(names, "="))
		})
	}
}

var (
	condorcet81 = []string{"30 A>B>C", "1 A>C>B", "29 B>A>C", "10 B>C>A", "10 C>A>B", "1 C>B>A"}
	young60     = []string{"23 A>B>C", "17 B>C>A", "2 B>A>C", "10 C>A>B", "8 C>B>A"}
	borda21     = []string{"1 A>B>C", "7 A>C>B", "7 B>C>A", "6 C>B>A"}
)
