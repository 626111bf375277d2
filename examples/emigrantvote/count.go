package main

import (
	"fmt"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/seats"
)

// A tally is the votes of a contest in the order of its parties.
type tally []int64

// residentsAlone are the votes of those who live there.
func (c *contest) residentsAlone() tally {
	t := make(tally, len(c.parties))
	for i, p := range c.parties {
		t[i] = p.residents
	}
	return t
}

// withAbsent are all votes; an absent vote that was not found is 0.
func (c *contest) withAbsent() tally {
	t := c.residentsAlone()
	for i, p := range c.parties {
		t[i] += p.absent
	}
	return t
}

// with is t with other votes for one party.
func (t tally) with(party int, votes int64) tally {
	next := append(tally(nil), t...)
	next[party] = votes
	return next
}

// decide gives the seats by the law of the contest. Nothing breaks a tie: it stands, and
// its seat is nobody's.
func (c *contest) decide(t tally) (*seats.Allocation, error) {
	names := make([]string, len(c.parties))
	for i, p := range c.parties {
		names[i] = p.name
	}
	slate, err := ballot.NewSlate(names...)
	if err != nil {
		return nil, err
	}
	counts, err := ballot.NewCounts(slate, t)
	if err != nil {
		return nil, err
	}
	rule := seats.Divisor{Sequence: seats.DHondt, Seats: c.seats, Threshold: seats.Threshold{Share: c.threshold}}
	return rule.Decide(counts, nil)
}

// duel says which quotients decided the last seat: the weakest given and the strongest
// refused, or those that are equal.
func (c *contest) duel(t tally, out *seats.Allocation) string {
	if out.Tied() {
		s := ""
		for i, o := range out.Ties[0].Options {
			if i > 0 {
				s += " and "
			}
			s += quotient(c.parties[o].name, t[o], out.Of(o)+1)
		}
		return s + " are equal: a tie for the last seat; " + lawOfTies
	}
	for why := range out.Why() {
		if l, ok := why.(seats.Last); ok {
			return quotient(l.Given.List, l.Given.Votes, l.Given.Seat) + " is above " +
				quotient(l.Refused.List, l.Refused.Votes, l.Refused.Seat)
		}
	}
	return ""
}

// quotient is "PSOE 20054/3 = 6684 2/3": exact, as a mixed number.
func quotient(list string, votes, seat int64) string {
	s := fmt.Sprintf("%s %d/%d = %d", list, votes, seat, votes/seat)
	if rest, of := vicinia.Frac(votes%seat, seat).Parts(); rest > 0 {
		s += fmt.Sprintf(" %d/%d", rest, of)
	}
	return s
}
