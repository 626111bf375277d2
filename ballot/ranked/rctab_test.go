package ranked_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/format"
	"github.com/vicinia/vicinia/ballot/ranked"
	"github.com/vicinia/vicinia/internal/golden"
)

// The settings and rounds of RCTab, as its files have them.
type (
	rctabConfig struct {
		CvrFileSources []struct{ OvervoteLabel, UndeclaredWriteInLabel string }
		Candidates     []struct {
			Name     string
			Excluded bool
		}
		Rules struct {
			TiebreakMode, OvervoteRule, MaxSkippedRanksAllowed, MinimumVoteThreshold string
			BatchElimination, ContinueUntilTwoCandidatesRemain                       bool
			DoesFirstRoundDetermineThreshold, ExhaustOnDuplicateCandidate            bool
		}
	}
	rctabReport struct {
		Results []struct {
			InactiveBallots struct{ ExhaustedChoices, Overvotes, RepeatedRankings, SkippedRankings string }
			Tally           map[string]string
			TallyResults    []struct {
				Eliminated, Elected string
				Transfers           map[string]string
			}
		}
	}
)

func readJSON(t *testing.T, path string, to any) {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, to))
}

// rule is an InstantRunoff of a configuration, with its slate and tie-break.
func (c rctabConfig) rule(t *testing.T) (r ranked.InstantRunoff, records format.Records, tb ballot.TieBreak) {
	overvotes := map[string]ranked.Overvote{
		"exhaustImmediately": ranked.ExhaustAny, "alwaysSkipToNextRank": ranked.SkipAny, "exhaustIfMultipleContinuing": ranked.Exhaust,
	}
	var ok bool
	r.Overvote, ok = overvotes[c.Rules.OvervoteRule]
	require.True(t, ok, c.Rules.OvervoteRule)
	if r.Batch = ranked.One; c.Rules.BatchElimination {
		r.Batch = ranked.Most
	}
	skips, err := strconv.Atoi(c.Rules.MaxSkippedRanksAllowed)
	require.NoError(t, err)
	r.Skips = int32(skips) + 1
	r.ToTwo, r.OfFirst = c.Rules.ContinueUntilTwoCandidatesRemain, c.Rules.DoesFirstRoundDetermineThreshold
	if r.Minimum, err = strconv.ParseInt(c.Rules.MinimumVoteThreshold, 10, 64); err != nil {
		r.Minimum = 0
	}
	for _, candidate := range c.Candidates {
		records.Options = append(records.Options, candidate.Name)
		if candidate.Excluded {
			r.Withdrawn = append(r.Withdrawn, candidate.Name)
		}
	}
	if c.CvrFileSources[0].UndeclaredWriteInLabel != "" {
		records.Policy.Unlisted = format.Keep
		r.WriteIn = format.WriteIns
	}
	if c.Rules.ExhaustOnDuplicateCandidate {
		records.Policy.Duplicates = format.Cut
	}
	if c.Rules.TiebreakMode == "useCandidateOrder" {
		tb = ballot.Sequence(records.Options)
	}
	return r, records, tb
}

// Every round of RCTab's reports: tallies, who went out, where the votes went, and the
// ballots that count no more. A ballot whose first rank is an overvote without names is
// spoilt before the count here, and inactive from the first round there.
func TestRCTab(t *testing.T) {
	dir := golden.Published(t)
	tests := []struct {
		name, ballots string
		read          func(format.Records, ...format.Shard) (*format.Votes, error)
	}{
		{"2015_portland_mayor", "2015_portland_mayor_ballots.csv", format.ReadRCTab},
		{"generic_csv_test", "generic_csv_test/generic_csv_test_cvr.csv", format.ReadRCTab},
		{"test_set_1_exhaust_at_overvote", "test_set_1_exhaust_at_overvote/test_set_1_exhaust_at_overvote_cvr.json", format.ReadCDF},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var config rctabConfig
			var want rctabReport
			readJSON(t, filepath.Join(dir, "rctab", tt.name, tt.name+"_config.json"), &config)
			readJSON(t, filepath.Join(dir, "rctab", tt.name, tt.name+"_expected_detailed_report.json"), &want)
			rule, records, tb := config.rule(t)
			f, err := os.Open(filepath.Join(dir, "rctab", tt.ballots))
			require.NoError(t, err)
			defer f.Close()
			votes, err := tt.read(records, format.Shard{Name: tt.ballots, Reader: f})
			require.NoError(t, err)
			out, err := rule.Decide(votes.Profile, tb)
			require.NoError(t, err)
			i := 0
			for why := range out.Why() {
				r, w := why.(ranked.Round), want.Results[i]
				i++
				got := map[string]string{}
				for _, v := range r.Votes {
					got[v.Option] = strconv.FormatInt(v.Votes, 10)
				}
				require.Equal(t, w.Tally, got, "round %d", r.N)
				inactive := int64(0)
				for _, s := range []string{w.InactiveBallots.ExhaustedChoices, w.InactiveBallots.Overvotes, w.InactiveBallots.RepeatedRankings, w.InactiveBallots.SkippedRankings} {
					n, err := strconv.ParseInt(s, 10, 64)
					require.NoError(t, err)
					inactive += n
				}
				assert.Equal(t, inactive, r.Exhausted+votes.Profile.Spoilt, "round %d", r.N)
				wantMoved, gotMoved, out := map[string]string{}, map[string]string{}, []string(nil)
				for _, result := range w.TallyResults {
					if result.Eliminated != "" {
						out = append(out, result.Eliminated)
					}
					for to, n := range result.Transfers {
						wantMoved[result.Eliminated+" to "+to] = n
					}
				}
				for _, m := range r.Transfers {
					to := m.To
					if to == "" {
						to = "exhausted"
					}
					gotMoved[m.From+" to "+to] = strconv.FormatInt(m.Votes, 10)
				}
				assert.ElementsMatch(t, out, r.Out, "round %d", r.N)
				assert.Equal(t, wantMoved, gotMoved, "round %d", r.N)
			}
			assert.Len(t, want.Results, i)
			last := want.Results[i-1].TallyResults
			at := slices.IndexFunc(last, func(r struct {
				Eliminated, Elected string
				Transfers           map[string]string
			}) bool {
				return r.Elected != ""
			})
			assert.Equal(t, last[at].Elected, out.Slate.Names(out.Winners()...))
		})
	}
}

// Rounds that settings add or spare: who has more than half and does not end the count has
// won in a round of its own, and of the last two nobody goes out.
func TestRunoffRounds(t *testing.T) {
	tests := []struct {
		name string
		rule ranked.InstantRunoff
		give []string
		want []string
	}{
		{"on to two", ranked.InstantRunoff{ToTwo: true, Batch: ranked.Most}, []string{"7 A", "3 B", "2 C>B"}, []string{
			"round 1: A 7, B 3, C 2, exhausted 0", "round 2: A 7, B 3, C 2, exhausted 0; out C", "round 3: A 7, B 5, exhausted 0",
		}},
		{"half of the first round", ranked.InstantRunoff{OfFirst: true}, []string{"4 A", "3 B", "2 C"}, []string{
			"round 1: A 4, B 3, C 2, exhausted 0; out C", "round 2: A 4, B 3, exhausted 2",
		}},
		{"the last two are level", ranked.InstantRunoff{Batch: ranked.Most}, []string{"3 A", "3 B", "1 C"}, []string{
			"round 1: A 3, B 3, C 1, exhausted 0; out C", "round 2: A 3, B 3, exhausted 1",
		}},
		{"write-ins never win", ranked.InstantRunoff{Batch: ranked.One, WriteIn: "C"}, []string{"2 A", "1 B", "9 C"}, []string{
			"round 1: A 2, B 1, C 9, exhausted 0; out C", "round 2: A 2, B 1, exhausted 9",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, err := tt.rule.Decide(profile(t, 3, tt.give...), ballot.Sequence{"A"})
			require.NoError(t, err)
			assert.Equal(t, "A", out.Slate.Names(out.Winners()...))
			var got []string
			for why := range out.Why() {
				got = append(got, why.String())
			}
			assert.Equal(t, tt.want, got)
		})
	}
}

// The settings of the cities, one by one.
func TestRunoffSettings(t *testing.T) {
	tests := []struct {
		name string
		rule ranked.InstantRunoff
		give []string
		tb   ballot.TieBreak
		want string
		ties []string
	}{
		{"an overvote exhausts though one is left", ranked.InstantRunoff{Overvote: ranked.ExhaustAny}, []string{"4 A", "5 B", "3 C>A=D", "1 D"}, nil, "B>A>C>D", nil},
		{"an overvote is skipped though one is left", ranked.InstantRunoff{Overvote: ranked.SkipAny}, []string{"4 A", "5 B", "3 C>A=D>B", "1 D"}, nil, "B>A>C>D", nil},
		{"one goes out at a time", ranked.InstantRunoff{Batch: ranked.One}, []string{"4 A", "5 B", "1 C>A", "1 D>A"}, ballot.Sequence{"C", "D"}, "A>B>C>D", []string{"staying in after round 1"}},
		{"the most go out", ranked.InstantRunoff{Batch: ranked.Most}, []string{"10 A", "9 B", "3 C>B", "2 D>C", "1 E>C"}, nil, "B>A>C>D>E", nil},
		{"below the minimum", ranked.InstantRunoff{Minimum: 3}, []string{"10 A", "9 B", "2 C>D", "2 D>B", "1 E>B"}, nil, "B>A>C=D>E", nil},
		{"all below the minimum", ranked.InstantRunoff{Minimum: 30}, []string{"3 A", "2 B"}, nil, "A>B", nil},
		{"write-ins go out first", ranked.InstantRunoff{WriteIn: "C"}, []string{"5 A", "2 B", "4 C>B"}, nil, "B>A>C", nil},
		{"write-ins never win", ranked.InstantRunoff{WriteIn: "C"}, []string{"2 A", "1 B", "9 C"}, nil, "A>B>C", nil},
		{"the last two are level", ranked.InstantRunoff{Batch: ranked.One}, []string{"3 A", "3 B", "1 C"}, ballot.Sequence{"B"}, "B>A>C", []string{"winning in round 2"}},
		{"withdrawn", ranked.InstantRunoff{Withdrawn: []string{"A"}}, []string{"5 A>B", "2 B", "6 C", "1 A"}, nil, "B>C>A", nil},
		{"on to two", ranked.InstantRunoff{ToTwo: true}, []string{"7 A", "3 B", "2 C>B"}, nil, "A>B>C", nil},
		{"half of the first round", ranked.InstantRunoff{OfFirst: true}, []string{"4 A", "3 B", "2 C"}, nil, "A>B>C", nil},
		{"earlier rounds", ranked.InstantRunoff{Earlier: true}, []string{"5 A", "3 B", "2 C", "1 D>C"}, nil, "A>B>C>D", []string{"staying in after round 2"}},
		{"earlier rounds are level too", ranked.InstantRunoff{Earlier: true}, []string{"5 A", "3 B", "3 C"}, ballot.Sequence{"C"}, "A>C>B", []string{"staying in after round 1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			last := slices.Max([]byte(strings.Join(tt.give, "")))
			out, err := tt.rule.Decide(profile(t, int(last-'A')+1, tt.give...), tt.tb)
			require.NoError(t, err)
			assert.Equal(t, tt.want, show(out))
			var ties []string
			for _, tie := range out.Ties {
				ties = append(ties, tie.For)
			}
			assert.Equal(t, tt.ties, ties)
		})
	}
}
