package exact

import (
	"math/big"
	"math/bits"
)

// A Mode is how a division ends. The zero Mode is HalfEven.
type Mode uint8

// The modes, in the order of fiscal.Rounding.
const (
	HalfEven Mode = iota // to the nearest; halves to the even neighbour
	Floor                // towards minus infinity
	HalfUp               // to the nearest; halves away from zero
	Ceiling              // towards plus infinity
)

// up reports whether the magnitude of a quotient grows by one: odd is the quotient's last
// bit, half compares twice the remainder, which is not 0, with the divisor.
func (m Mode) up(negative, odd bool, half int) bool {
	switch m {
	case HalfEven:
		return half > 0 || half == 0 && odd
	case Floor:
		return negative
	case HalfUp:
		return half >= 0
	case Ceiling:
		return !negative
	}
	panic("exact: unknown rounding")
}

// Quo returns the product of nums over the product of dens, rounded once. ok is false if
// the result does not fit. Every den must be positive. It allocates only where a
// product leaves 128 bits or the dens' leaves 64.
func Quo(how Mode, nums, dens []int64) (quotient int64, ok bool) {
	product, divisor := U128{Lo: 1}, uint64(1)
	negative, fits := false, true
	for _, n := range nums {
		if n == 0 {
			return 0, true
		}
		negative = negative != (n < 0)
		product, ok = product.Mul(Abs(n))
		fits = fits && ok
	}
	for _, d := range dens {
		if d <= 0 {
			panic("exact: a denominator must be positive")
		}
		hi, lo := bits.Mul64(divisor, uint64(d))
		divisor = lo
		fits = fits && hi == 0
	}
	if !fits {
		return bigQuo(how, nums, dens, negative)
	}
	return product.Quo(how, divisor, negative)
}

// Quo returns x/d, negated if so told, rounded once. ok is false if the result does not
// fit. d must not be 0.
func (x U128) Quo(how Mode, d uint64, negative bool) (quotient int64, ok bool) {
	if x.Hi >= d {
		return 0, false
	}
	q, r := bits.Div64(x.Hi, x.Lo, d)
	if r != 0 && how.up(negative, q&1 == 1, compareHalf(r, d)) {
		q++
		if q == 0 {
			return 0, false
		}
	}
	return Signed(q, negative)
}

// compareHalf compares 2r with d, where r < d, without doubling.
func compareHalf(r, d uint64) int {
	rest := d - r
	switch {
	case r > rest:
		return 1
	case r < rest:
		return -1
	}
	return 0
}

func bigQuo(how Mode, nums, dens []int64, negative bool) (int64, bool) {
	return bigRound(how, bigProduct(nums), bigProduct(dens), negative)
}

// RoundRat rounds a fraction; ok is false if the result does not fit.
func RoundRat(how Mode, r *big.Rat) (n int64, ok bool) {
	return bigRound(how, new(big.Int).Abs(r.Num()), r.Denom(), r.Sign() < 0)
}

// bigRound divides magnitudes; it overwrites num.
func bigRound(how Mode, num, den *big.Int, negative bool) (int64, bool) {
	q, r := num.QuoRem(num, den, new(big.Int))
	if r.Sign() != 0 && how.up(negative, q.Bit(0) == 1, r.Lsh(r, 1).Cmp(den)) {
		q.Add(q, big.NewInt(1))
	}
	if !q.IsUint64() {
		return 0, false
	}
	return Signed(q.Uint64(), negative)
}

// bigProduct multiplies magnitudes.
func bigProduct(factors []int64) *big.Int {
	p, f := big.NewInt(1), new(big.Int)
	for _, n := range factors {
		p.Mul(p, f.SetUint64(Abs(n)))
	}
	return p
}
