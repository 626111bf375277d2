package tax_test

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/tax"
	"github.com/vicinia/vicinia/internal/exact"
)

// A bigTax is a schedule in whole numbers of math/big, with room that is used again, so that
// very many taxes take a second: every bracket adds the difference of its rate to the former
// one on all that lies above it.
type bigTax struct {
	s           tax.Schedule
	from, diff  []*big.Int // bases times the divisor's denominator; over den
	couple      *big.Int   // the divisor's denominator
	least, head *big.Int   // over den
	den         *big.Int   // of quanta

	num, all, x, q, r big.Int
}

func newBigTax(s tax.Schedule) *bigTax {
	divisor, factor := big.NewRat(1, 1), big.NewRat(1, 1)
	if s.Divisor.Sign() != 0 {
		divisor = big.NewRat(s.Divisor.Parts())
	}
	if s.Multiplier.Sign() != 0 {
		factor = big.NewRat(s.Multiplier.Parts())
	}
	quantum := big.NewRat(max(s.Quantum, 1), 1)
	factor.Mul(factor, big.NewRat(exact.Pow10(s.Currency.Digits()), 10_000)).Quo(factor, quantum)
	b := &bigTax{s: s, couple: divisor.Denom(), den: big.NewInt(1)}
	var diffs []*big.Rat
	former := new(big.Rat)
	for _, bracket := range s.Brackets {
		rate := big.NewRat(bracket.Rate.Parts())
		b.from = append(b.from, new(big.Int).Mul(divisor.Num(), big.NewInt(int64(bracket.From))))
		diff := new(big.Rat).Sub(rate, former)
		diff.Mul(diff, factor).Quo(diff, new(big.Rat).SetInt(b.couple))
		diffs, former = append(diffs, diff), rate
		b.den.Mul(b.den, diff.Denom())
	}
	b.den.Mul(b.den, quantum.Num())
	over := func(r *big.Rat) *big.Int {
		n := new(big.Int).Mul(r.Num(), b.den)
		return n.Quo(n, r.Denom())
	}
	for _, diff := range diffs {
		b.diff = append(b.diff, over(diff))
	}
	b.least = over(new(big.Rat).Quo(big.NewRat(s.Minimum.Minor(), 1), quantum))
	b.head = over(new(big.Rat).Quo(big.NewRat(s.PerHead.Minor(), 1), quantum))
	return b
}

// tax is what is owed; the result is good until the next.
func (b *bigTax) tax(base tax.Base, d tax.Days) *big.Int {
	if b.s.FloorTo != 0 {
		base = base / b.s.FloorTo * b.s.FloorTo
	}
	b.all.Mul(b.couple, b.x.SetInt64(int64(base)))
	b.num.SetInt64(0)
	for i, from := range b.from {
		if b.x.Sub(&b.all, from).Sign() <= 0 {
			break
		}
		b.num.Add(&b.num, b.x.Mul(&b.x, b.diff[i]))
	}
	if b.num.Cmp(b.least) < 0 {
		b.num.Set(b.least)
	}
	b.num.Add(&b.num, b.head).Mul(&b.num, b.x.SetInt64(int64(d.Resident)))
	b.all.Mul(b.den, b.x.SetInt64(int64(d.Year)))
	b.q.QuoRem(&b.num, &b.all, &b.r)
	rest := b.r.Sign() > 0
	half := b.r.Lsh(&b.r, 1).Cmp(&b.all)
	up := [...]bool{
		fiscal.HalfEven: half > 0 || half == 0 && b.q.Bit(0) == 1, fiscal.Floor: false, fiscal.HalfUp: half >= 0, fiscal.Ceiling: rest,
	}[b.s.Rounding]
	if up {
		b.q.Add(&b.q, big.NewInt(1))
	}
	return b.q.Mul(&b.q, b.x.SetInt64(max(b.s.Quantum, 1)))
}

// Every bracket in every rounding, one by one and in columns, against math/big: over a million
// bases of all lengths, and the edges of brackets.
func TestTaxAgainstBig(t *testing.T) {
	rng := rand.New(rand.NewPCG(51, 51))
	schedules, fitted, over := 2_400, 0, 0
	if testing.Short() {
		schedules /= 40
	}
	for n := range schedules {
		s := random(rng, n%5 == 0)
		s.Rounding = fiscal.Rounding(n % 4)
		k, err := s.Compile()
		require.NoError(t, err)
		slow, year, most := newBigTax(s), 365+n%2, rng.IntN(63)
		f := tax.Filings{Year: year}
		for i := range 500 {
			base := tax.Base(rng.Int64() >> (62 - rng.IntN(most+1)))
			if b := s.Brackets[rng.IntN(len(s.Brackets))].From; i%4 == 0 && b > 0 {
				base = b + tax.Base(rng.IntN(3)-1)
			}
			f.Base, f.Resident = append(f.Base, base), append(f.Resident, uint16(rng.IntN(year+1)))
		}
		due := make([]int64, len(f.Base))
		_, _ = k.TaxAll(due, f, 1) // what does not fit is a fault, and its due 0
		for i, base := range f.Base {
			d := tax.Days{Resident: int(f.Resident[i]), Year: year}
			got, err := k.Tax(base, d)
			want := slow.tax(base, d)
			if err != nil {
				require.ErrorIs(t, err, vicinia.ErrOverflow)
				require.False(t, want.IsInt64(), "%v of %+v, %v", base, s, d)
				over++
				continue
			}
			if !want.IsInt64() || want.Int64() != got || got != due[i] {
				require.Equal(t, want.String(), big.NewInt(got).String(), "%v of %+v, %v", base, s, d)
				require.Equal(t, got, due[i], "%v of %+v, %v, in columns", base, s, d)
			}
			fitted++
		}
	}
	assert.Greater(t, fitted, schedules*450)
	assert.True(t, over > 0 || testing.Short())
}
