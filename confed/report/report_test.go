package report_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/confed/folder"
	"github.com/vicinia/vicinia/confed/report"
	"github.com/vicinia/vicinia/confed/year"
	"github.com/vicinia/vicinia/internal/golden"
)

// The worlds: the worked year of the documentation, and one with a region, two currencies,
// every kind of refusal, a mover, a death, a late registration, a notice and a keyed
// compact.
var worlds = map[string]fs.FS{
	"worked":  os.DirFS("../../examples/worlds/worked"),
	"valleys": os.DirFS("testdata/valleys"),
}

func run(t testing.TB, dir fs.FS) (*year.Report, []confed.Refusal) {
	t.Helper()
	w, refused, err := folder.Read(dir)
	require.NoError(t, err)
	r, err := year.Run(w, 2025)
	require.NoError(t, err)
	return r, refused
}

func statement(t testing.TB, dir fs.FS, person census.PersonID) string {
	t.Helper()
	r, refused := run(t, dir)
	var b bytes.Buffer
	require.NoError(t, report.Statement(&b, r, refused, person))
	return b.String()
}

// legible requires lines that end with a rune and stay within 100 columns.
func legible(t *testing.T, page []byte) {
	t.Helper()
	for line := range strings.Lines(string(page)) {
		line = strings.TrimSuffix(line, "\n")
		assert.Equal(t, strings.TrimRight(line, " "), line)
		assert.LessOrEqual(t, utf8.RuneCountInString(line), 100, line)
	}
}

func TestText(t *testing.T) {
	for _, name := range []string{"worked", "valleys"} {
		t.Run(name, func(t *testing.T) {
			r, refused := run(t, worlds[name])
			var b bytes.Buffer
			require.NoError(t, report.Text(&b, r, refused))
			legible(t, b.Bytes())
			golden.Equal(t, name+".txt", b.Bytes())
		})
	}
}

func TestJSON(t *testing.T) {
	for _, name := range []string{"worked", "valleys"} {
		t.Run(name, func(t *testing.T) {
			r, refused := run(t, worlds[name])
			var b bytes.Buffer
			require.NoError(t, report.JSON(&b, r, refused))
			golden.Equal(t, name+".json", b.Bytes())
		})
	}
}

// The digest is made from the printed document alone, without digest and reasons.
func TestDigest(t *testing.T) {
	reason := regexp.MustCompile(`,\s*"reason": "(?:[^"\\]|\\.)*"`)
	for _, name := range []string{"worked", "valleys"} {
		r, refused := run(t, worlds[name])
		var doc, compact bytes.Buffer
		require.NoError(t, report.JSON(&doc, r, refused))
		text, _, found := strings.Cut(reason.ReplaceAllString(doc.String(), ""), ",\n \"digest\"")
		require.True(t, found)
		require.NoError(t, json.Compact(&compact, []byte(text+"}")))
		assert.Equal(t, fmt.Sprintf("sha256:%x", sha256.Sum256(compact.Bytes())), report.Digest(r, refused))
	}
	r, refused := run(t, worlds["worked"])
	assert.Equal(t, "sha256:1212a8268e0eec0a93800afb587be2102200e42ca9aba66370ec1f12c6c0ab59", report.Digest(r, refused))
}

func TestStatement(t *testing.T) {
	for _, name := range []string{"worked", "valleys"} {
		r, _ := run(t, worlds[name])
		for p := range r.World.Register().People() {
			t.Run(string(p.ID), func(t *testing.T) {
				page := []byte(statement(t, worlds[name], p.ID))
				legible(t, page)
				golden.Equal(t, path.Join("statements", name, string(p.ID)+".txt"), page)
			})
		}
	}
}

// A statement is about one person.
func TestStatement_NamesNobodyElse(t *testing.T) {
	word := regexp.MustCompile(`[\w-]+`)
	for _, name := range []string{"worked", "valleys"} {
		r, _ := run(t, worlds[name])
		for p := range r.World.Register().People() {
			for _, w := range word.FindAllString(statement(t, worlds[name], p.ID), -1) {
				if w != string(p.ID) {
					assert.NotEqual(t, "person", r.World.Named(w), "%s of %s", w, p.ID)
				}
			}
		}
	}
}

// edited is a world with the text of one file changed.
func edited(t *testing.T, dir fs.FS, file string, edit func(string) string) fs.FS {
	t.Helper()
	files := fstest.MapFS{}
	names, err := fs.Glob(dir, "*.csv")
	require.NoError(t, err)
	for _, name := range names {
		text, err := fs.ReadFile(dir, name)
		require.NoError(t, err)
		if name == file {
			changed := edit(string(text))
			require.NotEqual(t, string(text), changed)
			text = []byte(changed)
		}
		files[name] = &fstest.MapFile{Data: text}
	}
	return files
}

// Who took a ballot, and what was voted, leaves every statement but for the digest, which
// covers the public counts.
func TestStatement_SaysNothingOfVotes(t *testing.T) {
	dir := worlds["valleys"]
	noCheckins := edited(t, dir, "checkins.csv", func(string) string { return "decision,person\n" })
	otherVotes := edited(t, dir, "ballots.csv", func(s string) string { return strings.Replace(s, "V-rate,yes,3", "V-rate,yes,4", 1) })
	r, _ := run(t, dir)
	for p := range r.World.Register().People() {
		want, _, _ := strings.Cut(statement(t, dir, p.ID), "Digest")
		for _, other := range []fs.FS{noCheckins, otherVotes} {
			got, _, _ := strings.Cut(statement(t, other, p.ID), "Digest")
			assert.Equal(t, want, got)
		}
	}
}

// In D, with six payers, another's base moves what a resident sees of the whole; in E, with
// two, nothing on the one's statement tells of the other.
func TestStatement_FewPayersDoNotShow(t *testing.T) {
	dir := worlds["valleys"]
	richer := edited(t, dir, "bases.csv", func(s string) string { return strings.Replace(s, "d3,2025,30000.00", "d3,2025,90000.00", 1) })
	for person, same := range map[census.PersonID]bool{"e1": true, "d1": false} {
		want, _, _ := strings.Cut(statement(t, dir, person), "Digest")
		got, _, _ := strings.Cut(statement(t, richer, person), "Digest")
		assert.Equal(t, same, want == got, person)
	}
}

// The proportions add up to what stays.
func TestStatement_Proportion(t *testing.T) {
	page := statement(t, worlds["valleys"], "d1")
	for _, part := range []string{"2160.00 EUR", "108.93 EUR", "12.71 EUR", "2038.36 EUR"} {
		assert.Contains(t, page, part) // 108.93 + 12.71 + 2038.36 = 2160.00
	}
}

func TestStatement_UnknownPerson(t *testing.T) {
	r, refused := run(t, worlds["worked"])
	var b bytes.Buffer
	err := report.Statement(&b, r, refused, "nobody")
	var fault *vicinia.Fault
	require.ErrorAs(t, err, &fault)
	assert.Equal(t, `person: there is no person "nobody"`, err.Error())
	assert.Empty(t, b.String())
}

// A year of which no schedule is says so.
func TestText_NoSchedule(t *testing.T) {
	w, _, err := folder.Read(worlds["worked"])
	require.NoError(t, err)
	for n, want := range map[int]bool{2025: false, 2019: true} {
		r, err := year.Run(w, n)
		require.NoError(t, err)
		var b bytes.Buffer
		require.NoError(t, report.Text(&b, r, nil))
		assert.Equal(t, want, strings.Contains(b.String(), "No schedule is for 2019: nobody owes anything"), n)
	}
}

// A commons that the residents found sufficient provides, and is paid.
func TestText_Services(t *testing.T) {
	dir := worlds["valleys"]
	for file, rows := range map[string]string{
		"decisions.csv": "D-paths,D-2024,provider,D,simple,\n",
		"ballots.csv":   "D-paths,yes,5\nD-paths,no,1\n",
	} {
		dir = edited(t, dir, file, func(s string) string { return s + rows })
	}
	files := dir.(fstest.MapFS)
	for name, text := range map[string]string{
		"services.csv":    "id,name,jurisdiction,object,people,cost\npaths,Mountain paths,D,paths,,120.00\nbus,The bus to Eres,E,buses,,80.00\n",
		"candidacies.csv": "service,candidate,filed_on\npaths,Valley,2024-08-01\n",
		"findings.csv":    "service,rung,provider,sufficient,from,to,decision\npaths,commons,Valley,yes,2024-12-01,2027-01-01,D-paths\n",
	} {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	r, refused := run(t, files)
	var b bytes.Buffer
	require.NoError(t, report.Text(&b, r, refused))
	legible(t, b.Bytes())
	golden.Equal(t, "services.txt", b.Bytes())
	assert.NotContains(t, b.String(), "due:")
	page := statement(t, files, "d1")
	legible(t, []byte(page))
	assert.Contains(t, page, "to services run as commons")

	// Found within the year, it is handed over on the first day of the next.
	files["findings.csv"].Data = bytes.ReplaceAll(files["findings.csv"].Data, []byte("2024-12-01"), []byte("2025-07-01"))
	r, refused = run(t, files)
	b.Reset()
	require.NoError(t, report.Text(&b, r, refused))
	assert.Contains(t, b.String(), "due: handed to commons Valley, with its funding, on 2026-01-01 (S-4)\n")
}

// The order of rows moves no byte.
func TestText_RowOrder(t *testing.T) {
	for name, dir := range worlds {
		upside := dir
		for _, f := range folder.Files() {
			if _, err := fs.Stat(dir, f.Name); err == nil {
				upside = edited(t, upside, f.Name, upsideDown)
			}
		}
		var want, got bytes.Buffer
		r, refused := run(t, dir)
		require.NoError(t, report.Text(&want, r, refused))
		r, refused = run(t, upside)
		require.NoError(t, report.Text(&got, r, refused))
		assert.Equal(t, want.String(), got.String(), name)
	}
}

// upsideDown puts the rows of a table in the opposite order, and a blank line at its end.
func upsideDown(text string) string {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	turned := lines[0] + "\n"
	for i := len(lines) - 1; i > 0; i-- {
		turned += lines[i] + "\n"
	}
	return turned + "\n"
}

// Every phase has its page; what later phases bring is nothing yet.
func TestText_Phases(t *testing.T) {
	w, refused, err := folder.Read(worlds["valleys"])
	require.NoError(t, err)
	for phase := confed.RollClosed; phase <= confed.Closed; phase++ {
		r, err := year.RunTo(w, 2025, phase)
		require.NoError(t, err)
		var b bytes.Buffer
		require.NoError(t, report.Text(&b, r, refused))
		assert.Equal(t, phase >= confed.Assessed, strings.Contains(b.String(), "8738.11"), phase)
		assert.Equal(t, phase >= confed.Designated, strings.Contains(b.String(), "390.32 to communities"), phase)
		assert.Equal(t, phase >= confed.Settled, strings.Contains(b.String(), "146.39 to compacts"), phase)
	}
}

// A world without anything is a page too.
func TestText_Empty(t *testing.T) {
	r, err := year.Run(new(confed.World), 2025)
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, report.Text(&b, r, nil))
	golden.Equal(t, "empty.txt", b.Bytes())
}

// A name with line breaks or worse does not leave its cell.
func TestText_Names(t *testing.T) {
	dir := edited(t, worlds["worked"], "jurisdictions.csv", func(s string) string {
		return strings.Replace(s, "Aldea", "\"Al\ndea\x1b[31m \u202e\"", 1)
	})
	r, refused := run(t, dir)
	var b bytes.Buffer
	require.NoError(t, report.Text(&b, r, refused))
	assert.Contains(t, b.String(), "Al dea [31m")
	assert.NotContains(t, b.String(), "\x1b")
	assert.NotContains(t, b.String(), "\u202e")
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, assert.AnError }

func TestWriterFails(t *testing.T) {
	r, refused := run(t, worlds["worked"])
	for name, write := range map[string]func(io.Writer) error{
		"text":      func(w io.Writer) error { return report.Text(w, r, refused) },
		"json":      func(w io.Writer) error { return report.JSON(w, r, refused) },
		"statement": func(w io.Writer) error { return report.Statement(w, r, refused, "P1") },
	} {
		require.ErrorIs(t, write(failing{}), assert.AnError, name)
	}
}
