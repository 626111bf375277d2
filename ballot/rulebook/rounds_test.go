package rulebook_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/projects"
	"github.com/vicinia/vicinia/ballot/rulebook"
)

// Settings of a count change the rule and its text, and nothing of the next case.
func TestRounds(t *testing.T) {
	p := papers(t, "4 A>B", "3 B>A", "2 C>B")
	tests := []struct {
		name, rule string
		give       rulebook.Rounds
		want       string // a part of the rule's text
		plain      string // the text without settings
	}{
		{"an instant runoff", "instant-runoff", rulebook.Rounds{Stop: 1, Batch: "one", Minimum: 2, Earlier: true}, "instant-runoff overvote=exhaust batch=one minimum=2 stop=1 earlier", "instant-runoff overvote=exhaust"},
		{"a law", "stv-scottish", rulebook.Rounds{Stop: 1}, "seats=1 stop=1", "seats=1"},
		{"RCTab", "stv-rctab", rulebook.Rounds{Quota: "hare-whole", Decimals: 2, Sole: true, Earlier: true}, "RCTab 2: decimals=2 skipped=two shared=sole quota=hare-whole", "RCTab 2: decimals=4 skipped=two shared=pass quota=unit"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rule, ok := rulebook.Find(tt.rule)
			require.True(t, ok)
			for _, x := range []struct {
				give rulebook.Rounds
				want string
			}{{tt.give, tt.want}, {rulebook.Rounds{}, tt.plain}} {
				out, err := rule.Decide(rulebook.Case{Profile: p, Seats: 1, Rounds: x.give}, nil)
				require.NoError(t, err)
				assert.Contains(t, out.Common().Rule, x.want)
			}
		})
	}
	for rule, give := range map[string]rulebook.Rounds{"instant-runoff": {Batch: "all"}, "stv-rctab": {Quota: "droop"}} {
		e, _ := rulebook.Find(rule)
		_, err := e.Decide(rulebook.Case{Profile: p, Seats: 1, Rounds: give}, nil)
		assert.ErrorContains(t, err, "want one of")
	}
}

// Rules that count gaps and shared ranks see those of who has withdrawn.
func TestWithdraws(t *testing.T) {
	for rule, want := range map[string]bool{
		"stv-scottish": true, "cpo-stv": true, "instant-runoff-maine": true, "instant-runoff-rctab": true,
		"instant-runoff": false, "benham": false, "schulze": false, "plurality": false,
	} {
		e, ok := rulebook.Find(rule)
		require.True(t, ok)
		assert.Equal(t, want, e.Withdraws(), rule)
	}
	maine, _ := rulebook.Find("instant-runoff-maine")
	p := papers(t, "4 A>B", "3 B>A", "5 C>B")
	out, err := maine.Decide(rulebook.Case{Profile: p, Withdrawn: []string{"C"}}, nil)
	require.NoError(t, err)
	assert.Equal(t, "B", out.Common().Slate.Names(out.Winners()...))
}

// Counts that move papers once can end early.
func TestStops(t *testing.T) {
	for rule, want := range map[string]bool{
		"instant-runoff": true, "stv-scottish": true, "multi-pass-runoff": true,
		"stv-meek-prf": false, "stv-qpq": false, "stv-cambridge": false, "cpo-stv": false, "schulze": false, "greedy": false, "dhondt": false,
	} {
		e, ok := rulebook.Find(rule)
		require.True(t, ok)
		assert.Equal(t, want, e.Stops(), rule)
	}
}

// A part that a case asks of greedy is of that case alone.
func TestPart(t *testing.T) {
	rule, _ := rulebook.Find("greedy")
	p, err := ballot.NewProfile(papers(t).Slate(), ballot.Approval)
	require.NoError(t, err)
	require.NoError(t, p.AddText("A|B", 2))
	in := &projects.Instance{Profile: p, Cost: []int64{50, 30, 10}, Budget: 60}
	for _, part := range []vicinia.Ratio{vicinia.Frac(1, 2), {}} {
		out, err := rule.Decide(rulebook.Case{Projects: in, Part: part}, nil)
		require.NoError(t, err)
		assert.Contains(t, out.Common().Rule, "part="+part.String())
	}
}

// papers are rankings of A, B and C: "4 A>B".
func papers(t *testing.T, lines ...string) *ballot.Profile {
	t.Helper()
	s, err := ballot.NewSlate("A", "B", "C")
	require.NoError(t, err)
	p, err := ballot.NewProfile(s, ballot.Ranking)
	require.NoError(t, err)
	for _, line := range lines {
		require.NoError(t, p.AddText(line[2:], int64(line[0]-'0')))
	}
	return p
}
