package main_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// nasty texts for any field.
var nasty = []string{"", "0", "-1", "NaN", "x", "2025-02-29", "2024-02-29", "9999-12-31", "0001-01-01", "100%",
	"0%", "none", "register", "9223372036854775807", "|", ":", "\x00", "\xff", "\u200b"}

// mutate changes one cell of a folder: to the text of another row, or to a nasty one. It
// says what it did.
func mutate(r *rand.Rand, w folder) string {
	for {
		table := tables[r.IntN(len(tables))]
		rows := w[table.name]
		if len(rows) == 0 {
			continue
		}
		i, column := r.IntN(len(rows)), table.columns[r.IntN(len(table.columns))]
		text := rows[r.IntN(len(rows))][column]
		if r.IntN(2) == 0 {
			text = nasty[r.IntN(len(nasty))]
		}
		if old := rows[i][column]; old != text {
			rows[i][column] = text
			return fmt.Sprintf("%s of %s from %q to %q", column, table.name, old, text)
		}
	}
}

// TestYearMutants changes a cell of a drawn world. What the program still takes must give
// the figures of the oracle; what it does not take must be told as a fault.
func TestYearMutants(t *testing.T) {
	first, end := seeds(usualSeeds)
	for seed := first; seed < end; seed++ {
		t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
			t.Parallel()
			tryMutant(t, seed)
		})
	}
}

func tryMutant(t *testing.T, seed uint64) {
	w, year := draw(seed)
	done := mutate(rand.New(rand.NewPCG(seed, 3)), w)
	dir := t.TempDir()
	w.write(t, dir, seed)
	got := command(t, "-world", dir, "-year", strconv.Itoa(year), "-json")
	if got.code == 1 {
		requireFaults(t, got, done)
		return
	}
	require.Zero(t, got.code, "%s\n%s", done, got.errs)
	want, err := runOrWhyNot(w, year)
	require.NoError(t, err, "taken by the program: %s", done)
	assert.Equal(t, want, withoutReasons(got.out), done)
}

func requireFaults(t *testing.T, got ended, done string) {
	t.Helper()
	faults := parsePrinted(t, got.errs)
	require.NotEmpty(t, faults, done)
	require.Empty(t, got.out, done)
	require.True(t, slices.IsSortedFunc(faults, func(a, b printed) int { return slices.Compare(a.place(), b.place()) }),
		"not in order:\n%s", got.errs)
}

// runOrWhyNot runs the oracle on a folder that it may be unable to read.
func runOrWhyNot(w folder, year int) (json string, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("%v", cause)
		}
	}()
	r, err := w.run(year)
	if err != nil {
		return "", err
	}
	return r.pretty(), nil
}
