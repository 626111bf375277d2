package designation

import (
	"crypto/sha256"
	"fmt"
	"iter"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/internal/canon"
	"github.com/vicinia/vicinia/internal/exact"
)

// A Settlement accounts for every cent. Base + Raised = Designated + Treasury, where
// Designated is what the recipients and the funds get, to the last minor unit (D-7); under
// Surcharge the base stays out: Raised = Designated, and the treasury gets nothing.
type Settlement struct {
	Regime     *Regime
	Payers     int64
	Base       fiscal.Money
	Raised     fiscal.Money // beside the base: surcharges, and what payers give beyond what is credited
	Designated fiscal.Money
	Treasury   fiscal.Money // undirected, and the remainders of rounding (D-4, D-8)

	paid  []Paid // slot by slot, recipient by recipient
	funds []fund // in byte order of the names
	moves []move
}

// A fund is what is in one fund.
type fund struct {
	name  string
	units int64
}

// Settle gives every cent its destination. Totals of another regime are ErrRegime; a base
// that does not fit an amount is vicinia.ErrOverflow; totals that pay out more than came in
// (D-7), which only a broken file has, are a fault.
//
// In each slot the sums of the lines come first; those of recipients who are not on the
// register, and generic lines, go where Slot.Generic says, and what nobody directed where
// Slot.Undesignated says. Then ceilings cut, then the cap scales, and all who are left
// below the floor drop out at once: all that they would have got before ceilings and the cap
// goes where Slot.Below says, and these are applied anew, until nobody drops out. Nobody ever
// comes back, so this ends, and no step asks for an order of recipients. Divisions are by
// largest remainder, as fiscal.Splitter has it, its places being the byte order of the ids.
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
	s := &Settlement{Regime: r, Payers: all.payers, Base: r.Currency.Minor(base)}
	given, err := s.solve(all)
	if err != nil {
		return nil, err
	}
	return s, s.balance(all, given)
}

// solve settles slot by slot and returns what came into all slots.
func (s *Settlement) solve(t *Totals) (given int64, err error) {
	r := s.Regime
	s.paid = make([]Paid, len(r.Slots)*len(r.Recipients))
	left := s.Base.Minor()
	if r.Mode == Surcharge || r.Mode == ByCredit {
		left = int64(^uint64(0) >> 1)
	}
	width := r.width()
	for i := range r.Slots {
		v := newSolver(r, i, t.cells[i*width:(i+1)*width])
		into, err := v.load(s.Base.Minor(), s.Payers)
		if err != nil {
			return 0, err
		}
		if into.Hi != 0 || into.Lo > uint64(left) {
			return 0, s.broken()
		}
		left, given = left-int64(into.Lo), given+int64(into.Lo)
		if err := v.run(); err != nil {
			return 0, err
		}
		for j, rec := range r.Recipients {
			s.paid[i*len(r.Recipients)+j] = Paid{
				Slot: r.Slots[i].Name, Recipient: rec.ID, Lines: v.lines[j], Amount: r.Currency.Minor(v.x[j]),
			}
		}
		s.moves = append(s.moves, v.moves...)
		if err := s.bank(v.funds); err != nil {
			return 0, err
		}
	}
	return given, nil
}

func (s *Settlement) broken() error {
	return &vicinia.Fault{Path: "totals", Breaks: "D-7", Err: fmt.Errorf("more is paid than the base of %v", s.Base)}
}

// bank adds what a slot left in funds.
func (s *Settlement) bank(more []fund) error {
	for _, f := range more {
		at := 0
		for at < len(s.funds) && s.funds[at].name < f.name {
			at++
		}
		if at == len(s.funds) || s.funds[at].name != f.name {
			s.funds = append(s.funds, fund{})
			copy(s.funds[at+1:], s.funds[at:])
			s.funds[at] = fund{name: f.name}
		}
		sum, ok := add(s.funds[at].units, f.units)
		if !ok {
			return vicinia.ErrOverflow
		}
		s.funds[at].units = sum
	}
	return nil
}

// balance proves the sum, in 128 bits.
func (s *Settlement) balance(t *Totals, given int64) error {
	var out exact.Accumulator
	for _, p := range s.paid {
		out.Add(p.Amount.Minor())
	}
	for _, f := range s.funds {
		out.Add(f.units)
	}
	designated, fits := out.Int64()
	if !fits {
		return vicinia.ErrOverflow
	}
	base, raised, treasury := s.Base.Minor(), int64(0), int64(0)
	switch s.Regime.Mode {
	case Surcharge:
		raised = designated
	case ByCredit:
		credited, fits := amount(t.cells[len(t.cells)-1].sum)
		if !fits || credited > base || credited > given || designated > given {
			return s.broken()
		}
		raised = given - credited
		if treasury, fits = add(base-credited, given-designated); !fits { // gifts that found nobody
			return vicinia.ErrOverflow
		}
	default:
		if designated > base {
			return s.broken()
		}
		treasury = base - designated
	}
	c := s.Regime.Currency
	s.Raised, s.Designated, s.Treasury = c.Minor(raised), c.Minor(designated), c.Minor(treasury)
	return nil
}

// amount is a sum as minor units, if it fits.
func amount(x exact.U128) (int64, bool) {
	units, ok := exact.Signed(x.Lo, false)
	return units, ok && x.Hi == 0
}

func add(a, b int64) (int64, bool) {
	var sum exact.Accumulator
	sum.Add(a)
	sum.Add(b)
	return sum.Int64()
}

// paidTo is what the recipient of an index gets from all slots; it fits, since Settle
// added it up.
func (s *Settlement) paidTo(i int) (units int64) {
	for ; i < len(s.paid); i += len(s.Regime.Recipients) {
		units += s.paid[i].Amount.Minor()
	}
	return units
}

// Recipients walks what each recipient on the list gets from all slots, nothing included,
// in byte order of the ids.
func (s *Settlement) Recipients() iter.Seq2[RecipientID, fiscal.Money] {
	return func(yield func(RecipientID, fiscal.Money) bool) {
		for i, r := range s.Regime.Recipients {
			if !yield(r.ID, s.Regime.Currency.Minor(s.paidTo(i))) {
				return
			}
		}
	}
}

// Funds walks what each fund gets, in byte order of the names.
func (s *Settlement) Funds() iter.Seq2[string, fiscal.Money] {
	return func(yield func(string, fiscal.Money) bool) {
		for _, f := range s.funds {
			if !yield(f.name, s.Regime.Currency.Minor(f.units)) {
				return
			}
		}
	}
}

// Duties walks the recipients who must publish the use of what they got, and those of them
// or others who must keep a separate account, in byte order of the ids; see Disclosure.
func (s *Settlement) Duties() iter.Seq2[RecipientID, string] {
	return func(yield func(RecipientID, string) bool) {
		for id, m := range s.Recipients() {
			var duties []string
			if d := s.Regime.Disclosure.Publish; d != (fiscal.Money{}) && m.Cmp(d) > 0 {
				duties = append(duties, "publish the use")
			}
			if d := s.Regime.Disclosure.Account; d != (fiscal.Money{}) && m.Cmp(d) > 0 {
				duties = append(duties, "keep a separate account")
			}
			if duties != nil && !yield(id, strings.Join(duties, ", ")) {
				return
			}
		}
	}
}

// AppendBinary appends the canonical form: the regime's digest, the payers, the base and
// the treasury, and every line count and amount in minor units; for a regime with more than
// Confederal sets, also what is raised and the funds.
func (s *Settlement) AppendBinary(b []byte) ([]byte, error) {
	regime, plain := s.Regime.digest(), s.Regime.plain()
	form := "designation.settlement.v1"
	if !plain {
		form = "designation.settlement.v2"
	}
	b = canon.AppendText(b, form)
	b = canon.AppendText(b, string(regime[:]))
	b = canon.AppendInt(b, s.Payers)
	b = canon.AppendInt(canon.AppendInt(b, s.Base.Minor()), s.Treasury.Minor())
	b = canon.AppendLen(b, len(s.paid))
	for _, p := range s.paid {
		b = canon.AppendInt(canon.AppendInt(b, p.Lines), p.Amount.Minor())
	}
	if plain {
		return b, nil
	}
	b = canon.AppendInt(b, s.Raised.Minor())
	b = canon.AppendLen(b, len(s.funds))
	for _, f := range s.funds {
		b = canon.AppendInt(canon.AppendText(b, f.name), f.units)
	}
	return b, nil
}

// Digest is the SHA-256 of AppendBinary.
func (s *Settlement) Digest() [sha256.Size]byte {
	b, _ := s.AppendBinary(nil)
	return sha256.Sum256(b)
}
