package designation

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/internal/canon"
)

// A RecipientID names a recipient. This package does not know what it is: a community's
// id, or a number in a treasury's register.
type RecipientID string

// A Recipient is one entry of the list of those who may receive.
type Recipient struct {
	ID RecipientID
}

// A Regime is what the law of one year lets payers direct, in one currency. It is not to
// be changed once it is used: totals remember the regime that they were counted under.
type Regime struct {
	Name       string
	Year       int
	Currency   fiscal.Currency
	Recipients []Recipient // in byte order of their ids, each once; lines point here
	Slots      []Slot      // one at least; the rates add up to less than the whole (D-2)
}

// A Slot is one right to direct money: a part carved out of a tax that is due anyway. A
// line pays its share of the base, rounded down to the minor unit; what is not directed
// stays in the treasury.
type Slot struct {
	Name string
	Rate vicinia.Ratio // of the base: the most that all lines of a payer may direct
}

// Confederal is the regime of the manifesto (chapter 7, "send a part"; invariants D-1, D-2,
// D-4, D-6 and D-8): each payer directs up to limit of the tax paid, by any shares, to any
// of the recipients, who may come in any order. A limit of 100 % or more, or a negative
// one, breaks D-2; a limit of 0 lets nobody designate. Every fault is returned.
func Confederal(year int, c fiscal.Currency, limit vicinia.Ratio, recipients []RecipientID) (*Regime, error) {
	r := &Regime{
		Name: "confederal", Year: year, Currency: c,
		Recipients: make([]Recipient, len(recipients)),
		Slots:      []Slot{{Name: "communities", Rate: limit}},
	}
	for i, id := range recipients {
		r.Recipients[i].ID = id
	}
	slices.SortFunc(r.Recipients, Recipient.compare)
	if err := r.Check(); err != nil {
		return nil, err
	}
	return r, nil
}

func (r Recipient) compare(s Recipient) int { return strings.Compare(string(r.ID), string(s.ID)) }

// maxSlots is what Line.Slot can tell apart.
const maxSlots = math.MaxUint16 + 1

// Check returns every fault of the regime by its field.
func (r *Regime) Check() error {
	var faults []error
	fault := func(path string, breaks vicinia.Invariant, format string, args ...any) {
		faults = append(faults, &vicinia.Fault{Path: path, Breaks: breaks, Err: fmt.Errorf(format, args...)})
	}
	if r.Year < 1 || r.Year > vicinia.MaxYear {
		fault("year", "", "no such year: %d", r.Year)
	}
	if r.Currency == (fiscal.Currency{}) {
		fault("currency", "M-7", "no currency")
	}
	if int64(len(r.Recipients)) > math.MaxUint32 {
		fault("recipients", "", "more than %d recipients", uint32(math.MaxUint32))
	}
	for i, rec := range r.Recipients {
		path := func() string { return fmt.Sprintf("recipients[%d]", i) }
		switch {
		case rec.ID == "":
			fault(path(), "D-6", "no id")
		case i > 0 && rec == r.Recipients[i-1]:
			fault(path(), "D-6", "%q stands twice", rec.ID)
		case i > 0 && rec.ID < r.Recipients[i-1].ID:
			fault(path(), "", "%q stands after %q", rec.ID, r.Recipients[i-1].ID)
		}
	}
	if len(r.Slots) == 0 || len(r.Slots) > maxSlots {
		fault("slots", "", "%d slots, want 1 to %d", len(r.Slots), maxSlots)
	}
	for i, s := range r.Slots {
		if s.Rate.Sign() < 0 || s.Rate.Cmp(whole) >= 0 {
			fault(fmt.Sprintf("slots[%d].rate", i), "D-2", "a payer may direct 0 or more and less than 100%%, not %v", s.Rate)
		}
	}
	if rate := func(i int) vicinia.Ratio { return r.Slots[i].Rate }; len(faults) == 0 && sumCmp(len(r.Slots), rate, whole) >= 0 {
		fault("slots", "D-2", "the rates add up to 100%% or more")
	}
	return errors.Join(faults...)
}

// whole is 100 %.
var whole = vicinia.Frac(1, 1)

// find returns the index of a recipient.
func (r *Regime) find(id RecipientID) (uint32, bool) {
	i, ok := slices.BinarySearchFunc(r.Recipients, Recipient{ID: id}, Recipient.compare)
	return uint32(i), ok
}

// digest tells regimes apart.
func (r *Regime) digest() [sha256.Size]byte {
	b := canon.AppendText(nil, "designation.regime.v1")
	b = canon.AppendText(b, r.Name)
	b = canon.AppendInt(b, int64(r.Year))
	b = canon.AppendText(b, r.Currency.String())
	b = canon.AppendLen(b, len(r.Recipients))
	for _, rec := range r.Recipients {
		b = canon.AppendText(b, string(rec.ID))
	}
	b = canon.AppendLen(b, len(r.Slots))
	for _, s := range r.Slots {
		num, den := s.Rate.Parts()
		b = canon.AppendText(b, s.Name)
		b = canon.AppendInt(canon.AppendInt(b, num), den)
	}
	return sha256.Sum256(b)
}
