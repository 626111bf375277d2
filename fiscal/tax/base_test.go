package tax_test

import (
	"encoding/json"
	"math"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal/tax"
)

func TestParseBase(t *testing.T) {
	tests := []struct {
		give       string
		want       tax.Base
		wantPlaces int
		wantText   string
	}{
		{"40000.00", 400_000_000, 0, "40000.00"},
		{"40000", 400_000_000, 0, "40000.00"},
		{"40000.55", 400_005_500, 2, "40000.55"},
		{"40000.5", 400_005_000, 1, "40000.50"},
		{"40000.555", 400_005_550, 3, "40000.555"},
		{"0.0001", 1, 4, "0.0001"},
		{"0", 0, 0, "0.00"},
		{"007.10", 71_000, 1, "7.10"},
		{"922337203685477", 9_223_372_036_854_770_000, 0, "922337203685477.00"},
	}
	for _, tt := range tests {
		t.Run(tt.give, func(t *testing.T) {
			got, err := tax.ParseBase(tt.give)
			require.NoError(t, err)
			assert.Equal(t, tt.want, got)
			assert.Equal(t, tt.wantPlaces, got.Places())
			assert.Equal(t, tt.wantText, got.String())
			assert.Equal(t, got, tax.MustBase(tt.wantText))
		})
	}
	assert.Equal(t, "922337203685477.5807", tax.Base(math.MaxInt64).String())
}

func TestParseBaseRefuses(t *testing.T) {
	for _, give := range []string{
		"", ".", "1.", ".5", "+1", " 1", "1 ", "1e3", "NaN", "Inf", "1.00005", "1,5", "1.0.0", strings.Repeat("9", 30),
		"1234567890123456789", "1 EUR",
	} {
		t.Run(give, func(t *testing.T) {
			got, err := tax.ParseBase(give)
			assert.Error(t, err)
			assert.Zero(t, got)
		})
	}
	_, err := tax.ParseBase("-0.01")
	assert.ErrorIs(t, err, vicinia.Invariant("T-8"))
	_, err = tax.ParseBase("922337203685478")
	assert.ErrorIs(t, err, vicinia.ErrOverflow)
	assert.Panics(t, func() { tax.MustBase("NaN") })
}

func TestBaseMarshals(t *testing.T) {
	give := struct{ Base tax.Base }{tax.MustBase("40000.5")}
	text, err := json.Marshal(give)
	require.NoError(t, err)
	assert.JSONEq(t, `{"Base":"40000.50"}`, string(text))
	got := give
	got.Base = 0
	require.NoError(t, json.Unmarshal(text, &got))
	assert.Equal(t, give, got)
	assert.Error(t, json.Unmarshal([]byte(`{"Base":"-1"}`), &got))
	assert.Equal(t, give, got, "a bad base must not change the field")
}

func FuzzParseBase(f *testing.F) {
	for _, seed := range []string{"40000.00", "-1", "0.0001", "1e4", "", "922337203685477.58", "NaN"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		b, err := tax.ParseBase(s)
		if err != nil {
			require.Zero(t, b)
			return
		}
		want, ok := new(big.Rat).SetString(s)
		require.True(t, ok)
		require.Zero(t, want.Cmp(big.NewRat(int64(b), 10_000)))
		again, err := tax.ParseBase(b.String())
		require.NoError(t, err)
		require.Equal(t, b, again)
	})
}
