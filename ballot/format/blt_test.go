package format_test

import (
	"bytes"
	"encoding/csv"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/format"
	"github.com/vicinia/vicinia/internal/golden"
)

// The example of Hill, Wichmann & Woodall 1987, Algorithm 123, section 3.1.
const hill = `4 2
-2
3 1 3 4 0
4 1 3 2 0
2 4 1 3 0
1 2 0
2 2 4 3 1 0
1 3 4 2 0
0
"Adam"
"Basil"
"Charlotte"
"Donald"
"Title"
`

var ofHill = []string{"Adam", "Basil", "Charlotte", "Donald", "4 [{0 1} {2 2} {1 3}]", "3 [{0 1} {2 2} {3 3}]",
	"1 [{1 1}]", "2 [{1 1} {3 2} {2 3} {0 4}]", "1 [{2 1} {3 2} {1 3}]", "2 [{3 1} {0 2} {2 3}]", "blank 0"}

func TestBLT(t *testing.T) {
	const names = "0\n\"A\"\n\"B\"\n\"C\"\n\"D\"\n\"T\"\n"
	abcd := func(rows ...string) []string { return append([]string{"A", "B", "C", "D"}, rows...) }
	tests := []struct {
		name string
		give string
		want []string
	}{
		{"a line", strings.Join(strings.Fields(hill), " "), ofHill},
		{"a token a line", "4\n2\n3 1 0\n" + names, abcd("3 [{0 1}]", "blank 0")},
		{"byte-order mark, CRLF, tabs, blank lines", "\ufeff\r\n4\t2\r\n\r\n 3  1\t2 0 \r\n" + strings.ReplaceAll(names, "\n", "\r\n"),
			abcd("3 [{0 1} {1 2}]", "blank 0")},
		{"comments", "# from a machine\n4 2 # head\n/* two\n3 1 0 /* inner */\nlines */ 3 1 /* here */ 2 0# three\n" + names, abcd("3 [{0 1} {1 2}]", "blank 0")},
		{"equal ranks", "4 2\n3 1=3 2 0\n" + names, abcd("3 [{0 1} {2 1} {1 2}]", "blank 0")},
		{"equal ranks of Hill", "4 2\n3 (1 3) 2 0\n1 4 ( 2 1 ) 0\n1 (1=2) 0\n" + names,
			abcd("1 [{0 1} {1 1}]", "3 [{0 1} {2 1} {1 2}]", "1 [{3 1} {0 2} {1 2}]", "blank 0")},
		{"skipped ranks", "4 2\n3 - 1 - - 2 - 0\n1 - 0\n" + names, abcd("3 [{0 2} {1 5}]", "blank 1")},
		{"blank ballots", "4 2\n3 0\n1 1 0\n" + names, abcd("1 [{0 1}]", "blank 3")},
		{"ids", "4 2\n(b 1) 1 2 0\n(b2)1 2 0\n" + names, abcd("2 [{1 1}]", "blank 0")},
		{"no 0 at the end of ballots", "4 2\n3 1 2\n7 2\n" + names, abcd("3 [{0 1} {1 2}]", "7 [{1 1}]", "blank 0")},
		{"no 0 at the end of one ballot", "4 2\n3 1 2\n7 2 0\n" + names, abcd("3 [{0 1} {1 2}]", "7 [{1 1}]", "blank 0")},
		{"no 0 after the last ballot", "4 2\n3 1 2 0\n" + names[2:], abcd("3 [{0 1} {1 2}]", "blank 0")},
		{"names without quotes", "4 2\n3 1 0\n0\nAna Maria # the first\nBen-Hur\n'Cai O'Brien'\nJosé 2\nThe title\n",
			[]string{"Ana Maria", "Ben-Hur", "Cai O'Brien", "José 2", "3 [{0 1}]", "blank 0"}},
		{"words as names", "2 1 3 1 0 0 Ana Ben Title", []string{"Ana", "Ben", "3 [{0 1}]", "blank 0"}},
		{"escapes", "2 1\n3 1 0\n0\n\"Ana \\\"Nan\\\" \"\"Lee\"\"\" \"C:\\x \\\\ #1\"", []string{`Ana "Nan" "Lee"`, `C:\x \ #1`, "3 [{0 1}]", "blank 0"}},
		{"a control character", "1 1\n3 1 0\n0\n\"A\u0089B\"", []string{"A\ufffdB", "3 [{0 1}]", "blank 0"}},
		{"no names", "2 1\n3 1 0\n0\n", []string{"1", "2", "3 [{0 1}]", "blank 0"}},
		{"short names, rule and ties of Droop", "4 2\n[nick a b c d]\n[tie c b a d] [droop rule=meek precision=8]\n-b\n3 a 2 d 0\n" + names,
			abcd("3 [{0 1} {1 2} {3 3}]", "blank 0")},
		{"source and comment", "4 2\n3 1 0\n" + names + "\"a source\" \"a comment\"\n", abcd("3 [{0 1}]", "blank 0")},
		{"no ballot", "4 2\n" + names, abcd("blank 0")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, form := range []format.Form{format.Auto, format.BLT} {
				votes, err := readAs(form, nil, tt.give)
				require.NoError(t, err)
				assert.Equal(t, tt.want, show(votes.Profile))
			}
		})
	}
}

func TestBLTBesideBallots(t *testing.T) {
	votes, err := readAs(format.Auto, []string{"Donald", "Charlotte", "Basil", "Adam"}, hill, strings.ReplaceAll(hill, `"Title"`, ""))
	require.NoError(t, err)
	assert.Equal(t, "Donald, Charlotte, Basil, Adam", votes.Profile.Slate().Names(0, 1, 2, 3))
	assert.EqualValues(t, 26, votes.Profile.Len())
	assert.EqualValues(t, 2, votes.Seats)
	assert.Equal(t, []string{"Basil"}, votes.Withdrawn)
	assert.Equal(t, "Title", votes.Title)
	votes, err = readAs(format.Auto, nil, "3 1\n[nick a b c] [withdrawn c 1]\n3 a b 0\n0\n\"A\"\n\"B\"\n\"C\"\n")
	require.NoError(t, err)
	assert.Equal(t, []string{"A", "C"}, votes.Withdrawn)
	votes, err = readAs(format.Auto, nil, "2 1\n0\nA\nB\n\"A title\nof # three\n  lines\" \"source\"\n")
	require.NoError(t, err)
	assert.Equal(t, "A title of # three   lines", votes.Title)
	assert.Zero(t, votes.Profile.Len())
}

func TestBLTFaults(t *testing.T) {
	const names = "0\n\"A\"\n\"B\"\n\"C\"\n\"D\"\n"
	tests := []struct {
		name string
		give string
		want string
	}{
		{"nothing", "\n", "a:2:1: want the numbers of options and seats"},
		{"no seats", "4\n3 1 2 0\n" + names, `a:2:1: the line before has one number: want the seats too, as in 4 3`},
		{"no number", "x 2\n3 1 0\n" + names, `a:1:1: the numbers of options and seats: "x"`},
		{"no options", "0 2\n" + names, "a:1:1: 0 options: want 1 to 65536"},
		{"more options than fit", "65537 2\n" + names, "a:1:1: 65537 options"},
		{"more seats than fit", "4 65537\n" + names, "a:1:3: 65537 seats"},
		{"no such option", "4 2\n3 1 5 0\n" + names, `a:2:5: no option "5": want 1 to 4`},
		{"no short names", "4 2\n3 1 b 0\n" + names, `a:2:5: no option "b"`},
		{"too few short names", "4 2\n[nick a b c]\n" + names, "a:2:1: 3 different short names for 4 options"},
		{"an open bracket", "4 2\n[tie 1 2\n" + names, "a:2:1: [ without ]"},
		{"an option twice", "4 2\n3 1 2 1 0\n" + names, "a:2:9: 1 is marked twice"},
		{"a half", "4 2\n1.5 1 0\n" + names, `a:2:1: the weight of a ballot: "1.5"`},
		{"more ballots than fit", "4 2\n10000000001 1 0\n" + names, "a:2:15: 0 and 10000000001 ballots"},
		{"more digits than fit", "4 2\n1000000000000000000000 1 0\n" + names, "a:2:1: the weight of a ballot"},
		{"an open parenthesis", "4 2\n3 (1 2 0\n" + names, `a:2:8: no option "0"`},
		{"a parenthesis in a line", "4 2\n3 (1 2\n" + names, "a:2:7: ( without ) in its ballot"},
		{"a weight alone", "4 2\n3\n1 2 0\n" + names, "a:2:2: a ballot without options ends with 0"},
		{"over two lines", "4 2\n3 1 2\n4 0\n" + names, "a:3:3: the ballot in the line before has no 0"},
		{"a rank of nothing", "4 2\n3 1= 0\n" + names, `a:2:3: no option ""`},
		{"withdrawn, of nobody", "4 2\n[withdrawn 1 7]\n" + names, "a:2:1: [withdrawn 7]: want the number or short name"},
		{"withdrawn by both ways", "4 2\n-1\n[withdrawn 1]\n" + names, "a:3:1: [withdrawn 1]: want"},
		{"withdrawn late", "4 2\n3 1 0\n-2\n" + names, `a:3:1: "-2": want - and the number`},
		{"withdrawn twice", "4 2\n-2 -2\n" + names, `a:2:4: "-2": want - and the number`},
		{"nobody withdrawn", "4 2\n-7\n" + names, `a:2:1: "-7": want - and the number`},
		{"an id twice", "4 2\n(a) 1 2 0\n(a) 1 3 0\n" + names, `a:3:1: a second ballot "a"`},
		{"an id without a weight", "4 2\n(a) 2 3 0\n" + names, `a:2:5: after the id of a ballot want its weight 1, not "2"`},
		{"an open id", "4 2\n(a 1 2 0\n" + names, "a:2:1: the id of a ballot has no )"},
		{"cut off", "4 2\n3 1 0\n", "a:3:1: the file ends within the ballots"},
		{"an early 0", "4 2\n3 1 0\n0\n2 3 0\n" + names, `a:4:1: "2 3 0": a ballot after the 0`},
		{"too few names", "4 2\n0\n\"A\"\n\"B\"\n", "a:5:1: 2 names of 4 options"},
		{"a name twice", "2 1\n0\n\"A\"\n\"A\"\n", `a:4:1: a second option "A"`},
		{"an empty name", "2 1\n0\n\"\" \"\n\"A\"\n", "a:3:1: the name is empty"},
		{"an open name", "2 1\n0\n\"A\n\"B\"\n", "a:3:1: a quote that is not closed"},
		{"an open title", "2 1\n0\nA\nB\n\"T\n", "a title without its closing quote"},
		{"an open comment", "2 1\n0\nA\nB\n/* T\n", "/* without */"},
		{"not UTF-8", "2 1\n0\nA\n\xff\n", "a:4:1: the byte 0xff"},
		{"an endless line", "2 1\n0\nA\n" + strings.Repeat("B", 2*format.MaxLine), "a:4:1: the line has more than"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			votes, err := readAs(format.BLT, nil, tt.give)
			require.ErrorContains(t, err, tt.want)
			assert.Nil(t, votes)
		})
	}
	_, err := readAs(format.BLT, nil)
	assert.ErrorContains(t, err, "no file")
	_, err = readAs(format.BLT, nil, "4 2\n3 9 0\n1 1 x\n2 2 2 0\n"+names)
	for _, want := range []string{"a:2:3: ", "a:3:5: ", "a:4:7: "} {
		assert.ErrorContains(t, err, want, "all faults at once")
	}
	_, err = readAs(format.BLT, nil, hill, strings.Replace(hill, "4 2", "4 3", 1))
	assert.ErrorContains(t, err, `3 seats and ["Basil"] withdrawn, and 2 and ["Basil"] in the first file`)
	_, err = readAs(format.BLT, nil, hill, strings.Replace(hill, "Adam", "Eve", 1))
	assert.ErrorContains(t, err, `b:15:1: "Eve" is not an option of the vote`)
	_, err = readAs(format.BLT, []string{"Adam"}, hill)
	assert.ErrorContains(t, err, "4 names, and 1 options of the vote")
}

// randomRankings have ties, gaps, blank ballots and odd names.
func randomRankings(t testing.TB, rng *rand.Rand) *ballot.Profile {
	s, err := ballot.NewSlate("A", `B "2" \`, "#C", "D, or E")
	require.NoError(t, err)
	p, err := ballot.NewProfile(s, ballot.Ranking)
	require.NoError(t, err)
	p.Blank = rng.Int64N(3)
	for range rng.IntN(20) {
		var b ballot.Ballot
		level := 1 + rng.Int32N(2)
		for _, o := range rng.Perm(4)[:1+rng.IntN(4)] {
			b = append(b, ballot.Mark{Option: ballot.Option(o), Level: level})
			level += rng.Int32N(3)
		}
		require.NoError(t, p.Add(b, 1+rng.Int64N(9)))
	}
	return p
}

// What is written is read back as the same votes.
func TestBLTThereAndBack(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		give := &format.Votes{Profile: randomRankings(t, rng), Seats: rng.Int64N(5), Title: `A "title" \`}
		if rng.IntN(2) > 0 {
			give.Withdrawn = []string{"#C", "A"}
		}
		var out bytes.Buffer
		require.NoError(t, format.WriteBLT(&out, give))
		votes, err := readAs(format.Auto, nil, out.String())
		require.NoError(t, err, out.String())
		require.Equal(t, show(give.Profile), show(votes.Profile), out.String())
		require.Equal(t, give.Seats, votes.Seats)
		require.Equal(t, give.Title, votes.Title)
		require.ElementsMatch(t, give.Withdrawn, votes.Withdrawn)
	}
	assert.Error(t, format.WriteBLT(io.Discard, &format.Votes{}))
	p := randomRankings(t, rng)
	assert.ErrorContains(t, format.WriteBLT(io.Discard, &format.Votes{Profile: p, Withdrawn: []string{"X"}}), `"X" has withdrawn`)
	p.Spoilt = 1
	assert.ErrorContains(t, format.WriteBLT(io.Discard, &format.Votes{Profile: p}), "spoilt")
}

// A line of plain numbers is read in one go: the same line with tabs, which is not, gives
// the same ballots or the same faults.
func TestBLTPlainLines(t *testing.T) {
	rng := rand.New(rand.NewPCG(12, 1))
	faulty := 0
	for range 3_000 {
		var lines []string
		for range 1 + rng.IntN(4) {
			words := []string{strconv.Itoa(rng.IntN(12))}
			for range rng.IntN(5) {
				words = append(words, strconv.Itoa(1+rng.IntN(5)))
			}
			if rng.IntN(8) > 0 {
				words = append(words, "0")
			}
			lines = append(lines, strings.Join(words, " "))
		}
		text := "4 2\n" + strings.Join(lines, "\n") + "\n0\n"
		plain, err := readAs(format.BLT, nil, text)
		tabs, slow := readAs(format.BLT, nil, strings.ReplaceAll(text, " ", "\t"))
		require.Equal(t, slow == nil, err == nil, text)
		if err != nil {
			faulty++
			require.Equal(t, strings.ReplaceAll(slow.Error(), `\t`, " "), err.Error(), text)
			continue
		}
		a, err := plain.Profile.AppendBinary(nil)
		require.NoError(t, err)
		b, err := tabs.Profile.AppendBinary(nil)
		require.NoError(t, err)
		require.Equal(t, b, a, text)
	}
	assert.Less(t, faulty, 2_500)
	assert.Greater(t, faulty, 500)
}

// All wards have the ballots that were published with their results.
func TestScottishWards(t *testing.T) {
	dir := golden.Published(t)
	rows := table(t, filepath.Join(dir, "scottish", "expected.csv"))
	for _, row := range rows {
		text, err := os.ReadFile(filepath.Join(dir, "scottish", row["file"]))
		require.NoError(t, err)
		votes, err := readAs(format.Auto, nil, string(text))
		require.NoError(t, err, row["file"])
		assert.Equal(t, row["seats"], strconv.FormatInt(votes.Seats, 10), row["file"])
		assert.Equal(t, row["ballots"], strconv.FormatInt(votes.Profile.Len()+votes.Profile.Blank, 10), row["file"])
		for name := range strings.SplitSeq(row["elected_scottish"], "|") {
			_, ok := votes.Profile.Slate().Find(name)
			assert.True(t, ok, "%s: %s", row["file"], name)
		}
	}
}

// table reads a CSV file with a header.
func table(t *testing.T, path string) (rows []map[string]string) {
	t.Helper()
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	for _, row := range all[1:] {
		named := map[string]string{}
		for i, name := range all[0] {
			named[name] = row[i]
		}
		rows = append(rows, named)
	}
	return rows
}

// Names as they are met beside those of the algorithm: with the party in the same line, as
// Scottish councils publish them, and in comments, as converters leave them.
func TestOtherNames(t *testing.T) {
	const ballots = "3 2\n3 1 2 0\n1 3 0\n0\n"
	tests := []struct {
		name, give string
		want       []string
		title      string
	}{
		{"parties", "\"Ana\" \"Greens\"\n\"Ben\" \"Greens\"\n\"Cai\" \"Blues\"\n\"Ward 6\"\n", []string{"Ana", "Ben", "Cai"}, "Ward 6"},
		{"parties and remarks", "\"Ana\" \"Greens\"\n\"Ben\" \"Reds\"\n\"Cai\" \"Blues\"\n\"Ward 6\" \"x\"\n\"y\"\n", []string{"Ana", "Ben", "Cai"}, "Ward 6"},
		{"different parties", "\"Ana\" \"Greens\"\n\"Ben\" \"Reds\"\n\"Cai\" \"Blues\"\n", []string{"Ana", "Ben", "Cai"}, ""},
		{"names in a line", "\"Ana\" \"Ben\" \"Cai\"\n\"Ward 6\" \"a remark\"\n", []string{"Ana", "Ben", "Cai"}, "Ward 6"},
		{"names in two lines", "\"Ana\" \"Ben\"\n\"Cai\" \"Ward 6\"\n", []string{"Ana", "Ben", "Cai"}, "Ward 6"},
		{"comments", "# ALTERNATIVE NAME 1: Ana (Con)\n# ALTERNATIVE NAME 3: Cai (LD)\n# ALTERNATIVE NAME 2: Ben\nWard 6\n", []string{"Ana (Con)", "Ben", "Cai (LD)"}, "Ward 6"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			votes, err := readAs(format.Auto, nil, ballots+tt.give)
			require.NoError(t, err)
			var names []string
			for _, name := range votes.Profile.Slate().All() {
				names = append(names, name)
			}
			assert.Equal(t, tt.want, names)
			assert.Equal(t, tt.title, votes.Title)
		})
	}
	_, err := readAs(format.BLT, nil, ballots+"# ALTERNATIVE NAME 1: Ana\n# ALTERNATIVE NAME 3: Cai\nWard 6\n")
	assert.ErrorContains(t, err, "1 names of 3 options")
	_, err = readAs(format.BLT, nil, ballots+"\"Ana\" \"G\"\n\"Ana\" \"R\"\n\"Cai\" \"B\"\n\"T\"\n")
	assert.ErrorContains(t, err, `a:6:1: a second option "Ana"`)
}

// A sheet of 2007 names an option in Latin-1.
func TestOldSheets(t *testing.T) {
	votes, err := readAs(format.Debian, nil, "Option 1---->: Rapha\xebl\nOption 2---->: Sam\nV: 21\n")
	require.NoError(t, err)
	assert.Equal(t, "Rapha\ufffdl", votes.Profile.Slate().Name(0))
	_, err = readAs(format.Debian, nil, "V: 2\xeb\n")
	assert.ErrorContains(t, err, "a:1:5: ")
}
