package power

import (
	"fmt"
	"math"
	"math/big"

	"github.com/vicinia/vicinia"
)

// Penrose returns weights in proportion to the square roots of populations, scaled and
// rounded to the nearest, and the quota at which the power of each is closest to
// proportional to its weight: half of the sum and the root of the squares (Penrose 1946;
// Slomczynski and Zyczkowski 2006, the Jagiellonian compromise). A citizen then has about
// as much power in each body. Scale is the weight of a population of one; a population below 0
// and a scale below 1 are errors.
func Penrose(populations []int64, scale int64) (weights []int64, quota int64, err error) {
	if scale < 1 {
		return nil, 0, fmt.Errorf("a scale of %d", scale)
	}
	sum, squares := new(big.Int), new(big.Int)
	for i, people := range populations {
		if people < 0 {
			return nil, 0, fmt.Errorf("population %d is %d", i, people)
		}
		w := root(new(big.Int).Mul(big.NewInt(people), new(big.Int).Mul(big.NewInt(scale), big.NewInt(scale))))
		sum.Add(sum, w)
		if !sum.IsInt64() || sum.Int64() > math.MaxInt64/2 {
			return nil, 0, fmt.Errorf("the sum of the weights: %w", vicinia.ErrOverflow)
		}
		squares.Add(squares, new(big.Int).Mul(w, w))
		weights = append(weights, w.Int64())
	}
	// (sum + root of squares) / 2, upwards: the least whole number at or above it.
	half := new(big.Int).Sqrt(squares)
	if new(big.Int).Mul(half, half).Cmp(squares) < 0 {
		half.Add(half, big.NewInt(1))
	}
	half.Add(half, sum)
	half.Add(half, big.NewInt(1))
	return weights, half.Rsh(half, 1).Int64(), nil
}

// root is the square root to the nearest whole number; it is never half-way.
func root(n *big.Int) *big.Int {
	r := new(big.Int).Sqrt(n)
	if rest := new(big.Int).Sub(n, new(big.Int).Mul(r, r)); rest.Cmp(r) > 0 {
		r.Add(r, big.NewInt(1))
	}
	return r
}
