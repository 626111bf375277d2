package tax_test

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/cockroachdb/apd/v3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/tax"
	"github.com/vicinia/vicinia/internal/exact"
)

// owed is the tax in quanta as a fraction, by another formula: the base is divided among
// the couple, and every bracket adds the difference of its rate to the former one on all
// that lies above its From.
func owed(s tax.Schedule, b tax.Base, d tax.Days) *big.Rat {
	divisor := big.NewRat(1, 1)
	if s.Divisor.Sign() != 0 {
		divisor = big.NewRat(s.Divisor.Parts())
	}
	if s.FloorTo != 0 {
		b = b / s.FloorTo * s.FloorTo
	}
	each := new(big.Rat).Quo(big.NewRat(int64(b), 1), divisor)
	due, former := new(big.Rat), new(big.Rat)
	for _, bracket := range s.Brackets {
		rate := big.NewRat(bracket.Rate.Parts())
		above := new(big.Rat).Sub(each, big.NewRat(int64(bracket.From), 1))
		if above.Sign() > 0 {
			above.Quo(above, big.NewRat(10_000, 1))
			due.Add(due, above.Mul(above, new(big.Rat).Sub(rate, former)))
		}
		former = rate
	}
	due.Mul(due, divisor)
	if s.Multiplier.Sign() != 0 {
		due.Mul(due, big.NewRat(s.Multiplier.Parts()))
	}
	for range s.Currency.Digits() {
		due.Mul(due, big.NewRat(10, 1))
	}
	if least := big.NewRat(s.Minimum.Minor(), 1); due.Cmp(least) < 0 {
		due = least
	}
	due.Add(due, big.NewRat(s.PerHead.Minor(), 1))
	due.Quo(due, big.NewRat(max(s.Quantum, 1), 1))
	return due.Mul(due, big.NewRat(int64(d.Resident), int64(d.Year)))
}

// rounded is the tax in minor units, rounded half-even to quanta.
func rounded(s tax.Schedule, b tax.Base, d tax.Days) *big.Int {
	quanta := halfEven(owed(s, b, d))
	return quanta.Mul(quanta, big.NewInt(max(s.Quantum, 1)))
}

// halfEven is the nearest whole number, as 2r+1 over 2 floored, less one for an odd half.
func halfEven(r *big.Rat) *big.Int {
	num := new(big.Int).Mul(r.Num(), big.NewInt(2))
	num.Add(num, r.Denom())
	twice := new(big.Int).Mul(r.Denom(), big.NewInt(2))
	n, rest := new(big.Int).QuoRem(num, twice, new(big.Int))
	if rest.Sign() == 0 && n.Bit(0) == 1 {
		n.Sub(n, big.NewInt(1))
	}
	return n
}

var currencies = func() (cs []fiscal.Currency) {
	for _, code := range []string{"JPY", "EUR", "KWD", "CLF"} {
		c, err := fiscal.ParseCurrency(code)
		if err != nil {
			panic(err)
		}
		cs = append(cs, c)
	}
	return cs
}()

// random draws a schedule; an ugly one has rates whose denominators do not fit together.
func random(rng *rand.Rand, ugly bool) tax.Schedule {
	s := tax.Schedule{Currency: currencies[rng.IntN(len(currencies))]}
	unit := exact.Pow10(4 - s.Currency.Digits())
	from := int64(0)
	for range 1 + rng.IntN(6) {
		rate := vicinia.Frac(rng.Int64N(20_000), 10_000)
		if ugly {
			rate = vicinia.Frac(rng.Int64N(1000), 1+rng.Int64()>>rng.IntN(60))
		}
		s.Brackets = append(s.Brackets, tax.Bracket{From: tax.Base(from), Rate: rate})
		from += unit * (1 + rng.Int64N(1_000_000_000/unit))
	}
	if rng.IntN(2) == 0 {
		s.Multiplier = vicinia.Frac(rng.Int64N(300), 100)
	}
	if rng.IntN(3) == 0 {
		s.Minimum = s.Currency.Minor(rng.Int64N(100_000))
		s.PerHead = s.Currency.Minor(rng.Int64N(10_000))
	}
	if rng.IntN(3) == 0 {
		s.Quantum = rng.Int64N(100)
		s.FloorTo = tax.Base(rng.Int64N(10_000_000))
	}
	if rng.IntN(3) == 0 {
		s.Divisor = vicinia.Frac(100+10*rng.Int64N(20), 100)
		for i := range s.Brackets { // so that the divisor hits a base
			s.Brackets[i].From *= 100
		}
	}
	return s
}

func randomBase(rng *rand.Rand) tax.Base { return tax.Base(rng.Int64() >> rng.IntN(63)) }

func randomDays(rng *rand.Rand) tax.Days {
	year := 365 + rng.IntN(2)
	return tax.Days{Resident: rng.IntN(year + 1), Year: year}
}

func TestTaxAgainstFractions(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	fitted, over := 0, 0
	for n := range 3_000 {
		s := random(rng, n%3 == 0)
		if n%5 == 0 {
			s.Multiplier = vicinia.Frac(1+rng.Int64()>>rng.IntN(63), 100)
		}
		k, err := s.Compile()
		require.NoError(t, err)
		for range 10 {
			b, d := randomBase(rng), randomDays(rng)
			want := rounded(s, b, d)
			got, err := k.Tax(b, d)
			if err != nil {
				require.ErrorIs(t, err, vicinia.ErrOverflow)
				require.False(t, want.IsInt64(), "%v of %+v, %v", b, s, d)
				over++
				continue
			}
			require.Equal(t, want.String(), big.NewInt(got).String(), "%v of %+v, %v", b, s, d)
			fitted++
		}
	}
	assert.Greater(t, fitted, 15_000)
	assert.Greater(t, over, 100)
}

// TestTaxAgainstDecimals compares flat taxes of decimal rates with the decimals of apd.
func TestTaxAgainstDecimals(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	context := apd.BaseContext.WithPrecision(60)
	context.Rounding = apd.RoundHalfEven
	for range 10_000 {
		b, rate := randomBase(rng)>>6, rng.Int64N(200_000)
		var want apd.Decimal
		_, err := context.Mul(&want, apd.New(int64(b), -4), apd.New(rate, -6))
		require.NoError(t, err)
		_, err = context.Quantize(&want, &want, -2)
		require.NoError(t, err)
		a, err := tax.Assess(tax.Flat(fiscal.EUR, vicinia.Frac(rate, 1_000_000)), b, wholeYear)
		require.NoError(t, err)
		require.Equal(t, want.Text('f'), a.Gross.Amount(), "%v at %d ppm", b, rate)
	}
}

// TestTaxIsMonotone holds T-8: more base, or more days, is never less tax, and no tax is
// negative.
func TestTaxIsMonotone(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	for n := range 2_000 {
		s := random(rng, n%3 == 0)
		s.Rounding = fiscal.Rounding(rng.IntN(4))
		k, err := s.Compile()
		require.NoError(t, err)
		var bases []tax.Base
		for range 20 {
			b := randomBase(rng) % 1_000_000_000_000
			bases = append(bases, b, b+1)
		}
		for _, bracket := range s.Brackets[1:] { // the edges, where a mistake would show
			bases = append(bases, bracket.From-1, bracket.From, bracket.From+1)
		}
		slices.Sort(bases)
		d, former := randomDays(rng), int64(0)
		for _, b := range bases {
			units, err := k.Tax(b, d)
			require.NoError(t, err)
			require.GreaterOrEqual(t, units, former, "%v of %+v, %v", b, s, d)
			former = units
			if d.Resident < d.Year {
				longer, err := k.Tax(b, tax.Days{Resident: d.Resident + 1, Year: d.Year})
				require.NoError(t, err)
				require.GreaterOrEqual(t, longer, units)
			}
		}
	}
}

// TestDaysAddUp holds the money side of T-7: who moves within a year owes, with one
// schedule everywhere, what who stays owes, but for half a unit for each place.
func TestDaysAddUp(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	for range 5_000 {
		s := random(rng, false)
		k, err := s.Compile()
		require.NoError(t, err)
		b := randomBase(rng) % 1_000_000_000_000
		whole, err := k.Tax(b, tax.Days{Resident: 366, Year: 366})
		require.NoError(t, err)
		sum, left, stays, quantum := int64(0), 366, int64(0), max(s.Quantum, 1)
		for left > 0 {
			d := tax.Days{Resident: 1 + rng.IntN(left), Year: 366}
			left -= d.Resident
			units, err := k.Tax(b, d)
			require.NoError(t, err)
			sum += units
			stays++
		}
		require.LessOrEqual(t, max(sum-whole, whole-sum)*2, (stays+1)*quantum)
	}
}

// FuzzTax compares a tax of two brackets with the fraction, in 128 bits and beyond.
func FuzzTax(f *testing.F) {
	f.Add(int64(0), int64(1), int64(100_005_000), int64(5), int64(100), int64(200_000_000), uint16(365))
	f.Add(int64(1), int64(3), int64(1_000_000), int64(1), int64(1<<62+1), int64(1<<62), uint16(1))
	f.Fuzz(func(t *testing.T, num, den, from, num2, den2, base int64, resident uint16) {
		if num < 0 || den < 1 || num2 < 0 || den2 < 1 {
			return
		}
		s := tax.Flat(fiscal.EUR, vicinia.Frac(num, den))
		s.Brackets = append(s.Brackets, tax.Bracket{From: tax.Base(from), Rate: vicinia.Frac(num2, den2)})
		d := tax.Days{Resident: int(resident), Year: 366}
		a, err := tax.Assess(s, tax.Base(base), d)
		switch {
		case from <= 0 || from%100 != 0 || base < 0 || resident > 366:
			require.Error(t, err)
		case err != nil:
			require.ErrorIs(t, err, vicinia.ErrOverflow)
			require.False(t, halfEven(owed(s, tax.Base(base), d)).IsInt64())
		default:
			require.Equal(t, halfEven(owed(s, tax.Base(base), d)).String(), big.NewInt(a.Gross.Minor()).String())
		}
	})
}
