package apportion_test

import (
	"fmt"
	"math"
	"math/big"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/internal/apportion"
	"github.com/vicinia/vicinia/internal/exact"
)

// byPlace breaks ties for the first.
func byPlace(a, b int) int { return a - b }

func TestLargestRemainderOf1792(t *testing.T) {
	// Hamilton's bill, which Washington vetoed: 120 seats by the census of 1790. Source:
	// Balinski & Young, Fair Representation (1982).
	states := []struct {
		name   string
		people uint64
		want   int64
	}{
		{"Connecticut", 236841, 8}, {"Delaware", 55540, 2}, {"Georgia", 70835, 2}, {"Kentucky", 68705, 2},
		{"Maryland", 278514, 9}, {"Massachusetts", 475327, 16}, {"New Hampshire", 141822, 5},
		{"New Jersey", 179570, 6}, {"New York", 331589, 11}, {"North Carolina", 353523, 12},
		{"Pennsylvania", 432879, 14}, {"Rhode Island", 68446, 2}, {"South Carolina", 206236, 7},
		{"Vermont", 85533, 3}, {"Virginia", 630560, 21},
	}
	var people []uint64
	for _, s := range states {
		people = append(people, s.people)
	}
	d, err := apportion.LargestRemainder(120, apportion.Weights(people...))
	require.NoError(t, err)
	assert.Zero(t, d.Open)
	for i, s := range states {
		assert.Equal(t, s.want, d.Parts[i], s.name)
	}
}

func TestLargestRemainderTies(t *testing.T) {
	tests := []struct {
		name      string
		total     int64
		weights   []uint64
		wantParts []int64 // before the tie is broken
		wantTied  []int
		wantOpen  int
		wantFirst []int64 // broken by place
	}{
		{"thirds of 100.00", 10000, []uint64{1, 1, 1}, []int64{3333, 3333, 3333}, []int{0, 1, 2}, 1, []int64{3334, 3333, 3333}},
		{"999.99 by 3, 3, 1", 99999, []uint64{3, 3, 1}, []int64{42857, 42857, 14285}, nil, 0, []int64{42857, 42857, 14285}},
		{"two units among three", 2, []uint64{1, 1, 1}, []int64{0, 0, 0}, []int{0, 1, 2}, 2, []int64{1, 1, 0}},
		{"a tie above the cut is none", 2, []uint64{1, 1, 0}, []int64{1, 1, 0}, nil, 0, []int64{1, 1, 0}},
		{"one ahead, two tied", 2, []uint64{4, 3, 3}, []int64{1, 0, 0}, []int{1, 2}, 1, []int64{1, 1, 0}},
		{"zero weight first", 1, []uint64{0, 1, 2}, []int64{0, 0, 1}, nil, 0, []int64{0, 0, 1}},
		{"zero weight and a tie", 1, []uint64{0, 1, 1}, []int64{0, 0, 0}, []int{1, 2}, 1, []int64{0, 1, 0}},
		{"negative", -10000, []uint64{1, 1, 1}, []int64{-3333, -3333, -3333}, []int{0, 1, 2}, 1, []int64{-3334, -3333, -3333}},
		{"nothing", 0, []uint64{5, 0}, []int64{0, 0}, nil, 0, []int64{0, 0}},
		{"nothing by nobody", 0, nil, []int64{}, nil, 0, []int64{}},
		{"the least int64", math.MinInt64, []uint64{7}, []int64{math.MinInt64}, nil, 0, []int64{math.MinInt64}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, err := apportion.LargestRemainder(tt.total, apportion.Weights(tt.weights...))
			require.NoError(t, err)
			assert.Equal(t, tt.wantParts, d.Parts)
			assert.Equal(t, tt.wantTied, d.Tied)
			assert.Equal(t, tt.wantOpen, d.Open)
			d.Give(byPlace)
			assert.Equal(t, tt.wantFirst, d.Parts)
			assert.Zero(t, d.Open)
			assert.Empty(t, d.Tied)
		})
	}
}

func TestRefusals(t *testing.T) {
	_, err := apportion.LargestRemainder(1, apportion.Weights(0, 0))
	assert.ErrorIs(t, err, apportion.ErrNoWeight)
	_, err = apportion.LargestRemainder(1, nil)
	assert.ErrorIs(t, err, apportion.ErrNoWeight)
	_, err = apportion.ByOrder(1, apportion.Weights(0))
	assert.ErrorIs(t, err, apportion.ErrNoWeight)
	huge := []exact.U128{{Hi: 1 << 63}, {Hi: 1 << 63}}
	_, err = apportion.LargestRemainder(1, huge)
	assert.ErrorIs(t, err, vicinia.ErrOverflow)
	_, _, err = apportion.Floors(1, huge)
	assert.ErrorIs(t, err, vicinia.ErrOverflow)
}

// division is a random total and weights of all widths, with zeros and equals.
func division(rng *rand.Rand) (int64, []exact.U128) {
	weights := make([]exact.U128, 1+rng.IntN(12))
	width := rng.IntN(120)
	for i := range weights {
		switch rng.IntN(4) {
		case 0: // zero
		case 1:
			weights[i] = weights[rng.IntN(i+1)]
		default:
			weights[i].Lo = rng.Uint64() >> max(64-width-1, 0)
			if width >= 64 {
				weights[i].Hi = rng.Uint64() >> (64 - (width - 63))
			}
		}
	}
	weights[rng.IntN(len(weights))].Lo |= 1
	return signed(rng), weights
}

// slow is the largest remainder by fractions: everyone's quota, the fractions sorted.
func slow(total int64, weights []exact.U128) (parts []int64, fractions []*big.Rat, left int) {
	sum := new(big.Int)
	for _, w := range weights {
		sum.Add(sum, w.Big())
	}
	magnitude := new(big.Int).Abs(big.NewInt(total))
	rest := new(big.Int).Set(magnitude)
	for _, w := range weights {
		quota := new(big.Rat).SetFrac(new(big.Int).Mul(magnitude, w.Big()), sum)
		floor := new(big.Int).Div(quota.Num(), quota.Denom())
		fractions = append(fractions, quota.Sub(quota, new(big.Rat).SetInt(floor)))
		rest.Sub(rest, floor)
		if total < 0 {
			floor.Neg(floor)
		}
		parts = append(parts, floor.Int64())
	}
	return parts, fractions, int(rest.Int64())
}

func TestLargestRemainderAgainstFractions(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	ties, wide := 0, 0
	for range 30_000 {
		total, weights := division(rng)
		unit := int64(1)
		if total < 0 {
			unit = -1
		}
		parts, fractions, left := slow(total, weights)
		order := make([]int, len(weights))
		for i := range order {
			order[i] = i
		}
		slices.SortStableFunc(order, func(a, b int) int { return fractions[b].Cmp(fractions[a]) })
		for _, i := range order[:left] {
			parts[i] += unit
		}
		d, err := apportion.LargestRemainder(total, weights)
		require.NoError(t, err)
		if d.Open > 0 {
			ties++
			require.Less(t, d.Open, len(d.Tied))
			for _, i := range d.Tied {
				require.Zero(t, fractions[i].Cmp(fractions[d.Tied[0]]))
			}
		}
		if weights[0].Hi > 0 {
			wide++
		}
		d.Give(byPlace)
		require.Equal(t, parts, d.Parts, "%d by %v", total, weights)
		checkParts(t, total, weights, d.Parts)

		byOrder, err := apportion.ByOrder(total, weights)
		require.NoError(t, err)
		checkParts(t, total, weights, byOrder)
		floors, rest, err := apportion.Floors(total, weights)
		require.NoError(t, err)
		require.Equal(t, int64(left)*unit, rest)
		for i := range floors {
			require.Contains(t, []int64{floors[i], floors[i] + unit}, byOrder[i])
		}
	}
	assert.Greater(t, ties, 1_000)
	assert.Greater(t, wide, 1_000)
}

// checkParts holds the laws of M-6 that need no second computation.
func checkParts(t *testing.T, total int64, weights []exact.U128, parts []int64) {
	t.Helper()
	var sum exact.Accumulator
	for i, p := range parts {
		sum.Add(p)
		if weights[i] == (exact.U128{}) {
			require.Zero(t, p, "a zero weight never gets a unit")
		}
	}
	got, ok := sum.Int64()
	require.True(t, ok)
	require.Equal(t, total, got, "the parts add up")
}

func TestLargestRemainderIgnoresOrder(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	for range 5_000 {
		total, weights := division(rng)
		d, err := apportion.LargestRemainder(total, weights)
		require.NoError(t, err)
		perm := rng.Perm(len(weights))
		shuffled := make([]exact.U128, len(weights))
		for i, p := range perm {
			shuffled[i] = weights[p]
		}
		e, err := apportion.LargestRemainder(total, shuffled)
		require.NoError(t, err)
		d.Give(byPlace)
		e.Give(func(a, b int) int { return perm[a] - perm[b] }) // by the former places
		for i, p := range perm {
			require.Equal(t, d.Parts[p], e.Parts[i])
		}
	}
}

func TestLargestRemainderScales(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 6))
	scaledSome := 0
	for range 5_000 {
		total, weights := division(rng)
		by := 1 + rng.Uint64N(1000)
		scaled, fits := make([]exact.U128, len(weights)), true
		for i, w := range weights {
			var ok bool
			scaled[i], ok = w.Mul(by)
			fits = fits && ok && scaled[i].Hi < 1<<60
		}
		if !fits {
			continue
		}
		scaledSome++
		d, err := apportion.LargestRemainder(total, weights)
		require.NoError(t, err)
		e, err := apportion.LargestRemainder(total, scaled)
		require.NoError(t, err)
		require.Equal(t, d, e)
	}
	assert.Greater(t, scaledSome, 4_000)
}

func TestGiveCompares(t *testing.T) {
	const n = 10_000
	weights := make([]exact.U128, n)
	for i := range weights {
		weights[i].Lo = 1
	}
	d, err := apportion.LargestRemainder(n/2, weights)
	require.NoError(t, err)
	compared := 0
	d.Give(func(a, b int) int { compared++; return b - a })
	assert.Less(t, compared, 2*n*bits.Len(n), "n log n")
	assert.Equal(t, int64(0), d.Parts[0])
	assert.Equal(t, int64(1), d.Parts[n-1])
}

func FuzzLargestRemainder(f *testing.F) {
	f.Add(int64(10000), uint64(1), uint64(1), uint64(1), uint64(0))
	f.Add(int64(math.MinInt64), uint64(0), uint64(math.MaxUint64), uint64(3), uint64(math.MaxUint64))
	f.Fuzz(func(t *testing.T, total int64, a, b, c, hi uint64) {
		weights := append(apportion.Weights(a, b, c), exact.U128{Hi: hi >> 1, Lo: a})
		d, err := apportion.LargestRemainder(total, weights)
		if err != nil {
			require.Zero(t, a|b|c|hi>>1)
			require.NotZero(t, total)
			return
		}
		d.Give(byPlace)
		checkParts(t, total, weights, d.Parts)
	})
}

func BenchmarkLargestRemainder(b *testing.B) {
	for _, n := range []int{10, 1_000, 100_000} {
		for _, hi := range []uint64{0, 1} {
			rng := rand.New(rand.NewPCG(7, 7))
			weights := make([]exact.U128, n)
			for i := range weights {
				weights[i] = exact.U128{Hi: hi, Lo: rng.Uint64() >> 20}
			}
			b.Run(fmt.Sprintf("words=%d/n=%d", hi+1, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := apportion.LargestRemainder(1e15, weights); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// signed draws an amount of any size and sign.
func signed(rng *rand.Rand) int64 {
	n := rng.Int64() >> rng.IntN(64)
	if rng.IntN(2) == 0 {
		return -n
	}
	return n
}
