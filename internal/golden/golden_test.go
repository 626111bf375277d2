package golden

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The files of this package are its inputs: -update does not touch them.
func TestMain(m *testing.M) {
	flag.Parse()
	*update = false
	os.Exit(m.Run())
}

// verdict is a test that keeps what it was told.
type verdict struct {
	testing.TB
	said string
}

func (v *verdict) Helper() {}

func (v *verdict) Errorf(format string, args ...any) { v.said += fmt.Sprintf(format, args...) }

func (v *verdict) Fatalf(format string, args ...any) {
	v.Errorf(format, args...)
	panic(v)
}

// told returns the message with which a test fails; "" if it passes.
func told(test func(t testing.TB)) string {
	v := new(verdict)
	func() {
		defer func() {
			if r := recover(); r != nil && r != any(v) {
				panic(r)
			}
		}()
		test(v)
	}()
	return v.said
}

func TestEqual(t *testing.T) {
	tests := []struct {
		name, giveFile, giveGot string
		want                    string // in the message; "" passes
	}{
		{"equal", "three.txt", "one\ntwo\nthree\n", ""},
		{"a line differs", "three.txt", "one\n2\nthree\n", `three.txt:2: want "two"`},
		{"a line too many", "three.txt", "one\ntwo\nthree\nfour\n", `three.txt:4: want ""`},
		{"a line too few", "three.txt", "one\ntwo\n", `three.txt:3: want "three"`},
		{"only the last newline", "three.txt", "one\ntwo\nthree", `three.txt:3: want "three"`},
		{"no file", "none.txt", "", "none.txt is missing: go test -update writes it"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := told(func(t testing.TB) { Equal(t, tt.giveFile, []byte(tt.giveGot)) })
			if tt.want == "" {
				assert.Empty(t, got)
			} else {
				assert.Contains(t, got, tt.want)
			}
		})
	}
}

func TestCases(t *testing.T) {
	Cases(t, "upper.txt", strings.ToUpper)
	got := told(func(t testing.TB) { Cases(t, "upper.txt", func(string) string { return "x" }) })
	assert.Contains(t, got, `upper.txt:4: want "# TWO LINES"`)
	got = told(func(t testing.TB) { Cases(t, "upper.txt", func(string) string { return "" }) })
	assert.Contains(t, got, "case 1: an answer must have text on every line")
	got = told(func(t testing.TB) { Cases(t, "three.txt", strings.ToUpper) })
	assert.Contains(t, got, "case 1 has no ----")
}

func TestUpdate(t *testing.T) {
	t.Chdir(t.TempDir())
	defer func() { *update = false }()

	*update = true
	Equal(t, "new/one.txt", []byte("1\n"))
	require.NoError(t, os.WriteFile(path("case.txt"), []byte("a\n----\nold\n"), 0o666))
	Cases(t, "case.txt", strings.ToUpper)

	*update = false
	Equal(t, "new/one.txt", []byte("1\n"))
	Equal(t, "case.txt", []byte("a\n----\nA\n"))
}
