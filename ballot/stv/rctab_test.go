package stv_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/stv"
)

// with is RCTab's statute with other answers.
func with(change func(*stv.Statute)) *stv.Statute {
	s := *stv.RCTab2
	change(&s)
	return &s
}

// Other configurations of RCTab than several winners a round, in its words. The first is its
// test_set_allow_only_one_winner_per_round, the second its more_winners_than_candidates.
func TestRCTabSettings(t *testing.T) {
	tests := []struct {
		name  string
		law   *stv.Statute
		names []string
		rows  []row
		seats int64
		want  []string
	}{
		{"multiWinnerAllowOnlyOneWinnerPerRound",
			with(func(s *stv.Statute) { s.Late, s.Alone, s.Together = true, true, false }),
			[]string{"A", "B", "C", "D"}, []row{{3, "A>B>C"}, {3, "B>C>D"}, {3, "C>D"}}, 3, []string{
				"count 1: first preferences; quota 2.2501, A 3, B 3, C 3",
				"count 2: surplus of A at 0.7499/3; quota 2.2501, A 2.2501, B 3.7497, C 3, rounding 0.0002; elected A",
				"count 3: surplus of B at 1.4996/3.7497; quota 2.2501, A 2.2501, B 2.2501, C 4.4994, rounding 0.0004; elected B",
				"count 4: surplus of C at 2.2493/4.4994; quota 2.2501, A 2.2501, B 2.2501, C 2.2501, exhausted 2.2491, rounding 0.0006; elected C",
			}},
		{"hareQuota in whole votes", // 8/3 is 2.6667
			with(func(s *stv.Statute) { s.Quota = stv.HareWhole }),
			[]string{"A", "B", "C", "D"}, []row{{4, "A>B"}, {2, "B"}, {2, "C"}}, 3, []string{
				"count 1: first preferences; quota 3, A 4, B 2, C 2; elected A",
				"count 2: surplus of A at 1/4; quota 3, A 3, B 3, C 2; elected B",
				"count 3: surplus of B; quota 3, A 3, B 3, C 2",
				"count 4: exclusion of D; quota 3, A 3, B 3, C 2; elected C",
				"count 5: surplus of C; quota 3, A 3, B 3, C 2",
			}},
		{"more winners than candidates", stv.RCTab2,
			[]string{"A", "B"}, []row{{3, "A"}, {1, "B"}}, 3, []string{
				"count 1: first preferences; quota 1.0001, A 3, B 1; elected A, B",
			}},
		{"bottomsUp",
			stv.BottomsUp,
			[]string{"A", "B", "C", "D"}, []row{{9, "A>D"}, {4, "B"}, {3, "C>D"}, {2, "D>C"}}, 2, []string{
				"count 1: first preferences; quota 7, A 9, B 4, C 3, D 2",
				"count 2: exclusion of D; quota 7, A 9, B 4, C 5",
				"count 3: exclusion of B; quota 7, A 9, C 5, exhausted 4; elected A, C",
			}},
		{"multiPassIrv",
			stv.MultiPass,
			[]string{"A", "B", "C"}, []row{{5, "A>B"}, {4, "B"}, {3, "C"}}, 2, []string{
				"count 1: first preferences; quota 7, A 5, B 4, C 3",
				"count 2: exclusion of C; quota 5, A 5, B 4, exhausted 3; elected A",
				"count 3: first preferences for the next seat; quota 7, B 9, C 3; elected B",
			}},
		{"exhaustIfMultipleContinuing",
			with(func(s *stv.Statute) { s.Shared = stv.Sole }),
			[]string{"A", "B", "C"}, []row{{5, "A"}, {4, "B"}, {2, "C>A=B"}, {1, "B=C>A"}}, 1, []string{
				"count 1: first preferences; quota 5.5001, A 5, B 4, C 2, exhausted 1",
				"count 2: exclusion of C; quota 5.5001, A 5, B 4, exhausted 3",
				"count 3: exclusion of B; quota 5.5001, A 5, exhausted 7; elected A",
				"count 4: surplus of A; quota 5.5001, A 5, exhausted 7",
			}},
		{"one of those who share a rank is left",
			with(func(s *stv.Statute) { s.Shared, s.Complete = stv.Sole, false }),
			[]string{"A", "B", "C", "D"}, []row{{5, "A"}, {4, "B"}, {3, "D>B=C"}, {2, "C"}}, 1, []string{
				"count 1: first preferences; quota 7.0001, A 5, B 4, C 2, D 3",
				"count 2: exclusion of C; quota 7.0001, A 5, B 4, D 3, exhausted 2",
				"count 3: exclusion of D; quota 7.0001, A 5, B 7, exhausted 2",
				"count 4: exclusion of A; quota 7.0001, B 7, exhausted 7; elected B",
			}},
		{"maxSkippedRanksAllowed 2",
			with(func(s *stv.Statute) { s.Skipped, s.Complete = 3, false }),
			[]string{"A", "B", "C", "D", "E"}, []row{{5, "A"}, {4, "B"}, {3, "C"}}, 1, []string{
				"count 1: first preferences; quota 6.0001, A 5, B 4, C 3",
				"count 2: exclusion of E; quota 6.0001, A 5, B 4, C 3",
				"count 3: exclusion of D; quota 6.0001, A 5, B 4, C 3",
				"count 4: exclusion of C; quota 6.0001, A 5, B 4, exhausted 3",
				"count 5: exclusion of B; quota 6.0001, A 5, exhausted 7; elected A",
			}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, err := stv.Contest{Statute: tt.law, Seats: tt.seats}.Decide(profile(t, tt.names, tt.rows...), ballot.Sequence{"A", "B", "C", "D", "E"})
			require.NoError(t, err)
			require.NoError(t, out.Check())
			assert.Equal(t, tt.want, lines(out))
		})
	}
}

// A count that is stopped early elects nobody else; a pass that elects nobody is the last.
func TestStop(t *testing.T) {
	rows := []row{{3, "A>B>C"}, {3, "B>C>D"}, {2, "C>D"}, {1, "D>C"}}
	for _, tt := range []struct {
		name string
		law  *stv.Statute
		stop int
		want []string
	}{
		{"after the first preferences", stv.RCTab2, 1, []string{
			"count 1: first preferences; quota 3.0001, A 3, B 3, C 2, D 1",
		}},
		{"after an exclusion", stv.RCTab2, 2, []string{
			"count 1: first preferences; quota 3.0001, A 3, B 3, C 2, D 1",
			"count 2: exclusion of D; quota 3.0001, A 3, B 3, C 3",
		}},
		{"in each pass", stv.MultiPass, 2, []string{
			"count 1: first preferences; quota 5, A 3, B 3, C 2, D 1",
			"count 2: exclusion of D; quota 5, A 3, B 3, C 3",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := stv.Contest{Statute: tt.law, Seats: 2, Stop: tt.stop}
			out, err := c.Decide(profile(t, []string{"A", "B", "C", "D"}, rows...), nil)
			require.NoError(t, err)
			require.NoError(t, out.Check())
			assert.Equal(t, tt.want, lines(out))
			assert.Contains(t, c.String(), " stop=")
		})
	}
	for _, c := range []stv.Contest{{Statute: stv.RCTab2, Seats: 1, Stop: -1}, {Statute: stv.MeekPRF2006, Seats: 1, Stop: 1}} {
		_, err := c.Decide(profile(t, []string{"A", "B"}, row{2, "A"}), nil)
		assert.ErrorContains(t, err, "stop: ")
	}
}

// Ranks left out in a row: three end a ballot where two may be.
func TestSkippedRanks(t *testing.T) {
	p := profile(t, []string{"A", "B", "C"}, row{3, "B"})
	require.NoError(t, p.Add(ballot.Ballot{{Option: 0, Level: 3}, {Option: 2, Level: 4}}, 2)) // two left out
	require.NoError(t, p.Add(ballot.Ballot{{Option: 0, Level: 4}}, 1))                        // three
	for _, tt := range []struct {
		marks stv.Marks
		votes int64
		word  string
	}{{stv.Stop, 0, ""}, {stv.Pass, 3, "skipped=pass"}, {stv.Two, 0, "skipped=two"}, {3, 2, "skipped=3"}, {4, 3, "skipped=4"}} {
		law := &stv.Statute{Name: "skips", Skipped: tt.marks}
		out, err := stv.Contest{Statute: law, Seats: 1}.Decide(p, nil)
		require.NoError(t, err)
		assert.Equal(t, tt.votes, out.Counts[0].Tally[0], law)
		assert.Contains(t, law.String(), tt.word)
	}
}

// Write-ins without votes keep nobody from being elected, and are the first to go out.
func TestUndeclaredWithoutVotes(t *testing.T) {
	for _, tt := range []struct {
		seats int64
		want  []string
	}{
		{1, []string{"count 1: first preferences; quota 4.5001, A 5, B 4; elected A", "count 2: surplus of A at 0.4999/5; quota 4.5001, A 4.5001, B 4, exhausted 0.4995, rounding 0.0004"}},
		{2, []string{
			"count 1: first preferences; quota 3.0001, A 5, B 4; elected A, B",
			"count 2: surplus of A, B at 0.9999/4; quota 3.0001, A 3.0001, B 3.0001, exhausted 2.9991, rounding 0.0007",
		}},
		{3, []string{
			"count 1: first preferences; quota 2.2501, A 5, B 4; elected A, B",
			"count 2: surplus of A, B at 1.7499/4; quota 2.2501, A 2.2501, B 2.2501, exhausted 4.4991, rounding 0.0007",
			"count 3: exclusion of written in; quota 2.2501, A 2.2501, B 2.2501, exhausted 4.4991, rounding 0.0007",
		}},
	} {
		p := profile(t, []string{"A", "B", "written in"}, row{5, "A"}, row{4, "B"})
		out, err := stv.Contest{Statute: stv.RCTab2, Seats: tt.seats, Undeclared: []string{"written in"}}.Decide(p, nil)
		require.NoError(t, err)
		require.NoError(t, out.Check())
		assert.Equal(t, tt.want, lines(out))
	}
}
