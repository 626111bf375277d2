package main_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/examples/worlds"
	"github.com/vicinia/vicinia/internal/golden"
)

// The worlds that the tests run.
const (
	workedWorld  = "../worlds/worked"
	valleysWorld = "../../confed/report/testdata/valleys" // a region and two currencies
	workedDigest = "sha256:1212a8268e0eec0a93800afb587be2102200e42ca9aba66370ec1f12c6c0ab59"
)

// Without flags it is the worked year, in words.
func TestWords(t *testing.T) {
	got := command(t)
	assert.Zero(t, got.code)
	assert.Empty(t, got.errs)
	assert.True(t, strings.HasPrefix(got.out, "The year 2025\n"))
	assert.Contains(t, got.out, "13553.33 EUR = 10797.99 kept + 1091.12 to communities + 1664.22 to compacts\n")
	assert.True(t, strings.HasSuffix(got.out, workedDigest+"\n"))
	for _, args := range [][]string{{"-world", "worked"}, {"-world", workedWorld, "-year", "2025"}} {
		assert.Equal(t, got, command(t, args...))
	}
}

// A world that is drawn says so, beneath the title and before any figure, and its words stay
// readable; the JSON has the year alone.
func TestAbout(t *testing.T) {
	about := worlds.About("schwyz")
	require.NotEmpty(t, about)
	words := command(t, "-world", "schwyz")
	assert.Zero(t, words.code)
	assert.True(t, strings.HasPrefix(words.out, "The year 2025\n=============\n"+about+"\nNeighbours vote "), words.out[:200])
	assert.Less(t, strings.Count(words.out, "\n"), 600)
	assert.Contains(t, words.out, "alps-Riemenstalden    Pastures      Riemenstalden  commons Allmeind")

	doc := command(t, "-world", "schwyz", "-json")
	assert.Zero(t, doc.code)
	assert.True(t, strings.HasPrefix(doc.out, "{\n \"year\": 2025,"))
	assert.NotContains(t, doc.out, "Drawn from the seed")

	own := command(t, "-world", "schwyz", "-statement", "P000042")
	assert.Zero(t, own.code)
	assert.Contains(t, own.out, "\n  29 calls of 2024-11-24, not on the roll: lived in ", "alike, and so together")
	assert.True(t, strings.HasPrefix(own.out, "Statement of P000042 for the year 2025\n======================================\n"+about+"\n"))
}

// The README shows how the page ends.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	_, end, found := strings.Cut(command(t).out, "\nEvery cent\n")
	require.True(t, found)
	table, _, _ := strings.Cut(end, "\n\n")
	assert.Contains(t, string(readme), "\n```text\nEvery cent\n"+table+"\n```\n")
}

func TestJSON(t *testing.T) {
	got := command(t, "-json")
	assert.Zero(t, got.code)
	assert.Empty(t, got.errs)
	assert.Contains(t, got.out, `"digest": "`+workedDigest+`"`)
	golden.Equal(t, "printed.json", []byte(got.out))
}

func TestStatement(t *testing.T) {
	got := command(t, "-statement", "P3")
	assert.Zero(t, got.code)
	assert.Empty(t, got.errs)
	golden.Equal(t, "P3.txt", []byte(got.out))
}

func TestHelp(t *testing.T) {
	got := command(t, "-help")
	assert.Zero(t, got.code)
	assert.Empty(t, got.out)
	assert.True(t, strings.HasPrefix(got.errs, "usage: year "))
}

func TestUsage(t *testing.T) {
	twoYears := editedWorld(t, "schedules.csv", func(s string) string { return s + "C,2026,flat,7%,external,\n" }, "parties.csv")
	noYear := editedWorld(t, "schedules.csv", func(s string) string {
		head, _, _ := strings.Cut(s, "\n")
		return head + "\n"
	}, "policies.csv", "parties.csv")
	tests := []struct {
		name string
		give []string
		want string
	}{
		{"unknown flag", []string{"-colour"}, "-colour"},
		{"no flag", []string{"2025"}, `"2025" is not a flag`},
		{"no number", []string{"-year", "next"}, `"next"`},
		{"two views", []string{"-json", "-statement", "P1"}, "-json and -statement are alternatives"},
		{"nobody's statement", []string{"-statement", ""}, "-statement says nothing"},
		{"no folder to export to", []string{"-export="}, "-export says nothing"},
		{"a year before the calendar", []string{"-year", "-5"}, "-year -5 is not in 1 to 9998"},
		{"a year after it", []string{"-year", "10000"}, "-year 10000 is not in 1 to 9998"},
		{"the year 0", []string{"-year", "0"}, "-year says nothing"},
		{"several years", []string{"-world", twoYears}, "of several years [2025 2026]: say which with -year"},
		{"no year", []string{"-world", noYear}, "no schedules: say the year with -year"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := command(t, tt.give...)
			assert.Equal(t, 2, got.code)
			assert.Empty(t, got.out)
			assert.Contains(t, got.errs, tt.want)
			assert.Equal(t, 1, strings.Count(got.errs, "\n"))
		})
	}
	assert.Zero(t, command(t, "-world", twoYears, "-year", "2026").code)
	assert.Zero(t, command(t, "-world", noYear, "-year", "2025").code)
}

// editedWorld is the worked folder with one file changed, and some cut down to their header.
func editedWorld(t *testing.T, file string, edit func(string) string, emptied ...string) string {
	t.Helper()
	dir := t.TempDir()
	names, err := filepath.Glob(filepath.Join(workedWorld, "*.csv"))
	require.NoError(t, err)
	for _, name := range names {
		b, err := os.ReadFile(name)
		require.NoError(t, err)
		text := string(b)
		if base := filepath.Base(name); base == file {
			text = edit(text)
		} else {
			for _, e := range emptied {
				if base == e {
					text, _, _ = strings.Cut(text, "\n")
				}
			}
		}
		require.NoError(t, os.WriteFile(filepath.Join(dir, filepath.Base(name)), []byte(text), 0o600))
	}
	return dir
}

func TestBadInput(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	twoFaults := editedWorld(t, "persons.csv", func(s string) string { return s + "P9,2024-02-31,\nP1,1970-04-11,\n" })
	tooMuch := editedWorld(t, "parties.csv", func(s string) string {
		return strings.Replace(s, "K2,C,2021-01-01,,,fixed,300.00", "K2,C,2021-01-01,,,fixed,4000.00", 1)
	})
	tests := []struct {
		name string
		give []string
		want []string // a pattern for each line
	}{
		{"no such world", []string{"-world", "atlantis"}, []string{`^year: -world atlantis: no world of that name ships, and it is not a folder$`}},
		{"a file", []string{"-world", file}, []string{`it is not a folder$`}},
		{"no such person", []string{"-statement", "P99"}, []string{`^person: there is no person "P99"$`}},
		{"faults of the folder", []string{"-world", twoFaults}, []string{`^persons\.csv:10:4: .*2024-02-31`, `^persons\.csv:11:1: .*P1`}},
		{"a fault of the year", []string{"-world", tooMuch}, []string{`^parties\.csv:6:25: .* \(K-5\)$`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			export := filepath.Join(t.TempDir(), "export")
			got := command(t, append(tt.give, "-export", export)...)
			assert.Equal(t, 1, got.code)
			assert.Empty(t, got.out)
			lines := strings.Split(strings.TrimSuffix(got.errs, "\n"), "\n")
			require.Len(t, lines, len(tt.want), got.errs)
			for i, want := range tt.want {
				assert.Regexp(t, regexp.MustCompile(want), lines[i])
			}
			assert.NoDirExists(t, export)
		})
	}
}

// Every table that must be there is a fault of its own.
func TestBadInput_EmptyFolder(t *testing.T) {
	got := command(t, "-world", t.TempDir())
	assert.Equal(t, 1, got.code)
	assert.Empty(t, got.out)
	form := regexp.MustCompile(`^[a-z]+\.csv:1:1: `)
	for line := range strings.Lines(got.errs) {
		assert.Regexp(t, form, line)
	}
	assert.Contains(t, got.errs, "jurisdictions.csv")
	assert.Contains(t, got.errs, "parties.csv")
}

// A page that nobody received is a failure.
func TestOutputFails(t *testing.T) {
	closed, err := os.Open(os.DevNull) // for reading
	require.NoError(t, err)
	defer closed.Close()
	for _, args := range [][]string{nil, {"-json"}, {"-statement", "P1"}} {
		got := commandTo(t, closed, args...)
		assert.Equal(t, 1, got.code)
		assert.True(t, strings.HasPrefix(got.errs, "year: write "), got.errs)
	}
}
