package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/examples/poll"

	"github.com/vicinia/vicinia/examples/worlds"
)

// ask is serve for a document made of members.
func ask(t testing.TB, members map[string]any) answer {
	t.Helper()
	doc := map[string]any{"schema": Schema}
	for name, value := range members {
		doc[name] = value
	}
	in, err := json.Marshal(doc)
	require.NoError(t, err)
	return askText(t, string(in))
}

func askText(t testing.TB, in string) (a answer) {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, serve(strings.NewReader(in), &out))
	d := json.NewDecoder(&out)
	d.DisallowUnknownFields()
	require.NoError(t, d.Decode(&a))
	require.Equal(t, Schema, a.Schema)
	require.Equal(t, a.Result == nil, len(a.Faults) > 0, "a result or faults")
	return a
}

// workedFiles are the tables of the worked year.
func workedFiles(t testing.TB) map[string]string {
	t.Helper()
	dir, ok := worlds.Find("worked")
	require.True(t, ok)
	names, err := fs.Glob(dir, "*.csv")
	require.NoError(t, err)
	files := map[string]string{}
	for _, name := range names {
		text, err := fs.ReadFile(dir, name)
		require.NoError(t, err)
		files[name] = string(text)
	}
	return files
}

// command builds one of the other commands and returns how to run it in a folder of files.
func command(t *testing.T, name string) func(files map[string]string, args ...string) (code int, out string) {
	t.Helper()
	program := filepath.Join(t.TempDir(), name+".exe")
	out, err := exec.Command("go", "build", "-o", program, "../"+name).CombinedOutput()
	require.NoError(t, err, string(out))
	return func(files map[string]string, args ...string) (int, string) {
		dir := t.TempDir()
		for name, text := range files {
			require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
		}
		cmd := exec.Command(program, args...)
		cmd.Dir = dir
		out, err := cmd.Output()
		if err != nil {
			require.ErrorAs(t, err, new(*exec.ExitError))
		}
		return cmd.ProcessState.ExitCode(), string(out)
	}
}

// compact is JSON without spaces, which is how a result is written.
func compact(t testing.TB, text string) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, json.Compact(&b, []byte(text)))
	return b.String()
}

// The year is that of the command, to the byte.
func TestYear(t *testing.T) {
	year := command(t, "year")
	files := workedFiles(t)
	_, want := year(files, "-world", ".", "-json")
	for name, give := range map[string]map[string]any{
		"files": {"command": "year", "files": files},
		"world": {"command": "year", "world": "worked", "year": 2025},
	} {
		a := ask(t, give)
		assert.Empty(t, a.Faults, name)
		assert.Equal(t, "year", a.Command)
		assert.Equal(t, compact(t, want), string(a.Result), name)
	}
	_, want = year(files, "-world", ".", "-statement", "P4")
	var statement struct{ Text string }
	require.NoError(t, json.Unmarshal(ask(t, map[string]any{"command": "statement", "files": files, "person": "P4"}).Result, &statement))
	assert.Equal(t, want, statement.Text)
}

const (
	ranking = "count,ranking\n34,Ana>Ben=Cai\n31,Ben>Ana\n5,Cai\n"
	level   = "option,votes\nA,2\nB,2\nC,2\n"
	lists   = "option,votes\nA,60000\nB,30000\nC,8000\nD,2000\n"
	yesNo   = "option,votes\nyes,700\nno,500\nblank,10\nspoilt,5\n"
	bodies  = "body,weight,yes,no\nUri,1,900,100\nGlarus,1,40,60\nZug,1,45,55\n"
)

// pabulib costs 3.50 and 2.25 of 5.00.
const pabulib = `META
key;value
description;two projects
country;Nowhere
unit;Nowhere
instance;2026
num_projects;2
num_votes;2
budget;5.00
vote_type;approval
rule;greedy
PROJECTS
project_id;cost
1;3.50
2;2.25
VOTES
voter_id;vote
a;1,2
b;2
`

// votes are asked of the command and of the document.
var votes = []struct {
	name string
	file string
	args []string
	give map[string]any
	code int
}{
	{"a majority", yesNo, []string{"-rule", "simple-majority"}, map[string]any{"rule": "simple-majority"}, 0},
	{"a roll", yesNo, []string{"-rule", "absolute-majority", "-eligible", "1500"}, map[string]any{"rule": "absolute-majority", "eligible": 1500}, 0},
	{"a double majority", bodies, []string{"-rule", "double-majority"}, map[string]any{"rule": "double-majority"}, 0},
	{"a winner", ranking, []string{"-rule", "fptp", "-options", "Cai,Ben,Ana"}, map[string]any{"rule": "fptp", "options": []string{"Cai", "Ben", "Ana"}}, 0},
	{"seats", lists, []string{"-rule", "dhondt", "-seats", "7", "-threshold", "20%", "-valid", "118000", "-exempt", "C"},
		map[string]any{"rule": "dhondt", "seats": 7, "threshold": "20%", "valid": 118000, "exempt": []string{"C"}}, 0},
	{"a tie", level, []string{"-rule", "dhondt", "-seats", "2", "-all"}, map[string]any{"rule": "dhondt", "seats": 2, "all": true}, 3},
	{"a lot", level, []string{"-rule", "dhondt", "-seats", "2", "-all", "-tie", "lot:x"}, map[string]any{"rule": "dhondt", "seats": 2, "all": true, "tie": "lot:x"}, 0},
	{"alliances", lists, []string{"-rule", "bader-ofer", "-seats", "7", "-alliance", "B,C", "-alliance", "A,D"},
		map[string]any{"rule": "bader-ofer", "seats": 7, "alliances": [][]string{{"B", "C"}, {"A", "D"}}}, 0},
	{"apart", "count,ranking\n2,Ana>Ben\n4,Ben\n1,Ana\n", []string{"-rule", "schulze", "-unranked", "apart"},
		map[string]any{"rule": "schulze", "unranked": "apart"}, 0},
	{"rounds", "count,ranking\n4,A\n3,B\n2,C>B\n", []string{"-rule", "irv"}, map[string]any{"rule": "irv"}, 0},
	{"aliases", "rank1,rank2,rank3\nA1,,Ben\nBen,,\nBen,,\nAna,,\n", []string{"-rule", "irv", "-alias", "A1=Ana", "-skipped", "cut", "-skips", "1"},
		map[string]any{"rule": "irv", "aliases": map[string]string{"A1": "Ana"}, "skipped": "cut", "skips": 1}, 3},
	{"marks", "count,ranking\n4,A>B>A\n3,B=A\n2,X>B\n", []string{"-rule", "irv", "-options", "A,B", "-overvotes", "spoil", "-duplicates", "drop", "-unlisted", "cut", "-ranks", "2"},
		map[string]any{"rule": "irv", "options": []string{"A", "B"}, "overvotes": "spoil", "duplicates": "drop", "unlisted": "cut", "ranks": 2}, 0},
	{"a transferable vote", "count,ranking\n28,A>B\n7,C>A\n5,D\n", []string{"-rule", "stv-scottish", "-seats", "2", "-tie", "order"},
		map[string]any{"rule": "stv-scottish", "seats": 2, "tie": "order"}, 0},
	{"seats of a file", "3 2\n-3\n4 1 2 0\n3 2 0\n0\n\"A\"\n\"B\"\n\"C\"\n\"Test\"\n", []string{"-rule", "stv-meek-prf"},
		map[string]any{"rule": "stv-meek-prf"}, 0},
	{"those who withdrew", "3 1\n-1\n4 1 2 0\n3 2 0\n2 3 2 0\n0\n\"A\"\n\"B\"\n\"C\"\n\"Test\"\n", []string{"-rule", "schulze"},
		map[string]any{"rule": "schulze"}, 0},
	{"names of any letters", "count,approvals\n4,A & <B>\n3,C\n", []string{"-rule", "approval"}, map[string]any{"rule": "approval"}, 0},
	{"grades", "count,scores\n4,A=5|B=2\n3,B=5\n", []string{"-rule", "star"}, map[string]any{"rule": "star"}, 0},
	{"a committee", "count,approvals\n4,A|B\n3,C\n1,B\n", []string{"-rule", "seq-pav", "-seats", "2"}, map[string]any{"rule": "seq-pav", "seats": 2}, 0},
	{"projects", pabulib, []string{"-rule", "greedy"}, map[string]any{"rule": "greedy"}, 0},
	{"a countback", "3 1\n4 1 2 0\n3 2 3 0\n1 3 0\n0\n\"Ana\"\n\"Ben\"\n\"Cai\"\n\"T\"\n", []string{"-rule", "stv-act", "-vacate", "Ana"},
		map[string]any{"rule": "stv-act", "vacate": "Ana"}, 0},
	{"rounds that are said", ranking, []string{"-rule", "irv", "-stop", "1", "-batch", "one", "-tie", "earlier,order:Ben", "-follow", "Cai", "-follow", "id:a.csv:2"},
		map[string]any{"rule": "irv", "stop": 1, "batch": "one", "tie": "earlier,order:Ben", "follow": []string{"Cai", "id:a.csv:2"}}, 0},
	{"withdrawn", ranking, []string{"-rule", "irv-maine", "-withdrawn", "Ana", "-overvotes", "sole"}, map[string]any{"rule": "irv-maine", "withdrawn": []string{"Ana"}, "overvotes": "sole"}, 0},
	{"money", pabulib, []string{"-pot", "Schools=1.50,2", "-requires", "1,2", "-carried", "0.25"},
		map[string]any{"pots": [][]string{{"Schools=1.50", "2"}}, "requires": [][]string{{"1", "2"}}, "carried": "0.25"}, 0},
	{"an order", "count,approvals\n1,B\n1,A\n", []string{"-rule", "plurality", "-tie", "order"}, map[string]any{"rule": "plurality", "tie": "order"}, 0},
}

// asked is a vote as the members of a document.
func asked(i int) map[string]any {
	members := map[string]any{"command": "tally", "files": map[string]string{"a.csv": votes[i].file}}
	for name, value := range votes[i].give {
		members[name] = value
	}
	return members
}

// A tally is that of the command, to the byte, with its exit code.
func TestTally(t *testing.T) {
	tally := command(t, "tally")
	for i, tt := range votes {
		t.Run(tt.name, func(t *testing.T) {
			code, out := tally(map[string]string{"a.csv": tt.file}, append(tt.args, "-json", "a.csv")...)
			require.Equal(t, tt.code, code)
			a := ask(t, asked(i))
			assert.Equal(t, tt.code, a.Code)
			assert.Equal(t, compact(t, out), string(a.Result))
		})
	}
}

// Districts need two files: votes and seats.
func TestTally_Table(t *testing.T) {
	files := map[string]string{
		"a.csv": "district,list,votes\nN,A,123\nN,B,45\nS,A,67\nS,B,89\n",
		"b.csv": "district,seats\nN,3\nS,2\n",
	}
	tally := command(t, "tally")
	code, out := tally(files, "-rule", "biproportional", "-all", "-json", "a.csv", "b.csv")
	a := ask(t, map[string]any{"command": "tally", "rule": "biproportional", "all": true, "files": files})
	assert.Equal(t, code, a.Code)
	assert.Equal(t, compact(t, out), string(a.Result))
}

// Every flag of the command is a member here, or is about files and pages.
func TestTally_Flags(t *testing.T) {
	program := filepath.Join(t.TempDir(), "tally.exe")
	out, err := exec.Command("go", "build", "-o", program, "../tally").CombinedOutput()
	require.NoError(t, err, string(out))
	help, err := exec.Command(program, "-help").CombinedOutput()
	require.NoError(t, err)
	members := []string{"list", "json", "paths", "close"}
	for _, s := range new(poll.Question).Settings() {
		members = append(members, s.Name) // a group a flag, or all as its member
		assert.Contains(t, strings.Fields(belong["tally"]), s.Member())
	}
	flags := regexp.MustCompile(`(?m)^  -([a-z-]+)`).FindAllSubmatch(help, -1)
	require.NotEmpty(t, flags)
	for _, flag := range flags {
		assert.Contains(t, members, string(flag[1]))
	}
}

func TestFaults(t *testing.T) {
	files := workedFiles(t)
	overlap := workedFiles(t)
	overlap["residencies.csv"] = strings.Replace(overlap["residencies.csv"], "P3,A,2018-01-01,2025-03-15", "P3,A,2018-01-01,2025-03-16", 1)
	overlap["bases.csv"] += "P1,2025,x\n"
	tests := []struct {
		name string
		give map[string]any
		code int
		want []fault // messages need only contain these
	}{
		{"the rows", map[string]any{"command": "year", "files": overlap}, badInput, []fault{
			{File: "residencies.csv", Line: 5, Column: 6, Message: "lives in A", Invariant: "R-1"},
			{File: "bases.csv", Line: 7, Column: 9, Message: `"x"`}}},
		{"the ballots", map[string]any{"command": "tally", "rule": "plurality", "files": map[string]string{"b.csv": "count,ranking\ny,A\nx,B\n"}},
			badInput, []fault{{File: "b.csv", Line: 2, Column: 1, Message: "y"}, {File: "b.csv", Line: 3, Column: 1, Message: "x"}}},
		{"a person", map[string]any{"command": "statement", "files": files, "person": "Q"}, badInput, []fault{{Path: "person", Message: "no person"}}},
		{"no command", map[string]any{}, usage, []fault{{Path: "command", Message: "want statement, tally, year"}}},
		{"a member of another command", map[string]any{"command": "year", "files": files, "rule": "dhondt", "nonsense": 1}, usage,
			[]fault{{Path: "nonsense", Message: "not for year"}, {Path: "rule", Message: "not for year"}}},
		{"types", map[string]any{"command": "year", "files": map[string]any{"bases.csv": 7}, "year": 2025.5, "world": nil}, usage,
			[]fault{{Path: "files/bases.csv", Message: "want text"}, {Path: "world", Message: "null"}, {Path: "year", Message: "number"}}},
		{"no files", map[string]any{"command": "year"}, usage, []fault{{Path: "files", Message: "missing"}}},
		{"a table of no world", map[string]any{"command": "year", "files": map[string]string{"budget.csv": ""}}, usage, []fault{{Path: "files", Message: "budget.csv"}}},
		{"files and a world", map[string]any{"command": "year", "files": files, "world": "worked"}, usage, []fault{{Path: "world", Message: "one of them"}}},
		{"no such world", map[string]any{"command": "year", "world": "Atlantis"}, usage, []fault{{Path: "world", Message: "Atlantis"}}},
		{"no schedules", map[string]any{"command": "year", "files": emptied(files)}, usage, []fault{{Path: "year", Message: "which"}}},
		{"nobody's statement", map[string]any{"command": "statement", "files": files}, usage, []fault{{Path: "person", Message: "whose"}}},
		{"a bad rule", map[string]any{"command": "tally", "rule": "coin", "files": map[string]string{"a.csv": ranking}}, usage, []fault{{Path: "rule", Message: "coin"}}},
		{"what does not fit", map[string]any{"command": "tally", "rule": "plurality", "seats": 2, "eligible": 5, "tie": "lot:"}, usage,
			[]fault{{Path: "seats", Message: "not for plurality"}, {Path: "eligible", Message: "not for"}, {Path: "tie", Message: "lot:SEED"}, {Path: "files", Message: "missing"}}},
		{"a share", map[string]any{"command": "tally", "rule": "dhondt", "seats": 2, "threshold": "NaN", "files": map[string]string{"a.csv": lists}}, usage,
			[]fault{{Path: "threshold", Message: "NaN"}}},
		{"a roll for bodies", map[string]any{"command": "tally", "rule": "absolute-majority", "eligible": 9, "files": map[string]string{"a.csv": bodies}}, usage,
			[]fault{{Path: "eligible", Message: "its own roll"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := ask(t, tt.give)
			assert.Equal(t, tt.code, a.Code)
			require.Len(t, a.Faults, len(tt.want), "%v", a.Faults)
			for i, want := range tt.want {
				got := a.Faults[i]
				assert.Contains(t, got.Message, want.Message)
				got.Message, want.Message = "", ""
				assert.Equal(t, want, got)
			}
		})
	}
}

// emptied keeps the headers alone.
func emptied(files map[string]string) map[string]string {
	heads := map[string]string{}
	for name, text := range files {
		heads[name], _, _ = strings.Cut(text, "\n")
	}
	return heads
}

func TestMalformed(t *testing.T) {
	tests := []struct{ name, give, want string }{
		{"nothing", "", "unexpected end"},
		{"no object", "[]", "want a JSON object"},
		{"cut off", `{"schema":`, "unexpected"},
		{"twice", `{"year":1,"year":2}`, `"year" is there twice`},
		{"more", `{} {}`, "after top-level value"},
		{"not text", "{\"\xff\":1}", "UTF-8"},
		{"an old schema", `{"schema":"vicinia/embed/0","command":"year"}`, `want "vicinia/embed/1"`},
		{"a file twice", `{"schema":"vicinia/embed/1","command":"year","files":{"a":"","a":""}}`, `"a" is there twice`},
		{"another case", `{"Schema":"vicinia/embed/1","command":"year","world":"worked"}`, `want "vicinia/embed/1"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := askText(t, tt.give)
			assert.Equal(t, usage, a.Code)
			assert.Contains(t, a.Faults[0].Message, tt.want)
		})
	}
	placed := askText(t, "{\n \"year\": x}").Faults[0]
	assert.Equal(t, "input:2:10", fmt.Sprintf("%s:%d:%d", placed.File, placed.Line, placed.Column))
}

// endless gives the same byte for ever.
type endless struct{}

func (endless) Read(b []byte) (int, error) { return len(b), nil }

func TestLimit(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, serve(endless{}, &out))
	assert.Contains(t, out.String(), fmt.Sprint(MaxInput))
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, assert.AnError }

func TestWriterFails(t *testing.T) {
	assert.True(t, errors.Is(serve(strings.NewReader(""), failing{}), assert.AnError))
}

// Whatever is read, the answer is a document.
func FuzzServe(f *testing.F) {
	f.Add(`{"schema":"vicinia/embed/1","command":"tally","rule":"dhondt","seats":7,"files":{"a.csv":"option,votes\nA,1\n"}}`)
	f.Add(`{"schema":"vicinia/embed/1","command":"year","files":{"bases.csv":"person,year,base\n"}}`)
	f.Add(`{"a":{"b":[1,{}]},"a":null}`)
	f.Fuzz(func(t *testing.T, in string) { askText(t, in) })
}
