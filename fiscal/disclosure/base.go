package disclosure

import (
	"fmt"

	"github.com/vicinia/vicinia"
)

// A Rounded is a table whose counts, and totals, are multiples of a base. It has no
// amounts and no blanks.
type Rounded struct {
	Base          int64
	Rows, Columns []string
	Counts        []int64 // row by row
	RowTotals     []int64
	ColumnTotals  []int64 // one where the table has no columns
	Total         int64
}

// MaxBase bounds the base of a rounding.
const MaxBase = 1000

// Round rounds every count, and every total by itself, to the nearest multiple of a base,
// halves to the even multiple. The rounded counts need not add up to the rounded totals,
// and nobody can tell by how much they were moved but that it is at most half a base: a
// count of 0 may have been anything up to that. Choose a base of at least twice the
// minimum that is to be protected; many totals of the same small cells narrow it, so that
// Suppress is the answer where a table has to withstand an attacker who solves its sums.
//
// A base that is not 2 to MaxBase is an error; those of the table are as of Suppress.
func (t Table) Round(base int64) (*Rounded, error) {
	err := t.check()
	if base < 2 || base > MaxBase {
		return nil, &vicinia.Fault{Path: "base", Err: fmt.Errorf("%d is not 2 to %d", base, MaxBase)}
	}
	if err != nil {
		return nil, err
	}
	w := t.width()
	r := &Rounded{
		Base: base, Rows: t.Rows, Columns: t.Columns, Counts: make([]int64, len(t.Counts)),
		RowTotals: make([]int64, len(t.Rows)), ColumnTotals: make([]int64, w),
	}
	for i, n := range t.Counts {
		r.Counts[i] = nearest(n, base)
		r.RowTotals[i/w] += n
		r.ColumnTotals[i%w] += n
		r.Total += n
	}
	for i, n := range r.RowTotals {
		r.RowTotals[i] = nearest(n, base)
	}
	for i, n := range r.ColumnTotals {
		r.ColumnTotals[i] = nearest(n, base)
	}
	r.Total = nearest(r.Total, base)
	return r, nil
}

// nearest is the nearest multiple, halves to the even one; n is not negative.
func nearest(n, base int64) int64 {
	q, rest := n/base, n%base
	if 2*rest > base || 2*rest == base && q%2 == 1 {
		q++
	}
	return q * base
}
