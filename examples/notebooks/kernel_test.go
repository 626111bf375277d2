package notebooks

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A kernel runs cells as GoNB does (its help page, "GoNB Help Page" and "Special non-Go
// Commands"): each cell is a program of its own, made of all the declarations so far, whose
// main is what follows the line %%. Imports that a program does not use are dropped, as
// goimports does there. So a variable of the package begins anew with every cell.
//
// It knows less than GoNB: of the commands only %%, while those of the shell are left out;
// a name may be declared once, and every import is stated.
type kernel struct {
	dir     string // a module with the cells' main.go
	imports []*ast.ImportSpec
	decls   strings.Builder
	count   int
}

// gonbui stands in for the package of that name by which a cell shows pictures: a line of
// JSON for each display, into the file that takes the place of GoNB's pipe.
const gonbui = `package gonbui

import (
	"encoding/json"
	"os"
)

func DisplayHTML(html string) {
	f, err := os.OpenFile(os.Getenv("GONB_PIPE"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		panic(err)
	}
	defer f.Close()
	if err := json.NewEncoder(f).Encode(html); err != nil {
		panic(err)
	}
}

func DisplaySVG(svg string) { DisplayHTML("<div>" + svg + "</div>") }

func Sync() {}
`

// newKernel lays out a module in an empty folder, with vicinia from the tree around.
func newKernel(dir string) (*kernel, error) {
	top, err := filepath.Abs("../..")
	if err != nil {
		return nil, err
	}
	sums, err := os.ReadFile("go.sum")
	if err != nil {
		return nil, err
	}
	for _, f := range []struct{ name, text string }{
		{"go.mod", "module cells\n\ngo 1.26.0\n\n" +
			"require github.com/vicinia/vicinia v0.0.0\nreplace github.com/vicinia/vicinia => " + strconv.Quote(top) + "\n" +
			"require github.com/janpfeifer/gonb v0.0.0\nreplace github.com/janpfeifer/gonb => ./gonb\n"},
		{"go.sum", string(sums)},
		{"gonb/go.mod", "module github.com/janpfeifer/gonb\n\ngo 1.26.0\n"},
		{"gonb/gonbui/gonbui.go", gonbui},
	} {
		file := filepath.Join(dir, f.name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o777), os.WriteFile(file, []byte(f.text), 0o666)); err != nil {
			return nil, err
		}
	}
	return &kernel{dir: dir}, nil
}

// split is a cell's declarations, and the body of its main if it has one.
func split(source string) (decls, body string, err error) {
	var d, b strings.Builder
	to := &d
	for i, line := range strings.SplitAfter(source, "\n") {
		switch {
		case strings.TrimSpace(line) == "%%" && to == &d:
			to = &b
		case strings.HasPrefix(line, "%"):
			return "", "", fmt.Errorf("line %d: the test does not know %q", i+1, line)
		case !strings.HasPrefix(line, "!"):
			to.WriteString(line)
		}
	}
	return d.String(), b.String(), nil
}

// run runs a cell and fills in what it showed.
func (k *kernel) run(c *cell) error {
	decls, body, err := split(c.Source.text())
	if err != nil {
		return err
	}
	if err := k.declare(decls); err != nil {
		return err
	}
	program, err := k.program(body)
	if err != nil {
		return err
	}
	printed, shown, err := k.execute(program)
	if err != nil {
		return err
	}
	k.count++
	c.Count, c.Outputs = k.count, []any{}
	if printed != "" {
		c.Outputs = append(c.Outputs, stream{"stdout", "stream", cut(printed)})
	}
	for _, html := range shown {
		c.Outputs = append(c.Outputs, display{Data: map[string]lines{"text/html": cut(html)}, Type: "display_data"})
	}
	return nil
}

// declare keeps what a cell declares, its imports apart.
func (k *kernel) declare(decls string) error {
	const head = "package main\n"
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "cell.go", head+decls, parser.ParseComments)
	if err != nil {
		return err
	}
	k.imports = append(k.imports, f.Imports...)
	from := len(head)
	for _, d := range f.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.IMPORT {
			from = fset.Position(g.End()).Offset
		}
	}
	k.decls.WriteString((head + decls)[from:] + "\n")
	return nil
}

// program is the cell's main.go.
func (k *kernel) program(body string) (string, error) {
	code := k.decls.String() + "\nfunc main() {\nflag.Parse()\n" + body + "\n}\n"
	f, err := parser.ParseFile(token.NewFileSet(), "main.go", "package main\n"+code, 0)
	if err != nil {
		return "", err
	}
	used := map[string]bool{}
	ast.Inspect(f, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok {
				used[x.Name] = true
			}
		}
		return true
	})
	paths := []string{`"flag"`}
	for _, i := range k.imports {
		if i.Name != nil {
			return "", fmt.Errorf("import %s: the test knows no names for imports", i.Path.Value)
		}
		path := strings.Trim(i.Path.Value, `"`)
		if used[packageName(path)] && !slices.Contains(paths, i.Path.Value) {
			paths = append(paths, i.Path.Value)
		}
	}
	return "package main\n\nimport (\n" + strings.Join(paths, "\n") + "\n)\n" + code, nil
}

// packageName is the last element of an import path that is no version.
func packageName(importPath string) string {
	name := path.Base(importPath)
	if version.MatchString(name) {
		name = path.Base(path.Dir(importPath))
	}
	return name
}

var version = regexp.MustCompile(`^v[0-9]+$`)

// execute builds a program and returns what it printed and what it displayed. What it
// writes to standard error is an error.
func (k *kernel) execute(program string) (printed string, shown []string, err error) {
	pipe := filepath.Join(k.dir, "pipe")
	err = errors.Join(os.WriteFile(filepath.Join(k.dir, "main.go"), []byte(program), 0o666), os.WriteFile(pipe, nil, 0o666))
	if err != nil {
		return "", nil, err
	}
	binary := filepath.Join(k.dir, "cell.exe")
	build := exec.Command("go", "build", "-mod=mod", "-o", binary, ".")
	build.Dir = k.dir
	if out, err := build.CombinedOutput(); err != nil {
		return "", nil, fmt.Errorf("%w:\n%s", err, out)
	}
	var out, errs bytes.Buffer
	cell := exec.Command(binary)
	cell.Stdout, cell.Stderr = &out, &errs
	cell.Env = append(os.Environ(), "GONB_PIPE="+pipe)
	if err := cell.Run(); err != nil || errs.Len() > 0 {
		return "", nil, fmt.Errorf("the cell wrote to standard error, and ended with %v:\n%s", err, errs.Bytes())
	}
	shown, err = displays(pipe)
	return out.String(), shown, err
}

// displays reads what the stand-in of gonbui wrote.
func displays(pipe string) (shown []string, err error) {
	text, err := os.ReadFile(pipe)
	if err != nil {
		return nil, err
	}
	for in := json.NewDecoder(bytes.NewReader(text)); in.More(); {
		var html string
		if err := in.Decode(&html); err != nil {
			return nil, err
		}
		shown = append(shown, html)
	}
	return shown, nil
}
