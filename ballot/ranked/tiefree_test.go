package ranked_test

import (
	"cmp"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/ranked"
)

// Ballots whose shared ranks were put in some order, as in files of strict orders made from
// files with ties, elect whom that order likes: Debian 2006, by the order of the options or its
// reverse. The ballots as cast elect Towns, see TestDebian2006.
func TestDebian2006WithoutTies(t *testing.T) {
	rows := data(t, "leader2006_ballots.csv")
	s, err := ballot.NewSlate(rows[0][1:]...)
	require.NoError(t, err)
	for sign, want := range map[int]string{1: "Steve McIntyre", -1: "Anthony Towns"} {
		p, err := ballot.NewProfile(s, ballot.Ranking)
		require.NoError(t, err)
		for _, row := range rows[1:] {
			n, err := strconv.ParseInt(row[0], 10, 64)
			require.NoError(t, err)
			var b ballot.Ballot
			for o, cell := range row[1:] {
				if cell != "" {
					rank, err := strconv.ParseInt(cell, 10, 32)
					require.NoError(t, err)
					b = append(b, ballot.Mark{Option: ballot.Option(o), Level: int32(rank)})
				}
			}
			slices.SortFunc(b, func(x, y ballot.Mark) int {
				return cmp.Or(cmp.Compare(x.Level, y.Level), sign*cmp.Compare(x.Option, y.Option))
			})
			for i := range b {
				b[i].Level = int32(i + 1)
			}
			require.NoError(t, p.Add(b, n))
		}
		out, err := ranked.Schulze{}.Decide(p.Pairwise(), nil)
		require.NoError(t, err)
		assert.Equal(t, want, s.Names(out.Winners()...))
	}
}
