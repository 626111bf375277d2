package designation

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

// maxSlots is what Line.Slot can tell apart.
const maxSlots = math.MaxUint16 + 1

// MaxQuantum bounds Slot.Quantum, in minor units.
const MaxQuantum = 1_000_000

// A checker gathers the faults of a regime.
type checker struct {
	r      *Regime
	faults []error
	names  map[string]bool // of slots
	bare   bool            // no recipient has terms
	listed bool            // the recipients are in order, so that they can be found
	rated  bool            // the rates are what rates can be, so that they add up
}

// Check returns every fault of the regime by its field, and by the article that the
// regime names for it: what stands twice or out of order, what is out of bounds, and
// parameters that contradict each other.
func (r *Regime) Check() error {
	c := &checker{r: r, names: map[string]bool{}, bare: true, listed: true, rated: true}
	if r.Year < 1 || r.Year > vicinia.MaxYear {
		c.fault("year", "", "no such year: %d", r.Year)
	}
	if r.Currency == (fiscal.Currency{}) {
		c.fault("currency", "M-7", "no currency")
	}
	c.recipients()
	if len(r.Slots) == 0 || len(r.Slots) > maxSlots {
		c.fault("slots", "", "%d slots, want 1 to %d", len(r.Slots), maxSlots)
	}
	for i := range r.Slots {
		c.slot(i, fmt.Sprintf("slots[%d]", i), &r.Slots[i])
	}
	carved := func(i int) vicinia.Ratio { return r.Slots[i].right() }
	if c.rated && r.carves() {
		if n := sumCmp(len(r.Slots), carved, whole); n > 0 || n == 0 && r.Mode == CarveOut && r.PerHead.Sign() == 0 {
			c.fault("slots", "D-2", "the rates add up to 100%% or more")
		}
	}
	c.regime()
	return errors.Join(c.faults...)
}

// carves reports whether the slots are parts of the base.
func (r *Regime) carves() bool { return r.Mode == CarveOut || r.Mode == ByVoucher }

func (c *checker) fault(path string, breaks vicinia.Invariant, format string, args ...any) {
	c.add(path, path, breaks, format, args...)
}

// add adds a fault with the article of a parameter, which for a fault of one recipient is
// the one that asks for what it lacks.
func (c *checker) add(path, parameter string, breaks vicinia.Invariant, format string, args ...any) {
	err := fmt.Errorf(format, args...)
	if article := c.r.article(parameter); article != "" {
		err = fmt.Errorf("%w; %s", err, article)
	}
	c.faults = append(c.faults, &vicinia.Fault{Path: path, Breaks: breaks, Err: err})
}

// word checks an enumerated parameter.
func (c *checker) word(path string, have, words int) {
	if have >= words {
		c.fault(path, "", "no such rule: %d", have)
	}
}

// money checks a limit: of the regime's currency and not negative, or none.
func (c *checker) money(path string, m fiscal.Money) {
	if m == (fiscal.Money{}) {
		return
	}
	if m.Currency() != c.r.Currency {
		c.fault(path, "M-7", "%v is not in %v", m, c.r.Currency)
	} else if m.Sign() < 0 {
		c.fault(path, "", "%v is negative", m)
	}
}

// part checks a ratio from 0 to 100 %.
func (c *checker) part(path string, p vicinia.Ratio) {
	if p.Sign() < 0 || p.Cmp(whole) > 0 {
		c.fault(path, "", "%v is not from 0%% to 100%%", p)
	}
}

func (c *checker) recipients() {
	r := c.r
	if int64(len(r.Recipients)) > math.MaxUint32/2 {
		c.fault("recipients", "", "more than %d recipients", uint32(math.MaxUint32/2))
	}
	for i, rec := range r.Recipients {
		c.listed = c.listed && (i == 0 || r.Recipients[i-1].ID < rec.ID)
		switch {
		case rec.ID == "":
			c.fault(fmt.Sprintf("recipients[%d]", i), "D-6", "no id")
		case i > 0 && rec.ID == r.Recipients[i-1].ID:
			c.fault(fmt.Sprintf("recipients[%d]", i), "D-6", "%q stands twice", rec.ID)
		case i > 0 && rec.ID < r.Recipients[i-1].ID:
			c.fault(fmt.Sprintf("recipients[%d]", i), "", "%q stands after %q", rec.ID, r.Recipients[i-1].ID)
		}
		if rec.Terms != nil {
			c.bare = false
			c.terms(i, rec.Terms)
		}
	}
}

// terms builds no path before there is a fault: lists are long.
func (c *checker) terms(i int, t *Terms) {
	at := func(field string) string { return fmt.Sprintf("recipients[%d].%s", i, field) }
	if t.On.To != 0 && t.On.From >= t.On.To {
		c.fault(at("on"), "", "from %v is not before to %v", t.On.From, t.On.To)
	}
	if t.Rate != (vicinia.Ratio{}) {
		c.part(at("rate"), t.Rate)
	}
	if t.Members < 0 {
		c.fault(at("members"), "", "%d members", t.Members)
	}
	if t.Ceiling != (fiscal.Money{}) || t.Requested != (fiscal.Money{}) || t.Cost != (fiscal.Money{}) {
		c.money(at("ceiling"), t.Ceiling)
		c.money(at("requested"), t.Requested)
		c.money(at("cost"), t.Cost)
	}
	if t.Overflow != (Sink{}) {
		c.sink(at("overflow"), t.Overflow)
	}
}

// sink checks that a sink is one, and its recipient somebody who may get money.
func (c *checker) sink(path string, s Sink, forbidden ...SinkKind) {
	named := s.To == ToRecipient || s.To == ToFund
	switch {
	case int(s.To) >= len(sinkKinds):
		c.fault(path, "", "no such sink: %d", s.To)
	case named != (s.Name != ""):
		c.fault(path, "", "sink %v: recipients and funds have a name, the others none", s)
	case slices.Contains(forbidden, s.To):
		c.fault(path, "", "sink %v is none for this parameter", s)
	case s.To == ToRecipient:
		i, ok := c.r.find(RecipientID(s.Name))
		if !ok {
			c.fault(path, "D-6", "sink %v is not on the list", s)
		} else if !c.r.registered(c.r.Recipients[i].terms()) {
			c.fault(path, "D-6", "sink %v is not on the register", s)
		}
	case s.To == ToCategory:
		for i, rec := range c.r.Recipients {
			if rec.terms().Category == "" {
				c.add(fmt.Sprintf("recipients[%d].category", i), path, "", "%q has no category, and %s is divided by category", rec.ID, path)
				break
			}
		}
	}
}

func (c *checker) slot(i int, path string, s *Slot) {
	r, before := c.r, len(c.faults)
	switch {
	case r.carves() && r.Mode == CarveOut && r.PerHead.Sign() == 0 && (s.Rate.Sign() < 0 || s.Rate.Cmp(whole) >= 0):
		c.fault(path+".rate", "D-2", "a payer may direct 0 or more and less than 100%%, not %v", s.Rate)
	default:
		c.part(path+".rate", s.Rate)
	}
	rated := len(c.faults) == before
	c.rated = c.rated && rated
	if c.names[s.Name] {
		c.fault(path+".name", "", "%q stands twice", s.Name)
	}
	c.names[s.Name] = true
	c.word(path+".basis", int(s.Basis), len(bases))
	c.word(path+".granularity", int(s.Grain), len(grains))
	c.word(path+".generic", int(s.Generic), len(genericWords))
	c.word(path+".rounding", int(s.Rounding), len(rounds))
	c.word(path+".conflict", int(s.Conflict), 1<<len(conflicts))
	if s.MaxRecipients < 0 {
		c.fault(path+".maxRecipients", "", "%d recipients", s.MaxRecipients)
	}
	if s.Persistence < UntilRevoked {
		c.fault(path+".persistence", "", "%d years, want 1 or more", s.Persistence)
	}
	if s.Quantum < 0 || s.Quantum > MaxQuantum {
		c.fault(path+".quantum", "", "%d minor units, want 0 to %d", s.Quantum, MaxQuantum)
	}
	before = len(c.faults)
	for _, m := range []struct {
		name string
		m    fiscal.Money
	}{{"allowance", s.Allowance}, {"least", s.Least}, {"minLine", s.MinLine}, {"floor", s.Floor}, {"ceiling", s.Ceiling}, {"cap", s.Cap}} {
		c.money(path+"."+m.name, m.m)
	}
	c.part(path+".costShare", s.CostShare)
	c.sink(path+".undesignated", s.Undesignated, ToCategory)
	c.sink(path+".declined", s.Declined, ToCategory, ToChoices)
	c.sink(path+".below", s.Below)
	c.sink(path+".overflow", s.Overflow)
	c.sink(path+".excess", s.Excess, ToCategory, ToChoices)
	bounded := len(c.faults) == before
	if rated {
		c.grain(path, s)
	}
	c.contradictions(path, s)
	if c.listed && bounded {
		c.limits(i, path, s, rated)
	}
}

// regime checks what is not of one slot.
func (c *checker) regime() {
	r := c.r
	c.word("mode", int(r.Mode), len(modes))
	c.word("late", int(r.Late), len(lates))
	if r.PerHead.Sign() < 0 || r.MostHeads < 0 || r.MostHeads > MaxHeads {
		c.fault("perHead", "", "%v per head, at most %d heads: want 0 or more, and at most %d", r.PerHead, r.MostHeads, MaxHeads)
	}
	if (r.Credit != nil) != (r.Mode == ByCredit) {
		c.fault("credit", "", "the mode is %v: the mode credit and a credit need each other", r.Mode)
	}
	if r.Credit != nil {
		c.credit(r.Credit)
	}
	c.money("arrears", r.Arrears)
	if r.Instalments && r.Arrears == (fiscal.Money{}) {
		c.fault("instalments", "", "instalments are let off, and arrears are not asked about")
	}
	c.money("disclosure.publish", r.Disclosure.Publish)
	c.money("disclosure.account", r.Disclosure.Account)
	for i, p := range r.Payout {
		c.instalment(fmt.Sprintf("payout[%d]", i), i, p)
	}
}

func (c *checker) credit(k *Credit) {
	c.money("credit.deductible", k.Deductible)
	c.part("credit.basic", k.Basic)
	c.part("credit.cap", k.Cap)
	for i, b := range k.Special {
		path := fmt.Sprintf("credit.special[%d]", i)
		c.money(path+".from", b.From)
		c.part(path+".part", b.Part)
		if sum, err := k.Basic.Add(b.Part); err == nil && sum.Cmp(whole) > 0 {
			c.fault(path+".part", "", "%v and the basic %v are more than is given", b.Part, k.Basic)
		}
		if i > 0 && b.From.Minor() <= k.Special[i-1].From.Minor() {
			c.fault(path+".from", "", "%v stands after %v", b.From, k.Special[i-1].From)
		}
	}
}

func (c *checker) instalment(path string, i int, p Instalment) {
	c.word(path+".pays", int(p.Pays), len(paysWords))
	on, err := p.On.In(c.r.Year)
	if err != nil {
		c.fault(path+".on", "", "%w", err)
	} else if i > 0 {
		if before, err := c.r.Payout[i-1].On.In(c.r.Year); err == nil && on < before {
			c.fault(path+".on", "", "%v stands after %v", on, before)
		}
	}
	c.money(path+".amount", p.Amount)
	c.part(path+".part", p.Part)
	if (p.Pays == Advance) != (p.Amount != fiscal.Money{}) {
		c.fault(path+".amount", "", "an advance has an amount, and nothing else has")
	}
	if p.Pays == Advance && (p.Recipient == "" || p.Part.Sign() != 0) {
		c.fault(path+".recipient", "", "an advance names its recipient and has no part")
	}
	if _, ok := c.r.find(p.Recipient); !ok && p.Recipient != "" {
		c.fault(path+".recipient", "D-6", "%q is not on the list", p.Recipient)
	}
}
