package certificate

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
)

// Approvals are ballots: the options that each approves, by number and rising, and its
// voters.
type Approvals struct {
	Options int
	Ballots [][]int
	Voters  []int64
}

// check refuses what are no approvals, or no committee of them.
func (a Approvals) check(committee []int) error {
	if len(a.Ballots) != len(a.Voters) {
		return fmt.Errorf("%d ballots, voters of %d", len(a.Ballots), len(a.Voters))
	}
	for g, b := range a.Ballots {
		if a.Voters[g] < 0 || !slices.IsSorted(b) || !a.has(b) {
			return fmt.Errorf("ballot %d: %d voters, options %v of %d", g, a.Voters[g], b, a.Options)
		}
	}
	if !a.has(slices.Sorted(slices.Values(committee))) {
		return fmt.Errorf("a committee of %v of %d options", committee, a.Options)
	}
	return nil
}

// has reports whether sorted options are such, each once.
func (a Approvals) has(os []int) bool {
	for i, o := range os {
		if o < 0 || o >= a.Options || i > 0 && o == os[i-1] {
			return false
		}
	}
	return true
}

// A Priceable proves that a committee is priceable (Peters & Skowron 2020): every voter
// has the same budget, and pays members whom they approve; every member costs one; and no
// option that was not elected has supporters with more than one left together.
type Priceable struct {
	Budget *big.Rat
	Pays   [][]*big.Rat // each voter of a ballot to each option of the ballot; nil is nothing
}

// Check returns nil if the proof holds.
func (p Priceable) Check(a Approvals, committee []int) error {
	if err := a.check(committee); err != nil {
		return err
	}
	if p.Budget == nil || p.Budget.Sign() < 0 || len(p.Pays) != len(a.Ballots) {
		return fmt.Errorf("a budget of %v, payments of %d ballots", p.Budget, len(p.Pays))
	}
	got, left := rats(a.Options), rats(a.Options)
	var faults []error
	for g, b := range a.Ballots {
		if len(p.Pays[g]) != len(b) {
			return fmt.Errorf("ballot %d: %d payments for %d options", g, len(p.Pays[g]), len(b))
		}
		rest, voters := new(big.Rat).Set(p.Budget), new(big.Rat).SetInt64(a.Voters[g])
		for i, o := range b {
			pay := p.Pays[g][i]
			if pay == nil {
				continue
			}
			if pay.Sign() < 0 {
				faults = append(faults, fmt.Errorf("ballot %d pays %s to option %d", g, pay.RatString(), o))
			}
			rest.Sub(rest, pay)
			got[o].Add(got[o], new(big.Rat).Mul(pay, voters))
		}
		if rest.Sign() < 0 {
			faults = append(faults, fmt.Errorf("ballot %d pays %s more than its budget", g, new(big.Rat).Neg(rest).RatString()))
		}
		for _, o := range b {
			left[o].Add(left[o], new(big.Rat).Mul(rest, voters))
		}
	}
	one := big.NewRat(1, 1)
	for o := range a.Options {
		switch in := slices.Contains(committee, o); {
		case in && got[o].Cmp(one) != 0:
			faults = append(faults, fmt.Errorf("member %d is paid %s", o, got[o].RatString()))
		case !in && got[o].Sign() != 0:
			faults = append(faults, fmt.Errorf("option %d is no member and paid %s", o, got[o].RatString()))
		case !in && left[o].Cmp(one) > 0:
			faults = append(faults, fmt.Errorf("the supporters of option %d have %s left", o, left[o].RatString()))
		}
	}
	return errors.Join(faults...)
}

func rats(n int) []*big.Rat {
	all := make([]*big.Rat, n)
	for i := range all {
		all[i] = new(big.Rat)
	}
	return all
}

// Bought is the payments of equal shares: members in the order of their election, each
// with its price; its supporters pay that, or all they have left.
func Bought(a Approvals, budget *big.Rat, members []int, prices []*big.Rat) Priceable {
	return paid(a, budget, members, func(k int, left *big.Rat) *big.Rat {
		if left.Cmp(prices[k]) < 0 {
			return left
		}
		return prices[k]
	})
}

// Carried is the payments of Phragmen's sequential rule: members in the order of their
// election, each with the load of its supporters after it. The budget is the last load.
func Carried(a Approvals, members []int, loads []*big.Rat) Priceable {
	if len(loads) == 0 {
		return Priceable{}
	}
	budget := loads[len(loads)-1]
	return paid(a, budget, members, func(k int, left *big.Rat) *big.Rat {
		before := new(big.Rat).Sub(budget, left) // the voter's load
		return before.Sub(loads[k], before)
	})
}

// paid makes the payments of members one by one, from what a voter has left.
func paid(a Approvals, budget *big.Rat, members []int, pay func(k int, left *big.Rat) *big.Rat) Priceable {
	p := Priceable{Budget: budget, Pays: make([][]*big.Rat, len(a.Ballots))}
	for g, b := range a.Ballots {
		p.Pays[g] = make([]*big.Rat, len(b))
		left := new(big.Rat).Set(budget)
		for k, o := range members {
			if i := slices.Index(b, o); i >= 0 {
				p.Pays[g][i] = new(big.Rat).Set(pay(k, left))
				left.Sub(left, p.Pays[g][i])
			}
		}
	}
	return p
}

// A Thiele proves that no committee of so many seats has a better score than one, by
// prices: were each voter of a ballot to pay its price for every member they approve, and
// keep what the members are worth beyond, nobody could do better than the sum of what is
// kept at most and of the seats best paid (committee.Bound). That sum is less than the
// score and the least step between scores.
type Thiele struct {
	Seats  int
	Worth  []*big.Rat // of a voter's first member, second...; after the last it is 0
	Prices []*big.Rat // of each ballot
}

// Check returns nil if the proof holds.
func (p Thiele) Check(a Approvals, committee []int) error {
	if len(p.Prices) != len(a.Ballots) {
		return fmt.Errorf("%d prices of %d ballots", len(p.Prices), len(a.Ballots))
	}
	return Cases{Seats: p.Seats, Worth: p.Worth, Of: []Case{{Split: -1, Prices: p.Prices}}}.Check(a, committee)
}
