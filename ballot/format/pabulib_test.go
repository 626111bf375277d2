package format_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/format"
	"github.com/vicinia/vicinia/ballot/projects"
	"github.com/vicinia/vicinia/internal/golden"
)

// village is a small file of approvals.
const village = "META\nkey;value\ndescription;Village\nnum_projects;3\nnum_votes;3\nbudget;100.50\nvote_type;approval\n" +
	"PROJECTS\nproject_id;cost;name;selected\n1;30;\"A; \"\"B\"\", C\";1\n2;20.5;Bench;2\nx-3;60;Park;0\n" +
	"VOTES\nvoter_id;age;vote\n1;34;1,x-3\n2;51;2\n3;51;\n"

func readPabulib(files ...string) (*format.Pabulib, error) {
	shards := make([]format.Shard, len(files))
	for i, text := range files {
		shards[i] = format.Shard{Name: string(rune('a' + i)), Reader: strings.NewReader(text)}
	}
	return format.ReadPabulib(shards...)
}

func TestPabulib(t *testing.T) {
	p, err := readPabulib(village)
	require.NoError(t, err)
	in := p.Instance
	assert.Equal(t, []string{"1", "2", "x-3", "1 [{0 1} {2 1}]", "1 [{1 1}]", "blank 1"}, show(in.Profile))
	assert.Equal(t, []int64{300, 205, 600}, in.Cost, "tenths, the finest amount")
	assert.Equal(t, int64(1005), in.Budget)
	assert.Equal(t, int64(10), in.Unit)
	assert.Equal(t, []string{`A; "B", C`, "Bench", "Park"}, p.Title)
	assert.Equal(t, []int{1, 2, 0}, p.Selected)
	assert.Equal(t, [2]string{"description", "Village"}, p.Meta[0])
	assert.Empty(t, p.Rule())
	assert.Zero(t, p.Altered)
}

// Voters of Warsaw 2026 approved a project twice; Czestochowa 2020 has all points on one.
func TestPabulibTwice(t *testing.T) {
	p, err := readPabulib(file("vote_type;approval\nRule;greedy\n", "voter_id;vote\n1;B,A,B,B\n2;A\n"), file("vote_type;approval\n", "voter_id;vote\n3;C,C\n"))
	require.NoError(t, err)
	assert.Equal(t, format.Altered{Duplicates: 2}, p.Altered, "votes, not marks")
	assert.Equal(t, "greedy", p.Rule())
}

// The ways of writing the same file.
func TestPabulibInTheWild(t *testing.T) {
	want, err := readPabulib(village)
	require.NoError(t, err)
	tests := []struct {
		name string
		give []string
	}{
		{"BOM and CRLF", []string{"\ufeff" + strings.ReplaceAll(village, "\n", "\r\n")}},
		{"no last line end, empty lines", []string{strings.TrimSuffix(strings.ReplaceAll(village, "PROJECTS", "\n \nPROJECTS"), "\n")}},
		{"blanks after semicolons and commas, as in the format's description",
			[]string{strings.NewReplacer(";", "; ", "1,x", "1, x", "A; ", "A;").Replace(strings.ReplaceAll(village, "A; ", "A;; "))}},
		{"a colon for the semicolon", []string{strings.Replace(village, "vote_type;", "vote_type: ", 1)}},
		{"small letters, fields of a spreadsheet", []string{strings.NewReplacer("META\n", "meta;;\n", "VOTES\n", "Votes;;\n").Replace(village)}},
		{"more semicolons", []string{strings.Replace(village, "Park;0", "Park;0;;", 1)}},
		{"a comma as the point", []string{strings.Replace(village, "100.50", "100,5", 1)}},
		{"decimals of 0", []string{strings.Replace(village, "30;", "30.00;", 1)}},
		{"none for nothing", []string{strings.Replace(village, "3;51;\n", "3;51;None\n", 1)}},
		{"columns in another order", []string{strings.NewReplacer("voter_id;age;vote", "vote;age;voter_id", "1;34;1,x-3", "1,x-3;34;1", "2;51;2", "2;51;2", "3;51;\n", ";51;3\n").Replace(village)}},
		{"shards", []string{
			strings.NewReplacer("num_votes;3", "num_votes;1", "2;51;2\n3;51;\n", "").Replace(village),
			strings.NewReplacer("num_votes;3", "num_votes;2", "1;34;1,x-3\n", "").Replace(village),
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := readPabulib(tt.give...)
			require.NoError(t, err)
			assert.Equal(t, show(want.Instance.Profile), show(got.Instance.Profile))
			assert.Equal(t, want.Instance.Cost, got.Instance.Cost)
			assert.Equal(t, want.Instance.Budget, got.Instance.Budget)
		})
	}
}

// file is one with other votes.
func file(meta, votes string) string {
	n := strings.Count(votes, "\n") - 1
	return fmt.Sprintf("META\nkey;value\nnum_votes;%d\nbudget;100\n%sPROJECTS\nproject_id;cost;category;neighborhood\nA;10;sport,art;north\nB;20;art;south\nC;30;;north\nVOTES\n%s", n, meta, votes)
}

func TestPabulibKinds(t *testing.T) {
	tests := []struct {
		name, meta, votes string
		kind              ballot.Kind
		want              []string
		points            []int64
	}{
		{"choose-1", "vote_type;choose-1\n", "voter_id;vote\n1;B\n", ballot.Choice, []string{"1 [{1 1}]", "blank 0"}, nil},
		{"ordinal, Borda", "vote_type;ordinal\n", "voter_id;vote\n1;B,A\n", ballot.Ranking, []string{"1 [{1 1} {0 2}]", "blank 0"}, nil},
		{"ordinal, max_length", "vote_type;ordinal\nmax_length;2\nscoring_fn;Borda\n", "voter_id;vote\n1;B,A\n", ballot.Ranking,
			[]string{"1 [{1 1} {0 2}]", "blank 0"}, []int64{2, 1}},
		{"ordinal, points by rank", "vote_type;ordinal\n", "voter_id;vote;points\n1;B,A;3,1.5\n2;C;3\n", ballot.Ranking,
			[]string{"1 [{1 1} {0 2}]", "1 [{2 1}]", "blank 0"}, []int64{30, 15}},
		{"ordinal, other points", "vote_type;ordinal\n", "voter_id;vote;points\n1;B,A;3,1\n2;C,A;2,1.5\n", ballot.Scoring,
			[]string{"1 [{0 10} {1 30}]", "1 [{0 15} {2 20}]", "blank 0"}, nil},
		{"cumulative", "vote_type;cumulative\nmax_sum_points;7\n", "voter_id;vote;points\n1;B,A;5,2\n2;;\n", ballot.Scoring,
			[]string{"1 [{0 2} {1 5}]", "blank 1"}, nil},
		{"approved twice", "vote_type;approval\n", "voter_id;vote\n1;B,A,B\n", ballot.Approval, []string{"1 [{0 1} {1 1}]", "blank 0"}, nil},
		{"points given twice", "vote_type;cumulative\n", "voter_id;vote;points\n1;B,A,B;1,2,0.5\n", ballot.Scoring,
			[]string{"1 [{1 15} {0 20}]", "blank 0"}, nil},
		{"scoring, finer later", "vote_type;scoring\n", "voter_id;vote;points\n1;B;5\n2;A,B;0.25,1\n", ballot.Scoring,
			[]string{"1 [{0 25} {1 100}]", "1 [{1 500}]", "blank 0"}, nil},
		{"scoring, a default", "vote_type;scoring\ndefault_score;2\n", "voter_id;vote;points\n1;B;5\n", ballot.Scoring,
			[]string{"1 [{0 2} {2 2} {1 5}]", "blank 0"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := readPabulib(file(tt.meta, tt.votes))
			require.NoError(t, err)
			assert.Equal(t, tt.kind, p.Instance.Profile.Kind())
			assert.Equal(t, append([]string{"A", "B", "C"}, tt.want...), show(p.Instance.Profile))
			assert.Equal(t, tt.points, p.Instance.Points)
		})
	}
}

func TestPabulibThresholdsAndCaps(t *testing.T) {
	const votes = "voter_id;vote\n1;A\n"
	p, err := readPabulib(file("vote_type;approval\nmin_project_score_threshold;2.5\nbudget_per_category;\"sport: 10, art: 20.5\"\n"+
		"neighborhoods;[north, south]\nbudget_per_neighborhood;[40,60]\n", votes))
	require.NoError(t, err)
	assert.Equal(t, int64(3), p.Instance.MinSupport, "a half vote more is a vote more")
	assert.Equal(t, []projects.Pot{
		{Name: "sport", Money: 100, Projects: []string{"A"}}, {Name: "art", Money: 205, Projects: []string{"A", "B"}},
		{Name: "north", Money: 400, Projects: []string{"A", "C"}}, {Name: "south", Money: 600, Projects: []string{"B"}},
	}, p.Instance.Caps)
	assert.Empty(t, p.Notes)

	p, err = readPabulib(file("vote_type;approval\nbudget_per_category;half for art\nbudget_per_neighborhood;west: 5\n", votes))
	require.NoError(t, err)
	assert.Nil(t, p.Instance.Caps)
	require.Len(t, p.Notes, 2)
	assert.ErrorContains(t, &p.Notes[0], "a:6:21: budget_per_category: want an amount for each of categories, so that it is not used")

	p, err = readPabulib(file("vote_type;scoring\nmin_project_score_threshold;4\n", "voter_id;vote;points\n1;A;1.5\n"))
	require.NoError(t, err)
	assert.Equal(t, int64(40), p.Instance.MinSupport, "in the scale of the points")
	p, err = readPabulib(file("vote_type;approval\nmin_project_score_threshold;34%\n", "voter_id;vote\n1;A\n2;A\n3;B\n"))
	require.NoError(t, err)
	assert.Equal(t, int64(2), p.Instance.MinSupport, "34 % of three")
}

// Every fault, with its line and column.
func TestPabulibFaults(t *testing.T) {
	const approval = "vote_type;approval\n"
	tests := []struct {
		name, give string
		want       []string
	}{
		{"empty", "", []string{"a:1:1: the section META is missing", "a:1:1: the section PROJECTS is missing", "a:1:1: the section VOTES is missing"}},
		{"no section", "hello\nworld\n", []string{`a:1:1: "hello": want the line META`, "a:3:1: the section META", "a:3:1: the section PROJECTS", "a:3:1: the section VOTES"}},
		{"sections in another order", "VOTES\nvoter_id;vote\n", []string{
			"a:1:1: VOTES before PROJECTS", `a:1:1: vote_type: "": want approval`, "a:3:1: the section META", "a:3:1: the section PROJECTS",
		}},
		{"a section twice", file(approval, "voter_id;vote\n1;A\nMETA\n"), []string{"a:14:1: a second section META"}},
		{"votes", file(approval, "voter_id;vote\n1;A,X\n2;B,A,B\n3;C\n"), []string{`a:13:5: "X" is no project`}},
		{"a rank twice", file("vote_type;ordinal\n", "voter_id;vote\n1;B,A,B\n"), []string{`a:13:7: "B" stands twice in the vote`}},
		{"points beyond the limit in two parts", file("vote_type;cumulative\n", "voter_id;vote;points\n1;A,A;9999,2\n"), []string{"a:13:7: points: want at most 10000"}},
		{"two choices", file("vote_type;choose-1\n", "voter_id;vote\n1;A,B\n"), []string{"a:13:3: 2 options are marked"}},
		{"no vote type", file("", "voter_id;vote\n1;A\n"), []string{`a:1:1: vote_type: "": want approval, choose-1`}},
		{"another vote type", file("vote_type;veto\n", "voter_id;vote\n1;A\n"), []string{`a:5:11: vote_type: "veto": want approval`}},
		{"columns", "META\nkey;value\nbudget;5\nvote_type;approval\nPROJECTS\nid;cost;cost\nVOTES\nvote\n", []string{
			"a:6:1: the column \"project_id\" is missing", "a:6:9: the column \"cost\" stands twice", "a:8:1: a slate of 0 options", "a:8:1: the column \"voter_id\" is missing",
		}},
		{"points", file("vote_type;cumulative\n", "voter_id;vote;points\n1;A,B;5\n2;A;-1\n3;A;20000\n4;A;1.00001\n"), []string{
			"a:13:7: 1 points for 2 projects", `a:14:5: points: "-1"`, "a:15:5: points: want at most 10000", "a:16:5: points: want at most 10000",
		}},
		{"no points", file("vote_type;scoring\n", "voter_id;vote\n1;A\n"), []string{"a:12:1: the column \"points\" is missing"}},
		{"money", "META\nkey;value\nbudget;1e6\nnum_projects;1,5\nvote_type;approval\nPROJECTS\nproject_id;cost\nA;1,000\nA;5\nB;\n;7\nD;4;5\nVOTES\nvoter_id;vote\n1;A\n", []string{
			`a:3:8: budget: "1e6": want an amount`, `a:4:14: num_projects: "1,5": want a whole number`, `a:8:3: cost: "1,000": is the comma a decimal one`, `a:9:1: "A": the project stands twice`, `a:10:3: cost: "": want an amount`,
			`a:11:1: "": the name is empty`, "a:12:5: 3 fields, and 2 columns",
		}},
		{"budget", "META\nkey;value\nbudget;1e6\nnum_projects;2\nnum_votes;7\nvote_type;approval\nPROJECTS\nproject_id;cost\nA;1\nVOTES\nvoter_id;vote\n1;A\n", []string{
			`a:3:8: budget: "1e6": want an amount`, "a:4:14: num_projects: 2, and the file has 1", "a:5:11: num_votes: 7, and the file has 1",
		}},
		{"no budget", "META\nkey;value\nvote_type;approval\nPROJECTS\nproject_id;cost\nA;1\nVOTES\nvoter_id;vote\n1;A\n", []string{`a:1:1: budget: "": want an amount`}},
		{"too fine", "META\nkey;value\nbudget;900000000000000000\nvote_type;approval\nPROJECTS\nproject_id;cost\nA;0.01\nVOTES\nvoter_id;vote\n1;A\n",
			[]string{"a:3:8: budget: an amount with 2 decimal places: M-3"}},
		{"keys", file("vote_type;approval\nnum_votes;2\nnum_votes;2\nunit;A\nunit;B\nmin_project_score_threshold;many\n", "voter_id;vote\n1;A\n"), []string{
			`a:6:1: "num_votes" stands twice`, `a:7:1: "num_votes" stands twice`, `a:10:29: min_project_score_threshold: "many"`,
		}},
		{"threshold", file("vote_type;approval\nmin_project_score_threshold;many\n", "voter_id;vote\n1;A\n"), []string{`a:6:29: min_project_score_threshold: "many"`}},
		{"scoring_fn", file("vote_type;ordinal\nscoring_fn;Dowdall\n", "voter_id;vote\n1;A\n"), []string{`a:6:12: scoring_fn: "Dowdall"`}},
		{"quotes", file(approval, "voter_id;vote\n1;\"A\n"), []string{"a:13:3: a quote that is not closed"}},
		{"no text", file(approval, "voter_id;vote\n1;A\xff\n"), []string{"a:13:4: the byte 0xff is not text in UTF-8"}},
		{"a long line", file(approval, "voter_id;vote\n1;"+strings.Repeat("A", format.MaxLine)+"\n"), []string{"a:13:1: the line has more than"}},
		{"selected", "META\nkey;value\nbudget;1\nvote_type;approval\nPROJECTS\nproject_id;cost;selected\nA;1;yes\nVOTES\nvoter_id;vote\n1;A\n", []string{`a:7:5: selected: "yes"`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := readPabulib(tt.give)
			require.Error(t, err)
			require.Nil(t, p)
			var got []string
			for fault := range vicinia.Faults(err) {
				got = append(got, fault.Error())
			}
			require.Len(t, got, len(tt.want), "%q", got)
			for i, want := range tt.want {
				assert.True(t, strings.HasPrefix(got[i], want), "%s, want %s", got[i], want)
			}
		})
	}
	_, err := format.ReadPabulib()
	assert.Error(t, err)
	_, err = readPabulib(village, strings.Replace(village, "20.5", "20.6", 1))
	assert.ErrorContains(t, err, "b:1:1: costs, money, points or thresholds are not those of the file before")
	_, err = format.ReadPabulib(format.Shard{Name: "a", Reader: iotest.ErrReader(io.ErrClosedPipe)})
	assert.ErrorIs(t, err, io.ErrClosedPipe)
}

// What is written is read back.
func TestPabulibWritten(t *testing.T) {
	for i, text := range []string{
		village,
		file("vote_type;ordinal\nmax_length;2\n", "voter_id;vote\n1;B,A\n2;C\n3;\n"),
		file("vote_type;ordinal\n", "voter_id;vote\n1;B,A\n"),
		file("vote_type;scoring\nmin_project_score_threshold;4\n", "voter_id;vote;points\n1;A,B;7,3\n2;A,B;7,3\n3;;\n"),
		file("vote_type;choose-1\nbudget_per_category;art:25.5\n", "voter_id;vote\n1;B\n"),
	} {
		want, err := readPabulib(text)
		require.NoError(t, err)
		var b bytes.Buffer
		require.NoError(t, format.WritePabulib(&b, want))
		got, err := readPabulib(b.String())
		require.NoError(t, err, "%d: %s", i, b.String())
		assertSame(t, want, got)
	}
}

func assertSame(t testing.TB, want, got *format.Pabulib) {
	t.Helper()
	w, g := want.Instance, got.Instance
	assert.Equal(t, show(w.Profile), show(g.Profile))
	assert.Equal(t, []any{w.Cost, w.Budget, w.Unit, w.MinSupport, w.Caps, w.Points}, []any{g.Cost, g.Budget, g.Unit, g.MinSupport, g.Caps, g.Points})
	assert.Equal(t, want.Title, got.Title)
	assert.Equal(t, want.Selected, got.Selected)
}

// What has no place in the format is not left out in silence.
func TestPabulibNotWritten(t *testing.T) {
	tests := []struct {
		name   string
		change func(*projects.Instance)
	}{
		{"a pot", func(in *projects.Instance) { in.Pots = []projects.Pot{{Name: "p"}} }},
		{"carried money", func(in *projects.Instance) { in.Carried = 1 }},
		{"a conflict", func(in *projects.Instance) { in.Conflicts = [][]string{{"1", "2"}} }},
		{"a requirement", func(in *projects.Instance) { in.Requires = [][2]string{{"1", "2"}} }},
		{"a spoilt ballot", func(in *projects.Instance) { in.Profile.Spoilt = 1 }},
		{"a third of a unit", func(in *projects.Instance) { in.Unit = 3 }},
		{"a cap of two names", func(in *projects.Instance) { in.Caps = []projects.Pot{{Name: "a,b", Projects: []string{"1"}}} }},
		{"a bad instance", func(in *projects.Instance) { in.Budget = -1 }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := readPabulib(village)
			require.NoError(t, err)
			tt.change(p.Instance)
			assert.Error(t, format.WritePabulib(io.Discard, p))
		})
	}
	p, err := readPabulib(village)
	require.NoError(t, err)
	p.Meta = append(p.Meta, [2]string{"a\nb", ""})
	assert.Error(t, format.WritePabulib(io.Discard, p))
	p.Meta, p.Title = nil, []string{"one"}
	assert.Error(t, format.WritePabulib(io.Discard, p))
}

// The real files, with their faults none, are read back from what is written of them.
func TestPabulibData(t *testing.T) {
	dir := golden.Published(t)
	files, err := filepath.Glob(filepath.Join(dir, "pabulib", "*.pb"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, name := range files {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		want, err := readPabulib(string(text))
		require.NoError(t, err, name)
		var b bytes.Buffer
		require.NoError(t, format.WritePabulib(&b, want))
		got, err := readPabulib(b.String())
		require.NoError(t, err, name)
		assertSame(t, want, got)
	}
}

func FuzzPabulib(f *testing.F) {
	f.Add([]byte(village))
	f.Add([]byte(file("vote_type;ordinal\nmax_length;2\n", "voter_id;vote;points\n1;B,A;2,1\n2;C;3.5\n")))
	f.Add([]byte(file("vote_type;scoring\ndefault_score;1\nbudget_per_category;art=5\n", "voter_id;vote;points\n1;B,A;0.2,1\n")))
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := format.ReadPabulib(format.Shard{Name: "f", Reader: bytes.NewReader(text)})
		if err != nil {
			for fault := range vicinia.Faults(err) {
				require.True(t, fault.Line > 0 && fault.Column > 0, "%v", fault)
			}
			return
		}
		require.NoError(t, p.Instance.Check())
		var b bytes.Buffer
		if err := format.WritePabulib(&b, p); err != nil {
			return // names that a vote cannot hold
		}
		again, err := format.ReadPabulib(format.Shard{Name: "w", Reader: &b})
		require.NoError(t, err)
		require.Equal(t, p.Instance.Cost, again.Instance.Cost)
		require.Equal(t, show(p.Instance.Profile), show(again.Instance.Profile))
	})
}

// BenchmarkPabulib reads files of approvals; bytes a second are of the file.
func BenchmarkPabulib(b *testing.B) {
	for _, ballots := range []int{1_000, 90_494} {
		rng := rand.New(rand.NewPCG(1, 2))
		var text strings.Builder
		fmt.Fprintf(&text, "META\nkey;value\nnum_votes;%d\nbudget;1000000\nvote_type;approval\nPROJECTS\nproject_id;cost;name\n", ballots)
		for p := range 160 {
			fmt.Fprintf(&text, "%d;%d;Project %d\n", p, 1_000+rng.IntN(100_000), p)
		}
		text.WriteString("VOTES\nvoter_id;vote;age;sex\n")
		for v := range ballots {
			fmt.Fprintf(&text, "%d;%d", v, rng.IntN(40))
			for p := 40; p < 160; p += 1 + rng.IntN(40) {
				fmt.Fprintf(&text, ",%d", p)
			}
			text.WriteString(";34;F\n")
		}
		b.Run(fmt.Sprintf("ballots=%d", ballots), func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(text.Len()))
			for b.Loop() {
				_, err := readPabulib(text.String())
				require.NoError(b, err)
			}
		})
	}
}

func ExampleReadPabulib() {
	p, err := format.ReadPabulib(format.Shard{Name: "village.pb", Reader: strings.NewReader(strings.Replace(village, "x-3\n", "x-4\n", 1))})
	for fault := range vicinia.Faults(err) {
		fmt.Println(fault)
	}
	fmt.Println(p == nil, errors.Is(err, vicinia.ErrOverflow))
	// Output:
	// village.pb:15:8: "x-4" is no project
	// true false
}

// Files of before 2020 begin META at once.
func TestMetaWithoutHeader(t *testing.T) {
	want, err := readAs(format.PB, nil, village)
	require.NoError(t, err)
	old := strings.Replace(village, "key;value\n", "", 1)
	require.NotEqual(t, village, old)
	votes, err := readAs(format.Auto, nil, old)
	require.NoError(t, err)
	assert.Equal(t, show(want.Profile), show(votes.Profile))
	assert.Equal(t, want.Projects.Cost, votes.Projects.Cost)
}
