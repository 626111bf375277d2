package rulebook_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/projects"
	"github.com/vicinia/vicinia/ballot/rulebook"
)

// Words of a case become settings of the rules of projects.
func TestProjectWords(t *testing.T) {
	slate, err := ballot.NewSlate("A", "B", "C")
	require.NoError(t, err)
	p, err := ballot.NewProfile(slate, ballot.Approval)
	require.NoError(t, err)
	require.NoError(t, p.AddText("A|B", 3))
	require.NoError(t, p.AddText("C", 1))
	in := &projects.Instance{Profile: p, Cost: []int64{50, 30, 10}, Budget: 60, MinSupport: 2}
	tests := []struct {
		rule, utility, completion string
		want                      string
	}{
		{"greedy", "cardinality", "", "B, C"},
		{"greedy-threshold", "cardinality", "", "B"},
		{"greedy-no-skip", "cardinality", "", "B, C"},
		{"pb-max-welfare", "cost", "", "A"},
		{"pb-equal-shares", "cardinality", "none", "B"},
		{"pb-equal-shares", "", "add1", "B"},
		{"pb-exact-equal-shares", "cardinality", "add-opt-skip", "B"},
		{"pb-bos", "cardinality", "", "B"},
	}
	for _, tt := range tests {
		t.Run(tt.rule+" "+tt.completion, func(t *testing.T) {
			e, ok := rulebook.Find(tt.rule)
			require.True(t, ok)
			out, err := e.Decide(rulebook.Case{Projects: in, Utility: tt.utility, Completion: tt.completion}, nil)
			require.NoError(t, err)
			assert.Equal(t, tt.want, slate.Names(out.Winners()...))
			_, err = e.Decide(rulebook.Case{Projects: in, Utility: "joy"}, nil)
			assert.ErrorContains(t, err, "no utility")
		})
	}
	assert.Equal(t, int64(2), in.MinSupport, "the caller's instance is as it was")
	e, _ := rulebook.Find("pb-equal-shares")
	_, err = e.Decide(rulebook.Case{Projects: in, Completion: "add2"}, nil)
	assert.ErrorContains(t, err, "no completion")
}
