package projects

import (
	"cmp"
	"math/bits"

	"github.com/vicinia/vicinia/internal/exact"
)

// wide is the product of 256 bits, the highest word first.
func wide(x, y exact.U128) [4]uint64 {
	low, mid1, mid2, high := exact.Mul(x.Lo, y.Lo), exact.Mul(x.Lo, y.Hi), exact.Mul(x.Hi, y.Lo), exact.Mul(x.Hi, y.Hi)
	w1, c1 := bits.Add64(low.Hi, mid1.Lo, 0)
	w2, c2 := bits.Add64(high.Lo, mid1.Hi, c1)
	w3 := high.Hi + c2
	w1, c1 = bits.Add64(w1, mid2.Lo, 0)
	w2, c2 = bits.Add64(w2, mid2.Hi, c1)
	return [4]uint64{w3 + c2, w2, w1, low.Lo}
}

func compareWide(x, y [4]uint64) int {
	for i := range x {
		if c := cmp.Compare(x[i], y[i]); c != 0 {
			return c
		}
	}
	return 0
}
