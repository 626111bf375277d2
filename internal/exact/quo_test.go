package exact_test

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/cockroachdb/apd/v3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/internal/exact"
)

// A fraction is a product over a product in math/big, with room that is used again.
type fraction struct{ num, den, x, q, r big.Int }

func (f *fraction) set(nums, dens []int64) {
	f.num.SetInt64(1)
	f.den.SetInt64(1)
	for _, n := range nums {
		f.num.Mul(&f.num, f.x.SetInt64(n))
	}
	for _, d := range dens {
		f.den.Mul(&f.den, f.x.SetInt64(d))
	}
}

// round is the fraction in whole numbers: the floor, or the number above it.
func (f *fraction) round(how exact.Mode) (n *big.Int, tie bool) {
	f.q.DivMod(&f.num, &f.den, &f.r) // Euclidean; the denominator is positive
	some := f.r.Sign() > 0
	half := f.r.Lsh(&f.r, 1).Cmp(&f.den)
	up := [...]bool{
		exact.HalfEven: half > 0 || half == 0 && f.q.Bit(0) == 1,
		exact.Floor:    false,
		exact.HalfUp:   half > 0 || half == 0 && f.num.Sign() > 0, // away from zero
		exact.Ceiling:  some,
	}[how]
	if up {
		f.q.Add(&f.q, big.NewInt(1))
	}
	return &f.q, half == 0
}

// drawFraction draws factors of all lengths and signs, and exact halves often: an odd number
// of halves of the denominators.
func drawFraction(rng *rand.Rand, nums, dens []int64) (n, d []int64) {
	nums, dens = nums[:0], dens[:0]
	for range 1 + rng.IntN(2) {
		dens = append(dens, max(int64(word(rng)>>1), 1))
	}
	if rng.IntN(3) == 0 {
		dens[0] = dens[0]>>1&^1 + 2
		nums = append(append(nums, dens...), int64(word(rng))>>rng.IntN(64)|1)
		nums[0] /= 2
		return nums, dens
	}
	for range 1 + rng.IntN(3) {
		nums = append(nums, int64(word(rng)))
	}
	return nums, dens
}

// Every mode against math/big, and the halves against apd, which floors -0.09 to 0.
func TestQuoAgainstBigAndDecimals(t *testing.T) {
	rng := rand.New(rand.NewPCG(61, 61))
	n := 250_000
	if testing.Short() {
		n /= 20
	}
	names := map[exact.Mode]apd.Rounder{exact.HalfEven: apd.RoundHalfEven, exact.HalfUp: apd.RoundHalfUp}
	wide := apd.Context{Precision: 200, MaxExponent: 1000, MinExponent: -1000, Rounding: apd.RoundDown}
	var slow fraction
	var nums, dens []int64
	var quotient, got, num, den apd.Decimal
	ties, fitted, over := 0, 0, 0
	for i := range n {
		nums, dens = drawFraction(rng, nums, dens)
		slow.set(nums, dens)
		for how := exact.HalfEven; how <= exact.Ceiling; how++ {
			want, tie := slow.round(how)
			units, ok := exact.Quo(how, nums, dens)
			if ok != want.IsInt64() || ok && units != want.Int64() {
				require.Equal(t, want.IsInt64(), ok, "mode %d: %v / %v", how, nums, dens)
				require.Equal(t, want.Int64(), units, "mode %d: %v / %v", how, nums, dens)
			}
			if !ok {
				over++
				continue
			}
			fitted++
			if tie {
				ties++
			}
			if name, has := names[how]; has && i%10 == 0 {
				num.Coeff.SetMathBigInt(new(big.Int).Abs(&slow.num))
				num.Negative = slow.num.Sign() < 0
				den.Coeff.SetMathBigInt(&slow.den)
				_, err := wide.Quo(&quotient, &num, &den)
				require.NoError(t, err)
				round := wide
				round.Rounding = name
				_, err = round.Quantize(&got, &quotient, 0)
				require.NoError(t, err)
				decimal, err := got.Int64()
				require.NoError(t, err)
				require.Equal(t, decimal, units, "mode %d: %v / %v", how, nums, dens)
			}
		}
	}
	assert.Greater(t, fitted, n)
	assert.Greater(t, over, n/8)
	assert.Greater(t, ties, n/8)
}
