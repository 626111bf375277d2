package main_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A faulty world is the worked one with some edits, and the faults they make: each is
//
//	file:line:column invariant
//
// where the line is a number, or +N for the Nth after the worked file's last, and the
// column the name of a field or a byte. What the contract leaves open is left out from the
// right: a fault with no line may stand anywhere in its file, and * is any file or any
// invariant. No invariant must be none in the output too.
type faulty struct {
	name  string
	edits edits
	want  []string
	// loose says that each printed fault must be one of those wanted, and no more: one
	// broken thing may be told as one fault or as two.
	loose bool
	// says is a word that the message must have.
	says string
}

// An edit changes the texts of a folder by file name.
type edit func(t *testing.T, files map[string]string)

type edits []edit

// and puts further edits behind some.
func (e edits) and(more ...edit) edits { return slices.Concat(e, more) }

// replace changes a text that stands once in a file.
func replace(file, old, text string) edit {
	return func(t *testing.T, files map[string]string) {
		t.Helper()
		require.Equal(t, 1, strings.Count(files[file], old), "%s has %q", file, old)
		files[file] = strings.Replace(files[file], old, text, 1)
	}
}

// appended puts rows at the end of a file.
func appended(file string, rows ...string) edit {
	return func(_ *testing.T, files map[string]string) { files[file] += strings.Join(rows, "\n") + "\n" }
}

// content is another text for a file, or a file that was not there.
func content(file string, lines ...string) edit {
	return func(_ *testing.T, files map[string]string) { files[file] = strings.Join(lines, "\n") }
}

func removed(file string) edit {
	return func(_ *testing.T, files map[string]string) { delete(files, file) }
}

// header leaves a file with its header alone.
func header(file string) edit {
	return func(_ *testing.T, files map[string]string) { files[file], _, _ = strings.Cut(files[file], "\n") }
}

// readFiles reads the texts of the worked folder.
func readFiles(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	for _, c := range tables {
		text, err := os.ReadFile(filepath.Join(workedWorld, c.name+".csv"))
		if err == nil {
			files[c.name+".csv"] = strings.TrimRight(string(text), "\n") + "\n"
		}
	}
	return files
}

// edited writes the worked folder with some edits and returns its directory and texts.
func (e edits) folder(t *testing.T) (dir string, files map[string]string) {
	t.Helper()
	dir, files = t.TempDir(), readFiles(t)
	for _, change := range e {
		change(t, files)
	}
	for name, text := range files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	return dir, files
}

// faultLine is the form of a fault: file:line:column: message (invariant).
var faultLine = regexp.MustCompile(`^([a-z]+\.csv):(\d+):(\d+): (.+?)(?: \(([A-Z]-\d+)\))?$`)

// longestFault bounds a line of output: it must not repeat an endless field.
const longestFault = 400

// A printed is a fault as the program printed it.
type printed struct {
	file         string
	line, column int
	invariant    string
	text         string
}

func parsePrinted(t *testing.T, stderr string) (faults []printed) {
	t.Helper()
	for text := range strings.Lines(stderr) {
		text = strings.TrimSuffix(text, "\n")
		require.Less(t, len(text), longestFault)
		m := faultLine.FindStringSubmatch(text)
		require.NotNil(t, m, "not file:line:column: message: %q", text)
		line, _ := strconv.Atoi(m[2])
		column, _ := strconv.Atoi(m[3])
		faults = append(faults, printed{m[1], line, column, m[5], text})
	}
	return faults
}

// place orders faults: files as in the contract, then lines, then columns.
func (p printed) place() []int {
	file := slices.IndexFunc(tables, func(c table) bool { return c.name+".csv" == p.file })
	return []int{file, p.line, p.column}
}

// is reports whether a printed fault is a wanted one in a folder of these texts.
func (p printed) is(want string, files, worked map[string]string) bool {
	place, invariant, _ := strings.Cut(want, " ")
	at := strings.Split(place, ":")
	return (p.invariant == invariant || invariant == "*") && (at[0] == "*" || at[0] == p.file) &&
		(len(at) < 2 || lineOf(at[1], worked[p.file]) == p.line) &&
		(len(at) < 3 || columnOf(at[2], p.line, files[p.file]) == p.column)
}

// lineOf reads 12, or +2 for the second line after a text.
func lineOf(s, text string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		panic(err)
	}
	if strings.HasPrefix(s, "+") {
		n += strings.Count(text, "\n")
	}
	return n
}

// columnOf is the first byte of a named field in a line that has no quotes, or a number.
func columnOf(field string, line int, text string) int {
	if n, err := strconv.Atoi(field); err == nil {
		return n
	}
	lines := strings.Split(text, "\n")
	i := slices.Index(strings.Split(lines[0], ","), field)
	if i < 0 || line > len(lines) {
		return -1
	}
	return 1 + len(strings.Join(append(strings.Split(lines[line-1], ",")[:i], ""), ","))
}

// TestYearFaults checks that each fault is told once, in its place, and that nothing else
// is said.
func TestYearFaults(t *testing.T) {
	for _, tt := range slices.Concat(formFaults, registerFaults, voteFaults, taxFaults, compactFaults) {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir, files := tt.edits.folder(t)
			got := command(t, "-world", dir, "-year", "2025", "-json")
			assert.Equal(t, 1, got.code)
			assert.Empty(t, got.out)
			faults := parsePrinted(t, got.errs)
			assert.True(t, slices.IsSortedFunc(faults, func(a, b printed) int { return slices.Compare(a.place(), b.place()) }),
				"not in order:\n%s", got.errs)
			tt.check(t, faults, files, got.errs)
			assert.Contains(t, got.errs, tt.says)
		})
	}
}

func (tt faulty) check(t *testing.T, faults []printed, files map[string]string, stderr string) {
	t.Helper()
	before := readFiles(t)
	before["budgets.csv"] = "compact,year,amount\n" // the worked folder has none
	assert.NotEmpty(t, faults)
	for i, p := range faults {
		if tt.loose {
			assert.True(t, slices.ContainsFunc(tt.want, func(want string) bool { return p.is(want, files, before) }),
				"got  %s\nwant one of %s", p.text, tt.want)
			continue
		}
		if assert.Less(t, i, len(tt.want), "one more: %s", p.text) {
			assert.True(t, p.is(tt.want[i], files, before), "got  %s\nwant %s", p.text, tt.want[i])
		}
	}
	if !tt.loose {
		assert.Len(t, faults, len(tt.want), "%s", stderr)
	}
}

// TestYearOddButValid runs what looks like a fault and is none.
func TestYearOddButValid(t *testing.T) {
	for _, tt := range oddButValid {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir, _ := tt.edits.folder(t)
			want, err := readFolder(t, dir).run(2025)
			require.NoError(t, err)
			got := command(t, "-world", dir, "-year", "2025", "-json")
			require.Empty(t, got.errs)
			require.Zero(t, got.code)
			assert.Equal(t, want.pretty(), withoutReasons(got.out))
		})
	}
}

// more follows from these lawfully: a check-in or a ballot of no decision is missing from
// its own, and an end, even one that nobody can read, needs a notice.
var more = []string{"checkins decision", "ballots decision", "parties to"}

// TestYearEveryCell makes each cell of the worked folder unreadable, one after the other,
// and wants one fault, at that cell: what a broken row leaves open must not be told as
// faults of other rows.
func TestYearEveryCell(t *testing.T) {
	anyText := []string{"id", "name", "state", "objects"}
	for _, table := range tables {
		rows := strings.Count(readFiles(t)[table.name+".csv"], "\n")
		for i, column := range table.columns {
			if slices.Contains(anyText, column) || slices.Contains(more, table.name+" "+column) {
				continue
			}
			for line := 2; line <= rows; line++ {
				t.Run(fmt.Sprintf("%s:%d:%s", table.name, line, column), func(t *testing.T) {
					t.Parallel()
					breakCell(t, table.name+".csv", line, i, column)
				})
			}
		}
	}
}

// TestYearEveryRow makes each row of the worked folder unreadable as a row, in three ways,
// and wants one fault: nothing that names what stood there is at fault too.
func TestYearEveryRow(t *testing.T) {
	ways := []struct {
		name  string
		spoil func(row string) string
	}{
		{"a field is missing", func(row string) string { return row[:strings.LastIndex(row, ",")] }},
		{"a bare quote", func(row string) string { return strings.Replace(row, ",", `",`, 1) }},
		{"a NUL", func(row string) string { return row + "\x00" }},
	}
	for _, table := range tables {
		rows := strings.Count(readFiles(t)[table.name+".csv"], "\n")
		for line := 2; line <= rows; line++ {
			for _, way := range ways {
				t.Run(fmt.Sprintf("%s:%d:%s", table.name, line, way.name), func(t *testing.T) {
					t.Parallel()
					spoilt := func(_ *testing.T, files map[string]string) {
						lines := strings.Split(files[table.name+".csv"], "\n")
						lines[line-1] = way.spoil(lines[line-1])
						files[table.name+".csv"] = strings.Join(lines, "\n")
					}
					alone(t, edits{spoilt}, fmt.Sprintf("%s.csv:%d", table.name, line))
				})
			}
		}
	}
}

// TestYearEveryTable takes one table away, or one column, and wants that fault alone.
func TestYearEveryTable(t *testing.T) {
	for _, table := range tables {
		if !table.optional {
			t.Run(table.name, func(t *testing.T) { alone(t, edits{removed(table.name + ".csv")}, table.name+".csv:1:1") })
		}
		if _, there := readFiles(t)[table.name+".csv"]; there {
			column := "," + table.columns[1]
			t.Run(table.name+column, func(t *testing.T) {
				alone(t, edits{replace(table.name+".csv", table.columns[0]+column, table.columns[0])}, table.name+".csv:1:1")
			})
		}
	}
}

// alone wants one fault and nothing else.
func alone(t *testing.T, e edits, place string) {
	t.Helper()
	dir, files := e.folder(t)
	got := command(t, "-world", dir, "-year", "2025", "-json")
	assert.Equal(t, 1, got.code)
	assert.Empty(t, got.out)
	faulty{want: []string{place + " *"}}.check(t, parsePrinted(t, got.errs), files, got.errs)
}

func breakCell(t *testing.T, file string, line, field int, column string) {
	alone(t, edits{setCell(file, line, field, "?!")}, fmt.Sprintf("%s:%d:%s", file, line, column))
}

// setCell changes a cell of a table that has no quotes.
func setCell(file string, line, field int, text string) edit {
	return func(_ *testing.T, files map[string]string) {
		lines := strings.Split(files[file], "\n")
		fields := strings.Split(lines[line-1], ",")
		fields[field] = text
		lines[line-1] = strings.Join(fields, ",")
		files[file] = strings.Join(lines, "\n")
	}
}
