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
		{"quota 27 of 42 votes", stv.Scotland2007, rows, stv.Countback{Vacates: "Ana"}, []string{
			"count 1: first preferences; quota 13.5, Ben 12.85714, Cai 6.42857, Dov 7.71428, rounding 0.00001",
			"count 2: exclusion of Cai; quota 10.28572, Ben 12.85714, Dov 7.71428, exhausted 6.42857, rounding 0.00001; elected Ben",
		}},
		{"who stands", stv.Scotland2007, rows, stv.Countback{Vacates: "Ana", Stand: []string{"Cai", "Dov"}}, []string{
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
	for range 60 {
		p, seats := draw(t, rng)
		for _, law := range statutes {
			c := stv.Contest{Statute: law, Seats: int64(seats)}
			tb := ballot.Lot{Seed: "s"}
			first, err := c.Decide(p, tb)
			require.NoError(t, err)
			for _, o := range first.Elected {
				cb := stv.Countback{Election: c, Vacates: p.Slate().Name(o)}
				out, err := cb.Decide(p, tb)
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
	_, err = stv.Countback{Election: stv.Contest{Statute: stv.Scotland2007, Seats: 2}, Vacates: "Cai"}.Decide(p, nil)
	require.ErrorContains(t, err, `vacates: "Cai" is not elected`)
	_, err = stv.Countback{Election: stv.Contest{Statute: stv.Scotland2007, Seats: 2}, Vacates: "Ana", Stand: []string{"Ben"}}.Decide(p, nil)
	require.ErrorContains(t, err, "nobody is left to stand")
	out, err := stv.Countback{Election: stv.Contest{Statute: stv.Scotland2007, Seats: 2}, Vacates: "Ana"}.Decide(p, nil)
	require.NoError(t, err)
	assert.Equal(t, "Cai", p.Slate().Names(out.Winners()...))
	assert.Equal(t, `countback vacates="Ana" papers=evenly of stv Scotland 2007: decimals=5 ties=latest surplus-ties=latest seats=2`, out.Rule)
}
