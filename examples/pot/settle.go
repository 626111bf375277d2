package main

import (
	"fmt"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/designation"
)

// A settlement gives every cent of the pot one destination:
//
//	pot = paid to recipients + undirected + odd + back (unless a sink takes it)
type settlement struct {
	*pot
	regime     *designation.Regime
	designated *designation.Settlement
	each       fiscal.Money // the part that one person directs: the same for all
	odd        fiscal.Money // of the pot, what does not divide by the people
	undirected fiscal.Money // of the parts, with the remainders of the lines (D-4, D-8)
	back       fiscal.Money // what floors and caps cut off
	payouts    []payout     // by id
}

// A payout is what became of one recipient's designations.
type payout struct {
	recipient
	people   int64 // who directed something to it
	directed fiscal.Money
	paid     fiscal.Money // with what it got as the sink
	back     fiscal.Money
	rule     string // "floor" or "cap" if that cut something off
}

// settle splits the pot.
func (p *pot) settle() (*settlement, error) {
	s := &settlement{pot: p}
	parts, err := fiscal.Splitter{Residue: fiscal.Apart}.Split(p.amount, ones(len(p.people)))
	if err != nil {
		return nil, err
	}
	s.each, s.odd = parts[0], parts[len(parts)-1] // equal weights have equal floors
	if err := s.designate(); err != nil {
		return nil, err
	}
	s.cut()
	return s, s.conserved()
}

func ones(n int) []int64 {
	all := make([]int64, n)
	for i := range all {
		all[i] = 1
	}
	return all
}

// half halves shares; see base.
var half = vicinia.Frac(1, 2)

// base is what the engine takes as a person's base. A regime lets people direct a part and
// never the whole (D-2), and here the pot is that part: the base is the part twice, its half
// is the limit, and every share is halved. floor(2 each x share/2) = floor(each x share).
func (s *settlement) base() fiscal.Money { return s.each.Currency().Minor(2 * s.each.Minor()) }

// filing is a person's choices as the engine takes them.
func (s *settlement) filing(q person) (designation.Return, error) {
	r := designation.Return{Base: s.base(), Choices: make([]designation.Choice, len(q.choices))}
	for i, c := range q.choices {
		share, err := c.Share.Mul(half)
		if err != nil {
			return r, fmt.Errorf("%s: share %v: %w", q.id, c.Share, err)
		}
		r.Choices[i] = designation.Choice{Recipient: c.Recipient, Share: share}
	}
	return r, nil
}

// designate counts and settles what the people direct, before floors and caps.
func (s *settlement) designate() error {
	var ids []designation.RecipientID
	for _, r := range s.recipients {
		ids = append(ids, r.id)
	}
	year, _, _ := s.on.Civil()
	var err error
	if s.regime, err = designation.Confederal(year, s.amount.Currency(), half, ids); err != nil {
		return err
	}
	rows := make([]designation.Return, len(s.people))
	for i, q := range s.people {
		if rows[i], err = s.filing(q); err != nil {
			return err
		}
	}
	returns, err := s.regime.Collect(slices.Values(rows))
	if err != nil {
		return err
	}
	totals, err := s.regime.Count(returns)
	if err != nil {
		return err
	}
	s.designated, err = s.regime.Settle(totals)
	return err
}

// cut applies floors and caps. Each recipient is judged by what was directed to it alone,
// so no order matters: below its floor it gets nothing, above its cap the cap. What is cut
// off goes to the sink, which has neither.
func (s *settlement) cut() {
	cur := s.amount.Currency()
	i, back := 0, int64(0)
	s.payouts = make([]payout, len(s.recipients))
	for _, directed := range s.designated.Recipients() { // by id, as ours are
		r := s.recipients[i]
		units, paid, rule := directed.Minor(), directed.Minor(), ""
		switch {
		case units > 0 && units < r.floor:
			paid, rule = 0, "floor"
		case r.cap != uncapped && units > r.cap:
			paid, rule = r.cap, "cap"
		}
		back += units - paid
		s.payouts[i] = payout{recipient: r, directed: directed, paid: cur.Minor(paid), back: cur.Minor(units - paid), rule: rule}
		i++
	}
	for why := range s.designated.Why() {
		if w, ok := why.(designation.Paid); ok {
			s.find(w.Recipient).people = w.Lines // one line for each person and recipient
		}
	}
	if sink := s.find(designation.RecipientID(s.sink)); sink != nil {
		sink.paid = cur.Minor(sink.paid.Minor() + back)
	}
	s.back = cur.Minor(back)
	s.undirected = cur.Minor(s.designated.Treasury.Minor() - int64(len(s.people))*s.each.Minor())
}

// find returns the payout of a recipient, nil if there is none.
func (s *settlement) find(id designation.RecipientID) *payout {
	for i := range s.payouts {
		if s.payouts[i].id == id {
			return &s.payouts[i]
		}
	}
	return nil
}

// paid is what leaves the owner.
func (s *settlement) paid() fiscal.Money {
	units := int64(0)
	for _, p := range s.payouts {
		units += p.paid.Minor() // at most the pot: conserved saw to it
	}
	return s.amount.Currency().Minor(units)
}

// kept is what stays with the owner.
func (s *settlement) kept() fiscal.Money {
	units := s.undirected.Minor() + s.odd.Minor()
	if s.sink == "" {
		units += s.back.Minor()
	}
	return s.amount.Currency().Minor(units)
}

// conserved adds the pot up again.
func (s *settlement) conserved() error {
	if sum, err := s.paid().Add(s.kept()); err != nil || sum != s.amount {
		return fmt.Errorf("the pot of %v does not add up: %v paid, %v kept", s.amount, s.paid(), s.kept())
	}
	return nil
}
