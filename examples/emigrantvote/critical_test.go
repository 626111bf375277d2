package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot/referendum"
)

func contestOf(t *testing.T, id string) *contest {
	t.Helper()
	for i := range contests {
		if contests[i].id == id {
			return &contests[i]
		}
	}
	require.Fail(t, "no contest", id)
	return nil
}

// Sources: data/diaspora/contests.csv, column check; 172 is La Nueva España's number.
func TestCriticals(t *testing.T) {
	type row struct {
		party               string
		seat, needed, alone int64
		keeps, reached      bool
	}
	tests := []struct {
		give string
		want []row
	}{
		{"asturias-2012", []row{{"PSOE", 3, 238, 172, false, true}, {"FAC", 2, 80, 0, true, false}}},
		{"galicia-2005", []row{{"PP", 11, 26_547, 7_960, false, false}, {"BNG", 5, 11_097, 2_648, false, false}}},
		{"galicia-2009", []row{{"PP", 8, 12_271, 0, true, false}, {"PSdeG", 5, 4_351, 311, false, true}}},
	}
	for _, tt := range tests {
		t.Run(tt.give, func(t *testing.T) {
			c := contestOf(t, tt.give)
			ks, err := c.criticals()
			require.NoError(t, err)
			var got []row
			for _, k := range ks {
				got = append(got, row{c.parties[k.party].name, k.seat, k.needed, k.alone, k.keeps, k.reached()})
			}
			assert.Equal(t, tt.want, got)
		})
	}
}

// slowSeats is D'Hondt seat by seat; ok is false on a tie for some seat.
func slowSeats(votes tally, house int64) (seats []int64, ok bool) {
	seats = make([]int64, len(votes))
	for range house {
		best, ties := 0, 0
		for i := range votes {
			switch a, b := votes[i]*(seats[best]+1), votes[best]*(seats[i]+1); {
			case a > b:
				best, ties = i, 0
			case a == b && i != best:
				ties++
			}
		}
		if ties > 0 {
			return nil, false
		}
		seats[best]++
	}
	return seats, true
}

// Every critical number again, one vote at a time, by a count that shares no code with ours.
func TestCriticals_BruteForce(t *testing.T) {
	for i := range contests {
		c := &contests[i]
		t.Run(c.id, func(t *testing.T) {
			ks, err := c.criticals()
			require.NoError(t, err)
			for _, k := range ks {
				p := c.parties[k.party]
				for base, needed := range map[bool]int64{true: k.needed, false: k.alone} {
					votes := c.residentsAlone()
					if base {
						votes = c.withAbsent()
					}
					n := int64(0)
					for ; n <= needed+1; n++ {
						seats, ok := slowSeats(votes.with(k.party, p.residents+n), c.seats)
						if ok && seats[k.party] >= k.seat {
							break
						}
					}
					assert.Equal(t, needed, n, "%s, others as cast: %v", p.name, base)
				}
			}
		})
	}
}

// FAC with 80 keeps the seat; with 79 it is a tie, with 78 it is lost.
func TestFAC(t *testing.T) {
	c := contestOf(t, "asturias-2012")
	for absent, want := range map[int64][]int64{80: {2, 2, 2}, 79: {2, 2, 1}, 78: {3, 2, 1}} {
		out, err := c.decide(c.withAbsent().with(2, 13_325+absent))
		require.NoError(t, err)
		assert.Equal(t, want, out.Seats, "%d", absent)
		assert.Equal(t, absent == 79, out.Tied(), "%d", absent)
	}
}

// The seats stay within the slack and change just beyond it, on both sides.
func TestSlack(t *testing.T) {
	for i := range contests {
		c := &contests[i]
		all := c.withAbsent()
		want, ok := slowSeats(all, c.seats)
		require.True(t, ok)
		for party := range c.parties {
			fewer, more, err := c.slack(party)
			require.NoError(t, err)
			for _, at := range []int64{-fewer, more} {
				got, ok := slowSeats(all.with(party, all[party]+at), c.seats)
				assert.True(t, ok)
				assert.Equal(t, want, got, "%s %s %d", c.id, c.parties[party].name, at)
			}
			for _, at := range []int64{-fewer - 1, more + 1} {
				got, ok := slowSeats(all.with(party, all[party]+at), c.seats)
				assert.False(t, ok && assert.ObjectsAreEqual(want, got), "%s %s %d", c.id, c.parties[party].name, at)
			}
		}
	}
}

// No count can give a party more seats than there are.
func TestFewest_Never(t *testing.T) {
	_, err := contestOf(t, "asturias-2012").critical(0, 7, false)
	assert.ErrorContains(t, err, "no number of votes")
}

// Moldova: one absent yes less than needed is an equal vote, and falls.
func TestQuestion(t *testing.T) {
	needed, below, err := moldova.critical()
	require.NoError(t, err)
	assert.Equal(t, int64(160_811), needed)
	assert.Equal(t, referendum.Rejected, below.Verdict)
	no := moldova.residentsNo + moldova.absentNo
	for absent, want := range map[int64]referendum.Verdict{
		needed - 1: referendum.Rejected, needed: referendum.Carried, moldova.absentYes: referendum.Carried,
	} {
		out, err := moldova.decide(moldova.residentsYes+absent, no)
		require.NoError(t, err)
		assert.Equal(t, want, out.Verdict, "%d", absent)
	}
	alone, err := moldova.decide(moldova.residentsYes, moldova.residentsNo)
	require.NoError(t, err)
	assert.Equal(t, referendum.Rejected, alone.Verdict)
}

// Who lives there votes there; who belongs votes in the community; nobody by descent.
func TestVoteBoth(t *testing.T) {
	d, err := voteBoth()
	require.NoError(t, err)
	want := map[string][2]bool{
		"ana": {true, false}, "bruno": {true, false}, "elvira": {false, true}, "luz": {true, true}, "nico": {false, true},
	}
	for _, e := range d.electors {
		assert.Equal(t, want[e.id], [2]bool{e.votesHere, e.belongs}, e.id)
	}
	for _, v := range []turnout{d.local, d.members} {
		assert.True(t, v.decision.Carried)
		assert.Equal(t, int64(3), v.decision.CheckedIn)
		assert.Len(t, v.refused, 2)
	}
	for _, r := range d.local.refused {
		assert.ErrorContains(t, r.Err, "R-5")
	}
}
