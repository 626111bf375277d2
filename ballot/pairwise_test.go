package ballot_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
)

// slowDuel looks at every ballot and every pair.
func slowDuel(p *ballot.Profile, a, b ballot.Option) (n int64) {
	for ranked, votes := range p.All() {
		level := func(o ballot.Option) (int32, bool) {
			for _, m := range ranked {
				if m.Option == o && p.Kind() == ballot.Scoring {
					return -m.Level, true
				}
				if m.Option == o {
					return m.Level, true
				}
			}
			return ballot.MaxOptions + 1, false
		}
		la, hasA := level(a)
		lb, hasB := level(b)
		if hasA && la < lb && (hasB || p.Unranked == ballot.Below) {
			n += votes
		}
	}
	return n
}

func TestPairwiseAgainstTheSlowWay(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 3))
	s := slate(t, "A", "B", "C", "D", "E")
	for range 300 {
		kind := []ballot.Kind{ballot.Ranking, ballot.Scoring, ballot.Approval}[rng.IntN(3)]
		p := profile(t, s, kind)
		p.Unranked, p.Spoilt = ballot.Unranked(rng.IntN(2)), rng.Int64N(3)
		for range rng.IntN(30) {
			var b ballot.Ballot
			for _, o := range rng.Perm(s.Len())[:rng.IntN(s.Len()+1)] {
				level := 1 + rng.Int32N(4)
				if kind == ballot.Approval {
					level = 1
				}
				b = append(b, ballot.Mark{Option: ballot.Option(o), Level: level})
			}
			require.NoError(t, p.Add(b, 1+rng.Int64N(3)))
		}
		w := p.Pairwise()
		for a := range s.All() {
			for b := range s.All() {
				if a != b {
					require.Equal(t, slowDuel(p, a, b), w.At(a, b), "%s over %s", s.Name(a), s.Name(b))
				}
			}
			require.Zero(t, w.At(a, a))
		}
		require.Equal(t, p.Len(), w.Ballots())

		for _, workers := range []int{1, 5} {
			sum, err := ballot.Sum(workers, p.Split(4), (*ballot.Profile).Pairwise)
			require.NoError(t, err)
			require.Equal(t, form(t, w), form(t, sum))
		}
		var back ballot.Pairwise
		require.NoError(t, back.UnmarshalBinary(form(t, w)))
		require.Equal(t, form(t, w), form(t, &back))
		require.Equal(t, p.Unranked, back.Unranked())
	}
}

func TestPairwiseRefuses(t *testing.T) {
	s := slate(t, "A", "B")
	good, err := ballot.NewPairwise(s, ballot.Below, 5, []int64{0, 3, 2, 0})
	require.NoError(t, err)
	assert.Equal(t, int64(1), good.Margin(0, 1))
	for _, bad := range [][]int64{nil, {0, 3, 3, 0}, {1, 3, 2, 0}, {0, -1, 2, 0}} {
		_, err := ballot.NewPairwise(s, ballot.Below, 5, bad)
		assert.Error(t, err, "%v", bad)
	}
	_, err = ballot.NewPairwise(s, 2, 5, []int64{0, 3, 2, 0})
	assert.ErrorContains(t, err, "unranked 2")
	apart, err := ballot.NewPairwise(s, ballot.Apart, 5, []int64{0, 3, 2, 0})
	require.NoError(t, err)
	require.ErrorContains(t, good.Merge(apart), "not the same vote")
	many, err := ballot.NewPairwise(s, ballot.Below, ballot.MaxBallots, []int64{0, 3, 2, 0})
	require.NoError(t, err)
	require.ErrorContains(t, good.Merge(many), "M-3")
	assert.Equal(t, int64(3), good.At(0, 1), "a refused merge changes nothing")
	b := form(t, good)
	for i := range b {
		assert.Error(t, new(ballot.Pairwise).UnmarshalBinary(b[:i]))
	}
}

func FuzzPairwiseUnmarshal(f *testing.F) {
	s, err := ballot.NewSlate("A", "B")
	if err != nil {
		f.Fatal(err)
	}
	w, err := ballot.NewPairwise(s, ballot.Apart, 5, []int64{0, 3, 2, 0})
	if err != nil {
		f.Fatal(err)
	}
	b, err := w.AppendBinary(nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		var w ballot.Pairwise
		if w.UnmarshalBinary(b) == nil {
			require.Equal(t, b, form(t, &w))
		}
	})
}

func BenchmarkPairwise(b *testing.B) {
	for _, size := range []struct{ options, ballots int }{{10, 10_000}, {40, 10_000}} {
		b.Run(fmt.Sprintf("options=%d/ballots=%d", size.options, size.ballots), func(b *testing.B) {
			names := make([]string, size.options)
			for i := range names {
				names[i] = fmt.Sprint(i)
			}
			p := profile(b, slate(b, names...), ballot.Ranking)
			rng := rand.New(rand.NewPCG(1, 1))
			for range size.ballots {
				var ranked ballot.Ballot
				for rank, o := range rng.Perm(size.options) {
					ranked = append(ranked, ballot.Mark{Option: ballot.Option(o), Level: int32(rank + 1)})
				}
				require.NoError(b, p.Add(ranked, 1))
			}
			b.ReportAllocs()
			for b.Loop() {
				p.Pairwise()
			}
		})
	}
}
