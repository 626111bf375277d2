package designation

import (
	"fmt"

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
