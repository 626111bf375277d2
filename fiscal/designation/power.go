package designation

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/internal/exact"
)

// Gini is how unequal the power to designate is, exactly: 0 if every payer may direct the
// same amount, and close to 1 if one may direct all. Power is what all slots' rates of the
// payer's base come to, whether it is used or not; of a pool every payer has an equal part.
// It is sum((2i-n-1) x_i) / (n sum(x_i)) over powers in ascending order (Gini 1912, in the
// form of Sen, On Economic Inequality, 1973, section 2.4); nobody, or nobody with any
// power, is 0. It sorts a copy of the bases.
func (r *Regime) Gini(c Returns) (*big.Rat, error) {
	if err := r.Check(); err != nil {
		return nil, err
	}
	powers := make([]int64, c.Len())
	for i := range r.Slots {
		s := &r.Slots[i]
		if s.Basis == Pool {
			return new(big.Rat), nil
		}
		rate := newRate(s.Rate, s.Rounding, s.Quantum)
		for j, base := range c.Base {
			if base < 0 {
				return nil, fault(j, "", "base %d", base)
			}
			sum, ok := add(powers[j], int64(min(rate.of(uint64(base)), 1<<63-1)))
			if !ok {
				return nil, vicinia.ErrOverflow
			}
			powers[j] = sum
		}
	}
	return gini(powers), nil
}

// gini sorts powers.
func gini(powers []int64) *big.Rat {
	slices.Sort(powers)
	n := int64(len(powers))
	weighted, sum := new(big.Int), new(big.Int)
	term, weight := new(big.Int), new(big.Int)
	for i, x := range powers {
		term.SetInt64(x)
		sum.Add(sum, term)
		weighted.Add(weighted, term.Mul(term, weight.SetInt64(2*int64(i)+1-n)))
	}
	if sum.Sign() == 0 {
		return new(big.Rat)
	}
	return new(big.Rat).SetFrac(weighted, sum.Mul(sum, big.NewInt(n)))
}

// ErrPlaces says that returns do not tell the municipalities of their payers.
var ErrPlaces = errors.New("the returns name no municipality")

// A Place is what the payers of one municipality put up and directed, before floors,
// ceilings and caps, which are of the whole. Such a row is for the operator: with few payers
// it says what one of them believes; see fiscal/disclosure for what may be published.
type Place struct {
	Municipality string // "" is unknown
	Payers       int64
	Base         fiscal.Money
	Directed     []fiscal.Money // by recipient, as Regime.Recipients; of a pool, nil
	Generic      fiscal.Money   // by lines without a recipient
	Lines        []int64        // by recipient
}

// Places counts by municipality, in byte order of the names. Returns without municipalities
// are ErrPlaces. The sums over all places are those of Count.
func (r *Regime) Places(c Returns) ([]Place, error) {
	if err := r.Check(); err != nil {
		return nil, err
	}
	if len(c.Places) != c.Len() || c.Len() == 0 {
		return nil, ErrPlaces
	}
	parts := make([]Returns, len(c.Municipalities))
	for i := range parts {
		parts[i].Shares = c.Shares
	}
	for i, p := range c.Places {
		if int(p) >= len(parts) || i+1 >= len(c.Start) || c.Start[i] > c.Start[i+1] || uint64(c.Start[i+1]) > uint64(len(c.Lines)) {
			return nil, fault(i, "", "no municipality %d, or no lines", p)
		}
		from, to := c.Start[i], c.Start[i+1]
		parts[p].Add(c.Base[i], c.Lines[from:to]...)
		if r.Mode == ByCredit {
			if uint64(to) > uint64(len(c.Amounts)) {
				return nil, fault(i, "", "no amounts")
			}
			parts[p].Amounts = append(parts[p].Amounts, c.Amounts[from:to]...)
		}
	}
	places := make([]Place, 0, len(parts))
	for i, part := range parts {
		t, err := r.count(part)
		if err != nil {
			return nil, err
		}
		p, err := r.place(t)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.Municipalities[i], err)
		}
		p.Municipality = c.Municipalities[i]
		places = append(places, p)
	}
	slices.SortFunc(places, func(a, b Place) int { return strings.Compare(a.Municipality, b.Municipality) })
	return places, nil
}

// place turns the totals of one municipality into money.
func (r *Regime) place(t *Totals) (Place, error) {
	base, ok := amount(t.base)
	p := Place{Payers: t.payers, Base: r.Currency.Minor(base), Lines: make([]int64, len(r.Recipients))}
	sums := make([]exact.U128, len(r.Recipients))
	generic := exact.U128{}
	width := r.width()
	for i := range r.Slots {
		for j, c := range t.cells[i*width : (i+1)*width] {
			to := &generic
			if j < len(sums) {
				to = &sums[j]
				p.Lines[j] += c.lines
			}
			var fits bool
			*to, fits = to.Add(c.sum)
			ok = ok && fits
		}
	}
	if r.Slots[0].Basis == Pool {
		return p, nil
	}
	units, fits := amount(generic)
	ok = ok && fits
	p.Generic = r.Currency.Minor(units)
	for _, sum := range sums {
		units, fits := amount(sum)
		ok = ok && fits
		p.Directed = append(p.Directed, r.Currency.Minor(units))
	}
	if !ok {
		return p, vicinia.ErrOverflow
	}
	return p, nil
}
