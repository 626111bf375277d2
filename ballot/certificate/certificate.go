package certificate

import (
	"errors"
	"fmt"
	"math/big"
)

// A Signpost is four times the square of the k-th divisor of a rule, k from 1, which is
// a whole number for every rule here. The k-th seat of a list costs its votes over the
// k-th divisor.
type Signpost func(k *big.Int) *big.Int

// DHondt divides by k (Jefferson).
func DHondt(k *big.Int) *big.Int { return square(twice(k)) }

// SainteLague divides by k - 1/2 (Webster).
func SainteLague(k *big.Int) *big.Int { return square(less(twice(k))) }

// HuntingtonHill divides by the root of k(k-1).
func HuntingtonHill(k *big.Int) *big.Int { return mul(twice(k), twice(less(k))) }

// Adams divides by k - 1.
func Adams(k *big.Int) *big.Int { return square(twice(less(k))) }

func twice(k *big.Int) *big.Int  { return mul(k, big.NewInt(2)) }
func less(k *big.Int) *big.Int   { return new(big.Int).Sub(k, big.NewInt(1)) }
func square(k *big.Int) *big.Int { return mul(k, k) }
func mul(a, b *big.Int) *big.Int { return new(big.Int).Mul(a, b) }

// A Divisor proves an allocation by highest averages. Votes over the Seat-th signpost is
// a divisor such that every list's votes over it, rounded as the rule rounds, are its
// seats: the quotient of the weakest seat given, or of the strongest refused
// (seats.Last).
type Divisor struct {
	Rule        Signpost
	House, Min  int64 // seats in all, and of each list with votes at least
	Votes, Seat int64
}

// Check returns nil if the proof holds: if no list has a seat that is worth less than the
// divisor, none lacks a seat that is worth more, and the seats are those of the house.
// Lists below a threshold come with no votes.
func (d Divisor) Check(votes, seats []int64) error {
	if len(votes) != len(seats) {
		return fmt.Errorf("%d lists with votes, %d with seats", len(votes), len(seats))
	}
	if d.Votes <= 0 || d.Seat <= 0 {
		return fmt.Errorf("no divisor from %d votes for seat %d", d.Votes, d.Seat)
	}
	var faults []error
	sum := new(big.Int)
	for i := range votes {
		sum.Add(sum, big.NewInt(seats[i]))
		if err := d.list(votes[i], seats[i]); err != nil {
			faults = append(faults, fmt.Errorf("list %d: %w", i, err))
		}
	}
	if sum.Cmp(big.NewInt(d.House)) != 0 {
		faults = append(faults, fmt.Errorf("%s seats in a house of %d", sum, d.House))
	}
	return errors.Join(faults...)
}

// list checks one list.
func (d Divisor) list(votes, seats int64) error {
	switch {
	case votes < 0 || votes == 0 && seats != 0 || votes > 0 && seats < d.Min:
		return fmt.Errorf("%d votes and %d seats", votes, seats)
	case votes == 0:
		return nil
	case seats > d.Min && d.compare(votes, seats) < 0:
		return fmt.Errorf("its seat no. %d is worth less than the divisor", seats)
	case d.compare(votes, seats+1) > 0:
		return fmt.Errorf("a seat no. %d would be worth more than the divisor", seats+1)
	}
	return nil
}

// compare compares votes over the signpost of a seat with the divisor, by their squares:
// v/s against w/t is v^2 t^2 against w^2 s^2. Two signposts of 0 compare by votes.
func (d Divisor) compare(votes, seat int64) int {
	s, t := d.Rule(big.NewInt(seat)), d.Rule(big.NewInt(d.Seat))
	if s.Sign() == 0 && t.Sign() == 0 {
		return big.NewInt(votes).Cmp(big.NewInt(d.Votes))
	}
	return mul(square(big.NewInt(votes)), t).Cmp(mul(square(big.NewInt(d.Votes)), s))
}
