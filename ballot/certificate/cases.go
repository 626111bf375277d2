package certificate

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
)

// Cases proves what Thiele does where no prices alone can: options are in or out of the
// committee, and prices prove each case (committee.Cases).
type Cases struct {
	Seats int
	Worth []*big.Rat // of a voter's first member, second...; after the last it is 0
	Of    []Case     // the first is that of all committees
}

// A Case splits by an option: the two cases, with all that they split into, come next. Or it
// ends, and prices prove it.
type Case struct {
	Split  int        // an option; -1 ends
	With   bool       // the first of the two cases is that with the option
	Prices []*big.Rat // of each ballot; nil is 0
}

// Check returns nil if the proof holds.
func (p Cases) Check(a Approvals, committee []int) error {
	if err := a.check(committee); err != nil {
		return err
	}
	if len(committee) != p.Seats {
		return fmt.Errorf("%d members of %d seats", len(committee), p.Seats)
	}
	step := big.NewInt(1)
	for i, w := range p.Worth {
		if w == nil || w.Sign() < 0 || i > 0 && w.Cmp(p.Worth[i-1]) > 0 {
			return fmt.Errorf("member %d is worth %v", i+1, w)
		}
		gcd := new(big.Int).GCD(nil, nil, step, w.Denom())
		step = new(big.Int).Mul(step, new(big.Int).Quo(w.Denom(), gcd))
	}
	w := walk{Cases: p, Approvals: a, is: make([]int, a.Options), places: p.Seats}
	for _, o := range committee {
		w.is[o] = in
	}
	w.score = w.best(make([]*big.Rat, len(a.Ballots)), 0)
	w.less = new(big.Rat).Add(w.score, new(big.Rat).SetFrac(big.NewInt(1), step))
	clear(w.is)
	rest, err := w.check(p.Of)
	if err == nil && len(rest) > 0 {
		err = fmt.Errorf("%d cases too many", len(rest))
	}
	return err
}

// A walk is what is known of the options on the way to a case.
type walk struct {
	Cases
	Approvals
	is          []int // of each option: 0 is free
	places      int
	score, less *big.Rat // of the committee; and a step more, which no bound reaches
}

const (
	in  = 1
	out = 2
)

// check checks a case and all that it splits into, and returns those after them.
func (w *walk) check(of []Case) (rest []Case, err error) {
	if len(of) == 0 {
		return nil, errors.New("a case is missing")
	}
	c, rest := of[0], of[1:]
	if c.Split < 0 {
		return rest, w.prices(c.Prices)
	}
	if c.Split >= w.Options || w.is[c.Split] != 0 {
		return nil, fmt.Errorf("a split by option %d, which is none or decided", c.Split)
	}
	for _, with := range []bool{c.With, !c.With} {
		w.is[c.Split] = out
		if with {
			w.is[c.Split] = in
			w.places--
		}
		rest, err = w.check(rest)
		if with {
			w.places++
		}
		if err != nil {
			return nil, err
		}
	}
	w.is[c.Split] = 0
	return rest, nil
}

// prices checks that no committee of a case has a better score.
func (w *walk) prices(prices []*big.Rat) error {
	if prices == nil {
		prices = slices.Repeat([]*big.Rat{new(big.Rat)}, len(w.Ballots))
	}
	if len(prices) != len(w.Ballots) {
		return fmt.Errorf("%d prices of %d ballots", len(prices), len(w.Ballots))
	}
	for g, p := range prices {
		if p == nil || p.Sign() < 0 {
			return fmt.Errorf("ballot %d: a price of %v", g, p)
		}
	}
	free := 0
	for _, is := range w.is {
		if is == 0 {
			free++
		}
	}
	if w.places < 0 || w.places > free {
		return nil // there is no such committee
	}
	if bound := w.best(prices, w.places); bound.Cmp(w.less) >= 0 {
		return fmt.Errorf("a score of %s is not proved: the bound is %s", w.score.RatString(), bound.RatString())
	}
	return nil
}

// best is a score that no committee exceeds: of the members who are in; what voters keep of
// further ones beyond their price; and the free options best paid, for the places.
func (w *walk) best(prices []*big.Rat, places int) *big.Rat {
	sum, paid := new(big.Rat), rats(w.Options)
	for g, b := range w.Ballots {
		members, free, voters := 0, 0, new(big.Rat).SetInt64(w.Voters[g])
		for _, o := range b {
			switch w.is[o] {
			case in:
				members++
			case 0:
				if free++; prices[g] != nil {
					paid[o].Add(paid[o], new(big.Rat).Mul(voters, prices[g]))
				}
			}
		}
		for i, worth := range w.Worth[:min(len(w.Worth), members+min(free, places))] {
			if i < members {
				sum.Add(sum, new(big.Rat).Mul(voters, worth))
			} else if worth.Cmp(prices[g]) > 0 {
				keep := new(big.Rat).Sub(worth, prices[g])
				sum.Add(sum, keep.Mul(keep, voters))
			}
		}
	}
	slices.SortFunc(paid, func(x, y *big.Rat) int { return y.Cmp(x) }) // those not free are paid nothing
	for _, most := range paid[:places] {
		sum.Add(sum, most)
	}
	return sum
}
