package tidy

import (
	"go/ast"
	"go/token"
	"go/types"
	"path"
	"slices"
	"strings"
)

// This file holds what a reader meets: length, comments, doc.go.

const lineMax = 70

// long is the ratchet: functions that were longer when the rule came, and how long they
// may be. An entry is lowered with its function and goes when that is short enough.
var long = map[string]int{}

func lengths(u *unit, report func(token.Pos, string, ...any)) {
	u.each(func(n ast.Node) {
		f, ok := n.(*ast.FuncDecl)
		if !ok {
			return
		}
		lines := u.fset.Position(f.End()).Line - u.fset.Position(f.Pos()).Line + 1
		name := u.path + "." + f.Name.Name
		most, known := long[name]
		switch {
		case known && lines < most:
			report(f.Pos(), "%s has %d lines by now: lower its entry in the ratchet", name, lines)
		case lines > max(most, lineMax):
			report(f.Pos(), "%s has %d lines: at most %d", name, lines, max(most, lineMax))
		}
	})
}

// comments finds what is exported without a comment that begins with its name.
func comments(u *unit, report func(token.Pos, string, ...any)) {
	if u.main() {
		return
	}
	for _, f := range u.files {
		for _, decl := range f.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && (d.Recv == nil || ast.IsExported(receiver(d))) && !named(d.Doc, d.Name.Name) {
					report(d.Pos(), "%s: want a comment that begins with its name", d.Name.Name)
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					for _, name := range undocumented(d, spec) {
						report(name.Pos(), "%s: want a comment that begins with its name", name.Name)
					}
				}
			}
		}
	}
}

func receiver(d *ast.FuncDecl) string {
	return strings.TrimLeft(strings.Split(types.ExprString(d.Recv.List[0].Type), "[")[0], "*")
}

// undocumented returns the exported names of a spec that nothing explains. In a group,
// the comment of the group, or one above or beside the line, is enough.
func undocumented(d *ast.GenDecl, spec ast.Spec) (names []*ast.Ident) {
	group := d.Lparen.IsValid()
	explained := func(name string, doc, beside *ast.CommentGroup) bool {
		return group && (d.Doc != nil || doc != nil || beside != nil) || !group && named(d.Doc, name)
	}
	switch s := spec.(type) {
	case *ast.TypeSpec:
		if s.Name.IsExported() && !explained(s.Name.Name, s.Doc, s.Comment) {
			names = append(names, s.Name)
		}
	case *ast.ValueSpec:
		for _, name := range s.Names {
			if name.IsExported() && !explained(name.Name, s.Doc, s.Comment) {
				names = append(names, name)
			}
		}
	}
	return names
}

// named reports whether a comment begins with a name, or with an article and the name.
func named(doc *ast.CommentGroup, name string) bool {
	if doc == nil {
		return false
	}
	words := strings.Fields(doc.Text())
	if len(words) > 1 && (words[0] == "A" || words[0] == "An") {
		words = words[1:]
	}
	return len(words) > 0 && strings.TrimRight(words[0], ",.;:") == name
}

// packageDocs finds packages without a doc.go; a command has main.go, and a small package
// among the examples any file.
func packageDocs(u *unit, report func(token.Pos, string, ...any)) {
	home, begin := "doc.go", "Package "+u.pkg.Name()+" "
	if u.main() {
		home, begin = "main.go", "Command "+path.Base(u.path)+" "
	}
	found := false
	for _, f := range u.files {
		file := path.Base(u.fset.Position(f.Pos()).Filename)
		switch {
		case f.Doc == nil:
		case file != home && file != "doc.go" && (u.core() || u.main()):
			report(f.Pos(), "the comment of package %s belongs in %s", u.pkg.Name(), home)
		case !strings.HasPrefix(f.Doc.Text(), begin):
			report(f.Pos(), "the comment of package %s begins with %q", u.pkg.Name(), begin)
		default:
			found = true
		}
	}
	if !found && len(u.files) > 0 {
		report(u.files[0].Pos(), "package %s needs a comment in %s", u.path, home)
	}
}

// records finds types that embed ballot.Record and leave to it what it cannot know.
func records(u *unit, report func(token.Pos, string, ...any)) {
	scope := u.pkg.Scope()
	for _, name := range scope.Names() {
		obj, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || obj.IsAlias() || !embedsRecord(obj.Type()) {
			continue
		}
		var own []string
		for m := range obj.Type().(*types.Named).Methods() {
			own = append(own, m.Name())
		}
		for _, want := range []string{"Winners", "AppendBinary"} {
			if !slices.Contains(own, want) {
				report(obj.Pos(), "%s embeds ballot.Record and must declare %s itself, or its own fields are left out", name, want)
			}
		}
	}
}

func embedsRecord(t types.Type) bool {
	s, ok := t.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for f := range s.Fields() {
		if !f.Embedded() {
			continue
		}
		in := f.Type()
		if p, ok := in.(*types.Pointer); ok {
			in = p.Elem()
		}
		if n, ok := in.(*types.Named); ok && fullName(n.Obj()) == module+"/ballot.Record" || embedsRecord(in) {
			return true
		}
	}
	return false
}

// skips finds tests that step aside without a word.
func skips(u *unit, report func(token.Pos, string, ...any)) {
	for _, f := range u.tests {
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			switch fun := types.ExprString(call.Fun); fun {
			case "t.Skip", "b.Skip", "f.Skip":
				if len(call.Args) == 0 {
					report(call.Pos(), "%s() must say why", fun)
				}
			case "t.SkipNow", "b.SkipNow", "f.SkipNow":
				report(call.Pos(), "%s() is banned: use Skip and say why", fun)
			}
			return true
		})
	}
}
