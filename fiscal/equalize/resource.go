package equalize

import (
	"fmt"
	"math/big"

	"github.com/cockroachdb/apd/v3"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/internal/exact"
)

// Digits is the precision of powers and of the quotients before them, half-even: that of
// IEEE 754 decimal128.
const Digits = 34

// A Resource is a MODEL of the Swiss resource equalisation since 2020 (FiLaV, SR
// 613.21, articles 1 to 24): the tariff stands in an annex that is not public as text. The model is the tariff that is fixed by what the law says of it: the guarantee is
// reached, nobody overtakes anybody, and the marginal rate falls from all to nothing.
//
// Capacity is the resource potential, the mean of the years t-6 to t-4, and Heads the mean
// population of the same years. The index of a canton is 100 times its potential per head
// over that of all. Up to Full the payment lifts the index to Guarantee (M); above it is
// (M-x0) ((100-x)/(100-x0))^n index points, n = (100-x0)/(M-x0). An index point is worth a
// hundredth of the mean standardized yield per head, Standard times the mean potential.
// Those above 100 bear the part that Federal leaves, by heads times (index-100).
type Resource struct {
	Guarantee vicinia.Ratio // M, in index points: 86.5 since 2022; below 100
	Full      vicinia.Ratio // x0, in index points: a parameter without a default, below M
	Standard  vicinia.Ratio // the standard tax rate: a parameter without a default
	Federal   vicinia.Ratio // of all payments, from outside: 60 %
}

// Transfers: see Scheme. The pot is what the federation pays. Payments are rounded
// half-even to minor units; the strong bear their part of the sum, rounded half-even.
func (r Resource) Transfers(ts []Treasury) (Result, error) {
	var f faults
	hundred := vicinia.Frac(100, 1)
	if r.Guarantee.Sign() <= 0 || r.Guarantee.Cmp(hundred) >= 0 {
		f.add("guarantee", "", "%v index points are not between 0 and 100", r.Guarantee)
	}
	if r.Full.Sign() <= 0 || r.Full.Cmp(r.Guarantee) >= 0 {
		f.add("full", "", "%v index points are not between 0 and the guarantee; there is no default", r.Full)
	}
	if r.Standard.Sign() <= 0 {
		f.add("standard", "", "%v: there is no default", r.Standard)
	}
	f.part("federal", r.Federal)
	cur := f.treasuries(ts)
	if err := f.join(); err != nil {
		return Result{}, fmt.Errorf("resource: %w", err)
	}
	m := mean(ts)
	if m.Sign() == 0 {
		return settle(ts, zeros(len(ts)), nil, cur)
	}
	paid, over, strong := make([]fiscal.Money, len(ts)), zeros(len(ts)), new(big.Rat)
	for i, t := range ts {
		index := quo(mul(units(t.Capacity), big.NewRat(100, t.Heads)), m)
		if index.Cmp(big.NewRat(100, 1)) > 0 {
			over[i] = mul(sub(index, big.NewRat(100, 1)), big.NewRat(t.Heads, 1))
			strong.Add(strong, over[i])
		}
		points, err := r.points(index)
		if err != nil {
			return Result{}, fmt.Errorf("resource: %s: %w", t.Name, err)
		}
		due := mul(mul(points, mul(m, rat(r.Standard))), big.NewRat(t.Heads, 100))
		n, ok := exact.RoundRat(exact.HalfEven, due)
		if !ok {
			return Result{}, fmt.Errorf("resource: %s: %w", t.Name, vicinia.ErrOverflow)
		}
		paid[i] = cur.Minor(n)
	}
	return r.bear(ts, paid, over, strong, cur)
}

// bear divides the part of the strong among them.
func (r Resource) bear(ts []Treasury, paid []fiscal.Money, over []*big.Rat, strong *big.Rat, cur fiscal.Currency) (Result, error) {
	total, err := fiscal.Sum(paid...)
	if err != nil {
		return Result{}, fmt.Errorf("resource: %w", err)
	}
	if total.IsZero() {
		return settle(ts, zeros(len(ts)), nil, cur)
	}
	federal, err := total.Mul(r.Federal, fiscal.HalfEven)
	if err != nil {
		return Result{}, fmt.Errorf("resource: %w", err)
	}
	borne, err := total.Sub(federal)
	if err != nil {
		return Result{}, fmt.Errorf("resource: %w", err)
	}
	for i, o := range over { // where somebody is weak, somebody is strong
		over[i] = new(big.Rat).Neg(mul(units(borne), quo(o, strong)))
	}
	out, err := settle(ts, over, nil, cur)
	if err != nil {
		return Result{}, fmt.Errorf("resource: %w", err)
	}
	for i := range ts {
		if out.Transfers[i], err = out.Transfers[i].Add(paid[i]); err != nil {
			return Result{}, fmt.Errorf("resource: %w", err)
		}
	}
	out.Pot = federal
	return out, nil
}

// points is the payment per head in index points.
func (r Resource) points(index *big.Rat) (*big.Rat, error) {
	m, full, hundred := rat(r.Guarantee), rat(r.Full), big.NewRat(100, 1)
	switch {
	case index.Cmp(hundred) >= 0:
		return new(big.Rat), nil
	case index.Cmp(full) <= 0:
		return sub(m, index), nil
	}
	base := quo(sub(hundred, index), sub(hundred, full))
	power, err := pow(base, quo(sub(hundred, full), sub(m, full)))
	if err != nil {
		return nil, err
	}
	return mul(sub(m, full), power), nil
}

// pow is a power of two positive fractions, to Digits.
func pow(base, exponent *big.Rat) (*big.Rat, error) {
	context := apd.BaseContext.WithPrecision(Digits)
	context.Rounding = apd.RoundHalfEven
	x, err := decimal(context, base)
	if err != nil {
		return nil, err
	}
	y, err := decimal(context, exponent)
	if err != nil {
		return nil, err
	}
	if _, err := context.Pow(x, x, y); err != nil {
		return nil, fmt.Errorf("%v to the power of %v: %w", base, exponent, err)
	}
	out, ok := new(big.Rat).SetString(x.Text('f'))
	if !ok {
		return nil, fmt.Errorf("%v is no number", x)
	}
	return out, nil
}

// decimal is a fraction to the digits of the context.
func decimal(context *apd.Context, r *big.Rat) (*apd.Decimal, error) {
	num := apd.NewWithBigInt(new(apd.BigInt).SetMathBigInt(r.Num()), 0)
	den := apd.NewWithBigInt(new(apd.BigInt).SetMathBigInt(r.Denom()), 0)
	out := new(apd.Decimal)
	_, err := context.Quo(out, num, den)
	return out, err
}
