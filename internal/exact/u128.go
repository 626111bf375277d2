package exact

import (
	"cmp"
	"math/big"
	"math/bits"
)

// A U128 is an unsigned integer of 128 bits, Hi * 2^64 + Lo. It is a value: == is
// equality. The zero U128 is 0.
type U128 struct{ Hi, Lo uint64 }

// Mul is the whole product of two words; it cannot overflow.
func Mul(a, b uint64) U128 {
	hi, lo := bits.Mul64(a, b)
	return U128{hi, lo}
}

// Add returns x+y; ok is false if the sum leaves 128 bits.
func (x U128) Add(y U128) (sum U128, ok bool) {
	lo, carry := bits.Add64(x.Lo, y.Lo, 0)
	hi, carry := bits.Add64(x.Hi, y.Hi, carry)
	return U128{hi, lo}, carry == 0
}

// Sub returns x-y, where y is not above x.
func (x U128) Sub(y U128) U128 {
	lo, borrow := bits.Sub64(x.Lo, y.Lo, 0)
	return U128{x.Hi - y.Hi - borrow, lo}
}

// Mul returns x*y; ok is false if the product leaves 128 bits.
func (x U128) Mul(y uint64) (product U128, ok bool) {
	over, hi := bits.Mul64(x.Hi, y)
	carry, lo := bits.Mul64(x.Lo, y)
	hi, more := bits.Add64(hi, carry, 0)
	return U128{hi, lo}, over == 0 && more == 0
}

// QuoRem divides by d, which must not be 0.
func (x U128) QuoRem(d uint64) (quotient U128, rest uint64) {
	lo, rest := bits.Div64(x.Hi%d, x.Lo, d)
	return U128{x.Hi / d, lo}, rest
}

// Cmp is -1, 0 or 1.
func (x U128) Cmp(y U128) int {
	return cmp.Or(cmp.Compare(x.Hi, y.Hi), cmp.Compare(x.Lo, y.Lo))
}

// Big returns x as a big.Int.
func (x U128) Big() *big.Int {
	b := new(big.Int).SetUint64(x.Hi)
	return b.Or(b.Lsh(b, 64), new(big.Int).SetUint64(x.Lo))
}

// FromBig returns b, which must not be negative; ok is false if it needs more than 128
// bits.
func FromBig(b *big.Int) (x U128, ok bool) {
	lo := new(big.Int).And(b, new(big.Int).SetUint64(1<<64-1))
	hi := new(big.Int).Rsh(b, 64)
	return U128{hi.Uint64(), lo.Uint64()}, b.Sign() >= 0 && hi.IsUint64()
}

// Abs is the magnitude of n, the least int64 included.
func Abs(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

// Signed gives a magnitude its sign back; ok is false if it does not fit an int64.
func Signed(magnitude uint64, negative bool) (n int64, ok bool) {
	if negative {
		return int64(-magnitude), magnitude <= 1<<63
	}
	return int64(magnitude), magnitude < 1<<63
}
