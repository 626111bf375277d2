package designation

import (
	"math"
	"math/bits"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/internal/exact"
)

// Payers have none, one or more lines, and no processor can foresee how many. So the loop
// over payers writes each base into the places of the next lines of a block, whether they
// are the payer's or not; the next payer writes over what is not. Then a loop over lines
// finds the base of each without a jump. A block with anything out of the ordinary is
// counted again payer by payer, by pay, which is also what says what is wrong with it.

const (
	blockPayers = 512
	blockLines  = 1 << 11 // a power of two
	ahead       = 4       // places that a payer writes at most
	fresh       = 1 << 63 // the first line of a payer
	usual       = 1 << 54 // above all bases of a block, so that their sum is a word
)

// A block is room for the bases of the lines of some payers.
type block [blockLines + ahead]uint64

// spread writes the bases of payers to their lines and adds them up. It reports false if
// it cannot: a negative or enormous base, starts that fall, or more lines than there is
// room for.
func (b *block) spread(base []int64, start []uint32) (sum uint64, ok bool) {
	if len(start) != len(base)+1 {
		return 0, false
	}
	first, from := start[0], start[0]
	wide, reach := false, int64(ahead/2)
	if start[len(base)]-first > uint32(len(base)) { // more than one line each
		wide, reach = true, ahead
	}
	bits, falls := int64(0), int64(0)
	for i, to := range start[1:] {
		units := base[i]
		n := int64(to) - int64(from)
		bits |= units
		falls |= n
		sum += uint64(units)
		at := (from - first) & (blockLines - 1)
		from = to
		into := (*[ahead]uint64)(b[at:])
		into[0] = uint64(units) | fresh
		into[1] = uint64(units)
		if wide {
			into[2] = uint64(units)
			into[3] = uint64(units)
		}
		if n > reach {
			if int64(at)+n > blockLines {
				return 0, false
			}
			for j := int64(at) + reach; j < int64(at)+n; j++ {
				b[j] = uint64(units)
			}
		}
	}
	return sum, falls >= 0 && uint64(bits) < usual && from-first <= blockLines
}

// A quick is what a term comes to in the loop over lines: a fraction of 2^64 in place of the
// share, so that the amount is the high word of one product. With magic = ceil(2^64*n/d)
// the error is less than d for each unit of the base, and the amount is exact as long as
// all errors together stay below the 2^64 that a d-th is of d; half that for halves.
type quick struct {
	magic, add  uint64
	quantum     uint64
	units       uint64 // of a pool, in place of the product
	below       uint64 // bases from here on take the long way; 0 is all
	part, limit uint64
	least       uint64
}

// quick makes a term ready. More recipients than a payer may name are too large parts: each
// is at least what one too many of them would need to pass the limit. That may look like
// shares above the cap where there are none, and pay says that there are none.
func (t *term) quick() quick {
	q := quick{part: t.part, limit: t.limit, least: t.least}
	if t.most != math.MaxUint32 {
		q.part = max(t.part, t.limit/(uint64(t.most)+1)+1)
	}
	if t.fixed {
		q.units, q.below = t.of(0), math.MaxUint64
		return q
	}
	num, den := t.share.Parts()
	high, d := bits.Mul64(uint64(den), t.rate.quantum)
	if num < 0 || high != 0 || d > math.MaxInt64 || uint64(num) >= d || t.even {
		return q
	}
	magic, rest := bits.Div64(uint64(num), 0, d)
	room := uint64(math.MaxUint64)
	switch t.round {
	case HalfUp:
		q.add, room = 1<<63, math.MaxInt64
	case Up:
		q.add, _ = bits.Div64(d-1, 0, d)
		q.add++
		room -= d
	}
	q.magic, q.below, q.quantum = magic, room, t.rate.quantum
	if rest > 0 {
		q.magic, q.below = magic+1, room/(d-rest)
	}
	return q
}

// of is rate.of for bases below the bound.
func (q *quick) of(base uint64) uint64 {
	high, low := bits.Mul64(base, q.magic)
	_, carry := bits.Add64(low, q.add, 0)
	return (high+carry)*q.quantum + q.units
}

// add adds the lines of a block, if all are in order: indices in bounds, slots ascending
// within a payer, shares within the caps, no more recipients than are allowed, no base that
// is too large for the quick way. Otherwise it takes back what it added and reports false.
// What is wrong is gathered in signs, so that the loop has no jump that a processor could
// not foresee.
func (k *kernel) add(cells []cell, lines []Line, bases []uint64) bool {
	if len(k.slots) == 1 {
		return k.addOne(cells, lines, bases)
	}
	quicks, width, shares := k.quicks, k.width, k.shares
	bases = bases[:len(lines)]
	slot, used, signs := int64(0), uint64(0), int64(0)
	for i, l := range lines {
		at, to := uint32(l.Slot)*shares+uint32(l.Share), uint32(l.Slot)*width+l.Recipient
		if l.Recipient >= width || uint32(l.Share) >= shares || at >= uint32(len(quicks)) || to >= uint32(len(cells)) {
			k.takeBack(cells, lines[:i], bases)
			return false
		}
		q := &quicks[at]
		begins := int64(bases[i]) >> 63 // all ones if the line is the first of its payer
		step := int64(l.Slot) - slot
		slot = int64(l.Slot)
		if begins|step == 0 { // in most laws never, so that it can be foreseen
			used += q.part
		} else {
			used = q.part
		}
		signs |= step&^begins | int64(q.limit-used)
		base := bases[i] &^ fresh
		if base >= q.below {
			k.takeBack(cells, lines[:i], bases)
			return false
		}
		if amount := q.of(base); amount >= q.least {
			cells[to].add(amount)
		}
	}
	if signs < 0 {
		k.takeBack(cells, lines, bases)
	}
	return signs >= 0
}

// addOne is add for a regime of one slot.
func (k *kernel) addOne(cells []cell, lines []Line, bases []uint64) bool {
	quicks, bases := k.quicks, bases[:len(lines)]
	limit, least := k.slots[0].limit, uint64(k.regime.Slots[0].MinLine.Minor())
	used, signs := uint64(0), int64(0)
	for i, l := range lines {
		if int(l.Share) >= len(quicks) || int(l.Recipient) >= len(cells) || l.Slot != 0 {
			k.takeBack(cells, lines[:i], bases)
			return false
		}
		q := &quicks[l.Share]
		begins := int64(bases[i]) >> 63
		used = used&^uint64(begins) + q.part
		signs |= int64(limit - used)
		base := bases[i] &^ fresh
		if base >= q.below {
			k.takeBack(cells, lines[:i], bases)
			return false
		}
		if amount := q.of(base); amount >= least {
			cells[l.Recipient].add(amount)
		}
	}
	if signs < 0 {
		k.takeBack(cells, lines, bases)
	}
	return signs >= 0
}

// add adds a line.
func (c *cell) add(amount uint64) {
	c.lines++
	lo, carry := bits.Add64(c.sum.Lo, amount, 0)
	c.sum.Lo = lo
	if carry != 0 {
		c.sum.Hi++
	}
}

// takeBack undoes add.
func (k *kernel) takeBack(cells []cell, lines []Line, bases []uint64) {
	for i, l := range lines {
		t := &k.terms[uint32(l.Slot)*k.shares+uint32(l.Share)]
		if amount := t.of(bases[i] &^ fresh); amount >= t.least {
			c := &cells[uint32(l.Slot)*k.width+l.Recipient]
			c.lines--
			c.sum = c.sum.Sub(exact.U128{Lo: amount})
		}
	}
}

// blocks reports whether blocks may be counted by add: lines are plain shares with a common
// denominator, and no rounding up can lift several lines of a payer above the base. With
// halves up an amount that is not 0 is less than twice its exact value, so caps of a half
// in all are safe.
func (r *Regime) blocks() bool {
	halves, safe := vicinia.Frac(1, 2), true
	carved := func(i int) vicinia.Ratio { return r.Slots[i].right() }
	for i := range r.Slots {
		s := &r.Slots[i]
		if newDue(s) != nil || s.Grain == Amounts {
			return false
		}
		if s.Rounding == Up || s.Rounding != Down && s.Quantum > 1 {
			safe = false
		}
		if s.Rounding != Down && sumCmp(len(r.Slots), carved, halves) > 0 {
			safe = false
		}
	}
	return safe || !r.carves() || r.Slots[0].Basis == Pool
}
