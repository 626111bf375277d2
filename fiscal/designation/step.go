package designation

import (
	"fmt"
	"iter"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

// A move is a Bound before it is asked for.
type move struct {
	slot          uint32
	recipient     int32 // -1 is a whole slot
	parameter     parameter
	before, after int64
}

type parameter uint8

const (
	byRegister parameter = iota
	byGeneric
	byUndesignated
	byDecline
	byCeiling
	byCap
	byFloor
)

// parameters are the names as in files of regimes.
var parameters = [...]string{"register", "generic", "undesignated", "declined", "ceiling", "cap", "floor"}

// Why walks the reasons: a Paid for every slot and recipient with a line or an amount, in
// the order of slots and ids; every Bound in the order in which a slot is settled; and at
// last the Kept.
func (s *Settlement) Why() iter.Seq[vicinia.Step] {
	return func(yield func(vicinia.Step) bool) {
		for _, p := range s.paid {
			if (p.Lines > 0 || p.Amount.Sign() > 0) && !yield(p) {
				return
			}
		}
		for _, m := range s.moves {
			if !yield(s.bound(m)) {
				return
			}
		}
		yield(Kept{Base: s.Base, Designated: s.Designated, Treasury: s.Treasury})
	}
}

func (s *Settlement) bound(m move) Bound {
	c := s.Regime.Currency
	b := Bound{
		Slot: s.Regime.Slots[m.slot].Name, Parameter: parameters[m.parameter],
		Before: c.Minor(m.before), After: c.Minor(m.after),
	}
	if m.recipient >= 0 {
		b.Recipient = s.Regime.Recipients[m.recipient].ID
	}
	path := fmt.Sprintf("slots[%d].%s", m.slot, b.Parameter)
	if m.parameter == byRegister {
		path = "register"
	}
	b.Article = s.Regime.article(path)
	return b
}

// Paid is the step of what one recipient gets: the sum of its lines, each rounded down
// (D-8) or as the law says, after all that bound it.
type Paid struct {
	Slot      string
	Recipient RecipientID
	Lines     int64
	Amount    fiscal.Money
}

// Key: see vicinia.Step.
func (p Paid) Key() string { return "designation.paid" }

// String is "communities: Esperanto 221.04 EUR, lines: 3".
func (p Paid) String() string {
	return fmt.Sprintf("%s: %s %v, lines: %d", p.Slot, p.Recipient, p.Amount, p.Lines)
}

// Bound is the step of one parameter that changed an amount.
type Bound struct {
	Slot, Parameter string
	Recipient       RecipientID // "" is the slot as a whole
	Before, After   fiscal.Money
	Article         string // of the parameter; "" if the regime names none
}

// Key: see vicinia.Step.
func (b Bound) Key() string { return "designation.bound" }

// String is "5x1000: floor: X 9.99 EUR -> 0.00 EUR (art. 4)".
func (b Bound) String() string {
	s := b.Slot + ": " + b.Parameter + ":"
	if b.Recipient != "" {
		s += " " + string(b.Recipient)
	}
	s += fmt.Sprintf(" %v -> %v", b.Before, b.After)
	if b.Article != "" {
		s += " (" + b.Article + ")"
	}
	return s
}

// Kept is the step of what stays with the jurisdiction (D-4).
type Kept struct {
	Base, Designated, Treasury fiscal.Money
}

// Key: see vicinia.Step.
func (k Kept) Key() string { return "designation.kept" }

// String is "treasury: 5012.00 EUR of 5680.00 EUR, 668.00 EUR directed".
func (k Kept) String() string {
	return fmt.Sprintf("treasury: %v of %v, %v directed", k.Treasury, k.Base, k.Designated)
}

// article is where a parameter stands in the law, or "".
func (r *Regime) article(parameter string) string {
	for _, s := range r.Sources {
		if s.Parameter == parameter {
			return s.Article
		}
	}
	return ""
}
