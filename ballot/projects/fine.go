package projects

import "math/big"

// Shares that are divided in proportion again and again would have twice as many digits
// each time. Two rules keep them as whole numbers of 2^-finePlaces instead, rounded down,
// and take for equal what is so in the first sameBits digits: the roundings of MaxBallots
// ballots in MaxProjects rounds add up to far less than the last of them.
const (
	finePlaces = 256
	sameBits   = 128
)

// fine is n with its binary places.
func fine(n int64) *big.Int { return new(big.Int).Lsh(big.NewInt(n), finePlaces) }

// compareFine compares what is known up to its rounding.
func compareFine(x, y *big.Int) int {
	gap := new(big.Int).Sub(x, y)
	sign := gap.Sign()
	most := x
	if x.CmpAbs(y) < 0 {
		most = y
	}
	if gap.Abs(gap).Lsh(gap, sameBits).CmpAbs(most) <= 0 {
		return 0
	}
	return sign
}
