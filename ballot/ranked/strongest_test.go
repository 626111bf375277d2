package ranked

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// floyd is the usual way: Floyd 1962 and Warshall 1962, with max and min.
func floyd(links []int64, n int) []int64 {
	p := slices.Clone(links)
	for k := range n {
		for i := range n {
			for j := range n {
				if i != j {
					p[i*n+j] = max(p[i*n+j], min(p[i*n+k], p[k*n+j]))
				}
			}
		}
	}
	return p
}

func randomLinks(rng *rand.Rand, n int, most int64) []int64 {
	links := make([]int64, n*n)
	for i := range n {
		for j := range i {
			if k := rng.Int64N(2*most+1) - most; k < 0 {
				links[j*n+i] = -k
			} else {
				links[i*n+j] = k
			}
		}
	}
	return links
}

func TestStrongestAgainstFloyd(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		n := 1 + rng.IntN(90)
		links := randomLinks(rng, n, []int64{1, 5, 10_000_000_000}[rng.IntN(3)])
		require.Equal(t, floyd(links, n), strongest(links, n))
	}
}

func BenchmarkStrongest(b *testing.B) {
	for _, n := range []int{10, 40, 200, 1_000} {
		links := randomLinks(rand.New(rand.NewPCG(1, 1)), n, 10_000)
		b.Run(fmt.Sprintf("options=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				strongest(links, n)
			}
		})
		if n > 200 {
			continue
		}
		b.Run(fmt.Sprintf("floyd/options=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				floyd(links, n)
			}
		})
	}
}
