package format_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/format"
	"github.com/vicinia/vicinia/internal/golden"
)

const orders = `# FILE NAME: 00000-00000001.toi
# DATA TYPE: toi
# NUMBER ALTERNATIVES: 3
# NUMBER VOTERS: 10
# NUMBER UNIQUE ORDERS: 3
# ALTERNATIVE NAME 1: Cai
# ALTERNATIVE NAME 2: Ana: the first
# ALTERNATIVE NAME 3: Ben
7: 2,{1,3}
2: 3
1:
`

const sheet = `     Tally Sheet for the votes cast.

       "V: vote 		MD5SUM"
         Option 1---->: Ana
       /  Option 2---->: Ben
V: 2-1 	21acf319d1a9185b36fa065c649ca1da
V: 114 	5778a0e6c4c15de35a92c85c66e1ecff
V: --- 	9b76679e424a887ccf80f506ab8ba81c
`

// readAs reads files named a, b...
func readAs(f format.Form, options []string, files ...string) (*format.Votes, error) {
	shards := make([]format.Shard, len(files))
	for i, text := range files {
		shards[i] = format.Shard{Name: string(rune('a' + i)), Reader: strings.NewReader(text)}
	}
	return format.Read(f, options, shards...)
}

func TestForms(t *testing.T) {
	tests := []struct {
		name    string
		form    format.Form
		options []string
		give    []string
		want    []string
	}{
		{"PrefLib", format.PrefLib, nil, []string{orders}, []string{"Cai", "Ana: the first", "Ben", "7 [{1 1} {0 2} {2 2}]", "2 [{2 1}]", "blank 1"}},
		{"PrefLib, found", format.Auto, nil, []string{orders}, []string{"Cai", "Ana: the first", "Ben", "7 [{1 1} {0 2} {2 2}]", "2 [{2 1}]", "blank 1"}},
		{"PrefLib, the caller's slate", format.Auto, []string{"Ben", "Cai", "Ana: the first"}, []string{orders},
			[]string{"Ben", "Cai", "Ana: the first", "2 [{0 1}]", "7 [{2 1} {0 2} {1 2}]", "blank 1"}},
		{"PrefLib, shards with other numbers", format.Auto, nil,
			[]string{"# ALTERNATIVE NAME 1: A\n# ALTERNATIVE NAME 2: B\n1: 1, 2", "# ALTERNATIVE NAME 1: B\n# ALTERNATIVE NAME 2: A\n1: 2,1\n3 : {1 , 2}\n"},
			[]string{"A", "B", "3 [{0 1} {1 1}]", "2 [{0 1} {1 2}]", "blank 0"}},
		{"PrefLib, two categories", format.Auto, nil,
			[]string{"# NUMBER CATEGORIES: 2\n# ALTERNATIVE NAME 1: A\n# ALTERNATIVE NAME 2: B\n3: {1,2},{}\n2: 2,1\n1: {},{1,2}\n"},
			[]string{"A", "B", "3 [{0 1} {1 1}]", "2 [{1 1}]", "blank 1"}},
		{"PrefLib, three categories", format.Auto, nil,
			[]string{"# NUMBER CATEGORIES: 3\n# ALTERNATIVE NAME 1: A\n# ALTERNATIVE NAME 2: B\n3: {},2,1\n2: 1, {2} ,{ }\n"},
			[]string{"A", "B", "3 [{0 0} {1 1}]", "2 [{1 1} {0 2}]", "blank 0"}},
		{"PrefLib without orders", format.Auto, nil, []string{"# ALTERNATIVE NAME 1: A\n"}, []string{"A", "blank 0"}},
		{"Debian", format.Debian, nil, []string{sheet}, []string{"Ana", "Ben", "3", "1 [{0 1} {1 1} {2 4}]", "1 [{2 1} {0 2}]", "blank 1"}},
		{"Debian, found", format.Auto, []string{"X", "Y", "Z"}, []string{sheet, "V: 2-1 x\n"},
			[]string{"X", "Y", "Z", "1 [{0 1} {1 1} {2 4}]", "2 [{2 1} {0 2}]", "blank 1"}},
		{"CSV, found", format.Auto, nil, []string{"count,ranking\n5,Ana\n"}, []string{"Ana", "5 [{0 1}]", "blank 0"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			votes, err := readAs(tt.form, tt.options, tt.give...)
			require.NoError(t, err)
			assert.Equal(t, tt.want, show(votes.Profile))
		})
	}
	var f format.Form
	require.NoError(t, f.UnmarshalText([]byte("preflib")))
	assert.Equal(t, format.PrefLib, f)
	assert.Error(t, f.UnmarshalText([]byte("xls")))
	assert.Equal(t, "form 99", format.Form(99).String())
}

func TestFormFaults(t *testing.T) {
	const head = "# ALTERNATIVE NAME 1: A\n# ALTERNATIVE NAME 2: B\n"
	tests := []struct {
		name string
		form format.Form
		give []string
		want string
	}{
		{"no file", format.Auto, nil, "no file"},
		{"no PrefLib file", format.PrefLib, nil, "no file"},
		{"no Debian file", format.Debian, nil, "no file"},
		{"no such form", 99, []string{head}, "no such form 99"},
		{"no names", format.PrefLib, []string{"3: 1,2\n"}, "a:1:1: 0 alternatives have names"},
		{"nothing", format.PrefLib, []string{"\n"}, "a:2:1: 0 alternatives have names"},
		{"a name missing", format.PrefLib, []string{"# ALTERNATIVE NAME 2: B\n3: 1\n"}, "a:2:1: the alternative 1 has no name"},
		{"fewer names", format.PrefLib, []string{"# NUMBER ALTERNATIVES: 3\n" + head + "3: 1\n"}, "a:4:1: 2 alternatives have names, of NUMBER ALTERNATIVES 3"},
		{"a name twice", format.PrefLib, []string{head + "# ALTERNATIVE NAME 3: A\n"}, `a:3:23: ALTERNATIVE NAME 3: the number or the name "A" stands twice`},
		{"a number twice", format.PrefLib, []string{head + "# ALTERNATIVE NAME 1: C\n"}, "a:3:23: ALTERNATIVE NAME 1"},
		{"an empty name", format.PrefLib, []string{"# ALTERNATIVE NAME 1:\n"}, "a:1:"},
		{"a late name", format.PrefLib, []string{head + "1: 1\n# ALTERNATIVE NAME 3: C\n"}, "a:4:23: ALTERNATIVE NAME 3 after the first order"},
		{"a bad number", format.PrefLib, []string{"# NUMBER VOTERS: x\n" + head}, "a:1:18: NUMBER VOTERS"},
		{"ballots lost", format.PrefLib, []string{"# NUMBER VOTERS: 5\n" + head + "4: 1\n"}, "the orders are of 4 voters, NUMBER VOTERS says 5"},
		{"no count", format.PrefLib, []string{head + "1,2\n"}, "a:3:1: want COUNT: ORDER"},
		{"a bad count", format.PrefLib, []string{head + "x: 1,2\n"}, "a:3:1: "},
		{"no such alternative", format.PrefLib, []string{head + "1: 1,3\n"}, "a:3:6: no alternative 3"},
		{"alternative 0", format.PrefLib, []string{head + "1: 0\n"}, "a:3:4: no alternative 0"},
		{"twice in an order", format.PrefLib, []string{head + "1: 1,1\n"}, "a:3:3: A is marked twice"},
		{"a category too many", format.PrefLib, []string{"# NUMBER CATEGORIES: 3\n" + head + "1: {},{},{},1\n"}, "a:4:3: a category 4 of 3"},
		{"orders after categories", format.PrefLib, []string{"# NUMBER CATEGORIES: 2\n" + head + "1: 1\n", head + "1: 1\n"}, "b:3:1: files of one vote are of one kind"},
		{"orders after duels", format.PrefLib, []string{"# NUMBER EDGES: 0\n" + head, head + "1: 1\n"}, "b:3:1: files of one vote are of one kind"},
		{"an edge of two", format.PrefLib, []string{"# NUMBER EDGES: 1\n" + head + "1,2\n"}, "a:4:1: want FROM,TO,VOTERS"},
		{"half a voter", format.PrefLib, []string{"# NUMBER EDGES: 1\n" + head + "1,2,3.5\n"}, `a:4:5: "3.5"`},
		{"an edge to nobody", format.PrefLib, []string{"# NUMBER EDGES: 1\n" + head + "1,3,3\n"}, "a:4:3: no alternative 3"},
		{"an edge twice", format.PrefLib, []string{"# NUMBER EDGES: 2\n" + head + "1,2,3\n1,2,3\n"}, "a:5:1: a duel of 1 with 2, again"},
		{"edges lost", format.PrefLib, []string{"# NUMBER EDGES: 2\n" + head + "1,2,3\n"}, "1 edges, NUMBER EDGES says 2"},
		{"fewer voters than a duel", format.PrefLib, []string{"# NUMBER VOTERS: 2\n# NUMBER EDGES: 1\n" + head + "1,2,3\n"}, "A over B: 3 of 2 ballots"},
		{"an open brace", format.PrefLib, []string{head + "1: {1,2\n"}, "a:3:8: the order ends too early"},
		{"braces in braces", format.PrefLib, []string{head + "1: {{1\n"}, "a:3:5: '{' here"},
		{"empty braces", format.PrefLib, []string{head + "1: {}\n"}, "a:3:5: '}' here"},
		{"a last comma", format.PrefLib, []string{head + "1: 1,\n"}, "a:3:6: the order ends too early"},
		{"another slate", format.PrefLib, []string{head + "1: 1\n", "# ALTERNATIVE NAME 1: C\n1: 1\n"}, `b:2:1: the alternative "C" is not an option`},
		{"a smaller slate", format.PrefLib, []string{head + "1: 1\n", "# ALTERNATIVE NAME 1: A\n1: 1\n"}, "b:2:1: 1 alternatives, and 2 options"},
		{"not UTF-8", format.PrefLib, []string{head + "1: \xff\n"}, "a:3:4: the byte 0xff"},
		{"an endless line", format.PrefLib, []string{head + strings.Repeat("1", 2*format.MaxLine) + "\n"}, "a:3:1: the line has more than"},
		{"no ballot", format.Debian, []string{"hello\n"}, "no ballot"},
		{"a short ballot", format.Debian, []string{"V: 12\nV: 1\n"}, "a:2:4: 1 ranks for 2 options"},
		{"a bad rank", format.Debian, []string{"V: 1x\n"}, "a:1:5: 'x' is not a rank"},
		{"no ranks", format.Debian, []string{"V: \nV: 1\n"}, "a:1:4: a slate of 0 options"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			votes, err := readAs(tt.form, nil, tt.give...)
			require.ErrorContains(t, err, tt.want)
			assert.Nil(t, votes)
		})
	}
	gone := errors.New("the disk is gone")
	_, err := format.Read(format.Auto, nil, format.Shard{Name: "a", Reader: io.MultiReader(strings.NewReader(orders), iotest.ErrReader(gone))})
	assert.ErrorIs(t, err, gone)
}

// What is written is read back as the same profile.
func TestPrefLibThereAndBack(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	s, err := ballot.NewSlate("A", "B: 2", "#C", "D")
	require.NoError(t, err)
	for range 200 {
		p, err := ballot.NewProfile(s, ballot.Ranking)
		require.NoError(t, err)
		p.Blank = rng.Int64N(3)
		for range rng.IntN(20) {
			var b ballot.Ballot
			level := int32(1)
			for _, o := range rng.Perm(4)[:1+rng.IntN(4)] {
				b = append(b, ballot.Mark{Option: ballot.Option(o), Level: level})
				level += rng.Int32N(2)
			}
			// Ranks without gaps: a last one that nobody has is none.
			require.NoError(t, p.Add(b, 1+rng.Int64N(9)))
		}
		var out bytes.Buffer
		require.NoError(t, format.WritePrefLib(&out, &format.Votes{Profile: p}))
		votes, err := readAs(format.Auto, nil, out.String())
		require.NoError(t, err, out.String())
		require.Equal(t, show(p), show(votes.Profile))
	}
	p, err := ballot.NewProfile(s, ballot.Scoring)
	require.NoError(t, err)
	require.NoError(t, p.Add(ballot.Ballot{{Option: 0, Level: format.MaxCategories - 1}}, 1))
	require.NoError(t, format.WritePrefLib(io.Discard, &format.Votes{Profile: p}))
	require.NoError(t, p.Add(ballot.Ballot{{Option: 0, Level: format.MaxCategories}}, 1))
	assert.ErrorContains(t, format.WritePrefLib(io.Discard, &format.Votes{Profile: p}), "102 categories do not fit")
	p, err = ballot.NewProfile(s, ballot.Choice)
	require.NoError(t, err)
	assert.ErrorContains(t, format.WritePrefLib(io.Discard, &format.Votes{Profile: p}), "choice ballots")
}

func TestDuelsOfPrefLib(t *testing.T) {
	const head = "# ALTERNATIVE NAME 1: A\n# ALTERNATIVE NAME 2: B\n"
	votes, err := readAs(format.Auto, []string{"B", "A"}, "# NUMBER EDGES: 2\n"+head+"1,2,3.0\n2, 1, 4\n", "# NUMBER VOTERS: 9\n# NUMBER EDGES: 1\n"+head+"1,2,5\n")
	require.NoError(t, err)
	assert.Nil(t, votes.Profile)
	assert.Equal(t, []int64{8, 4, 16}, []int64{votes.Duels.At(1, 0), votes.Duels.At(0, 1), votes.Duels.Ballots()})
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{orders, sheet, hill, "2\n1,A\n2,B\n6,6,1\n6,2,{1}\n", "count,ranking\n5,A\n", tennessee, cvotes, records, choices, report, village, points} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		votes, err := readAs(format.Auto, nil, text)
		inParts(t, text, votes, err)
		if err != nil {
			require.Nil(t, votes)
			for fault := range vicinia.Faults(err) {
				require.True(t, fault.Line >= 0 && fault.Column >= 1 || fault.File == "", "%v has a place", fault)
			}
			return
		}
		if votes.Profile == nil || votes.Profile.Kind() != ballot.Ranking || votes.Profile.Spoilt > 0 {
			return
		}
		var out bytes.Buffer
		require.NoError(t, format.WritePrefLib(&out, votes))
		again, err := readAs(format.PrefLib, nil, out.String())
		require.NoError(t, err, out.String())
		require.Equal(t, votes.Profile.Len(), again.Profile.Len())
		for _, form := range []format.Form{format.BLT, format.RCTab, format.CDF} {
			out.Reset()
			if votes.Profile.Len()+votes.Profile.Blank > 1_000 || format.Write(&out, form, votes) != nil {
				continue // many records, or a name that does not fit
			}
			again, err := readAs(form, nil, out.String())
			require.NoError(t, err, out.String())
			require.Equal(t, show(votes.Profile), show(again.Profile), out.String())
		}
	})
}

// inParts reads a file part by part: the ballots are those of the file, or it is as wrong.
func inParts(t *testing.T, text string, whole *format.Votes, wrong error) {
	if wrong == nil && whole.Profile == nil {
		return
	}
	got, votes, err := format.Stream(format.Reader{Room: 1}, copied(t), format.Shard{Name: "a", Reader: strings.NewReader(text)})
	require.Equal(t, wrong == nil, err == nil, "%v; in parts %v", wrong, err)
	if err != nil {
		return
	}
	want := whole.Profile
	for _, name := range whole.Withdrawn {
		o, ok := want.Slate().Find(name)
		require.True(t, ok)
		want, err = want.Without(o)
		require.NoError(t, err)
	}
	require.Equal(t, show(want), show(got))
	require.Equal(t, want.Spoilt, got.Spoilt)
	require.Equal(t, whole.Altered, votes.Altered)
}

// The tally sheet of Debian 2006 gives the duels of the table, without and with names.
func TestDebian2006(t *testing.T) {
	dir := golden.Published(t)
	text, err := os.ReadFile(filepath.Join(dir, "ranked", "leader2006_tally.txt"))
	require.NoError(t, err)
	table, err := os.ReadFile(filepath.Join(dir, "ranked", "leader2006_pairwise.csv"))
	require.NoError(t, err)
	rows, err := csv.NewReader(bytes.NewReader(table)).ReadAll()
	require.NoError(t, err)
	names := rows[0][1:]
	votes, err := readAs(format.Auto, names, string(text))
	require.NoError(t, err)
	w := votes.Profile.Pairwise()
	var got [][]string
	for a := range names {
		row := []string{names[a]}
		for b := range names {
			row = append(row, fmt.Sprint(w.At(ballot.Option(a), ballot.Option(b))))
		}
		got = append(got, row)
	}
	assert.Equal(t, rows[1:], got)
	var out bytes.Buffer
	require.NoError(t, format.WritePrefLib(&out, votes))
	again, err := readAs(format.Auto, nil, out.String())
	require.NoError(t, err)
	assert.Equal(t, w.Ballots(), again.Profile.Len())
	assert.True(t, slices.Equal(show(votes.Profile)[:8], show(again.Profile)[:8]))
}

func BenchmarkReadPrefLib(b *testing.B) {
	text := "# ALTERNATIVE NAME 1: A\n# ALTERNATIVE NAME 2: B\n# ALTERNATIVE NAME 3: C\n" + strings.Repeat("3: 1,{2,3}\n5: 3,1\n", 5_000)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := readAs(format.PrefLib, nil, text); err != nil {
			b.Fatal(err)
		}
	}
}

// Orders as PrefLib had them before 2022, and numbers from 0.
func TestOldOrders(t *testing.T) {
	want := []string{"Ana", "Ben", "Cai", "3 [{0 1} {1 2} {2 2}]", "2 [{1 1}]", "1 [{2 2}]", "blank 0"}
	tests := []struct{ name, give string }{
		{"of before 2022", "3\n1,Ana \n2,Ben\n3,Cai\n6,6,3\n3,1,{2,3},\n2,2\n1,{},3\n"},
		{"with carriage returns", "3\r\n1,Ana\r\n2,Ben\r\n3,Cai\r\n6,6,3\r\n3,1,{3,2}\r\n2,2\r\n1,{},3"},
	}
	for _, tt := range tests {
		for _, form := range []format.Form{format.PrefLib, format.Auto} {
			votes, err := readAs(form, nil, tt.give)
			require.NoError(t, err, tt.name)
			assert.Equal(t, want, show(votes.Profile), tt.name)
		}
	}
	votes, err := readAs(format.Auto, nil, "# NUMBER ALTERNATIVES: 2\n# ALTERNATIVE NAME 0: A\u0089\n# ALTERNATIVE NAME 1: B\n3: 1, 0\n")
	require.NoError(t, err)
	assert.Equal(t, []string{"A\ufffd", "B", "3 [{1 1} {0 2}]", "blank 0"}, show(votes.Profile))
	for give, want := range map[string]string{
		"3\n1,Ana\n2,Ben\n3,Cai\n6,6,3\n3,1,{2,3}\n": "the orders are of 3 voters, NUMBER VOTERS says 6",
		"3\n1,Ana\n2,Ben\n6,6,1\n6,1\n":              "a:5:1: the alternative 3 has no name: want 1 to 3",
		"2\n1,Ana\n3,Ben\n6,6,1\n6,1\n":              "a:5:1: the alternative 2 has no name: want 1 to 2",
		"2\n1,Ana\n2,Ben\n6,6,1\n6,4\n":              "a:5:3: no alternative 4: want 1 to 2",
		"3\n1,Ana\n3,Ben\n2,2,1\n2,1\n":              "a:5:1: want VOTERS,SUM,ORDERS",
		"2\n1,100\n2,200\n":                          "a:4:1: want VOTERS,SUM,ORDERS",
		"1000000000\n1,Ana\n":                        "1 alternatives have names, of NUMBER ALTERNATIVES 1000000000",
	} {
		_, err := readAs(format.PrefLib, nil, give)
		assert.ErrorContains(t, err, want)
	}
}
