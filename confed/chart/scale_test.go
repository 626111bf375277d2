package chart

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Places are within a tenth of a pixel of the exact ones, and in order.
func TestScale_Exact(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 0))
	rat := func(v float64) *big.Rat { return new(big.Rat).SetFloat64(v) }
	for range 20000 {
		size := math.Pow(10, float64(rng.IntN(30)-15))
		low := (rng.Float64() - .5) * size
		high := low + rng.Float64()*size
		if low >= high {
			continue
		}
		s := newScale(low, high, rng.IntN(20000), rng.IntN(40000))
		v := low + rng.Float64()*(high-low)
		if v < low || v > high {
			continue
		}
		part := new(big.Rat).Quo(new(big.Rat).Sub(rat(v), rat(low)), new(big.Rat).Sub(rat(high), rat(low)))
		exact, _ := part.Mul(part, big.NewRat(int64(s.to-s.from), 1)).Float64()
		require.InDelta(t, float64(s.from)+exact, s.place(v), 1)
		require.Equal(t, s.from, s.place(low))
		require.Equal(t, s.to, s.place(high))
	}
}

func TestScale_Edge(t *testing.T) {
	s := newScale(0, 1, 100, 200)
	assert.Equal(t, []int{100, 100, 150, 200, 200}, []int{s.place(-5), s.place(0), s.place(.5), s.place(1), s.place(1e15)})
	up := newScale(0, 1, 200, 100)
	assert.Equal(t, []int{200, 175, 100}, []int{up.place(0), up.place(.25), up.place(1)})
	far := newScale(1e15, 1e15+1, 0, 1000)
	assert.Equal(t, 1000, far.place(1e15+1))
	near := newScale(0, 5e-324, 0, 1000)
	assert.Equal(t, 1000, near.place(5e-324))
}

func TestTicks(t *testing.T) {
	tests := []struct {
		low, high float64
		most      int
		want      []string
	}{
		{0, 1, 5, []string{"0", "0.2", "0.4", "0.6", "0.8", "1.0"}},
		{0, 30, 6, []string{"0", "5", "10", "15", "20", "25", "30"}},
		{-3, 7, 6, []string{"−2", "0", "2", "4", "6"}},
		{2019, 2025, 6, []string{"2019", "2020", "2021", "2022", "2023", "2024", "2025"}},
		{0, 1.2e6, 3, []string{"0", "500\u202f000", "1\u202f000\u202f000"}},
		{0.001, 0.0035, 3, []string{"0.001", "0.002", "0.003"}},
		{1e15 - 4, 1e15, 2, []string{"999\u202f999\u202f999\u202f999\u202f996", "999\u202f999\u202f999\u202f999\u202f998", "1\u202f000\u202f000\u202f000\u202f000\u202f000"}},
		{-12345.5, -12345, 3, []string{"−12\u202f345.4", "−12\u202f345.2", "−12\u202f345.0"}},
	}
	for _, tt := range tests {
		var got []string
		for _, tick := range ticks(tt.low, tt.high, tt.most) {
			got = append(got, tick.Label)
			assert.True(t, tick.At >= tt.low && tick.At <= tt.high)
		}
		assert.Equal(t, tt.want, got, "%v to %v", tt.low, tt.high)
	}
	low, high := round(-3, 7, 6)
	assert.Equal(t, [2]float64{-4, 8}, [2]float64{low, high})
}

func TestSpread(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 0))
	for range 5000 {
		n := 1 + rng.IntN(8)
		centres, heights, sum := make([]int, n), make([]int, n), 0
		for i := range n {
			centres[i], heights[i] = rng.IntN(400), 1+rng.IntN(50)
			sum += heights[i]
		}
		high := sum + rng.IntN(100)
		spread(centres, heights, 0, high)
		edge := 0
		for i, c := range centres {
			require.GreaterOrEqual(t, c-heights[i]/2, edge)
			edge = c - heights[i]/2 + heights[i]
		}
		require.LessOrEqual(t, edge, high)
	}
}

func TestWrap(t *testing.T) {
	tests := []struct {
		name, give  string
		width, most int
		want        []string
	}{
		{"fits", "one two", 2000, 3, []string{"one two"}},
		{"breaks", "one two three", 600, 3, []string{"one two", "three"}},
		{"a long word", "Oberallmeindkorporation", 1000, 3, []string{"Oberallmein-", "dkorporation"}},
		{"too long", "one two three four", 500, 2, []string{"one", "two…"}},
		{"nothing", " ", 500, 2, nil},
		{"no room", "WW", 1, 2, []string{"W-", "…"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { assert.Equal(t, tt.want, wrap(tt.give, textSize, tt.width, tt.most)) })
	}
}
