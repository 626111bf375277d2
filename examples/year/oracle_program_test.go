package main_test

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// reason is the member of a refusal that the oracle does not compute.
var reason = regexp.MustCompile(`,\s*"reason": "(?:[^"\\]|\\.)*"`)

func withoutReasons(json string) string {
	return strings.TrimSuffix(reason.ReplaceAllString(json, ""), "\n")
}

// usualSeeds are enough for every feature to be drawn a few times.
const usualSeeds = 150

// seeds are from the first to before the end: as many as usual, or as YEAR_SEEDS says, or
// only the one that YEAR_SEED names.
func seeds(usual uint64) (first, end uint64) {
	if n, err := strconv.ParseUint(os.Getenv("YEAR_SEED"), 10, 64); err == nil {
		return n, n + 1
	}
	if n, err := strconv.ParseUint(os.Getenv("YEAR_SEEDS"), 10, 64); err == nil {
		return 0, n
	}
	return 0, usual
}

// TestYearAgainstOracle runs the program and the oracle on drawn worlds.
func TestYearAgainstOracle(t *testing.T) {
	first, end := seeds(usualSeeds)
	for seed := first; seed < end; seed++ {
		t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
			t.Parallel()
			compare(t, seed)
		})
	}
}

func compare(t *testing.T, seed uint64) {
	w, year := draw(seed)
	dir := t.TempDir()
	w.write(t, dir, seed)
	want, err := readFolder(t, dir).run(year)
	require.NoError(t, err)
	got := command(t, "-world", dir, "-year", strconv.Itoa(year), "-json")
	require.Empty(t, got.errs)
	require.Zero(t, got.code)
	assert.Equal(t, want.pretty(), withoutReasons(got.out))
}
