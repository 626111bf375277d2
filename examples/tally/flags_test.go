package main_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Flags are settings: what each does is tested in examples/poll.
func TestFlags(t *testing.T) {
	const (
		votes = "count,ranking\n40,Ana>Ben\n25,Ben>Cai\n20,Cai>Ben\n10,Dee>Cai\n5,Eve\n"
		town  = "META\nkey;value\nbudget;100\nvote_type;approval\nPROJECTS\nproject_id;cost\nA;60\nB;50\nC;30\nD;15\n" +
			"VOTES\nvoter_id;vote\n1;A,B\n2;A,C\n3;A\n4;B,C\n5;B,D\n6;C\n7;A\n"
	)
	tests := []struct {
		name, text string
		args       []string
		wantCode   int
		want       string // a part of what is written
	}{
		{"stopped", votes, []string{"-rule", "irv", "-stop", "2"}, 0, "result: stopped before anybody wins; left are Ana, Ben, Cai\n"},
		{"a share", votes, []string{"-rule", "irv", "-reach", "30%"}, 0, "result: Ana, Cai win\n"},
		{"no rounds", votes, []string{"-rule", "irv", "-stop", "0"}, 2, "want a number from 1"},
		{"settings that the name does not tell", votes, []string{"-rule", "stv-rctab", "-seats", "2", "-quota", "hare", "-overvotes", "exhaustIfMultipleContinuing"}, 0,
			"settings: stv RCTab 2: decimals=4 skipped=two shared=sole quota=hare"},
		{"until two", votes, []string{"-rule", "irv-maine", "-until-two", "-first-round", "-minimum", "6", "-batch", "one"}, 0,
			"settings: instant-runoff overvote=exhaust-any batch=one skips=2 minimum=6 write-in=\"Undeclared Write-ins\" to-two of-first"},
		{"withdrawn", votes, []string{"-rule", "irv", "-withdrawn", "Ana,Eve"}, 0, "withdrawn: Ana, Eve\nresult: Ben wins\n"},
		{"several faults", votes, []string{"-rule", "schulze", "-stop", "2", "-batch", "one"}, 2, "-stop is not for schulze; see tally -help\ntally: -batch is not for"},
		{"a tie of the officer", "count,ranking\n1,A\n1,B\n", []string{"-rule", "irv", "-tie", "earlier,order:B"}, 0, "result: B wins\n"},
		{"money", town, []string{"-rule", "greedy-threshold", "-minimum", "2", "-pot", "Schools=40,B,C", "-cap", "N=90,A,D", "-requires", "D,A", "-conflict", "A,B", "-carried", "7"}, 0,
			"money: 100, carried over 7; Schools 40 for B, C\nminimum support: 2\nat most 90: A, D (N)\nat most one: A, B\ntogether: D only with A\nresult: funded for 90: A, C\nleft: 47; 10 of Schools\n"},
		{"a part", town, []string{"-rule", "greedy", "-part", "80%", "-tie", "order"}, 0, "result: funded for 100: A; in part B, with 40 of 50\nleft: 0\n"},
		{"labels", "id,rank1,rank2\n1,,Ana\n2,xx,Ana\n3,oo,Ben\n4,Ana,\n", []string{"-rule", "instant-runoff-rctab", "-alias", "=Undeclared Write-ins", "-alias", "xx=undervote", "-alias", "oo=overvote"}, 0,
			"counted: 4 ballots, 0 of them blank and 1 spoilt, in standard input\noptions: Ana, Ben, Undeclared Write-ins\n"},
		{"a ballot", votes, []string{"-rule", "stv-scottish", "-seats", "2", "-follow", "Ana>Ben", "-follow", "id:stdin:6"}, 0,
			"ballot Ana>Ben; 40 are like it\n  round 1: Ana\n  round 2: Ana 0.85, Ben 0.15\n  round 3: Ana 0.85, Ben 0.15\n  round 4: Ana 0.85, Ben 0.15\n  round 5: Ana 0.85, Ben 0.15\n" +
				"ballot stdin:6: Eve, as marked; 5 are like it\n  round 1: Eve\n  round 2: Eve\n  round 3: exhausted (names nobody further)\n"},
		{"nobody's ballot", votes, []string{"-rule", "irv", "-follow", "Eve>Ana"}, 0, "ballot Eve>Ana; nobody cast it\n"},
		{"papers that move one by one", votes, []string{"-rule", "stv-cambridge", "-seats", "2", "-follow", "Ana>Ben"}, 0, "  34 of them:\n  round 1: Ana\n"},
		{"every ballot", votes, []string{"-rule", "irv", "-paths"}, 0,
			"count,ballot,round 1,round 2,round 3,round 4\n40,Ana>Ben,Ana,Ana,Ana,Ana\n25,Ben>Cai,Ben,Ben,Ben,Cai\n20,Cai>Ben,Cai,Cai,Cai,Cai\n10,Dee>Cai,Dee,Dee,Cai,Cai\n" +
				"5,Eve,Eve,exhausted (names nobody further),exhausted (names nobody further),exhausted (names nobody further)\n"},
		{"every ballot as JSON", votes, []string{"-rule", "irv", "-paths", "-json"}, 0,
			",\n{\"ballot\":\"Eve\",\"count\":5,\"rounds\":[{\"n\":1,\"votes\":[{\"option\":\"Eve\",\"votes\":\"1\"}]},{\"n\":2,\"votes\":[],\"exhausted\":\"1\",\"why\":\"names nobody further\"}"},
		{"a ballot that never counts", "count,ranking\n3,Ana\n1,Ben\n", []string{"-rule", "stv-scottish", "-seats", "1", "-withdrawn", "Ben", "-paths"}, 0, "1,Ben,never counts: names nobody further\n"},
		{"decided at once", votes, []string{"-rule", "benham", "-follow", "Ana>Ben"}, 0, "ballot Ana>Ben; 40 are like it\n  there was no round\n"},
		{"no rounds to follow", votes, []string{"-rule", "schulze", "-paths"}, 2, "-paths is not for schulze"},
		{"a part of a name", votes, []string{"-rule", "stv"}, 2, "have it in their names; tally -list tells"},
		{"a flag like another", votes, []string{"-seat", "2"}, 2, "not defined: -seat; there is -seats"},
		{"a flag after a file", votes, []string{"-rule", "irv", "-", "-json"}, 2, "-json after a file; the flags go before"},
		{"approvals by rounds", "count,approvals\n2,A|B\n1,B\n", []string{"-rule", "irv"}, 0, "ballots: approvals as rankings; all who are approved share the first rank\n"},
		{"a name like another", votes, []string{"-rule", "shulze"}, 2, `no rule "shulze"; there is schulze; tally -list tells the rules`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := tally(t, tt.text, nil, append(tt.args, "-")...)
			assert.Equal(t, tt.wantCode, got.code, got.errors)
			assert.Contains(t, got.out+got.errors, tt.want)
		})
	}
}

// Some of the rules are listed by words of their line, or by their family.
func TestList(t *testing.T) {
	all := tally(t, "", nil, "-list").out
	for _, tt := range []struct {
		name      string
		args      []string
		want, not string
	}{
		{"a family", []string{"stv"}, "\nstv-scottish ", "\nschulze "},
		{"a family and a word", []string{"single", "winner", "duels"}, "\ncopeland ", "\nplurality "},
		{"an alias", []string{"Webster"}, "sainte-lague ", "dhondt "},
	} {
		got := tally(t, "", nil, append([]string{"-list"}, tt.args...)...)
		assert.Zero(t, got.code, tt.name)
		assert.Contains(t, "\n"+got.out, tt.want, tt.name)
		assert.NotContains(t, "\n"+got.out, tt.not, tt.name)
		assert.Contains(t, all, tt.not[1:], tt.name)
	}
	assert.Equal(t, 2, tally(t, "", nil, "-list", "nonsense").code)
}
