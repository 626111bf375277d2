package designation

import (
	"fmt"
	"slices"

	"github.com/vicinia/vicinia"
)

// choose finds the slot and the recipient, or the category, of a choice; the slot is -1
// if there is none.
func (f *filing) choose(i int, c Choice) (slot int, recipient uint32) {
	r := f.r
	if c.Share.Sign() < 0 {
		f.of(i, ".share", "", "negative share %v", c.Share)
	}
	if id := c.Recipient; id == "" && f.residence(c.Box) {
		c.Recipient = RecipientID(f.row.Municipality)
		if c.Recipient == "" {
			f.of(i, "", "", "box %q, and no municipality", c.Box)
			return -1, 0
		}
	}
	at, listed := r.find(c.Recipient)
	if listed {
		slot = f.slotOf(r.Recipients[at].terms().Category, c.Box)
		if slot >= 0 && r.registered(r.Recipients[at].terms()) {
			return f.tick(slot, c), at
		}
	}
	slot = f.boxSlot(c.Box)
	if slot < 0 && c.Box == "" && listed {
		slot = f.slotOf(r.Recipients[at].terms().Category, "")
	}
	if slot < 0 {
		f.lost(i, c, listed)
		return -1, 0
	}
	return f.generic(i, slot, c, listed)
}

// lost is a choice that belongs to no slot.
func (f *filing) lost(i int, c Choice, listed bool) {
	given, classes := f.classes()
	switch {
	case !given:
		f.of(i, "", "", "payers of the class %q may choose nothing: want one of %q", f.row.Class, classes)
	case c.Box != "":
		f.of(i, ".box", "", "no box %q for this payer", c.Box)
	case listed:
		f.of(i, ".recipient", "", "%q is in no category that this payer may choose", c.Recipient)
	case f.everyGeneric(Voided):
		f.void(0, "generic", "%q is not on the list", c.Recipient)
	default:
		f.of(i, ".recipient", "D-6", "%q is not on the list", c.Recipient)
	}
}

// classes are those that the slots name, and whether the payer's has a slot.
func (f *filing) classes() (given bool, names []string) {
	for i := range f.r.Slots {
		given = given || f.r.Slots[i].gives(f.row.Class)
		names = append(names, f.r.Slots[i].Classes...)
	}
	slices.Sort(names)
	return given, slices.Compact(names)
}

// everyGeneric reports whether all slots have the same rule for lost choices.
func (f *filing) everyGeneric(g Generic) bool {
	for i := range f.r.Slots {
		if f.r.Slots[i].Generic != g {
			return false
		}
	}
	return true
}

func (f *filing) residence(box string) bool {
	slot := f.boxSlot(box)
	return slot >= 0 && box != "" && f.r.Slots[slot].Residence == box
}

// slotOf is the slot of this payer for a category, or -1: the first that lists it, else
// the first that takes all. A box that the recipient does not belong to has none, unless
// the code prevails.
func (f *filing) slotOf(category, box string) int {
	found := -1
	for i := range f.r.Slots {
		s := &f.r.Slots[i]
		if !s.takes(category) || !s.gives(f.row.Class) ||
			box != "" && box != s.Name && box != category && box != s.Residence && s.Conflict&CodeOverBox == 0 {
			continue
		}
		if s.Categories != nil {
			return i
		}
		if found < 0 {
			found = i
		}
	}
	return found
}

// boxSlot is the slot of a box, -1 if there is none. Without a name it is the only slot of
// this payer.
func (f *filing) boxSlot(box string) int {
	found := -1
	for i := range f.r.Slots {
		s := &f.r.Slots[i]
		if !s.gives(f.row.Class) {
			continue
		}
		if box != "" && (s.Name == box || s.Residence == box || s.Categories != nil && s.takes(box)) {
			return i
		}
		if box != "" && s.Categories == nil && found < 0 && f.form.hasCategory(box) {
			found = i
		}
		if box == "" && found >= 0 {
			return -1
		}
		if box == "" {
			found = i
		}
	}
	return found
}

// generic is a choice without a recipient who may get it.
func (f *filing) generic(i, slot int, c Choice, listed bool) (int, uint32) {
	r, s := f.r, &f.r.Slots[slot]
	why := fmt.Sprintf("%q is not on the list", c.Recipient)
	switch {
	case c.Recipient == "":
		why = fmt.Sprintf("box %q names no recipient", c.Box)
	case listed && f.r.registered(f.terms(c.Recipient)) && c.Box == "":
		why = fmt.Sprintf("%q is in no category that this payer may choose", c.Recipient)
	case listed && f.r.registered(f.terms(c.Recipient)):
		why = fmt.Sprintf("%q does not belong to the box %q", c.Recipient, c.Box)
	case listed:
		why = fmt.Sprintf("%q is not on the register, but %s", c.Recipient, days(f.terms(c.Recipient).On))
	}
	if s.Generic.pools() {
		box := c.Box
		if box == "" && listed {
			box = f.terms(c.Recipient).Category
		}
		if f.generics == nil {
			f.generics = r.generics()
		}
		if k, ok := slices.BinarySearch(f.generics, box); ok {
			return f.tick(slot, c), uint32(len(r.Recipients) + k)
		}
	}
	if s.Generic == Refused {
		parameter := fmt.Sprintf("slots[%d].generic", slot)
		if listed && !r.registered(f.terms(c.Recipient)) {
			parameter = "register"
		}
		if article := r.article(parameter); article != "" {
			why += "; " + article
		}
		f.of(i, ".recipient", "D-6", "%s", why)
		return -1, 0
	}
	f.void(slot, "generic", "%s", why)
	return -1, 0
}

// days are before 2025-07-01 where nobody says since when.
func days(on vicinia.Interval) string {
	if on.From == 0 {
		return "before " + on.To.String()
	}
	return on.String()
}

func (f *filing) terms(id RecipientID) *Terms {
	at, _ := f.r.find(id)
	return f.r.Recipients[at].terms()
}
