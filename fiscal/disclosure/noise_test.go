package disclosure_test

import (
	"bytes"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal/disclosure"
)

// The share of each value among many draws is that of the discrete Laplace distribution:
// (1-r)/(1+r) r^|x| with r = exp(-epsilon/choices).
func TestNoiseHasItsDistribution(t *testing.T) {
	tests := []struct {
		epsilon string
		choices int64
	}{{"1", 1}, {"1/2", 1}, {"3/2", 2}, {"2", 1}}
	for _, tt := range tests {
		t.Run(tt.epsilon, func(t *testing.T) {
			const draws = 40_000
			epsilon := vicinia.MustRatio(tt.epsilon)
			privacy := disclosure.Privacy{Left: vicinia.Frac(10, 1)}
			noisy, err := privacy.Noisy(make([]int64, draws), epsilon, tt.choices, rand.NewChaCha8([32]byte{1}))
			require.NoError(t, err)
			seen := map[int64]float64{}
			for _, x := range noisy {
				seen[x]++
			}
			n, d := epsilon.Parts()
			r := math.Exp(-float64(n) / float64(d) / float64(tt.choices))
			for x := int64(-4); x <= 4; x++ {
				want := (1 - r) / (1 + r) * math.Pow(r, math.Abs(float64(x)))
				assert.InDelta(t, want, seen[x]/draws, 4*math.Sqrt(want/draws), "x = %d", x)
			}
		})
	}
}

func TestNoiseTakesOfTheBudget(t *testing.T) {
	privacy := disclosure.Privacy{Left: vicinia.Frac(1, 1)}
	source := rand.NewChaCha8([32]byte{2})
	half := vicinia.Frac(1, 2)
	for range 2 {
		_, err := privacy.Noisy([]int64{10, 20}, half, 1, source)
		require.NoError(t, err)
	}
	_, err := privacy.Noisy([]int64{10}, half, 1, source)
	require.ErrorContains(t, err, "epsilon 50% of 0% that is left")
	assert.Equal(t, vicinia.Ratio{}, privacy.Left)
}

func TestNoiseRefuses(t *testing.T) {
	one := vicinia.Frac(1, 1)
	for name, refuse := range map[string]func(p *disclosure.Privacy) error{
		"no epsilon":     func(p *disclosure.Privacy) error { _, err := p.Noisy(nil, vicinia.Ratio{}, 1, nil); return err },
		"negative":       func(p *disclosure.Privacy) error { _, err := p.Noisy(nil, vicinia.Frac(-1, 1), 1, nil); return err },
		"no choice":      func(p *disclosure.Privacy) error { _, err := p.Noisy(nil, one, 0, nil); return err },
		"too many terms": func(p *disclosure.Privacy) error { _, err := p.Noisy(nil, vicinia.Frac(1, 1<<40), 1, nil); return err },
		"a dry source": func(p *disclosure.Privacy) error {
			_, err := p.Noisy([]int64{1}, one, 1, new(bytes.Buffer))
			return err
		},
		"a source of 0":   func(p *disclosure.Privacy) error { _, err := p.Noisy([]int64{1}, one, 1, same(0)); return err },
		"a source of 255": func(p *disclosure.Privacy) error { _, err := p.Noisy([]int64{1}, one, 1, same(255)); return err },
	} {
		t.Run(name, func(t *testing.T) {
			p := disclosure.Privacy{Left: vicinia.Frac(5, 1)}
			require.Error(t, refuse(&p))
			assert.Equal(t, vicinia.Frac(5, 1), p.Left, "nothing is taken")
		})
	}
	p := disclosure.Privacy{Left: one}
	counts := make([]int64, 100)
	for i := range counts {
		counts[i] = math.MaxInt64
	}
	_, err := p.Noisy(counts, vicinia.Frac(1, 100), 1, rand.NewChaCha8([32]byte{3}))
	require.ErrorIs(t, err, vicinia.ErrOverflow)
}

// same is a source that always says the same.
type same byte

func (s same) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = byte(s)
	}
	return len(b), nil
}

func TestRound(t *testing.T) {
	table := disclosure.Table{
		Rows: []string{"Arth", "Lauerz"}, Columns: []string{"Church", "Linux"},
		Counts: []int64{44, 12, 5, 15},
	}
	got, err := table.Round(10)
	require.NoError(t, err)
	assert.Equal(t, &disclosure.Rounded{
		Base: 10, Rows: table.Rows, Columns: table.Columns, Counts: []int64{40, 10, 0, 20},
		RowTotals: []int64{60, 20}, ColumnTotals: []int64{50, 30}, Total: 80,
	}, got)
	oneWay, err := disclosure.Table{Rows: []string{"a", "b"}, Counts: []int64{4, 9}}.Round(5)
	require.NoError(t, err)
	assert.Equal(t, []int64{5, 10}, oneWay.Counts)
	assert.Equal(t, []int64{15}, oneWay.ColumnTotals)
	for _, base := range []int64{-1, 0, 1, disclosure.MaxBase + 1} {
		_, err := table.Round(base)
		require.Error(t, err)
	}
	_, err = disclosure.Table{}.Round(5)
	require.Error(t, err)
}
