package designation

import (
	"fmt"
	"math"
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
	quick := k.common && r.blocks()
	var room block
	for at := 0; at < c.Len(); {
		n := min(blockPayers, c.Len()-at)
		if quick && k.block(t, &room, c.Base[at:at+n], c.Start[at:at+n+1], c.Lines) {
			at += n
			continue
		}
		for end := at + n; at < end; at++ {
			if err := k.payer(t, c, at); err != nil {
				return nil, err
			}
		}
	}
	t.payers = int64(c.Len())
	return t, nil
}

// block counts some payers at once, or none of them.
func (k *kernel) block(t *Totals, room *block, base []int64, start []uint32, lines []Line) bool {
	sum, ok := room.spread(base, start)
	from, to := start[0], start[len(base)]
	if !ok || uint64(to) > uint64(len(lines)) || !k.add(t.cells, lines[from:to], room[:]) {
		return false
	}
	addTo(&t.base, sum)
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

// A kernel is a regime and a dictionary of shares, made ready for the loop.
type kernel struct {
	width  uint32 // of a slot in the cells: recipients, and categories for generic lines
	shares uint32
	terms  []term  // slot by slot, share by share
	quicks []quick // likewise
	slots  []slotTerm
	purse  uint64 // what a payer may direct at most beside the base; see pay
	exact  []vicinia.Ratio
	common bool // shares have a common denominator: part and limit can be trusted
	credit *Credit
	regime *Regime
}

// A term is a share in one slot.
type term struct {
	rate
	part  uint64 // the share over the common denominator
	limit uint64 // of the slot, likewise
	most  int64  // recipients of the slot that one payer may name
	least uint64 // of an amount: less is void
	due   *due   // nil is the plain share
}

// A slotTerm is what all shares of a slot have in common, and what the lines of one payer
// have used of it, which is 0 between payers.
type slotTerm struct {
	limit, used uint64
	most, named uint32
}

// maxCommon bounds the common denominator, so that a cap and a share add up in 64 bits.
const maxCommon = 1 << 62

func newKernel(r *Regime, shares []vicinia.Ratio) *kernel {
	k := &kernel{
		width: uint32(r.width()), shares: uint32(len(shares)), exact: shares, regime: r, credit: r.Credit,
		terms: make([]term, len(shares)*len(r.Slots)), quicks: make([]quick, len(shares)*len(r.Slots)),
		slots: make([]slotTerm, len(r.Slots)),
	}
	if r.Mode == Surcharge || r.Slots[0].Basis == Pool {
		k.purse = math.MaxInt64
	}
	common := uint64(1)
	k.common = true
	for i := range r.Slots {
		common, k.common = lcm(common, r.Slots[i].right(), k.common)
	}
	for _, s := range shares {
		common, k.common = lcm(common, s, k.common)
	}
	for i := range r.Slots {
		s := &r.Slots[i]
		k.slots[i] = slotTerm{limit: maxCommon, most: math.MaxUint32}
		if s.MaxRecipients > 0 {
			k.slots[i].most = uint32(min(s.MaxRecipients, math.MaxUint32))
		}
		if k.common {
			k.slots[i].limit = over(s.right(), common)
		}
		due := newDue(s)
		for j, share := range shares {
			t := k.term(s, share, common)
			t.due, t.limit, t.most = due, k.slots[i].limit, int64(k.slots[i].most)
			k.terms[i*len(shares)+j] = t
			k.quicks[i*len(shares)+j] = t.quick()
		}
	}
	return k
}

// over is a ratio over a common denominator that its own divides.
func over(r vicinia.Ratio, common uint64) uint64 {
	num, den := r.Parts()
	return uint64(num) * (common / uint64(den))
}

func (k *kernel) term(s *Slot, share vicinia.Ratio, common uint64) term {
	if share.Sign() < 0 || share.Cmp(whole) > 0 || s.Unit.Sign() > 0 && !multiple(share, s.Unit) {
		return term{rate: constant(0), part: maxCommon + 1} // above every cap
	}
	t := term{rate: newRate(share, s.Rounding, s.Quantum), least: uint64(s.MinLine.Minor())}
	if s.Basis == Pool {
		units, _ := quotient(share, s.grainUnit()) // a multiple: Check and the test above
		t.rate = constant(uint64(units))
	}
	if k.common {
		t.part = over(share, common)
	}
	return t
}

// lcm is the least common multiple of a common denominator and r's, up to maxCommon.
func lcm(common uint64, r vicinia.Ratio, ok bool) (uint64, bool) {
	_, d := r.Parts()
	a, b := common, uint64(d)
	for b != 0 {
		a, b = b, a%b
	}
	hi, lo := bits.Mul64(common/a, uint64(d))
	if !ok || hi != 0 || lo > maxCommon {
		return common, false
	}
	return lo, true
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
		cells[slot*k.width+l.Recipient].add(amount)
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

// multiple reports whether a is a whole multiple of b, which is positive.
func multiple(a, b vicinia.Ratio) bool {
	_, ok := quotient(a, b)
	return ok
}

// quotient is a/b where it is a whole number that fits.
func quotient(a, b vicinia.Ratio) (int64, bool) {
	an, ad := a.Parts()
	bn, bd := b.Parts()
	if bn <= 0 {
		return 0, false
	}
	// a/b = an*bd / (ad*bn): whole if and only if bn divides an and ad divides bd, both
	// being in lowest terms.
	if an%bn != 0 || bd%ad != 0 {
		return 0, false
	}
	hi, lo := bits.Mul64(exact.Abs(an/bn), uint64(bd/ad))
	n, fits := exact.Signed(lo, an < 0)
	return n, fits && hi == 0
}
