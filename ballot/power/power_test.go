package power_test

import (
	"fmt"
	"math"
	"math/big"
	"math/bits"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot/power"
)

func text(rats []*big.Rat) string {
	var words []string
	for _, r := range rats {
		words = append(words, r.RatString())
	}
	return strings.Join(words, " ")
}

// council is five permanent members of weight 7 and ten of weight 1.
func council() []int64 {
	return append(slices.Repeat([]int64{7}, 5), slices.Repeat([]int64{1}, 10)...)
}

func TestPublished(t *testing.T) {
	times := func(n int, s string) string { return strings.TrimSuffix(strings.Repeat(s+" ", n), " ") }
	tests := []struct {
		name    string
		index   func(int64, []int64) ([]*big.Rat, error)
		quota   int64
		weights []int64
		want    string
	}{
		// Council of the EEC 1958: Brams, in Encyclopaedia Britannica, Voting power; Felsenthal
		// and Machover 1998, table 5.3.2.
		{"EEC 1958, Banzhaf", power.Banzhaf, 12, []int64{4, 4, 4, 2, 2, 1}, "5/21 5/21 5/21 1/7 1/7 0"},
		{"EEC 1958, Shapley-Shubik", power.ShapleyShubik, 12, []int64{4, 4, 4, 2, 2, 1}, "7/30 7/30 7/30 3/20 3/20 0"},
		// UN Security Council: Shapley and Shubik 1954 for the Council of 11, Felsenthal and
		// Machover 1998, section 5.5 for that of 15.
		{"UN, Shapley-Shubik", power.ShapleyShubik, 39, council(), times(5, "421/2145") + " " + times(10, "4/2145")},
		{"UN, Banzhaf", power.Banzhaf, 39, council(), times(5, "106/635") + " " + times(10, "21/1270")},
		// Nassau County 1964: three of six supervisors never turned a vote (Banzhaf 1965).
		{"Nassau County", power.Banzhaf, 58, []int64{31, 31, 28, 21, 2, 2}, "1/3 1/3 1/3 0 0 0"},
		// One vote more is three times the power: Brams, in Encyclopaedia Britannica.
		{"50, 49 and 1", power.Banzhaf, 51, []int64{50, 49, 1}, "3/5 1/5 1/5"},
		// Two coalitions of two, who share them, and that of all, which the first alone turns.
		{"50, 49 and 1, Johnston", power.Johnston, 51, []int64{50, 49, 1}, "2/3 1/6 1/6"},
		{"a dictator", power.ShapleyShubik, 3, []int64{3, 1, 1}, "1 0 0"},
		{"unanimity", power.ShapleyShubik, 6, []int64{3, 2, 1}, "1/3 1/3 1/3"},
		{"who has no weight has no power", power.Banzhaf, 2, []int64{0, 1, 1, 0}, "0 1/2 1/2 0"},
		// {a, b}, {a, c} and {b, c, d} are minimal: 1/3 of 1/2, 1/2 and 1/3, and so on.
		{"Deegan-Packel", power.DeeganPackel, 5, []int64{3, 2, 2, 1}, "1/3 5/18 5/18 1/9"},
		{"Holler", power.Holler, 5, []int64{3, 2, 2, 1}, "2/7 2/7 2/7 1/7"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.index(tt.quota, tt.weights)
			require.NoError(t, err)
			assert.Equal(t, tt.want, text(got))
		})
	}
	swings, err := power.Swings(39, council())
	require.NoError(t, err)
	assert.Equal(t, "848", swings[0].String()) // Felsenthal and Machover 1998, section 5.5
	assert.Equal(t, "84", swings[14].String())
}

// The Council of 1973, 1981, 1986, 1995 and 2007, in per cent (Felsenthal and Machover 1998,
// section 5.3, and 2001 for the votes of the treaty of Nice alone).
func TestCouncils(t *testing.T) {
	of := func(runs ...int64) (weights []int64) { // how many, of which weight
		for i := 0; i < len(runs); i += 2 {
			weights = append(weights, slices.Repeat([]int64{runs[i+1]}, int(runs[i]))...)
		}
		return weights
	}
	tests := []struct {
		name             string
		quota            int64
		weights          []int64
		banzhaf, shapley string
	}{
		{"9", 41, of(4, 10, 2, 5, 2, 3, 1, 2), "16.72 9.15 6.62 1.58", "17.86 8.10 5.71 0.95"},
		{"10", 45, of(4, 10, 3, 5, 2, 3, 1, 2), "15.77 8.20 4.10", "17.38 7.14 3.02"},
		{"12", 54, of(4, 10, 1, 8, 4, 5, 2, 3, 1, 2), "12.87 10.89 6.66 4.59 1.80", "13.42 11.13 6.37 4.26 1.18"},
		{"15", 62, of(4, 10, 1, 8, 4, 5, 2, 4, 3, 3, 1, 2), "11.16 9.24 5.87 4.79 3.59 2.26", "11.67 9.55 5.52 4.54 3.53 2.07"},
		{"27", 255, of(4, 29, 2, 27, 1, 14, 1, 13, 5, 12, 3, 10, 5, 7, 5, 4, 1, 3), "7.78 7.42 4.26 3.97 3.68 3.09 2.18 1.25 0.94",
			"8.67 8.00 3.99 3.68 3.41 2.82 1.96 1.10 0.82"},
	}
	percent := func(shares []*big.Rat, err error) string {
		require.NoError(t, err)
		var all []string
		for _, s := range shares {
			all = append(all, new(big.Rat).Mul(s, big.NewRat(100, 1)).FloatString(2))
		}
		return strings.Join(slices.Compact(all), " ")
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.Equal(t, tt.banzhaf, percent(power.Banzhaf(tt.quota, tt.weights)))
			assert.Equal(t, tt.shapley, percent(power.ShapleyShubik(tt.quota, tt.weights)))
		})
	}
}

// Every coalition, one by one.
func TestIndicesAreWhatCoalitionsGive(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 1))
	for range 300 {
		weights := make([]int64, 1+rng.IntN(8))
		for i := range weights {
			weights[i] = rng.Int64N(7)
		}
		weights[0]++
		sum := int64(0)
		for _, w := range weights {
			sum += w
		}
		quota := 1 + rng.Int64N(sum)
		banzhaf, shapley, deegan, holler, johnston := slow(quota, weights)
		for _, tt := range []struct {
			index func(int64, []int64) ([]*big.Rat, error)
			want  []*big.Rat
		}{{power.Banzhaf, banzhaf}, {power.ShapleyShubik, shapley}, {power.DeeganPackel, deegan}, {power.Holler, holler}, {power.Johnston, johnston}} {
			got, err := tt.index(quota, weights)
			require.NoError(t, err)
			require.Equal(t, text(tt.want), text(got), "%d of %v", quota, weights)
		}
	}
}

// Few bodies may weigh whatever they do, people of a union of states for example: a game in
// millions of units is the same game.
func TestHeavyBodies(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 3))
	for range 100 {
		weights := make([]int64, 1+rng.IntN(9))
		sum := int64(0)
		for i := range weights {
			weights[i] = 1 + rng.Int64N(9)
			sum += weights[i]
		}
		quota := 1 + rng.Int64N(sum)
		heavy := slices.Clone(weights)
		for i := range heavy {
			heavy[i] *= 1 << 40
		}
		banzhaf, shapley, _, _, _ := slow(quota, weights)
		got, err := power.Banzhaf(quota<<40, heavy)
		require.NoError(t, err)
		require.Equal(t, text(banzhaf), text(got), "%d of %v", quota, weights)
		got, err = power.ShapleyShubik(quota<<40, heavy)
		require.NoError(t, err)
		require.Equal(t, text(shapley), text(got), "%d of %v", quota, weights)
	}
	many := slices.Repeat([]int64{1, 2}, 10) // counted by weight here, one by one there
	light, err := power.Swings(16, many)
	require.NoError(t, err)
	for i := range many {
		many[i] <<= 40
	}
	heavy, err := power.Swings(16<<40, many)
	require.NoError(t, err)
	require.Equal(t, light[0].String(), heavy[0].String())
	require.Equal(t, light[1].String(), heavy[1].String())
}

func slow(quota int64, weights []int64) (banzhaf, shapley, deegan, holler, johnston []*big.Rat) {
	n := len(weights)
	for range n {
		banzhaf, shapley, deegan = append(banzhaf, new(big.Rat)), append(shapley, new(big.Rat)), append(deegan, new(big.Rat))
		holler, johnston = append(holler, new(big.Rat)), append(johnston, new(big.Rat))
	}
	swings, minimal, members, turned := int64(0), int64(0), int64(0), int64(0)
	for set := range 1 << n {
		weigh := func(set int) (sum int64) {
			for i, w := range weights {
				sum += w * int64(set>>i&1)
			}
			return sum
		}
		spare := weigh(set) < quota
		var turn []int
		for i := range n {
			if set>>i&1 == 0 || weigh(set) < quota {
				continue
			}
			if weigh(set&^(1<<i)) >= quota {
				spare = true
				continue
			}
			swings++
			turn = append(turn, i)
			banzhaf[i].Add(banzhaf[i], big.NewRat(1, 1))
			k := int64(bits.OnesCount(uint(set)))
			ways := new(big.Int).Mul(new(big.Int).MulRange(1, k-1), new(big.Int).MulRange(1, int64(n)-k))
			shapley[i].Add(shapley[i], new(big.Rat).SetFrac(ways, new(big.Int).MulRange(1, int64(n))))
		}
		for _, i := range turn {
			johnston[i].Add(johnston[i], big.NewRat(1, int64(len(turn))))
		}
		if turned += int64(min(1, len(turn))); spare {
			continue
		}
		minimal++
		for i := range n {
			if set>>i&1 == 1 {
				deegan[i].Add(deegan[i], big.NewRat(1, int64(bits.OnesCount(uint(set)))))
				holler[i].Add(holler[i], big.NewRat(1, 1))
				members++
			}
		}
	}
	for i := range n {
		banzhaf[i].Quo(banzhaf[i], big.NewRat(swings, 1))
		deegan[i].Quo(deegan[i], big.NewRat(minimal, 1))
		holler[i].Quo(holler[i], big.NewRat(members, 1))
		johnston[i].Quo(johnston[i], big.NewRat(turned, 1))
	}
	return banzhaf, shapley, deegan, holler, johnston
}

// With many bodies several primes are joined: shares add up to 1 and equal weights share
// equally.
func TestMany(t *testing.T) {
	equal := slices.Repeat([]int64{3}, 150)
	for _, index := range []func(int64, []int64) ([]*big.Rat, error){power.Banzhaf, power.ShapleyShubik} {
		got, err := index(226, equal)
		require.NoError(t, err)
		for _, share := range got {
			require.Equal(t, "1/150", share.RatString())
		}
		weights := make([]int64, 90)
		for i := range weights {
			weights[i] = int64(i * i % 71)
		}
		got, err = index(1500, weights)
		require.NoError(t, err)
		sum := new(big.Rat)
		for i, share := range got {
			sum.Add(sum, share)
			for j, w := range weights {
				if w < weights[i] {
					require.LessOrEqual(t, got[j].Cmp(share), 0, "a heavier body has no less power")
				}
			}
		}
		assert.Equal(t, "1", sum.RatString())
	}
}

func TestPenrose(t *testing.T) {
	weights, quota, err := power.Penrose([]int64{1_000_000, 4_000_000, 2, 0}, 1)
	require.NoError(t, err)
	assert.Equal(t, []int64{1000, 2000, 1, 0}, weights)
	assert.EqualValues(t, 2619, quota) // (3001 + 2236.07) / 2, upwards
	weights, _, err = power.Penrose([]int64{2, 3}, 1000)
	require.NoError(t, err)
	assert.Equal(t, []int64{1414, 1732}, weights)
	_, quota, err = power.Penrose([]int64{9, 16}, 1)
	require.NoError(t, err)
	assert.EqualValues(t, 6, quota) // (7 + 5) / 2
	for _, bad := range []int64{-1, math.MaxInt64} {
		_, _, err = power.Penrose([]int64{bad, bad}, math.MaxInt64)
		assert.Error(t, err)
	}
	_, _, err = power.Penrose(nil, 0)
	assert.Error(t, err)
}

func TestErrors(t *testing.T) {
	tests := []struct {
		name    string
		quota   int64
		weights []int64
		want    string
	}{
		{"no quota", 0, []int64{1}, "a quota of 0: want 1 to the sum of the weights, 1"},
		{"out of reach", 3, []int64{1, 1}, "a quota of 3"},
		{"nobody", 1, nil, "the sum of the weights, 0"},
		{"below 0", 1, []int64{2, -1}, "body 1 has weight -1"},
		{"overflow", 1, []int64{math.MaxInt64, 1}, vicinia.ErrOverflow.Error()},
		{"too much work", 1 << 50, slices.Repeat([]int64{1 << 50}, 40), "too much work"},
		{"too large a table", 1 << 28, slices.Repeat([]int64{1 << 24}, 33), "too much work"},
	}
	for _, tt := range tests {
		for _, index := range []func(int64, []int64) ([]*big.Rat, error){power.Banzhaf, power.ShapleyShubik, power.DeeganPackel, power.Holler, power.Johnston} {
			_, err := index(tt.quota, tt.weights)
			assert.ErrorContains(t, err, tt.want, tt.name)
		}
	}
}

func ExampleBanzhaf() {
	share, _ := power.Banzhaf(12, []int64{4, 4, 4, 2, 2, 1})
	fmt.Println(share[0], share[3], share[5])
	// Output: 5/21 1/7 0/1
}

func BenchmarkPower(b *testing.B) {
	for _, bodies := range []int{50, 200, 500} {
		rng, weights, sum := rand.New(rand.NewPCG(5, 2)), make([]int64, bodies), int64(0)
		for i := range weights {
			weights[i] = 1 + rng.Int64N(399)
			sum += weights[i]
		}
		for name, index := range map[string]func(int64, []int64) ([]*big.Rat, error){"Banzhaf": power.Banzhaf, "ShapleyShubik": power.ShapleyShubik} {
			b.Run(fmt.Sprintf("%s/%d", name, bodies), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := index(sum/2+1, weights); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
