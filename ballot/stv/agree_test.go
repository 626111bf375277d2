package stv_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/stv"
)

// Without a tie-break a contest is tied exactly where officers who hold to an order of
// names, or who choose anew at every tie, can elect others.
func TestTiesThatChangeNobodysSeatAreNone(t *testing.T) {
	rng := rand.New(rand.NewPCG(31, 7))
	s, err := ballot.NewSlate("D", "B", "A", "C")
	require.NoError(t, err)
	officers := orders("A", "B", "C", "D")
	agreed, tied := 0, 0
	for range 30 {
		p, err := ballot.NewProfile(s, ballot.Ranking)
		require.NoError(t, err)
		for range 1 + rng.IntN(4) {
			require.NoError(t, p.Add(shuffled(rng, 4, 1+rng.IntN(4)), 1+rng.Int64N(3)))
		}
		for _, law := range statutes {
			c := stv.Contest{Statute: law, Seats: 2}
			out, err := c.Decide(p, nil)
			require.NoError(t, err)
			require.NoError(t, out.Check())
			all, err := ballot.Universes(1000, func(tb ballot.TieBreak) (*stv.Transcript, error) { return c.Decide(p, tb) })
			require.NoError(t, err)
			for _, officer := range officers {
				u, err := c.Decide(p, officer)
				require.NoError(t, err)
				all = append(all, u)
			}
			same := func(u *stv.Transcript) bool { return !slices.Equal(u.Winners(), all[0].Winners()) }
			require.Equal(t, slices.ContainsFunc(all, same), out.Tied(), law.Name)
			if out.Tied() {
				tied++
			} else if assert.Equal(t, all[0].Winners(), out.Winners(), law.Name); strings.Contains(strings.Join(lines(out), "\n"), stv.EitherWay) {
				agreed++
			}
		}
	}
	assert.Greater(t, agreed, 100)
	assert.Greater(t, tied, 100)
}

// orders are all orders of some names.
func orders(names ...string) (all []ballot.Sequence) {
	if len(names) == 0 {
		return []ballot.Sequence{nil}
	}
	for i, name := range names {
		for _, rest := range orders(slices.Delete(slices.Clone(names), i, i+1)...) {
			all = append(all, append(ballot.Sequence{name}, rest...))
		}
	}
	return all
}

func shuffled(rng *rand.Rand, options, ranked int) (b ballot.Ballot) {
	for i, o := range rng.Perm(options)[:ranked] {
		b = append(b, ballot.Mark{Option: ballot.Option(o), Level: int32(i + 1)})
	}
	return b
}

// The transcript goes on through such a tie, says so, and shows the same whatever the order
// of the slate.
func TestTranscriptOfAgreedTie(t *testing.T) {
	for _, names := range [][]string{{"Ana", "Ben", "Cai", "Dov"}, {"Dov", "Cai", "Ben", "Ana"}} {
		p := profile(t, names, row{12, "Ana"}, row{5, "Ben"}, row{1, "Cai"}, row{1, "Dov>Cai"})
		out, err := stv.Contest{Statute: stv.Scotland2007, Seats: 2}.Decide(p, nil)
		require.NoError(t, err)
		said := lines(out)
		require.Len(t, said, 5)
		assert.Equal(t, "tie of "+p.Slate().Names(out.Ties[0].Options[0])+" and "+p.Slate().Names(out.Ties[0].Options[1])+" after count 2: either way elects the same", said[2])
		assert.Contains(t, said[3], "count 3: exclusion of Dov; ")
		assert.Equal(t, stv.EitherWay, out.Ties[0].By)
	}
}

// Too many ways are not tried: the tie stands. Those without votes go out in any order
// without a trial.
func TestAgreedIsBounded(t *testing.T) {
	for _, tt := range []struct {
		name        string
		laws        []*stv.Statute
		level, each int64
		want        bool
	}{
		{"6! ways", statutes[:1], 6, 1, false},
		{"7! ways", statutes[:1], 7, 1, true},
		{"no votes", statutes, 30, 0, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			names, rows := []string{"Ana", "Ben"}, []row{{30, "Ana"}, {18, "Ben"}}
			for i := range tt.level {
				names = append(names, fmt.Sprint("option ", i))
				if tt.each > 0 {
					rows = append(rows, row{tt.each, names[i+2]})
				}
			}
			p := profile(t, names, rows...)
			for _, law := range tt.laws {
				out, err := stv.Contest{Statute: law, Seats: 2}.Decide(p, nil)
				require.NoError(t, err)
				assert.Equal(t, tt.want, out.Tied(), law.Name)
			}
		})
	}
}
