package rated_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/ranked"
	"github.com/vicinia/vicinia/ballot/rated"
)

// rows is a profile of scores on three options.
func rows(t *testing.T, all [][3]int32) *ballot.Profile {
	s, err := ballot.NewSlate("A", "B", "C")
	require.NoError(t, err)
	p, err := ballot.NewProfile(s, ballot.Scoring)
	require.NoError(t, err)
	for _, row := range all {
		b := ballot.Ballot{}
		for o, level := range row {
			b = append(b, ballot.Mark{Option: ballot.Option(o), Level: level})
		}
		require.NoError(t, p.Add(b, 1))
	}
	return p
}

// Bounds hold: no fewer changes of any kind end the victory, and so many do.
func TestStarMarginAgainstTheSlowWay(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 9))
	const top = 2
	exact := 0
	for range 60 {
		give := make([][3]int32, 2+rng.IntN(3))
		for i := range give {
			give[i] = [3]int32{rng.Int32N(top + 1), rng.Int32N(top + 1), rng.Int32N(top + 1)}
		}
		first, err := rated.STAR{}.Decide(rows(t, give), nil)
		require.NoError(t, err)
		got, err := rated.STAR{}.Margin(rows(t, give), top)
		require.NoError(t, err)
		if len(first.Winners()) > 1 {
			assert.Zero(t, got)
			continue
		}
		least := len(give)
		var change func(from, done int, now [][3]int32)
		change = func(from, done int, now [][3]int32) {
			if done >= least || done > 2 {
				return
			}
			out, err := rated.STAR{}.Decide(rows(t, now), nil)
			require.NoError(t, err)
			if !slices.Equal(out.Winners(), first.Winners()) {
				least = done
				return
			}
			for i := from; i < len(now) && done+1 < least; i++ {
				for code := range int32(27) {
					next := slices.Clone(now)
					next[i] = [3]int32{code % 3, code / 3 % 3, code / 9}
					change(i+1, done+1, next)
				}
			}
		}
		change(0, 0, give)
		require.LessOrEqual(t, got.Least, int64(least), "%v", give)
		require.LessOrEqual(t, got.Least, got.Most, "%v", give)
		if least < 3 { // more were not tried
			require.GreaterOrEqual(t, got.Most, int64(least), "%v", give)
		}
		if got.Exact() {
			exact++
		}
	}
	assert.Greater(t, exact, 20)
}

func TestStarMargin(t *testing.T) {
	// A leads the runoff by 7 to 3: two ballots level it, and then B has the greater sum.
	all := append(slices.Repeat([][3]int32{{5, 1, 0}}, 7), slices.Repeat([][3]int32{{0, 5, 0}}, 3)...)
	m, err := rated.STAR{}.Margin(rows(t, all), 5)
	require.NoError(t, err)
	assert.Equal(t, ranked.Margin{Least: 2, Most: 2}, m)
	_, err = rated.STAR{}.Margin(rows(t, all), 4)
	require.ErrorContains(t, err, `has score 5; want at most 4`)
	_, err = rated.STAR{}.Margin(rows(t, nil), 4)
	require.ErrorContains(t, err, "no ballots")
}
