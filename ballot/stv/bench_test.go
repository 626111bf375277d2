package stv_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/stv"
)

// ward draws so many ballots on ten options with parties of unlike size.
func ward(b *testing.B, ballots int) *ballot.Profile {
	rng := rand.New(rand.NewPCG(5, uint64(ballots)))
	names := make([]string, 10)
	for i := range names {
		names[i] = fmt.Sprintf("option %d", i)
	}
	p := profile(b, names)
	for range ballots {
		order := rng.Perm(10)
		var marks ballot.Ballot
		for i := range 1 + rng.IntN(6) {
			if other := i + rng.IntN(10-i); order[other] < order[i] {
				order[i], order[other] = order[other], order[i]
			}
			marks = append(marks, ballot.Mark{Option: ballot.Option(order[i]), Level: int32(i + 1)})
		}
		require.NoError(b, p.Add(marks, 1))
	}
	return p
}

func BenchmarkDecide(b *testing.B) {
	for _, ballots := range []int{500, 5_000, 50_000} {
		p := ward(b, ballots)
		for _, law := range statutes {
			b.Run(fmt.Sprintf("%s/ballots=%d,distinct=%d", law.Name, ballots, p.Distinct()), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := (stv.Contest{Statute: law, Seats: 4}).Decide(p, ballot.Lot{}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkFollow(b *testing.B) {
	for _, ballots := range []int{500, 5_000, 50_000} {
		p := ward(b, ballots)
		for _, law := range []*stv.Statute{stv.Scotland2007, stv.MeekPRF2006, stv.QPQ2003, stv.Ireland1992, stv.Cambridge1938} {
			b.Run(fmt.Sprintf("%s/ballots=%d,distinct=%d", law.Name, ballots, p.Distinct()), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					_, trail, err := stv.Contest{Statute: law, Seats: 4}.Follow(p, ballot.Lot{})
					if err != nil {
						b.Fatal(err)
					}
					for range trail.All() { // makes them
					}
				}
			})
		}
	}
}
