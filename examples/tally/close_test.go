package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// How close a vote was is also said of sums, within bounds where it needs the ballots.
func TestHowClose(t *testing.T) {
	const approvals = "count,approvals\n5,A\n4,A|B\n3,B\n1,\n"
	tests := []struct {
		name, rule, text string
		want, parts      string
	}{
		{"approvals", "approval", approvals, "1 ballot, changed", "at least 1 and at most 2 ballots, changed"},
		{"several on a ballot", "plurality", approvals, "1 ballot, changed", "at least 1 and at most 2 ballots, changed"},
		{"one on each", "plurality", "count,approvals\n6,A\n3,B\n", "2 ballots, changed", "2 ballots, changed"},
		{"published approvals", "approval", "option,votes\nA,600\nB,500\n", "at least 50 and at most 92 ballots, changed", ""},
		{"scores", "score", "count,scores\n5,A=5|B=2\n4,A=1|B=4\n", "1 ballot, changed within the scores that were given", ""},
		{"scores in parts", "score", "count,scores\n50,A=5|B=2\n10,A=1|B=4\n", "15 ballots", "at least 12 and at most 18 ballots"},
		{"for and against", "combined-approval", "count,scores\n5,A=2\n2,B=2\n", "1 ballot,", "at least 1 and at most 2 ballots"},
		{"a runoff by scores", "star", "count,scores\n7,A=5|B=1\n3,B=5\n", "2 ballots, changed within", ""},
		{"duels", "schulze", "count,ranking\n65,A>B\n35,B>A\n", "15 ballots", "at least 15 and at most 16 ballots"},
		{"by points", "borda", "count,ranking\n65,A>B\n35,B>A\n", "15 ballots", "at least 15 and at most 24 ballots"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			name := filepath.Join(t.TempDir(), "a.csv")
			require.NoError(t, os.WriteFile(name, []byte(tt.text), 0o600))
			o, err := parse([]string{"-rule", tt.rule, name}, new(bytes.Buffer))
			require.NoError(t, err)
			for _, want := range []string{tt.want, tt.parts} {
				var out bytes.Buffer
				_, err = answer(o, nil, &out)
				require.NoError(t, err)
				_, said, _ := strings.Cut(out.String(), "how close:\n  ")
				assert.True(t, strings.HasPrefix(said, want), said)
				if o.Room = 1; tt.parts == "" {
					break
				}
			}
		})
	}
}
