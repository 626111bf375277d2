package designation

import (
	"fmt"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

// An Instalment is one payment of the plan by which the law pays out.
type Instalment struct {
	Name      string
	On        Day
	Pays      Pays
	Recipient RecipientID   // the only one it is for; "" is all
	Amount    fiscal.Money  // of an Advance
	Part      vicinia.Ratio // of what is due, rounded down; 0 is all that is not paid yet
}

// Pays is what an instalment pays.
type Pays uint8

// The kinds of payment; the zero Pays is FromFinal.
const (
	FromFinal       Pays = iota // of the final settlement
	FromProvisional             // of the provisional settlement; nothing if there is none
	Advance                     // a fixed amount on account
)

var paysWords = [...]string{"final", "provisional", "advance"}

// String is final, provisional or advance.
func (p Pays) String() string { return word(paysWords[:], int(p)) }

// UnmarshalText reads the form of String.
func (p *Pays) UnmarshalText(b []byte) error { return fromWord(p, "payment", paysWords[:], b) }

// A Payment is an amount on a day; a negative one is paid back.
type Payment struct {
	Name      string
	On        vicinia.Date
	Recipient RecipientID
	Amount    fiscal.Money
}

// Payments is the plan of a regime applied to its settlements, in the order of the plan
// and of ids, without payments of nothing. The provisional settlement may be nil. What a
// recipient is paid in all is its amount in the final settlement as soon as an instalment
// pays all of it; every instalment of a part is of the whole amount, so three thirds of
// 100 cents are 33, 33 and 33, and the plan's last payment should be of all that is left.
// Without a plan there are no payments.
func (r *Regime) Payments(provisional, final *Settlement) ([]Payment, error) {
	var all []Payment
	paid := make([]int64, len(r.Recipients))
	for _, p := range r.Payout {
		on, err := p.On.In(r.Year)
		if err != nil {
			return nil, fmt.Errorf("payout %s: %w", p.Name, err)
		}
		from := final
		if p.Pays == FromProvisional {
			from = provisional
		}
		if from == nil && p.Pays != Advance {
			continue
		}
		for i, rec := range r.Recipients {
			if p.Recipient != "" && p.Recipient != rec.ID {
				continue
			}
			pays := p.Amount.Minor()
			if p.Pays != Advance {
				due := from.paidTo(i)
				pays = due - paid[i]
				if p.Part.Sign() > 0 {
					pays = floorOf(p.Part, due)
				}
			}
			sum, err := r.Currency.Minor(paid[i]).Add(r.Currency.Minor(pays))
			if err != nil {
				return nil, fmt.Errorf("payout %s: %w", p.Name, err)
			}
			paid[i] = sum.Minor()
			if pays != 0 {
				all = append(all, Payment{p.Name, on, rec.ID, r.Currency.Minor(pays)})
			}
		}
	}
	return all, nil
}

// A Correction is what a later settlement of the same year changes for one recipient.
type Correction struct {
	Recipient     RecipientID
	Before, After fiscal.Money
	Pays          fiscal.Money // After - Before, or nothing if the law keeps the first (see Late)
}

// Correct compares two settlements of the year, in byte order of the ids, and leaves out
// who has the same in both. The differences are signed. A settlement of another list of
// recipients is ErrRegime.
func (r *Regime) Correct(before, after *Settlement) ([]Correction, error) {
	var all []Correction
	if len(before.Regime.Recipients) != len(r.Recipients) || len(after.Regime.Recipients) != len(r.Recipients) {
		return nil, ErrRegime
	}
	for i, rec := range r.Recipients {
		if before.Regime.Recipients[i].ID != rec.ID || after.Regime.Recipients[i].ID != rec.ID {
			return nil, ErrRegime
		}
		b, a := before.paidTo(i), after.paidTo(i)
		if a == b {
			continue
		}
		c := Correction{rec.ID, r.Currency.Minor(b), r.Currency.Minor(a), r.Currency.Minor(a - b)}
		if r.Late == Unadjusted {
			c.Pays = r.Currency.Minor(0)
		}
		all = append(all, c)
	}
	return all, nil
}
