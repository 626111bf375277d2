package stv

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
)

// The work of a Meek round is its tree, whose size depends on the orders of the elected and
// not on the papers: with 10 options and 3 elected, at most 10 below each of the 1+3+6+6
// paths of the elected, however many papers there are. Those who went out have left nodes too.
func TestMeekTreeIsSmall(t *testing.T) {
	rng := rand.New(rand.NewPCG(13, 14))
	names := make([]string, 10)
	for i := range names {
		names[i] = fmt.Sprint("option ", i)
	}
	s, err := ballot.NewSlate(names...)
	require.NoError(t, err)
	for _, papers := range []int{500, 5_000} {
		p, err := ballot.NewProfile(s, ballot.Ranking)
		require.NoError(t, err)
		for range papers {
			var b ballot.Ballot
			for i, o := range rng.Perm(10) {
				b = append(b, ballot.Mark{Option: ballot.Option(o), Level: int32(i + 1)})
			}
			require.NoError(t, p.Add(b, 1+int64(b[0].Option)))
		}
		c := Contest{Statute: MeekPRF2006, Seats: 3}
		m := &meek{hall: c.hall(s, c.Statute.read(p, c.stands(s)), ballot.Lot{})}
		require.NoError(t, m.run())
		assert.LessOrEqual(t, len(m.nodes), 1+10*(1+3+6+6))
		assert.Greater(t, p.Distinct(), 2*len(m.nodes))
	}
}
