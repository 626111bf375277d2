package report_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"

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

func htmlPage(t *testing.T, dir fs.FS, about ...string) string {
	t.Helper()
	r, refused := run(t, dir)
	var b bytes.Buffer
	require.NoError(t, report.HTML(&b, r, refused, about...))
	return b.String()
}

func htmlStatement(t *testing.T, dir fs.FS, person census.PersonID) string {
	t.Helper()
	r, refused := run(t, dir)
	var b bytes.Buffer
	require.NoError(t, report.StatementHTML(&b, r, refused, person))
	return b.String()
}

func TestHTML(t *testing.T) {
	for _, name := range []string{"worked", "valleys"} {
		t.Run(name, func(t *testing.T) {
			page := htmlPage(t, worlds[name])
			golden.Equal(t, name+".html", []byte(page))
			assert.Equal(t, page, htmlPage(t, worlds[name]))
			wellFormed(t, page)
		})
	}
}

func TestStatementHTML(t *testing.T) {
	for name, people := range map[string][]census.PersonID{"worked": {"P4", "P6"}, "valleys": {"d1", "f1"}} {
		for _, p := range people {
			t.Run(string(p), func(t *testing.T) {
				page := htmlStatement(t, worlds[name], p)
				golden.Equal(t, path.Join("statements", name, string(p)+".html"), []byte(page))
				wellFormed(t, page)
			})
		}
	}
	r, _ := run(t, worlds["worked"])
	err := report.StatementHTML(io.Discard, r, nil, "nobody")
	var fault *vicinia.Fault
	require.ErrorAs(t, err, &fault)
	assert.Equal(t, "person", fault.Path)
}

// wellFormed requires one root, elements that end, ids that stand once and are found, and
// headings without gaps. Void elements of HTML end themselves first.
func wellFormed(t *testing.T, page string) {
	t.Helper()
	text := regexp.MustCompile(`<(meta [^>]*)>`).ReplaceAllString(strings.TrimPrefix(page, "<!DOCTYPE html>\n"), "<$1/>")
	text = regexp.MustCompile(`(?s)<style>.*?</style>`).ReplaceAllString(text, "")
	d := xml.NewDecoder(strings.NewReader(text))
	ids, refs, level := map[string]bool{}, []string{}, 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if n := start.Name.Local; len(n) == 2 && n[0] == 'h' && n[1] <= '6' && n != "hr" {
			assert.LessOrEqual(t, int(n[1]-'0'), level+1, "a gap before %s", n)
			level = int(n[1] - '0')
		}
		for _, a := range start.Attr {
			switch a.Name.Local {
			case "id":
				assert.False(t, ids[a.Value], "id %s twice", a.Value)
				ids[a.Value] = true
			case "aria-labelledby":
				refs = append(refs, strings.Fields(a.Value)...)
			case "href":
				require.True(t, strings.HasPrefix(a.Value, "#"), "a link that leaves the page: %s", a.Value)
				refs = append(refs, a.Value[1:])
			}
		}
	}
	for _, ref := range refs {
		assert.True(t, ids[ref], "there is no %s", ref)
	}
	for _, no := range []string{"<script", "http-equiv", " src=", "url(http", "@import", "javascript:"} {
		assert.NotContains(t, page, no)
	}
}

// A name may be any text, and is text on the page.
func TestHTML_HostileNames(t *testing.T) {
	hostile := `"<script>alert(""1"")</script>'&amp;</style><!-- ]]>"`
	dir := edited(t, worlds["worked"], "jurisdictions.csv", func(s string) string { return strings.Replace(s, "Aldea", hostile, 1) })
	dir = edited(t, dir, "communities.csv", func(s string) string { return strings.Replace(s, "Casa Alba", hostile, 1) })
	dir = edited(t, dir, "compacts.csv", func(s string) string {
		return strings.Replace(strings.Replace(s, "Water", hostile, 1), ",water,", ","+hostile+",", 1)
	})
	page := htmlPage(t, dir, "<script>about</script>")
	wellFormed(t, page)
	assert.Contains(t, page, "&lt;script&gt;about&lt;/script&gt;")
	assert.Contains(t, page, "&lt;script&gt;alert(")
	own := htmlStatement(t, dir, "P1")
	wellFormed(t, own)
	assert.Contains(t, own, "&lt;script&gt;alert(")
}

// The digest covers what the page withholds, and must be no oracle for guesses: it is there
// in a world where many were refused, whom nobody knows.
func TestHTML_Digest(t *testing.T) {
	r, refused := run(t, worlds["worked"])
	page := htmlPage(t, worlds["worked"])
	assert.NotContains(t, page, "sha256:")
	assert.NotContains(t, page, strings.TrimPrefix(report.Digest(r, refused), "sha256:"))
	assert.Contains(t, htmlStatement(t, worlds["worked"], "P1"), report.Digest(r, refused))
}

// A statement as a page names nobody else either.
func TestStatementHTML_NamesNobodyElse(t *testing.T) {
	word := regexp.MustCompile(`[\w-]+`)
	for _, name := range []string{"worked", "valleys"} {
		r, _ := run(t, worlds[name])
		for p := range r.World.Register().People() {
			page := htmlStatement(t, worlds[name], p.ID)
			page = page[strings.Index(page, "<body"):]
			page = regexp.MustCompile(`</?h\d`).ReplaceAllString(page, "<") // no ids of persons
			for _, w := range word.FindAllString(page, -1) {
				if w != string(p.ID) {
					assert.NotEqual(t, "person", r.World.Named(w), "%s of %s", w, p.ID)
				}
			}
		}
	}
}

// An error of the writer comes back, and a page that fails writes nothing.
func TestHTML_Errors(t *testing.T) {
	r, refused := run(t, worlds["worked"])
	assert.ErrorIs(t, report.HTML(failing{}, r, refused), assert.AnError)
	assert.ErrorIs(t, report.StatementHTML(failing{}, r, refused, "P1"), assert.AnError)
}

// A world without anything is a page too.
func TestHTML_Empty(t *testing.T) {
	r, err := year.Run(new(confed.World), 2025)
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, report.HTML(&b, r, nil))
	wellFormed(t, b.String())
	assert.Contains(t, b.String(), report.Digest(r, nil))
}

// Every phase has its page.
func TestHTML_Phases(t *testing.T) {
	w, refused, err := folder.Read(worlds["valleys"])
	require.NoError(t, err)
	for phase := confed.RollClosed; phase <= confed.Closed; phase++ {
		r, err := year.RunTo(w, 2025, phase)
		require.NoError(t, err)
		var b bytes.Buffer
		require.NoError(t, report.HTML(&b, r, refused), phase)
		wellFormed(t, b.String())
	}
}

// What turns the direction of writing, or is no character, does not leave a name.
func TestHTML_Names(t *testing.T) {
	page := htmlPage(t, edited(t, worlds["worked"], "jurisdictions.csv", func(s string) string {
		return strings.Replace(s, "Aldea", "\"Al\ndea\x1b[31m \u202e\u2067\"", 1)
	}))
	assert.Contains(t, page, "Al\ndea [31m")
	assert.NotRegexp(t, "[\x1b\u202e\u2067]", page)
}

func BenchmarkHTML(b *testing.B) {
	for _, n := range []int{1e3, 1e5} {
		r := town(b, n)
		b.Run("residents="+map[int]string{1e3: "1000", 1e5: "100000"}[n], func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				require.NoError(b, report.HTML(io.Discard, r, nil))
			}
		})
	}
}
