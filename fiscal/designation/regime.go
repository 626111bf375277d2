package designation

import (
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

// A RecipientID names a recipient. This package does not know what it is: a community's
// id, or a number in a treasury's register.
type RecipientID string

// A Recipient is one entry of the list of those who may receive.
type Recipient struct {
	ID    RecipientID
	Terms *Terms // nil: no more than the id
}

// Terms are what the law or the register says of one recipient. The zero Terms bind nothing.
type Terms struct {
	Name      string
	Category  string           // the purpose or box that it belongs to
	On        vicinia.Interval // the days on the register; the zero interval is always
	Rate      vicinia.Ratio    // its own rate (a parish's multiplier); 0 is the slot's
	Members   int64            // the weight of Generic ByMembers
	Ceiling   fiscal.Money     // the most that it is paid from one slot; the zero Money is no limit
	Requested fiscal.Money     // another ceiling: what it asked for
	Cost      fiscal.Money     // of its project; Slot.CostShare of it is a third ceiling
	Overflow  Sink             // what its ceilings cut off; the zero Sink is Slot.Overflow
	Declines  bool             // its part of what nobody directed; see Slot.Declined
}

var noTerms Terms

func (r Recipient) terms() *Terms {
	if r.Terms == nil {
		return &noTerms
	}
	return r.Terms
}

// A Regime is what the law of one year lets payers direct, in one currency. It is not to
// be changed once it is used: totals remember the regime that they were counted under.
// The fields up to Slots are all that [Confederal] needs; the others are what some country's
// law adds, and their zero values add nothing.
type Regime struct {
	Name       string
	Year       int
	Currency   fiscal.Currency
	Recipients []Recipient // in byte order of their ids, each once; lines point here
	Slots      []Slot      // one at least; what they carve out is less than the whole (D-2)

	Mode        Mode
	PerHead     vicinia.Ratio // where a base is a number of heads or vouchers: what one is worth, in major units
	MostHeads   int64         // of one payer; 0 is MaxHeads
	Credit      *Credit       // of the mode ByCredit
	Register    Day           // when a recipient must be on the register; none: some day of the year
	Deadline    Day           // of filing; none: no filing is late
	Arrears     fiscal.Money  // that do no harm; the zero Money: arrears are not asked about
	Instalments bool          // arrears under an honoured plan of instalments do no harm either
	Late        Late          // what a later change of the tax does
	Payout      []Instalment  // in order of days
	Disclosure  Disclosure
	Sources     []Source // the articles, by parameter; faults name them
}

// A Slot is one right to direct money: a part carved out of a tax that is due anyway, or
// what else Regime.Mode says. The zero values are the plain rule: a line pays its share of
// the base, rounded down to the minor unit; what is not directed stays in the treasury.
type Slot struct {
	Name string
	Rate vicinia.Ratio // of the base: the most that all lines of a payer may direct

	OwnRates      bool // the rate is the recipient's, and Rate is the most that it can be
	Basis         Basis
	Categories    []string // of the recipients that it takes; nil is all
	Classes       []string // of the payers who have it; nil is all, "" is a payer without a class
	MaxRecipients int      // that one payer may name; 0 is any number
	Grain         Grain
	Unit          vicinia.Ratio // shares are multiples of it; 0 is any share
	Conflict      Conflict
	Generic       Generic
	Residence     string // the box that stands for the payer's own municipality
	Persistence   int    // tax years that a choice is good for; 0 is 1, and UntilRevoked
	Undesignated  Sink
	Declined      Sink         // for the part of what nobody directed that a recipient renounces
	Allowance     fiscal.Money // taken off a payer's due
	Least         fiscal.Money // the least due of a payer who owes anything
	MinLine       fiscal.Money // a line below it is void
	Rounding      Round        // of a line
	Quantum       int64        // that a line is rounded to, in minor units; 0 is 1
	Floor         fiscal.Money // a recipient who would get less gets nothing
	Below         Sink         // what floors leave
	Ceiling       fiscal.Money // of every recipient
	CostShare     vicinia.Ratio
	Overflow      Sink         // what ceilings cut off
	Cap           fiscal.Money // of the slot: above it, everybody's amount is scaled down
	Excess        Sink         // what the cap cuts off
}

// MaxHeads bounds the heads, or vouchers, of one payer.
const MaxHeads = 1000

// UntilRevoked is the Persistence of a filing that is good until there is another.
const UntilRevoked = -1

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

// whole is 100 %.
var whole = vicinia.Frac(1, 1)

// find returns the index of a recipient.
func (r *Regime) find(id RecipientID) (uint32, bool) {
	i, ok := slices.BinarySearchFunc(r.Recipients, Recipient{ID: id}, Recipient.compare)
	return uint32(i), ok
}

// takes reports whether a slot takes recipients of a category.
func (s *Slot) takes(category string) bool {
	return s.Categories == nil || slices.Contains(s.Categories, category)
}

// gives reports whether payers of a class have the slot.
func (s *Slot) gives(class string) bool {
	return s.Classes == nil || slices.Contains(s.Classes, class)
}

// grainUnit is the share of which a line of a pool is a multiple.
func (s *Slot) grainUnit() vicinia.Ratio {
	if s.Grain == Whole && s.Unit.Sign() == 0 {
		return s.Rate
	}
	return s.Unit
}

// right is the most that all lines of one payer add up to in the slot.
func (s *Slot) right() vicinia.Ratio {
	if s.Conflict&BothInFull == 0 {
		return s.Rate
	}
	right, err := s.Rate.Mul(vicinia.Frac(int64(max(1, s.MaxRecipients)), 1))
	if err != nil {
		return s.Rate
	}
	return right
}

// categories are those of the recipients and slots, in byte order, each once.
func (r *Regime) categories() []string {
	var all []string
	for _, rec := range r.Recipients {
		if c := rec.terms().Category; c != "" {
			all = append(all, c)
		}
	}
	for _, s := range r.Slots {
		all = append(all, s.Categories...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// generics are the categories that lines without a recipient can point to, past the
// recipients; nil if no slot has such lines.
func (r *Regime) generics() []string {
	for _, s := range r.Slots {
		if s.Generic.pools() {
			return r.categories()
		}
	}
	return nil
}

// eligible reports whether a recipient may get money from a slot.
func (r *Regime) eligible(slot, i int) bool {
	t := r.Recipients[i].terms()
	return r.Slots[slot].takes(t.Category) && r.registered(t)
}

// registered reports whether a recipient was on the register when it must be.
func (r *Regime) registered(t *Terms) bool {
	if t.On == (vicinia.Interval{}) {
		return true
	}
	if r.Register == (Day{}) {
		_, ok := t.On.Meet(vicinia.Year(r.Year))
		return ok
	}
	day, err := r.Register.In(r.Year)
	return err == nil && t.On.Has(day)
}
