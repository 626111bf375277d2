package designation

import (
	"math"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/internal/exact"
)

// A Credit is how much of what a payer gives is credited against the tax at home: of all
// gifts together above Deductible, Basic, and beside it a special part up to Cap of the
// base. Each part is rounded down; all is credited up to the base.
type Credit struct {
	Deductible fiscal.Money
	Basic      vicinia.Ratio
	Special    []Band        // ascending by From; none is no special part
	Cap        vicinia.Ratio // of the base, for the special part
}

// A Band is the special part of payers whose base is From or more.
type Band struct {
	From fiscal.Money
	Part vicinia.Ratio
}

// Of is what is credited for a gift against a base, both in minor units from 0.
func (c *Credit) Of(base, given int64) int64 {
	above := given - min(given, c.Deductible.Minor())
	special := vicinia.Ratio{}
	for _, b := range c.Special {
		if base >= b.From.Minor() {
			special = b.Part
		}
	}
	extra := min(floorOf(special, above), floorOf(c.Cap, base))
	basic := min(floorOf(c.Basic, above), base)
	return basic + min(extra, base-basic)
}

// floorOf is a part, from 0 to 1, of an amount.
func floorOf(part vicinia.Ratio, units int64) int64 {
	num, den := part.Parts()
	q, _ := exact.Quo(exact.Floor, []int64{units, num}, []int64{den})
	return q
}

// give is pay for gifts: the lines' amounts, and in the last cell what is credited.
func (k *kernel) give(cells []cell, base uint64, lines []Line, amounts []int64) *refusal {
	all := uint64(0)
	for i := range k.slots {
		k.slots[i].named = 0
	}
	for i, l := range lines {
		if l.Recipient >= k.width || int(l.Slot) >= len(k.slots) {
			return outOfBounds
		}
		s := &k.slots[l.Slot]
		if s.named++; s.named > s.most {
			return tooMany
		}
		if amounts[i] < 0 {
			return overGiven
		}
		if all += uint64(amounts[i]); all > math.MaxInt64 {
			return overGiven
		}
		c := &cells[uint32(l.Slot)*k.width+l.Recipient]
		c.lines++
		addTo(&c.sum, uint64(amounts[i]))
	}
	last := &cells[len(cells)-1]
	last.lines++
	addTo(&last.sum, uint64(k.credit.Of(int64(base), int64(all))))
	return nil
}
