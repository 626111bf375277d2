package designation

import (
	"errors"
	"fmt"

	"github.com/vicinia/vicinia"
)

// line gives a line its share, or its amount, and leaves it out if it is below the least.
func (f *filing) line(i int, l Line, kept []Line) []Line {
	c, s := f.row.Choices[i], &f.r.Slots[l.Slot]
	share, err := f.share(c, l, s)
	if err != nil {
		f.of(i, ".share", "", "%w", err)
		return kept
	}
	if s.Grain == Amounts {
		if c.Amount.Currency() != f.r.Currency || c.Amount.Sign() < 0 {
			f.of(i, ".share", "M-7", "%v is no amount from 0 in %v", c.Amount, f.r.Currency)
			return kept
		}
		f.amounts = append(f.amounts, c.Amount.Minor())
	} else if least := s.MinLine; least.Sign() > 0 {
		if units := f.amount(s, share); units < least.Minor() {
			f.void(int(l.Slot), "minLine", "%v is below %v", f.r.Currency.Minor(units), least)
			return kept
		}
	}
	f.shares, f.from = append(f.shares, share), append(f.from, i)
	return append(kept, l)
}

// amount is what a share of the return's base pays.
func (f *filing) amount(s *Slot, share vicinia.Ratio) int64 {
	if due := newDue(s); due != nil {
		return int64(due.of(uint64(f.base)))
	}
	rate := newRate(share, s.Rounding, s.Quantum)
	return int64(min(rate.of(uint64(f.base)), 1<<63-1))
}

var errShare = errors.New("the share must be that of the whole slot, or none")

// share is the share of the base of a line.
func (f *filing) share(c Choice, l Line, s *Slot) (vicinia.Ratio, error) {
	rate := s.Rate
	if int(l.Recipient) < len(f.r.Recipients) {
		if own := f.r.Recipients[l.Recipient].terms().Rate; own.Sign() > 0 {
			rate = own
		}
	}
	t := f.slots[l.Slot]
	equal := rate
	if n := int64(t.whole); n > 1 && s.Conflict&BothInFull == 0 {
		var err error
		if equal, err = rate.Mul(vicinia.Frac(1, n)); err != nil {
			return equal, err
		}
	}
	switch {
	case s.Grain == Units:
		return f.units(c)
	case s.Grain == Amounts:
		return vicinia.Ratio{}, nil
	case s.Grain == Whole && c.Share.Sign() != 0 && c.Share != equal:
		return c.Share, fmt.Errorf("%v: %w", c.Share, errShare)
	case c.Whole || s.Grain == Whole:
		if s.Unit.Sign() > 0 && !multiple(equal, s.Unit) {
			return equal, fmt.Errorf("equal parts of %v are no multiples of %v", rate, s.Unit)
		}
		return equal, nil
	case s.Unit.Sign() > 0 && !multiple(c.Share, s.Unit):
		return c.Share, fmt.Errorf("%v is no multiple of %v", c.Share, s.Unit)
	}
	return c.Share, nil
}

// units is the part of the base of so many heads or vouchers.
func (f *filing) units(c Choice) (vicinia.Ratio, error) {
	n, den := c.Share.Parts()
	if c.Whole {
		n, den = 1, 1
	}
	if den != 1 || n > f.row.Heads {
		return c.Share, fmt.Errorf("want a whole number of units, %d at most", f.row.Heads)
	}
	if f.row.Heads == 0 {
		return vicinia.Ratio{}, nil
	}
	return vicinia.Frac(n, f.row.Heads), nil
}
