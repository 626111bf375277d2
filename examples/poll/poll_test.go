package poll_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/format"
	"github.com/vicinia/vicinia/ballot/rulebook"
	"github.com/vicinia/vicinia/examples/poll"
)

// ask counts one text.
func ask(q poll.Question, text string) (*poll.Answer, error) {
	return q.Ask(format.Shard{Name: "a", Reader: strings.NewReader(text)})
}

const (
	ranking = "count,ranking\n40,Ana>Ben\n25,Ben>Cai\n20,Cai>Ben\n10,Dee>Cai\n5,Eve\n"
	lists   = "option,votes\nA,600\nB,300\nC,100\n"
	village = "META\nkey;value\nbudget;100\nvote_type;approval\nrule;greedy\nPROJECTS\nproject_id;cost\nA;60\nB;50\nC;30\nD;15\n" +
		"VOTES\nvoter_id;vote\n1;A,B\n2;A,C\n3;A\n4;B,C\n5;B,D\n6;C\n7;A\n"
)

// Settings of rounds, one by one: see ranked.InstantRunoff and stv.Statute.
func TestRounds(t *testing.T) {
	rounds := func(r rulebook.Rounds) poll.Question { return poll.Question{Case: rulebook.Case{Rounds: r}} }
	tests := []struct {
		name, rule string
		give       poll.Question
		seats      int64
		want       []string
		wantRounds int
		wantRule   string // a part of it
	}{
		{"the plain rule", "irv", poll.Question{}, 0, []string{"Cai"}, 4, "overvote=exhaust"},
		{"stopped", "irv", rounds(rulebook.Rounds{Stop: 2}), 0, []string{"Ana", "Ben", "Cai"}, 2, "stop=2"},
		{"until two are left", "irv", rounds(rulebook.Rounds{ToTwo: true}), 0, []string{"Cai"}, 4, "to-two"},
		{"of the first round", "irv", rounds(rulebook.Rounds{OfFirst: true}), 0, []string{"Cai"}, 4, "of-first"},
		{"a minimum", "irv", poll.Question{Minimum: 15}, 0, []string{"Cai"}, 3, "minimum=15"},
		{"a share to reach", "irv", poll.Question{Reach: vicinia.Frac(3, 10)}, 0, []string{"Ana", "Cai"}, 4, "reach=30%"},
		{"all who lack it", "irv", poll.Question{Reach: vicinia.Frac(1, 5), Case: rulebook.Case{Rounds: rulebook.Rounds{Cutoff: true}}}, 0, []string{"Ana", "Ben", "Cai"}, 2, "cutoff"},
		{"sure losers", "irv", rounds(rulebook.Rounds{Batch: "most"}), 0, []string{"Cai"}, 3, "batch=most"},
		{"one by one", "irv-maine", rounds(rulebook.Rounds{Batch: "one"}), 0, []string{"Cai"}, 4, "batch=one"},
		{"the only one of a rank", "irv-rctab", rounds(rulebook.Rounds{Sole: true}), 0, []string{"Cai"}, 4, "overvote=exhaust batch"},
		{"earlier rounds", "irv", poll.Question{Tie: "earlier,order"}, 0, []string{"Cai"}, 4, "earlier"},
		{"an order", "irv", poll.Question{Tie: "earlier,order:Eve,Dee"}, 0, []string{"Cai"}, 4, "earlier"},
		{"a transferable vote stopped", "stv-scottish", rounds(rulebook.Rounds{Stop: 1}), 2, []string{"Ana"}, 1, "stop=1"},
		{"another quota", "stv-rctab", rounds(rulebook.Rounds{Quota: "hare", Decimals: 2}), 2, []string{"Ana", "Cai"}, 5, "decimals=2 skipped=two shared=pass quota=hare"},
		{"earlier counts", "stv-rctab", poll.Question{Tie: "earlier"}, 2, []string{"Ana", "Ben"}, 6, "ties=latest surplus-ties=latest"},
		{"shared ranks", "multi-pass-runoff", rounds(rulebook.Rounds{Sole: true}), 2, []string{"Ben", "Cai"}, 7, "shared=sole"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.give.Rule, tt.give.Case.Seats = tt.rule, tt.seats
			a, err := ask(tt.give, ranking)
			require.NoError(t, err)
			d := a.Document()
			assert.Equal(t, tt.want, d.Winners)
			assert.Len(t, d.Rounds, tt.wantRounds)
			assert.Contains(t, a.Outcome.Common().Rule, tt.wantRule)
		})
	}
	stopped, err := ask(poll.Question{Rule: "irv", Case: rulebook.Case{Rounds: rulebook.Rounds{Stop: 2}}}, ranking)
	require.NoError(t, err)
	assert.Empty(t, stopped.Document().Rounds[1].Elected, "nobody is elected where a count is stopped")
}

// A rule that counts in other ways is not asked to stop, and every rule that is asked can.
func TestWhoIsAsked(t *testing.T) {
	for rule := range rulebook.All() {
		if rule.Family != rulebook.STV {
			continue
		}
		q := poll.Question{Rule: rule.Name, Case: rulebook.Case{Seats: 2, Rounds: rulebook.Rounds{Stop: 1}}}
		refused := q.Check() != nil
		a, err := ask(poll.Question{Rule: rule.Name, Case: rulebook.Case{Seats: 2}}, ranking)
		require.NoError(t, err, rule.Name)
		a.Case.Rounds.Stop = 1
		out, err := rule.Decide(a.Case, ballot.Sequence{"Ana"})
		ignored := err == nil && !strings.Contains(out.Common().Rule, "stop=1")
		assert.Equal(t, err != nil || ignored, refused, rule.Name)
	}
}

// Who has withdrawn is out of votes of every form.
func TestWithdrawn(t *testing.T) {
	tests := []struct {
		name, rule, text string
		out              []string
		want             []string
		wantBlank        int64
	}{
		{"rankings", "irv", ranking, []string{"Ana", "Eve"}, []string{"Ben"}, 5},
		{"rankings, passed over by the rule", "irv-maine", ranking, []string{"Ana", "Eve"}, []string{"Ben"}, 0},
		{"a transferable vote", "stv-scottish", ranking, []string{"Ana"}, []string{"Ben"}, 0},
		{"duels", "schulze", ranking, []string{"Ben"}, []string{"Cai"}, 0},
		{"approvals", "approval", "count,approvals\n3,A|B\n2,C\n", []string{"A"}, []string{"B"}, 0},
		{"scores", "score", "count,scores\n3,A=5|B=1\n2,C=2\n", []string{"A"}, []string{"C"}, 0},
		{"results", "plurality", lists, []string{"A"}, []string{"B"}, 600},
		{"published duels", "schulze", "# NUMBER EDGES: 3\n# ALTERNATIVE NAME 1: A\n# ALTERNATIVE NAME 2: B\n# ALTERNATIVE NAME 3: C\n1,2,5\n1,3,5\n2,3,4\n", []string{"A"}, []string{"B"}, 0},
		{"projects", "greedy", village, []string{"A"}, []string{"B", "C", "D"}, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, room := range []int{0, 1} {
				q := poll.Question{Rule: tt.rule, Room: room, Case: rulebook.Case{Withdrawn: tt.out}}
				if tt.name == "a transferable vote" {
					q.Case.Seats = 1
				}
				a, err := ask(q, tt.text)
				require.NoError(t, err)
				assert.Equal(t, tt.want, a.Document().Winners)
				assert.Equal(t, tt.wantBlank, a.Document().Blank)
				assert.Equal(t, tt.out, a.Votes.Withdrawn)
				q.Case.Withdrawn = []string{"Zoe"}
				_, err = ask(q, tt.text)
				assert.ErrorContains(t, err, "Zoe")
			}
		})
	}
	_, err := ask(poll.Question{Rule: "irv", Case: rulebook.Case{Withdrawn: []string{"Ana", "Ben", "Cai", "Dee", "Eve"}}}, ranking)
	assert.ErrorContains(t, err, "all options have withdrawn")
	table := []format.Shard{
		{Name: "a", Reader: strings.NewReader("district,list,votes\nN,A,123\nN,B,45\nN,C,9\nS,A,67\nS,B,89\n")},
		{Name: "b", Reader: strings.NewReader("district,seats\nN,3\nS,2\n")},
	}
	a, err := poll.Question{Rule: "biproportional", Case: rulebook.Case{Withdrawn: []string{"C"}}}.Ask(table...)
	require.NoError(t, err)
	assert.Equal(t, map[string]map[string]int64{"N": {"A": 2, "B": 1}, "S": {"A": 1, "B": 1}}, a.Document().Allocation)
}

// Money beside the budget and what is asked of projects: see projects.Instance.
func TestProjects(t *testing.T) {
	share := func(num int64) rulebook.Case { return rulebook.Case{Part: vicinia.Frac(num, 10)} }
	tests := []struct {
		name      string
		give      poll.Question
		want      []string
		wantCost  string
		wantParts map[string]string
		wantPots  map[string]string
	}{
		{"the file", poll.Question{Rule: "greedy"}, []string{"A", "C"}, "90", nil, nil},
		{"of the file's rule", poll.Question{Conflicts: [][]string{{"A", "C"}}}, []string{"A", "D"}, "75", nil, nil},
		{"a pot", poll.Question{Rule: "greedy", Pots: [][]string{{"Schools=40", "B", "C"}}}, []string{"A", "B", "C"}, "140", nil, map[string]string{"Schools": "0"}},
		{"a cap", poll.Question{Rule: "greedy", Caps: [][]string{{"North=55", "A", "C"}}}, []string{"B", "C", "D"}, "95", nil, nil},
		{"carried over", poll.Question{Rule: "greedy", Tie: "order", Carried: "10"}, []string{"A", "B"}, "110", nil, nil},
		{"a requirement", poll.Question{Rule: "greedy", Requires: [][]string{{"C", "B"}}}, []string{"A", "D"}, "75", nil, nil},
		{"a minimum", poll.Question{Rule: "greedy-threshold", Minimum: 4}, []string{"A"}, "60", nil, nil},
		{"in part", poll.Question{Rule: "greedy", Tie: "order", Case: share(8)}, []string{"A"}, "100", map[string]string{"B": "40"}, nil},
		{"not in part", poll.Question{Rule: "greedy", Tie: "order", Case: share(9)}, []string{"A", "C"}, "90", nil, nil},
		{"equal shares with a pot", poll.Question{Rule: "pb-equal-shares", Case: rulebook.Case{Completion: "add1"}, Pots: [][]string{{"Schools=40", "B", "C"}}},
			[]string{"A", "B", "C"}, "140", nil, map[string]string{"Schools": "0"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, err := ask(tt.give, village)
			require.NoError(t, err)
			d := a.Document()
			assert.Equal(t, tt.want, d.Winners)
			assert.Equal(t, tt.wantCost, d.Cost)
			assert.Equal(t, tt.wantParts, d.Parts)
			assert.Equal(t, tt.wantPots, d.Pots)
		})
	}
	a, err := ask(poll.Question{Rule: "greedy", Carried: "10.50", Pots: [][]string{{"Schools=0.25", "B"}}}, village)
	require.NoError(t, err)
	in := a.Case.Projects
	assert.Equal(t, []int64{100, 6000, 10000, 1050, 25}, []int64{in.Unit, in.Cost[0], in.Budget, in.Carried, in.Pots[0].Money}, "in cents, of which the file has none")
	_, err = ask(poll.Question{Rule: "greedy", Carried: "0.00000000000000001"}, village)
	assert.ErrorIs(t, err, vicinia.ErrOverflow)
}

// A ballot is followed as it is typed or by the id of its record, through the same count.
func TestFollow(t *testing.T) {
	const records = "id,rank1,rank2,rank3\np1,Ana,Ben,\np2,Ana,,Cai\np3,Ben,Ana,\np4,Cai,Ben,\np5,Cai,Cai,Ben\np6,overvote,Ben,\np7,,,\np8,Dee,Cai,Ben\n"
	tests := []struct {
		name, rule, text, follow string
		want                     poll.Followed // but for what asking by id adds
		wantAt                   string        // in every round
	}{
		{"as it is typed", "instant-runoff", records, "Cai > Ben", poll.Followed{Ballot: "Cai>Ben", Count: 2}, "Cai Cai Cai names nobody further"},
		{"by id", "instant-runoff", records, "id:p5", poll.Followed{ID: "p5", Place: "a:6", Marks: "changed", Ballot: "Cai>Ben", Count: 2}, "Cai Cai Cai names nobody further"},
		{"by line", "instant-runoff", records, "id:a:4", poll.Followed{ID: "a:4", Place: "a:4", Marks: "as marked", Ballot: "Ben>Ana", Count: 1}, "Ben Ben Ana Ana"},
		{"a rank left out", "instant-runoff", records, "Ana>>Cai", poll.Followed{Ballot: "Ana>>Cai", Count: 1}, "Ana Ana Ana Ana"},
		{"spoilt", "instant-runoff", records, "id:p6", poll.Followed{ID: "p6", Place: "a:7", Marks: "spoilt", Count: 1}, ""},
		{"blank", "instant-runoff", records, "id:p7", poll.Followed{ID: "p7", Place: "a:8", Marks: "blank", Count: 1}, ""},
		{"nobody's", "instant-runoff", records, "Ben>Cai", poll.Followed{Ballot: "Ben>Cai"}, ""},
		{"without rounds", "schulze", records, "id:p2", poll.Followed{ID: "p2", Place: "a:3", Marks: "as marked", Ballot: "Ana>>Cai", Count: 1}, ""},
		{"an approval", "", village, "id:5", poll.Followed{ID: "5", Place: "a:18", Marks: "as marked", Ballot: "B=D", Count: 1}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, err := ask(poll.Question{Rule: tt.rule, Tie: "order", Follow: poll.Texts{tt.follow}}, tt.text)
			require.NoError(t, err)
			got := a.Document().Followed
			require.Len(t, got, 1)
			var at []string
			for _, path := range got[0].Paths {
				for _, stand := range path.Rounds {
					who := stand.Why
					for _, part := range stand.Votes {
						who += part.Option
					}
					at = append(at, who)
				}
			}
			assert.Equal(t, tt.wantAt, strings.Join(at, " "))
			got[0].Paths, got[0].Marked = nil, nil
			assert.Equal(t, tt.want, got[0])
		})
	}
	out, err := ask(poll.Question{Rule: "irv", Tie: "order", Case: rulebook.Case{Withdrawn: []string{"Ana"}}, Follow: poll.Texts{"id:p2", "id:p1"}}, records)
	require.NoError(t, err)
	assert.Equal(t, ">>Cai", out.Followed[0].Ballot, "who has withdrawn is not marked any more")
	assert.Equal(t, ">Ben", out.Followed[1].Ballot)
	for follow, want := range map[string]string{"id:p9": "no ballot of these files", "Ana>Zoe": `"Zoe" is not an option`, "Ana>Ana": "marked twice"} {
		_, err := ask(poll.Question{Rule: "irv", Follow: poll.Texts{follow}}, records)
		assert.ErrorContains(t, err, want)
	}
	both := []format.Shard{{Name: "a", Reader: strings.NewReader(records)}, {Name: "b", Reader: strings.NewReader(records)}}
	_, err = poll.Question{Rule: "irv", Follow: poll.Texts{"id:p1"}}.Ask(both...)
	assert.ErrorContains(t, err, "in a:2 and b:2")
}

func TestMisuse(t *testing.T) {
	rounds := func(r rulebook.Rounds) poll.Question { return poll.Question{Case: rulebook.Case{Rounds: r}} }
	tests := []struct {
		name, rule string
		give       poll.Question
		text       string
		want       string
	}{
		{"a rule that does not stop", "stv-meek-prf", rounds(rulebook.Rounds{Stop: 1}), ranking, "-stop is not for stv-meek-prf"},
		{"a law has its quota", "stv-scottish", rounds(rulebook.Rounds{Quota: "hare"}), ranking, "-quota is not for"},
		{"no such quota", "stv-rctab", rounds(rulebook.Rounds{Quota: "droop"}), ranking, `-quota "droop"; want unit`},
		{"no such batch", "irv", rounds(rulebook.Rounds{Batch: "all"}), ranking, `-batch "all"`},
		{"a cutoff of what", "irv", rounds(rulebook.Rounds{Cutoff: true}), ranking, "-cutoff is about a -reach"},
		{"half a percent", "irv", poll.Question{Reach: vicinia.Frac(1, 200)}, ranking, "whole percents"},
		{"more than all", "irv", poll.Question{Reach: vicinia.Frac(3, 2)}, ranking, "from 0% to 100%"},
		{"until two and a share", "irv", poll.Question{Reach: vicinia.Frac(1, 2), Case: rulebook.Case{Rounds: rulebook.Rounds{ToTwo: true}}}, ranking, "neither with -until-two"},
		{"earlier rounds of duels", "schulze", poll.Question{Tie: "earlier,order"}, ranking, "-tie earlier is not for"},
		{"shared ranks of duels", "schulze", rounds(rulebook.Rounds{Sole: true}), ranking, "-overvotes sole is not for"},
		{"an order of others", "irv", poll.Question{Tie: "order:Ana,Zoe"}, ranking, "has to be an option"},
		{"no order", "irv", poll.Question{Tie: "order:"}, ranking, "want none"},
		{"below 0", "irv", poll.Question{Minimum: -1}, ranking, "-minimum is below 0"},
		{"the support that greedy does not ask", "greedy", poll.Question{Minimum: 2}, village, "-minimum is not for greedy"},
		{"a part of equal shares", "pb-equal-shares", poll.Question{Case: rulebook.Case{Part: vicinia.Frac(1, 2)}}, village, "-part is not for"},
		{"one that requires", "greedy", poll.Question{Requires: [][]string{{"A"}}}, village, "want two"},
		{"a pot without money", "greedy", poll.Question{Pots: [][]string{{"Schools", "A"}}}, village, "want NAME=MONEY"},
		{"a pot without a name", "greedy", poll.Question{Pots: [][]string{{"=5", "A"}}}, village, "want NAME=MONEY"},
		{"a pot for nobody", "greedy", poll.Question{Pots: [][]string{{"Schools=5"}}}, village, "want NAME=MONEY"},
		{"less than nothing", "greedy", poll.Question{Carried: "-1"}, village, "want money"},
		{"a name like another", "shulze", poll.Question{}, ranking, "there is schulze"},
		{"withdrawn bodies", "simple-majority", poll.Question{Case: rulebook.Case{Withdrawn: []string{"yes"}}}, lists, "-withdrawn is not for"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.give.Rule = tt.rule
			if strings.HasPrefix(tt.rule, "stv-") {
				tt.give.Case.Seats = 2
			}
			_, err := ask(tt.give, tt.text)
			assert.ErrorAs(t, err, new(poll.Misuse))
			assert.ErrorContains(t, err, tt.want)
		})
	}
	_, err := ask(poll.Question{Rule: "greedy", Case: rulebook.Case{Withdrawn: []string{"A"}}, Requires: [][]string{{"C", "A"}}}, village)
	assert.ErrorContains(t, err, "has to withdraw too")
}
