package ranked

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
)

func randomDuels(t testing.TB, rng *rand.Rand, n int, voters int64, noise int64) *ballot.Pairwise {
	names, duels := make([]string, n), make([]int64, n*n)
	for i := range names {
		names[i] = fmt.Sprint(i)
		for j := range i {
			// noise 100 is impartial; below that the lower number is the favourite.
			k := voters * (100 - noise) / 200
			k += rng.Int64N(voters-k+1) * noise / 100
			k = min(voters, k)
			duels[j*n+i], duels[i*n+j] = voters/2+k/2, voters-(voters/2+k/2)
			if rng.Int64N(100) < noise/2 {
				duels[j*n+i], duels[i*n+j] = duels[i*n+j], duels[j*n+i]
			}
		}
	}
	s, err := ballot.NewSlate(names...)
	require.NoError(t, err)
	w, err := ballot.NewPairwise(s, ballot.Below, voters, duels)
	require.NoError(t, err)
	return w
}

// table is the least cost of each set, by dynamic programming over all of them.
func (s *search) table() []int64 {
	best := make([]int64, 1<<len(s.group))
	for set := uint64(1); set < uint64(len(best)); set++ {
		best[set] = math.MaxInt64
		for i := range s.group {
			if rest := set &^ (1 << i); rest != set {
				best[set] = min(best[set], best[rest]+s.before(i, rest))
			}
		}
	}
	return best
}

// Branch and bound finds what the table does, for every set met on the way.
func TestBranchAndBoundAgainstTheTable(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		n := 2 + rng.IntN(9)
		w := randomDuels(t, rng, n, 1+rng.Int64N(12), []int64{100, 60, 20}[rng.IntN(3)])
		cost := func(a, b ballot.Option) int64 { return w.At(b, a) }
		bound := newSearch(w.Slate(), options(w.Slate()), cost)
		table := bound.table()
		for range 20 {
			set := rng.Uint64N(1<<n-1) + 1
			limit := int64(math.MaxInt64)
			if rng.IntN(2) == 0 {
				limit = table[set] + rng.Int64N(5) - 2
			}
			got, err := bound.least(set, limit)
			require.NoError(t, err)
			if table[set] < limit {
				require.Equal(t, table[set], got)
			} else {
				require.GreaterOrEqual(t, got, limit)
				require.LessOrEqual(t, got, table[set])
			}
		}
	}
}

// Sixty options that fall into groups are few sets; a circle of twenty is fewer than all.
func TestSearchesStaySmall(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	sets := 0
	w := randomDuels(t, rng, 60, 1_001, 10)
	for _, group := range groups(w) {
		s := newSearch(w.Slate(), group, func(a, b ballot.Option) int64 { return w.At(b, a) })
		require.NoError(t, s.order(&ballot.Order{}, nil))
		sets += len(s.known)
	}
	require.Less(t, sets, 20_000)
	w = randomDuels(t, rng, 18, 1_001, 100)
	s := newSearch(w.Slate(), options(w.Slate()), func(a, b ballot.Option) int64 { return w.At(b, a) })
	require.NoError(t, s.order(&ballot.Order{}, nil))
	require.Less(t, len(s.known), 1<<15)
}
