package tax

import (
	"cmp"
	"errors"
	"fmt"
	"math/big"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/internal/apportion"
	"github.com/vicinia/vicinia/internal/exact"
)

// An Establishment is where a company works. Its factors are what its part is weighed by,
// in whatever units: wages in francs, turnover, capital, heads of staff.
type Establishment struct {
	Place   string // unique; equal remainders go by it, in byte order
	Factors []int64
}

// An Apportionment divides the profit, or the tax, of one company among the places of its
// establishments. The zero Apportionment has no factors and is an error.
type Apportionment struct {
	// Weights are those of the factors, which need not add up to 1: {1} for wages alone,
	// {1, 1} for wages and turnover alike. A factor that no establishment has is left out.
	Weights []vicinia.Ratio
	// Ahead is the part that Seat gets before the rest is divided (in Switzerland a
	// Präzipuum); it takes part in the rest too. 0 means none.
	Ahead vicinia.Ratio
	Seat  string
	// Places rounds the shares to decimals of a percent first, so that they still add up to
	// 1 (3 in the German Zerlegungsgesetz): by largest remainders, equal ones by place. 0
	// means no rounding.
	Places int
	// Least leaves amounts below it undivided, at the seat (500 000 euros in the German
	// Zerlegungsgesetz). 0 means none.
	Least fiscal.Money
}

// MaxPlaces bounds the decimals of a percent.
const MaxPlaces = 9

// Divide returns the part of each establishment, in their order: they add up to the amount.
// A negative amount is a loss and divided alike. Cents go by largest remainders, of equal
// ones by place; an establishment without any factor gets nothing.
func (a Apportionment) Divide(amount fiscal.Money, es []Establishment) ([]fiscal.Money, error) {
	if err := a.check(amount, es); err != nil {
		return nil, fmt.Errorf("apportion %v: %w", amount, err)
	}
	quotas := a.weigh(es)
	if a.Places > 0 {
		quotas = a.round(quotas, es)
	}
	if seat := a.seat(es); !a.Least.IsZero() && exact.Abs(amount.Minor()) < uint64(a.Least.Minor()) {
		for i := range quotas {
			quotas[i] = new(big.Rat)
		}
		quotas[seat] = big.NewRat(1, 1)
	}
	for i, q := range quotas {
		quotas[i] = new(big.Rat).Mul(q, big.NewRat(amount.Minor(), 1))
	}
	parts := make([]fiscal.Money, len(es))
	for i, units := range whole(quotas, es) {
		parts[i] = amount.Currency().Minor(units)
	}
	return parts, nil
}

// whole rounds quotas by largest remainders, equal ones by place. They are not above an
// amount that fits.
func whole(quotas []*big.Rat, es []Establishment) []int64 {
	d, err := apportion.Quotas(quotas)
	if err != nil {
		panic("tax: " + err.Error())
	}
	d.Give(func(i, j int) int { return cmp.Compare(es[i].Place, es[j].Place) })
	return d.Parts
}

// Shares returns the part of each establishment, in their order: they add up to 1. Shares
// whose terms leave 64 bits are vicinia.ErrOverflow; rounded ones never do.
func (a Apportionment) Shares(es []Establishment) ([]vicinia.Ratio, error) {
	if err := a.check(fiscal.Money{}, es); err != nil {
		return nil, fmt.Errorf("apportion: %w", err)
	}
	shares := a.weigh(es)
	if a.Places > 0 {
		shares = a.round(shares, es)
	}
	out := make([]vicinia.Ratio, len(es))
	for i, s := range shares {
		if !s.Num().IsInt64() || !s.Denom().IsInt64() {
			return nil, fmt.Errorf("the share of %s: %w", es[i].Place, vicinia.ErrOverflow)
		}
		out[i] = vicinia.Frac(s.Num().Int64(), s.Denom().Int64())
	}
	return out, nil
}

// weigh is the exact shares.
func (a Apportionment) weigh(es []Establishment) []*big.Rat {
	shares, weights := make([]*big.Rat, len(es)), new(big.Rat)
	for i := range shares {
		shares[i] = new(big.Rat)
	}
	for n, w := range a.Weights {
		sum := new(big.Int)
		for _, e := range es {
			sum.Add(sum, big.NewInt(e.Factors[n]))
		}
		if sum.Sign() == 0 {
			continue
		}
		weights.Add(weights, rat(w))
		for i, e := range es {
			part := new(big.Rat).SetFrac(big.NewInt(e.Factors[n]), sum)
			shares[i].Add(shares[i], part.Mul(part, rat(w)))
		}
	}
	rest := new(big.Rat).Sub(big.NewRat(1, 1), rat(a.Ahead))
	for i := range shares {
		shares[i].Mul(shares[i].Quo(shares[i], weights), rest)
	}
	if seat := a.seat(es); seat >= 0 {
		shares[seat].Add(shares[seat], rat(a.Ahead))
	}
	return shares
}

// round rounds shares to places of a percent.
func (a Apportionment) round(shares []*big.Rat, es []Establishment) []*big.Rat {
	unit := 100 * exact.Pow10(a.Places)
	quotas := make([]*big.Rat, len(shares))
	for i, s := range shares {
		quotas[i] = new(big.Rat).Mul(s, big.NewRat(unit, 1))
	}
	for i, n := range whole(quotas, es) {
		quotas[i] = big.NewRat(n, unit)
	}
	return quotas
}

// seat is the index of the seat; -1 if it is not among the establishments.
func (a Apportionment) seat(es []Establishment) int {
	return slices.IndexFunc(es, func(e Establishment) bool { return e.Place == a.Seat })
}

func (a Apportionment) check(amount fiscal.Money, es []Establishment) error {
	var f faults
	weighty := false
	for i, w := range a.Weights {
		if w.Sign() < 0 {
			f.add(fmt.Sprintf("weights[%d]", i), "", "%v must not be negative", w)
		}
	}
	if a.Ahead.Sign() < 0 || a.Ahead.Cmp(vicinia.Frac(1, 1)) > 0 {
		f.add("ahead", "", "%v is not 0 to 1", a.Ahead)
	}
	if a.Places < 0 || a.Places > MaxPlaces {
		f.add("places", "", "%d is not 0 to %d", a.Places, MaxPlaces)
	}
	if a.Least.Sign() < 0 {
		f.add("least", "", "%v must not be negative", a.Least)
	}
	if _, err := amount.Add(a.Least); errors.Is(err, fiscal.ErrCurrency) {
		f.add("least", "M-7", "%v for an amount of %v", a.Least, amount)
	}
	seen := map[string]bool{}
	for i, e := range es {
		path := fmt.Sprintf("establishments[%d]", i)
		if seen[e.Place] {
			f.add(path+".place", "", "%q stands twice", e.Place)
		}
		seen[e.Place] = true
		if len(e.Factors) != len(a.Weights) {
			f.add(path+".factors", "", "%s: %d factors for %d weights", e.Place, len(e.Factors), len(a.Weights))
			continue
		}
		for n, factor := range e.Factors {
			if factor < 0 {
				f.add(fmt.Sprintf("%s.factors[%d]", path, n), "", "%s: %d must not be negative", e.Place, factor)
			}
			weighty = weighty || factor > 0 && a.Weights[n].Sign() > 0
		}
	}
	if !weighty {
		f.add("establishments", "", "no factor to divide by")
	}
	if (a.Ahead.Sign() != 0 || a.Least.Sign() != 0) && a.seat(es) < 0 {
		f.add("seat", "", "%q is not among the establishments", a.Seat)
	}
	return errors.Join(f...)
}
