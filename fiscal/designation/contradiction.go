package designation

import (
	"fmt"
	"math"

	"github.com/vicinia/vicinia/fiscal"
)

// grain checks what a payer's line can be.
func (c *checker) grain(path string, s *Slot) {
	if s.Unit.Sign() < 0 || s.Unit.Sign() > 0 && !multiple(s.Rate, s.Unit) {
		c.fault(path+".unit", "", "the rate of %v is no multiple of %v", s.Rate, s.Unit)
	}
	if s.Grain != Shares && s.Unit.Sign() != 0 {
		c.fault(path+".unit", "", "a unit of shares, and the granularity is %v", s.Grain)
	}
	if heads := c.r.PerHead.Sign() > 0; s.Grain == Units && (!heads || s.Rate != whole) {
		c.fault(path+".granularity", "", "units need a value per head and a rate of 100%%")
	}
	if (s.Grain == Amounts) != (c.r.Mode == ByCredit) {
		c.fault(path+".granularity", "", "%v under the mode %v: amounts and the credit need each other", s.Grain, c.r.Mode)
	}
}

// contradictions checks parameters against each other.
func (c *checker) contradictions(path string, s *Slot) {
	if s.Conflict&BothInFull != 0 {
		if s.Conflict&VoidAll != 0 {
			c.fault(path+".conflict", "", "both in full, and void")
		}
		if s.MaxRecipients < 2 || s.Grain != Whole {
			c.fault(path+".conflict", "", "both in full needs 2 recipients or more, each of the whole slot")
		}
	}
	if s.Conflict&VoidAll != 0 && s.MaxRecipients == 0 {
		c.fault(path+".conflict", "", "void if too many are named, and maxRecipients is any number")
	}
	if s.Undesignated != (Sink{}) {
		switch {
		case !c.r.carves():
			c.fault(path+".undesignated", "", "nothing is due beside what is directed under the mode %v", c.r.Mode)
		case s.Classes != nil:
			c.fault(path+".undesignated", "", "what nobody directed is not known by class of payers")
		}
	}
	if s.Declined != (Sink{}) && s.Undesignated.To != ToChoices {
		c.fault(path+".declined", "", "there is nothing to renounce: undesignated is %v", s.Undesignated)
	}
	if i, ok := c.r.find(RecipientID(s.Declined.Name)); ok && s.Declined.To == ToRecipient && c.r.Recipients[i].terms().Declines {
		c.fault(path+".declined", "", "cyclic sinks: %s declines too", s.Declined.Name)
	}
	if (s.Allowance != fiscal.Money{} || s.Least != fiscal.Money{}) &&
		(c.r.Mode != Surcharge || s.Basis != OwnBase || s.Grain != Whole || s.MaxRecipients != 1 || s.Conflict&BothInFull != 0) {
		c.fault(path+".allowance", "", "an allowance or a least due needs a surcharge that one recipient gets whole")
	}
	c.pool(path, s)
}

func (c *checker) pool(path string, s *Slot) {
	if s.Basis != c.r.Slots[0].Basis {
		c.fault(path+".basis", "", "%v beside %v", s.Basis, c.r.Slots[0].Basis)
	}
	if s.Basis != Pool {
		return
	}
	if !c.r.carves() {
		c.fault(path+".basis", "", "a pool under the mode %v", c.r.Mode)
	}
	if s.grainUnit().Sign() == 0 && s.Rate.Sign() > 0 {
		c.fault(path+".unit", "", "a pool needs a unit of shares, or whole slots")
	}
	if s.MinLine != (fiscal.Money{}) || s.Quantum > 1 {
		c.fault(path+".minLine", "", "a line of a pool is no amount")
	}
	if s.MaxRecipients != 1 && s.Grain == Whole {
		c.fault(path+".maxRecipients", "", "a whole part of a pool is for one recipient")
	}
}

// limits checks floors, ceilings and caps against each other, sinks for circles, and the
// rates of recipients, if the slot's is one. Of many recipients it names the first.
func (c *checker) limits(slot int, path string, s *Slot, rated bool) {
	if c.r.Mode == ByCredit && (s.Floor != fiscal.Money{} || s.Ceiling != fiscal.Money{} || s.Cap != fiscal.Money{}) {
		c.fault(path+".floor", "", "gifts have no floor, ceiling or cap")
	}
	if s.Cap != (fiscal.Money{}) && s.Floor.Sign() > 0 && s.Cap.Cmp(s.Floor) < 0 {
		c.fault(path+".cap", "", "the floor of %v is above the cap of %v", s.Floor, s.Cap)
	}
	if c.bare && s.Ceiling == (fiscal.Money{}) && !s.OwnRates {
		return
	}
	if to, ok := c.r.find(RecipientID(s.Excess.Name)); ok && s.Excess.To == ToRecipient && c.r.ceiling(slot, int(to)) < math.MaxInt64 {
		c.fault(path+".excess", "", "%q has a ceiling, and what the cap cuts off comes after all ceilings", s.Excess.Name)
	}
	state := make([]uint8, len(c.r.Recipients)) // 1 being walked, 2 done
	round, low := false, false
	for i, rec := range c.r.Recipients {
		if !round && c.circle(slot, i, state) { // also of those whom only a sink can pay
			c.fault(path+".overflow", "", "cyclic sinks: what %q overflows comes back to it", rec.ID)
			round = true
		}
		if !s.takes(rec.terms().Category) {
			continue
		}
		if most := c.r.ceiling(slot, i); !low && s.Floor.Sign() > 0 && most < s.Floor.Minor() {
			c.fault(path+".floor", "", "the floor of %v is above the ceiling of %v of %q", s.Floor, c.r.Currency.Minor(most), rec.ID)
			low = true
		}
		if own := rec.terms().Rate; rated && (own.Cmp(s.Rate) > 0 || s.OwnRates && own.Sign() == 0) {
			c.add(fmt.Sprintf("recipients[%d].rate", i), path+".rate", "", "the rate of %q is %v, and must be above 0%% and at most %v", rec.ID, own, s.Rate)
			rated = false
		}
	}
}

// circle follows the overflow of those who have a ceiling.
func (c *checker) circle(slot, i int, state []uint8) bool {
	var walked []int
	for state[i] == 0 {
		state[i] = 1
		walked = append(walked, i)
		to := c.r.overflow(slot, i)
		if to.To != ToRecipient || c.r.ceiling(slot, i) == math.MaxInt64 {
			break
		}
		next, ok := c.r.find(RecipientID(to.Name))
		if !ok {
			break
		}
		if state[next] == 1 {
			return true
		}
		i = int(next)
	}
	for _, j := range walked {
		state[j] = 2
	}
	return false
}
