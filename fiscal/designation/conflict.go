package designation

import (
	"fmt"

	"github.com/vicinia/vicinia"
)

// ticked is what the choices of a return are for one slot.
type ticked struct {
	choices, whole int
	void           bool
}

// tick counts a choice for its slot, or voids one that has lapsed.
func (f *filing) tick(slot int, c Choice) int {
	t, s := &f.slots[slot], &f.r.Slots[slot]
	if !s.inForce(f.row.For, f.r.Year) {
		f.void(slot, "persistence", "filed for %d, and not in force in %d", f.row.For, f.r.Year)
		return -1
	}
	t.choices++
	if c.Whole || s.Grain == Whole {
		t.whole++
	}
	return slot
}

// conflict applies the rules for choices that contradict each other.
func (f *filing) conflict() {
	for i := range f.slots {
		t, s := &f.slots[i], &f.r.Slots[i]
		switch {
		case s.MaxRecipients > 0 && t.choices > s.MaxRecipients && s.Conflict&VoidAll != 0:
			f.void(i, "conflict", "%d choices, and a payer may make %d", t.choices, s.MaxRecipients)
			t.void = true
		case s.MaxRecipients > 0 && t.choices > s.MaxRecipients:
			f.fault("choices", "", "%d choices for %s, and a payer may make %d", t.choices, s.Name, s.MaxRecipients)
		case s.Grain == Units:
			f.capUnits(i)
		case t.whole > 0 && t.whole < t.choices:
			f.fault("choices", "", "some choices for %s have a share and some have none", s.Name)
		case s.Grain == Shares && t.whole == 0:
			f.capShares(i)
		}
	}
}

// choices are those for one slot; where there is only one, all are.
func (f *filing) choices(slot int) []Choice {
	if len(f.slots) == 1 {
		return f.row.Choices
	}
	var of []Choice
	for i, c := range f.row.Choices {
		if f.slotOfChoice[i] == slot {
			of = append(of, c)
		}
	}
	return of
}

// capShares checks the shares of one slot (D-1).
func (f *filing) capShares(slot int) {
	of, right := f.choices(slot), f.r.Slots[slot].right()
	if !Within(right, of) {
		f.fault("choices", "D-1", "%s the cap of %v", exceeding(of), right)
	}
}

// capUnits checks the units of one slot (D-1).
func (f *filing) capUnits(slot int) {
	of := f.choices(slot)
	units := func(i int) vicinia.Ratio {
		if of[i].Whole {
			return whole
		}
		return of[i].Share
	}
	if sumCmp(len(of), units, vicinia.Frac(f.row.Heads, 1)) > 0 {
		f.fault("choices", "D-1", "more units than the %d that there are", f.row.Heads)
	}
}

// exceeding is share 20% exceeds, or shares of 10% + 8% exceed.
func exceeding(choices []Choice) string {
	if len(choices) == 1 {
		return fmt.Sprintf("share %v exceeds", choices[0].Share)
	}
	text := "shares of "
	for i, c := range choices {
		if i == 4 {
			return fmt.Sprintf("%s and %d more exceed", text, len(choices)-i)
		}
		if i > 0 {
			text += " + "
		}
		text += c.Share.String()
	}
	return text + " exceed"
}
