package tidy

import (
	"bytes"
	"errors"
	"fmt"
	"go/types"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/internal/golden"
)

// labels are the promises that a package can make about its API; see doc.go.
var labels = []string{"stable", "settling", "experimental"}

// api returns what a package exports, a feature a line, in byte order.
func api(pkg *types.Package) []string {
	var lines []string
	qualify := func(p *types.Package) string {
		if p == pkg {
			return ""
		}
		return p.Name()
	}
	scope := pkg.Scope()
	for _, name := range scope.Names() {
		obj := scope.Lookup(name)
		if !obj.Exported() {
			continue
		}
		switch obj := obj.(type) {
		case *types.Const:
			lines = append(lines, types.ObjectString(obj, qualify)+" = "+obj.Val().ExactString())
		case *types.TypeName:
			lines = append(lines, typeLines(obj, qualify)...)
		default:
			lines = append(lines, types.ObjectString(obj, qualify))
		}
	}
	slices.Sort(lines)
	return lines
}

// typeLines are a type, its exported fields, and its exported methods.
func typeLines(obj *types.TypeName, qualify types.Qualifier) (lines []string) {
	named, ok := obj.Type().(*types.Named)
	if obj.IsAlias() || !ok {
		return []string{types.ObjectString(obj, qualify)}
	}
	head := types.TypeString(named, qualify) // with the type parameters
	switch under := named.Underlying().(type) {
	case *types.Struct:
		lines = append(lines, "type "+head+" struct")
		for f := range under.Fields() {
			if f.Exported() {
				lines = append(lines, fmt.Sprintf("field %s.%s %s", obj.Name(), f.Name(), types.TypeString(f.Type(), qualify)))
			}
		}
	case *types.Interface:
		lines = append(lines, "type "+head+" interface")
		for m := range under.Methods() {
			lines = append(lines, fmt.Sprintf("method %s.%s%s", obj.Name(), m.Name(), signature(m, qualify)))
		}
	default:
		lines = append(lines, "type "+head+" "+types.TypeString(under, qualify))
	}
	for m := range named.Methods() {
		if m.Exported() {
			recv := types.TypeString(m.Signature().Recv().Type(), qualify)
			lines = append(lines, fmt.Sprintf("method (%s) %s%s", recv, m.Name(), signature(m, qualify)))
		}
	}
	return lines
}

func signature(m *types.Func, qualify types.Qualifier) string {
	return strings.TrimPrefix(types.TypeString(m.Signature(), qualify), "func")
}

// apiFile is where the API of a unit is kept, below testdata; "" if it has none.
func apiFile(u *unit) string {
	switch {
	case u.main() || !u.core() || family(u.path) == "internal" || len(u.files) == 0:
		return ""
	case u.path == "":
		return "api/vicinia.txt"
	}
	return "api/" + u.path + ".txt"
}

// label returns the promise in the first line of a file; a new one promises nothing.
func label(t *testing.T, file string) string {
	text, err := os.ReadFile(filepath.Join("testdata", file))
	if errors.Is(err, fs.ErrNotExist) {
		return "experimental"
	}
	require.NoError(t, err)
	first, _, _ := bytes.Cut(text, []byte("\n"))
	assert.Contains(t, labels, string(first), "%s: the first line is the promise", file)
	return string(first)
}

func TestAPI(t *testing.T) {
	defer func() {
		if t.Failed() {
			t.Log("go test ./internal/tidy -run TestAPI -update; then say in CHANGELOG.md what moved, and why")
		}
	}()
	known := map[string]bool{}
	for _, u := range loaded(t).units {
		file := apiFile(u)
		if file == "" {
			continue
		}
		known[file] = true
		golden.Equal(t, file, []byte(label(t, file)+"\n"+strings.Join(api(u.pkg), "\n")+"\n"))
	}
	err := fs.WalkDir(os.DirFS("testdata"), "api", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			assert.True(t, known[name], "testdata/%s: its package is gone; remove it, and say so in CHANGELOG.md", name)
		}
		return err
	})
	require.NoError(t, err)
}

func TestAPI_Seeded(t *testing.T) {
	u := plant(t, loaded(t), "fiscal", map[string]string{"a.go": `package seed
import "time"
const A, b = 1, 2
var V error
type T struct { X, y int; time.Month }
func (T) M(n int) (ok bool) { return }
func (*T) P() {}
func (T) q() {}
type I interface { M(int) bool; q() }
type G[K comparable] struct { Key K }
func (G[K]) Get(k K) K { return k }
func F[K ~int](ks ...K) K { return ks[0] }
type N int
type L = []N
type u struct{ X int }
func (u) M() {}`})
	want := []string{
		"const A untyped int = 1",
		"field G.Key K",
		"field T.Month time.Month",
		"field T.X int",
		"func F[K ~int](ks ...K) K",
		"method (*T) P()",
		"method (G[K]) Get(k K) K",
		"method (T) M(n int) (ok bool)",
		"method I.M(int) bool",
		"method I.q()",
		"type G[K comparable] struct",
		"type I interface",
		"type L = []N",
		"type N int",
		"type T struct",
		"var V error",
	}
	assert.Equal(t, want, api(u.pkg))
}
