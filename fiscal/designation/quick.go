package designation

import (
	"math"
	"math/bits"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/internal/exact"
)

// A quick is what a term comes to in the loop over the lines of a block: a fraction of 2^64
// in place of the share, so that the amount is the high word of one product. With
// magic = ceil(2^64*n/d) the error is less than d for each unit of the base, and the amount
// is exact as long as all errors together stay below the 2^64 that a d-th is of d; half that
// for halves.
type quick struct {
	magic uint64
	plus  uint64   // a line, and the units of a pool
	uses  uint64   // of the caps, see quicks.room
	tills []uint64 // of the slot; nil is a share that is left to pay

	add   uint64 // to the low word, by the rounding
	half  uint64 // a low word below it is an exact half, which goes to the even; 0 is none
	least uint64 // in quanta: less is void

	below uint64 // bases from here on are left to pay; 0 is all
}

// A till is a cell in one word, so that a line is one addition: from tillBits on the number
// of lines, and below it the amount in quanta.
const (
	tillBits  = 44
	oneLine   = 1 << tillBits
	tillLines = 1<<(64-tillBits) - 1
)

// Quicks are a kernel made ready for blocks.
type quicks struct {
	terms  []quick // slot by slot, share by share
	shares uint32
	tills  []uint64 // as the cells
	quanta []uint64 // by slot
	below  uint64   // of all terms

	// What a payer has used of all caps is one word: for each slot the parts of the shares
	// and the number of recipients, each in as many bits as its limit and a guard above. To
	// that room is added, so that a guard is set by more than the limit.
	room, guard uint64
	free        uint64 // so many lines of a payer are within every cap, whatever they are
	rounding    int    // of all terms: 0 is the high word alone, 2 has exact halves

	sum, lines uint64 // bounds of what is in the tills
	fold, unit uint64 // no cell gets more than all bases times fold and all lines times unit
}

// quick makes a term ready but for its slot.
func (t *term) quick() quick {
	if t.fixed {
		return quick{plus: oneLine + t.of(0), below: math.MaxUint64}
	}
	num, den := t.share.Parts()
	high, d := bits.Mul64(uint64(den), t.rate.quantum)
	if high != 0 || d > math.MaxInt64 || num < 0 || uint64(num) > d {
		return quick{}
	}
	q := quick{plus: oneLine, least: (t.least + t.rate.quantum - 1) / t.rate.quantum}
	if uint64(num) == d { // all of it: base*(2^64-1) + 2^64-1 is base*2^64 and a rest
		q.magic, q.add, q.below = math.MaxUint64, math.MaxUint64, math.MaxUint64
		return q
	}
	magic, rest := bits.Div64(uint64(num), 0, d)
	room := uint64(math.MaxUint64)
	switch t.round {
	case HalfUp, HalfEven:
		q.add, room = 1<<63, math.MaxInt64
	case Up:
		q.add, _ = bits.Div64(d-1, 0, d)
		q.add++
		room -= d
	}
	if t.even { // after an exact half there is only the error, below 2^63/d; else that at least
		q.half = (1<<63 + d - 1) / d
	}
	q.magic, q.below = magic, room
	if rest > 0 {
		q.magic, q.below = magic+1, room/(d-rest)
	}
	return q
}

// line is what a line puts into its till, for bases below the bound.
func (q *quick) line(base uint64) uint64 {
	high, low := bits.Mul64(base, q.magic)
	low, carry := bits.Add64(low, q.add, 0)
	high += carry
	if low < q.half {
		high &^= 1
	}
	if high < q.least {
		return 0
	}
	return high + q.plus
}

// quicks makes a kernel ready, whose shares must have a common denominator.
func (k *kernel) quicks() *quicks {
	q := &quicks{
		terms: make([]quick, len(k.terms)), shares: k.shares, tills: make([]uint64, len(k.slots)*int(k.width)),
		below: math.MaxUint64, free: math.MaxUint64, fold: 1, unit: 1,
	}
	shift := 0
	field := func(limit uint64) (at int) {
		at = shift
		n := bits.Len64(limit)
		shift += n + 1
		q.room |= (1<<n - 1 - limit) << at
		q.guard |= 1 << n << at
		return at
	}
	for i, s := range k.slots {
		parts, names := field(s.limit), 64
		if s.most != math.MaxUint32 {
			names = field(uint64(s.most))
			q.free = min(q.free, uint64(s.most))
		}
		num, den := k.regime.Slots[i].right().Parts()
		q.fold = max(q.fold, uint64((num-1)/den+1))
		q.quanta = append(q.quanta, uint64(max(1, k.regime.Slots[i].Quantum)))
		tills := q.tills[i*int(k.width):][:k.width]
		for j := i * len(k.exact); j < (i+1)*len(k.exact); j++ {
			t := k.terms[j].quick()
			if k.terms[j].part <= s.limit && t.below >= 1<<32 {
				t.tills, t.uses = tills, k.terms[j].part<<parts|1<<names
				q.admit(&t, s.limit/max(1, k.terms[j].part))
			}
			q.terms[j] = t
		}
	}
	if shift > 64 {
		q.guard = 0
	}
	return q
}

// admit notes what one more term asks for.
func (q *quicks) admit(t *quick, free uint64) {
	q.below, q.free = min(q.below, t.below), min(q.free, free)
	q.unit = max(q.unit, t.plus-oneLine)
	switch {
	case t.half != 0:
		q.rounding = 2
	case t.add != 0 || t.least != 0:
		q.rounding = max(q.rounding, 1)
	}
}

// count adds the lines of a block to the tills, if all are in order: indices in bounds,
// shares within the caps, no more recipients than are allowed. Otherwise it takes back what
// it added and reports false. It empties the tills before one can overflow.
func (q *quicks) count(cells []cell, b *block, lines []Line) bool {
	capped := uint64(b.most) > q.free
	if capped && q.guard == 0 || b.any >= min(q.below, oneLine) {
		return false
	}
	foldHigh, fold := bits.Mul64(b.sum, q.fold)
	unitHigh, unit := bits.Mul64(uint64(len(lines)), q.unit)
	if foldHigh|unitHigh != 0 || fold >= oneLine/2 || unit >= oneLine/2 {
		return false
	}
	if q.sum+fold+unit >= oneLine || q.lines+uint64(len(lines)) > tillLines {
		q.empty(cells)
	}
	loops := [...]func(*quicks, []Line, []uint64) (int, uint64){fill[n0, n0], fill[n0, n1], fill[n0, n2]}
	if capped {
		loops = [...]func(*quicks, []Line, []uint64) (int, uint64){fill[n1, n0], fill[n1, n1], fill[n1, n2]}
	}
	if done, over := loops[q.rounding](q, lines, b.bases[:]); done < len(lines) || over&q.guard != 0 {
		q.takeBack(lines[:done], b.bases[:])
		return false
	}
	q.sum, q.lines = q.sum+fold+unit, q.lines+uint64(len(lines))
	return true
}

// fill adds lines up to the first that is left to pay. The bits of a payer who is above a
// cap are gathered in over, so that no jump is one that a processor could not foresee.
func fill[capped, rounding static](q *quicks, lines []Line, bases []uint64) (done int, over uint64) {
	var caps capped
	var round rounding
	terms, shares, room := q.terms, q.shares, q.room
	used := uint64(0)
	bases = bases[:len(lines)]
	for i, base := range bases {
		l := lines[i]
		at := uint32(l.Slot)*shares + uint32(l.Share)
		if uint32(l.Share) >= shares || uint(at) >= uint(len(terms)) {
			return i, over
		}
		t := &terms[at]
		if uint(l.Recipient) >= uint(len(t.tills)) {
			return i, over
		}
		if len(caps) > 0 {
			used = used&uint64(int64(base)>>63) + t.uses
			over |= used + room
		}
		high, low := bits.Mul64(base&^follows, t.magic)
		if len(round) > 0 { // as line
			low, carry := bits.Add64(low, t.add, 0)
			high += carry
			if len(round) > 1 && low < t.half && high&1 == 1 { // seldom: a jump is better than none
				high--
			}
			if high < t.least {
				continue
			}
		}
		t.tills[l.Recipient] += high + t.plus
	}
	return len(bases), over
}

// takeBack undoes fill.
func (q *quicks) takeBack(lines []Line, bases []uint64) {
	for i, l := range lines {
		t := &q.terms[uint32(l.Slot)*q.shares+uint32(l.Share)]
		t.tills[l.Recipient] -= t.line(bases[i] &^ follows)
	}
}

// empty books the tills.
func (q *quicks) empty(cells []cell) {
	width := len(q.tills) / len(q.quanta)
	for i, till := range q.tills {
		if till != 0 {
			cells[i].lines += int64(till >> tillBits)
			cells[i].sum, _ = cells[i].sum.Add(exact.Mul(till%oneLine, q.quanta[i/width]))
			q.tills[i] = 0
		}
	}
	q.sum, q.lines = 0, 0
}

// blocks reports whether lines are plain shares, and no rounding up can lift several lines
// of a payer above the base. With halves up an amount that is not 0 is less than twice its
// exact value, so caps of a half in all are safe.
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
