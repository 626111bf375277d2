package format_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/format"
)

// After the examples of the Condorcet Election Format, version 1.
const cvotes = `# My beautiful election
#/Candidates: Candidate A;Candidate B ; Candidate C
#/Number of Seats: 42
#/implicit ranking: false
#/Weight allowed: true

Candidate A > Candidate B > Candidate C * 42
julien@condorcet.vote , signature:55073db57b0a859911 || Candidate A > Candidate B > Candidate C # one more
Candidate C>Candidate A = Candidate B ^7 * 8 # 8 votes with a weight of 7
Candidate D > Candidate B = Candidate E > Candidate A
/EMPTY_RANKING/ * 2
`

func TestCEF(t *testing.T) {
	abc := []string{"Candidate A", "Candidate B", "Candidate C"}
	for _, form := range []format.Form{format.CEF, format.Auto} {
		votes, err := readAs(form, nil, cvotes)
		require.NoError(t, err)
		assert.Equal(t, append(abc, "43 [{0 1} {1 2} {2 3}]", "1 [{1 1} {0 2}]", "56 [{2 1} {0 2} {1 2}]", "blank 2"), show(votes.Profile))
		assert.Equal(t, ballot.Apart, votes.Profile.Unranked)
		assert.EqualValues(t, 42, votes.Seats)
		assert.Equal(t, format.Altered{Unlisted: 1}, votes.Altered)
	}
	tests := []struct {
		name    string
		options []string
		give    string
		want    []string
	}{
		{"nothing but ballots", nil, "B > A * 2\nC\n", []string{"A", "B", "C", "2 [{1 1} {0 2}]", "1 [{2 1}]", "blank 0"}},
		{"weights that are not allowed", nil, "A ^7 *2\nA ^3", []string{"A", "3 [{0 1}]", "blank 0"}},
		{"the caller's slate", []string{"B", "A"}, "#/Candidates: A;B\nA\n", []string{"B", "A", "1 [{1 1}]", "blank 0"}},
		{"only others", nil, "#/Candidates: A\nZ\nA\n", []string{"A", "1 [{0 1}]", "blank 0"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			votes, err := readAs(format.CEF, tt.options, tt.give)
			require.NoError(t, err)
			assert.Equal(t, tt.want, show(votes.Profile))
			assert.Equal(t, ballot.Below, votes.Profile.Unranked)
		})
	}
}

func TestCEFFaults(t *testing.T) {
	tests := []struct {
		name    string
		options []string
		give    string
		want    string
	}{
		{"nothing", nil, "# nothing\n", "no ballot names an option"},
		{"a late parameter", nil, "A\n#/Candidates: A\n", "a:2:14: want #/Name: value"},
		{"no value", nil, "#/Candidates A\n", "a:1:15: want #/Name: value"},
		{"a candidate twice", nil, "#/Candidates: A;A\n", "a:1:15: options[1]"},
		{"other candidates", []string{"A"}, "#/Candidates: B\n", `a:1:15: "B" is not an option of the vote`},
		{"neither true nor false", nil, "#/Implicit Ranking: maybe\nA\n", `a:1:21: "maybe": want true or false`},
		{"no seats", nil, "#/Number of Seats: x\nA\n", "a:1:20: "},
		{"the other way", nil, "A < B\n", `a:1:1: "A < B" has a reserved character`},
		{"an option twice", nil, "A > B > A\n", "a:1:1: A is marked twice"},
		{"the wrong order", nil, "A > B * 8 ^7\n", "a:1:8: "},
		{"no count", nil, "A > B *\n", `a:1:8: "": want a whole number`},
		{"no ballots", nil, "A > B * 0\n", "a:1:8: 0 ballots"},
		{"too many", nil, "#/Weight Allowed: true\nA ^ 10000000000 * 10000000000\n", "a:2:4: 10000000000 times 10000000000"},
		{"an empty rank", nil, "A > > B\n", "a:1:4: a name is missing"},
		{"empty as a rank", nil, "A > /EMPTY/\n", `a:1:4: " /EMPTY/" has a reserved character`},
		{"a foreign option", []string{"A"}, "A > B\n", `a:1:4: "B" is not an option`},
		{"a comment behind candidates", nil, "#/Candidates: A;B # two\nA\n", `a:1:17: "B # two" has a reserved character`},
		{"a parameter within its line", nil, "#/Candidates: A;B\n  #/Implicit Ranking: false\nA\n", "a:2:3: a parameter begins its line"},
		{"a comma", nil, "#/Candidates: A;B\nA, B\n", `a:2:1: "A, B" has a reserved character`},
		{"weight behind the count", nil, "#/Candidates: A;B\nA * 8 ^7\n", "a:2:4: "},
		{"an empty ranking as a rank", nil, "#/Candidates: A;B\nA > /EMPTY_RANKING/\n", "a:2:4: "},
		{"tags behind", nil, "A * 3 || B\n", "a:1:4: "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			votes, err := readAs(format.CEF, tt.options, tt.give)
			require.ErrorContains(t, err, tt.want)
			assert.Nil(t, votes)
		})
	}
}
