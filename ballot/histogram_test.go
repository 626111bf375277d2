package ballot_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
)

// Every level of every option, however the ballots are cut into parts.
func TestHistogramAgainstTheSlowWay(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 4))
	s := slate(t, "A", "B", "C", "D")
	for range 200 {
		p := randomProfile(t, rng, s, rng.IntN(60))
		h := p.Histogram()
		want := map[ballot.Mark]int64{}
		marked := map[ballot.Option]int64{}
		for b, n := range p.All() {
			for _, m := range b {
				want[m] += n
				marked[m.Option] += n
			}
		}
		got := map[ballot.Mark]int64{}
		for m, n := range h.All() {
			got[m] = n
			require.Equal(t, n, h.At(m.Option, m.Level))
		}
		require.Equal(t, want, got)
		for o := range s.All() {
			require.Equal(t, p.Len()-marked[o], h.Unmarked(o))
			require.Zero(t, h.At(o, 99))
		}
		require.Equal(t, p.Len(), h.Ballots())
		require.Equal(t, ballot.Ranking, h.Kind())

		for _, workers := range []int{1, 5} {
			sum, err := ballot.Sum(workers, p.Split(7), (*ballot.Profile).Histogram)
			require.NoError(t, err)
			require.Equal(t, form(t, h), form(t, sum))
		}
		var back ballot.Histogram
		require.NoError(t, back.UnmarshalBinary(form(t, h)))
		require.Equal(t, form(t, h), form(t, &back))
	}
}

// High levels are counted without a table.
func TestHistogramOfHighScores(t *testing.T) {
	names := make([]string, 20)
	for i := range names {
		names[i] = fmt.Sprint("O", i)
	}
	h := profile(t, slate(t, names...), ballot.Scoring, "O3=10000|O7=1", "O3=10000", "O7=0").Histogram()
	assert.Equal(t, []int64{2, 1, 1, 0}, []int64{h.At(3, 10_000), h.At(7, 1), h.At(7, 0), h.At(3, 0)})
	assert.Equal(t, int64(1), h.Unmarked(3))
}

func TestHistogramRefuses(t *testing.T) {
	s := slate(t, "A", "B")
	h := profile(t, s, ballot.Scoring, "A=0|B=7").Histogram()
	assert.Equal(t, int64(1), h.At(0, 0), "a score of 0 is a mark")
	b := form(t, h)
	for i := range b {
		assert.Error(t, new(ballot.Histogram).UnmarshalBinary(b[:i]))
	}
	before := form(t, h)
	assert.ErrorContains(t, h.Merge(profile(t, s, ballot.Ranking, "A").Histogram()), "not the same vote")
	many := profile(t, s, ballot.Scoring)
	require.NoError(t, many.Add(ballot.Ballot{{Option: 0, Level: 1}}, ballot.MaxBallots))
	assert.ErrorContains(t, h.Merge(many.Histogram()), "M-3")
	assert.Equal(t, before, form(t, h), "a refused merge changes nothing")
}

func FuzzHistogramUnmarshal(f *testing.F) {
	s, err := ballot.NewSlate("A", "B")
	if err != nil {
		f.Fatal(err)
	}
	p, err := ballot.NewProfile(s, ballot.Ranking)
	if err != nil {
		f.Fatal(err)
	}
	if err := p.AddText("B>A", 3); err != nil {
		f.Fatal(err)
	}
	b, err := p.Histogram().AppendBinary(nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		var h ballot.Histogram
		if h.UnmarshalBinary(b) != nil {
			return
		}
		require.Equal(t, b, form(t, &h))
		for o := range h.Slate().All() {
			require.GreaterOrEqual(t, h.Unmarked(o), int64(0))
		}
	})
}

func BenchmarkHistogram(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		b.Run(fmt.Sprintf("options=26/ballots=%d", n), func(b *testing.B) {
			names := make([]string, 26)
			for i := range names {
				names[i] = string(rune('A' + i))
			}
			p := randomProfile(b, rand.New(rand.NewPCG(1, 1)), slate(b, names...), n)
			b.ReportAllocs()
			for b.Loop() {
				p.Histogram()
			}
		})
	}
}
