package apportion

import (
	"errors"
	"math/big"
	"math/bits"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/internal/exact"
)

// ErrNoWeight says that there is something to divide and nobody to take it.
var ErrNoWeight = errors.New("no weight")

// Weights are small weights, as wide ones.
func Weights(ws ...uint64) []exact.U128 {
	wide := make([]exact.U128, len(ws))
	for i, w := range ws {
		wide[i].Lo = w
	}
	return wide
}

// A Division is a total in parts, up to a tie.
type Division struct {
	Parts []int64 // as the weights; with the open units they add up to the total
	Tied  []int   // ascending: who has the remainder at the cut; nil if all is given
	Open  int     // units for them, one each; fewer than Tied
	unit  int64   // -1 for a negative total
}

// LargestRemainder divides total by weights. A negative total is the mirror of its
// negation. Nothing by no weights is no parts; a total other than 0 by no weight is
// ErrNoWeight. Source: Balinski & Young, Fair Representation (1982), the method of Hamilton.
func LargestRemainder(total int64, weights []exact.U128) (Division, error) {
	parts, rests, left, err := floors(total, weights)
	if err != nil {
		return Division{}, err
	}
	d := Division{Parts: parts, unit: 1}
	if total < 0 {
		d.unit, left = -1, -left
	}
	d.cut(rests, left)
	return d, nil
}

// ByRemainders gives what is left to the largest remainders, one unit each, beside parts
// that stand; left is from 0 to less than the number of positive remainders, or equal to it.
func ByRemainders(parts []int64, rests []exact.U128, left int64) Division {
	d := Division{Parts: parts, unit: 1}
	if left == int64(len(rests)) {
		for i := range parts {
			parts[i]++
		}
		return d
	}
	d.cut(rests, left)
	return d
}

// Floors gives everyone the quota without its fraction, and returns what is left, of the
// sign of total and less than the number of weights.
func Floors(total int64, weights []exact.U128) (parts []int64, left int64, err error) {
	parts, _, left, err = floors(total, weights)
	return parts, left, err
}

// ByOrder gives what Floors leaves to the first who have a weight, one unit each.
func ByOrder(total int64, weights []exact.U128) ([]int64, error) {
	parts, left, err := Floors(total, weights)
	unit := max(min(left, 1), -1)
	for i, w := range weights {
		if left != 0 && w != (exact.U128{}) {
			parts[i] += unit
			left -= unit
		}
	}
	return parts, err
}

// floors gives everyone the floor of the quota and returns the remainders.
func floors(total int64, weights []exact.U128) (parts []int64, rests []exact.U128, left int64, err error) {
	var sum exact.U128
	for _, w := range weights {
		var ok bool
		if sum, ok = sum.Add(w); !ok {
			return nil, nil, 0, vicinia.ErrOverflow
		}
	}
	parts, rests = make([]int64, len(weights)), make([]exact.U128, len(weights))
	if total == 0 {
		return parts, rests, 0, nil
	}
	if sum == (exact.U128{}) {
		return nil, nil, 0, ErrNoWeight
	}
	left = total
	for i, w := range weights {
		var q uint64
		q, rests[i] = quota(exact.Abs(total), w, sum)
		parts[i], _ = exact.Signed(q, total < 0) // not above total, as w is not above sum
		left -= parts[i]
	}
	return parts, rests, left, nil
}

// quota is total*w divided by sum, which w is not above.
func quota(total uint64, w, sum exact.U128) (floor uint64, rest exact.U128) {
	if sum.Hi == 0 {
		hi, lo := bits.Mul64(total, w.Lo)
		floor, rest.Lo = bits.Div64(hi, lo, sum.Lo)
		return floor, rest
	}
	product := new(big.Int).SetUint64(total)
	product.Mul(product, w.Big())
	quotient, r := product.QuoRem(product, sum.Big(), new(big.Int))
	rest, _ = exact.FromBig(r)
	return quotient.Uint64(), rest
}

// cut gives one unit to each of the left largest remainders, and leaves those open
// for which more are equal than there are units. The remainders add up to left times the
// sum of the weights and each is below that sum, so more than left of them are positive:
// a zero weight is never reached.
func (d *Division) cut(rests []exact.U128, left int64) {
	if left == 0 {
		return
	}
	order := make([]int, len(rests))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return rests[b].Cmp(rests[a]) })
	last := rests[order[left-1]]
	tied := last == rests[order[left]]
	for _, i := range order[:left] {
		if tied && rests[i] == last {
			d.Open++
		} else {
			d.Parts[i] += d.unit
		}
	}
	for i, r := range rests {
		if tied && r == last {
			d.Tied = append(d.Tied, i)
		}
	}
}

// Give hands the open units to the first of the tied in the order of compare, which is
// on indices and must be strict. Nothing stays open.
func (d *Division) Give(compare func(a, b int) int) {
	slices.SortFunc(d.Tied, compare)
	for _, i := range d.Tied[:d.Open] {
		d.Parts[i] += d.unit
	}
	d.Tied, d.Open = nil, 0
}
