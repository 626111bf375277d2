package designation

import (
	"fmt"
	"math/bits"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/internal/exact"
)

// Count adds up returns: one pass, no allocation per return, sums in 128 bits. It checks
// what it reads, since columns may come from anywhere: a negative base, lines or indices
// out of bounds, negative shares, shares above the cap (D-1), more recipients than the law
// lets a payer name. It stops at the first fault, with the path returns[2], numbered within
// c; Collect's columns have none. A line below Slot.MinLine is void and is not counted.
func (r *Regime) Count(c Returns) (*Totals, error) {
	if err := r.Check(); err != nil {
		return nil, err
	}
	return r.count(c)
}

// count is Count under a regime that was checked.
func (r *Regime) count(c Returns) (*Totals, error) {
	if len(c.Start) != c.Len()+1 && (c.Len() > 0 || len(c.Start) > 0) {
		return nil, &vicinia.Fault{Path: "start", Err: fmt.Errorf("%d starts for %d payers", len(c.Start), c.Len())}
	}
	k := newKernel(r, c.Shares)
	t := r.totals()
	if k.credit != nil && len(c.Amounts) != len(c.Lines) {
		return nil, &vicinia.Fault{Path: "amounts", Err: fmt.Errorf("%d amounts for %d lines", len(c.Amounts), len(c.Lines))}
	}
	room := new(block)
	for at := 0; at < c.Len(); {
		n := min(blockPayers, c.Len()-at)
		if k.quick != nil && k.block(t, room, c.Base[at:at+n], c.Start[at:at+n+1], c.Lines) {
			at += n
			continue
		}
		for end := at + n; at < end; at++ {
			if err := k.payer(t, c, at); err != nil {
				return nil, err
			}
		}
	}
	if k.quick != nil {
		k.quick.empty(t.cells)
	}
	t.payers = int64(c.Len())
	return t, nil
}

// block counts some payers at once, or none of them.
func (k *kernel) block(t *Totals, b *block, base []int64, start []uint32, lines []Line) bool {
	from := start[0]
	if !b.spread(base, start) || uint64(from)+uint64(b.lines) > uint64(len(lines)) ||
		!k.quick.count(t.cells, b, lines[from:][:b.lines]) {
		return false
	}
	addTo(&t.base, b.sum)
	return true
}

// payer counts one payer.
func (k *kernel) payer(t *Totals, c Returns, i int) error {
	base, from, to := c.Base[i], c.Start[i], c.Start[i+1]
	if base < 0 || from > to || uint64(to) > uint64(len(c.Lines)) {
		return fault(i, "", "base %d, lines %d to %d of %d", base, from, to, len(c.Lines))
	}
	addTo(&t.base, uint64(base))
	if from == to {
		return nil
	}
	var bad *refusal
	if k.credit != nil {
		bad = k.give(t.cells, uint64(base), c.Lines[from:to], c.Amounts[from:to])
	} else {
		bad = k.pay(t.cells, uint64(base), c.Lines[from:to])
	}
	if bad != nil {
		return fault(i, bad.breaks, "%s", bad.why)
	}
	return nil
}

func fault(i int, breaks vicinia.Invariant, format string, args ...any) error {
	return &vicinia.Fault{Path: fmt.Sprintf("returns[%d]", i), Breaks: breaks, Err: fmt.Errorf(format, args...)}
}

// A refusal is why a payer's lines are not counted.
type refusal struct {
	breaks vicinia.Invariant
	why    string
}

var (
	outOfBounds = &refusal{"", "a line points to no recipient, slot or share"}
	overCap     = &refusal{"D-1", "a negative share, shares above the cap, or no multiple of the unit"}
	tooMany     = &refusal{"", "more recipients than the law lets one payer name"}
	overGiven   = &refusal{"", "a negative amount, or amounts past an int64"}
)

// pay adds the lines of one payer. What has been used of a slot is kept in registers as
// long as the lines stay in it. A line that rounding up would lift above what is left of
// the base gets what is left.
func (k *kernel) pay(cells []cell, base uint64, lines []Line) (bad *refusal) {
	if !k.common && !k.within(lines) {
		return overCap
	}
	purse := max(base, k.purse)
	slot, used, named := uint32(0), uint64(0), uint32(0)
	several := false
	for _, l := range lines {
		if uint32(l.Slot) != slot {
			if int(l.Slot) >= len(k.slots) {
				bad = outOfBounds
				break
			}
			k.slots[slot].used, k.slots[slot].named = used, named
			slot, several = uint32(l.Slot), true
			used, named = k.slots[slot].used, k.slots[slot].named
		}
		if l.Recipient >= k.width || uint32(l.Share) >= k.shares {
			bad = outOfBounds
			break
		}
		t := &k.terms[slot*k.shares+uint32(l.Share)]
		used += t.part
		named++
		if s := &k.slots[slot]; used > s.limit {
			bad = overCap
			break
		} else if named > s.most {
			bad = tooMany
			break
		}
		amount := t.amount(base)
		if amount < t.least {
			continue
		}
		amount = min(amount, purse)
		purse -= amount
		c := &cells[slot*k.width+l.Recipient]
		c.lines++
		addTo(&c.sum, amount)
	}
	if several {
		for i := range k.slots {
			k.slots[i].used, k.slots[i].named = 0, 0
		}
	}
	return bad
}

// amount is what a line of this share pays out of a base.
func (t *term) amount(base uint64) uint64 {
	if t.due != nil {
		return t.due.of(base)
	}
	return t.of(base)
}

// within is the cap where there is no common denominator: exact, and slow.
func (k *kernel) within(lines []Line) bool {
	for _, l := range lines {
		if int(l.Share) < len(k.exact) && k.exact[l.Share].Sign() < 0 {
			return false
		}
	}
	for slot := range k.slots {
		share := func(i int) vicinia.Ratio {
			if int(lines[i].Slot) != slot || int(lines[i].Share) >= len(k.exact) {
				return vicinia.Ratio{}
			}
			return k.exact[lines[i].Share]
		}
		if sumCmp(len(lines), share, k.regime.Slots[slot].right()) > 0 {
			return false
		}
	}
	return true
}

// addTo adds a word; fewer than 2^64 of them cannot leave 128 bits.
func addTo(sum *exact.U128, n uint64) {
	lo, carry := bits.Add64(sum.Lo, n, 0)
	sum.Lo, sum.Hi = lo, sum.Hi+carry
}
