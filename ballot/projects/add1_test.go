package projects_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/projects"
)

// The word add1 does not say which projects are funded: from which share it starts, how far a
// step goes, when it stops and who breaks ties each change them.
func TestAdd1IsSeveralRules(t *testing.T) {
	add1 := projects.EqualShares{Completion: projects.Completion{Step: 1}}
	tests := []struct {
		name    string
		budget  int64
		cost    []int64
		ballots []string
		change  func(*projects.EqualShares)
		want    string
		changed string
	}{
		{"start", 9, []int64{6, 5, 1}, append(append(times(4, "a|b"), times(3, "a|b|c")...), "b", "b", "", ""),
			func(r *projects.EqualShares) { r.Completion.Start = projects.Fraction }, "b, c", "b"},
		{"step", 7, []int64{3, 6, 4}, append(times(4, "a|b|c"), "", "", ""),
			func(r *projects.EqualShares) { r.Completion.Step = 2 }, "a, c", "a"},
		{"stop", 17, []int64{6, 4, 10}, append(times(3, "a|b|c"), times(3, "c")...),
			func(r *projects.EqualShares) { r.Completion.Stop = projects.Exhausted }, "a, c", "b, c"},
		{"ties", 17, []int64{6, 4, 10}, append(times(3, "a|b|c"), times(3, "c")...),
			func(r *projects.EqualShares) { r.Ties = projects.LowerCost }, "a, c", "b, c"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := &projects.Instance{Budget: tt.budget, Cost: tt.cost, Profile: profile(t, ballot.Approval, []string{"a", "b", "c"}, tt.ballots...)}
			other := add1
			tt.change(&other)
			for rule, want := range map[projects.EqualShares]string{add1: tt.want, other: tt.changed} {
				out, err := rule.Decide(in, slateOrder{})
				require.NoError(t, err)
				assert.Equal(t, want, names(out), "%s", rule)
				assert.Contains(t, out.Rule, rule.Completion.String())
			}
		})
	}
}

// Cost and cardinality elect other projects in the votes that were decided by Equal Shares.
func TestUtilitiesElectOthers(t *testing.T) {
	for _, name := range []string{"Poland_Swiecie_2023.pb", "Poland_Wieliczka_2023_Green_Budget.pb"} {
		in := pabulib(t, name).Instance
		won := map[string]bool{}
		for _, u := range []projects.Utility{projects.Cost, projects.Cardinality} {
			out, err := projects.EqualShares{Utility: u, Ties: projects.LowerCost, Completion: projects.Completion{Step: 1}}.Decide(in, slateOrder{})
			require.NoError(t, err)
			won[names(out)] = true
		}
		assert.Len(t, won, 2, name)
	}
}
