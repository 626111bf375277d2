package seats

import (
	"fmt"
	"math/bits"

	"github.com/vicinia/vicinia/ballot"
)

// A Loss is a list that has fewer seats in a larger house: the Alabama paradox.
type Loss struct {
	List         string
	House        int64 // the larger one
	Before, With int64 // its seats
}

// String is "Alabama: 8 seats of 299, 7 of 300".
func (l Loss) String() string {
	return fmt.Sprintf("%s: %d seats of %d, %d of %d", l.List, l.Before, l.House-1, l.With, l.House)
}

// Losses compares the houses from first to last, one by one, and returns every loss, by
// house and then in slate order; a rule that has none is house-monotone here. Seats that a
// tie leaves open are counted as nobody's, so that a tie is no loss of a list that may
// still have its seat.
func Losses(c *ballot.Counts, first, last int64, rule func(house int64) ballot.Rule[*ballot.Counts, *Allocation]) ([]Loss, error) {
	var losses []Loss
	var before *Allocation
	for house := first; house <= last; house++ {
		a, err := rule(house).Decide(c, nil)
		if err != nil {
			return nil, err
		}
		if before != nil {
			for o, name := range c.Slate().All() {
				if n := a.Of(o) + open(a, o); n < before.Of(o) {
					losses = append(losses, Loss{List: name, House: house, Before: before.Of(o), With: n})
				}
			}
		}
		before = a
	}
	return losses, nil
}

// open is the seat that a standing tie may give to a list.
func open(a *Allocation, o ballot.Option) int64 {
	for _, t := range a.Ties {
		_, tied, _ := t.Cut()
		for _, other := range tied {
			if other == o {
				return 1
			}
		}
	}
	return 0
}

// An Off is a list whose seats are not its exact share of them, rounded down or up: it
// violates quota.
type Off struct {
	List         string
	Seats        int64
	Lower, Upper int64 // its share rounded down and up
}

// String is "A: 57 seats, due 55 to 56".
func (f Off) String() string {
	return fmt.Sprintf("%s: %d seats, due %d to %d", f.List, f.Seats, f.Lower, f.Upper)
}

// OffQuota returns the lists that violate quota in an allocation of these votes, in slate
// order: none by Hare, some now and then by every divisor rule (Balinski & Young 1982).
// Seats that a tie leaves open are of the house, and no list is off by one of them. Votes
// of lists below a threshold count here unless the caller leaves them out.
func OffQuota(c *ballot.Counts, a *Allocation) (off []Off) {
	var house int64
	for _, n := range a.Seats {
		house += n
	}
	for _, t := range a.Ties {
		_, _, places := t.Cut()
		house += int64(places)
	}
	if c.Total() == 0 {
		return nil
	}
	for o, name := range c.Slate().All() {
		hi, lo := bits.Mul64(uint64(c.Of(o)), uint64(house))
		whole, rest := bits.Div64(hi, lo, uint64(c.Total())) // votes are not above their sum
		lower, upper := int64(whole), int64(whole)
		if rest > 0 {
			upper++
		}
		if n := a.Of(o); n+open(a, o) < lower || n > upper {
			off = append(off, Off{List: name, Seats: n, Lower: lower, Upper: upper})
		}
	}
	return off
}
