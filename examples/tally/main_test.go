package main_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// program is the built command: go run would turn every exit code into 1.
var program string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "tally")
	if err == nil {
		program = filepath.Join(dir, "tally")
		var out []byte
		if out, err = exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
			err = fmt.Errorf("%w: %s", err, out)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// A run is what the command left behind.
type run struct {
	code        int
	out, errors string
}

// tally runs the command in a folder with the files a.csv, b.csv...; "-" reads stdin.
func tally(t *testing.T, stdin string, files []string, args ...string) run {
	t.Helper()
	dir := t.TempDir()
	for i, text := range files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, string(rune('a'+i))+".csv"), []byte(text), 0o600))
	}
	cmd := exec.Command(program, args...)
	cmd.Dir = dir
	cmd.Stdin = strings.NewReader(stdin)
	var out, errs strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		require.ErrorAs(t, err, new(*exec.ExitError))
	}
	return run{cmd.ProcessState.ExitCode(), out.String(), errs.String()}
}

const (
	yesNo     = "option,votes\nyes,985\nno,215\nblank,12\nspoilt,3\n"
	bodies    = "body,weight,yes,no\nUri,1,900,100\nGlarus,1,40,60\nObwalden,0.5,45,55\n"
	lists     = "option,votes\nA,53000\nB,24000\nC,23000\n"
	level     = "option,votes\nA,4\nB,2\nC,0\n"
	uri       = "district,list,votes\nAltdorf,CVP,11471\nAltdorf,SVP,7756\nErstfeld,CVP,2309\nErstfeld,SVP,1573\n"
	seated    = "district,seats\nAltdorf,15\nErstfeld,6\n"
	towns     = "count,ranking\n2,Ana>Ben\n4,Ben\n1,Ana\n"
	circle    = "count,ranking\n1,A>B>C\n1,B>C>A\n1,C>A>B\n"
	hill      = "4 2\n-2\n3 1 3 4 0\n4 1 3 2 0\n2 4 1 3 0\n1 2 0\n2 2 4 3 1 0\n1 3 4 2 0\n0\n\"Adam\"\n\"Basil\"\n\"Charlotte\"\n\"Donald\"\n\"Title\"\n"
	approvals = "count,approvals\n5,Ana|Ben\n4,Ana|Cai\n3,Cai\n1,Ben\n"
	budget    = "META\nkey;value\nnum_projects;2\nnum_votes;3\nbudget;100.00\nvote_type;approval\nPROJECTS\nproject_id;cost\np1;70.50\np2;40\nVOTES\nvoter_id;vote\n1;p1\n2;p1,p2\n3;p1\n"
	contests  = `{"@type":"x","Election":[{"Candidate":[{"@id":"a","Name":"Ana"}],"Contest":[{"@id":"m","Name":"Mayor"},{"@id":"c","Name":"Council","ContestSelection":[{"@id":"s","CandidateIds":["a"]}]}]}],
"CVR":[{"CVRSnapshot":[{"CVRContest":[{"ContestId":"c","CVRContestSelection":[{"ContestSelectionId":"s","SelectionPosition":[{"HasIndication":"yes"}]}]}]}]}]}`
	ranking = "count,ranking\n34,Ana>Ben=Cai\n31,Ben\n3,Cai>Ana\n2,\n"
)

func TestExitCodesAndStreams(t *testing.T) {
	tests := []struct {
		name      string
		files     []string
		args      []string
		wantCode  int
		wantOut   string // "" is nothing at all
		wantError string
	}{
		{"decided", []string{yesNo}, []string{"-rule", "simple-majority", "a.csv"}, 0, "result: carried", ""},
		{"bodies have no order to break ties by", []string{bodies}, []string{"-rule", "double-majority", "-tie", "order", "a.csv"}, 0, "result: rejected", ""},
		{"rejected is decided too", []string{bodies}, []string{"-rule", "double-majority", "a.csv"}, 0, "result: rejected", ""},
		{"a tie", []string{level}, []string{"-rule", "dhondt", "-seats", "2", "a.csv"}, 3, "tie for the last seat: A, B; it stands", ""},
		{"a tie as JSON", []string{level}, []string{"-rule", "dhondt", "-seats", "2", "-json", "a.csv"}, 3, `"broken_by": ""`, ""},
		{"broken by order", []string{level}, []string{"-rule", "dhondt", "-seats", "2", "-tie", "order", "a.csv"}, 0, "broken by order A, B", ""},
		{"an even vote is rejected, not tied", []string{"option,votes\nyes,5\nno,5\n"}, []string{"-rule", "simple-majority", "a.csv"}, 0, "result: rejected", ""},
		{"settings are told", []string{lists}, []string{"-rule", "dhondt", "-seats", "2", "-threshold", "0.05", "a.csv"}, 0, "dhondt seats=2 threshold=5%: highest", ""},
		{"an alias", []string{lists}, []string{"-rule", "webster", "-seats", "7", "a.csv"}, 0, "result: A 3, B 2, C 2", ""},
		{"the rules", nil, []string{"-list"}, 0, "sainte-lague", ""},
		{"help", nil, []string{"-help"}, 0, "", "usage: tally"},
		{"the format by name", []string{lists}, []string{"-rule", "hamilton", "-format", "csv", "-seats", "7", "a.csv"}, 0, "result: A 4, B 2, C 1", ""},
		{"the roll by flag", []string{yesNo}, []string{"-rule", "absolute-majority", "-eligible", "2000", "a.csv"}, 0, "985 of 2000 eligible", ""},
		{"the roll by column", []string{"body,weight,yes,no,eligible\nUri,1,9,1,20\n"}, []string{"-rule", "absolute-majority", "a.csv"}, 0, "result: rejected", ""},

		{"two first choices are spoilt", []string{"count,ranking\n3,A\n1,A=B\n"}, []string{"-rule", "plurality", "a.csv"}, 0, "4 ballots, 0 of them blank and 1 spoilt", ""},
		{"one body", []string{"body,weight,yes,no\nUri,1,9,1\n"}, []string{"-rule", "simple-majority", "a.csv"}, 0, "  majority: 4 votes the other way turn it\n", ""},

		{"the rule of the file", []string{village("greedy")}, []string{"a.csv"}, 0, "part=0%: the most voted projects that fit; the minimum support is not asked", ""},
		{"the same by name", []string{village("greedy-no-skip")}, []string{"-rule", "official", "a.csv"}, 0, "greedy-no-skip: ", ""},
		{"equal shares of the file", []string{village("equalshares/add1")}, []string{"-json", "a.csv"}, 0, `"rule": "equalshares/add1"`, ""},
		{"an unknown rule", []string{village("unknown")}, []string{"a.csv"}, 2, "", `"unknown" of the rule`},
		{"a conflict", []string{village("greedy-exclusive")}, []string{"-conflict", "A,B", "a.csv"}, 0, "B: not funded: in conflict", ""},
		{"a conflict of nobody", []string{village("greedy")}, []string{"-conflict", "A,X", "a.csv"}, 1, "", `"X" is no project`},
		{"a utility that the file's rule does not ask", []string{village("equalshares")}, []string{"-utility", "cost", "a.csv"}, 2, "", "-utility is not for equalshares"},
		{"no rule", []string{yesNo}, []string{"a.csv"}, 2, "", "no -rule"},
		{"a bad row", []string{"option,votes\nA,x\n"}, []string{"-rule", "plurality", "a.csv"}, 1, "", "a.csv:2:3: "},
		{"a bad row as JSON", []string{"option,votes\nA,x\nB,y\n"}, []string{"-rule", "plurality", "-json", "a.csv"}, 1, "", "a.csv:3:3: "},
		{"no such file", nil, []string{"-rule", "plurality", "a.csv"}, 1, "", "a.csv:1:1: open a.csv"},
		{"a folder", []string{lists}, []string{"-rule", "plurality", "."}, 0, "100000 ballots, 0 of them blank and 0 spoilt, in .\n", ""},
		{"a folder without files", nil, []string{"-rule", "plurality", "."}, 1, "", ".: no files"},
		{"no roll", []string{yesNo}, []string{"-rule", "absolute-majority", "a.csv"}, 1, "", "R-8"},
		{"more ballots than eligible", []string{yesNo}, []string{"-rule", "absolute-majority", "-eligible", "999", "a.csv"}, 1, "", "R-8"},
		{"another file than the rule needs", []string{bodies}, []string{"-rule", "dhondt", "-seats", "2", "a.csv"}, 1, "", "bodies are for referendums"},
		{"a double majority without bodies", []string{yesNo}, []string{"-rule", "double-majority", "a.csv"}, 1, "", "needs bodies"},
		{"nobody above the threshold", []string{lists}, []string{"-rule", "dhondt", "-seats", "2", "-threshold", "60%", "a.csv"}, 1, "", "no weight"},
		{"an unknown exempt list", []string{lists}, []string{"-rule", "dhondt", "-seats", "2", "-threshold", "6%", "-exempt", "X", "a.csv"}, 1, "", `"X" is not a list`},

		{"a table", []string{uri, seated}, []string{"-rule", "biproportional", "-threshold", "5%", "a.csv", "b.csv"}, 0, "result: \n  Altdorf: CVP 9, SVP 6\n  Erstfeld: CVP 4, SVP 2\n", ""},
		{"a table with a tie has its house", []string{"district,list,votes\nX,A,10\nX,B,10\n", "district,seats\nX,3\n"}, []string{"-rule", "biproportional", "-json", "a.csv", "b.csv"}, 3, `"seats": 3`, ""},
		{"a table without seats", []string{uri}, []string{"-rule", "biproportional", "a.csv"}, 1, "", `no seats of the district "Altdorf"`},
		{"no districts", []string{lists}, []string{"-rule", "biproportional", "a.csv"}, 1, "", "needs districts"},
		{"districts for another rule", []string{uri, seated}, []string{"-rule", "plurality", "a.csv", "b.csv"}, 1, "", "districts for biproportional"},
		{"alliances", []string{lists}, []string{"-rule", "bader-ofer", "-seats", "7", "-alliance", "B,C", "a.csv"}, 0, "alliance of 47000 votes, 3 seats: B 2, C 1", ""},
		{"alliances for another rule", []string{lists}, []string{"-rule", "dhondt", "-seats", "7", "-alliance", "B,C", "a.csv"}, 2, "", "-alliance is not for dhondt"},
		{"an alliance of nobody", []string{lists}, []string{"-rule", "bader-ofer", "-seats", "7", "-alliance", "B,X", "a.csv"}, 1, "", `"X" is not a list`},

		{"instant runoff", []string{ranking}, []string{"-rule", "irv", "a.csv"}, 0, "round 1: Ana 34, Ben 31, Cai 3, exhausted 0; out Cai\n", ""},
		{"PrefLib", []string{"# ALTERNATIVE NAME 1: Ana\n# ALTERNATIVE NAME 2: Ben\n3: 1,2\n4: 2\n"}, []string{"-rule", "schulze", "a.csv"}, 0, "result: Ben wins", ""},
		{"Debian", []string{"V: 12 x\nV: 1- y\n"}, []string{"-rule", "schulze", "-format", "debian", "-options", "Ana,Ben", "a.csv"}, 0, "result: Ana wins", ""},
		{"not PrefLib", []string{lists}, []string{"-rule", "schulze", "-format", "preflib", "a.csv"}, 1, "", "a.csv:1:1: "},
		{"below", []string{towns}, []string{"-rule", "schulze", "a.csv"}, 0, "result: Ben wins", ""},
		{"apart", []string{towns}, []string{"-rule", "schulze", "-unranked", "apart", "a.csv"}, 0, "result: Ana wins", ""},
		{"every winner of a circle", []string{circle}, []string{"-rule", "ranked-pairs", "-all", "a.csv"}, 3, "possible outcomes:\n  A\n  B\n  C\n", ""},
		{"no ballots", []string{lists}, []string{"-rule", "kemeny", "a.csv"}, 1, "", "needs ballots"},
		{"unranked of what", []string{ranking}, []string{"-rule", "plurality", "-unranked", "apart", "a.csv"}, 2, "", "-unranked is not for"},
		{"unranked by rounds", []string{ranking}, []string{"-rule", "benham", "-unranked", "apart", "a.csv"}, 0, "unranked=apart", ""},
		{"unranked of no matter", []string{ranking}, []string{"-rule", "irv", "-unranked", "apart", "a.csv"}, 2, "", "-unranked is not for instant-runoff"},
		{"valid of what", []string{lists}, []string{"-rule", "dhondt", "-seats", "2", "-valid", "118000", "a.csv"}, 2, "", "which is not given"},
		{"unranked how", []string{ranking}, []string{"-rule", "schulze", "-unranked", "above", "a.csv"}, 2, "", "below or apart"},

		{"seats and the withdrawn of the file", []string{hill}, []string{"-rule", "stv-scottish", "a.csv"}, 0, "result: elected Adam, Donald", ""},
		{"a countback", []string{hill}, []string{"-rule", "stv-wigm-prf", "-vacate", "Adam", "a.csv"}, 0, "countback: the seat of Adam; 7 ballots, which bring 4.0001 votes\nwithdrawn: Basil\nresult: elected Charlotte", ""},
		{"a countback of what", []string{ranking}, []string{"-rule", "irv", "-vacate", "Ana", "a.csv"}, 2, "", "-vacate is not for instant-runoff"},
		{"a countback of nobody elected", []string{hill}, []string{"-rule", "stv-wigm-prf", "-vacate", "Charlotte", "a.csv"}, 1, "", `"Charlotte" is not elected`},
		{"no countback", []string{hill}, []string{"-rule", "stv-scottish", "-vacate", "Adam", "a.csv"}, 1, "", "a vacant seat is filled by a by-election"},
		{"fewer seats", []string{hill}, []string{"-rule", "stv-meek-prf", "-seats", "1", "-tie", "order", "a.csv"}, 0, "result: elected Adam", ""},
		{"who has withdrawn is no option", []string{hill}, []string{"-rule", "plurality", "a.csv"}, 0, "withdrawn: Basil", ""},
		{"how close", []string{ranking}, []string{"-rule", "plurality", "a.csv"}, 0, "how close:\n  2 ballots, changed, end the victory\n", ""},
		{"a committee", []string{approvals}, []string{"-rule", "pav", "-seats", "2", "a.csv"}, 0, "result: elected Ana, Cai\n", ""},
		{"seats in a tie", []string{"count,approvals\n1,A\n1,B\n"}, []string{"-rule", "seq-pav", "-seats", "1", "-all", "a.csv"}, 3, "possible outcomes:\n  A\n  B\n", ""},
		{"a committee's completion", []string{approvals}, []string{"-rule", "equal-shares", "-seats", "2", "-completion", "none", "a.csv"}, 0, "result: elected Ana; 1 seat left", ""},
		{"scores", []string{"count,scores\n3,A=5|B=2\n"}, []string{"-rule", "star", "a.csv"}, 0, "result: A wins", ""},
		{"scores as rankings", []string{"count,scores\n3,A=5|B=2\n"}, []string{"-rule", "irv", "a.csv"}, 0, "result: A wins", ""},
		{"projects", []string{budget}, []string{"-rule", "greedy", "a.csv"}, 0, "result: funded for 70.5: p1\n", ""},
		{"equal shares", []string{budget}, []string{"-rule", "pb-equal-shares", "-utility", "cardinality", "-completion", "add1", "a.csv"}, 0, "result: funded for ", ""},
		{"ABIF", []string{"3: Ana>Ben\n1: Ben\n"}, []string{"-rule", "copeland", "a.csv"}, 0, "result: Ana wins", ""},
		{"the Condorcet Election Format", []string{"#/Candidates: Ana;Ben\n#/Implicit Ranking: false\nAna\nBen>Ana * 1\nBen * 5\n"}, []string{"-rule", "schulze", "-tie", "order", "a.csv"}, 0, "Ben > Ana: 1 > 0", ""},
		{"cast-vote records", []string{"id,Ana,Ben\n1,1,2\n2,,1\n3,1,1\n"}, []string{"-rule", "irv", "-format", "rctab", "-tie", "order", "a.csv"}, 0, "marks: overvotes on 1 ballots\n", ""},
		{"marks", []string{"count,ranking\n3,Ana>Ben>Ana\n1,Ben=Ana\n"}, []string{"-rule", "irv", "-overvotes", "alwaysSkipToNextRank", "-duplicates", "cut", "a.csv"}, 0, "marks: overvotes on 1 ballots (drop), an option twice on 3 ballots (cut)\n", ""},
		{"an option twice", []string{"count,ranking\n3,Ana>Ben>Ana\n"}, []string{"-rule", "irv", "a.csv"}, 1, "", "a.csv:2:3: Ana is marked twice"},
		{"one rank counts", []string{"count,ranking\n3,Ana>Ben\n4,Ben\n2,Cai>Ana\n"}, []string{"-rule", "borda", "-ranks", "1", "a.csv"}, 0, "result: Ben wins", ""},
		{"a contest of several", []string{contests}, []string{"-rule", "plurality", "-contest", "Council", "a.csv"}, 0, "vote: Council\ncounted: 1 ballots", ""},
		{"which contest", []string{contests}, []string{"-rule", "plurality", "a.csv"}, 1, "", `2 contests "": want one of ["Mayor" "Council"]`},
		{"names of an overvote", []string{"rank1,rank2\nAna|Ben,Cai\nBen,\n"}, []string{"-rule", "irv", "-between", "|", "-overvotes", "cut", "-options", "Ana,Ben,Cai", "a.csv"}, 0, "counted: 2 ballots, 0 of them blank and 1 spoilt", ""},
		{"one rank may be left out", []string{"rank1,rank2,rank3,rank4\nCai,,Ana,\nCai,,,Ana\nAna,,,\nAna,,,\nAna,,,\nBen,,,\nBen,,,\nBen,,,\n"}, []string{"-rule", "irv", "-skipped", "cut", "-skips", "1", "a.csv"}, 0, "round 2: Ana 4, Ben 3, exhausted 1", ""},
		{"aliases", []string{"rank1\nA1\nAna\nBen\n", "rank1\nAnne\n"}, []string{"-rule", "irv", "-alias", "A1=Ana", "-alias", "Anne=Ana", "a.csv", "b.csv"}, 0, "round 1: Ana 3, Ben 1", ""},
		{"an alias of nobody", []string{ranking}, []string{"-rule", "irv", "-alias", "A1", "a.csv"}, 2, "", "want A1=Ana"},
		{"published duels", []string{"# NUMBER EDGES: 1\n# ALTERNATIVE NAME 1: A\n# ALTERNATIVE NAME 2: B\n1,2,3\n"}, []string{"-rule", "schulze", "a.csv"}, 0, "result: A wins", ""},
		{"no projects", []string{ranking}, []string{"-rule", "greedy", "a.csv"}, 1, "", "needs projects"},
		{"options of projects", []string{budget}, []string{"-rule", "greedy", "-options", "A", "a.csv"}, 1, "", "the projects of the file"},
		{"no such utility", []string{budget}, []string{"-rule", "greedy", "-utility", "joy", "a.csv"}, 2, "", "joy"},
		{"no such completion", []string{budget}, []string{"-rule", "pb-equal-shares", "-completion", "add9", "a.csv"}, 2, "", "add9"},
		{"a completion of what", []string{approvals}, []string{"-rule", "pav", "-seats", "2", "-completion", "none", "a.csv"}, 2, "", "-completion is not for pav"},
		{"a utility of what", []string{approvals}, []string{"-rule", "pav", "-seats", "2", "-utility", "cost", "a.csv"}, 2, "", "-utility is not for pav"},
		{"no seats of a committee", []string{approvals}, []string{"-rule", "pav", "a.csv"}, 2, "", "needs -seats"},
		{"seats below 0", []string{approvals}, []string{"-rule", "pav", "-seats", "-1", "a.csv"}, 2, "", "below 0"},

		{"a remedy of what", []string{approvals}, []string{"-rule", "approval", "-overvotes", "cut", "a.csv"}, 1, "", "are for rankings"},
		{"no such remedy", []string{ranking}, []string{"-rule", "irv", "-skipped", "mend", "a.csv"}, 2, "", `no remedy "mend"`},
		{"no ranks", []string{ranking}, []string{"-rule", "irv", "-ranks", "0", "a.csv"}, 2, "", "want a number from 1"},
		{"no rule", []string{lists}, []string{"a.csv"}, 2, "", "-list"},
		{"no such rule", []string{lists}, []string{"-rule", "coin", "a.csv"}, 2, "", `no rule "coin"`},
		{"no file", nil, []string{"-rule", "plurality"}, 2, "", "no file"},
		{"a file twice", []string{lists}, []string{"-rule", "plurality", "a.csv", "a.csv"}, 2, "", "count twice"},
		{"a file twice, by another path", []string{lists}, []string{"-rule", "plurality", "a.csv", "./a.csv"}, 2, "", "count twice"},
		{"no seats", []string{lists}, []string{"-rule", "dhondt", "a.csv"}, 2, "", "needs -seats"},
		{"seats for a referendum", []string{yesNo}, []string{"-rule", "simple-majority", "-seats", "2", "a.csv"}, 2, "", "-seats is not for"},
		{"a bad share", []string{lists}, []string{"-rule", "dhondt", "-seats", "2", "-threshold", "NaN", "a.csv"}, 2, "", "threshold"},
		{"a share past the whole", []string{lists}, []string{"-rule", "dhondt", "-seats", "2", "-threshold", "101%", "a.csv"}, 2, "", "101% is not"},
		{"a bad tie", []string{lists}, []string{"-rule", "dhondt", "-seats", "2", "-tie", "coin", "a.csv"}, 2, "", "lot:SEED"},
		{"a bad format", []string{lists}, []string{"-rule", "plurality", "-format", "xls", "a.csv"}, 2, "", `no format "xls"`},
		{"a bad flag", nil, []string{"-nonsense"}, 2, "", "nonsense"},
		{"bad options", []string{ranking}, []string{"-rule", "plurality", "-options", `"A`, "a.csv"}, 2, "", "want A,B,C"},
		{"fewer than no voters", []string{yesNo}, []string{"-rule", "absolute-majority", "-eligible", "-1", "a.csv"}, 2, "", "below 0"},
		{"a roll for bodies", []string{bodies}, []string{"-rule", "absolute-majority", "-eligible", "5000", "a.csv"}, 2, "", "its own roll"},
		{"a lot without a seed", []string{lists}, []string{"-rule", "dhondt", "-seats", "2", "-tie", "lot:", "a.csv"}, 2, "", "lot:SEED"},
		{"options for bodies", []string{bodies}, []string{"-rule", "simple-majority", "-options", "yes,no", "a.csv"}, 2, "", "yes or no"},
		{"too many seats to list", []string{lists}, []string{"-rule", "dhondt", "-seats", "10001", "-all", "a.csv"}, 2, "", "at most 10000"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := tally(t, "", tt.files, tt.args...)
			assert.Equal(t, tt.wantCode, got.code, got.errors)
			assert.Equal(t, tt.wantOut == "", got.out == "", got.out)
			assert.Equal(t, tt.wantError == "", got.errors == "", got.errors)
			assert.Contains(t, got.out, tt.wantOut)
			assert.Contains(t, got.errors, tt.wantError)
		})
	}
}

// plain is JSON without spaces and without the digest, which is checked for its form.
func plain(t *testing.T, text string) string {
	t.Helper()
	var d map[string]json.RawMessage
	require.NoError(t, json.Unmarshal([]byte(text), &d))
	assert.Regexp(t, `^"sha256:[0-9a-f]{64}"$`, string(d["digest"]))
	delete(d, "digest")
	b, err := json.Marshal(d)
	require.NoError(t, err)
	return string(b)
}

func TestJSON(t *testing.T) {
	first, second := drawn("x", "plurality", "A", "B")
	tests := []struct {
		name string
		file string
		args []string
		want string
	}{
		{"a majority", yesNo, []string{"-rule", "simple-majority"},
			`{"ballots":1215,"blank":12,"spoilt":3,"carried":true,"rule":"simple-majority","ties":[],"winners":["yes"]}`},
		{"a double majority", bodies, []string{"-rule", "double-majority"},
			`{"ballots":1200,"bodies":false,"carried":false,"people":true,"rule":"double-majority","ties":[],"winners":["no"]}`},
		{"a winner", ranking, []string{"-rule", "plurality"},
			`{"ballots":70,"blank":2,"order":[["Ana"],["Ben"],["Cai"]],"rule":"plurality","ties":[],"winners":["Ana"]}`},
		{"the options in order", "count,ranking\n2,Ben\n1,Ana\n", []string{"-rule", "fptp", "-options", "Cai,Ben,Ana"},
			`{"ballots":3,"order":[["Ben"],["Ana"],["Cai"]],"rule":"plurality","ties":[],"winners":["Ben"]}`},
		{"seats", lists, []string{"-rule", "dhondt", "-seats", "7", "-threshold", "20%", "-valid", "118000", "-exempt", "C"},
			`{"allocation":{"A":4,"B":2,"C":1},"ballots":100000,"rule":"dhondt","seats":7,"ties":[],"winners":["A","B","C"]}`},
		{"rounds", "count,ranking\n4,A\n3,B\n2,C>B\n", []string{"-rule", "instant-runoff"},
			`{"ballots":9,"order":[["B"],["A"],["C"]],"rounds":[` +
				`{"n":1,"tally":{"A":"4","B":"3","C":"2"},"elected":[],"eliminated":["C"],"transfers":[{"from":"C","to":"B","votes":"2"}],"exhausted":"0"},` +
				`{"n":2,"tally":{"A":"4","B":"5"},"elected":["B"],"eliminated":[],"transfers":[],"exhausted":"0"}],` +
				`"rule":"instant-runoff","ties":[],"winners":["B"]}`},
		{"marks", "id,rank1,rank2\n1,Ana,Ana\n2,overvote,Ben\n3,,Ben\n4,Ben,Zoe\n", []string{"-rule", "plurality", "-options", "Ana,Ben", "-overvotes", "spoil", "-skipped", "drop"},
			`{"ballots":4,"spoilt":1,"altered":{"overvotes":1,"duplicates":1,"skipped":1,"unlisted":1},"order":[["Ben"],["Ana"]],"rule":"plurality","ties":[],"winners":["Ben"]}`},
		{"a transferable vote", hill, []string{"-rule", "stv-scottish"}, `{"ballots":13,"rounds":[` +
			`{"n":1,"tally":{"Adam":"7","Basil":"0","Charlotte":"1","Donald":"4"},"elected":["Adam"],"eliminated":[],"transfers":[],"exhausted":"0","rounding":"0"},` +
			`{"n":2,"tally":{"Adam":"5","Basil":"0","Charlotte":"2.99997","Donald":"4"},"elected":[],"eliminated":[],` +
			`"transfers":[{"from":"Adam","to":"Charlotte","votes":"1.99997"}],"exhausted":"0","rounding":"0.00003"},` +
			`{"n":3,"tally":{"Adam":"5","Basil":"0","Charlotte":"2.99997","Donald":"4"},"elected":["Donald"],"eliminated":["Charlotte"],` +
			`"transfers":[],"exhausted":"0","rounding":"0.00003"}],"rule":"stv-scottish","seats":2,"ties":[],"valid":12,"winners":["Adam","Donald"]}`},
		{"a committee", approvals, []string{"-rule", "pav", "-seats", "2", "-all"},
			`{"ballots":13,"outcomes":[["Ana","Cai"]],"rule":"pav","seats":2,"ties":[],"winners":["Ana","Cai"]}`},
		{"projects", budget, []string{"-rule", "greedy"}, `{"ballots":3,"cost":"70.5","rule":"greedy","ties":[],"winners":["p1"]}`},
		{"every outcome", level, []string{"-rule", "dhondt", "-seats", "2", "-all"},
			`{"allocation":{"A":1,"B":0,"C":0},"ballots":6,"outcomes":[["A","A"],["A","B"]],"rule":"dhondt","seats":2,` +
				`"ties":[{"options":["A","B"],"places":1,"broken_by":""}],"winners":["A"]}`},
		{"every outcome, beside the one of the lot", "count,approvals\n1,A\n1,B\n", []string{"-rule", "plurality", "-all", "-tie", "lot:x"},
			`{"ballots":2,"order":[["` + first + `"],["` + second + `"]],` +
				`"outcomes":[["A"],["B"]],"rule":"plurality","ties":[{"options":["A","B"],"places":1,` +
				`"broken_by":"lot seed=\"x\" label=\"plurality\""}],"winners":["` + first + `"]}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := tally(t, tt.file, nil, append(tt.args, "-json", "-")...)
			require.Empty(t, got.errors)
			assert.Equal(t, compact(t, tt.want), plain(t, got.out))
		})
	}
}

// compact turns expected text into the form of plain.
func compact(t *testing.T, text string) string {
	t.Helper()
	var d map[string]json.RawMessage
	require.NoError(t, json.Unmarshal([]byte(text), &d), text)
	b, err := json.Marshal(d)
	require.NoError(t, err)
	return string(b)
}

// drawn draws the lot by hand: the lowest ticket comes first.
func drawn(seed, label, a, b string) (first, second string) {
	ticket := func(name string) string {
		return fmt.Sprintf("%x", sha256.Sum256([]byte(seed+"\x00"+label+"\x00"+name)))
	}
	if ticket(a) < ticket(b) {
		return a, b
	}
	return b, a
}

// Shards in any order, from files or standard input, are one vote with one digest.
func TestShards(t *testing.T) {
	whole := tally(t, ranking, nil, "-rule", "plurality", "-json", "-")
	first, second := "count,ranking\n3,Cai>Ana\n2,\n30,Ana>Ben=Cai\n", "ranking,count\nAna>Cai=Ben,4\nBen,31\n"
	for _, args := range [][]string{{"a.csv", "b.csv"}, {"b.csv", "a.csv"}, {"-", "b.csv"}} {
		got := tally(t, first, []string{first, second}, append([]string{"-rule", "plurality", "-json"}, args...)...)
		assert.Equal(t, whole, got, "%v", args)
	}
	mixed := tally(t, "", []string{first, yesNo}, "-rule", "plurality", "a.csv", "b.csv")
	assert.Equal(t, 1, mixed.code)
	assert.Contains(t, mixed.errors, "b.csv:1:1: ")
}

// A transcript in words, of a contest whose seats and withdrawn options are in the file.
func TestWordsOfTransfers(t *testing.T) {
	got := tally(t, hill, nil, "-rule", "stv-scottish", "-")
	want := `stv-scottish: Scottish councils since 2007: weighted Gregory, five decimals
vote: Title
counted: 13 ballots, 0 of them blank and 0 spoilt, in standard input
options: Adam, Basil, Charlotte, Donald
valid: 12; 1 rank nobody who could be elected
withdrawn: Basil
result: elected Adam, Donald
why:
  count 1: first preferences; quota 5, Adam 7, Charlotte 1, Donald 4; elected Adam
  count 2: surplus of Adam at 2/7; quota 5, Adam 5, Charlotte 2.99997, Donald 4, rounding 0.00003
  count 3: exclusion of Charlotte; quota 5, Adam 5, Charlotte 2.99997, Donald 4, rounding 0.00003; elected Donald
`
	said, close, _ := strings.Cut(got.out, "how close:\n")
	assert.Equal(t, want, said)
	assert.Contains(t, close, "  closest: count 3: Charlotte goes out, 1.00003 votes behind Donald\n")
}

func TestWords(t *testing.T) {
	got := tally(t, "", []string{bodies}, "-rule", "double-majority", "a.csv")
	want := `double-majority: more yes than no among the people, and in more than half of the bodies by weight
counted: 1200 ballots, 0 of them blank and 0 spoilt, in a.csv
result: rejected
why:
  majority: 985 of 1200 valid, need more than 1/2: carried
  majority in Uri: 900 of 1000 valid, need more than 1/2: carried
  majority in Glarus: 40 of 100 valid, need more than 1/2: rejected
  majority in Obwalden: 45 of 100 valid, need more than 1/2: rejected
  bodies: 2 of 5 by weight, need more than 1/2: rejected
  all of 2 rules: rejected
how close:
  majority: 385 votes the other way turn it
  bodies: weight 1 of 5 the other way turns it
  closest body of 3: Obwalden, 6 votes the other way turn it
digest: sha256:`
	assert.Equal(t, want, strings.TrimRight(got.out, "0123456789abcdef\n"))
}

// village is a vote on projects that says by which rule it was decided.
func village(rule string) string {
	return "META\nkey;value\nbudget;50\nvote_type;approval\nrule;" + rule + "\nPROJECTS\nproject_id;cost\nA;30\nB;20\n" +
		"VOTES\nvoter_id;vote\n1;A,B\n2;A\n"
}
