package confed_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	. "github.com/vicinia/vicinia/confed"
)

// letters are the chapters of the register, and how many rules each has: hard ones,
// properties, choices.
var letters = []struct {
	letter                 string
	hard, property, choice int
}{
	{"R", 9, 4, 1}, {"T", 6, 3, 1}, {"D", 8, 5, 2}, {"C", 10, 5, 0}, {"K", 11, 5, 0},
	{"S", 4, 5, 0}, {"M", 4, 5, 0}, {"A", 2, 3, 0}, {"N", 0, 3, 0}, {"P", 0, 5, 0},
}

func TestInvariants_InOrder(t *testing.T) {
	all := Invariants()
	assert.Len(t, all, 101)
	for _, l := range letters {
		hard, property, choice := 0, 0, 0
		for n := range l.hard + l.property + l.choice {
			require.NotEmpty(t, all, l.letter)
			s := all[0]
			all = all[1:]
			assert.Equal(t, vicinia.Invariant(l.letter+"-"+strconv.Itoa(n+1)), s.ID)
			switch {
			case s.Hard:
				hard++
				assert.False(t, s.Choice, "%s is hard and a choice", s.ID)
			case s.Choice:
				choice++
			default:
				property++
			}
		}
		assert.Equal(t, []int{l.hard, l.property, l.choice}, []int{hard, property, choice}, l.letter)
	}
	assert.Empty(t, all)
}

func TestInvariants_Sentences(t *testing.T) {
	texts := map[string]vicinia.Invariant{}
	for _, s := range Invariants() {
		assert.Regexp(t, `^[A-Z].*[^ ]\.$`, s.Text, s.ID)
		assert.Equal(t, 1, strings.Count(s.Text, "."), "%s is one sentence", s.ID)
		assert.NotEmpty(t, s.Source, s.ID)
		assert.Empty(t, texts[s.Text], "%s says what another says", s.ID)
		texts[s.Text] = s.ID
	}
}

func TestStatementOf(t *testing.T) {
	for _, want := range Invariants() {
		got, ok := StatementOf(want.ID)
		assert.True(t, ok)
		assert.Equal(t, want, got)
	}
	_, ok := StatementOf("R-15")
	assert.False(t, ok)
	Invariants()[0].Text = "changed by a caller"
	first, _ := StatementOf("R-1")
	assert.NotEqual(t, "changed by a caller", first.Text)
}

var invariantForm = regexp.MustCompile(`^[A-Z]-[0-9]{1,2}$`)

// Every number that the code of the module speaks of is in the register.
func TestInvariants_OfTheCode(t *testing.T) {
	used := map[vicinia.Invariant]token.Position{}
	fset := token.NewFileSet()
	err := filepath.WalkDir("..", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") ||
			path == "invariant.go" || strings.HasSuffix(path, "confed/invariant.go") {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(fset, path, src, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			if s, err := strconv.Unquote(lit.Value); err == nil && invariantForm.MatchString(s) {
				used[vicinia.Invariant(s)] = fset.Position(lit.Pos())
			}
			return true
		})
		return nil
	})
	require.NoError(t, err)
	assert.Greater(t, len(used), 30, "the tree was not found")
	for id, at := range used {
		_, ok := StatementOf(id)
		assert.True(t, ok, "%s: %s is in no register", at, id)
	}
}
