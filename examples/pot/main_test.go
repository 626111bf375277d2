package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/internal/golden"
)

// built is the program: `go run` itself turns every failure into exit code 1.
var built string

func TestMain(m *testing.M) { os.Exit(buildAndTest(m)) }

func buildAndTest(m *testing.M) int {
	dir, err := os.MkdirTemp("", "pot")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	built = filepath.Join(dir, "pot.exe") // Windows wants the ending, the others do not mind
	if out, err := exec.Command("go", "build", "-o", built, ".").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "%v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// An ended is a run of the program that is over.
type ended struct {
	code      int
	out, errs string
}

// command runs the program in a folder with these files.
func command(t *testing.T, files map[string]string, stdin string, args ...string) ended {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	var out, errs strings.Builder
	cmd := exec.Command(built, args...)
	cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = dir, strings.NewReader(stdin), &out, &errs
	if err := cmd.Run(); err != nil {
		require.ErrorAs(t, err, new(*exec.ExitError))
	}
	return ended{cmd.ProcessState.ExitCode(), out.String(), errs.String()}
}

// The worked example as two tables.
const (
	peopleTable = "person,choices\nana,garden=50%|library=50%\nben,garden=100%\ncleo,garden=60%|cafe=40%\ndan,\n" +
		"eva,choir=25%|garden=50%\nfay,cafe=33.33%|garden=33.33%|library=33.33%\ngil,solidarity=1/2\n"
	recipientsTable = "id,name,floor,cap\ncafe,Repair café,100.00,\nchoir,Choir,50.00,\ngarden,Community garden,,300.00\n" +
		"library,Library of things,,\nsolidarity,Solidarity fund,,\n"
)

// ofTables are the flags that tables need.
func ofTables(more ...string) []string {
	return append([]string{"-owner", "Vega Housing Cooperative", "-pot", "1000.00 EUR", "-on", "2026-03-14",
		"-decision", "assembly of 2026-03-14, item 4", "-sink", "solidarity"}, more...)
}

func TestViews(t *testing.T) {
	tests := []struct {
		golden string
		give   []string
	}{
		{"worked.txt", nil},
		{"worked.out.json", []string{"-json"}},
		{"fay.txt", []string{"-statement", "fay"}},
		{"dan.txt", []string{"-statement", "dan"}},
		{"worked.journal", []string{"-ledger"}},
	}
	tables := map[string]string{"people.csv": peopleTable, "recipients.csv": recipientsTable}
	for _, tt := range tests {
		t.Run(tt.golden, func(t *testing.T) {
			got := command(t, nil, "", tt.give...)
			assert.Zero(t, got.code)
			assert.Empty(t, got.errs)
			golden.Equal(t, tt.golden, []byte(got.out))
			assert.Equal(t, got, command(t, map[string]string{"w.json": string(worked)}, "", append(tt.give, "w.json")...))
			assert.Equal(t, got, command(t, nil, string(worked), append(tt.give, "-")...))
			args := append(tt.give, ofTables("people.csv", "recipients.csv")...)
			assert.Equal(t, got, command(t, tables, "", args...))
			args = append(tt.give, ofTables("recipients.csv", "people.csv")...)
			assert.Equal(t, got, command(t, tables, "", args...))
		})
	}
	assert.True(t, json.Valid([]byte(command(t, nil, "", "-json").out)))
}

func TestUsage(t *testing.T) {
	help := command(t, nil, "", "-help")
	assert.Zero(t, help.code)
	assert.Empty(t, help.out)
	assert.True(t, strings.HasPrefix(help.errs, "usage: pot"))
	tests := []struct {
		name string
		give []string
		want string
	}{
		{"unknown flag", []string{"-colour"}, "-colour"},
		{"two views", []string{"-json", "-ledger"}, "alternatives"},
		{"three files", []string{"a", "b", "c"}, "3 files"},
		{"a file twice", ofTables("a", "a"), `"a" twice`},
		{"tables without a pot", []string{"-owner", "X", "a", "b"}, "need -pot"},
		{"a document with a pot", []string{"-pot", "1.00 EUR", "a"}, "-pot is for tables"},
		{"the example with a sink", []string{"-sink", "x"}, "-sink is for tables"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := command(t, nil, "", tt.give...)
			assert.Equal(t, 2, got.code)
			assert.Empty(t, got.out)
			assert.Contains(t, got.errs, tt.want)
			assert.Equal(t, 1, strings.Count(got.errs, "\n"))
		})
	}
}

// A page that nobody received is a failure.
func TestOutputFails(t *testing.T) {
	closed, err := os.Open(os.DevNull) // for reading
	require.NoError(t, err)
	defer closed.Close()
	var errs strings.Builder
	cmd := exec.Command(built)
	cmd.Stdout, cmd.Stderr = closed, &errs
	require.Error(t, cmd.Run())
	assert.Equal(t, 1, cmd.ProcessState.ExitCode())
	assert.True(t, strings.HasPrefix(errs.String(), "pot: write "), errs.String())
}

const badDocument = `{
  "owner": " Vega", "pot": "10.0.0 EUR",
  "on": "2026-02-31", "sink": "moon", "colour": "red",
  "recipients": [
    {"id": "cafe", "floor": "1.00"},
    {"id": "cafe"}, {"id": "a|b"}, {"name": "x"}
  ],
  "people": [
    {"id": "ana", "choices": "cafe=80%|moon=30%"},
    {"id": "ana", "choices": "cafe"},
    {"id": "ben", "choices": "cafe=-1%"}
  ]
}
`

// Every fault at once, in the order of the input, with its line and column in bytes.
func TestBadInput(t *testing.T) {
	const head = `{"owner":"V","pot":"10.00 EUR","on":"2026-03-14","decision":"d",`
	tables := func(people, recipients string) map[string]string {
		return map[string]string{"p.csv": people, "r.csv": recipients}
	}
	tests := []struct {
		name  string
		files map[string]string
		args  []string
		want  []string // the beginnings of the lines
	}{
		{"a document", map[string]string{"x.json": badDocument}, []string{"x.json"}, []string{
			`x.json:1:1: decision is missing`, `x.json:2:12: owner: " Vega" begins`, `x.json:2:28: pot: `, `x.json:3:9: on: `,
			`x.json:3:31: the sink "moon" is not a recipient (D-6)`, `x.json:3:39: unknown key "colour"`,
			`x.json:6:12: recipient "cafe" stands twice (D-6)`, `x.json:6:28: recipient "a|b": a bar`, `x.json:6:36: recipient: the name is empty`,
			`x.json:9:30: "moon" is not a recipient (D-6)`, `x.json:9:30: the shares add up to more than 100% (D-1)`,
			`x.json:10:12: "ana" stands twice: one person directs one part (D-9)`, `x.json:10:30: choice "cafe"`, `x.json:11:30: negative share`,
		}},
		{"limits", map[string]string{"x.json": head + `
"recipients":[{"id":"a","floor":"2.00","cap":"1.00"},{"id":"b","floor":"-1.00","cap":"x"}],"sink":"a",
"people":[{"id":"p"}]}`}, []string{"x.json"}, []string{
			`x.json:2:46: the cap 1.00 is below the floor 2.00`, `x.json:2:72: floor: -1.00 EUR is below nothing`, `x.json:2:86: cap: `,
			`x.json:2:99: the sink "a" has a floor or a cap`,
		}},
		{"wrong types lose what hangs on them", map[string]string{"x.json": head + `
"recipients":[{"id":5},7],"people":[{"id":"p","choices":"a=1%"}],"people":[]}`}, []string{"x.json"}, []string{
			`x.json:2:21: want text in quotation marks`, `x.json:2:24: want an object`, `x.json:2:66: "people" stands twice`,
		}},
		{"nobody and nothing", map[string]string{"x.json": `{"owner":"V","pot":"0.00 EUR","on":"2026-03-14","decision":"d"}`}, []string{"x.json"}, []string{
			`x.json:1:1: no recipients`, `x.json:1:1: no people`, `x.json:1:20: pot: 0.00 EUR is nothing to split`,
		}},
		{"not JSON", map[string]string{"x.json": "{\n  \"owner\": oops}"}, []string{"x.json"}, []string{`x.json:2:12: invalid character 'o'`}},
		{"cut short", map[string]string{"x.json": "{\n"}, []string{"x.json"}, []string{`x.json:1:2: unexpected end`}},
		{"an array", map[string]string{"x.json": "[]"}, []string{"x.json"}, []string{`x.json:1:1: want an object`}},
		{"not UTF-8", map[string]string{"x.json": "{\"owner\":\n\"\xff\"}"}, []string{"x.json"}, []string{`x.json:2:2: not UTF-8`}},
		{"no such file", nil, []string{"x.json"}, []string{`pot: open x.json`}},
		{"no such person", nil, []string{"-statement", "zoe"}, []string{`pot: -statement: there is no person "zoe"`}},
		{"tables", tables("person,choices\nana,garden=101%\nben\nana,moon=5%\n", "id,name,floor,cap\ngarden,,1.001,\n"),
			ofTables("p.csv", "r.csv"), []string{
				`p.csv:2:5: the shares add up to more than 100% (D-1)`, `p.csv:3:1: 1 fields, and the header has 2`,
				`p.csv:4:1: "ana" stands twice`, `r.csv:2:9: floor: `,
			}},
		{"flags", tables("person,choices\nana,\n", "id\nsolidarity\n"),
			append(ofTables("-pot", "10.00", "-on", "soon", "-sink", "moon"), "p.csv", "r.csv"), []string{
				`-on: on: `, `-pot: pot: `, `-sink: the sink "moon" is not a recipient (D-6)`,
			}},
		{"headers", tables("persona,choices\nana,\n", "id,colour,id\nx,y,z\n"), ofTables("p.csv", "r.csv"), []string{
			`p.csv:1:1: want the header`, `r.csv:1:4: unknown column "colour"`, `r.csv:1:11: column "id" stands twice`,
		}},
		{"two tables of one kind", tables("person,choices\nana,\n", "person,choices\nben,\n"), ofTables("p.csv", "r.csv"), []string{
			`r.csv:1:1: a second table of people, after p.csv`,
		}},
		{"a bad quote", tables("person,choices\nana,\"a\"b\nben,\n", "id\nsolidarity\n"), ofTables("p.csv", "r.csv"), []string{`p.csv:2:`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := command(t, tt.files, "", tt.args...)
			assert.Equal(t, 1, got.code)
			assert.Empty(t, got.out)
			lines := strings.Split(strings.TrimSuffix(got.errs, "\n"), "\n")
			require.Len(t, lines, len(tt.want), got.errs)
			for i, want := range tt.want {
				assert.True(t, strings.HasPrefix(lines[i], want), "want %s\ngot  %s", want, lines[i])
			}
		})
	}
}

// A statement says nothing of what the others did.
func TestStatement_NoSums(t *testing.T) {
	for _, id := range []string{"ana", "ben", "cleo", "dan", "eva", "fay", "gil"} {
		out := command(t, nil, "", "-statement", id).out
		for _, sum := range []string{"104.75", "35.71 EUR cut", "419.01", "119.03", "226.14", "154.72", "119.01"} {
			assert.NotContains(t, out, sum, id)
		}
		for _, other := range []string{"ana", "ben", "cleo", "dan", "eva", "fay", "gil"} {
			assert.True(t, other == id || !strings.Contains(out, other), "%s in the statement of %s", other, id)
		}
	}
}
