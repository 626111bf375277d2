package exact

import "math/bits"

// An Accumulator adds int64s in 128 bits, two's complement: no order of 2^63 summands
// can overflow it. The zero Accumulator is 0.
type Accumulator struct {
	hi int64
	lo uint64
}

// Add adds n.
func (a *Accumulator) Add(n int64) {
	lo, carry := bits.Add64(a.lo, uint64(n), 0)
	a.lo = lo
	a.hi += n>>63 + int64(carry) // n>>63 extends the sign
}

// Int64 returns the total; ok is false if it does not fit.
func (a Accumulator) Int64() (total int64, ok bool) {
	return int64(a.lo), a.hi == int64(a.lo)>>63
}
