package apportion

import (
	"errors"
	"math/big"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/internal/exact"
)

// ErrQuotas says that quotas do not add up to a whole number.
var ErrQuotas = errors.New("quotas do not add up to a whole number")

// Quotas rounds quotas of any size and sign, which add up to a whole number, to whole
// numbers that add up to it: everyone gets the floor (towards minus infinity) and the
// largest fractions one unit each. A quota that is whole stays as it is. What does not fit
// is vicinia.ErrOverflow.
func Quotas(quotas []*big.Rat) (Division, error) {
	d := Division{Parts: make([]int64, len(quotas)), unit: 1}
	fractions := make([]*big.Rat, len(quotas))
	left := new(big.Rat)
	for i, q := range quotas {
		floor := new(big.Int).Div(q.Num(), q.Denom()) // Euclidean, and denominators are positive
		if !floor.IsInt64() {
			return Division{}, vicinia.ErrOverflow
		}
		d.Parts[i] = floor.Int64()
		fractions[i] = new(big.Rat).Sub(q, new(big.Rat).SetInt(floor))
		left.Add(left, fractions[i])
	}
	if !left.IsInt() {
		return Division{}, ErrQuotas
	}
	d.cut(ranks(fractions), left.Num().Int64())
	return d, nil
}

// ranks are small numbers in the order of fractions, equal for equal ones.
func ranks(fractions []*big.Rat) []exact.U128 {
	order := make([]int, len(fractions))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return fractions[a].Cmp(fractions[b]) })
	out, rank := make([]exact.U128, len(fractions)), uint64(0)
	for n, i := range order {
		if n > 0 && fractions[order[n-1]].Cmp(fractions[i]) != 0 {
			rank++
		}
		out[i].Lo = rank
	}
	return out
}
