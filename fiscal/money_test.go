package fiscal_test

import (
	"encoding/json"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/cockroachdb/apd/v3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/internal/exact"
)

// currency is ParseCurrency for constants of these tests.
func currency(t testing.TB, code string) fiscal.Currency {
	t.Helper()
	c, err := fiscal.ParseCurrency(code)
	require.NoError(t, err)
	return c
}

func TestAmount(t *testing.T) {
	tests := []struct {
		giveCode, give, want string
	}{
		{"EUR", "300", "300.00"},
		{"EUR", "300.5", "300.50"},
		{"EUR", "-0.05", "-0.05"},
		{"EUR", "-0.00", "0.00"},
		{"EUR", "40000.00", "40000.00"},
		{"EUR", "0", "0.00"},
		{"JPY", "300", "300"},
		{"JPY", "-1", "-1"},
		{"KWD", "1.5", "1.500"},
		{"CLF", "-0.0001", "-0.0001"},
		{"EUR", "9999999999999999.99", "9999999999999999.99"},
	}
	for _, tt := range tests {
		t.Run(tt.giveCode+tt.give, func(t *testing.T) {
			c := currency(t, tt.giveCode)
			m, err := c.Parse(tt.give)
			require.NoError(t, err)
			assert.Equal(t, tt.want, m.Amount())
			assert.Equal(t, tt.want+" "+tt.giveCode, m.String())
			again, err := fiscal.ParseMoney(m.String())
			require.NoError(t, err)
			assert.Equal(t, m, again)
		})
	}
}

func TestParseRefuses(t *testing.T) {
	for _, give := range []string{
		"", "-", "+1", "1e3", "NaN", "Inf", " 1", "1 ", "1.", ".1", "1.005", "1,00", "1'000", "0x1", "1.0.0",
		"123456789012345678901234567890", "1 EUR",
	} {
		t.Run(give, func(t *testing.T) {
			m, err := fiscal.EUR.Parse(give)
			assert.Error(t, err)
			assert.Zero(t, m)
		})
	}
	_, err := fiscal.EUR.Parse("999999999999999999")
	assert.ErrorIs(t, err, vicinia.ErrOverflow, "18 digits, but cents are 20")
	_, err = fiscal.JPY.Parse("1.0")
	assert.Error(t, err, "no decimals of yen")
	_, err = fiscal.Currency{}.Parse("1")
	assert.Error(t, err)
	assert.Panics(t, func() { fiscal.EUR.MustParse("1.005") })
}

func TestParseMoneyRefuses(t *testing.T) {
	for _, give := range []string{"", "1", "1.00", "EUR", "1.00EUR", "1.00  EUR", " 1.00 EUR", "1.00 EUR ", "1.00 eur", "EUR 1.00", "00"} {
		t.Run(give, func(t *testing.T) {
			m, err := fiscal.ParseMoney(give)
			assert.Error(t, err)
			assert.Zero(t, m)
		})
	}
}

func TestZeroMoney(t *testing.T) {
	var none fiscal.Money
	one := fiscal.CHF.Minor(100)
	for _, sum := range []func() (fiscal.Money, error){
		func() (fiscal.Money, error) { return none.Add(one) },
		func() (fiscal.Money, error) { return one.Add(none) },
		func() (fiscal.Money, error) { return one.Sub(none) },
		func() (fiscal.Money, error) { return fiscal.Sum(none, none, one, none) },
	} {
		got, err := sum()
		require.NoError(t, err)
		assert.Equal(t, one, got)
	}
	negative, err := none.Sub(one)
	require.NoError(t, err)
	assert.Equal(t, fiscal.CHF.Minor(-100), negative)
	empty, err := fiscal.Sum()
	require.NoError(t, err)
	assert.Equal(t, none, empty)
	assert.Equal(t, -1, none.Cmp(one))
	assert.Equal(t, "0", none.String())
	again, err := fiscal.ParseMoney("0")
	require.NoError(t, err)
	assert.Equal(t, none, again)
	assert.True(t, none.IsZero())
	assert.True(t, fiscal.EUR.Minor(0).IsZero())
	assert.NotEqual(t, none, fiscal.EUR.Minor(0), "nothing in euro is an amount of euro")
}

func TestCurrenciesNeverMix(t *testing.T) {
	for _, b := range []fiscal.Money{fiscal.CHF.Minor(1), fiscal.CHF.Minor(0)} {
		a := fiscal.EUR.Minor(1)
		_, err := a.Add(b)
		assert.ErrorIs(t, err, fiscal.ErrCurrency)
		assert.ErrorIs(t, err, vicinia.Invariant("M-7"))
		_, err = a.Sub(b)
		assert.ErrorIs(t, err, fiscal.ErrCurrency)
		_, err = fiscal.Sum(a, fiscal.Money{}, b)
		assert.ErrorIs(t, err, fiscal.ErrCurrency)
		assert.Panics(t, func() { a.Cmp(b) })
	}
	_, err := fiscal.Currency{}.Minor(5).Add(fiscal.EUR.Minor(1))
	assert.ErrorIs(t, err, fiscal.ErrCurrency, "only nothing is without a currency")
	_, err = fiscal.Sum(fiscal.EUR.Minor(1), fiscal.EUR.Minor(-1), fiscal.CHF.Minor(1))
	assert.ErrorIs(t, err, fiscal.ErrCurrency, "a sum that is nothing for a while keeps its currency")
}

func TestSumNeedsOnlyItsTotalToFit(t *testing.T) {
	most := fiscal.EUR.Minor(math.MaxInt64)
	got, err := fiscal.Sum(most, most, fiscal.EUR.Minor(-math.MaxInt64), fiscal.EUR.Minor(-1))
	require.NoError(t, err)
	assert.Equal(t, fiscal.EUR.Minor(math.MaxInt64-1), got)
	_, err = most.Add(fiscal.EUR.Minor(1))
	assert.ErrorIs(t, err, vicinia.ErrOverflow)
	_, err = fiscal.EUR.Minor(math.MinInt64).Neg()
	assert.ErrorIs(t, err, vicinia.ErrOverflow)
	_, err = fiscal.EUR.Minor(-2).Sub(most)
	assert.ErrorIs(t, err, vicinia.ErrOverflow)
	least, err := fiscal.EUR.Minor(-1).Sub(most)
	require.NoError(t, err)
	assert.Equal(t, int64(math.MinInt64), least.Minor())
	_, err = most.Sub(fiscal.EUR.Minor(-1))
	assert.ErrorIs(t, err, vicinia.ErrOverflow)
}

func TestSubAgainstBig(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for range 5_000 {
		a, b := rng.Int64()>>rng.IntN(63)-rng.Int64(), rng.Int64()-rng.Int64()>>rng.IntN(63)
		want := new(big.Int).Sub(big.NewInt(a), big.NewInt(b))
		got, err := fiscal.EUR.Minor(a).Sub(fiscal.EUR.Minor(b))
		require.Equal(t, want.IsInt64(), err == nil)
		if err == nil {
			require.Equal(t, want.Int64(), got.Minor())
		}
		require.Equal(t, big.NewInt(a).Cmp(big.NewInt(b)), fiscal.EUR.Minor(a).Cmp(fiscal.EUR.Minor(b)))
		require.Equal(t, big.NewInt(a).Sign(), fiscal.EUR.Minor(a).Sign())
	}
}

func TestMul(t *testing.T) {
	tests := []struct {
		name, give, giveRate string
		how                  fiscal.Rounding
		want                 string
	}{
		{"Spain's 0.7 %", "3333.33", "0.7%", fiscal.HalfEven, "23.33"}, // Ley 42/2006, DA 18
		{"half to even below", "0.05", "50%", fiscal.HalfEven, "0.02"},
		{"half to even above", "0.15", "50%", fiscal.HalfEven, "0.08"},
		{"half up", "0.05", "50%", fiscal.HalfUp, "0.03"},
		{"half up is away from zero", "-0.05", "50%", fiscal.HalfUp, "-0.03"},
		{"floor of a negative", "-0.05", "50%", fiscal.Floor, "-0.03"},
		{"ceiling of a negative", "-0.05", "50%", fiscal.Ceiling, "-0.02"},
		{"a third", "100.00", "1/3", fiscal.HalfEven, "33.33"},
		{"minus", "100.00", "-1/3", fiscal.Floor, "-33.34"},
		{"beyond 64 bits", "9999999999999999.99", "99.9999999999%", fiscal.Floor, "9999999999989999.99"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := fiscal.EUR.MustParse(tt.give).Mul(vicinia.MustRatio(tt.giveRate), tt.how)
			require.NoError(t, err)
			assert.Equal(t, tt.want, got.Amount())
		})
	}
	_, err := fiscal.EUR.Minor(math.MaxInt64).Mul(vicinia.Frac(2, 1), fiscal.HalfEven)
	assert.ErrorIs(t, err, vicinia.ErrOverflow)
	_, err = fiscal.EUR.Minor(1).Mul(vicinia.Frac(1, 2), fiscal.Ceiling+1)
	assert.Error(t, err)
	assert.Equal(t, "half-even floor half-up ceiling no rounding", fiscal.HalfEven.String()+" "+fiscal.Floor.String()+
		" "+fiscal.HalfUp.String()+" "+fiscal.Ceiling.String()+" "+(fiscal.Ceiling+1).String())
}

// decimalRounds are the roundings of apd. Floor and Ceil stand for the directed ones, since
// Quantize of apd v3.2.3 takes -0.03 to -0 also under RoundFloor: it looks at no digit
// below a tenth of the quantum.
var decimalRounds = []func(z, x *apd.Decimal) (apd.Condition, error){
	fiscal.HalfEven: quantize(apd.RoundHalfEven),
	fiscal.Floor:    apd.BaseContext.WithPrecision(60).Floor,
	fiscal.HalfUp:   quantize(apd.RoundHalfUp),
	fiscal.Ceiling:  apd.BaseContext.WithPrecision(60).Ceil,
}

func quantize(how apd.Rounder) func(z, x *apd.Decimal) (apd.Condition, error) {
	context := apd.BaseContext.WithPrecision(60)
	context.Rounding = how
	return func(z, x *apd.Decimal) (apd.Condition, error) { return context.Quantize(z, x, 0) }
}

// TestMulAgainstDecimals compares with the decimals of apd, for rates that end.
func TestMulAgainstDecimals(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	for range 5_000 {
		units, num, places := rng.Int64()>>(4+rng.IntN(58)), rng.Int64N(2_000_000), rng.IntN(7)
		if rng.IntN(2) == 0 {
			units = -units
		}
		den := exact.Pow10(places)
		var product, want apd.Decimal
		_, err := apd.BaseContext.WithPrecision(60).Mul(&product, apd.New(units, 0), apd.New(num, int32(-places)))
		require.NoError(t, err)
		for how, round := range decimalRounds {
			_, err := round(&want, &product)
			require.NoError(t, err)
			got, err := fiscal.EUR.Minor(units).Mul(vicinia.Frac(num, den), fiscal.Rounding(how))
			if err != nil {
				_, tooWide := want.Int64()
				require.Error(t, tooWide, "%d x %d/%d", units, num, den)
				continue
			}
			n, err := want.Int64()
			require.NoError(t, err)
			require.Equal(t, n, got.Minor(), "%d x %d/%d, %v", units, num, den, fiscal.Rounding(how))
		}
	}
}

func TestMoneyMarshals(t *testing.T) {
	give := struct{ Due fiscal.Money }{fiscal.CHF.MustParse("-12.05")}
	text, err := json.Marshal(give)
	require.NoError(t, err)
	assert.JSONEq(t, `{"Due":"-12.05 CHF"}`, string(text))
	got := give
	got.Due = fiscal.Money{}
	require.NoError(t, json.Unmarshal(text, &got))
	assert.Equal(t, give, got)
	assert.Error(t, json.Unmarshal([]byte(`{"Due":"12.055 CHF"}`), &got))
	assert.Equal(t, give, got, "a bad amount must not change the field")
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"40000.00", "-0.05", "1e5", "NaN", "", "999999999999999999", "0.0001"} {
		for _, code := range []string{"EUR", "JPY", "CLF", "KWD", "xx"} {
			f.Add(seed, code)
		}
	}
	f.Fuzz(func(t *testing.T, amount, code string) {
		m, err := fiscal.ParseMoney(amount + " " + code)
		if err != nil {
			require.Zero(t, m)
			return
		}
		want, _, err := apd.NewFromString(amount)
		require.NoError(t, err, "%q", amount)
		require.Zero(t, want.Cmp(apd.New(m.Minor(), int32(-m.Currency().Digits()))), "%q is %v", amount, m)
		if again, err := fiscal.ParseMoney(m.String()); err == nil {
			require.Equal(t, m, again)
		} else {
			require.Greater(t, len(m.Amount()), fiscal.MaxDigits)
		}
	})
}

func BenchmarkSum(b *testing.B) {
	ms := make([]fiscal.Money, 1000)
	for i := range ms {
		ms[i] = fiscal.EUR.Minor(int64(i))
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := fiscal.Sum(ms...); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMul(b *testing.B) {
	m, r := fiscal.EUR.MustParse("18333.45"), vicinia.MustRatio("3.33%")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := m.Mul(r, fiscal.HalfEven); err != nil {
			b.Fatal(err)
		}
	}
}
