package stv_test

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/stv"
)

// adds checks that the ballots of a trail add up to the tallies of its transcript.
func adds(t *testing.T, p *ballot.Profile, out *stv.Transcript, trail *ballot.Trail) {
	t.Helper()
	unit := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(out.Decimals)), nil))
	tally := make([][]*big.Rat, len(out.Counts)) // by count, then by option, exhausted, rounding, papers of whom the value is told
	n := p.Slate().Len()
	for i := range tally {
		for range n + 2 {
			tally[i] = append(tally[i], new(big.Rat))
		}
	}
	ballots := int64(0)
	require.Equal(t, len(out.Counts), trail.Rounds())
	for path := range trail.All() {
		ballots += path.N
		if path.Never != 0 {
			require.Empty(t, path.Stands)
			continue
		}
		require.Len(t, path.Stands, len(out.Counts))
		times := new(big.Rat).SetInt64(path.N)
		for i, s := range path.Stands {
			require.Equal(t, out.Counts[i].N, s.Round)
			whole := new(big.Rat)
			note := func(at int, v *big.Rat) {
				if v != nil {
					whole.Add(whole, v)
					tally[i][at].Add(tally[i][at], new(big.Rat).Mul(v, times))
				}
			}
			for _, part := range s.Parts {
				note(int(part.Option), part.Votes)
			}
			note(n, s.Exhausted)
			note(n+1, s.Rounding)
			require.Equal(t, "1", whole.RatString(), "a ballot is one vote")
			require.Equal(t, s.Exhausted != nil, s.Why != 0)
		}
	}
	require.Equal(t, p.Len(), ballots)
	for i, c := range out.Counts {
		for o, v := range append(append([]int64(nil), c.Tally...), c.Exhausted, c.Rounding) {
			want := new(big.Rat).Mul(unit, new(big.Rat).SetInt64(v))
			require.Equal(t, want.RatString(), tally[i][o].RatString(), "count %d, place %d of %d options: %v", c.N, o, n, out.Rule)
		}
	}
}

// For every statute and many votes, what the ballots of an option bring it is its tally, to
// the last fraction, and who follows them changes nothing.
func TestFollowAddsUp(t *testing.T) {
	lot := ballot.Lot{Seed: "2026-11-22", Label: "drawn"}
	for _, law := range statutes {
		t.Run(law.Name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(21, 22))
			for i := range 150 {
				p, seats := draw(t, rng)
				c := stv.Contest{Statute: law, Seats: int64(seats)}
				tb := []ballot.TieBreak{lot, nil}[i%2]
				want, err := c.Decide(p, tb)
				require.NoError(t, err)
				out, trail, err := c.Follow(p, tb)
				require.NoError(t, err)
				require.Equal(t, ballot.Digest(want), ballot.Digest(out))
				adds(t, p, out, trail)
			}
		})
	}
}

func TestFollowAnyStatute(t *testing.T) {
	rng := rand.New(rand.NewPCG(23, 24))
	for range 1_000 {
		c, p := drawn(t, rng)
		out, trail, err := c.Follow(p, ballot.Lot{Seed: "s", Label: "l"})
		if err != nil {
			require.ErrorContains(t, err, "statute", "%s", c)
			continue
		}
		adds(t, p, out, trail)
	}
}
