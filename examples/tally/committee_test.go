package main_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Whom a member of greedy Monroe represents is a tie between voters: with -tie order the
// first of the file are, as in other libraries. Adams has two meanings, told by the ballots.
func TestCommittees(t *testing.T) {
	tests := []struct {
		name     string
		rule     string
		give     string
		want     []string
		wantRule string
		outcomes int
	}{
		{"those of B are the first", "greedy-monroe", "2,A|B\n1,A|C\n1,D\n", []string{"A", "C"}, "greedy-monroe", 3},
		{"one of B and one of C are", "greedy-monroe", "1,A|C\n1,A|B\n1,D\n1,A|B\n", []string{"A", "B"}, "greedy-monroe", 3},
		{"Adams of approvals", "adams", "2,A|B\n1,A|C\n1,D\n", []string{"A", "D"}, "cc-adams", 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := tally(t, "", []string{"count,approvals\n" + tt.give}, "-rule", tt.rule, "-seats", "2", "-tie", "order", "-all", "-json", "a.csv")
			require.Zero(t, r.code, r.errors)
			piped := tally(t, "count,approvals\n"+tt.give, nil, "-rule", tt.rule, "-seats", "2", "-tie", "order", "-all", "-json", "-")
			assert.Equal(t, r, piped, "the same from standard input")
			var got struct {
				Rule     string
				Winners  []string
				Outcomes [][]string
			}
			require.NoError(t, json.Unmarshal([]byte(r.out), &got))
			assert.Equal(t, tt.wantRule, got.Rule)
			assert.Equal(t, tt.want, got.Winners)
			assert.Len(t, got.Outcomes, tt.outcomes)
		})
	}
}
