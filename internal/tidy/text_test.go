package tidy

import (
	"bytes"
	"fmt"
	"go/format"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// This file reads every text of the tree, nested modules and documents included.

// Each pattern is written in two halves, so that this file does not match it.
var (
	openEnd     = regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|not imple` + `mented|unimple` + `mented)\b|(//|#) *XX` + `X\b`)
	machinePath = regexp.MustCompile(`(^|[^\w.])/(wo` + `rk|tm` + `p|ro` + `ot|ho` + `me)/|\.\./sha` + `red`)
)

// faults returns what is wrong with a text, by its path from the top.
func faults(name string, text []byte) (found []string) {
	if bytes.IndexByte(text, 0) >= 0 {
		return nil // an image
	}
	if strings.HasSuffix(name, ".go") {
		if pretty, err := format.Source(text); err != nil || !bytes.Equal(pretty, text) {
			found = append(found, name+": run gofmt -w")
		}
	}
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		if word := openEnd.FindString(line); word != "" {
			found = append(found, fmt.Sprintf("%s:%d: %s: finish it, or file an issue", name, n, word))
		}
		if path := machinePath.FindString(line); path != "" && family(name) != ".ci" {
			found = append(found, fmt.Sprintf("%s:%d: %s is a path of one machine", name, n, strings.TrimSpace(path)))
		}
	}
	return found
}

func TestTexts(t *testing.T) {
	read := 0
	err := fs.WalkDir(os.DirFS(top), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name == ".git":
			return fs.SkipDir
		case !d.Type().IsRegular() || name == ".git": // a file, in a second work tree
			return nil
		}
		text, err := os.ReadFile(filepath.Join(top, filepath.FromSlash(name)))
		read++
		for _, fault := range faults(path.Clean(name), text) {
			t.Error(fault)
		}
		return err
	})
	require.NoError(t, err)
	assert.Greater(t, read, 20, "the tree was not found")
}

func TestTexts_Seeded(t *testing.T) {
	tests := []struct{ name, givePath, give, want string }{
		{"formatted", "a.go", "package a\n\nvar x = 1\n", ""},
		{"not formatted", "a.go", "package a\nvar  x = 1\n", "a.go: run gofmt -w"},
		{"not Go", "a.go", "package", "a.go: run gofmt -w"},
		{"open end", "a.go", "package a\n\n// TO" + "DO: more\n", "a.go:3: TO" + "DO: finish it, or file an issue"},
		{"open end in prose", "README.md", "this is not imple" + "mented\n", "README.md:1: not imple" + "mented: finish it, or file an issue"},
		{"open end, loud", "a.go", "package a // XX" + "X\n", "a.go:1: // XX" + "X: finish it, or file an issue"},
		{"the currency that is none", "a.go", "package a\n\nconst none = \"XX" + "X\"\n", ""},
		{"a word that holds it", "a.md", "MASTODON, TO" + "DOS\n", ""},
		{"machine path", "a.md", "see /wo" + "rk/main\n", "a.md:1: /wo" + "rk/ is a path of one machine"},
		{"machine path in quotes", "a.sh", "x=\"/tm" + "p/x\"\n", "a.sh:1: \"/tm" + "p/ is a path of one machine"},
		{"beside the tree", "a.md", "../sha" + "red/data\n", "a.md:1: ../sha" + "red is a path of one machine"},
		{"beside the tree, where CI looks", ".ci/run", "../sha" + "red/data\n", ""},
		{"a path of the tree", "a.md", "examples/wo" + "rk/x https://example.org/wo" + "rk/\n", ""},
		{"an image", "a.png", "\x00 /wo" + "rk/main", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.Equal(t, tt.want, strings.Join(faults(tt.givePath, []byte(tt.give)), "\n"))
		})
	}
}
