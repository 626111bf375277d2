package folder_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/confed/folder"
	"github.com/vicinia/vicinia/confed/report"
	"github.com/vicinia/vicinia/confed/year"
	"github.com/vicinia/vicinia/examples/worlds"
)

// workedDigest is that of the worked year (examples/worlds/worked), as two independent
// programs computed it.
const workedDigest = "sha256:1212a8268e0eec0a93800afb587be2102200e42ca9aba66370ec1f12c6c0ab59"

// worked is the worked year in memory, to be changed.
func worked(t testing.TB) fstest.MapFS {
	dir, ok := worlds.Find("worked")
	require.True(t, ok)
	files := fstest.MapFS{}
	for _, f := range folder.Files() {
		data, err := fs.ReadFile(dir, f.Name)
		if err != nil {
			require.True(t, f.Optional, f.Name)
			continue
		}
		files[f.Name] = &fstest.MapFile{Data: data}
	}
	return files
}

func digest(t testing.TB, dir fs.FS, n int) string {
	w, refused, err := folder.Read(dir)
	require.NoError(t, err)
	r, err := year.Run(w, n)
	require.NoError(t, err)
	return report.Digest(r, refused)
}

func TestWorkedYear(t *testing.T) {
	assert.Equal(t, workedDigest, digest(t, worked(t), 2025))
}

// M-6: rows and columns in any order, CRLF and a byte-order mark give equal bytes.
func TestOrderOfRowsAndColumns(t *testing.T) {
	for seed := range uint64(20) {
		rng := rand.New(rand.NewPCG(seed, 1))
		files := worked(t)
		for name, f := range files {
			f.Data = shuffled(rng, string(f.Data))
			files[name] = f
		}
		assert.Equal(t, workedDigest, digest(t, files, 2025), "seed %d", seed)
	}
}

// shuffled reorders rows and columns of a table without quotes.
func shuffled(rng *rand.Rand, text string) []byte {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	columns := rng.Perm(strings.Count(lines[0], ",") + 1)
	for i, line := range lines {
		fields := strings.Split(line, ",")
		moved := make([]string, len(fields))
		for k, from := range columns {
			moved[k] = fields[from]
		}
		lines[i] = strings.Join(moved, ",")
	}
	rows := lines[1:]
	rng.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	end := []string{"\n", "\r\n"}[rng.IntN(2)]
	mark := []string{"", "\ufeff"}[rng.IntN(2)]
	return []byte(mark + strings.Join(lines, end) + end)
}

// Write and Read are each other's inverse, and equal worlds give equal bytes.
func TestWriteReadsBack(t *testing.T) {
	files := worked(t)
	w, refused, err := folder.Read(files)
	require.NoError(t, err)
	first, second := filepath.Join(t.TempDir(), "a"), filepath.Join(t.TempDir(), "b")
	require.NoError(t, folder.Write(first, w, refused))
	assert.Equal(t, workedDigest, digest(t, os.DirFS(first), 2025))

	again, refusedAgain, err := folder.Read(os.DirFS(first))
	require.NoError(t, err)
	require.NoError(t, folder.Write(second, again, refusedAgain))
	for _, f := range folder.Files() {
		a, err := os.ReadFile(filepath.Join(first, f.Name))
		if f.Optional && files[f.Name] == nil {
			assert.ErrorIs(t, err, fs.ErrNotExist, f.Name)
			continue
		}
		require.NoError(t, err)
		b, err := os.ReadFile(filepath.Join(second, f.Name))
		require.NoError(t, err)
		assert.Equal(t, string(a), string(b), f.Name)
		if original, ok := files[f.Name]; ok { // nothing was lost, no row was made
			assert.Equal(t, sortedLines(original.Data), sortedLines(a), f.Name)
		}
	}
}

func sortedLines(data []byte) []string {
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	slices.Sort(lines)
	return lines
}

// What no table can hold is an error, and then nothing is written.
func TestWriteRefusesWhatItWouldLose(t *testing.T) {
	w, refused, err := folder.Read(worked(t))
	require.NoError(t, err)
	w, err = w.Apply(confed.Judgment{Person: "P1", When: vicinia.Year(2030)})
	require.NoError(t, err)
	dir := filepath.Join(t.TempDir(), "out")
	assert.ErrorContains(t, folder.Write(dir, w, refused), "judgments")
	assert.NoDirExists(t, dir)
	for _, id := range []census.PersonID{"a\x00", "\xff", "a\r\nb", census.PersonID(strings.Repeat("a", folder.MaxField+1))} {
		w, err := new(confed.World).Apply(confed.Person{ID: id, Born: vicinia.MustDate("1990-01-01")})
		require.NoError(t, err)
		assert.ErrorContains(t, folder.Write(dir, w, nil), "persons.csv: no field")
		assert.NoDirExists(t, dir)
	}
}

// Place finds the rows that a year's faults name.
func TestPlace(t *testing.T) {
	files := worked(t)
	edit(t, files, "parties.csv", "K2,A,2021-01-01,,,fixed,300.00,,", "K2,A,2021-01-01,,,fixed,5000.00,,")
	w, _, err := folder.Read(files)
	require.NoError(t, err)
	_, err = year.Run(w, 2025)
	require.ErrorIs(t, err, vicinia.Invariant("K-5"))
	assert.Regexp(t, `^parties\.csv:5:25: A has a net of 5012\.00 EUR.*\(K-5\)$`, folder.Place(files, err).Error())
	assert.NoError(t, folder.Place(files, nil))
}

// Place reads a table once, however many of its rows are at fault.
func TestPlaceReadsATableOnce(t *testing.T) {
	files := counted{FS: worked(t), opened: map[string]int{}}
	var all []error
	for _, path := range []string{"bases/P4/2025/base", "bases/P1/2025/person", "bases/P1/2030/base", "year", "schedules/B/year", "bases/P4/2025/year"} {
		all = append(all, &vicinia.Fault{Path: path, Err: errors.New("it")})
	}
	want := "schedules.csv:3:3: it\nbases.csv:1:1: it\nbases.csv:2:1: it\nbases.csv:5:4: it\nbases.csv:5:9: it\nyear: it"
	assert.EqualError(t, folder.Place(files, errors.Join(all...)), want)
	assert.Equal(t, map[string]int{"bases.csv": 1, "schedules.csv": 1}, files.opened)
}

// counted notes how often a file is opened.
type counted struct {
	fs.FS
	opened map[string]int
}

func (c counted) Open(name string) (fs.File, error) {
	c.opened[name]++
	return c.FS.Open(name)
}

func edit(t testing.TB, files fstest.MapFS, name, from, to string) {
	data := string(files[name].Data)
	require.Contains(t, data, from)
	files[name] = &fstest.MapFile{Data: []byte(strings.Replace(data, from, to, 1))}
}

// Every fault of every file is listed at once, in the order of the files.
func TestEveryFaultAtOnce(t *testing.T) {
	files := worked(t)
	edit(t, files, "schedules.csv", "flat,8%", "flat,NaN")
	edit(t, files, "persons.csv", "1970-04-11", "1970-02-30")
	edit(t, files, "bases.csv", "40000.00", strings.Repeat("4", 30))
	edit(t, files, "residencies.csv", "P8,A,", "P9,A,")
	edit(t, files, "policies.csv", "15%", "100%")
	_, _, err := folder.Read(files)
	require.Error(t, err)
	var places []string
	for f := range vicinia.Faults(err) {
		places = append(places, fmt.Sprintf("%s:%d:%d %s", f.File, f.Line, f.Column, f.Breaks))
	}
	assert.Equal(t, []string{
		"persons.csv:2:4 ", "residencies.csv:9:1 ", "schedules.csv:2:13 ", "policies.csv:2:8 D-2", "bases.csv:2:9 ",
	}, places)
}

// A folder of nothing but its files' names gives one fault for each file that must be there.
func TestNoFiles(t *testing.T) {
	_, _, err := folder.Read(fstest.MapFS{})
	n := 0
	for f := range vicinia.Faults(err) {
		assert.Equal(t, "the file is missing", f.Err.Error())
		n++
	}
	assert.Equal(t, 14, n)
}

// Past MaxFaults the rest is not listed, so that no folder exhausts memory.
func TestFaultsAreBounded(t *testing.T) {
	files := worked(t)
	for _, row := range []string{"P1,2025,NaN\n", "\x00\n"} {
		files["bases.csv"] = &fstest.MapFile{Data: append([]byte("person,year,base\n"), bytes.Repeat([]byte(row), 3*folder.MaxFaults)...)}
		_, _, err := folder.Read(files)
		n := 0
		for range vicinia.Faults(err) {
			n++
		}
		assert.Equal(t, folder.MaxFaults+1, n)
		assert.ErrorContains(t, err, "10000 faults and more")
	}
}

// FuzzRead replaces one file by any bytes: Read must not panic, and every fault has its
// place.
func FuzzRead(f *testing.F) {
	all := folder.Files()
	for i, file := range all {
		if data := worked(f)[file.Name]; data != nil {
			f.Add(uint8(i), data.Data)
		}
	}
	f.Add(uint8(0), []byte("id,name,kind,within,state,currency,voting_age,powers\nA,,region,B,,EUR,,\nB,,region,A,,EUR,,\n"))
	f.Add(uint8(2), []byte("person,municipality,from,to,recorded_at\nP1,A,2010-06-01,\x00,\"\n"))
	base := worked(f)
	f.Fuzz(func(t *testing.T, file uint8, data []byte) {
		files := fstest.MapFS{}
		for name, file := range base {
			files[name] = file
		}
		files[all[int(file)%len(all)].Name] = &fstest.MapFile{Data: data}
		w, refused, err := folder.Read(files)
		if err != nil {
			for fault := range vicinia.Faults(err) {
				if fault.File == "" || fault.Line < 1 || fault.Column < 1 {
					t.Fatalf("a fault without its place: %v", fault)
				}
			}
			return
		}
		dir := filepath.Join(t.TempDir(), "w")
		if err := folder.Write(dir, w, refused); err != nil {
			t.Fatal(err)
		}
		again, _, err := folder.Read(os.DirFS(dir))
		if err != nil {
			t.Fatalf("what Write wrote is not read: %v", err)
		}
		if again.Register().Len() != w.Register().Len() {
			t.Fatal("persons were lost")
		}
	})
}
