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
		{"greedy-no-skip", "cardinality", "", "B"},
		{"greedy-custom", "cardinality", "", "B"},
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

// The words of the key rule, as the files of pabulib.org have them in 2026.
func TestOfficial(t *testing.T) {
	slate, err := ballot.NewSlate("A", "B", "C")
	require.NoError(t, err)
	p, err := ballot.NewProfile(slate, ballot.Approval)
	require.NoError(t, err)
	require.NoError(t, p.AddText("A|B", 3))
	require.NoError(t, p.AddText("C", 2))
	in := &projects.Instance{Profile: p, Cost: []int64{50, 30, 30}, Budget: 80, MinSupport: 3, Conflicts: [][]string{{"A", "C"}}}
	tests := []struct{ word, want string }{
		{"greedy", "A, B"},
		{"greedy-exclusive", "A, B"},
		{"greedy-no-skip", "A, B"},
		{"greedy-threshold", "A, B"},
		{"greedy-custom", "A, B"},
		{"equalshares", "B"},
		{"equalshares-comparison", "A, B"},
		{"equalshares/add1", "A, B"},
		{"equalshares/add1-comparison", "A, B"},
	}
	for _, tt := range tests {
		e, err := rulebook.Official(tt.word)
		require.NoError(t, err, tt.word)
		out, err := e.Decide(rulebook.Case{Projects: in}, nil)
		require.NoError(t, err, tt.word)
		assert.Equal(t, tt.want, slate.Names(out.Winners()...), tt.word)
	}
	for _, word := range []string{"", "unknown", "borda", "equalshares/add2"} {
		_, err := rulebook.Official(word)
		assert.ErrorContains(t, err, "which one is meant", word)
	}
}
