package designation

import (
	"math"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

// ceilings cuts all who are above their ceiling, at once, sends on what is cut off, and
// looks again. Who is at the ceiling before anything is sent on takes no part in a division
// of what others are cut, and Check refuses sinks in a circle, so this ends.
func (v *solver) ceilings() error {
	full := make([]bool, len(v.x))
	for {
		var cut []move
		for i, units := range v.x {
			if units > v.most[i] {
				cut = append(cut, v.move(byCeiling, i, units, v.most[i]))
				v.x[i] = v.most[i]
			}
			full[i] = full[i] || v.x[i] == v.most[i]
		}
		if cut == nil {
			return nil
		}
		v.moves = append(v.moves, cut...)
		if err := v.overflow(cut, full); err != nil {
			return err
		}
	}
}

// overflow sends on what ceilings cut off.
func (v *solver) overflow(cut []move, full []bool) error {
	var shared []fund
	for _, m := range cut {
		i := int(m.recipient)
		if err := v.sendOn(v.r.overflow(v.slot, i), i, m.before-m.after, &shared, byCeiling); err != nil {
			return err
		}
	}
	for _, f := range shared {
		weights := v.open(f.name)
		for i := range weights {
			if full[i] {
				weights[i] = 0
			}
		}
		if _, err := v.divide(f.units, weights, byCeiling); err != nil {
			return err
		}
	}
	return nil
}

// overflow is the sink of what a recipient's ceilings cut off.
func (r *Regime) overflow(slot, i int) Sink {
	if own := r.Recipients[i].terms().Overflow; own != (Sink{}) {
		return own
	}
	return r.Slots[slot].Overflow
}

// cap scales everybody down if the slot pays more than it may.
func (v *solver) cap() error {
	if v.s.Cap.Sign() < 0 || v.s.Cap.Currency() != v.r.Currency {
		return nil // there is none
	}
	sum := int64(0)
	for _, units := range v.x {
		next, ok := add(sum, units)
		if !ok {
			return vicinia.ErrOverflow
		}
		sum = next
	}
	most := v.s.Cap.Minor()
	if sum <= most {
		return nil
	}
	v.moves = append(v.moves, v.move(byCap, -1, sum, most))
	if err := split(most, append([]int64(nil), v.x...), v.x); err != nil {
		return err
	}
	return v.sink(v.s.Excess, sum-most, byCap)
}

// ceiling is the most that a recipient may get from a slot.
func (r *Regime) ceiling(slot, i int) int64 {
	most := int64(math.MaxInt64)
	t, s := r.Recipients[i].terms(), &r.Slots[slot]
	for _, m := range []fiscal.Money{s.Ceiling, t.Ceiling, t.Requested} {
		if m != (fiscal.Money{}) {
			most = min(most, m.Minor())
		}
	}
	if t.Cost != (fiscal.Money{}) && s.CostShare.Sign() > 0 {
		most = min(most, floorOf(s.CostShare, t.Cost.Minor()))
	}
	return most
}
