package designation

import (
	"math"
	"math/bits"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/internal/exact"
)

// A kernel is a regime and a dictionary of shares, made ready for the loop.
type kernel struct {
	width  uint32 // of a slot in the cells: recipients, and categories for generic lines
	shares uint32
	terms  []term // slot by slot, share by share
	slots  []slotTerm
	quick  *quicks // for blocks; nil if every payer is for pay
	purse  uint64  // what a payer may direct at most beside the base; see pay
	exact  []vicinia.Ratio
	common bool // shares have a common denominator: part and limit can be trusted
	credit *Credit
	regime *Regime
}

// A term is a share in one slot.
type term struct {
	rate
	part  uint64 // the share over the common denominator
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
	if len(shares) > MaxShares { // no line points to more
		shares = shares[:MaxShares]
	}
	k := &kernel{
		width: uint32(r.width()), shares: uint32(len(shares)), exact: shares, regime: r, credit: r.Credit,
		terms: make([]term, len(shares)*len(r.Slots)), slots: make([]slotTerm, len(r.Slots)),
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
			k.slots[i].most = uint32(min(int64(s.MaxRecipients), math.MaxUint32))
		}
		if k.common {
			k.slots[i].limit = over(s.right(), common)
		}
		due := newDue(s)
		for j, share := range shares {
			t := k.term(s, share, common)
			t.due = due
			k.terms[i*len(shares)+j] = t
		}
	}
	if k.common && r.blocks() {
		k.quick = k.quicks()
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
