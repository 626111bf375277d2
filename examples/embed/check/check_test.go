package check

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/confed/folder"
	"github.com/vicinia/vicinia/examples/townhall/hall"
	"github.com/vicinia/vicinia/examples/worlds"
)

// top is the folder of the library from here.
var top = filepath.Join("..", "..", "..")

// schemas compiles the whole folder, so that a broken reference is found too. A Schema is
// found by the name of its file.
func schemas(t *testing.T) map[string]*jsonschema.Schema {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "schema", "*.json"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		require.NoError(t, err, file)
		urn := "urn:vicinia:schema:" + name(file)
		require.Equal(t, urn, doc.(map[string]any)["$id"], file)
		require.NoError(t, c.AddResource(urn, doc))
	}
	all := map[string]*jsonschema.Schema{}
	for _, file := range files {
		all[name(file)] = c.MustCompile("urn:vicinia:schema:" + name(file))
	}
	return all
}

func name(file string) string { return strings.TrimSuffix(filepath.Base(file), ".json") }

// A document is one that something printed.
type document struct{ name, schema, text string }

// command builds a command and returns how to run it; every exit code is an answer.
func command(t *testing.T, name string) func(in string, args ...string) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), name+".exe")
	cmd := exec.Command("go", "build", "-o", program, "./examples/"+name)
	cmd.Dir = top
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	return func(in string, args ...string) string {
		cmd := exec.Command(program, args...)
		cmd.Stdin = strings.NewReader(in)
		out, err := cmd.Output()
		if err != nil {
			require.ErrorAs(t, err, new(*exec.ExitError))
		}
		return string(out)
	}
}

// printed are the documents of all commands.
func printed(t *testing.T) (all []document) {
	year := command(t, "year")
	for _, world := range []string{"worked", "schwyz", filepath.Join(top, "confed", "report", "testdata", "valleys")} {
		all = append(all, document{"year " + world, "year-1", year("", "-world", world, "-json")})
	}
	tally := command(t, "tally")
	for args, votes := range map[string]string{
		"-rule simple-majority":                    "option,votes\nyes,7\nno,5\nblank,1\n",
		"-rule double-majority":                    "body,weight,yes,no\nUri,1,900,100\nGlarus,1/2,40,60\n",
		"-rule plurality":                          "count,ranking\n34,Ana>Ben=Cai\n31,Ben>Ana\n",
		"-rule instant-runoff":                     "count,ranking\n4,Ana\n3,Ben\n2,Cai>Ben\n1,Dee\n",
		"-rule stv-scottish -seats 2":              "count,ranking\n28,A>B\n7,C>A\n5,D\n",
		"-rule stv-cambridge -seats 2 -follow A>B": "count,ranking\n28,A>B\n7,C>A\n5,D\n",
		"-rule instant-runoff -follow id:stdin:3":  "count,ranking\n4,Ana\n3,Ben\n2,Cai>Ben\n1,Dee\n",
		"-rule dhondt -seats 7 -threshold 20%":     "option,votes\nA,60000\nB,30000\nC,8000\n",
		"-rule dhondt -seats 2 -all":               "option,votes\nA,2\nB,2\nC,2\n",
		"-rule dhondt -seats 2 -all -tie lot:x":    "option,votes\nA,2\nB,2\nC,2\n",
		"-rule bader-ofer -seats 3 -alliance A,B":  "option,votes\nA,2\nB,2\nC,3\n",
		"-rule sainte-lague -seats 3 -tie order":   "option,votes\nA,2\nB,2\nC,2\n",
	} {
		all = append(all, document{"tally " + args, "tally-1", tally(votes, append(strings.Fields(args), "-json", "-")...)})
	}
	all = append(all,
		document{"emigrantvote", "emigrantvote-1", command(t, "emigrantvote")("", "-json")},
		document{"pot", "pot-1", command(t, "pot")("", "-json")})
	slices.SortFunc(all, func(a, b document) int { return strings.Compare(a.name, b.name) })
	return append(append(all, embedded(t)...), counter(t)...)
}

// embedded are questions, good and bad, and their answers.
func embedded(t *testing.T) (all []document) {
	embed := command(t, "embed")
	for i, question := range []string{
		`{"schema":"vicinia/embed/1","command":"year","world":"worked","year":2025}`,
		`{"schema":"vicinia/embed/1","command":"year","files":{"bases.csv":"person,year,base\nana,2025,x\n"}}`,
		`{"schema":"vicinia/embed/1","command":"statement","world":"worked","person":"P4"}`,
		`{"schema":"vicinia/embed/1","command":"tally","rule":"dhondt","seats":7,"threshold":"5%","exempt":["C"],"files":{"a.csv":"option,votes\nA,6\nB,3\nC,1\n"}}`,
		`{"schema":"vicinia/embed/1","command":"tally","rule":"biproportional","files":{"a.csv":"district,list,votes\nN,A,6\nN,B,3\nS,A,1\n","b.csv":"district,seats\nN,3\nS,1\n"}}`,
		`{"schema":"vicinia/embed/1","command":"tally","rule":"bader-ofer","seats":7,"alliances":[["A","B"]],"files":{"a.csv":"option,votes\nA,6\nB,3\nC,1\n"}}`,
		`{"schema":"vicinia/embed/1","command":"tally","rule":"schulze","unranked":"apart","files":{"a.csv":"count,ranking\n6,A>B\n"}}`,
		`{"schema":"vicinia/embed/1","command":"tally","rule":"plurality","all":true,"tie":"none","files":{"a.csv":"option,votes\nA,1\nB,1\n"}}`,
		`{"schema":"vicinia/embed/1","command":"tally","rule":"stv-scottish","seats":2,"files":{"a.csv":"count,ranking\n28,A>B\n7,C>A\n5,D\n"}}`,
		`{"schema":"vicinia/embed/1","command":"tally","rule":"irv","stop":2,"reach":"5%","tie":"earlier,lot:x","overvotes":"sole","withdrawn":["A"],"follow":["B"],"files":{"a.csv":"count,ranking\n6,A>B\n3,B\n2,C\n"}}`,
		`{"schema":"vicinia/embed/1","command":"tally","part":"80%","carried":"1.50","pots":[["P=5","b"]],"requires":[["a","b"]],"tie":"order","files":{"a.pb":"META\nkey;value\nbudget;50\nvote_type;approval\nrule;greedy\nPROJECTS\nproject_id;cost\na;30\nb;40\nVOTES\nvoter_id;vote\n1;a,b\n2;a\n"}}`,
		`{"schema":"vicinia/embed/1","command":"tally","rule":"coin","files":{"a.csv":""}}`,
	} {
		all = append(all, document{fmt.Sprint("question ", i), "embed-question-1", question},
			document{fmt.Sprint("answer ", i), "embed-answer-1", embed(question)})
	}
	return append(all, document{"answer to nothing", "embed-answer-1", embed("")})
}

// counter is what the town hall answers.
func counter(t *testing.T) (all []document) {
	dir, ok := worlds.Find("worked")
	require.True(t, ok)
	w, refused, err := folder.Read(dir)
	require.NoError(t, err)
	h, err := hall.New(hall.Office{
		World: w, Refused: refused, Year: 2025,
		Today: func() vicinia.Date { return vicinia.MustDate("2025-07-01") },
		Who:   func(*http.Request) (census.PersonID, bool) { return "P1", true },
	})
	require.NoError(t, err)
	ask := func(method, path, form string) {
		r := httptest.NewRequest(method, path, strings.NewReader(form))
		r.Header.Set("Accept", "application/json")
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		rw := httptest.NewRecorder()
		h.ServeHTTP(rw, r)
		all = append(all, document{method + " " + path, "townhall-1", rw.Body.String()})
	}
	ask("GET", "/", "")
	ask("GET", "/statement", "")
	ask("GET", "/preview?jurisdiction=A&choices=Linux=3.33%25", "")
	ask("GET", "/preview?jurisdiction=A&choices=Linux=33%25", "")
	ask("GET", "/preview?jurisdiction=C&choices=", "")
	ask("POST", "/filings", "jurisdiction=A&choices=Linux=5%25")
	ask("POST", "/filings", "nonsense=1")
	return all
}

// Every document is valid; and a member more, a member less or a number for a text is not,
// so that the schemas do hold something.
func TestSchemas(t *testing.T) {
	all := schemas(t)
	used := map[string]bool{
		"common-1": true, "statement-1": true, // only within others
		"assembly-1": true, // TestAssembly
	}
	for _, d := range printed(t) {
		t.Run(d.name, func(t *testing.T) {
			schema := all[d.schema]
			require.NotNil(t, schema, d.schema)
			used[d.schema] = true
			require.NoError(t, schema.Validate(read(t, d.text)))
			object := read(t, d.text).(map[string]any)
			object["nonsense"] = 1
			assert.Error(t, schema.Validate(object), "a member more")
			delete(object, "nonsense")
			for member, value := range object {
				object[member] = []any{[]any{[]any{}}}
				assert.Error(t, schema.Validate(object), "another type of %s", member)
				object[member] = value
			}
			if d.schema != "embed-question-1" {
				assert.Greater(t, lost(schema, object), len(object)/2, "members that may not be missing")
			}
		})
	}
	for schema := range all {
		assert.True(t, used[schema], "%s is tried", schema)
	}
}

// lost counts the members without which a document is not valid.
func lost(schema *jsonschema.Schema, object map[string]any) (n int) {
	for _, member := range slices.Sorted(maps.Keys(object)) {
		rest := maps.Clone(object)
		delete(rest, member)
		if schema.Validate(rest) != nil {
			n++
		}
	}
	return n
}

func read(t *testing.T, text string) any {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var doc any
	require.NoError(t, d.Decode(&doc), text)
	_, err := d.Token()
	require.True(t, errors.Is(err, io.EOF), "one document")
	return doc
}
