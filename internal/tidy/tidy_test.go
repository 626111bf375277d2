package tidy

import (
	"go/ast"
	"go/parser"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// checks are all that is held of every package.
var checks = []struct {
	name  string
	check check
}{
	{"floors", floors},
	{"map ranges", mapRanges},
	{"floats", floats},
	{"bans", bans},
	{"panics", panics},
	{"lengths", lengths},
	{"comments", comments},
	{"package docs", packageDocs},
	{"records", records},
	{"skips", skips},
}

func TestTree(t *testing.T) {
	l := loaded(t)
	assert.Greater(t, len(l.units), 3, "the tree was not found")
	for _, c := range checks {
		t.Run(c.name, func(t *testing.T) {
			for _, u := range l.units {
				for _, fault := range u.run(c.check) {
					t.Error(fault)
				}
			}
		})
	}
	for _, u := range l.units {
		for _, fault := range u.idle() {
			t.Error(fault)
		}
	}
}

// A seed is a package of one file, and a part of each fault that its check must find in
// it, in order; none is a lawful neighbour.
type seed struct {
	check, path, give string
	want              []string
}

var seeds = []seed{
	{"floors", "", `import _ "` + module + `/internal/persist"`, []string{"an import points down"}},
	{"floors", "ballot", `import _ "` + module + `"`, nil},
	{"floors", "fiscal", `import _ "fmt"`, nil},
	{"floors", "ballot", `import _ "github.com/stretchr/testify/assert"`, []string{"outside tests"}},

	{"map ranges", "fiscal", `func F(m map[string]int) (n int) {
		for _, x := range m {
			n += x
		}
		return n
	}`, []string{"a.go:3: a map has no order"}},
	{"map ranges", "fiscal", `import "slices"
	func F(m map[string]int) (ids []string) {
		for id := range m {
			ids = append(ids, id)
		}
		slices.Sort(ids)
		return ids
	}`, nil},
	{"map ranges", "fiscal", `import "slices"
	func F(m map[string]int) (ids, all []string) {
		for id := range m {
			ids = append(ids, id)
		}
		slices.Sort(all)
		return ids, all
	}`, []string{"a map has no order"}},
	{"map ranges", "fiscal", `import ("maps"; "slices")
	func F(m map[string]int) []string { return slices.Collect(maps.Keys(m)) }`, []string{"maps.Keys has no order"}},
	{"map ranges", "fiscal", `import ("maps"; "slices")
	func F(m map[string]int) []string { return slices.Sorted(maps.Keys(m)) }`, nil},
	{"map ranges", "fiscal", `func F(m map[string]int) (n int) {
		//tidy: a sum of integers has no order
		for _, x := range m {
			n += x
		}
		return n
	}`, nil},
	{"map ranges", "fiscal", `func F(m map[string]int) (n int) {
		for _, x := range m { //tidy:
			n += x
		}
		return n
	}`, []string{"a map has no order"}},

	{"floats", "fiscal", `var X = 0.5`, []string{"is a float64"}},
	{"floats", "fiscal", `type T struct{ X []float32 }`, []string{"float32 is a float32"}},
	{"floats", "fiscal", `func F(x int) int { return int(float64(x)) }`, []string{"is a float64"}},
	{"floats", "fiscal", `const N int = 1e6`, nil},
	{"floats", "confed/chart", `var X = 0.5`, nil},

	{"bans", "confed", `import "time"
	var Now = time.Now`, []string{"Now is banned: take the day as a vicinia.Date"}},
	{"bans", "confed", `import "time"
	func F(t time.Time) int { return t.Year() }`, nil},
	{"bans", "confed", `import "os"
	func F() string { return os.Getenv("VICINIA_DATA") }`, []string{"Getenv is banned"}},
	{"bans", "examples/year", `import "os"
	func F() string { return os.Getenv("VICINIA_DATA") }`, nil},
	{"bans", "examples/year", `import "os"
	func F() string { return os.Getenv("HOME") }`, []string{"Getenv is banned"}},
	{"bans", "examples/year", `import "math/rand/v2"
	func F() int { return rand.IntN(6) }`, []string{"IntN is banned: use rand.New(rand.NewPCG"}},
	{"bans", "confed", `import "math/rand/v2"
	func F() int { return rand.New(rand.NewPCG(1, 2)).IntN(6) }`, nil},
	{"bans", "confed", `import "math/rand"
	func F() int { return rand.Intn(6) }`, []string{"Intn is banned: use math/rand/v2"}},
	{"bans", "confed", `import "fmt"
	func F() { fmt.Println(fmt.Sprint(1)) }`, []string{"Println is banned: write to an io.Writer"}},
	{"bans", "examples/year", `import "fmt"
	func F() { fmt.Println(1) }`, nil},
	{"bans", "confed", `import "sort"
	func F(x []int) { sort.Slice(x, func(i, j int) bool { return x[i] < x[j] }) }`, []string{"Slice is banned: use slices.SortFunc"}},
	{"bans", "confed", `import "log"
	func F() { log.Print(1) }`, []string{"Print is banned: return an error"}},

	{"panics", "fiscal", `func F() { panic("seed: no") }`, nil},
	{"panics", "fiscal", `import "fmt"
	func F() { panic(fmt.Sprintf("seed: no %d", 1)) }`, nil},
	{"panics", "fiscal", `func F(err error) { panic("seed: " + err.Error()) }`, nil},
	{"panics", "fiscal", `func F() { panic("no") }`, []string{`begins with "seed: "`}},
	{"panics", "fiscal", `func F(err error) { panic(err) }`, []string{`begins with "seed: "`}},
	{"panics", "examples/year", `func F(err error) { panic(err) }`, nil},

	{"lengths", "fiscal", "func F() {" + strings.Repeat("\n", 69) + "}", nil},
	{"lengths", "fiscal", "func F() {" + strings.Repeat("\n", 70) + "}", []string{"fiscal.F has 71 lines: at most 70"}},

	{"comments", "fiscal", "func F() {}", []string{"F: want a comment"}},
	{"comments", "fiscal", "// F does.\nfunc F() {}", nil},
	{"comments", "fiscal", "// Does F.\nfunc F() {}", []string{"F: want a comment"}},
	{"comments", "fiscal", "// Fine.\ntype F int", []string{"F: want a comment"}},
	{"comments", "fiscal", "// A F is.\ntype F int\nfunc (F) G() {}", []string{"G: want a comment"}},
	{"comments", "fiscal", "type f int\nfunc (f) G() {}", nil},
	{"comments", "fiscal", "// Of two.\nconst (\n\tA = 1\n\tB = 2\n)", nil},
	{"comments", "fiscal", "// Names of things.\ntype (\n\tA string\n\tB string\n)", nil},
	{"comments", "fiscal", "type (\n\tA string // a name\n\tB string\n)", []string{"B: want a comment"}},
	{"comments", "fiscal", "const (\n\tA = 1\n\tB = 2 // the other\n)", []string{"A: want a comment"}},
	{"comments", "fiscal", "// Of one.\nvar A = 1", []string{"A: want a comment"}},

	{"records", "confed", `import "` + module + `/ballot"
	type T struct{ ballot.Record }
	func (T) Winners() {}`, []string{"T embeds ballot.Record and must declare AppendBinary itself"}},
	{"records", "ballot", `type Record struct{}
	type T struct{ Record }
	func (T) Winners() {}`, []string{"T embeds ballot.Record and must declare AppendBinary itself"}},
	{"records", "ballot", `type Record struct{}
	type T struct{ Record }
	func (T) Winners() {}
	func (*T) AppendBinary() {}
	type U struct{ *T }`, []string{"U embeds ballot.Record and must declare Winners", "U embeds ballot.Record and must declare AppendBinary"}},
	{"records", "ballot", `type Record struct{}
	type T struct{ R Record }
	type U struct{ Record }
	func (U) Winners() {}
	func (U) AppendBinary() {}`, nil},
}

// plant type-checks a seed as package seed, in a.go.
func plant(t *testing.T, l *loader, path string, files map[string]string) *unit {
	t.Helper()
	var code, tests []*ast.File
	for _, name := range []string{"a.go", "doc.go", "main.go", "a_test.go"} {
		if files[name] == "" {
			continue
		}
		f, err := parser.ParseFile(l.fset, name, files[name], parser.ParseComments)
		require.NoError(t, err)
		if strings.HasSuffix(name, "_test.go") {
			tests = append(tests, f)
		} else {
			code = append(code, f)
		}
	}
	u, err := l.check(path, code, tests)
	require.NoError(t, err)
	return u
}

// same requires each fault found to hold the part that is wanted.
func same(t *testing.T, want, found []string) {
	t.Helper()
	require.Len(t, found, len(want), "%q", found)
	for i := range want {
		assert.Contains(t, found[i], want[i])
	}
}

func TestSeeds(t *testing.T) {
	l := loaded(t)
	caught, spared := map[string]bool{"package docs": true, "skips": true}, map[string]bool{"package docs": true, "skips": true}
	for _, c := range checks {
		for _, s := range seeds {
			if s.check != c.name {
				continue
			}
			t.Run(c.name, func(t *testing.T) {
				u := plant(t, l, s.path, map[string]string{"a.go": "package seed\n" + s.give})
				same(t, s.want, u.run(c.check))
			})
			caught[c.name] = caught[c.name] || s.want != nil
			spared[c.name] = spared[c.name] || s.want == nil
		}
		assert.True(t, caught[c.name] && spared[c.name], "%s: want a seeded violation and a lawful neighbour", c.name)
	}
}

func TestMayImport(t *testing.T) {
	tests := []struct {
		giveFrom, giveTo string
		want             bool
	}{
		{"", "ballot", false},
		{"internal/canon", "", true},
		{"internal/canon", "internal/exact", true},
		{"internal/canon", "ballot", false},
		{"ballot", "internal/lot", true},
		{"ballot/stv", "ballot", true},
		{"ballot/stv", "fiscal", false},
		{"fiscal/tax", "ballot", false},
		{"fiscal/tax", "confed", false},
		{"confed/census", "internal/persist", true},
		{"confed/census", "fiscal", false},
		{"confed/census", "ballot", false},
		{"confed/chart", "confed/census", false},
		{"confed", "confed/census", true},
		{"confed", "confed/year", false},
		{"confed/year", "confed", true},
		{"confed/year", "confed/report", false},
		{"confed/report", "confed/year", true},
		{"confed/folder", "confed/year", false},
		{"examples/year", "confed/year", true},
		{"examples/year", "examples/worlds", true},
		{"examples/embed", "examples/poll", true},
		{"examples/year", "examples/tally", false},
		{"examples/year", "internal/persist", false},
		{"ballot", "examples/worlds", false},
	}
	for _, tt := range tests {
		t.Run(tt.giveFrom+" to "+tt.giveTo, func(t *testing.T) {
			assert.Equal(t, tt.want, mayImport(tt.giveFrom, tt.giveTo))
		})
	}
}

func TestMayRequire(t *testing.T) {
	assert.True(t, mayRequire("ballot", "golang.org/x/exp/constraints"))
	assert.True(t, mayRequire("fiscal/equalize", "github.com/cockroachdb/apd/v3"))
	assert.False(t, mayRequire("ballot", "github.com/cockroachdb/apd/v3"))
	assert.False(t, mayRequire("fiscal", "golang.org/x/exp/slices"))
}

func TestPackageDocs(t *testing.T) {
	l := loaded(t)
	tests := []struct {
		name, path string
		give       map[string]string
		want       []string
	}{
		{"doc.go", "ballot", map[string]string{"a.go": "package seed", "doc.go": "// Package seed is.\npackage seed"}, nil},
		{"none", "ballot", map[string]string{"a.go": "package seed"}, []string{"needs a comment in doc.go"}},
		{"elsewhere", "ballot", map[string]string{"a.go": "// Package seed is.\npackage seed", "doc.go": "// Package seed is.\npackage seed"},
			[]string{"belongs in doc.go"}},
		{"elsewhere in an example", "examples/here", map[string]string{"a.go": "// Package seed is.\npackage seed"}, nil},
		{"another name", "ballot", map[string]string{"doc.go": "// Package weed is.\npackage seed"}, []string{`begins with "Package seed "`, "needs a comment"}},
		{"a command", "examples/here", map[string]string{"main.go": "// Command here does.\npackage main\nfunc main() {}"}, nil},
		{"a command without", "examples/here", map[string]string{"main.go": "package main\nfunc main() {}"}, []string{"needs a comment in main.go"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			same(t, tt.want, plant(t, l, tt.path, tt.give).run(packageDocs))
		})
	}
}

func TestSkips(t *testing.T) {
	u := plant(t, loaded(t), "ballot", map[string]string{"a_test.go": `package seed
import "testing"
func TestA(t *testing.T) { t.Skip() }
func TestB(t *testing.T) { t.SkipNow() }
func TestC(t *testing.T) { t.Skip("VICINIA_DATA is not set") }`})
	same(t, []string{"a_test.go:3: t.Skip() must say why", "a_test.go:4: t.SkipNow() is banned"}, u.run(skips))
}

func TestAllowances(t *testing.T) {
	u := plant(t, loaded(t), "fiscal", map[string]string{"a.go": `package seed
//tidy: nothing here
var A = 1

//tidy: a physical constant
const B = 0.5`})
	assert.Empty(t, u.run(floats))
	same(t, []string{"a.go:2: this comment lets nothing off"}, u.idle())
}

// The ratchet holds a long function where it was, and turns when that shrinks.
func TestLengths_Ratchet(t *testing.T) {
	defer func() { long = map[string]int{} }()
	l := loaded(t)
	long = map[string]int{"fiscal.F": 80}
	give := func(lines int) *unit {
		return plant(t, l, "fiscal", map[string]string{"a.go": "package seed\nfunc F() {" + strings.Repeat("\n", lines-1) + "}"})
	}
	assert.Empty(t, give(80).run(lengths))
	same(t, []string{"F has 81 lines: at most 80"}, give(81).run(lengths))
	same(t, []string{"F has 75 lines by now: lower its entry"}, give(75).run(lengths))
}
