package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/internal/golden"
)

// built is the program: `go run` itself turns every failure into exit code 1.
var built string

func TestMain(m *testing.M) { os.Exit(buildAndTest(m)) }

func buildAndTest(m *testing.M) int {
	dir, err := os.MkdirTemp("", "emigrantvote")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	built = filepath.Join(dir, "emigrantvote.exe") // Windows wants the ending, the others do not mind
	if out, err := exec.Command("go", "build", "-o", built, ".").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "%v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// command runs the program; stdout is what it writes to, if not to memory.
func command(t *testing.T, stdout *os.File, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e strings.Builder
	cmd := exec.Command(built, args...)
	cmd.Stdout, cmd.Stderr = &o, &e
	if stdout != nil {
		cmd.Stdout = stdout
	}
	if err := cmd.Run(); err != nil {
		require.ErrorAs(t, err, new(*exec.ExitError))
	}
	return cmd.ProcessState.ExitCode(), o.String(), e.String()
}

func TestWords(t *testing.T) {
	code, out, errs := command(t, nil)
	assert.Zero(t, code)
	assert.Empty(t, errs)
	golden.Equal(t, "report.txt", []byte(out))
	for line := range strings.Lines(out) {
		assert.LessOrEqual(t, utf8.RuneCountInString(strings.TrimSuffix(line, "\n")), 96, line)
	}
}

func TestJSON(t *testing.T) {
	code, out, errs := command(t, nil, "-json")
	assert.Zero(t, code)
	assert.Empty(t, errs)
	assert.True(t, json.Valid([]byte(out)))
	golden.Equal(t, "report.json", []byte(out))
}

func TestExitCodes(t *testing.T) {
	code, out, errs := command(t, nil, "-help")
	assert.Zero(t, code)
	assert.Empty(t, out)
	assert.True(t, strings.HasPrefix(errs, "usage: emigrantvote"))
	for _, arg := range []string{"-colour", "2012", "-json=perhaps"} {
		code, out, errs := command(t, nil, arg)
		assert.Equal(t, 2, code, arg)
		assert.Empty(t, out)
		assert.Equal(t, 1, strings.Count(errs, "\n"))
	}
	closed, err := os.Open(os.DevNull) // for reading
	require.NoError(t, err)
	defer closed.Close()
	code, _, errs = command(t, closed)
	assert.Equal(t, 1, code)
	assert.True(t, strings.HasPrefix(errs, "emigrantvote: write "), errs)
}
