package ranked_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/ranked"
)

// alaska is the special election for the U.S. House of 16 August 2022 (Division of Elections;
// cast-vote records).
func alaska(t testing.TB) *ballot.Profile {
	s, err := ballot.NewSlate("Begich", "Palin", "Peltola")
	require.NoError(t, err)
	p, err := ballot.NewProfile(s, ballot.Ranking)
	require.NoError(t, err)
	for text, n := range map[string]int64{
		"Peltola": 23_733, "Peltola>Begich>Palin": 47_419, "Palin": 21_240, "Begich>Palin>Peltola": 27_070, "Begich": 11_263,
		"Begich>Peltola>Palin": 15_477, "Peltola>Palin>Begich": 4_647, "Palin>Begich>Peltola": 34_073, "Palin>Peltola>Begich": 3_659,
	} {
		require.NoError(t, p.AddText(text, n))
	}
	return p
}

// burlington is the election of the mayor of Burlington, Vermont, of 3 March 2009 (city's
// ballot data), of the three who were left before Montroll went out.
func burlington(t testing.TB) *ballot.Profile {
	s, err := ballot.NewSlate("Kiss", "Montroll", "Wright")
	require.NoError(t, err)
	p, err := ballot.NewProfile(s, ballot.Ranking)
	require.NoError(t, err)
	for text, n := range map[string]int64{
		"Montroll>Kiss>Wright": 1_332, "Montroll>Wright>Kiss": 767, "Montroll": 455, "Kiss>Montroll>Wright": 2_043, "Kiss>Wright>Montroll": 371,
		"Kiss": 568, "Wright>Montroll>Kiss": 1_513, "Wright>Kiss>Montroll": 495, "Wright": 1_289,
	} {
		require.NoError(t, p.AddText(text, n))
	}
	return p
}

// Schulze 2011, section 3.2 (example 2): 30 voters, d > a > c > b.
var schulze30 = []string{"5 A>C>B>D", "2 A>C>D>B", "3 A>D>C>B", "4 B>A>C>D", "3 C>B>D>A", "3 C>D>B>A", "1 D>A>C>B", "5 D>B>A>C", "4 D>C>B>A"}

func TestSchulze2011(t *testing.T) {
	w := profile(t, 4, schulze30...).Pairwise()
	want := [][]int64{{0, 11, 20, 14}, {19, 0, 9, 12}, {10, 21, 0, 17}, {16, 18, 13, 0}} // its matrix N
	for a, row := range want {
		for b, n := range row {
			assert.Equal(t, n, w.At(ballot.Option(a), ballot.Option(b)))
		}
	}
	out, err := ranked.Schulze{}.Decide(w, nil)
	require.NoError(t, err)
	assert.Equal(t, "D>A>C>B", show(out))
}

// The capital of Tennessee, by every rule on ballots. Points by hand beside the rule.
func TestTennessee(t *testing.T) {
	points := func(ns ...int64) (all []vicinia.Ratio) {
		for _, n := range ns {
			all = append(all, vicinia.Frac(n, 1))
		}
		return all
	}
	tests := []struct {
		name string
		rule onBallots
		want string
	}{
		{"first places 42 26 15 17", ranked.Positional{}, "A>B>D>C"},
		{"two approvals 42 68 58 32", ranked.Positional{Points: points(1, 1)}, "B>C>A>D"},
		{"last places 58 0 0 42", ranked.AntiPlurality{}, "B=C>D>A"},
		{"113/2 173/3 101/2 131/3", ranked.Dowdall{}, "B>A>C>D"},
		{"42-58 26 15 17-42", ranked.PositiveNegative{}, "B>C>A>D"},
		{"226 294 273 207", ranked.ModifiedBorda{}, "B>C>A>D"},
		{"68 and 58 down to the second place, 58 to the third", ranked.Bucklin{}, "B>C>D>A"},
		{"both at the second place", ranked.Bucklin{Simplified: true}, "B=C>D>A"},
		{"as Bucklin, of full ballots", ranked.Fallback{}, "B>C>D>A"},
		{"42 and 26 go on; 42 to 58", ranked.TopTwo{}, "B>A>D>C"},
		{"Memphis goes, then more than half", ranked.Coombs{}, "B>C=D>A"},
		{"Memphis, Knoxville, Chattanooga go", ranked.Coombs{ToTheEnd: true}, "B>C>D>A"},
		{"the winner of all duels", ranked.Benham{}, "B>A=C=D"},
		{"a Smith set of one", ranked.TidemanAlternative{}, "B>A=C=D"},
		{"a Schwartz set of one", ranked.TidemanAlternative{Schwartz: true}, "B>A=C=D"},
		{"a Smith set of one, at once", ranked.Woodall{}, "B>A=C=D"},
		{"instant runoff of one", ranked.SmithRunoff{}, "B>A=C=D"},
		{"the winner of all duels again", ranked.CondorcetRunoff{}, "B>A=C=D"},
		{"42 26 15 17 behind the winner", ranked.CondorcetPlurality{}, "B>A>D>C"},
		{"who never goes", ranked.BottomTwo{}, "B>A=C=D"},
		{"the winner of all duels, once more", ranked.Daunou{}, "B>A=C=D"},
		{"100, 42, 15+42+17, 17+42", ranked.Superior{}, "B>C>D>A"},
		{"no swap", ranked.Dodgson{}, "B>A=C=D"},
		{"no ballot", ranked.Young{}, "B>A=C=D"},
		{"Memphis and Knoxville are below 150", duelling{ranked.Nanson{}}, "B>C>A=D"},
		{"who never goes, by Borda", duelling{ranked.Baldwin{}}, "B>A=C=D"},
		{"0, 36, 3 times 16, 36 and 66", duelling{ranked.SimplifiedDodgson{}}, "B>C>A>D"},
		{"Borda behind the winner", duelling{ranked.Black{}}, "B>C>A>D"},
		{"worst margins, and the next", duelling{ranked.Leximax{}}, "B>A>C>D"},
		{"one beats the next", duelling{ranked.SplitCycle{}}, "B>C>D>A"},
		{"loses all: Memphis", duelling{ranked.Condorcet{}}, "B>C=D>A"},
		{"three, two, one, none", duelling{ranked.Llull{}}, "B>C>D>A"},
		{"no duel is turned", duelling{ranked.Slater{}}, "B>C>D>A"},
		{"a tree from the top", duelling{ranked.River{}}, "B>A=C=D"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, err := tt.rule.Decide(profile(t, 4, tennessee...), nil)
			require.NoError(t, err)
			assert.Equal(t, tt.want, show(out))
			for why := range out.Why() {
				assert.NotEmpty(t, why.String())
				assert.Regexp(t, `^ranked\.[a-z]+$`, why.Key())
			}
		})
	}
}

// Fishburn 1974: A wins all duels, and whatever the points of places, as long as none gives
// more than the one before, B has at least as many.
func TestNoVectorElectsEveryCondorcetWinner(t *testing.T) {
	p := profile(t, 3, "3 A>B>C", "2 B>C>A", "1 B>A>C", "1 C>A>B")
	out, err := ranked.Condorcet{}.Decide(p.Pairwise(), nil)
	require.NoError(t, err)
	assert.Equal(t, "A", out.Slate.Names(out.Winners()...))
	for second := range int64(11) {
		out, err := ranked.Positional{Points: []vicinia.Ratio{vicinia.Frac(1, 1), vicinia.Frac(second, 10)}}.Decide(p, nil)
		require.NoError(t, err)
		assert.Contains(t, out.Winners(), ballot.Option(1))
	}
}

// Montroll won all duels and went out third (4,067 to 3,477 of Kiss, 4,597 to 3,668 of Wright).
func TestBurlington2009(t *testing.T) {
	p := burlington(t)
	w := p.Pairwise()
	assert.Equal(t, []int64{4_067, 3_477, 4_597, 3_668, 4_314, 4_064},
		[]int64{w.At(1, 0), w.At(0, 1), w.At(1, 2), w.At(2, 1), w.At(0, 2), w.At(2, 0)})
	for _, r := range []onBallots{ranked.InstantRunoff{}, ranked.TopTwo{}} {
		out, err := r.Decide(p, nil)
		require.NoError(t, err)
		assert.Equal(t, "Kiss", p.Slate().Names(out.Winners()...), "%s", r)
	}
	for _, r := range []onBallots{
		ranked.Benham{}, ranked.TidemanAlternative{}, ranked.Woodall{}, ranked.SmithRunoff{}, ranked.BottomTwo{}, ranked.CondorcetRunoff{},
		ranked.Superior{}, ranked.Daunou{}, ranked.Dodgson{}, ranked.Young{}, ranked.Bucklin{}, duelling{ranked.Nanson{}},
		duelling{ranked.Baldwin{}}, duelling{ranked.SplitCycle{}}, duelling{ranked.River{}}, duelling{ranked.StableVoting{}},
	} {
		out, err := r.Decide(p, nil)
		require.NoError(t, err)
		assert.Equal(t, "Montroll", p.Slate().Names(out.Winners()...), "%s", r)
	}
	out, err := ranked.Plurality{}.Decide(p.Counts(), nil)
	require.NoError(t, err)
	assert.Equal(t, "Wright", p.Slate().Names(out.Winners()...))
}

// Short ballots: every treatment that has a name gives other points.
func TestTruncated(t *testing.T) {
	lines := []string{"4 A", "3 B>C>D", "1 C>B=D"}
	tests := []struct {
		name  string
		rule  onBallots
		apart bool
		want  string
	}{
		{"averaged", duelling{ranked.Borda{}}, false, "B>C>A>D"},
		{"pessimistic", duelling{ranked.Borda{Truncation: ranked.Lowest}}, false, "A>B>C>D"},
		{"optimistic", duelling{ranked.Borda{Truncation: ranked.Highest}}, false, "B>C>D>A"},
		{"modified: 21/2 9 9/2 4", ranked.ModifiedBorda{}, false, "B>C>D>A"},
		{"Dowdall shares: 5, 4 31/36", ranked.Dowdall{}, false, "A>B>C>D"},
		{"Dowdall gives nothing", ranked.Dowdall{}, true, "A>B>C>D"},
		{"four to four", ranked.TopTwo{}, false, "A=B>C>D"},
		{"nobody has half", ranked.Fallback{}, false, "A=B=C=D"},
		{"the unmarked share the second place", ranked.Bucklin{}, false, "B=C>D>A"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := profile(t, 4, lines...)
			if tt.apart {
				p.Unranked = ballot.Apart
			}
			out, err := tt.rule.Decide(p, nil)
			require.NoError(t, err)
			assert.Equal(t, tt.want, show(out))
		})
	}
}
