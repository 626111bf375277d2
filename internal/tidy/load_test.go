package tidy

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	module = "github.com/vicinia/vicinia"
	top    = "../.." // of the tree, from here
)

// A unit is one package with its types, and the syntax of its tests.
type unit struct {
	path  string // below the module: "" or confed/census
	fset  *token.FileSet
	files []*ast.File
	tests []*ast.File
	pkg   *types.Package
	info  *types.Info
	allow map[string]*allowance // by file:line
}

// An allowance is a comment that lets its line, and the next, off.
type allowance struct {
	pos  token.Pos
	why  string
	used bool
}

// A loader type-checks against the compiler's export data, which go list names.
type loader struct {
	fset    *token.FileSet
	imports types.Importer
	units   []*unit
}

type listed struct {
	ImportPath, Dir, Export            string
	GoFiles, TestGoFiles, XTestGoFiles []string
	Module                             *struct{ Path string }
}

// seedImports are what the seeds need, whether or not the tree does.
var seedImports = []string{"fmt", "log", "maps", "math/rand", "math/rand/v2", "os", "slices", "sort", "time",
	"github.com/stretchr/testify/assert"}

var load = sync.OnceValues(func() (*loader, error) {
	args := append([]string{"list", "-export", "-deps",
		"-json=ImportPath,Dir,Export,GoFiles,TestGoFiles,XTestGoFiles,Module", module + "/..."}, seedImports...)
	cmd := exec.Command("go", args...)
	cmd.Dir = top
	out, err := cmd.Output()
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		return nil, fmt.Errorf("go list: %s", exit.Stderr)
	} else if err != nil {
		return nil, err
	}
	var ours []listed
	export := map[string]string{}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := dec.Decode(&p); err == io.EOF {
			break
		} else if err != nil {
			return nil, err
		}
		export[p.ImportPath] = p.Export
		if p.Module != nil && p.Module.Path == module {
			ours = append(ours, p)
		}
	}
	l := &loader{fset: token.NewFileSet()}
	l.imports = importer.ForCompiler(l.fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(export[path]) })
	for _, p := range ours {
		u, err := l.unit(p)
		if err != nil {
			return nil, err
		}
		l.units = append(l.units, u)
	}
	return l, nil
})

func loaded(t *testing.T) *loader {
	t.Helper()
	l, err := load()
	require.NoError(t, err)
	return l
}

func (l *loader) unit(p listed) (*unit, error) {
	parse := func(names []string) (files []*ast.File, err error) {
		for _, name := range names {
			// Relative, so that findings name the path that an editor opens.
			dir, err := filepath.Rel(mustAbs(top), p.Dir)
			if err != nil {
				return nil, err
			}
			text, err := os.ReadFile(filepath.Join(top, dir, name))
			if err != nil {
				return nil, err
			}
			f, err := parser.ParseFile(l.fset, filepath.ToSlash(filepath.Join(dir, name)), text, parser.ParseComments)
			if err != nil {
				return nil, err
			}
			files = append(files, f)
		}
		return files, nil
	}
	files, err := parse(p.GoFiles)
	if err != nil {
		return nil, err
	}
	tests, err := parse(append(p.TestGoFiles, p.XTestGoFiles...))
	if err != nil {
		return nil, err
	}
	return l.check(strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/"), files, tests)
}

func mustAbs(path string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		panic("tidy: " + err.Error())
	}
	return abs
}

func (l *loader) check(path string, files, tests []*ast.File) (*unit, error) {
	u := &unit{path: path, fset: l.fset, files: files, tests: tests, allow: map[string]*allowance{}}
	u.info = &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{},
		Defs:  map[*ast.Ident]types.Object{},
		Uses:  map[*ast.Ident]types.Object{},
	}
	conf := types.Config{Importer: l.imports}
	var err error
	u.pkg, err = conf.Check(strings.TrimSuffix(module+"/"+path, "/"), l.fset, files, u.info)
	for _, f := range append(files, tests...) {
		for _, group := range f.Comments {
			for _, c := range group.List {
				if why, ok := strings.CutPrefix(c.Text, "//tidy:"); ok {
					at := l.fset.Position(c.Pos())
					u.allow[fmt.Sprint(at.Filename, ":", at.Line)] = &allowance{pos: c.Pos(), why: strings.TrimSpace(why)}
				}
			}
		}
	}
	return u, err
}

// A check reports what a unit does against one rule.
type check func(u *unit, report func(at token.Pos, format string, args ...any))

// run returns what a check finds, in the order of its reports, less what is let off.
func (u *unit) run(c check) (found []string) {
	c(u, func(pos token.Pos, format string, args ...any) {
		at := u.fset.Position(pos)
		for _, line := range []int{at.Line, at.Line - 1} {
			if a := u.allow[fmt.Sprint(at.Filename, ":", line)]; a != nil && a.why != "" {
				a.used = true
				return
			}
		}
		found = append(found, fmt.Sprintf("%s:%d: %s", at.Filename, at.Line, fmt.Sprintf(format, args...)))
	})
	return found
}

// idle returns the comments that let nothing off; run every check before.
func (u *unit) idle() (found []string) {
	for _, f := range append(u.files, u.tests...) {
		for _, group := range f.Comments {
			at := u.fset.Position(group.Pos())
			for line := at.Line; line <= u.fset.Position(group.End()).Line; line++ {
				if a := u.allow[fmt.Sprint(at.Filename, ":", line)]; a != nil && !a.used {
					found = append(found, fmt.Sprintf("%s:%d: this comment lets nothing off, or lacks its reason", at.Filename, line))
				}
			}
		}
	}
	return found
}

// main reports whether the unit is a command.
func (u *unit) main() bool { return u.pkg.Name() == "main" }

// core reports whether the unit is of the library: everything below examples.
func (u *unit) core() bool { return u.path != "examples" && !strings.HasPrefix(u.path, "examples/") }

// each walks every node of the files that are not tests.
func (u *unit) each(visit func(ast.Node)) {
	for _, f := range u.files {
		ast.Inspect(f, func(n ast.Node) bool {
			if n != nil {
				visit(n)
			}
			return true
		})
	}
}
