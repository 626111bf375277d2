package designation

import (
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/internal/exact"
)

// A Return is one payer's filing as a row. No money is counted by the payer's name. No
// choices are valid (D-4). The fields after Choices are for the laws that ask for them.
type Return struct {
	Base    fiscal.Money // what is due, 0 or more; unused where the regime counts heads
	Choices []Choice

	Payer        string       // two rows of one payer contradict each other; "" is nobody's row
	Heads        int64        // heads or vouchers, where Regime.PerHead is set
	Class        string       // of the payer; see Slot.Classes
	Municipality string       // of residence
	Filed        vicinia.Date // 0 is in time
	For          int          // the tax year that it was filed for; 0 is the regime's
	Arrears      fiscal.Money
	Instalments  bool // the arrears are under a plan of instalments that is honoured
}

// A Void is a choice that the law does not count, or all choices of a row.
type Void struct {
	Row       int    // of those given to Collect
	Slot      string // "" is all
	Parameter string // of the regime, as slots[0].generic
	Why       string
}

// String is slots[0].generic: "X" is not on the list.
func (v Void) String() string { return v.Parameter + ": " + v.Why }

// Collect turns rows into columns and returns every fault, in order, with paths such as
// returns[2].choices[0].share: a negative base or one of another currency (M-7), a
// recipient who is not on the list (D-6), a negative share, shares above the cap (D-1), a
// payer's second row, and what else the law has no rule for. A row with a fault keeps its
// place as the payer's base without lines, so the columns are good beside an error: the
// refused designate nothing. A base that cannot be read counts as 0. What the law has a
// rule for is no fault: it is in Returns.Voids, in order of the rows.
func (r *Regime) Collect(rows iter.Seq[Return]) (Returns, error) {
	c := collector{r: r, seen: map[string]int{}, places: map[string]uint32{}}
	if err := r.Check(); err != nil {
		return c.out, err
	}
	c.filing.generics = r.generics()
	for i, row := range c.current(rows) {
		c.add(i, row)
	}
	slices.SortStableFunc(c.out.Voids, func(a, b Void) int { return a.Row - b.Row })
	return c.out, errors.Join(c.faults...)
}

type collector struct {
	r      *Regime
	out    Returns
	faults []error
	seen   map[string]int // rows of payers
	places map[string]uint32

	filing filing // the room of the last
}

// current numbers the rows. Where a later filing takes the place of an earlier one, it
// leaves out the rows of payers who filed again later; two rows of one day stay, and are a
// fault.
func (c *collector) current(rows iter.Seq[Return]) iter.Seq2[int, Return] {
	last := map[string]vicinia.Date{}
	if slices.ContainsFunc(c.r.Slots, func(s Slot) bool { return s.Conflict&LatestFiled != 0 }) {
		all := slices.Collect(rows)
		for _, row := range all {
			last[row.Payer] = max(last[row.Payer], row.Filed)
		}
		rows = slices.Values(all)
	}
	return func(yield func(int, Return) bool) {
		i := 0
		for row := range rows {
			if later := last[row.Payer]; row.Payer != "" && row.Filed < later {
				c.void(i, "", "conflict", fmt.Sprintf("superseded by the filing of %v", later))
			} else if !yield(i, row) {
				return
			}
			i++
		}
	}
}

func (c *collector) void(row int, slot, parameter, why string) {
	c.out.Voids = append(c.out.Voids, Void{row, slot, parameter, why})
}

// add takes the row of a number.
func (c *collector) add(number int, row Return) {
	f := c.r.read(row, &c.filing)
	if first, twice := c.seen[row.Payer]; twice {
		f.fault("payer", "D-9", "%q files twice, here and in returns[%d]", row.Payer, first)
	} else if row.Payer != "" {
		c.seen[row.Payer] = number
	}
	for i := 0; f.faults == nil && i < len(f.lines); i++ {
		share, err := c.out.Share(f.shares[i])
		if err != nil {
			f.faults = append(f.faults, &vicinia.Fault{Path: fmt.Sprintf("choices[%d].share", f.from[i]), Err: err})
		}
		f.lines[i].Share = share
	}
	for _, fault := range f.faults {
		fault.Path = fmt.Sprintf("returns[%d].%s", number, fault.Path)
		c.faults = append(c.faults, fault)
		f.lines, f.amounts, f.voids = f.lines[:0], f.amounts[:0], nil
	}
	for _, v := range f.voids {
		c.void(number, v.Slot, v.Parameter, v.Why)
	}
	c.out.Add(f.base, f.lines...)
	if c.r.Mode == ByCredit {
		c.out.Amounts = append(c.out.Amounts, f.amounts...)
	}
	c.place(row.Municipality)
}

// place numbers the municipality of the last row. There are no numbers before the first
// municipality.
func (c *collector) place(name string) {
	if name == "" && c.out.Places == nil {
		return
	}
	if before := c.out.Len() - 1; c.out.Places == nil && before > 0 {
		c.places[""], c.out.Municipalities = 0, []string{""}
		c.out.Places = make([]uint32, before)
	}
	i, ok := c.places[name]
	if !ok {
		i = uint32(len(c.out.Municipalities))
		c.places[name] = i
		c.out.Municipalities = append(c.out.Municipalities, name)
	}
	c.out.Places = append(c.out.Places, i)
}

// base is the minor units of a base, or 0 if it cannot be one.
func (r *Regime) base(row Return) int64 {
	if r.PerHead.Sign() > 0 {
		units, ok := r.heads(row.Heads)
		if !ok || row.Heads < 0 {
			return 0
		}
		return units
	}
	if row.Base.Currency() != r.Currency {
		return 0
	}
	return max(0, row.Base.Minor())
}

// heads are the minor units that so many heads are worth, half-even.
func (r *Regime) heads(n int64) (int64, bool) {
	num, den := r.PerHead.Parts()
	return exact.Quo(exact.HalfEven, []int64{n, num, exact.Pow10(r.Currency.Digits())}, []int64{den})
}
