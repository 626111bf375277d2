package committee_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/committee"
)

// impartial is so many voters who approve each option with the same chance, in percent.
func impartial(b testing.TB, voters, options, percent int) *ballot.Profile {
	rng := rand.New(rand.NewPCG(5, uint64(voters)))
	all := make([][]ballot.Option, voters)
	for i := range all {
		for o := range ballot.Option(options) {
			if rng.IntN(100) < percent {
				all[i] = append(all[i], o)
			}
		}
	}
	return profile(b, options, all)
}

func BenchmarkSequential(b *testing.B) {
	for _, r := range []rule{
		committee.Thiele{Seats: 10, Search: committee.Sequential}, committee.Phragmen{Seats: 10}, committee.EqualShares{Seats: 10},
		committee.MaximinSupport{Seats: 10},
	} {
		for _, voters := range []int{100, 1_000, 10_000} {
			p := impartial(b, voters, 50, 20)
			b.Run(fmt.Sprintf("%s/voters=%d", r, voters), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					_, err := r.Decide(p, slateOrder(p))
					require.NoError(b, err)
				}
			})
		}
	}
}

func BenchmarkOptimal(b *testing.B) {
	for _, scale := range []committee.Scale{committee.Harmonic, committee.Once} {
		for _, size := range []struct{ options, voters, seats, percent int }{{10, 100, 8, 10}, {20, 100, 8, 10}, {30, 100, 8, 10}, {50, 200, 10, 20}} {
			r := committee.Thiele{Seats: size.seats, Scale: scale}
			p := impartial(b, size.voters, size.options, size.percent)
			b.Run(fmt.Sprintf("%s/options=%d/voters=%d", r, size.options, size.voters), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					_, err := r.Decide(p, nil)
					require.NoError(b, err)
				}
			})
		}
	}
}
