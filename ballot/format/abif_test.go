package format_test

import (
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/format"
)

// After the Tennessee example of electowiki.org/wiki/ABIF.
const tennessee = `# Section 1 - metadata
{"title": "Tennessee capitol example"}
# Section 2 - candidate descriptions
=Memph:[Memphis, TN]
=Nash:[Nashville, TN]
=Chat:[Chattanooga, TN]
=Knox:[Knoxville, TN]
# Section 3 - votelines: 400 miles minus crow-flying mileage to city
42:Memph/400>Nash/200>Chat/133>Knox/45
26:Nash/400>Chat/290>Knox/240>Memph/200
15:Chat/400>Knox/296>Nash/290>Memph/133
17:Knox/400>Chat/296>Nash/240>Memph/45
`

func TestABIF(t *testing.T) {
	cities := []string{"Memphis, TN", "Nashville, TN", "Chattanooga, TN", "Knoxville, TN"}
	tests := []struct {
		name    string
		options []string
		give    string
		kind    ballot.Kind
		want    []string
	}{
		{"ranks and scores", nil, tennessee, ballot.Scoring, append(cities, "17 [{0 45} {1 240} {2 296} {3 400}]", "42 [{3 45} {2 133} {1 200} {0 400}]",
			"15 [{0 133} {1 290} {3 296} {2 400}]", "26 [{0 200} {3 240} {2 290} {1 400}]", "blank 0")},
		{"bare names", nil, "42:Memphis>Nashville = Knoxville\n 26 : Nashville\n", ballot.Ranking,
			[]string{"Knoxville", "Memphis", "Nashville", "42 [{1 1} {0 2} {2 2}]", "26 [{2 1}]", "blank 0"}},
		{"brackets, quotes, data, comments", nil, "7: [Sue Ye (蘇業)] > \"A, B\" : {\"precinct\": 51} # here\n2: Bo: {\"x\":1}\n", ballot.Ranking,
			[]string{"A, B", "Bo", "Sue Ye (蘇業)", "2 [{1 1}]", "7 [{2 1} {0 2}]", "blank 0"}},
		{"short names behind the ballots", nil, "7: b>a\n=a:[Ana]\n=b:[Ben]\n3: [Ana]>Cai", ballot.Ranking, []string{"Ana", "Ben", "Cai", "3 [{0 1} {2 2}]", "7 [{1 1} {0 2}]", "blank 0"}},
		{"unordered scores, an asterisk", nil, "27 * DGM/5, SBJ/2, AM/0\n3*DGM/1\n", ballot.Scoring, []string{"AM", "DGM", "SBJ", "27 [{0 0} {2 2} {1 5}]", "3 [{1 1}]", "blank 0"}},
		{"approvals", nil, "4: A,C\n2: C\n", ballot.Approval, []string{"A", "C", "4 [{0 1} {1 1}]", "2 [{1 1}]", "blank 0"}},
		{"bare metadata with comments", nil, "{version: \"0.1\"}\n{max_rating: 6} # of six\n{ballot_type: null}\n{\"ballot_type\": \"choose_many\"} # told\n4: A=C\n",
			ballot.Approval, []string{"A", "C", "4 [{0 1} {1 1}]", "blank 0"}},
		{"told approvals", nil, "{\"ballot_type\": \"choose_many\"}\n4: A=C\n2: C/1,A/0\n", ballot.Approval, []string{"A", "C", "4 [{0 1} {1 1}]", "2 [{1 1}]", "blank 0"}},
		{"choices", nil, "{\"ballot_type\": \"choose_one\"}\n4: A\n", ballot.Choice, []string{"A", "4 [{0 1}]", "blank 0"}},
		{"one option each, blank ballots", []string{"B", "A"}, "10:\n1: # nobody\n4: A\n", ballot.Ranking, []string{"B", "A", "4 [{1 1}]", "blank 11"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, form := range []format.Form{format.ABIF, format.Auto} {
				votes, err := readAs(form, tt.options, tt.give)
				require.NoError(t, err)
				assert.Equal(t, tt.kind, votes.Profile.Kind())
				assert.Equal(t, tt.want, show(votes.Profile))
			}
		})
	}
	votes, err := readAs(format.Auto, nil, tennessee)
	require.NoError(t, err)
	assert.Equal(t, "Tennessee capitol example", votes.Title)
}

func TestABIFFaults(t *testing.T) {
	tests := []struct {
		name    string
		options []string
		give    string
		want    string
	}{
		{"nothing", nil, "\n", "no ballot names an option"},
		{"no count", nil, "A>B\n", "a:1:1: want a count and a ballot"},
		{"no colon", nil, "3 A>B\n", "a:1:2: want a colon"},
		{"a long count", nil, "3333333333333333333: A>B\n", "a:1:1: "},
		{"no name", nil, "3: A> >B\n", "a:1:7: a name is missing"},
		{"a last sign", nil, "3: A>\n", "a:1:6: a name is missing"},
		{"an open bracket", nil, "3: [A\n", "a:1:4: [ without ]"},
		{"an open quote", nil, "3: \"A\n", "a:1:4: a quote that is not closed"},
		{"a stray sign", nil, "3: [A]x\n", `a:1:7: 'x' here`},
		{"half a point", nil, "3: A/2.5\n", `a:1:5: "2.5"`},
		{"a huge score", nil, "3: A/10001\n", "a:1:5: a score of 10001"},
		{"a score missing", nil, "3: A/2,B\n", "a:1:9: a score is missing"},
		{"a score missing before", nil, "3: B\n2: A/2\n", "a:2:5: a score is missing, here or in a ballot before"},
		{"scores the other way", nil, "3: A/2>B/3\n", "a:1:9: '>' does not agree with scores of 2 and 3"},
		{"unequal scores", nil, "3: A/2=B/1\n", "a:1:9: '=' does not agree"},
		{"approvals among rankings", nil, "3: A>B\n1: A,B\n", "a:2:7: this is no ranking ballot"},
		{"scores among rankings", nil, "3: A>B\n1: A/3>B/2\n", "a:2:5: this is no ranking ballot"},
		{"a ranking among approvals", nil, "3: A,B\n1: A>B\n", "a:2:7: this is no approval ballot"},
		{"an option twice", nil, "3: A>B>A\n", "a:1:1: A is marked twice"},
		{"two names for one", nil, "=a:[A]\n=b:[A]\n3: a>b\n", `a:2:2: "A" has a short name already`},
		{"one short name of two", nil, "=a:[A]\n=a:[B]\n3: a\n", `a:2:2: "a" is short for "A" already`},
		{"no full name", nil, "=a\n", "a:1:3: want =SHORT:[NAME]"},
		{"metadata and more", nil, "{\"title\": \"T\"} 3: A\n3: A\n", "a:1:1: metadata: \"3: A\" behind the brace"},
		{"bad metadata", nil, "{\"title\": 1}\n", "a:1:1: metadata"},
		{"a foreign option", []string{"A"}, "3: A\n2: B\n", `a:2:1: "B" is not an option`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			votes, err := readAs(format.ABIF, tt.options, tt.give)
			require.ErrorContains(t, err, tt.want)
			assert.Nil(t, votes)
		})
	}
	assert.Error(t, format.WriteABIF(io.Discard, &format.Votes{}))
}
