package vicinia_test

import (
	"encoding/json"
	"math"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
)

func rat(r vicinia.Ratio) *big.Rat { return big.NewRat(r.Parts()) }

func TestParseRatio(t *testing.T) {
	tests := []struct {
		give string
		want vicinia.Ratio
		text string
	}{
		{"8%", vicinia.Frac(2, 25), "8%"},
		{"0.5239%", vicinia.Frac(5239, 1_000_000), "0.5239%"}, // Spain, income tax until 2006
		{"119%", vicinia.Frac(119, 100), "119%"},
		{"8‰", vicinia.Frac(1, 125), "0.8%"}, // Italy, otto per mille
		{"0.35", vicinia.Frac(7, 20), "35%"},
		{"1/3", vicinia.Frac(1, 3), "1/3"},
		{"2/6", vicinia.Frac(1, 3), "1/3"},
		{"-5%", vicinia.Frac(-1, 20), "-5%"},
		{"-0%", vicinia.Ratio{}, "0%"},
		{"0", vicinia.Ratio{}, "0%"},
		{"007", vicinia.Frac(7, 1), "700%"},
		{"-1/8", vicinia.Frac(-1, 8), "-12.5%"},
		{"9999999999999999/8", vicinia.Frac(9999999999999999, 8), "9999999999999999/8"}, // 19 digits as a decimal
		{"999999999999999999", vicinia.Frac(999999999999999999, 1), "999999999999999999/1"},
		{"0.00000000000000001", vicinia.Frac(1, 1e17), "0.000000000000001%"},
	}
	for _, tt := range tests {
		t.Run(tt.give, func(t *testing.T) {
			got, err := vicinia.ParseRatio(tt.give)
			require.NoError(t, err)
			assert.Equal(t, tt.want, got)
			assert.Equal(t, tt.text, got.String())
			assert.Equal(t, got, vicinia.MustRatio(got.String()))
		})
	}
}

func TestParseRatioRefuses(t *testing.T) {
	for _, give := range []string{
		"", "%", "‰", "-", "-%", ".", ".5", "5.", "5.%", "-.5", "--5", "+5%", " 5%", "5 %", "5%%", "5‰%",
		"1/3%", "1/0", "1/-3", "/3", "1/", "1//3", "1/2/3", "1.5/2", "NaN", "Inf", "1e3", "0x10", "1_000",
		"1,5", "1.2.3", "1.-5", "５%", "1234567890123456789", "0.1234567890123456789",
		"0.12345678901234567%", strings.Repeat("9", 30), "1\x00",
	} {
		t.Run(give, func(t *testing.T) {
			got, err := vicinia.ParseRatio(give)
			assert.Error(t, err)
			assert.Zero(t, got)
		})
	}
	assert.Panics(t, func() { vicinia.MustRatio("8 %") })
}

func TestFracRefuses(t *testing.T) {
	assert.Panics(t, func() { vicinia.Frac(1, 0) })
	assert.Panics(t, func() { vicinia.Frac(1, -1) })
	assert.Panics(t, func() { vicinia.Frac(math.MinInt64, 1) })
	assert.Equal(t, vicinia.Ratio{}, vicinia.Frac(0, 7), "zero has one form")
}

// sample draws ratios of all sizes, so that sums and products overflow sometimes.
func sample(rng *rand.Rand) vicinia.Ratio {
	n := rng.Int64() >> rng.IntN(63)
	if rng.IntN(2) == 0 {
		n = -n
	}
	return vicinia.Frac(n, rng.Int64()>>rng.IntN(62)|1)
}

// fits reports whether the exact result can be a Ratio.
func fits(r *big.Rat) bool {
	return r.Num().IsInt64() && r.Denom().IsInt64() && r.Num().Int64() != math.MinInt64
}

func TestRatioAgainstBigRat(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	exact, over := 0, 0
	for range 60_000 {
		r, s := sample(rng), sample(rng)
		require.Equal(t, rat(r).Cmp(rat(s)), r.Cmp(s), "%v ? %v", r, s)
		require.Equal(t, rat(r).Sign(), r.Sign())
		for _, op := range []struct {
			name string
			got  func(vicinia.Ratio) (vicinia.Ratio, error)
			want *big.Rat
		}{
			{"+", r.Add, new(big.Rat).Add(rat(r), rat(s))},
			{"-", r.Sub, new(big.Rat).Sub(rat(r), rat(s))},
			{"*", r.Mul, new(big.Rat).Mul(rat(r), rat(s))},
		} {
			got, err := op.got(s)
			if err != nil {
				require.ErrorIs(t, err, vicinia.ErrOverflow)
				if op.name == "*" { // a sum may overflow before it is reduced, a product not
					require.False(t, fits(op.want), "%v %s %v", r, op.name, s)
				}
				over++
				continue
			}
			require.Zero(t, op.want.Cmp(rat(got)), "%v %s %v = %v, want %v", r, op.name, s, got, op.want)
			exact++
		}
	}
	assert.Greater(t, exact, 30_000, "the sample must not only overflow")
	assert.Greater(t, over, 3_000, "the sample must overflow too")
}

func TestRatioAtTheEdge(t *testing.T) {
	most := vicinia.Frac(math.MaxInt64, 1)
	_, err := most.Add(vicinia.Frac(1, 1))
	assert.ErrorIs(t, err, vicinia.ErrOverflow)
	_, err = vicinia.Frac(-math.MaxInt64, 1).Sub(vicinia.Frac(1, 1))
	assert.ErrorIs(t, err, vicinia.ErrOverflow, "the least int64 is not a numerator")
	one, err := most.Mul(vicinia.Frac(1, math.MaxInt64))
	require.NoError(t, err)
	assert.Equal(t, vicinia.Frac(1, 1), one)
	half := vicinia.Frac(math.MaxInt64/2, math.MaxInt64-1)
	one, err = half.Add(half)
	require.NoError(t, err)
	assert.Equal(t, vicinia.Frac(1, 1), one)
}

func TestRatioMarshals(t *testing.T) {
	give := map[string]vicinia.Ratio{"cap": vicinia.MustRatio("15%")}
	text, err := json.Marshal(give)
	require.NoError(t, err)
	assert.JSONEq(t, `{"cap":"15%"}`, string(text))
	var got map[string]vicinia.Ratio
	require.NoError(t, json.Unmarshal(text, &got))
	assert.Equal(t, give, got)
	r := vicinia.Frac(1, 2)
	assert.Error(t, r.UnmarshalText([]byte("NaN")))
	assert.Equal(t, vicinia.Frac(1, 2), r, "a bad ratio must not change the field")
}

func FuzzParseRatio(f *testing.F) {
	for _, seed := range []string{"8%", "5‰", "0.35", "1/3", "-0.0%", "1e9", "", "999999999999999999"} {
		f.Add(seed)
	}
	f.Add("9999999999999999/8")
	f.Add("00000008/00000001")
	f.Fuzz(func(t *testing.T, s string) {
		r, err := vicinia.ParseRatio(s)
		if err != nil {
			require.Zero(t, r)
			return
		}
		text, unit := s, int64(1)
		if number, ok := strings.CutSuffix(s, "%"); ok {
			text, unit = number, 100
		} else if number, ok := strings.CutSuffix(s, "‰"); ok {
			text, unit = number, 1000
		}
		whole, den, _ := strings.Cut(text, "/") // big.Rat alone takes 010/1 for octal
		want, ok := new(big.Rat).SetString(whole)
		require.True(t, ok, "%q", s)
		if den != "" {
			d, ok := new(big.Int).SetString(den, 10)
			require.True(t, ok, "%q", s)
			want.Quo(want, new(big.Rat).SetInt(d))
		}
		want.Mul(want, big.NewRat(1, unit))
		require.Zero(t, want.Cmp(rat(r)), "%q is %v", s, r)
		again, err := vicinia.ParseRatio(r.String())
		require.NoError(t, err, "%q is %v", s, r)
		require.Equal(t, r, again)
	})
}

func BenchmarkRatioCmp(b *testing.B) {
	r, s := vicinia.Frac(1, 3), vicinia.Frac(333, 1000)
	b.ReportAllocs()
	for b.Loop() {
		_ = r.Cmp(s)
	}
}
