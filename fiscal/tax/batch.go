package tax

import (
	"errors"
	"fmt"
	"math"
	"math/bits"
	"sync"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/internal/exact"
)

// Filings are the columns of what one schedule assesses: row i is one filing.
type Filings struct {
	Base     []Base
	Resident []uint16 // days; nil is the whole year for all
	Year     int      // days of the year
}

// MaxFaults bounds the faults that TaxAll returns: the first ones, by row.
const MaxFaults = 100

// TaxAll writes the tax of every filing into due, in minor units, as Tax gives it, and
// returns their sum. It allocates nothing per filing. The rows are cut into as many parts
// as workers, at least one; any number gives the same bytes.
//
// Columns of unequal length are an error and nothing is written. A row that Tax refuses
// is a fault with the path base[i] or resident[i], and its due is 0; a sum that does not
// fit is vicinia.ErrOverflow. An error comes with no sum.
func (k *Kernel) TaxAll(due []int64, f Filings, workers int) (fiscal.Money, error) {
	n := len(f.Base)
	if len(due) != n || f.Resident != nil && len(f.Resident) != n {
		return fiscal.Money{}, fmt.Errorf("%d bases, %d days and room for %d: want columns of one length", n, len(f.Resident), len(due))
	}
	if _, err := k.Tax(0, Days{f.Year, f.Year}); err != nil {
		return fiscal.Money{}, err
	}
	workers = max(1, min(workers, n))
	pass := k.pass(f.Year, f.Resident == nil)
	sums := make([]part, workers)
	var all sync.WaitGroup
	for w := range sums {
		from, to := n/workers*w+min(w, n%workers), n/workers*(w+1)+min(w+1, n%workers)
		rows := Filings{Base: f.Base[from:to], Year: f.Year}
		if f.Resident != nil {
			rows.Resident = f.Resident[from:to]
		}
		all.Go(func() { sums[w] = pass.run(k, due[from:to], rows, from) })
	}
	all.Wait()
	var total exact.U128
	var faults []error
	for _, s := range sums {
		total, _ = total.Add(s.sum) // fewer than 2^63 rows below 2^63
		faults = append(faults, s.faults...)
	}
	if len(faults) > 0 {
		return fiscal.Money{}, errors.Join(faults[:min(len(faults), MaxFaults)]...)
	}
	if total.Hi != 0 || total.Lo > math.MaxInt64 {
		return fiscal.Money{}, fmt.Errorf("the sum: %w", vicinia.ErrOverflow)
	}
	return k.schedule.Currency.Minor(int64(total.Lo)), nil
}

// A part is what one worker returns.
type part struct {
	sum    exact.U128
	faults []error
}

// A pass is a kernel in words of 64 bits, for bases below end.
type pass struct {
	bands       []band
	first       []uint16 // by bucket: the last band that starts at or below the bucket
	end         uint64   // from here on Tax is asked; 0 means always
	year        uint64
	least, head uint64 // numerators
	floor, den  reciprocal
	bias        uint64 // what rounding adds before the division
	even        bool   // exact halves go to the even neighbour
	quantum     uint64
}

// A band is one bracket: the numerator of a base x in it is rate*x+plus modulo 2^64, where
// plus may stand for a negative number.
type band struct{ from, rate, plus uint64 }

// Buckets are the bases that have their leading bits in common, so that a bucket is at most
// 1/2^bucketBits as wide as its bases: few brackets are narrower, and the band of a base is
// found in one or two looks.
const bucketBits = 7

func bucket(x uint64) int {
	drop := bits.Len64(x|1<<bucketBits) - 1 - bucketBits
	return drop<<bucketBits + int(x>>(drop&63))
}

// bucketStart is the least base of a bucket.
func bucketStart(i int) uint64 {
	drop := max(i>>bucketBits-1, 0)
	return uint64(i-drop<<bucketBits) << drop
}

// pass makes the words for a year; whole says that everybody stays all of it.
func (k *Kernel) pass(year int, whole bool) pass {
	s := k.schedule
	p := pass{year: uint64(year), quantum: uint64(s.quantum()), floor: newReciprocal(uint64(max(s.FloorTo, 1)))}
	if k.wide || k.least.Hi != 0 || k.head.Hi != 0 {
		return p
	}
	den, times := k.den, uint64(1)
	if !whole {
		den, times = k.den*p.year, p.year
	}
	p.den, p.least, p.head = newReciprocal(den), k.least.Lo, k.head.Lo
	switch s.Rounding {
	case fiscal.HalfEven, fiscal.HalfUp:
		p.bias, p.even = den/2, den%2 == 0 && s.Rounding == fiscal.HalfEven
	case fiscal.Ceiling:
		p.bias = den - 1
	}
	// Numerators within 64 bits, and quanta times quantum within 63.
	quanta := math.MaxInt64 / p.quantum
	p.end = k.reach(min(math.MaxUint64-p.bias, (quanta-1)*min(den, math.MaxUint64/quanta)) / times)
	if p.end == 0 {
		return p
	}
	for i, from := range k.from {
		if uint64(from) < p.end {
			p.bands = append(p.bands, band{uint64(from), k.rate[i], k.due[i].Lo - k.rate[i]*uint64(from)})
		}
	}
	p.bands = append(p.bands, band{from: math.MaxUint64})
	p.first = make([]uint16, bucket(p.end-1)+1)
	at := uint16(0)
	for i := range p.first {
		for p.bands[at+1].from <= bucketStart(i) {
			at++
		}
		p.first[i] = at
	}
	return p
}

// reach is how many bases, from 0 on, have a numerator for one day of at most limit.
func (k *Kernel) reach(limit uint64) uint64 {
	fits := func(base uint64) bool {
		n, ok := k.numerator(Base(base), 1)
		return ok && n.Hi == 0 && n.Lo <= limit
	}
	if !fits(0) {
		return 0
	}
	most := uint64(0)
	for bit := uint64(1) << 62; bit > 0; bit >>= 1 {
		if fits(most | bit) {
			most |= bit
		}
	}
	return most + 1
}

// run is the loop: all it needs stands in local variables.
func (p *pass) run(k *Kernel, due []int64, f Filings, row int) (out part) {
	var sum, carry, carries uint64
	days, resident, bands, first, floor, den := p.year, f.Resident, p.bands, p.first, p.floor, p.den
	end, least, head, bias, even, quantum := p.end, p.least, p.head, p.bias, p.even, p.quantum
	due = due[:len(f.Base)]
	for i, base := range f.Base {
		if resident != nil {
			days = uint64(resident[i])
		}
		x := uint64(base)
		if x >= end || days > p.year {
			due[i] = out.slow(k, base, Days{int(days), f.Year}, row+i)
			continue
		}
		if floor.of > 1 {
			q, _ := bits.Mul64(x, floor.inverse)
			rest := x - q*floor.of
			if rest >= floor.of {
				rest -= floor.of
			}
			x -= rest
		}
		at := first[bucket(x)]
		for bands[at+1].from <= x {
			at++
		}
		n := max(bands[at].rate*x+bands[at].plus, least) + head
		if resident != nil {
			n *= days
		}
		n += bias
		q, _ := bits.Mul64(n, den.inverse)
		rest := n - q*den.of
		if rest >= den.of {
			q, rest = q+1, rest-den.of
		}
		if rest == 0 && even {
			q &^= 1 // an exact half was rounded up: back to the even one
		}
		q *= quantum
		due[i] = int64(q)
		sum, carry = bits.Add64(sum, q, 0)
		carries += carry
	}
	out.sum, _ = out.sum.Add(exact.U128{Hi: carries, Lo: sum})
	return out
}

// slow is a row that the words cannot hold, or that is refused.
func (out *part) slow(k *Kernel, base Base, days Days, row int) int64 {
	units, err := k.Tax(base, days)
	if err != nil {
		out.refuse(row, err)
		return 0
	}
	out.sum, _ = out.sum.Add(exact.U128{Lo: uint64(units)})
	return units
}

// refuse keeps the fault of a row, up to MaxFaults.
func (out *part) refuse(row int, err error) {
	if len(out.faults) >= MaxFaults {
		return
	}
	path, breaks := "base", vicinia.Invariant("M-3")
	if f := new(vicinia.Fault); errors.As(err, &f) {
		breaks, err = f.Breaks, f.Err
		if breaks == "T-7" {
			path = "resident"
		}
	}
	out.faults = append(out.faults, &vicinia.Fault{Path: fmt.Sprintf("%s[%d]", path, row), Breaks: breaks, Err: err})
}

// A reciprocal divides by a constant by multiplying: the estimate
// floor(n * floor((2^64-1)/d) / 2^64) is the quotient or one less, since the two fractions
// that it drops are together below 2 (Granlund & Montgomery, "Division by invariant
// integers using multiplication", 1994).
type reciprocal struct{ of, inverse uint64 }

func newReciprocal(d uint64) reciprocal { return reciprocal{d, math.MaxUint64 / d} }
