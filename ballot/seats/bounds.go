package seats

import (
	"errors"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/internal/apportion"
)

// errFull says that all lists have what they may have, and seats are left.
var errFull = errors.New("all lists have their most, and seats are left")

// divide gives the seats to those with votes, within the bounds of the rule. Without the
// seats above Max the others have a smaller divisor, so that whoever reaches Max once stays
// there: those held back are the same in whatever order they are found.
func (r Divisor) divide(votes []int64) (d apportion.Division, err error) {
	takers := int64(0)
	for _, v := range votes {
		if v > 0 {
			takers++
		}
	}
	if r.Base > 0 && r.Base > r.Seats/max(takers, 1) {
		return d, apportion.ErrTooFew
	}
	left := r.Seats - r.Base*takers
	least, most := max(r.Min-r.Base, 0), r.Max-r.Base
	held, free := make([]bool, len(votes)), slices.Clone(votes)
	for {
		d, err = apportion.HighestAverages(left, least, free, r.posts())
		switch {
		case err != nil && slices.Contains(held, true):
			return d, &vicinia.Fault{Path: "max", Err: errFull}
		case err != nil:
			return d, err
		}
		over := above(d, most)
		if r.Max == 0 || len(over) == 0 {
			break
		}
		for _, i := range over {
			held[i], free[i] = true, 0
			left -= most
		}
	}
	for i, v := range votes {
		if held[i] {
			d.Parts[i] = most
		}
		if v > 0 {
			d.Parts[i] += r.Base
		}
	}
	return d, nil
}

// above are those with more than most, or with most and a claim to the open seats.
func above(d apportion.Division, most int64) (over []int) {
	for i, n := range d.Parts {
		if n > most || n == most && slices.Contains(d.Tied, i) {
			over = append(over, i)
		}
	}
	return over
}
