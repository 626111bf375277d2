package format_test

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/format"
	"github.com/vicinia/vicinia/ballot/referendum"
)

// read reads files named a.csv, b.csv...
func read(options []string, files ...string) (*format.Votes, error) {
	shards := make([]format.Shard, len(files))
	for i, text := range files {
		shards[i] = format.Shard{Name: string(rune('a'+i)) + ".csv", Reader: strings.NewReader(text)}
	}
	return format.ReadCSV(options, shards...)
}

// show is the slate and the distinct ballots.
func show(p *ballot.Profile) []string {
	var all []string
	for _, name := range p.Slate().All() {
		all = append(all, name)
	}
	for b, n := range p.All() {
		all = append(all, fmt.Sprint(n, b))
	}
	return append(all, fmt.Sprintf("blank %d", p.Blank))
}

func TestBallots(t *testing.T) {
	want := []string{"Ana", "Ben", "Cai", "5 [{0 1} {1 2} {2 2}]", "2 [{2 1}]", "blank 1"}
	tests := []struct {
		name    string
		options []string
		give    []string
		want    []string
	}{
		{"rankings", nil, []string{"count,ranking\n5,Ana>Ben=Cai\n2,Cai\n1,\n"}, want},
		{"columns turned, BOM, CRLF, an empty line, no last line end", nil,
			[]string{"\ufeffranking,count\r\nCai,2\r\n\r\nAna>Cai=Ben,5\r\n,1"}, want},
		{"quotes, blanks around names", nil, []string{"count,ranking\n\"5\",\"Ana > Ben = Cai\"\n2,Cai\n1,\"\"\n"}, want},
		{"shards, in another order", nil, []string{"count,ranking\n2,Cai\n3,Ana>Ben=Cai\n", "ranking,count\nAna>Ben=Cai,2\n,1\n"}, want},
		{"the caller's slate", []string{"Cai", "Dan"}, []string{"count,ranking\n2,Cai\n"}, []string{"Cai", "Dan", "2 [{0 1}]", "blank 0"}},
		{"approvals", nil, []string{"count,approvals\n4,B|A\n"}, []string{"A", "B", "4 [{0 1} {1 1}]", "blank 0"}},
		{"scores", nil, []string{"count,scores\n4,B=0|A=7\n"}, []string{"A", "B", "4 [{1 0} {0 7}]", "blank 0"}},
		{"a comma in a name", nil, []string{"count,approvals\n4,\"A, B|\"\"C\"\"\"\n"}, []string{`"C"`, "A, B", "4 [{0 1} {1 1}]", "blank 0"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			votes, err := read(tt.options, tt.give...)
			require.NoError(t, err)
			assert.Equal(t, tt.want, show(votes.Profile))
		})
	}
}

func TestOptions(t *testing.T) {
	votes, err := read(nil, "option,votes\nZoe,5\nblank,2\nAna,7\n", "votes,option\n1,Ana\n3,spoilt\n4,Ben\n")
	require.NoError(t, err)
	c := votes.Counts
	assert.Equal(t, "Zoe, Ana, Ben", c.Slate().Names(0, 1, 2), "the order of the files")
	assert.Equal(t, []int64{5, 8, 4}, []int64{c.Of(0), c.Of(1), c.Of(2)})
	assert.Equal(t, int64(2), c.Blank)
	assert.Equal(t, int64(3), c.Spoilt)

	_, err = read([]string{"Ana", "Zoe"}, "option,votes\nZoe,5\nAna,7\n")
	assert.NoError(t, err)
	_, err = read([]string{"Ana"}, "option,votes\nZoe,5\nAna,7\n")
	assert.Error(t, err)
}

// Half cantons: weights of 0.5 become 1, those of 1 become 2.
func TestBodies(t *testing.T) {
	votes, err := read(nil,
		"body,weight,yes,no\nUri,1.0,900,100\nObwalden,1/2,45,55\n",
		"body,yes,no,weight,spoilt,blank,eligible\nUri,1,2,1,3,4,2000\n")
	require.NoError(t, err)
	assert.Equal(t, []referendum.Tally{
		{Body: "Uri", Weight: 2, Yes: 901, No: 102, Blank: 4, Spoilt: 3, Eligible: 2000},
		{Body: "Obwalden", Weight: 1, Yes: 45, No: 55},
	}, votes.Tallies)

	votes, err = read(nil, "body,weight,yes,no\nA,1/6,1,0\nB,0.25,1,0\nC,5,1,0\n")
	require.NoError(t, err)
	var weights []int64
	for _, b := range votes.Tallies {
		weights = append(weights, b.Weight)
	}
	assert.Equal(t, []int64{2, 3, 60}, weights)
}

func TestTables(t *testing.T) {
	votes, err := read(nil, "district,list,votes\nN,Ana,5\nS,Ben,2\n", "seats,district\n3,S\n1,N\n", "list,votes,district\nBen,4,S\n")
	require.NoError(t, err)
	m := votes.Matrix
	assert.Equal(t, "N, S", m.Districts().Names(0, 1), "the order of the files")
	assert.Equal(t, "Ana, Ben", m.Lists().Names(0, 1))
	assert.Equal(t, []int64{5, 0, 0, 6}, []int64{m.Votes(0, 0), m.Votes(0, 1), m.Votes(1, 0), m.Votes(1, 1)})
	assert.Equal(t, []int64{1, 3}, []int64{m.Seats(0), m.Seats(1)})
	assert.Equal(t, int64(11), m.Total())
	assert.Equal(t, int64(4), m.House())
	votes, err = read([]string{"Ben", "Ana"}, "district,seats\nS,3\nN,1\n", "district,list,votes\nN,Ana,5\nS,Ben,6\n")
	require.NoError(t, err)
	assert.Equal(t, "S, N", votes.Matrix.Districts().Names(0, 1))
}

func TestFaults(t *testing.T) {
	big := "9999999999999999/1000000000000000"
	tests := []struct {
		name    string
		options []string
		give    []string
		want    []string // each is in the error, in this order
	}{
		{"no file", nil, nil, []string{"no file"}},
		{"an empty file", nil, []string{""}, []string{"a.csv:1:1: the file is empty"}},
		{"empty lines", nil, []string{"\n\n"}, []string{"a.csv:1:1: the file is empty"}},
		{"a header of another kind", nil, []string{"name,age\n"}, []string{"a.csv:1:1: unknown header: want one of count,ranking; "}},
		{"a column is missing", nil, []string{"body,weight,yes\n"}, []string{"a.csv:1:1: the column \"no\" is missing"}},
		{"an unknown column", nil, []string{"count,ranking,x\n"}, []string{`a.csv:1:15: unknown column "x": want count,ranking`}},
		{"a column twice", nil, []string{"count,ranking,count\n"}, []string{`a.csv:1:15: the column "count" stands twice`}},
		{"kinds mixed", nil, []string{"count,ranking\n1,A\n", "option,votes\n"}, []string{"b.csv:1:1: columns option,votes, and count,ranking before"}},
		{"fields", nil, []string{"count,ranking\n1,A,B\n2\n3,A\n"}, []string{"a.csv:2:1: 3 fields", "a.csv:3:1: 1 fields"}},
		{"counts", nil, []string{"count,ranking\n-1,A\n1.5,A\nx,A\n,A\n1234567890123456789,A\n99999999999,A\n"},
			[]string{"a.csv:2:1:", "a.csv:3:1:", "a.csv:4:1:", "a.csv:5:1:", "a.csv:6:1:", "a.csv:7:1: more than 10000000000 ballots"}},
		{"a bare quote", nil, []string{"count,ranking\n1,A\"B\n"}, []string{"a.csv:2:4: a quote in a field"}},
		{"an open quote", nil, []string{"count,ranking\n1,\"A\n"}, []string{"a.csv:2:3: a quote that is not closed"}},
		{"text after a quote", nil, []string{"count,ranking\n1,\"A\"B\n"}, []string{"a.csv:2:5: text after the closing quote"}},
		{"NUL", nil, []string{"count,ranking\n1,A\x00\n"}, []string{"a.csv:2:4: the byte 0x00"}},
		{"not UTF-8", nil, []string{"count,ranking\n1,\xff\n"}, []string{"a.csv:2:3: the byte 0xff"}},
		{"an endless line", nil, []string{"count,ranking\n1," + strings.Repeat("A", 3*format.MaxLine) + "\nx,A\n"},
			[]string{"a.csv:2:1: the line has more than", "a.csv:3:1:"}},
		{"a foreign option", []string{"Ana"}, []string{"count,ranking\n1,Ana>Bob\n"}, []string{`a.csv:2:7: "Bob" is not an option`}},
		{"an option twice in a ballot", nil, []string{"count,approvals\n1,B\n1,A|A\n"}, []string{"a.csv:3:3: A is marked twice"}},
		{"a score without a number", nil, []string{"count,scores\n1,\"A=1|B\"\n"}, []string{"a.csv:2:8: "}},
		{"a name with a tab", nil, []string{"count,ranking\n1,A\tB\n"}, []string{"a.csv:2:3: \"A\\tB\" has a control character"}},
		{"only blank ballots", nil, []string{"count,ranking\n1,\n"}, []string{"no ballot names an option"}},
		{"a bad slate", []string{"A", "A"}, []string{"count,ranking\n1,A\n"}, []string{`options[1]: "A" is option 0 already`}},
		{"an option twice", nil, []string{"option,votes\nA,1\nB,2\nA,3\n"}, []string{`a.csv:4:1: "A" stands in line 2 already`}},
		{"an option without a name", nil, []string{"option,votes\n,1\n"}, []string{"a.csv:2:1: the name is empty"}},
		{"ballots beyond int64", nil, []string{"option,votes\nblank,999999999999999999\n", "option,votes\nA,1\n" + manyOptions(9)}, []string{"M-3"}},
		{"no option", nil, []string{"option,votes\n"}, []string{"a slate of 0 options"}},
		{"votes", nil, []string{"option,votes\nA,NaN\n"}, []string{"a.csv:2:3:"}},
		{"weights", nil, []string{"body,weight,yes,no\nA,0,1,1\nB,-1,1,1\nC,x,1,1\n"}, []string{"a.csv:2:3:", "a.csv:3:3:", "a.csv:4:3:"}},
		{"weights without a denominator", nil, []string{"body,weight,yes,no\nA,1/999999999999999989,1,1\nB," + big + ",1,1\n"}, []string{"M-3"}},
		{"all numbers of a body", nil, []string{"body,weight,yes,no\nA,1,a,b\n"}, []string{"a.csv:2:5:", "a.csv:2:7:"}},
		{"a body twice", nil, []string{"body,weight,yes,no\nA,1,1,1\nA,1,2,2\n"}, []string{`a.csv:3:1: "A" stands in line 2 already`}},
		{"a body of two weights", nil, []string{"body,weight,yes,no\nA,1,1,1\n", "body,weight,yes,no\nA,2,2,2\n"}, []string{`b.csv:2:3: "A" weighs`}},
		{"a list twice in a district", nil, []string{"district,list,votes\nN,A,1\nS,A,2\nN,A,3\n"}, []string{`a.csv:4:1: "A" in "N" stands in line 2 already`}},
		{"a district twice", nil, []string{"district,seats\nN,1\nN,1\n"}, []string{`a.csv:3:1: "N" has 1 seats already`}},
		{"votes of a list", nil, []string{"district,list,votes\nN,A,x\n,A,1\nN,,1\n"}, []string{"a.csv:2:5:", "a.csv:3:1:", "a.csv:4:3:"}},
		{"districts without seats", nil, []string{"district,list,votes\nN,A,1\n"}, []string{`no seats of the district "N"`}},
		{"districts without votes", nil, []string{"district,seats\nN,1\n"}, []string{"no votes of lists"}},
		{"other lists", []string{"B"}, []string{"district,list,votes\nN,A,1\n", "district,seats\nN,1\n"}, []string{"are not the lists of the file"}},
		{"a list beyond int64", nil, manyShards(10), []string{"j.csv:2:5: the votes of", "M-3"}},
		{"seats beyond a table", nil, []string{"district,list,votes\nN,A,1\n", "district,seats\nN,2000000\n"}, []string{"seats[0]: 2000000 seats"}},
		{"districts and results", nil, []string{"district,seats\nN,1\n", "option,votes\nA,1\n"}, []string{"b.csv:1:1: columns option,votes"}},
		{"no body", nil, []string{"body,weight,yes,no\n"}, []string{"no body"}},
		{"faults of all files", nil, []string{"count,ranking\nx,A\n", "count,ranking\ny,A\n"}, []string{"a.csv:2:1:", "b.csv:2:1:"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			votes, err := read(tt.options, tt.give...)
			require.Error(t, err)
			assert.Nil(t, votes)
			rest := err.Error()
			for _, want := range tt.want {
				i := strings.Index(rest, want)
				require.GreaterOrEqual(t, i, 0, "%q in %q", want, rest)
				rest = rest[i+len(want):]
			}
		})
	}
}

// manyOptions are as many rows of the greatest number of votes that is read.
func manyOptions(n int) string {
	var rows strings.Builder
	for i := range n {
		fmt.Fprintf(&rows, "B%d,999999999999999999\n", i)
	}
	return rows.String()
}

// manyShards have the greatest number of votes that is read for the same cell.
func manyShards(n int) []string {
	return slices.Repeat([]string{"district,list,votes\nN,A,999999999999999999\n"}, n)
}

func TestFaultsAreBounded(t *testing.T) {
	_, err := read(nil, "count,ranking\n"+strings.Repeat("x,A\n", 3*format.MaxFaults))
	n := 0
	for range vicinia.Faults(err) {
		n++
	}
	assert.Equal(t, format.MaxFaults, n)
}

func TestReaderThatFails(t *testing.T) {
	broken := errors.New("the disk is gone")
	_, err := format.ReadCSV(nil, format.Shard{
		Name: "a.csv", Reader: io.MultiReader(strings.NewReader("count,ranking\n1,A\n"), iotest.ErrReader(broken)),
	})
	assert.ErrorIs(t, err, broken)
}

func FuzzReadCSV(f *testing.F) {
	for _, seed := range []string{
		"count,ranking\n5,Ana>Ben=Cai\n1,\n", "\ufeffcount,approvals\r\n4,\"B|A\"\r\n", "count,scores\n4,B=0|A=7\n",
		"option,votes\nyes,5\nblank,2\n", "body,weight,yes,no,eligible\nUri,1/2,9,1,20\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		votes, err := read(nil, text)
		if err != nil {
			require.Nil(t, votes)
			for fault := range vicinia.Faults(err) {
				require.True(t, fault.Line >= 1 && fault.Column >= 1 || fault.File == "", "%v has a place", fault)
			}
			return
		}
		// The file twice, as two shards, is the same vote twice.
		twice, err := read(nil, text, text)
		if err != nil {
			return // too many for one vote
		}
		switch {
		case votes.Profile != nil:
			require.Equal(t, 2*votes.Profile.Len(), twice.Profile.Len())
			require.Equal(t, votes.Profile.Distinct(), twice.Profile.Distinct())
		case votes.Counts != nil:
			require.Equal(t, 2*votes.Counts.Total(), twice.Counts.Total())
		default:
			require.Equal(t, 2*votes.Tallies[0].Yes, twice.Tallies[0].Yes)
		}
	})
}

func ExampleReadCSV() {
	file := strings.NewReader("count,ranking\n34,Ana>Ben=Cai\n31,Ben\n3,\n")
	votes, err := format.ReadCSV(nil, format.Shard{Name: "votes.csv", Reader: file})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(votes.Profile.Len(), "ballots and", votes.Profile.Blank, "blank")
	_, err = format.ReadCSV([]string{"Ana", "Ben"}, format.Shard{Name: "votes.csv", Reader: strings.NewReader("count,ranking\n3,Ana>Bob\nx,Ana\n")})
	fmt.Println(err)
	// Output:
	// 65 ballots and 3 blank
	// votes.csv:2:7: "Bob" is not an option
	// votes.csv:3:1: "x": want a whole number of 1 to 18 digits
}

func BenchmarkReadCSV(b *testing.B) {
	for _, n := range []int{1_000, 100_000} {
		b.Run(fmt.Sprintf("rows=%d", n), func(b *testing.B) {
			var text strings.Builder
			text.WriteString("count,ranking\n")
			for i := range n {
				fmt.Fprintf(&text, "%d,A%d>B%d>C%d\n", i%9, i%5, i%7, i%11)
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := read(nil, text.String()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// Headers are told whatever their letters, and separators that are no commas are named.
func TestHeaders(t *testing.T) {
	for _, form := range []format.Form{format.CSV, format.Auto} {
		votes, err := readAs(form, nil, "Ranking, COUNT \nA>B,3\n")
		require.NoError(t, err)
		assert.Equal(t, []string{"A", "B", "3 [{0 1} {1 2}]", "blank 0"}, show(votes.Profile))
	}
	_, err := readAs(format.Auto, nil, "option;votes\nA;3\n")
	assert.ErrorContains(t, err, "a:1:1: unknown header: columns are divided by commas, as in count,ranking")
}
