package tidy

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"
)

// This file holds what makes equal inputs give equal outcomes.

// mapRanges finds walks over maps whose order could reach a result.
func mapRanges(u *unit, report func(token.Pos, string, ...any)) {
	sorted := map[ast.Node]bool{} // calls and loops whose result is sorted at once
	u.each(func(n ast.Node) {
		switch n := n.(type) {
		case *ast.CallExpr:
			if name := u.callee(n); strings.HasPrefix(name, "slices.Sorted") || name == "maps.Collect" || name == "maps.Insert" {
				for _, arg := range n.Args {
					sorted[arg] = true
				}
			} else if !sorted[n] && (name == "maps.Keys" || name == "maps.Values" || name == "maps.All") {
				report(n.Pos(), "%s has no order: use slices.Sorted(maps.Keys(m))", name)
			}
		case *ast.BlockStmt:
			u.markSorted(n.List, sorted)
		case *ast.CaseClause:
			u.markSorted(n.Body, sorted)
		case *ast.RangeStmt:
			if t := u.info.TypeOf(n.X); t != nil && !sorted[n] {
				if _, ok := t.Underlying().(*types.Map); ok {
					report(n.Pos(), "a map has no order: range over slices.Sorted(maps.Keys(m))")
				}
			}
		}
	})
}

// markSorted marks loops that do nothing but x = append(x, ...), where the next statement
// sorts x.
func (u *unit) markSorted(list []ast.Stmt, sorted map[ast.Node]bool) {
	for i := range len(list) - 1 {
		loop, ok := list[i].(*ast.RangeStmt)
		if !ok || len(loop.Body.List) != 1 {
			continue
		}
		set, ok := loop.Body.List[0].(*ast.AssignStmt)
		if !ok || len(set.Lhs) != 1 || len(set.Rhs) != 1 {
			continue
		}
		add, ok := set.Rhs[0].(*ast.CallExpr)
		if !ok || types.ExprString(add.Fun) != "append" || types.ExprString(add.Args[0]) != types.ExprString(set.Lhs[0]) {
			continue
		}
		next, ok := list[i+1].(*ast.ExprStmt)
		if !ok {
			continue
		}
		sort, ok := next.X.(*ast.CallExpr)
		if ok && strings.HasPrefix(u.callee(sort), "slices.Sort") && types.ExprString(sort.Args[0]) == types.ExprString(set.Lhs[0]) {
			sorted[loop] = true
		}
	}
}

// callee names a called function of a package, as maps.Keys; "" for other calls.
func (u *unit) callee(call *ast.CallExpr) string {
	fun := ast.Unparen(call.Fun)
	if index, ok := fun.(*ast.IndexExpr); ok {
		fun = index.X
	}
	sel, ok := fun.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	return fullName(u.info.Uses[sel.Sel])
}

// fullName is path.Name of a function or variable of a package; "" for methods, fields and
// the rest.
func fullName(obj types.Object) string {
	if obj == nil || obj.Pkg() == nil || obj.Parent() != obj.Pkg().Scope() {
		return ""
	}
	return obj.Pkg().Path() + "." + obj.Name()
}

// floats finds values and types that are not exact.
func floats(u *unit, report func(token.Pos, string, ...any)) {
	for _, in := range append(u.pkg.Imports(), u.pkg) {
		drawn := in.Path() == module+"/confed/sim" || in.Path() == module+"/confed/chart"
		if drawn && (in == u.pkg || !u.core()) {
			return
		}
	}
	seen := map[string]bool{} // one report a line
	u.each(func(n ast.Node) {
		e, ok := n.(ast.Expr)
		if !ok || u.info.TypeOf(e) == nil {
			return
		}
		basic, ok := u.info.TypeOf(e).Underlying().(*types.Basic)
		if !ok || basic.Info()&(types.IsFloat|types.IsComplex) == 0 {
			return
		}
		at := u.fset.Position(e.Pos())
		if line := fmt.Sprint(at.Filename, at.Line); !seen[line] {
			seen[line] = true
			report(e.Pos(), "%s is a %s: use int64, fiscal.Money or vicinia.Ratio", types.ExprString(e), basic)
		}
	})
}

// banned has, for every name that is not used, what to do instead. A name that ends in .*
// stands for its package.
var banned = []struct {
	names    string
	everyone bool // examples too
	instead  string
}{
	{"time.Now time.Since time.Until time.After time.AfterFunc time.Tick time.NewTimer time.NewTicker time.Sleep", false,
		"take the day as a vicinia.Date"},
	{"time.Local", true, "use time.UTC"},
	{"os.Getenv os.LookupEnv os.Environ os.ExpandEnv", true, "take the setting as an argument (examples may read VICINIA_ names)"},
	{"os.Exit log.* log/slog.*", false, "return an error"},
	{"os.Stdout os.Stderr os.Stdin", false, "take an io.Writer or io.Reader"},
	{"fmt.Print fmt.Printf fmt.Println", false, "write to an io.Writer"},
	{"sort.*", true, "use slices.SortFunc, slices.Sort or slices.BinarySearchFunc"},
	{"math/rand.*", true, "use math/rand/v2 with a seeded PCG"},
	{"golang.org/x/exp/rand.*", true, "use math/rand/v2 with a seeded PCG"},
}

// bans finds names that are not used here, whether they are called or only passed on.
func bans(u *unit, report func(token.Pos, string, ...any)) {
	ours := map[ast.Node]bool{} // os.Getenv("VICINIA_...") of an example
	u.each(func(n ast.Node) {
		switch n := n.(type) {
		case *ast.CallExpr:
			if !u.core() && strings.HasSuffix(u.callee(n), "env") && len(n.Args) == 1 && strings.HasPrefix(u.text(n.Args[0]), "VICINIA_") {
				ours[n.Fun.(*ast.SelectorExpr).Sel] = true
			}
		case *ast.Ident:
			if instead := u.instead(u.info.Uses[n]); instead != "" && !ours[n] {
				report(n.Pos(), "%s is banned: %s", n.Name, instead)
			}
		}
	})
}

func (u *unit) instead(obj types.Object) string {
	name := fullName(obj)
	if fun, ok := obj.(*types.Func); ok && strings.HasPrefix(name, "math/rand/v2.") && !strings.HasPrefix(fun.Name(), "New") {
		return "use rand.New(rand.NewPCG(seed, stream)), not the global source"
	}
	for _, b := range banned {
		for ban := range strings.FieldsSeq(b.names) {
			whole, ok := strings.CutSuffix(ban, "*")
			hit := name == ban || ok && strings.TrimPrefix(name, whole) != name && !strings.Contains(strings.TrimPrefix(name, whole), "/")
			if hit && (b.everyone || u.core()) {
				return b.instead
			}
		}
	}
	return ""
}

// text is the value of a constant string; "" for anything else.
func (u *unit) text(e ast.Expr) string {
	if v := u.info.Types[e].Value; v != nil && v.Kind() == constant.String {
		return constant.StringVal(v)
	}
	return ""
}

// panics finds panics that do not say whose they are.
func panics(u *unit, report func(token.Pos, string, ...any)) {
	if !u.core() {
		return
	}
	u.each(func(n ast.Node) {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return
		}
		name, ok := call.Fun.(*ast.Ident)
		if !ok || u.info.Uses[name] != types.Universe.Lookup("panic") {
			return
		}
		if want := u.pkg.Name() + ": "; !strings.HasPrefix(u.start(call.Args[0]), want) {
			report(call.Pos(), "a panic is text that begins with %q; bad data is an error", want)
		}
	})
}

// start is the constant text that an expression begins with, as far as it can be told.
func (u *unit) start(e ast.Expr) string {
	if s := u.text(e); s != "" {
		return s
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.BinaryExpr:
		return u.start(e.X)
	case *ast.CallExpr:
		if name := u.callee(e); (name == "fmt.Sprintf" || name == "fmt.Errorf") && len(e.Args) > 0 {
			return u.start(e.Args[0])
		}
	}
	return ""
}
