package golden

import (
	"bytes"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write golden files instead of comparing with them")

// Equal fails t unless got is what testdata/name holds, byte for byte.
func Equal(t testing.TB, name string, got []byte) {
	t.Helper()
	if *update {
		write(t, name, got)
		return
	}
	want := read(t, name)
	if bytes.Equal(got, want) {
		return
	}
	line, wanted, gotten := differ(string(want), string(got))
	t.Errorf("%s:%d: want %q\n\tgot  %q\n\tgo test -update writes what was got: read the difference before you commit it",
		path(name), line, wanted, gotten)
}

// Cases fails t unless run answers each given text of testdata/name with what is wanted
// there. The answer may lack its final newline; a blank line would end the case.
func Cases(t testing.TB, name string, run func(given string) string) {
	t.Helper()
	var got strings.Builder
	for i, block := range strings.Split(strings.Trim(string(read(t, name)), "\n"), "\n\n") {
		given, _, ok := strings.Cut(strings.Trim(block, "\n")+"\n", "----\n")
		if !ok {
			t.Fatalf("%s: case %d has no ----", path(name), i+1)
		}
		if i > 0 {
			got.WriteString("\n")
		}
		answer := strings.TrimSuffix(run(given), "\n")
		if strings.Contains("\n"+answer+"\n", "\n\n") {
			t.Fatalf("%s: case %d: an answer must have text on every line: %q", path(name), i+1, answer)
		}
		got.WriteString(given + "----\n" + answer + "\n")
	}
	Equal(t, name, []byte(got.String()))
}

func path(name string) string { return filepath.Join("testdata", filepath.FromSlash(name)) }

func read(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(path(name))
	if errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("%s is missing: go test -update writes it; read it, then commit it", path(name))
	}
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func write(t testing.TB, name string, got []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path(name)), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path(name), got, 0o666); err != nil {
		t.Fatal(err)
	}
}

// differ returns the first line, from 1, in which two texts differ.
func differ(a, b string) (line int, inA, inB string) {
	for line = 1; ; line++ {
		headA, restA, moreA := strings.Cut(a, "\n")
		headB, restB, moreB := strings.Cut(b, "\n")
		if headA != headB || moreA != moreB || !moreA {
			return line, headA, headB
		}
		a, b = restA, restB
	}
}
