package seats

import (
	"fmt"
	"math/bits"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/internal/apportion"
)

// QuotaMethod gives one seat after the other: to the highest votes over seats and one more,
// as DHondt, but only to a list that thereby does not pass its share of the house so far,
// rounded up (Balinski & Young, "The quota method of apportionment", American Mathematical
// Monthly 82, 1975). It is house-monotone and stays within one seat of the share; it is not
// population-monotone (Balinski & Young 1982). A list without votes gets no seat. Houses are
// of MaxTableSeats at most.
type QuotaMethod struct {
	Seats     int64
	Threshold Threshold
}

var _ ballot.Rule[*ballot.Counts, *Allocation] = QuotaMethod{}

// String is the rule in canonical text: "quota-method seats=10".
func (r QuotaMethod) String() string {
	return fmt.Sprintf("quota-method seats=%d%s", r.Seats, r.Threshold)
}

// Decide: see ballot.Rule. Equal lists that all get their seats are no tie; while one stands
// the seats from there on are open.
func (r QuotaMethod) Decide(c *ballot.Counts, tb ballot.TieBreak) (*Allocation, error) {
	if err := checkSeats(r.Seats, 0); err != nil {
		return nil, err
	}
	if r.Seats > MaxTableSeats {
		return nil, &vicinia.Fault{Path: "seats", Err: fmt.Errorf("%d seats: want at most %d", r.Seats, MaxTableSeats)}
	}
	votes, barred, err := r.Threshold.apply(c)
	if err != nil {
		return nil, err
	}
	m := &monotone{votes: votes, seats: make([]int64, len(votes))}
	for _, v := range votes {
		m.sum += v
	}
	ties, err := m.fill(c.Slate(), r.Seats, tb)
	if err != nil {
		return nil, err
	}
	q := quotients{names: namesOf(c.Slate()), votes: votes, seats: slices.Clone(m.seats)}
	return &Allocation{
		Record: ballot.Record{Rule: r.String(), Slate: c.Slate(), Ties: ties, Reasons: q.shares(barred)},
		Seats:  m.seats,
	}, nil
}

// A monotone is a house of the quota method as it grows.
type monotone struct {
	votes, seats []int64
	sum, house   int64
}

// fill gives the seats that are left, and asks of a tie if the house ends within it.
func (m *monotone) fill(s *ballot.Slate, house int64, tb ballot.TieBreak) (ties []ballot.Tie, err error) {
	for m.house < house {
		first := m.next()
		if len(first) > 1 && !m.enough(first, house) {
			tie := ballot.Tie{For: fmt.Sprintf("seat %d", m.house+1), Options: first, Places: 1}
			if tie, err = ballot.Resolve(s, tie, tb); err != nil {
				return nil, err
			}
			ties = append(ties, tie)
			if first, _, _ = tie.Cut(); first == nil {
				return ties, nil
			}
		}
		m.give(first[0])
	}
	return ties, nil
}

func (m *monotone) give(o ballot.Option) {
	m.seats[o]++
	m.house++
}

// next are those with the highest quotient who may have one seat more.
func (m *monotone) next() (first []ballot.Option) {
	average := func(o ballot.Option) apportion.Average {
		return apportion.Average{Weight: m.votes[o], Unit: m.seats[o] + 1}
	}
	for i := range m.votes {
		o := ballot.Option(i)
		if !m.may(o) {
			continue
		}
		better := 1
		if first != nil {
			better = apportion.DHondt.Compare(average(o), average(first[0]))
		}
		if better > 0 {
			first = first[:0]
		}
		if better >= 0 {
			first = append(first, o)
		}
	}
	return first
}

// may reports whether a list has less than its share of the next house, so that one seat
// more is at most that share rounded up.
func (m *monotone) may(o ballot.Option) bool {
	dueHi, dueLo := bits.Mul64(uint64(m.votes[o]), uint64(m.house+1))
	hasHi, hasLo := bits.Mul64(uint64(m.seats[o]), uint64(m.sum))
	return hasHi < dueHi || hasHi == dueHi && hasLo < dueLo
}

// enough reports whether all of the tied get their seats before the house is full, and
// nobody joins them: then it is no matter who is first.
func (m *monotone) enough(tied []ballot.Option, house int64) bool {
	ahead := &monotone{votes: m.votes, seats: slices.Clone(m.seats), sum: m.sum, house: m.house}
	left := slices.Clone(tied)
	for len(left) > 0 && ahead.house < house {
		first := ahead.next()
		switch {
		case first[0] == left[0] && len(first) == len(left):
			left = left[1:]
		case len(first) > 1 || first[0] == left[0]:
			return false
		}
		ahead.give(first[0])
	}
	return len(left) == 0
}
