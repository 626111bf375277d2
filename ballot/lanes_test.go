package ballot_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
)

// Long ballots are counted many options at a time, with the same duels: at all the weights
// at which the width of a lane changes, and past the room of a lane.
func TestPairwiseOfLongBallots(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 3))
	for _, options := range []int{5, 8, 9, 17, 40} {
		var names []string
		for i := range options {
			names = append(names, fmt.Sprint(i))
		}
		for _, most := range []int64{1, 16, 17, 4096, 4097} {
			for _, kind := range []ballot.Kind{ballot.Ranking, ballot.Scoring} {
				p := profile(t, slate(t, names...), kind)
				p.Unranked = ballot.Unranked(rng.IntN(2))
				for range 300 / options {
					var b ballot.Ballot
					for _, o := range rng.Perm(options)[:options-rng.IntN(options/2)] {
						b = append(b, ballot.Mark{Option: ballot.Option(o), Level: 1 + rng.Int32N(int32(options))})
					}
					require.NoError(t, p.Add(b, max(1, most-rng.Int64N(3))))
				}
				w := p.Pairwise()
				for a := range p.Slate().All() {
					for b := range p.Slate().All() {
						if a != b {
							require.Equal(t, slowDuel(p, a, b), w.At(a, b), "%d options, up to %d ballots, %s, %s", options, most, kind, p.Unranked)
						}
					}
					require.Zero(t, w.At(a, a))
				}
			}
		}
	}
}
