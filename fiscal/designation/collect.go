package designation

import (
	"errors"
	"fmt"
	"iter"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

// A Return is one payer's filing as a row, without the payer's name: no money is counted by
// it. No choices are valid (D-4). Choices are for the regime's first slot.
type Return struct {
	Base    fiscal.Money // what is due, 0 or more
	Choices []Choice
}

// Collect turns rows into columns and returns every fault, in order, with paths such as
// returns[2].choices[0].share: a negative base or one of another currency (M-7), a
// recipient who is not on the list (D-6), a negative share, shares above the cap (D-1). A
// row with a fault keeps its place as the payer's base without lines, so the columns are
// good beside an error: the refused designate nothing. A base that cannot be read counts
// as 0.
func (r *Regime) Collect(rows iter.Seq[Return]) (Returns, error) {
	var c Returns
	if err := r.Check(); err != nil {
		return c, err
	}
	var faults []error
	var lines []Line
	for row := range rows {
		var bad []*vicinia.Fault
		lines, bad = r.read(row, lines[:0])
		for i := 0; bad == nil && i < len(lines); i++ {
			share, err := c.Share(row.Choices[i].Share)
			if err != nil {
				bad = append(bad, &vicinia.Fault{Path: fmt.Sprintf("choices[%d].share", i), Err: err})
			}
			lines[i].Share = share
		}
		for _, f := range bad {
			f.Path = fmt.Sprintf("returns[%d].%s", c.Len(), f.Path)
			faults = append(faults, f)
			lines = lines[:0]
		}
		c.Add(r.base(row.Base), lines...)
	}
	return c, errors.Join(faults...)
}

// base is the minor units of a base, or 0 if it cannot be one.
func (r *Regime) base(m fiscal.Money) int64 {
	if m.Currency() != r.Currency {
		return 0
	}
	return max(0, m.Minor())
}

// limit is the cap on the choices of a return.
func (r *Regime) limit() vicinia.Ratio {
	if len(r.Slots) == 0 {
		return vicinia.Ratio{}
	}
	return r.Slots[0].Rate
}

// read appends a line for every choice, its share yet to be numbered, and returns every
// fault of the return.
func (r *Regime) read(ret Return, lines []Line) (_ []Line, faults []*vicinia.Fault) {
	fault := func(path string, breaks vicinia.Invariant, format string, args ...any) {
		faults = append(faults, &vicinia.Fault{Path: path, Breaks: breaks, Err: fmt.Errorf(format, args...)})
	}
	if ret.Base != (fiscal.Money{}) && ret.Base.Currency() != r.Currency {
		fault("base", "M-7", "%v is not in %v", ret.Base, r.Currency)
	} else if ret.Base.Sign() < 0 {
		fault("base", "", "negative base %v", ret.Base)
	}
	for i, c := range ret.Choices {
		recipient, ok := r.find(c.Recipient)
		lines = append(lines, Line{Recipient: recipient})
		if !ok {
			fault(fmt.Sprintf("choices[%d].recipient", i), "D-6", "%q is not on the list", c.Recipient)
		}
		if c.Share.Sign() < 0 {
			fault(fmt.Sprintf("choices[%d].share", i), "", "negative share %v", c.Share)
		}
	}
	if !Within(r.limit(), ret.Choices) {
		fault("choices", "D-1", "%s the cap of %v", exceeding(ret.Choices), r.limit())
	}
	return lines, faults
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
