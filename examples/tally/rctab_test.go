package main_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/internal/golden"
)

// Configurations of RCTab, in flags as -help tells them, give the tallies of its reports, round
// by round (RCTab, test_data).
func TestRCTab(t *testing.T) {
	dir := filepath.Join(golden.Published(t), "rctab")
	const one = "-rule instant-runoff-rctab -overvotes exhaustImmediately -skipped cut -batch most -tie order -skips 1 -ranks 15 -unlisted keep"
	tests := []struct{ name, ballots, flags string }{
		{"2015_portland_mayor", "2015_portland_mayor_ballots.csv", one},
		{"generic_csv_test", "generic_csv_test/generic_csv_test_cvr.csv", one},
		{"test_set_1_exhaust_at_overvote", "", "-rule instant-runoff-rctab -overvotes exhaustImmediately -skipped cut -skips 4 -ranks 4 -tie lot:0"},
		{"test_set_multi_winner_fractional_threshold", "",
			"-rule stv-rctab -seats 3 -quota unit -decimals 4 -overvotes alwaysSkipToNextRank -skipped cut -skips 1 -ranks 6 -tie order"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var config struct{ Candidates []struct{ Name string } }
			var want struct {
				Results []struct{ Tally map[string]string }
			}
			for name, to := range map[string]any{"config": &config, "expected_detailed_report": &want} {
				text, err := os.ReadFile(filepath.Join(dir, tt.name, tt.name+"_"+name+".json"))
				require.NoError(t, err)
				require.NoError(t, json.Unmarshal(text, to))
			}
			var names []string
			for _, c := range config.Candidates {
				names = append(names, `"`+c.Name+`"`)
			}
			if tt.ballots == "" {
				tt.ballots = filepath.Join(tt.name, tt.name+"_cvr.json")
			}
			args := append(strings.Fields(tt.flags), "-options", strings.Join(names, ","), "-json", filepath.Join(dir, tt.ballots))
			out := tally(t, "", nil, args...)
			require.Zero(t, out.code, out.errors)
			var got struct {
				Rounds []struct{ Tally map[string]string }
			}
			require.NoError(t, json.Unmarshal([]byte(out.out), &got))
			require.Len(t, got.Rounds, len(want.Results))
			for i, round := range want.Results {
				for name, votes := range round.Tally {
					assert.Equal(t, votes, got.Rounds[i].Tally[name], "round %d: %s", i+1, name)
				}
			}
		})
	}
}
