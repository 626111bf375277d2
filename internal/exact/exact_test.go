package exact_test

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/internal/exact"
)

// word draws words of all lengths, and the edges often.
func word(rng *rand.Rand) uint64 {
	switch rng.IntN(8) {
	case 0:
		return math.MaxUint64 - uint64(rng.IntN(2))
	case 1:
		return uint64(rng.IntN(3))
	case 2:
		return 1 << rng.IntN(64)
	}
	return rng.Uint64() >> rng.IntN(64)
}

func wide(rng *rand.Rand) exact.U128 { return exact.U128{Hi: word(rng), Lo: word(rng)} }

// below2to128 returns the low 128 bits of b, and whether there are no others.
func below2to128(b *big.Int) (*big.Int, bool) {
	mask := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 128), big.NewInt(1))
	return mask.And(mask, b), b.BitLen() <= 128
}

func TestU128AgainstBig(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	check := func(op string, got exact.U128, ok bool, want *big.Int) {
		low, fits := below2to128(want)
		require.Equal(t, fits, ok, op)
		require.Zero(t, low.Cmp(got.Big()), "%s: %v, want %v", op, got, low)
	}
	for range 50_000 {
		x, y, w := wide(rng), wide(rng), word(rng)
		bigW := new(big.Int).SetUint64(w)
		sum, ok := x.Add(y)
		check("+", sum, ok, new(big.Int).Add(x.Big(), y.Big()))
		product, ok := x.Mul(w)
		check("*", product, ok, new(big.Int).Mul(x.Big(), bigW))
		check("word*word", exact.Mul(x.Lo, w), true, new(big.Int).Mul(new(big.Int).SetUint64(x.Lo), bigW))
		require.Equal(t, x.Big().Cmp(y.Big()), x.Cmp(y))
		if x.Cmp(y) >= 0 {
			check("-", x.Sub(y), true, new(big.Int).Sub(x.Big(), y.Big()))
		}
		if w > 0 {
			quotient, rest := x.QuoRem(w)
			q, r := new(big.Int).QuoRem(x.Big(), bigW, new(big.Int))
			check("/", quotient, true, q)
			require.Equal(t, r.Uint64(), rest)
		}
		again, ok := exact.FromBig(x.Big())
		require.True(t, ok)
		require.Equal(t, x, again)
	}
	_, ok := exact.FromBig(big.NewInt(-1))
	assert.False(t, ok)
	_, ok = exact.FromBig(new(big.Int).Lsh(big.NewInt(1), 128))
	assert.False(t, ok)
}

func TestSigned(t *testing.T) {
	for _, n := range []int64{0, 1, -1, math.MaxInt64, -math.MaxInt64, math.MinInt64} {
		got, ok := exact.Signed(exact.Abs(n), n < 0)
		assert.True(t, ok, n)
		assert.Equal(t, n, got)
	}
	_, ok := exact.Signed(1<<63, false)
	assert.False(t, ok)
	_, ok = exact.Signed(1<<63+1, true)
	assert.False(t, ok)
}

func TestAccumulatorAgainstBig(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	for range 2_000 {
		var a exact.Accumulator
		want := new(big.Int)
		for range rng.IntN(40) {
			n := int64(word(rng))
			a.Add(n)
			want.Add(want, big.NewInt(n))
			got, ok := a.Int64()
			require.Equal(t, want.IsInt64(), ok, "%v", want)
			if ok {
				require.Equal(t, want.Int64(), got)
			}
		}
	}
}

func TestQuoRounds(t *testing.T) {
	// Every mode at and beside the half, of both signs.
	tests := []struct {
		give                         int64 // of 10
		even, floor, halfUp, ceiling int64
	}{
		{-25, -2, -3, -3, -2},
		{-16, -2, -2, -2, -1},
		{-15, -2, -2, -2, -1},
		{-14, -1, -2, -1, -1},
		{-5, 0, -1, -1, 0},
		{-1, 0, -1, 0, 0},
		{0, 0, 0, 0, 0},
		{1, 0, 0, 0, 1},
		{5, 0, 0, 1, 1},
		{14, 1, 1, 1, 2},
		{15, 2, 1, 2, 2},
		{16, 2, 1, 2, 2},
		{20, 2, 2, 2, 2},
		{25, 2, 2, 3, 3},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.give), func(t *testing.T) {
			want := []int64{exact.HalfEven: tt.even, exact.Floor: tt.floor, exact.HalfUp: tt.halfUp, exact.Ceiling: tt.ceiling}
			for mode, want := range want {
				got, ok := exact.Quo(exact.Mode(mode), []int64{tt.give}, []int64{10})
				assert.True(t, ok)
				assert.Equal(t, want, got, "mode %d", mode)
				// The same tenths as a product beyond 128 bits.
				const m = math.MaxInt64
				got, ok = exact.Quo(exact.Mode(mode), []int64{tt.give, m, m, m}, []int64{10, m, m, m})
				assert.True(t, ok)
				assert.Equal(t, want, got, "mode %d with math/big", mode)
			}
		})
	}
}

// roundRat is the slow obvious rounding: the two neighbours, and the nearer one.
func roundRat(how exact.Mode, r *big.Rat) *big.Int {
	floor := new(big.Int).Div(r.Num(), r.Denom()) // Euclidean; the denominator is positive
	if r.IsInt() {
		return floor
	}
	ceiling := new(big.Int).Add(floor, big.NewInt(1))
	twice := new(big.Rat).SetInt(new(big.Int).Add(floor, ceiling))
	nearer := new(big.Rat).Add(r, r).Cmp(twice)
	switch {
	case how == exact.Floor, how != exact.Ceiling && nearer < 0:
		return floor
	case how == exact.Ceiling, nearer > 0:
		return ceiling
	case how == exact.HalfEven && floor.Bit(0) == 0, how == exact.HalfUp && r.Sign() < 0:
		return floor
	}
	return ceiling
}

func TestQuoAgainstBigRat(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	fitted, over := 0, 0
	for range 100_000 {
		nums, dens := make([]int64, rng.IntN(4)), make([]int64, rng.IntN(3))
		want := big.NewRat(1, 1)
		for i := range nums {
			nums[i] = int64(word(rng))
			want.Mul(want, big.NewRat(nums[i], 1))
		}
		for i := range dens {
			dens[i] = max(int64(word(rng)>>1), 1)
			want.Mul(want, big.NewRat(1, dens[i]))
		}
		how := exact.Mode(rng.IntN(4))
		rounded := roundRat(how, want)
		got, ok := exact.Quo(how, nums, dens)
		require.Equal(t, rounded.IsInt64(), ok, "mode %d: %v / %v", how, nums, dens)
		if !ok {
			over++
			continue
		}
		fitted++
		require.Equal(t, rounded.Int64(), got, "mode %d: %v / %v", how, nums, dens)
		got, ok = exact.RoundRat(how, want)
		require.True(t, ok)
		require.Equal(t, rounded.Int64(), got)
	}
	assert.Greater(t, fitted, 10_000)
	assert.Greater(t, over, 1_000)
}

func TestQuoRefuses(t *testing.T) {
	assert.Panics(t, func() { exact.Quo(exact.HalfEven, []int64{1}, []int64{0}) })
	assert.Panics(t, func() { exact.Quo(exact.HalfEven, []int64{1}, []int64{-1}) })
	assert.Panics(t, func() { exact.Quo(exact.Ceiling+1, []int64{1}, []int64{2}) })
	least, ok := exact.Quo(exact.Floor, []int64{math.MinInt64}, nil)
	assert.True(t, ok)
	assert.Equal(t, int64(math.MinInt64), least)
	// 2^65 - 1 halves is 2^64 - 1/2: it rounds up to 2^64, past the word.
	_, ok = exact.U128{Hi: 1, Lo: math.MaxUint64}.Quo(exact.Ceiling, 2, false)
	assert.False(t, ok)
}

func TestQuoAllocatesNothing(t *testing.T) {
	allocs := testing.AllocsPerRun(100, func() {
		if _, ok := exact.Quo(exact.HalfEven, []int64{400000, 1, 181}, []int64{10, 365}); !ok {
			t.Fatal("must fit")
		}
	})
	assert.Zero(t, allocs)
}

func BenchmarkQuo(b *testing.B) {
	for _, tt := range []struct {
		name       string
		nums, dens []int64
	}{
		{"bits=128", []int64{400000, 1, 181}, []int64{10, 365}},
		{"bits=big", []int64{math.MaxInt64, math.MaxInt64, math.MaxInt64}, []int64{math.MaxInt64, math.MaxInt64}},
	} {
		b.Run(tt.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				exact.Quo(exact.HalfEven, tt.nums, tt.dens)
			}
		})
	}
}
