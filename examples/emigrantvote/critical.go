package main

import (
	"fmt"
	"slices"

	"github.com/vicinia/vicinia/ballot/seats"
)

// A critical is how many absent votes a party needed for a seat.
type critical struct {
	party  int
	seat   int64 // the number of seats that it was about
	keeps  bool  // it had that seat by the residents' vote
	needed int64 // the fewest absent votes with which it has the seat, all others as cast
	alone  int64 // the same if nobody else had got an absent vote
	got    int64
	above  string // the quotients at needed
	below  string // the quotients with one vote less; "" if needed is 0
}

// reached reports whether the party had what it needed.
func (k critical) reached() bool { return k.got >= k.needed }

// criticals are those of the parties whose seats the absent vote moved, in table order; if
// it moved none, of every party but the one that held the last seat.
func (c *contest) criticals() ([]critical, error) {
	before, err := c.decide(c.residentsAlone())
	if err != nil {
		return nil, err
	}
	after, err := c.decide(c.withAbsent())
	if err != nil {
		return nil, err
	}
	var all []critical
	for i := range c.parties {
		if before.Seats[i] == after.Seats[i] {
			continue
		}
		k, err := c.critical(i, max(before.Seats[i], after.Seats[i]), before.Seats[i] > after.Seats[i])
		if err != nil {
			return nil, err
		}
		all = append(all, k)
	}
	if all != nil {
		return all, nil
	}
	for i, p := range c.parties {
		if p.name == holder(before) {
			continue
		}
		k, err := c.critical(i, before.Seats[i]+1, false)
		if err != nil {
			return nil, err
		}
		all = append(all, k)
	}
	return all, nil
}

// holder is the party that was given the last seat; "" if it is tied.
func holder(out *seats.Allocation) string {
	for why := range out.Why() {
		if l, ok := why.(seats.Last); ok {
			return l.Given.List
		}
	}
	return ""
}

// critical finds how many absent votes a party needed to have so many seats.
func (c *contest) critical(party int, seat int64, keeps bool) (critical, error) {
	p := c.parties[party]
	k := critical{party: party, seat: seat, keeps: keeps, got: p.absent}
	all, base := c.withAbsent(), c.residentsAlone()
	enough := func(t tally) func(int64) (bool, error) {
		return func(absent int64) (bool, error) {
			out, err := c.decide(t.with(party, p.residents+absent))
			return err == nil && out.Seats[party] >= seat, err
		}
	}
	var err error
	if k.needed, err = fewest(enough(all)); err != nil {
		return k, err
	}
	if k.alone, err = fewest(enough(base)); err != nil {
		return k, err
	}
	if _, k.above, err = c.seated(all.with(party, p.residents+k.needed)); err != nil || k.needed == 0 {
		return k, err
	}
	_, k.below, err = c.seated(all.with(party, p.residents+k.needed-1))
	return k, err
}

// most bounds the search: no constituency has so many electors.
const most = 1 << 40

// fewest is the least number from 0 for which holds is true, by halving: with more votes a
// list never gets fewer seats (Balinski & Young 1982), so once true it stays true.
func fewest(holds func(int64) (bool, error)) (int64, error) {
	low, high := int64(0), int64(most)
	switch ok, err := holds(high); {
	case err != nil:
		return 0, err
	case !ok:
		return 0, fmt.Errorf("no number of votes up to %d is enough", high)
	}
	for low < high {
		middle := low + (high-low)/2
		ok, err := holds(middle)
		switch {
		case err != nil:
			return 0, err
		case ok:
			high = middle
		default:
			low = middle + 1
		}
	}
	return low, nil
}

// slack is how many votes fewer and more a party could have in the count of all, the seats
// being the same: what is not exact in its figures does not matter within it.
func (c *contest) slack(party int) (fewer, more int64, err error) {
	all := c.withAbsent()
	out, err := c.decide(all)
	if err != nil {
		return 0, 0, err
	}
	changes := func(sign int64) func(int64) (bool, error) {
		return func(n int64) (bool, error) {
			votes := max(0, all[party]+sign*n)
			next, err := c.decide(all.with(party, votes))
			return err == nil && !slices.Equal(next.Seats, out.Seats), err
		}
	}
	if fewer, err = fewest(changes(-1)); err != nil {
		return 0, 0, err
	}
	if more, err = fewest(changes(+1)); err != nil {
		return 0, 0, err
	}
	return fewer - 1, more - 1, nil
}
