package designation

import (
	"fmt"
	"math/bits"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/internal/exact"
)

// Count adds up returns: one pass, no allocation per return, sums in 128 bits. It checks
// what it reads, since columns may come from anywhere: a negative base, lines or indices
// out of bounds, negative shares, shares above the cap (D-1). It stops at the first fault,
// with the path returns[2], numbered within c; Collect's columns have none.
func (r *Regime) Count(c Returns) (*Totals, error) {
	if err := r.Check(); err != nil {
		return nil, err
	}
	if len(c.Start) != c.Len()+1 && (c.Len() > 0 || len(c.Start) > 0) {
		return nil, &vicinia.Fault{Path: "start", Err: fmt.Errorf("%d starts for %d payers", len(c.Start), c.Len())}
	}
	t := r.totals()
	k := newKernel(r, c.Shares)
	for i, base := range c.Base {
		from, to := c.Start[i], c.Start[i+1]
		if base < 0 || from > to || uint64(to) > uint64(len(c.Lines)) {
			return nil, fault(i, "", "base %d, lines %d to %d of %d", base, from, to, len(c.Lines))
		}
		lines := c.Lines[from:to]
		if len(lines) > 0 {
			if err := k.admit(lines); err != nil {
				return nil, fault(i, err.breaks, "%s", err.why)
			}
			k.pay(t.cells, uint64(base), lines)
		}
		addTo(&t.base, uint64(base))
	}
	t.payers = int64(c.Len())
	return t, nil
}

func fault(i int, breaks vicinia.Invariant, format string, args ...any) error {
	return &vicinia.Fault{Path: fmt.Sprintf("returns[%d]", i), Breaks: breaks, Err: fmt.Errorf(format, args...)}
}

// A kernel is a regime and a dictionary of shares, made ready for the loop.
type kernel struct {
	recipients uint32
	shares     []share
	limits     []uint64 // of slots, over the common denominator; nil if there is none
	used       []uint64 // of the slots by one payer; zero between payers

	// For shares without a common denominator of 62 bits: exact, and slow.
	slots []Slot
	exact []vicinia.Ratio
}

// A share is a ratio twice: in lowest terms, and over the common denominator.
type share struct {
	num, den uint64
	part     uint64
}

func newShare(r vicinia.Ratio) share {
	num, den := r.Parts()
	return share{num: uint64(num), den: uint64(den)}
}

// of is base times the share, rounded down (D-8). The share must be from 0 to below 1, so
// that the quotient fits.
func (s share) of(base uint64) uint64 {
	hi, product := bits.Mul64(base, s.num)
	if hi != 0 {
		q, _ := bits.Div64(hi, product, s.den)
		return q
	}
	return product / s.den // the usual case, and the faster division
}

// maxCommon bounds the common denominator, so that a cap and a share add up in 64 bits.
const maxCommon = 1 << 62

func newKernel(r *Regime, shares []vicinia.Ratio) *kernel {
	k := &kernel{
		recipients: uint32(len(r.Recipients)),
		shares:     make([]share, len(shares)),
		used:       make([]uint64, len(r.Slots)),
		slots:      r.Slots,
		exact:      shares,
	}
	common, ok := uint64(1), true
	for _, s := range r.Slots {
		common, ok = lcm(common, s.Rate, ok)
	}
	for i, s := range shares {
		k.shares[i] = newShare(s)
		common, ok = lcm(common, s, ok)
	}
	if !ok {
		return k
	}
	k.limits = make([]uint64, len(r.Slots))
	for i, s := range r.Slots {
		num, den := s.Rate.Parts()
		k.limits[i] = uint64(num) * (common / uint64(den))
	}
	for i, s := range shares {
		k.shares[i].part = common // the whole is above every cap
		if s.Sign() >= 0 && s.Cmp(whole) < 0 {
			k.shares[i].part = k.shares[i].num * (common / k.shares[i].den)
		}
	}
	return k
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
	overCap     = &refusal{"D-1", "a negative share, or shares above the cap"}
)

// admit checks the lines of one payer.
func (k *kernel) admit(lines []Line) *refusal {
	over := false
	for _, l := range lines {
		if l.Recipient >= k.recipients || int(l.Slot) >= len(k.used) || int(l.Share) >= len(k.shares) {
			return outOfBounds
		}
		if k.limits != nil && !over {
			k.used[l.Slot] += k.shares[l.Share].part
			over = k.used[l.Slot] > k.limits[l.Slot]
		}
	}
	for _, l := range lines {
		k.used[l.Slot] = 0
	}
	if over || k.limits == nil && !k.within(lines) {
		return overCap
	}
	return nil
}

// within is admit's sum where there is no common denominator.
func (k *kernel) within(lines []Line) bool {
	for _, l := range lines {
		if k.exact[l.Share].Sign() < 0 {
			return false
		}
	}
	for slot, s := range k.slots {
		share := func(i int) vicinia.Ratio {
			if int(lines[i].Slot) != slot {
				return vicinia.Ratio{}
			}
			return k.exact[lines[i].Share]
		}
		if sumCmp(len(lines), share, s.Rate) > 0 {
			return false
		}
	}
	return true
}

// pay adds the lines of one payer, admitted before: each share is below 1.
func (k *kernel) pay(cells []cell, base uint64, lines []Line) {
	for _, l := range lines {
		c := &cells[int(l.Slot)*int(k.recipients)+int(l.Recipient)]
		c.lines++
		addTo(&c.sum, k.shares[l.Share].of(base))
	}
}

// addTo adds a word; fewer than 2^64 of them cannot leave 128 bits.
func addTo(sum *exact.U128, n uint64) {
	lo, carry := bits.Add64(sum.Lo, n, 0)
	sum.Lo, sum.Hi = lo, sum.Hi+carry
}
