package apportion

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/internal/exact"
)

// Quotas of positive weights are LargestRemainder, ties included.
func TestQuotasAgainstLargestRemainder(t *testing.T) {
	rng := rand.New(rand.NewPCG(21, 21))
	for range 5_000 {
		total := rng.Int64() >> rng.IntN(63)
		weights, sum := make([]exact.U128, 1+rng.IntN(8)), new(big.Int)
		for i := range weights {
			weights[i].Lo = rng.Uint64() >> (1 + rng.IntN(63))
			sum.Add(sum, weights[i].Big())
		}
		if sum.Sign() == 0 {
			continue
		}
		var quotas []*big.Rat
		for _, w := range weights {
			product := new(big.Int).Mul(big.NewInt(total), w.Big())
			quotas = append(quotas, new(big.Rat).SetFrac(product, sum))
		}
		want, err := LargestRemainder(total, weights)
		require.NoError(t, err)
		got, err := Quotas(quotas)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
}

func TestQuotas(t *testing.T) {
	tests := []struct {
		name     string
		give     []string
		want     []int64
		wantTied []int
		wantOpen int
	}{
		{"none", nil, []int64{}, nil, 0},
		{"whole", []string{"3", "-3"}, []int64{3, -3}, nil, 0},
		{"of both signs", []string{"7/10", "-2/5", "-3/10"}, []int64{1, -1, 0}, []int(nil), 0},
		{"a tie", []string{"1/2", "-1/2", "1"}, []int64{0, -1, 1}, []int{0, 1}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var quotas []*big.Rat
			for _, text := range tt.give {
				r, ok := new(big.Rat).SetString(text)
				require.True(t, ok)
				quotas = append(quotas, r)
			}
			got, err := Quotas(quotas)
			require.NoError(t, err)
			assert.Equal(t, tt.want, got.Parts)
			assert.Equal(t, tt.wantTied, got.Tied)
			assert.Equal(t, tt.wantOpen, got.Open)
		})
	}
	_, err := Quotas([]*big.Rat{big.NewRat(1, 2)})
	require.ErrorIs(t, err, ErrQuotas)
	_, err = Quotas([]*big.Rat{new(big.Rat).Add(big.NewRat(math.MaxInt64, 1), big.NewRat(1, 1))})
	require.ErrorIs(t, err, vicinia.ErrOverflow)
}
