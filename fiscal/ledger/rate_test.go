package ledger

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/cockroachdb/apd/v3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

func TestExchange(t *testing.T) {
	var b Book
	require.NoError(t, b.Exchange(francs("x")))
	require.NoError(t, b.Exchange(francs("x")), "again posts nothing")
	other := francs("x")
	other.Rate.Source = "the bank's slip 18"
	require.NoError(t, b.Exchange(other), "nor does it under another record")
	assert.Equal(t, 1, b.Len())
	assert.Len(t, slices.Collect(b.Rates()), 1)
	assert.Equal(t, "-100.01 EUR", b.Balance("treasury:A", fiscal.EUR).String())
	assert.Equal(t, "93.76 CHF", b.Balance("treasury:B", fiscal.CHF).String())
	assert.Equal(t, "100.01 EUR", b.Balance("exchange:EUR:CHF", fiscal.EUR).String())
	assert.Equal(t, "-93.76 CHF", b.Balance("exchange:EUR:CHF", fiscal.CHF).String())
	require.NoError(t, b.TrialBalance())
}

func TestExchangeRefuses(t *testing.T) {
	tests := []struct {
		name   string
		change func(*Exchange)
		want   string
	}{
		{"no record at all", func(x *Exchange) { x.Rate = Rate{} }, "M-7"},
		{"no source", func(x *Exchange) { x.Rate.Source = "" }, "M-7"},
		{"a day that is none", func(x *Exchange) { x.Rate.On = math.MaxInt32 }, "M-7"},
		{"one currency", func(x *Exchange) { x.Rate.To = fiscal.EUR }, "M-7"},
		{"a price of nothing", func(x *Exchange) { x.Rate.Price = vicinia.Ratio{} }, "M-7"},
		{"a price that is no decimal", func(x *Exchange) { x.Rate.Price = vicinia.Frac(1, 3) }, "M-7"},
		{"another currency", func(x *Exchange) { x.Amount = fiscal.CHF.Minor(1) }, "M-7"},
		{"what does not fit", func(x *Exchange) {
			x.Amount, x.Rate.Price = fiscal.EUR.Minor(math.MaxInt64), vicinia.MustRatio("2")
		}, "M-3"},
		{"no cause", func(x *Exchange) { x.Cause = "" }, "M-9"},
		{"a negative amount", func(x *Exchange) { x.Amount = eur("-1.00") }, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var b Book
			x := francs("x")
			tt.change(&x)
			err := b.Exchange(x)
			require.Error(t, err)
			if tt.want != "" {
				assert.ErrorIs(t, err, vicinia.Invariant(tt.want))
			}
			assert.Zero(t, b.Len())
			assert.Empty(t, slices.Collect(b.Rates()), "a refused exchange leaves no record")
		})
	}
}

// TestConvertAgainstDecimals: currencies of 0, 2 and 3 decimals, against apd.
func TestConvertAgainstDecimals(t *testing.T) {
	rng := rand.New(rand.NewPCG(31, 31))
	context := apd.BaseContext.WithPrecision(60)
	context.Rounding = apd.RoundHalfEven
	kwd, err := fiscal.ParseCurrency("KWD")
	require.NoError(t, err)
	for _, to := range []fiscal.Currency{fiscal.JPY, fiscal.CHF, kwd} {
		for range 3_000 {
			r := Rate{On: 1, From: fiscal.EUR, To: to, Price: vicinia.Frac(1+rng.Int64N(1e9), 1_000_000), Source: "x"}
			amount := fiscal.EUR.Minor(rng.Int64N(1e12))
			got, err := r.Convert(amount, fiscal.HalfEven)
			require.NoError(t, err)
			price, _ := r.decimal()
			var want, p apd.Decimal
			_, _, err = p.SetString(price)
			require.NoError(t, err)
			_, err = context.Mul(&want, apd.New(amount.Minor(), -2), &p)
			require.NoError(t, err)
			_, err = context.Quantize(&want, &want, int32(-to.Digits()))
			require.NoError(t, err)
			require.Equal(t, want.Text('f'), got.Amount())
		}
	}
}
