package exact_test

import (
	"math"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/internal/exact"
)

func TestParseFixed(t *testing.T) {
	tests := []struct {
		give       string
		givePlaces int
		want       int64
		text       string
	}{
		{"40000.00", 2, 4000000, "40000.00"},
		{"40000", 2, 4000000, "40000.00"},
		{"40000.5", 2, 4000050, "40000.50"},
		{"-0.05", 2, -5, "-0.05"},
		{"0", 0, 0, "0"},
		{"-7", 0, -7, "-7"},
		{"0.0001", 4, 1, "0.0001"},
		{"-0.00", 2, 0, "0.00"},
		{"007", 2, 700, "7.00"},
		{"123456789012345678", 0, 123456789012345678, "123456789012345678"},
	}
	for _, tt := range tests {
		t.Run(tt.give, func(t *testing.T) {
			assert.Equal(t, tt.text, string(exact.AppendFixed(nil, tt.want, tt.givePlaces)))
			got, err := exact.ParseFixed(tt.give, tt.givePlaces)
			require.NoError(t, err)
			assert.Equal(t, tt.want, got)
		})
	}
}

func TestAppendFixedAtTheEdge(t *testing.T) {
	assert.Equal(t, "922337203685477.5807", string(exact.AppendFixed(nil, math.MaxInt64, 4)))
	assert.Equal(t, "-92233720368547758.08", string(exact.AppendFixed(nil, math.MinInt64, 2)))
	assert.Equal(t, "x0.007", string(exact.AppendFixed([]byte("x"), 7, 3)))
}

func TestParseFixedRefuses(t *testing.T) {
	for _, give := range []string{
		"", "-", ".", "-.", ".5", "5.", "+5", "--5", " 5", "5 ", "5.5.5", "1,5", "1_0", "NaN", "Inf", "1e5",
		"0x1", "٣", "5\x00", "1.-5", "0.123", "1234567890123456789", strings.Repeat("9", 30), "5EUR",
	} {
		t.Run(give, func(t *testing.T) {
			_, err := exact.ParseFixed(give, 2)
			assert.Error(t, err)
		})
	}
	_, err := exact.ParseFixed("123456789012345678", 2)
	assert.ErrorIs(t, err, vicinia.ErrOverflow)
}

func FuzzParseFixed(f *testing.F) {
	for _, seed := range []string{"40000.00", "-0.05", "1e5", "", "99999999999999999.9", "NaN"} {
		f.Add(seed, uint8(2))
	}
	f.Fuzz(func(t *testing.T, s string, p uint8) {
		places := int(p % 5)
		n, err := exact.ParseFixed(s, places)
		if err != nil {
			return
		}
		value, ok := new(big.Rat).SetString(s)
		require.True(t, ok, "%q", s)
		require.Zero(t, value.Cmp(big.NewRat(n, exact.Pow10(places))), "%q is %d", s, n)
		require.Equal(t, value.FloatString(places), string(exact.AppendFixed(nil, n, places)))
	})
}
