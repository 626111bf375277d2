package notebooks

import (
	"flag"
	"fmt"
	"go/format"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the outputs into the notebooks")

// Every notebook, run from a clean state, is what is committed, byte for byte.
func TestNotebooks(t *testing.T) {
	files, err := filepath.Glob("*.ipynb")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(file, func(t *testing.T) {
			n, err := read(file)
			require.NoError(t, err)
			require.NoError(t, n.run(t.TempDir()))
			got, err := encode(n, " ")
			require.NoError(t, err)
			if *update {
				require.NoError(t, os.WriteFile(file, got, 0o666))
			}
			want, err := os.ReadFile(file)
			require.NoError(t, err)
			assert.Equal(t, string(want), string(got), "go test -update, then read the difference and the text around it")
		})
	}
}

// run runs the cells in order.
func (n *notebook) run(dir string) error {
	k, err := newKernel(dir)
	if err != nil {
		return err
	}
	for _, c := range n.Cells {
		if c.Type != "code" {
			continue
		}
		if err := k.run(c); err != nil {
			return fmt.Errorf("cell %s: %w", c.ID, err)
		}
	}
	return nil
}

// What nbformat 4.5 asks, and the habits of the house.
func TestNotebooks_Form(t *testing.T) {
	files, err := filepath.Glob("*.ipynb")
	require.NoError(t, err)
	id := regexp.MustCompile(`^[a-zA-Z0-9_-]{1,64}$`)
	for _, file := range files {
		n, err := read(file)
		require.NoError(t, err)
		assert.Equal(t, [2]int{4, 5}, [2]int{n.Format, n.Minor}, file)
		assert.Equal(t, "gonb", n.Metadata["kernelspec"].(map[string]any)["name"], file)
		seen := map[string]bool{}
		for _, c := range n.Cells {
			assert.Regexp(t, id, c.ID)
			assert.False(t, seen[c.ID], "%s: cell %s twice", file, c.ID)
			seen[c.ID] = true
			if c.Type != "code" {
				continue
			}
			decls, body, err := split(c.Source.text())
			require.NoError(t, err)
			for _, part := range []string{decls, body} {
				part = strings.TrimSpace(part)
				pretty, err := format.Source([]byte(part))
				require.NoError(t, err, c.ID)
				assert.Equal(t, string(pretty), part, "%s: cell %s is not as gofmt has it", file, c.ID)
			}
		}
	}
}

// The kernel of the test: each cell is a program with what was declared before.
func TestKernel(t *testing.T) {
	cells := []*cell{
		{Source: lines{"import (\n", "\"fmt\"\n", "\"strings\"\n", ")\n", "var n = 1\n", "func up(s string) string { return strings.ToUpper(s) }"}},
		{Source: lines{"!ls\n", "%%\n", "n++\n", "fmt.Println(n)"}},
		{Source: lines{"import \"github.com/janpfeifer/gonb/gonbui\"\n", "%%\n", "fmt.Print(up(\"no line feed\"), n)\n", "gonbui.DisplaySVG(\"<svg>\\n</svg>\")"}},
	}
	n := &notebook{}
	for _, c := range cells {
		c.Type = "code"
		n.Cells = append(n.Cells, &cell{Type: "markdown"}, c)
	}
	require.NoError(t, n.run(t.TempDir()))
	assert.Empty(t, cells[0].Outputs)
	assert.Equal(t, []any{stream{"stdout", "stream", lines{"2\n"}}}, cells[1].Outputs)
	assert.Equal(t, []any{
		stream{"stdout", "stream", lines{"NO LINE FEED1"}},
		display{Data: map[string]lines{"text/html": {"<div><svg>\n", "</svg></div>"}}, Type: "display_data"},
	}, cells[2].Outputs, "a variable begins anew with every cell")
	assert.Equal(t, 3, cells[2].Count)
}

func TestKernel_Faults(t *testing.T) {
	tests := []struct{ name, give, want string }{
		{"another command", "%goflags -race", "does not know"},
		{"no Go", "%%\nfor {", "cell x: "},
		{"unknown name", "%%\nprintln(m)", "undefined: m"},
		{"declared twice", "import \"os\"\nfunc a() {}\nfunc a() { os.Exit(0) }", "redeclared"},
		{"a named import", "import f \"fmt\"", "knows no names"},
		{"fails", "import \"os\"\n%%\nos.Exit(3)", "exit status 3"},
		{"standard error", "%%\nprintln(1)", "standard error"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := &notebook{Cells: []*cell{{Type: "code", ID: "x", Source: cut(tt.give)}}}
			assert.ErrorContains(t, n.run(t.TempDir()), tt.want)
		})
	}
}
