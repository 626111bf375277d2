package projects

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
)

// bids are what is bought with a share, and at what price.
func bids(t *testing.T, f *field, u Utility, share *big.Rat) (all []string, k *exactShares) {
	t.Helper()
	k = newExactShares(f, u, true)
	total := new(big.Rat).Mul(share, big.NewRat(f.voters, 1))
	s, err := EqualShares{Utility: u, Exact: true}.run(f, k, total, inOrder{})
	require.NoError(t, err)
	for _, why := range s.steps {
		if b, ok := why.(Bought); ok {
			all = append(all, b.Project+" "+b.Price.RatString())
		}
	}
	return all, k
}

type inOrder struct{}

func (inOrder) Break(_ *ballot.Slate, t ballot.Tie) (tiers [][]ballot.Option, by string) {
	for _, o := range t.Options {
		tiers = append(tiers, []ballot.Option{o})
	}
	return tiers, "order"
}

// Below the least raise nothing changes, however near it is.
func TestLeastRaise(t *testing.T) {
	rng := rand.New(rand.NewPCG(13, 14))
	changes, raises := 0, 0
	for range 400 {
		slate, err := ballot.NewSlate("A", "B", "C", "D", "E")
		require.NoError(t, err)
		p, err := ballot.NewProfile(slate, ballot.Approval)
		require.NoError(t, err)
		for range 2 + rng.IntN(7) {
			var b ballot.Ballot
			for o := range ballot.Option(5) {
				if rng.IntN(2) == 0 {
					b = append(b, ballot.Mark{Option: o, Level: 1})
				}
			}
			require.NoError(t, p.Add(b, 1+rng.Int64N(3)))
		}
		in := &Instance{Profile: p}
		for range 5 {
			in.Cost = append(in.Cost, 1+rng.Int64N(40))
		}
		f, err := in.compile()
		require.NoError(t, err)
		u := Utility(rng.IntN(2))
		share := big.NewRat(rng.Int64N(30), 1+rng.Int64N(4))
		for range 6 {
			before, k := bids(t, f, u, share)
			raise := k.least(false)
			if raise == nil {
				break
			}
			raises++
			for _, part := range []*big.Rat{big.NewRat(1, 2), big.NewRat(999_999, 1_000_000)} {
				less, _ := bids(t, f, u, new(big.Rat).Add(share, part.Mul(part, raise)))
				require.Equal(t, before, less)
			}
			share = new(big.Rat).Add(share, raise)
			if after, _ := bids(t, f, u, share); !slices.Equal(before, after) {
				changes++
			}
		}
	}
	require.Greater(t, changes*10, raises*7, "most raises change something; the others make a tie")
}
