package fiscal_test

import (
	"cmp"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

// minors returns the minor units.
func minors(ms []fiscal.Money) []int64 {
	units := make([]int64, len(ms))
	for i, m := range ms {
		units[i] = m.Minor()
	}
	return units
}

func TestSplit(t *testing.T) {
	tests := []struct {
		name    string
		give    int64
		weights []int64
		want    []int64
	}{
		// The golden values of the worked year.
		{"thirds", 10000, []int64{1, 1, 1}, []int64{3334, 3333, 3333}},
		{"3, 3, 1", 99999, []int64{3, 3, 1}, []int64{42857, 42857, 14285}},
		// What users of other libraries ask for, or met.
		{"moneyphp #492", 9999, []int64{75, 25}, []int64{7499, 2500}},
		{"rusty_money #103", 613, []int64{98, 92, 98, 123, 102, 92}, []int64{99, 93, 99, 125, 104, 93}},
		{"moneyphp #832, past 2^53", 7e15, []int64{1, 2}, []int64{2333333333333333, 4666666666666667}},
		{"go-money: a cent to a zero weight", 1, []int64{0, 1, 2}, []int64{0, 0, 1}},
		{"numscript: 30/70 of 5 cents", 5, []int64{30, 70}, []int64{2, 3}},
		{"go-money: an int64 overflow", 10553181091283, []int64{18139116, 13369393, 11280257},
			[]int64{4473729763176, 3297352052862, 2782099275245}},
		{"a debt is the mirror", -10000, []int64{1, 1, 1}, []int64{-3334, -3333, -3333}},
		{"nothing", 0, []int64{0, 0}, []int64{0, 0}},
		{"the least", math.MinInt64, []int64{0, math.MaxInt64}, []int64{0, math.MinInt64}},
		{"weights beyond 64 bits together", 3, []int64{math.MaxInt64, math.MaxInt64, math.MaxInt64}, []int64{1, 1, 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := fiscal.EUR.Minor(tt.give).Split(tt.weights...)
			require.NoError(t, err)
			assert.Equal(t, tt.want, minors(got))
		})
	}
}

// TestSplitTiesByTheFirstQuotient. Reference: Political Rights Act (SR 161.1) art. 17
// let. c: where remainders are equal, those with the smallest remainders of a division by
// the first quotient drop out first.
func TestSplitTiesByTheFirstQuotient(t *testing.T) {
	tests := []struct {
		name    string
		give    int64
		weights []int64
		want    []int64
	}{
		// Quotas 1.5 and 0.5; the first quotient is 3, the whole number above 4/2, and
		// leaves 0 of 3 and 1 of 1: the second gets the unit, though it stands last.
		{"not by place", 2, []int64{3, 1}, []int64{1, 1}},
		{"nor by place the other way round", 2, []int64{1, 3}, []int64{1, 1}},
		// Quotas 2.5, 1.5, 1 and 1; the first quotient 3 leaves 2 of 5 and 0 of 3.
		{"the larger remainder", 6, []int64{5, 3, 2, 2}, []int64{3, 1, 1, 1}},
		{"then by place", 1, []int64{7, 7}, []int64{1, 0}},
		{"a quotient beyond 64 bits", 1, []int64{math.MaxInt64, math.MaxInt64, math.MaxInt64}, []int64{1, 0, 0}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := fiscal.EUR.Minor(tt.give).Split(tt.weights...)
			require.NoError(t, err)
			assert.Equal(t, tt.want, minors(got))
		})
	}
}

func TestSplitter(t *testing.T) {
	tests := []struct {
		name     string
		splitter fiscal.Splitter
		give     int64
		weights  []int64
		want     []int64
	}{
		{"by order", fiscal.Splitter{Residue: fiscal.ByOrder}, 5, []int64{30, 70}, []int64{2, 3}},
		{"by order skips zero weights", fiscal.Splitter{Residue: fiscal.ByOrder}, 2, []int64{0, 1, 1, 1}, []int64{0, 1, 1, 0}},
		{"apart", fiscal.Splitter{Residue: fiscal.Apart}, 100, []int64{1, 1, 1}, []int64{33, 33, 33, 1}},
		{"apart of a debt", fiscal.Splitter{Residue: fiscal.Apart}, -100, []int64{1, 1, 1}, []int64{-33, -33, -33, -1}},
		{"apart without a weight", fiscal.Splitter{Residue: fiscal.Apart}, 100, []int64{0}, []int64{0, 100}},
		{"five rappen", fiscal.Splitter{Quantum: 5}, 1000, []int64{1, 1, 1}, []int64{335, 335, 330}},
		{"five rappen apart", fiscal.Splitter{Quantum: 5, Residue: fiscal.Apart}, 1002, []int64{1, 1}, []int64{500, 500, 2}},
		{"maximum", fiscal.Splitter{Max: []int64{100, 5000, 5000}}, 1000, []int64{10, 1, 1}, []int64{100, 450, 450}},
		{"maxima one after the other", fiscal.Splitter{Max: []int64{10, 40, 1000}}, 100, []int64{5, 4, 1}, []int64{10, 40, 50}},
		{"a maximum in coins", fiscal.Splitter{Quantum: 5, Max: []int64{13, 100}}, 100, []int64{1, 1}, []int64{10, 90}},
		{"maxima of a debt", fiscal.Splitter{Max: []int64{10, 100}}, -100, []int64{1, 1}, []int64{-10, -90}},
		{"maxima that are met exactly", fiscal.Splitter{Max: []int64{50, 50}}, 100, []int64{1, 1}, []int64{50, 50}},
		{"maxima reached, the rest apart", fiscal.Splitter{Max: []int64{10, 20}, Residue: fiscal.Apart}, 100, []int64{1, 1}, []int64{10, 20, 70}},
		{"a maximum of nothing", fiscal.Splitter{Max: []int64{0, 100}}, 100, []int64{1, 1}, []int64{0, 100}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.splitter.Split(fiscal.CHF.Minor(tt.give), tt.weights)
			require.NoError(t, err)
			assert.Equal(t, tt.want, minors(got))
			for _, m := range got {
				assert.Equal(t, fiscal.CHF, m.Currency())
			}
		})
	}
}

func TestSplitRefuses(t *testing.T) {
	tests := []struct {
		name     string
		splitter fiscal.Splitter
		give     int64
		weights  []int64
		want     []string // paths; none if the input is well formed and does not divide
	}{
		{"no weights", fiscal.Splitter{}, 1, nil, nil},
		{"no weight", fiscal.Splitter{}, 1, []int64{0, 0}, nil},
		{"no multiple of the quantum", fiscal.Splitter{Quantum: 5}, 1002, []int64{1}, nil},
		{"over the maxima", fiscal.Splitter{Max: []int64{10}}, 11, []int64{1}, nil},
		{"every fault", fiscal.Splitter{Residue: 9, Quantum: -1, Max: []int64{-1}}, 1, []int64{-1, 1, -2},
			[]string{"residue", "quantum", "weights[0]", "weights[2]", "max", "max[0]"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.splitter.Split(fiscal.EUR.Minor(tt.give), tt.weights)
			require.Error(t, err)
			assert.Nil(t, got)
			var paths []string
			for f := range vicinia.Faults(err) {
				paths = append(paths, f.Path)
			}
			assert.Equal(t, tt.want, paths)
		})
	}
}

// splitting is a random splitter, amount and weights, which may be faulty by chance.
func splitting(rng *rand.Rand) (fiscal.Splitter, fiscal.Money, []int64) {
	s := fiscal.Splitter{Residue: fiscal.Residue(rng.IntN(3))}
	amount := signed(rng)
	if rng.IntN(3) == 0 {
		s.Quantum = 1 + rng.Int64N(5)
		amount -= amount % s.Quantum
	}
	weights := make([]int64, 1+rng.IntN(8))
	shift := rng.IntN(63)
	for i := range weights {
		weights[i] = rng.Int64() >> shift * rng.Int64N(2)
	}
	if rng.IntN(2) == 0 {
		s.Max = make([]int64, len(weights))
		for i := range s.Max {
			s.Max[i] = rng.Int64() >> (rng.IntN(20) + max(0, 62-bigLen(amount)))
		}
	}
	return s, fiscal.EUR.Minor(amount), weights
}

func bigLen(n int64) int { return big.NewInt(n).BitLen() }

// checkSplit holds what every splitter promises.
func checkSplit(t *testing.T, s fiscal.Splitter, m fiscal.Money, weights []int64, parts []fiscal.Money) {
	t.Helper()
	sum, err := fiscal.Sum(parts...)
	require.NoError(t, err)
	require.Equal(t, m.Minor(), sum.Minor(), "the parts add up")
	for i, w := range weights {
		p := parts[i].Minor()
		require.False(t, w == 0 && p != 0, "a zero weight never gets a unit")
		require.False(t, p != 0 && (p < 0) != (m.Minor() < 0), "no part has the other sign")
		require.Zero(t, p%max(s.Quantum, 1), "every part is of the quantum")
		if s.Max != nil {
			require.LessOrEqual(t, magnitude(p), uint64(s.Max[i]))
		}
	}
}

func magnitude(n int64) uint64 { return new(big.Int).Abs(big.NewInt(n)).Uint64() }

func TestSplitKeepsItsPromises(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	done := 0
	for range 10_000 {
		s, m, weights := splitting(rng)
		parts, err := s.Split(m, weights)
		if err != nil {
			require.NotEqual(t, fiscal.Apart, s.Residue, "what is apart has always room: %v", err)
			continue
		}
		done++
		checkSplit(t, s, m, weights, parts)
	}
	assert.Greater(t, done, 5_000)
}

// slowMaxima settles maxima by rounds: whoever's quota reaches the maximum gets it, and
// all quotas are computed anew. It returns the floors of the last quotas, and who has
// one.
func slowMaxima(total int64, weights, limits []int64) (parts []int64, open []bool) {
	parts, open = make([]int64, len(weights)), make([]bool, len(weights))
	for i, w := range weights {
		open[i] = w > 0
	}
	for again := true; again; {
		again = false
		sum := new(big.Int)
		for i, w := range weights {
			if open[i] {
				sum.Add(sum, big.NewInt(w))
			}
		}
		rest := total
		for i := range parts {
			if !open[i] {
				rest -= parts[i]
			}
		}
		for i, w := range weights {
			if !open[i] {
				continue
			}
			quota := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(rest), big.NewInt(w)), sum)
			if quota.Cmp(big.NewRat(limits[i], 1)) >= 0 {
				parts[i], open[i], again = limits[i], false, true
				break
			}
			parts[i] = new(big.Int).Div(quota.Num(), quota.Denom()).Int64()
		}
	}
	return parts, open
}

func TestMaximaAgainstRounds(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	capped := 0
	for range 10_000 {
		weights, limits := make([]int64, 1+rng.IntN(8)), []int64{}
		for i := range weights {
			weights[i] = rng.Int64N(6)
			limits = append(limits, rng.Int64N(60))
		}
		total := rng.Int64N(120)
		parts, err := fiscal.Splitter{Residue: fiscal.Apart, Max: limits}.Split(fiscal.EUR.Minor(total), weights)
		require.NoError(t, err)
		want, open := slowMaxima(total, weights, limits)
		require.Equal(t, want, minors(parts)[:len(weights)], "%d by %v up to %v", total, weights, limits)
		for i, w := range weights {
			if w > 0 && !open[i] {
				capped++
			}
		}
	}
	assert.Greater(t, capped, 5_000)
}

// slowSplit is the zero Splitter by fractions. placed says that place decided between two
// different weights.
func slowSplit(units int64, weights []int64) (parts []int64, placed bool) {
	sum, size := new(big.Int), new(big.Int).Abs(big.NewInt(units))
	for _, w := range weights {
		sum.Add(sum, big.NewInt(w))
	}
	first := new(big.Int).Div(sum, size) // units are not 0
	first.Add(first, big.NewInt(1))
	left := new(big.Int).Set(size)
	fraction, second := make([]*big.Int, len(weights)), make([]*big.Int, len(weights))
	order := make([]int, len(weights))
	for i, w := range weights {
		var q *big.Int
		q, fraction[i] = new(big.Int).QuoRem(new(big.Int).Mul(size, big.NewInt(w)), sum, new(big.Int))
		second[i] = new(big.Int).Mod(big.NewInt(w), first)
		parts, order[i] = append(parts, q.Int64()), i
		left.Sub(left, q)
	}
	better := func(a, b int) int { return cmp.Or(fraction[b].Cmp(fraction[a]), second[b].Cmp(second[a])) }
	slices.SortStableFunc(order, better)
	n := int(left.Int64())
	for _, i := range order[:n] {
		parts[i]++
	}
	for _, in := range order[:n] {
		for _, out := range order[n:] {
			placed = placed || better(in, out) == 0 && weights[in] != weights[out]
		}
	}
	if units < 0 {
		for i := range parts {
			parts[i] = -parts[i]
		}
	}
	return parts, placed
}

// TestSplitAgainstFractions compares with the slow version, and shuffles: except where
// place decides between different weights, the parts of a weight do not depend on it.
func TestSplitAgainstFractions(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	type part struct{ weight, units int64 }
	bag := func(weights []int64, parts []fiscal.Money) (out []part) {
		for i, w := range weights {
			out = append(out, part{w, parts[i].Minor()})
		}
		slices.SortFunc(out, func(a, b part) int { return cmp.Or(cmp.Compare(a.weight, b.weight), cmp.Compare(a.units, b.units)) })
		return out
	}
	shuffled := 0
	for range 10_000 {
		weights := make([]int64, 1+rng.IntN(6))
		for i := range weights {
			weights[i] = rng.Int64() >> (rng.IntN(20) + 20*rng.IntN(3)) * rng.Int64N(2)
		}
		weights[0] |= 1
		units := 1 + rng.Int64()>>rng.IntN(63)
		if units < 0 || rng.IntN(4) == 0 {
			units = -rng.Int64N(100) - 1
		}
		parts, err := fiscal.EUR.Minor(units).Split(weights...)
		require.NoError(t, err)
		want, placed := slowSplit(units, weights)
		require.Equal(t, want, minors(parts), "%d by %v", units, weights)
		if placed {
			continue
		}
		shuffled++
		before := bag(weights, parts)
		rng.Shuffle(len(weights), func(i, j int) { weights[i], weights[j] = weights[j], weights[i] })
		parts, err = fiscal.EUR.Minor(units).Split(weights...)
		require.NoError(t, err)
		require.Equal(t, before, bag(weights, parts))
	}
	assert.Greater(t, shuffled, 7_000)
}

func FuzzSplit(f *testing.F) {
	f.Add(int64(10000), int64(1), int64(1), int64(1), uint8(0), int64(1))
	f.Add(int64(math.MinInt64), int64(0), int64(math.MaxInt64), int64(3), uint8(1), int64(5))
	f.Fuzz(func(t *testing.T, units, a, b, c int64, residue uint8, quantum int64) {
		s := fiscal.Splitter{Residue: fiscal.Residue(residue), Quantum: quantum}
		m, weights := fiscal.EUR.Minor(units), []int64{a, b, c}
		parts, err := s.Split(m, weights)
		if err != nil {
			require.Nil(t, parts)
			return
		}
		checkSplit(t, s, m, weights, parts)
	})
}

func BenchmarkSplit(b *testing.B) {
	for _, n := range []int{3, 100, 10_000} {
		weights := make([]int64, n)
		limits := make([]int64, n)
		rng := rand.New(rand.NewPCG(6, 6))
		for i := range weights {
			weights[i], limits[i] = rng.Int64N(1e6), rng.Int64N(1e9)
		}
		for _, bench := range []struct {
			name     string
			splitter fiscal.Splitter
		}{{"remainder", fiscal.Splitter{}}, {"maxima", fiscal.Splitter{Max: limits, Residue: fiscal.Apart}}} {
			b.Run(fmt.Sprintf("%s/parts=%d", bench.name, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := bench.splitter.Split(fiscal.EUR.Minor(1e11), weights); err != nil {
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
