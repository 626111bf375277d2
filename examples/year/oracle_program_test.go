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

// TestYearAgainstOracle runs the program and the oracle on drawn worlds. YEAR_SEEDS says
// how many, if not the usual number; YEAR_SEED names one.
func TestYearAgainstOracle(t *testing.T) {
	first, seeds := uint64(0), uint64(usualSeeds)
	if n, err := strconv.ParseUint(os.Getenv("YEAR_SEEDS"), 10, 64); err == nil {
		seeds = n
	}
	if n, err := strconv.ParseUint(os.Getenv("YEAR_SEED"), 10, 64); err == nil {
		first, seeds = n, 1
	}
	for seed := first; seed < first+seeds; seed++ {
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
