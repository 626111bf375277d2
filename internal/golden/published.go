package golden

import (
	"os"
	"testing"
)

// Published is the folder of published votes and their outcomes, which VICINIA_DATA names.
// They are others' files and not in the tree, so that a test which reads them is skipped
// where there is none; .ci/run, which sets it where it can, lets none be skipped then.
func Published(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("VICINIA_DATA") //tidy: only tests call it, and no outcome depends on it
	if dir == "" {
		t.Skip("reads published votes, which are others' files and not in the tree: set VICINIA_DATA to a folder of them (CONTRIBUTING.md)")
	}
	return dir
}
