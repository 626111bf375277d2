package designation

import (
	"crypto/sha256"
	"fmt"
	"iter"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/internal/canon"
	"github.com/vicinia/vicinia/internal/exact"
)

// A Settlement accounts for the whole base: Base = Designated + Treasury, and Designated is
// what the recipients get, to the last minor unit (D-7).
type Settlement struct {
	Regime     *Regime
	Payers     int64
	Base       fiscal.Money
	Designated fiscal.Money
	Treasury   fiscal.Money // undirected, and the remainders of rounding (D-4, D-8)

	paid []Paid // slot by slot, recipient by recipient
}

// Settle gives every cent its destination. Totals of another regime are ErrRegime; a base
// that does not fit an amount is vicinia.ErrOverflow; totals that pay out more than came in
// (D-7), which only a broken file has, are a fault.
func (r *Regime) Settle(t *Totals) (*Settlement, error) {
	if err := r.Check(); err != nil {
		return nil, err
	}
	all := r.totals()
	if err := all.Merge(t); err != nil {
		return nil, err
	}
	base, fits := amount(all.base)
	if !fits {
		return nil, vicinia.ErrOverflow
	}
	s := &Settlement{Regime: r, Payers: all.payers, Base: r.Currency.Minor(base), paid: make([]Paid, len(all.cells))}
	left := base
	for i, c := range all.cells {
		units, fits := amount(c.sum)
		if !fits || units > left {
			return nil, &vicinia.Fault{Path: "totals", Breaks: "D-7", Err: fmt.Errorf("more is paid than the base of %v", s.Base)}
		}
		left -= units
		s.paid[i] = Paid{
			Slot:      r.Slots[i/len(r.Recipients)].Name,
			Recipient: r.Recipients[i%len(r.Recipients)].ID,
			Lines:     c.lines,
			Amount:    r.Currency.Minor(units),
		}
	}
	s.Designated, s.Treasury = r.Currency.Minor(base-left), r.Currency.Minor(left)
	return s, nil
}

// amount is a sum as minor units, if it fits.
func amount(x exact.U128) (int64, bool) {
	units, ok := exact.Signed(x.Lo, false)
	return units, ok && x.Hi == 0
}

// Recipients walks what each recipient on the list gets from all slots, nothing included,
// in byte order of the ids.
func (s *Settlement) Recipients() iter.Seq2[RecipientID, fiscal.Money] {
	return func(yield func(RecipientID, fiscal.Money) bool) {
		for i, r := range s.Regime.Recipients {
			units := int64(0)
			for j := i; j < len(s.paid); j += len(s.Regime.Recipients) {
				units += s.paid[j].Amount.Minor() // fits: Settle added it up
			}
			if !yield(r.ID, s.Regime.Currency.Minor(units)) {
				return
			}
		}
	}
}

// Why walks the reasons: a Paid for every slot and recipient with a line, in the order of
// slots and ids, and at last the Kept.
func (s *Settlement) Why() iter.Seq[vicinia.Step] {
	return func(yield func(vicinia.Step) bool) {
		for _, p := range s.paid {
			if p.Lines > 0 && !yield(p) {
				return
			}
		}
		yield(Kept{Base: s.Base, Designated: s.Designated, Treasury: s.Treasury})
	}
}

// Paid is the step of what payers direct to one recipient: the sum of lines, each rounded
// down (D-8).
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

// AppendBinary appends the canonical form: the regime's digest, the payers, the base and
// the treasury, and every line count and amount in minor units.
func (s *Settlement) AppendBinary(b []byte) ([]byte, error) {
	regime := s.Regime.digest()
	b = canon.AppendText(b, "designation.settlement.v1")
	b = canon.AppendText(b, string(regime[:]))
	b = canon.AppendInt(b, s.Payers)
	b = canon.AppendInt(canon.AppendInt(b, s.Base.Minor()), s.Treasury.Minor())
	b = canon.AppendLen(b, len(s.paid))
	for _, p := range s.paid {
		b = canon.AppendInt(canon.AppendInt(b, p.Lines), p.Amount.Minor())
	}
	return b, nil
}

// Digest is the SHA-256 of AppendBinary.
func (s *Settlement) Digest() [sha256.Size]byte {
	b, _ := s.AppendBinary(nil)
	return sha256.Sum256(b)
}
