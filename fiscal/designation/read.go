package designation

import (
	"errors"
	"fmt"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

// A filing is a return as it is read: its lines, and what is wrong with it.
type filing struct {
	r       *Regime
	row     Return
	base    int64
	lines   []Line
	shares  []vicinia.Ratio // of the lines, yet to be numbered
	amounts []int64         // of the lines, of the grain Amounts
	from    []int           // the choices that the lines are of
	faults  []*vicinia.Fault
	voids   []Void
	slots   []ticked

	slotOfChoice []int // -1 is none

	generics []string // of the regime; nil until they are needed
	form     *Form
}

// ticked is what the choices of a return are for one slot.
type ticked struct {
	choices, whole int
	void           bool
}

func (f *filing) fault(path string, breaks vicinia.Invariant, format string, args ...any) {
	f.faults = append(f.faults, &vicinia.Fault{Path: path, Breaks: breaks, Err: fmt.Errorf(format, args...)})
}

// of adds a fault of one choice.
func (f *filing) of(i int, field string, breaks vicinia.Invariant, format string, args ...any) {
	f.fault(fmt.Sprintf("choices[%d]%s", i, field), breaks, format, args...)
}

func (f *filing) void(slot int, parameter, format string, args ...any) {
	name := ""
	if slot >= 0 {
		name, parameter = f.r.Slots[slot].Name, fmt.Sprintf("slots[%d].%s", slot, parameter)
	}
	f.voids = append(f.voids, Void{Slot: name, Parameter: parameter, Why: fmt.Sprintf(format, args...)})
}

// read turns a return into lines, in the order of the choices, or says every reason why
// not. It trusts that the regime passes Check.
func (r *Regime) read(row Return, f *filing) *filing {
	*f = filing{
		r: r, row: row, base: r.base(row), generics: f.generics, form: f.form,
		lines: f.lines[:0], shares: f.shares[:0], amounts: f.amounts[:0], from: f.from[:0], slots: f.slots[:0], slotOfChoice: f.slotOfChoice[:0],
	}
	if f.form == nil {
		f.form = r.Form()
	}
	f.checkBase()
	if len(r.Slots) == 0 {
		if len(row.Choices) > 0 {
			f.fault("choices", "D-1", "%s the cap of %v", exceeding(row.Choices), vicinia.Ratio{})
		}
		return f
	}
	if !f.mayChoose() {
		return f
	}
	if len(row.Choices) == 0 {
		return f
	}
	for range r.Slots {
		f.slots = append(f.slots, ticked{})
	}
	for i, c := range row.Choices {
		slot, recipient := f.choose(i, c)
		f.slotOfChoice = append(f.slotOfChoice, slot)
		f.lines = append(f.lines, Line{Recipient: recipient, Slot: uint16(max(0, slot))})
	}
	f.conflict()
	if f.faults != nil {
		return f
	}
	kept := f.lines[:0]
	for i, l := range f.lines {
		if slot := f.slotOfChoice[i]; slot >= 0 && !f.slots[slot].void {
			kept = f.line(i, l, kept)
		}
	}
	f.lines = kept
	return f
}

func (f *filing) checkBase() {
	r, row := f.r, f.row
	if r.PerHead.Sign() > 0 {
		most := r.MostHeads
		if most == 0 {
			most = MaxHeads
		}
		if row.Heads < 0 || row.Heads > most {
			f.fault("base", "", "%d heads, want 0 to %d", row.Heads, most)
		} else if _, ok := r.heads(row.Heads); !ok {
			f.faults = append(f.faults, &vicinia.Fault{Path: "base", Err: vicinia.ErrOverflow})
		}
	} else if row.Base != (fiscal.Money{}) && row.Base.Currency() != r.Currency {
		f.fault("base", "M-7", "%v is not in %v", row.Base, r.Currency)
	} else if row.Base.Sign() < 0 {
		f.fault("base", "", "negative base %v", row.Base)
	}
}

// mayChoose says whether the payer may designate at all (parameter 15).
func (f *filing) mayChoose() bool {
	r, row := f.r, f.row
	if len(row.Choices) == 0 {
		return true
	}
	switch {
	case r.Arrears != (fiscal.Money{}) && row.Arrears.Sign() > 0 && row.Arrears.Currency() != r.Currency:
		f.fault("arrears", "M-7", "%v is not in %v", row.Arrears, r.Currency)
	case r.Arrears != (fiscal.Money{}) && row.Arrears.Minor() > r.Arrears.Minor() && !(r.Instalments && row.Instalments):
		f.void(-1, "arrears", "arrears of %v, and %v are tolerated", row.Arrears, r.Arrears)
	case f.late():
		f.void(-1, "deadline", "filed on %v, after the deadline", row.Filed)
	default:
		return true
	}
	return false
}

func (f *filing) late() bool {
	if f.r.Deadline == (Day{}) || f.row.Filed == 0 {
		return false
	}
	year := f.row.For
	if year == 0 {
		year = f.r.Year
	}
	last, err := f.r.Deadline.In(year)
	return err != nil || f.row.Filed > last
}

// inForce reports whether a choice for a tax year is good for another.
func (s *Slot) inForce(filed, year int) bool {
	switch {
	case filed == 0 || filed == year:
		return true
	case filed > year:
		return false
	case s.Persistence == UntilRevoked:
		return true
	}
	return year < filed+max(1, s.Persistence)
}

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
	switch {
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
	case listed && c.Box != "" && f.r.registered(f.terms(c.Recipient)):
		why = fmt.Sprintf("%q does not belong to the box %q", c.Recipient, c.Box)
	case listed:
		why = fmt.Sprintf("%q is not on the register, but %v", c.Recipient, f.terms(c.Recipient).On)
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

func (f *filing) terms(id RecipientID) *Terms {
	at, _ := f.r.find(id)
	return f.r.Recipients[at].terms()
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
		return c.Share, fmt.Errorf("%v units of %d", c.Share, f.row.Heads)
	}
	if f.row.Heads == 0 {
		return vicinia.Ratio{}, nil
	}
	return vicinia.Frac(n, f.row.Heads), nil
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
