package ballot_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
)

// From ballots as they come to the matrix: by options in the order of the slate, as a form
// that lists them has them, or by rank.
func BenchmarkDuelsOfBallots(b *testing.B) {
	const options, ballots = 40, 10_000
	names := make([]string, options)
	for i := range names {
		names[i] = fmt.Sprint(i)
	}
	s := slate(b, names...)
	rng := rand.New(rand.NewPCG(1, 1))
	byRank, byOption := make([]ballot.Ballot, ballots), make([]ballot.Ballot, ballots)
	for i := range ballots {
		byRank[i], byOption[i] = make(ballot.Ballot, options), make(ballot.Ballot, options)
		for rank, o := range rng.Perm(options) {
			m := ballot.Mark{Option: ballot.Option(o), Level: int32(rank + 1)}
			byRank[i][rank], byOption[i][o] = m, m
		}
	}
	for _, order := range []struct {
		name string
		give []ballot.Ballot
	}{{"rank", byRank}, {"option", byOption}} {
		b.Run("by="+order.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				p, err := ballot.NewProfile(s, ballot.Ranking)
				require.NoError(b, err)
				for _, v := range order.give {
					if err := p.Add(v, 1); err != nil {
						b.Fatal(err)
					}
				}
				p.Pairwise()
			}
		})
	}
}
