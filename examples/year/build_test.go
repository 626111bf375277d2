package main_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// built is the program: `go run` itself turns every failure into exit code 1.
var built string

func TestMain(m *testing.M) { os.Exit(buildAndTest(m)) }

func buildAndTest(m *testing.M) int {
	dir, err := os.MkdirTemp("", "year")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	built = filepath.Join(dir, "year.exe") // Windows wants the ending, the others do not mind
	if out, err := exec.Command("go", "build", "-o", built, ".").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "%v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// An ended is a run of the program that is over.
type ended struct {
	code      int
	out, errs string
}

func command(t *testing.T, args ...string) ended {
	t.Helper()
	var out bytes.Buffer
	e := commandTo(t, &out, args...)
	e.out = out.String()
	return e
}

// commandTo runs the program with a standard output of its own, if that is a file.
func commandTo(t *testing.T, out interface{ Write([]byte) (int, error) }, args ...string) ended {
	t.Helper()
	var errs bytes.Buffer
	cmd := exec.Command(built, args...)
	cmd.Stdout, cmd.Stderr = out, &errs
	if err := cmd.Run(); err != nil {
		require.ErrorAs(t, err, new(*exec.ExitError))
	}
	return ended{code: cmd.ProcessState.ExitCode(), errs: errs.String()}
}
