package designation

import (
	"math"
	"math/bits"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/internal/exact"
)

// A rate is a share of a base, rounded to a quantum, without a division: the quotient of
// x = base*mul + add by the divisor is the high word of x*magic, shifted. With a divisor
// d in (2^s, 2^(s+1)] and magic = ceil(2^(64+s)/d), the error x*(magic*d - 2^(64+s)) stays
// below 2^(64+s) for every x below 2^63, so the quotient is exact there (Granlund and
// Montgomery, "Division by invariant integers using multiplication", PLDI 1994, theorem
// 4.2). Larger bases are divided in 128 bits, and beyond those in math/big.
type rate struct {
	mul, add, magic, divisor uint64
	bases                    uint64 // the largest base of the short way
	quantum                  uint64
	shift                    uint8
	even                     bool // halves go to the even multiple
	fixed                    bool // see constant

	share vicinia.Ratio
	round Round
}

// newRate prepares a share from 0 to 1; others must not be asked of.
func newRate(share vicinia.Ratio, round Round, quantum int64) rate {
	q := uint64(max(1, quantum))
	r := rate{quantum: q, share: share, round: round, even: round == HalfEven}
	num, den := share.Parts()
	hi, d := bits.Mul64(uint64(max(0, den)), q)
	if num < 0 || hi != 0 || d > 1<<61 || uint64(num) > 1<<61 {
		return r // bases is 0: always the long way
	}
	r.mul, r.divisor = uint64(num), d
	switch round {
	case Up:
		r.add = d - 1
	case HalfUp, HalfEven:
		r.mul, r.add, r.divisor = 2*r.mul, d, 2*d
	}
	if r.divisor == 1 { // has no reciprocal in 64 bits
		r.mul, r.add, r.divisor = 2*r.mul, 2*r.add, 2
	}
	r.magic, r.shift = reciprocal(r.divisor)
	r.bases = math.MaxInt64
	if r.mul > 0 {
		r.bases = (math.MaxInt64 - r.add) / r.mul
	}
	return r
}

// constant is a rate that gives n, below 2^62, of any base.
func constant(n uint64) rate {
	magic, shift := reciprocal(2)
	return rate{add: 2 * n, magic: magic, shift: shift, divisor: 2, bases: math.MaxUint64, quantum: 1, fixed: true}
}

// reciprocal is what division by d, from 2 to 2^63, is replaced with.
func reciprocal(d uint64) (magic uint64, shift uint8) {
	s := bits.Len64(d-1) - 1 // 2^s < d <= 2^(s+1)
	q, rest := bits.Div64(1<<s, 0, d)
	if rest != 0 {
		q++
	}
	return q, uint8(s)
}

// of is the share of a base in minor units, rounded.
func (r *rate) of(base uint64) uint64 {
	if base > r.bases {
		return r.long(base)
	}
	x := base*r.mul + r.add
	hi, _ := bits.Mul64(x, r.magic)
	q := hi >> (r.shift & 63)
	if r.even && q&1 == 1 && q*r.divisor == x {
		q--
	}
	return q * r.quantum
}

// long is of by division.
func (r *rate) long(base uint64) uint64 {
	num, den := r.share.Parts()
	q, ok := exact.Quo(r.round.exact(), []int64{int64(base), num}, []int64{den, int64(r.quantum)})
	if !ok {
		return math.MaxInt64 // a share of 1 at most fits
	}
	hi, amount := bits.Mul64(uint64(q), r.quantum)
	if hi != 0 || amount > math.MaxInt64 { // rounded up past the last amount
		return uint64(q-1) * r.quantum
	}
	return amount
}

func (r Round) exact() exact.Mode {
	return [...]exact.Mode{exact.Floor, exact.HalfUp, exact.HalfEven, exact.Ceiling}[r]
}

// A due is what a payer owes a slot that is no plain share: an allowance off, a least due.
type due struct {
	full             rate
	allowance, least uint64
}

func newDue(s *Slot) *due {
	if s.Allowance == (fiscal.Money{}) && s.Least == (fiscal.Money{}) {
		return nil
	}
	return &due{newRate(s.Rate, s.Rounding, s.Quantum), uint64(s.Allowance.Minor()), uint64(s.Least.Minor())}
}

// of is the due on a base; nothing on nothing.
func (d *due) of(base uint64) uint64 {
	if base == 0 {
		return 0
	}
	full := d.full.of(base)
	return max(full-min(full, d.allowance), d.least)
}
