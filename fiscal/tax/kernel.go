package tax

import (
	"fmt"
	"math"
	"math/big"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/internal/exact"
)

// Days of residence, out of the days of the year: 292 of 365. The zero Days are an
// error, so that nobody is assessed for a forgotten year.
type Days struct{ Resident, Year int }

// maxYearDays bounds the days of a year.
const maxYearDays = 366

// A Kernel is a checked schedule made ready for loops: Tax allocates nothing while its
// numbers stay within 128 bits, and takes math/big beyond. It is immutable and may be
// shared by goroutines. The zero Kernel is of no schedule and fails.
//
// The tax of a year is a fraction of minor units with one denominator for all brackets,
// which is divided once, after the days.
type Kernel struct {
	schedule Schedule
	wide     bool         // the coefficients do not fit: always math/big
	from     []Base       // of the brackets, times the divisor
	rate     []uint64     // numerators per unit of base, over den
	due      []exact.U128 // numerators of the tax at from
	least    exact.U128   // numerator of the minimum
	head     exact.U128   // numerator of the sum per head
	den      uint64       // of quanta; at most 2^63/maxYearDays
}

// Compile checks the schedule and makes its kernel.
func (s Schedule) Compile() (*Kernel, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	s.Brackets = slices.Clone(s.Brackets)
	k := &Kernel{schedule: s}
	k.wide = !k.narrow()
	return k, nil
}

// narrow computes the coefficients; it reports whether they fit.
func (k *Kernel) narrow() bool {
	s := k.schedule
	rates, den, ok := s.perUnit()
	if !ok {
		return false
	}
	k.den = uint64(den * s.quantum())
	var due exact.U128
	for i, b := range s.Brackets {
		num, d := rates[i].Parts()
		b.From, _ = s.starts(b)
		if i > 0 {
			below := exact.Mul(k.rate[i-1], uint64(b.From-k.from[i-1]))
			if due, ok = due.Add(below); !ok {
				return false
			}
		}
		rate := exact.Mul(uint64(num), uint64(den/d))
		if rate.Hi != 0 {
			return false
		}
		k.from, k.rate, k.due = append(k.from, b.From), append(k.rate, rate.Lo), append(k.due, due)
	}
	k.least = exact.Mul(uint64(s.Minimum.Minor()), uint64(den))
	k.head = exact.Mul(uint64(s.PerHead.Minor()), uint64(den))
	return true
}

// perUnit returns the rates in minor units per unit of base, times the multiplier, and
// their common denominator.
func (s Schedule) perUnit() (rates []vicinia.Ratio, den int64, ok bool) {
	scale, err := s.factor().Mul(vicinia.Frac(1, s.minorUnit()))
	if err != nil {
		return nil, 0, false
	}
	common := exact.U128{Lo: 1}
	for _, b := range s.Brackets {
		r, err := b.Rate.Mul(scale)
		if err != nil {
			return nil, 0, false
		}
		_, d := r.Parts()
		// Frac reduces: the denominator of common/d in lowest terms is what d adds to it.
		_, more := vicinia.Frac(int64(common.Lo), d).Parts()
		common, _ = common.Mul(uint64(more))
		if whole, ok := common.Mul(uint64(s.quantum())); !ok || whole.Hi != 0 || whole.Lo > math.MaxInt64/maxYearDays {
			return nil, 0, false
		}
		rates = append(rates, r)
	}
	return rates, int64(common.Lo), true
}

// Tax returns minor units of the schedule's currency: the year's tax on the whole base,
// times the days, rounded once. A negative base (T-8), days that are not 0 to the year's
// (T-7) and a tax that does not fit (vicinia.ErrOverflow) are errors.
func (k *Kernel) Tax(base Base, days Days) (int64, error) {
	switch {
	case len(k.schedule.Brackets) == 0:
		return 0, fmt.Errorf("a kernel of no schedule")
	case base < 0:
		return 0, &vicinia.Fault{Path: "base", Breaks: "T-8", Err: fmt.Errorf("%v: %w", base, errNegative)}
	case days.Year < 1 || days.Year > maxYearDays || days.Resident < 0 || days.Resident > days.Year:
		return 0, &vicinia.Fault{Path: "days", Breaks: "T-7", Err: fmt.Errorf("no %d of %d days", days.Resident, days.Year)}
	}
	base = k.schedule.floored(base)
	quanta, ok := int64(0), false
	if num, fits := k.numerator(base, days.Resident); fits {
		quanta, ok = num.Quo(exact.Mode(k.schedule.Rounding), k.den*uint64(days.Year), false)
	} else {
		quanta, ok = k.schedule.wideTax(base, days)
	}
	units, fits := exact.Quo(exact.Floor, []int64{quanta, k.schedule.quantum()}, nil)
	if !ok || !fits {
		return 0, vicinia.ErrOverflow
	}
	return units, nil
}

// numerator is the quanta of tax of the base for the days resident, over den times the
// year's days; ok is false if it leaves 128 bits.
func (k *Kernel) numerator(base Base, resident int) (num exact.U128, ok bool) {
	if k.wide {
		return num, false
	}
	i, found := slices.BinarySearch(k.from, base)
	if !found {
		i-- // from[0] is 0 and base is not below
	}
	num, ok = k.due[i].Add(exact.Mul(k.rate[i], uint64(base-k.from[i])))
	if !ok {
		return num, false
	}
	if num.Cmp(k.least) < 0 {
		num = k.least
	}
	if num, ok = num.Add(k.head); !ok {
		return num, false
	}
	return num.Mul(uint64(resident))
}

// wideTax is the quanta of a tax in fractions of any size.
func (s Schedule) wideTax(base Base, days Days) (int64, bool) {
	due := new(big.Rat)
	for part, rate := range s.bands(base) {
		due.Add(due, new(big.Rat).Mul(big.NewRat(int64(part), s.minorUnit()), rat(rate)))
	}
	due.Mul(due, rat(s.factor()))
	if least := big.NewRat(s.Minimum.Minor(), 1); due.Cmp(least) < 0 {
		due = least
	}
	due.Add(due, big.NewRat(s.PerHead.Minor(), 1))
	due.Mul(due, big.NewRat(int64(days.Resident), int64(days.Year)))
	due.Quo(due, big.NewRat(s.quantum(), 1))
	return exact.RoundRat(exact.Mode(s.Rounding), due)
}

func rat(r vicinia.Ratio) *big.Rat { return big.NewRat(r.Parts()) }
