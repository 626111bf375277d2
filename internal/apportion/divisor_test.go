package apportion

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
)

var allSignposts = []Signposts{
	DHondt, SainteLague, HuntingtonHill, Adams, Dean, Danish, Imperiali, Macau,
	Modified(vicinia.Frac(7, 5)), Modified(vicinia.Frac(2, 1)), Modified(vicinia.Frac(1, 1000)),
}

// slowAverages gives one unit after the other to the highest average, looking at all.
func slowAverages(total, least int64, weights []int64, s Signposts) Division {
	d := Division{Parts: make([]int64, len(weights)), unit: 1}
	left := total
	for i, w := range weights {
		if w > 0 {
			d.Parts[i] = least
			left -= least
		}
	}
	for left > 0 {
		var best []int
		for i, w := range weights {
			if w == 0 {
				continue
			}
			c := 1
			if best != nil {
				c = s.Compare(Average{w, d.Parts[i] + 1}, Average{weights[best[0]], d.Parts[best[0]] + 1})
			}
			if c > 0 {
				best = best[:0]
			}
			if c >= 0 {
				best = append(best, i)
			}
		}
		if int64(len(best)) > left {
			d.Tied, d.Open = best, int(left)
			break
		}
		for _, i := range best {
			d.Parts[i]++
			left--
		}
	}
	return d
}

func randomWeights(rng *rand.Rand, n int, most int64) []int64 {
	ws := make([]int64, n)
	for i := range ws {
		ws[i] = rng.Int64N(most)
	}
	ws[rng.IntN(n)] = most
	return ws
}

func TestHighestAveragesAgainstTheSlowWay(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for range 4_000 {
		ws := randomWeights(rng, 1+rng.IntN(8), []int64{3, 40, 1_000_000}[rng.IntN(3)])
		least := rng.Int64N(4)
		total := least*int64(len(ws)) + rng.Int64N(60)
		for _, s := range allSignposts {
			got, err := HighestAverages(total, least, ws, s)
			require.NoError(t, err)
			require.Equal(t, slowAverages(total, least, ws, s), got, "%d of %v, least %d, signposts %d", total, ws, least, s)
		}
	}
}

// The number of comparisons depends on the weights, not on the units: 2n rounds in a heap.
func TestHighestAveragesIsLinearish(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	for _, n := range []int{10, 300, 5_000} {
		for _, least := range []int64{0, 1, 1_000_000} {
			ws := randomWeights(rng, n, 1_000_000_000)
			limit := 0
			for size := n; size > 0; size /= 2 {
				limit += 8 * n // 2n pops and pushes of at most 3 comparisons a level, and building
			}
			for _, s := range allSignposts {
				total := int64(n)*least + 1_000_000_000_000
				d, compared, err := highestAverages(total, least, ws, s)
				require.NoError(t, err)
				assert.LessOrEqual(t, compared, limit, "n=%d least=%d signposts=%d", n, least, s)
				assert.Equal(t, total, sum(d.Parts)+int64(d.Open))
			}
		}
	}
}

func sum(parts []int64) (n int64) {
	for _, p := range parts {
		n += p
	}
	return n
}

func TestHighestAveragesEdges(t *testing.T) {
	tests := []struct {
		name         string
		total, least int64
		give         []int64
		s            Signposts
		want         []int64
		wantTied     []int
		wantOpen     int
		wantErr      error
	}{
		{"nothing to give", 0, 0, []int64{3, 4}, DHondt, []int64{0, 0}, nil, 0, nil},
		{"nobody to give nothing to", 0, 0, []int64{0}, DHondt, []int64{0}, nil, 0, nil},
		{"nobody to give to", 1, 0, []int64{0, 0}, DHondt, nil, nil, 0, ErrNoWeight},
		{"the least is too much", 3, 2, []int64{1, 1}, DHondt, nil, nil, 0, ErrTooFew},
		{"the least overflows", math.MaxInt64, math.MaxInt64, []int64{1, 1}, DHondt, nil, nil, 0, ErrTooFew},
		{"the least is all", 4, 2, []int64{9, 1}, DHondt, []int64{2, 2}, nil, 0, nil},
		{"a zero weight gets nothing, not even the least", 5, 1, []int64{9, 0}, Adams, []int64{5, 0}, nil, 0, nil},
		{"three for two", 2, 0, []int64{5, 5, 5}, DHondt, []int64{0, 0, 0}, []int{0, 1, 2}, 2, nil},
		{"a tie of unlike weights", 2, 0, []int64{2, 1}, DHondt, []int64{1, 0}, []int{0, 1}, 1, nil},
		{"Adams: more weights than units go by weight", 2, 0, []int64{5, 7, 6}, Adams, []int64{0, 1, 1}, nil, 0, nil},
		{"Hill: more weights than units, tied", 1, 0, []int64{7, 7, 6}, HuntingtonHill, []int64{0, 0, 0}, []int{0, 1}, 1, nil},
		{"wide weights", 3, 0, []int64{math.MaxInt64 - 1, 1}, DHondt, []int64{3, 0}, nil, 0, nil},
		{"wide units", math.MaxInt64, 0, []int64{1, 1}, SainteLague, []int64{math.MaxInt64 / 2, math.MaxInt64 / 2}, []int{0, 1}, 1, nil},
		{"more units than signposts can be told of", 1 << 43, 0, []int64{1, 1}, Danish, nil, nil, 0, vicinia.ErrOverflow},
		{"the last unit that Imperiali gives", 3, 0, []int64{5, 3}, Imperiali, []int64{2, 1}, nil, 0, nil},
		{"a first divisor", 3, 0, []int64{5, 2}, Modified(vicinia.Frac(7, 5)), []int64{2, 1}, nil, 0, nil},
		{"Dean: the first unit is due", 3, 0, []int64{100, 1, 1}, Dean, []int64{1, 1, 1}, nil, 0, nil},
		{"wide squares", 5, 0, []int64{3 << 60, 2 << 60}, HuntingtonHill, []int64{3, 2}, nil, 0, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := HighestAverages(tt.total, tt.least, tt.give, tt.s)
			require.ErrorIs(t, err, tt.wantErr)
			assert.Equal(t, tt.want, got.Parts)
			assert.Equal(t, tt.wantTied, got.Tied)
			assert.Equal(t, tt.wantOpen, got.Open)
		})
	}
}

// The narrow and the wide comparison of squares agree.
func TestCompareSquares(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 10))
	for range 10_000 {
		a := Average{rng.Int64N(1 << 32), 1 + rng.Int64N(50)}
		b := Average{rng.Int64N(1 << 32), 1 + rng.Int64N(50)}
		if a.Unit == 1 && b.Unit == 1 {
			continue
		}
		require.Equal(t, squares(a.Weight, b.Unit).Cmp(squares(b.Weight, a.Unit)), compareSquares(a, b), "%v %v", a, b)
	}
}

// The narrow and the wide comparison of harmonic means agree.
func TestCompareMeans(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 11))
	for range 10_000 {
		a := Average{rng.Int64N(1 << 31), 1 + rng.Int64N(50)}
		b := Average{rng.Int64N(1 << 31), 1 + rng.Int64N(50)}
		if a.Unit == 1 && b.Unit == 1 {
			continue
		}
		require.Equal(t, means(a, b.Unit).Cmp(means(b, a.Unit)), compareMeans(a, b), "%v %v", a, b)
	}
}

func FuzzHighestAverages(f *testing.F) {
	f.Add(int64(10), int64(1), int64(53), int64(24), int64(23), uint8(0))
	f.Fuzz(func(t *testing.T, total, least, a, b, c int64, s uint8) {
		// Sums of three such weights are int64.
		ws := []int64{a & (1<<61 - 1), b & (1<<61 - 1), c & (1<<61 - 1)}
		d, err := HighestAverages(total&math.MaxInt64, least&math.MaxInt64, ws, allSignposts[int(s)%len(allSignposts)])
		if err != nil {
			return
		}
		require.Equal(t, total&math.MaxInt64, sum(d.Parts)+int64(d.Open), "every unit has a place")
		for i, w := range ws {
			require.True(t, w > 0 && d.Parts[i] >= least&math.MaxInt64 || w == 0 && d.Parts[i] == 0)
		}
	})
}

func ExampleHighestAverages() {
	// Seven seats by D'Hondt and by Sainte-Lague, from the same votes.
	votes := []int64{53_000, 24_000, 23_000}
	for _, s := range []Signposts{DHondt, SainteLague} {
		d, err := HighestAverages(7, 0, votes, s)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(d.Parts)
	}
	// Output:
	// [4 2 1]
	// [3 2 2]
}

func BenchmarkHighestAverages(b *testing.B) {
	for _, n := range []int{10, 1_000, 100_000} {
		b.Run(fmt.Sprintf("lists=%d", n), func(b *testing.B) {
			ws := randomWeights(rand.New(rand.NewPCG(1, 1)), n, 1_000_000_000)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := HighestAverages(100*int64(n), 0, ws, SainteLague); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
