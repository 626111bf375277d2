package sim

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// fixed gives its rows in turn: row k of point p is rows[p][k].
func fixed(rows ...[]float64) (Scenario, Grid, Options) {
	turn := make([]int, len(rows))
	return Scenario{
			Name: "fixed", Params: []Param{{Name: "point", Max: float64(len(rows) - 1)}}, Columns: []string{"x"},
			Run: func(in Values, _ *rand.Rand) ([]float64, error) {
				p := int(in.Get("point"))
				turn[p]++
				return []float64{rows[p][turn[p]-1]}, nil
			},
		},
		Grid{"point": Range(0, float64(len(rows)-1), len(rows))}, Options{Seeds: len(rows[0])}
}

func TestTable_Mean(t *testing.T) {
	tests := []struct {
		name                 string
		give                 []float64
		want, wantLo, wantHi float64
	}{
		// The additional hours of sleep of Cushny and Peebles as Student (1908) has them;
		// R's t.test(extra ~ group, paired = TRUE) of its data set sleep gives the interval.
		{"Student's sleep", []float64{1.2, 2.4, 1.3, 1.3, 0, 1.0, 1.8, 0.8, 4.6, 1.4}, 1.58, 0.7001142, 2.4598858},
		{"two", []float64{1, 3}, 2, 2 - 12.7062047, 2 + 12.7062047},
		{"equal", []float64{0.1, 0.1, 0.1}, 0.1, 0.1, 0.1},
		{"large", []float64{MaxResult, -MaxResult}, 0, -1.27062047e151, 1.27062047e151},
		{"far from 0", []float64{1e15 + 1, 1e15 + 2, 1e15 + 3}, 1e15 + 2, 1e15 + 2 - 2.484138, 1e15 + 2 + 2.484138},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := points(t, tt.give).Mean()
			assert.Equal(t, []string{"point", "x", "x.lo", "x.hi"}, m.Columns)
			for i, want := range []float64{0, tt.want, tt.wantLo, tt.wantHi} {
				assert.InDelta(t, want, m.data[0][i], 1e-7*max(1, math.Abs(tt.wantHi-tt.wantLo)), m.Columns[i])
			}
		})
	}
	equal := points(t, []float64{0.1, 0.1, 0.1}).Mean()
	assert.Equal(t, []float64{0, 0.1, 0.1, 0.1}, equal.data[0], "to the bit")
}

func points(t testing.TB, rows ...[]float64) *Table {
	s, g, o := fixed(rows...)
	return swept(t, s, g, o)
}

func TestTable_Mean_ByPoint(t *testing.T) {
	table := points(t, []float64{1, 2, 3}, []float64{4, 4, 4}, []float64{7, 9, 5})
	m := table.Mean()
	assert.Equal(t, []float64{0, 1, 2}, m.Column("point"))
	assert.Equal(t, []float64{2, 4, 7}, m.Column("x"))
	assert.Equal(t, csvOf(t, m), csvOf(t, m.Mean()), "the mean of a mean is itself")
	assert.Equal(t, 9, table.Len(), "the table stays as it was")
	assert.Equal(t, []string{"point", "seed", "x"}, table.Columns)
	assert.Zero(t, new(Table).Mean().Len())
}

func TestTable_Mean_OfOneRun(t *testing.T) {
	m := points(t, []float64{1.5}, []float64{2}).Mean()
	assert.Equal(t, "point,x,x.lo,x.hi\n0,1.5,,\n1,2,,\n", csvOf(t, m))
	assert.True(t, math.IsNaN(m.Column("x.lo")[1]))
}

// An interval of 95 % holds the true mean of normal results in about 95 of 100 sweeps:
// of 4000, in 3800 with a standard deviation of 14.
func TestTable_Mean_Coverage(t *testing.T) {
	normal := Scenario{Name: "normal", Params: []Param{{Name: "n", Max: 4000}}, Columns: []string{"x"},
		Run: func(_ Values, rng *rand.Rand) ([]float64, error) { return []float64{10 + 3*rng.NormFloat64()}, nil }}
	for _, seeds := range []int{2, 5, 40} {
		m := swept(t, normal, Grid{"n": Range(1, 4000, 4000)}, Options{Seeds: seeds, Workers: 2}).Mean()
		held := 0
		for row := range m.Rows() {
			if row[2] <= 10 && 10 <= row[3] {
				held++
			}
		}
		assert.InDelta(t, 3800, held, 56, "%d seeds", seeds)
	}
}

// twoSided is the probability that |T| < t, for whole degrees of freedom (Abramowitz and
// Stegun 1964, 26.7.3 and 26.7.4): another way than that of the table.
func twoSided(t float64, df int) float64 {
	angle := math.Atan(t / math.Sqrt(float64(df)))
	sin, cos := math.Sincos(angle)
	term, sum := 1.0, 1.0
	if df%2 == 1 {
		term, sum = cos, cos
	}
	for j := 2 + df%2; j <= df-2; j += 2 {
		term *= float64(j-1) / float64(j) * cos * cos
		sum += term
	}
	switch {
	case df == 1:
		return 2 * angle / math.Pi
	case df%2 == 1:
		return 2 / math.Pi * (angle + sin*sum)
	}
	return sin * sum
}

func TestStudent(t *testing.T) {
	for df := 1; df <= 2000; df++ {
		assert.InDelta(t, 0.95, twoSided(student(df), df), 1e-8, "%d degrees of freedom", df)
		assert.Less(t, student(df+1), student(df))
	}
	assert.InDelta(t, 1.959964, student(1<<22), 1e-6, "the normal distribution's")
}

func TestTable_Rows(t *testing.T) {
	table := points(t, []float64{1, 2})
	for row := range table.Rows() {
		row[0] = 99 // of a copy
	}
	assert.Equal(t, []float64{0, 0}, table.Column("point"))
	table.Column("x")[0] = 99
	assert.Equal(t, []float64{1, 2}, table.Column("x"))
	n := 0
	for range table.Rows() {
		n++
		break
	}
	assert.Equal(t, 1, n)
	assert.PanicsWithValue(t, `sim: the table has no column "y"`, func() { table.Column("y") })
}

func TestTable_WriteCSV(t *testing.T) {
	table := &Table{Columns: []string{"a, b", "c"}, data: [][]float64{
		{0.1, 1234567890}, {-1e-7, 1e21}, {math.NaN(), 0}, {1.0 / 3, 123456789012345678},
	}}
	assert.Equal(t, "\"a, b\",c\n0.1,1234567890\n-1e-07,1e+21\n,0\n0.3333333333333333,123456789012345680\n", csvOf(t, table))
	assert.ErrorIs(t, table.WriteCSV(full{}), errFull)
}

var errFull = errors.New("full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestRange(t *testing.T) {
	tests := []struct {
		name  string
		giveA float64
		giveB float64
		giveN int
		want  []float64
	}{
		{"as decimals", 0, 0.3, 4, []float64{0, 0.1, 0.2, 0.3}},
		{"down", 1, -1, 5, []float64{1, 0.5, 0, -0.5, -1}},
		{"one", 2, 3, 1, []float64{2}},
		{"none", 2, 3, 0, nil},
		{"less than none", 2, 3, -1, nil},
		{"two", 2, 3, 2, []float64{2, 3}},
		{"the largest", -math.MaxFloat64, math.MaxFloat64, 3, []float64{-math.MaxFloat64, 0, math.MaxFloat64}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.Equal(t, tt.want, Range(tt.giveA, tt.giveB, tt.giveN))
		})
	}
	for i, x := range Range(0, 0.3, 31) {
		want, err := strconv.ParseFloat(fmt.Sprintf("0.%02d", i), 64)
		require.NoError(t, err)
		assert.Equal(t, want, x, "no 0.30000000000000004 and the like")
	}
}

func FuzzRange(f *testing.F) {
	f.Add(0.0, 0.3, 31)
	f.Add(-1.5, 1e300, 7)
	f.Fuzz(func(t *testing.T, a, b float64, n int) {
		n = n%200 + 2
		if n < 2 || !finite(a) || !finite(b) {
			return
		}
		values := Range(a, b, n)
		require.Len(t, values, n)
		assert.Equal(t, []float64{a, b}, []float64{values[0], values[n-1]})
		up := slices.IsSorted(values)
		slices.Reverse(values)
		assert.True(t, up || slices.IsSorted(values))
		slices.Reverse(values)
		// The middle of an odd number of values is half the sum.
		if n%2 == 1 {
			half := new(big.Rat).Add(decimal(a), decimal(b))
			want, _ := half.Quo(half, big.NewRat(2, 1)).Float64()
			assert.Equal(t, want, values[n/2])
		}
	})
}

func BenchmarkTable_Mean(b *testing.B) {
	s := walk()
	s.Run = func(in Values, rng *rand.Rand) ([]float64, error) {
		return []float64{in.Get("drift"), rng.Float64()}, nil
	}
	for _, points := range []int{100, 10_000} {
		table := swept(b, s, Grid{"drift": Range(0, 1, points)}, Options{Seeds: 10})
		b.Run(fmt.Sprintf("rows=%d", table.Len()), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				table.Mean()
			}
		})
	}
}
