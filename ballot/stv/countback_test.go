package stv_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/stv"
)

// The papers of one elected on first preferences count for whom they name next, from the top.
// All are worth the quota over the votes, in the ACT too where every paper names somebody;
// those that name nobody keep a whole vote there (clause 13(3)), and the others less.
func TestCountback(t *testing.T) {
	even := *stv.Scotland2007
	even.Vacated = ""
	names := []string{"Ana", "Ben", "Cai", "Dov", "Eva"}
	rows := []row{{20, "Ana>Ben>Cai"}, {10, "Ana>Cai"}, {12, "Ana>Dov>Cai"}, {18, "Eva"}, {8, "Ben"}, {6, "Cai"}, {5, "Dov"}}
	some := append([]row{{10, "Ana"}}, rows...)
	tests := []struct {
		name string
		law  *stv.Statute
		rows []row
		cb   stv.Countback
		want []string
	}{
		{"quota 27 of 42 votes", &even, rows, stv.Countback{Vacates: "Ana"}, []string{
			"count 1: first preferences; quota 13.5, Ben 12.85714, Cai 6.42857, Dov 7.71428, rounding 0.00001",
			"count 2: exclusion of Cai; quota 10.28572, Ben 12.85714, Dov 7.71428, exhausted 6.42857, rounding 0.00001; elected Ben",
		}},
		{"who stands", &even, rows, stv.Countback{Vacates: "Ana", Stand: []string{"Cai", "Dov"}}, []string{
			"count 1: first preferences; quota 13.5, Cai 19.28571, Dov 7.71428, rounding 0.00001; elected Cai",
		}},
		{"quota 27 of 42 votes, all name others", stv.ACT2020, rows, stv.Countback{Vacates: "Ana"}, []string{
			"count 1: first preferences; quota 14, Ben 12.857142, Cai 6.428571, Dov 7.714285, rounding 0.000002",
			"count 2: exclusion of Cai at 0.642857143; quota 11, Ben 12.857142, Dov 7.714285, exhausted 6.428571, rounding 0.000002; elected Ben",
		}},
		{"10 name nobody and keep a vote, 42 share 20; Ben has the other seat", stv.ACT2020, some, stv.Countback{Vacates: "Ana"}, []string{
			"count 1: first preferences; quota 10, Cai 14.285714, Dov 5.714285, exhausted 10, rounding 0.000001; elected Cai",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.cb.Election = stv.Contest{Statute: tt.law, Seats: 2}
			out, err := tt.cb.Decide(profile(t, names, tt.rows...), nil)
			require.NoError(t, err)
			require.NoError(t, out.Check())
			assert.Equal(t, tt.want, lines(out))
		})
	}
}

// Whatever is drawn, the papers are worth what the member kept, one who was not elected gets
// the seat, and the transcript adds up.
func TestCountbackConserves(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 8))
	filled := 0
	for range 30 {
		p, seats := draw(t, rng)
		for _, law := range statutes {
			even := *law
			even.Vacated = ""
			c := stv.Contest{Statute: &even, Seats: int64(seats)}
			tb := ballot.Lot{Seed: "s"}
			first, err := c.Decide(p, tb)
			require.NoError(t, err)
			for _, o := range first.Elected {
				cb := stv.Countback{Election: c, Vacates: p.Slate().Name(o)}
				out, trail, err := cb.Follow(p, tb)
				if law.Method != stv.Gregory && law.Method != stv.Piles {
					require.ErrorContains(t, err, "statute.method")
					continue
				}
				if len(first.Elected) == p.Slate().Len() {
					require.ErrorContains(t, err, "nobody is left to stand")
					continue
				}
				require.NoError(t, err, cb)
				require.NoError(t, out.Check(), cb)
				adds(t, p, out, trail)
				require.Len(t, out.Elected, 1, cb)
				require.NotContains(t, first.Elected, out.Elected[0], cb)
				filled++
			}
		}
	}
	assert.Greater(t, filled, 500)
}

// Faults are told all at once; a member who was not elected has no seat.
func TestCountbackFaults(t *testing.T) {
	p := profile(t, []string{"Ana", "Ben", "Cai"}, row{5, "Ana>Cai"}, row{4, "Ben>Cai"}, row{1, "Cai"})
	_, err := stv.Countback{Election: stv.Contest{Statute: stv.MeekPRF2006, Seats: 2}, Vacates: "Dov", Stand: []string{"Eva"}}.Decide(p, nil)
	require.ErrorContains(t, err, `election.statute.method: a meek count keeps no papers together`)
	require.ErrorContains(t, err, `vacates: "Dov" is not an option`)
	require.ErrorContains(t, err, `stand[0]: "Eva" is not an option`)
	even := *stv.Scotland2007
	even.Vacated = ""
	_, err = stv.Countback{Election: stv.Contest{Statute: &even, Seats: 2}, Vacates: "Cai"}.Decide(p, nil)
	require.ErrorContains(t, err, `vacates: "Cai" is not elected`)
	_, err = stv.Countback{Election: stv.Contest{Statute: &even, Seats: 2}, Vacates: "Ana", Stand: []string{"Ben"}}.Decide(p, nil)
	require.ErrorContains(t, err, "nobody is left to stand")
	out, err := stv.Countback{Election: stv.Contest{Statute: &even, Seats: 2}, Vacates: "Ana"}.Decide(p, nil)
	require.NoError(t, err)
	assert.Equal(t, "Cai", p.Slate().Names(out.Winners()...))
	assert.Equal(t, `countback vacates="Ana" papers=evenly of stv Scotland 2007: decimals=5 ties=latest surplus-ties=latest seats=2`, out.Rule)
}

// Of Ana's surplus, 13 of 21, a vote cut to whole ones is nothing: the nine papers that Ben has are
// worth nothing, and who has the seat is decided as if there were none.
func TestCountbackOfNothing(t *testing.T) {
	p := profile(t, []string{"Ana", "Ben", "Cai"}, row{9, "Ana"}, row{9, "Ana>Ben>Cai"}, row{3, "Ana>Cai"})
	c := stv.Contest{Statute: &stv.Statute{Name: "whole votes", Source: "made up"}, Seats: 2}
	out, trail, err := stv.Countback{Election: c, Vacates: "Ben"}.Follow(p, ballot.Sequence{"Ben"})
	require.NoError(t, err)
	require.NoError(t, out.Check())
	adds(t, p, out, trail)
	assert.Equal(t, "Cai", p.Slate().Names(out.Winners()...))
	assert.Zero(t, out.Worth)
}

// A law that fills seats otherwise has no countback, and says how it does.
func TestNoCountback(t *testing.T) {
	p := profile(t, []string{"Ana", "Ben", "Cai"}, row{5, "Ana>Cai"}, row{4, "Ben>Cai"}, row{1, "Cai"})
	for _, tt := range []struct {
		giveLaw *stv.Statute
		want    string
	}{
		{stv.Scotland2007, "no countback under Scotland 2007: a vacant seat is filled by a by-election"},
		{stv.Senate2021, "a vacant seat is filled by the Parliament of the state (Constitution, section 15)"},
		{stv.Portland2023, "a vacant seat is filled by an election"},
		{stv.Victoria2018, "a vacant seat is filled by a joint sitting of Parliament"},
	} {
		_, err := stv.Countback{Election: stv.Contest{Statute: tt.giveLaw, Seats: 2}, Vacates: "Ana"}.Decide(p, nil)
		require.ErrorContains(t, err, tt.want)
	}
}

// A. Brooks, Braddon, 2018, as K. Bonham tells it (\"Adam Brooks' Resignation And Replacement\",
// 2019): 10,004 first preferences of a quota of 10,718, and 2,635 papers of J. Rockliff's surplus
// that make up the other 714. Where they go is made up; 2,635 papers at 714/2,635 are 714 votes.
func TestTasmanianRecount(t *testing.T) {
	names := []string{"Rockliff", "Brooks", "Rylah", "Ellis", "White", "Dow", "Broad", "others"}
	p := profile(t, names,
		row{2_635, "Rockliff>Brooks>Rylah"}, row{25_000, "Rockliff"}, row{4_000, "Brooks>Rylah"}, row{3_004, "Brooks>Ellis"}, row{3_000, "Brooks"},
		row{4_000, "Rylah"}, row{3_900, "Ellis"}, row{6_000, "White"}, row{5_000, "Dow"}, row{7_500, "Broad"}, row{264, "others"})
	election := stv.Contest{Statute: stv.Tasmania2004, Seats: 5}
	out, err := election.Decide(p, nil)
	require.NoError(t, err)
	require.Equal(t, "10718", out.Text(out.Counts[0].Quota))
	require.Equal(t, []ballot.Option{1}, out.Counts[1].Elected)
	back, err := stv.Countback{Election: election, Vacates: "Brooks", Stand: []string{"Rylah", "Ellis"}}.Decide(p, nil)
	require.NoError(t, err)
	require.NoError(t, back.Check())
	assert.Equal(t, []string{
		"count 1: first preferences; quota 3860, Rylah 4714, Ellis 3004, exhausted 3000; elected Rylah",
	}, lines(back))
}

// Where the vote is counted afresh, what a member had before is not a part of the quota.
func TestLastParcelOfNewCount(t *testing.T) {
	law := *stv.Wright
	law.Vacancy = stv.LastParcel
	p := profile(t, []string{"Ana", "Ben", "Cai", "Dov"}, row{40, "Ana>Ben"}, row{30, "Dov>Ben"}, row{25, "Ben"}, row{5, "Cai>Ben"})
	out, err := stv.Countback{Election: stv.Contest{Statute: &law, Seats: 2}, Vacates: "Ana"}.Decide(p, nil)
	require.NoError(t, err)
	require.NoError(t, out.Check())
	assert.Equal(t, "34", out.Text(out.Worth))
}

// Section 156D of the Western Australian act: all ballots are counted again without Ana; Ben, who
// sits, is elected again to no effect; Cai, who does not stand for the seat, would be elected, so
// the count is repeated without Cai.
func TestWesternAustralianRecount(t *testing.T) {
	names := []string{"Ana", "Ben", "Cai", "Dov", "Eva"}
	p := profile(t, names, row{20, "Ana>Cai>Eva"}, row{19, "Ben"}, row{9, "Cai>Eva"}, row{8, "Dov"}, row{3, "Eva"})
	election := stv.Contest{Statute: stv.WesternAustralia1987, Seats: 2}
	for want, stand := range map[string][]string{"Cai": nil, "Eva": {"Dov", "Eva"}} {
		out, err := stv.Countback{Election: election, Vacates: "Ana", Stand: stand}.Decide(p, nil)
		require.NoError(t, err)
		require.NoError(t, out.Check())
		assert.Equal(t, want, p.Slate().Names(out.Elected...), "%q", lines(out))
	}
}
