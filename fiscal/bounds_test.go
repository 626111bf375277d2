package fiscal_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

func TestSplitterMinima(t *testing.T) {
	tests := []struct {
		name     string
		splitter fiscal.Splitter
		give     int64
		weights  []int64
		want     []int64
	}{
		{"a minimum is borne by the others by weight", fiscal.Splitter{Min: []int64{40, 0, 0}}, 100, []int64{1, 1, 2}, []int64{40, 20, 40}},
		{"one that does not bind", fiscal.Splitter{Min: []int64{10, 0}}, 100, []int64{1, 1}, []int64{50, 50}},
		{"one lifts another", fiscal.Splitter{Min: []int64{60, 15, 0}}, 100, []int64{1, 1, 2}, []int64{60, 15, 25}},
		{"all of them, exactly", fiscal.Splitter{Min: []int64{60, 40}}, 100, []int64{1, 1}, []int64{60, 40}},
		{"minimum and maximum", fiscal.Splitter{Min: []int64{30, 0, 0}, Max: []int64{100, 100, 20}}, 100, []int64{1, 4, 5}, []int64{30, 50, 20}},
		{"equal minimum and maximum", fiscal.Splitter{Min: []int64{7, 0}, Max: []int64{7, 100}}, 100, []int64{1, 1}, []int64{7, 93}},
		{"in coins", fiscal.Splitter{Quantum: 5, Min: []int64{13, 0}}, 100, []int64{1, 99}, []int64{15, 85}},
		{"of a debt", fiscal.Splitter{Min: []int64{40, 0}}, -100, []int64{1, 9}, []int64{-40, -60}},
		// Shopify/money allocate_max_amounts drops the excess; here it is a part.
		{"overflow is the last part", fiscal.Splitter{Max: []int64{10, 20}, Overflow: true}, 100, []int64{1, 1}, []int64{10, 20, 70}},
		{"no overflow is a last part too", fiscal.Splitter{Max: []int64{100, 100}, Overflow: true}, 5, []int64{1, 1}, []int64{3, 2, 0}},
		{"overflow of coins", fiscal.Splitter{Quantum: 5, Overflow: true}, 1002, []int64{1, 1}, []int64{500, 500, 2}},
		{"to the last", fiscal.Splitter{Residue: fiscal.ToLast}, 100, []int64{1, 1, 1, 0}, []int64{33, 33, 34, 0}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.splitter.Split(fiscal.CHF.Minor(tt.give), tt.weights)
			require.NoError(t, err)
			assert.Equal(t, tt.want, minors(got))
		})
	}
}

func TestSplitterMinimaRefuses(t *testing.T) {
	tests := []struct {
		name     string
		splitter fiscal.Splitter
		give     int64
		weights  []int64
		want     []string
	}{
		{"less than the minima", fiscal.Splitter{Min: []int64{60, 41}, Residue: fiscal.Apart}, 100, []int64{1, 1}, []string{"min"}},
		{"minima beyond 64 bits", fiscal.Splitter{Min: []int64{math.MaxInt64, math.MaxInt64, 2}}, 100, []int64{1, 1, 1}, []string{"min"}},
		{"a minimum of no weight", fiscal.Splitter{Min: []int64{1, 0}}, 100, []int64{0, 1}, []string{"min[0]"}},
		{"a floor above its ceiling", fiscal.Splitter{Min: []int64{0, 9}, Max: []int64{9, 8}}, 10, []int64{1, 1}, []string{"min[1]"}},
		{"a floor above its ceiling, in coins", fiscal.Splitter{Quantum: 5, Min: []int64{6}, Max: []int64{9}}, 10, []int64{1}, []string{"min[0]"}},
		{"the last part under a maximum", fiscal.Splitter{Residue: fiscal.ToLast, Max: []int64{9}}, 5, []int64{1}, []string{"residue"}},
		{"lengths and signs", fiscal.Splitter{Min: []int64{-1}, Max: []int64{}}, 5, []int64{1, 1}, []string{"min", "min[0]", "max"}},
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

// atPrice is every part at a price: weight times price within its limits, and the sum.
func atPrice(price *big.Rat, weights, least, most []int64) (parts []*big.Rat, sum *big.Rat) {
	sum = new(big.Rat)
	for i, w := range weights {
		part := new(big.Rat).Mul(price, big.NewRat(w, 1))
		if low := big.NewRat(least[i], 1); part.Cmp(low) < 0 {
			part = low
		}
		if high := big.NewRat(most[i], 1); part.Cmp(high) > 0 {
			part = high
		}
		if w == 0 {
			part = new(big.Rat)
		}
		parts = append(parts, part)
		sum.Add(sum, part)
	}
	return parts, sum
}

// slowPrice finds the price between the two edges whose sums enclose the total, and there
// by a straight line, since the sum is one.
func slowPrice(total int64, weights, least, most []int64) *big.Rat {
	want := big.NewRat(total, 1)
	low, high := new(big.Rat), (*big.Rat)(nil)
	for i, w := range weights {
		for _, limit := range []int64{least[i], most[i]} {
			if w == 0 {
				continue
			}
			price := big.NewRat(limit, w)
			_, sum := atPrice(price, weights, least, most)
			if sum.Cmp(want) <= 0 {
				if price.Cmp(low) > 0 {
					low = price
				}
			} else if high == nil || price.Cmp(high) < 0 {
				high = price
			}
		}
	}
	if high == nil {
		return low // all at their maxima
	}
	_, from := atPrice(low, weights, least, most)
	_, to := atPrice(high, weights, least, most)
	slope := new(big.Rat).Sub(to, from)
	slope.Quo(new(big.Rat).Sub(high, low), slope)
	return slope.Add(low, slope.Mul(slope, new(big.Rat).Sub(want, from)))
}

func floorRat(r *big.Rat) int64 { return new(big.Int).Div(r.Num(), r.Denom()).Int64() }

func TestBoundsAgainstPrices(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 8))
	done, low, high := 0, 0, 0
	for range 8_000 {
		n := 1 + rng.IntN(7)
		weights, least, most := make([]int64, n), make([]int64, n), make([]int64, n)
		shift := rng.IntN(40)
		total := rng.Int64N(100) << shift
		for i := range weights {
			weights[i] = rng.Int64N(6) << rng.IntN(50)
			most[i] = rng.Int64N(60) << shift
			if weights[i] > 0 && rng.IntN(2) == 0 {
				least[i] = rng.Int64N(most[i] + 1)
			}
		}
		got, err := fiscal.Splitter{Residue: fiscal.Apart, Min: least, Max: most}.Divide(fiscal.EUR.Minor(total), weights)
		if err != nil {
			_, sum := atPrice(new(big.Rat), weights, least, most)
			require.Positive(t, sum.Cmp(big.NewRat(total, 1)), "%v", err)
			continue
		}
		done++
		want, _ := atPrice(slowPrice(total, weights, least, most), weights, least, most)
		for i := range weights {
			require.Equal(t, floorRat(want[i]), got.Parts[i].Minor(), "%d: %d by %v from %v to %v", i, total, weights, least, most)
		}
		for why := range got.Why() {
			if held, ok := why.(fiscal.Held); ok && held.Maximum {
				high++
			} else if ok {
				low++
			}
		}
	}
	assert.Greater(t, done, 3_000)
	assert.Greater(t, low, 600)
	assert.Greater(t, high, 3_000)
}

// FuzzBounds holds what every bounded split promises, whatever the residue.
func FuzzBounds(f *testing.F) {
	f.Add(int64(100), int64(1), int64(2), int64(3), int64(40), int64(50), uint8(0), int64(1))
	f.Add(int64(math.MinInt64), int64(0), int64(math.MaxInt64), int64(1), int64(7), int64(math.MaxInt64), uint8(2), int64(5))
	f.Fuzz(func(t *testing.T, units, a, b, c, least, most int64, residue uint8, quantum int64) {
		weights := []int64{a, b, c}
		s := fiscal.Splitter{Residue: fiscal.Residue(residue), Quantum: quantum, Overflow: units%2 == 0,
			Min: []int64{least, 0, 0}, Max: []int64{most, most, most}}
		m := fiscal.EUR.Minor(units)
		d, err := s.Divide(m, weights)
		if err != nil {
			require.Nil(t, d.Parts)
			return
		}
		parts, err := s.Split(m, weights)
		require.NoError(t, err)
		checkSplit(t, s, m, weights, parts)
		require.GreaterOrEqual(t, magnitude(parts[0].Minor()), uint64(least))
		again, err := s.Split(m, []int64{a, c, b})
		require.NoError(t, err)
		if residue != uint8(fiscal.ByOrder) {
			// Without a tie that the place broke, the others may change places.
			for why := range d.Why() {
				if tied, ok := why.(fiscal.Tied); ok && tied.Placed {
					return
				}
			}
			require.Equal(t, []fiscal.Money{parts[1], parts[2]}, []fiscal.Money{again[2], again[1]})
		}
	})
}

func TestSplitRatios(t *testing.T) {
	ratios := func(texts ...string) (rs []vicinia.Ratio) {
		for _, text := range texts {
			rs = append(rs, vicinia.MustRatio(text))
		}
		return rs
	}
	tests := []struct {
		name    string
		give    int64
		weights []vicinia.Ratio
		want    []int64
	}{
		{"brick/money #46: rational weights", 100, ratios("1/2", "1/3", "1/6"), []int64{50, 33, 17}},
		{"percent that do not add up to all", 100, ratios("33.3%", "33.3%", "33.3%"), []int64{34, 33, 33}},
		{"a zero", 1, ratios("0", "1/7"), []int64{0, 1}},
		{"the VAT of the German FAG since 2020 (s. 1)", 1_000_000_000_000, ratios("52.81398351%", "45.19007254%", "1.99594395%"),
			[]int64{528139835100, 451900725400, 19959439500}},
		{"wide denominators", 3, ratios("1/999999999999999989", "1/999999999999999989", "1/999999999999999967"), []int64{1, 1, 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := fiscal.Splitter{}.SplitRatios(fiscal.EUR.Minor(tt.give), tt.weights)
			require.NoError(t, err)
			assert.Equal(t, tt.want, minors(got))
		})
	}
	_, err := fiscal.Splitter{}.SplitRatios(fiscal.EUR.Minor(1), ratios("1/999999999999999989", "1/999999999999999967", "1/999999999999999877"))
	require.ErrorIs(t, err, vicinia.ErrOverflow)
	_, err = fiscal.Splitter{}.SplitRatios(fiscal.EUR.Minor(1), ratios("1/2", "-1/2"))
	require.ErrorContains(t, err, "weights[1]: -50% must not be negative")
}

// TestSplitRatiosAsWeights: ratios over a common denominator are their numerators.
func TestSplitRatiosAsWeights(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 9))
	for range 5_000 {
		den := 1 + rng.Int64N(1_000_000)
		weights, ratios := make([]int64, 1+rng.IntN(6)), []vicinia.Ratio{}
		for i := range weights {
			weights[i] = 1 + rng.Int64N(1_000_000)
			ratios = append(ratios, vicinia.Frac(weights[i], den))
		}
		m := fiscal.EUR.Minor(signed(rng) >> 1)
		want, err := fiscal.Splitter{Residue: fiscal.Apart}.Split(m, weights)
		require.NoError(t, err)
		got, err := fiscal.Splitter{Residue: fiscal.Apart}.SplitRatios(m, ratios)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
}

func TestInstalments(t *testing.T) {
	// Three equal instalments of the Basque quota of 2022 (Ley 10/2023, annex): the law is
	// silent on the two cents; here they go to the first two, or to the last.
	quota := fiscal.EUR.MustParse("1467737150.00")
	got, err := fiscal.Splitter{}.Instalments(quota, 3)
	require.NoError(t, err)
	assert.Equal(t, []int64{48924571667, 48924571667, 48924571666}, minors(got))
	got, err = fiscal.Splitter{Residue: fiscal.ToLast}.Instalments(quota, 3)
	require.NoError(t, err)
	assert.Equal(t, []int64{48924571666, 48924571666, 48924571668}, minors(got))
	got, err = fiscal.Splitter{Residue: fiscal.Apart}.Instalments(quota, 3)
	require.NoError(t, err)
	assert.Equal(t, []int64{48924571666, 48924571666, 48924571666, 2}, minors(got))

	// Monthly payments on account to the Church (PGE 2015, DA 51).
	got, err = fiscal.Splitter{}.Instalments(fiscal.EUR.MustParse("159194593.44"), 12)
	require.NoError(t, err)
	for _, month := range got {
		assert.Equal(t, "13266216.12 EUR", month.String())
	}
	for _, n := range []int{0, -1, fiscal.MaxInstalments + 1} {
		_, err := fiscal.Splitter{}.Instalments(quota, n)
		assert.Error(t, err)
	}
}

func TestDivisionWhy(t *testing.T) {
	tests := []struct {
		name     string
		splitter fiscal.Splitter
		give     int64
		weights  []int64
		want     []string
	}{
		{"nothing to say", fiscal.Splitter{}, 100, []int64{1, 1}, nil},
		{"by place", fiscal.Splitter{}, 10000, []int64{1, 1, 1},
			[]string{"part 0 gets 0.01 EUR of the residue", "parts [0 1 2] have equal remainders for 1: by place"}},
		{"by law", fiscal.Splitter{}, 2, []int64{3, 1},
			[]string{"part 1 gets 0.01 EUR of the residue", "parts [0 1] have equal remainders for 1: by the first quotient (Political Rights Act, art. 17)"}},
		{"bounds", fiscal.Splitter{Min: []int64{40, 0, 0}, Max: []int64{90, 10, 30}}, 60, []int64{1, 100, 100},
			[]string{"part 0 at its minimum: 0.40 EUR", "part 1 at its maximum: 0.10 EUR"}},
		{"overflow", fiscal.Splitter{Max: []int64{40, 10}, Overflow: true}, 70, []int64{1, 1},
			[]string{"part 0 at its maximum: 0.40 EUR", "part 1 at its maximum: 0.10 EUR", "0.20 EUR is left"}},
		{"the last", fiscal.Splitter{Residue: fiscal.ToLast}, 5, []int64{1, 1, 1}, []string{"part 2 gets 0.02 EUR of the residue"}},
		{"by order", fiscal.Splitter{Residue: fiscal.ByOrder, Quantum: 5}, 20, []int64{1, 1, 1}, []string{"part 0 gets 0.05 EUR of the residue"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, err := tt.splitter.Divide(fiscal.EUR.Minor(tt.give), tt.weights)
			require.NoError(t, err)
			var got []string
			for why := range d.Why() {
				got = append(got, why.String())
				assert.NotEmpty(t, why.Key())
			}
			assert.Equal(t, tt.want, got)
			for range d.Why() { // a walk may end early
				break
			}
		})
	}
}
