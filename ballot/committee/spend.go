package committee

import (
	"errors"
	"fmt"
	"math/big"

	"github.com/vicinia/vicinia/ballot"
)

// maxBits bounds the exact numbers of Enestrom, whose length doubles with every seat.
const maxBits = 1 << 20

// Enestrom is the first method of Phragmen, of which Enestrom thought too (1896): every
// voter has one, a seat costs voters/seats, each round the option whose supporters have
// most together is elected, and they pay the same part of what they have, all of it if it
// is too little (Janson, Phragmen's and Thiele's Election Methods, 2018, section 18.5).
// Blank ballots are voters: they raise the cost. The numbers are exact, and double in
// length with every seat: past a million bits, about the fifteenth seat, it is an error.
type Enestrom struct{ Seats int }

var _ ballot.Rule[*ballot.Profile, *Committee] = Enestrom{}

// String is the rule in canonical text.
func (r Enestrom) String() string { return fmt.Sprintf("phragmen-enestroem seats=%d", r.Seats) }

// Decide: see ballot.Rule.
func (r Enestrom) Decide(p *ballot.Profile, tb ballot.TieBreak) (*Committee, error) {
	return agreed(p, tb, func(tb ballot.TieBreak) (*Committee, error) { return r.decide(p, tb) })
}

func (r Enestrom) decide(p *ballot.Profile, tb ballot.TieBreak) (*Committee, error) {
	e, err := take(r, r.Seats, p)
	if err != nil {
		return nil, err
	}
	v, money := e.newElection(r, tb), e.newPurses(big.NewRat(1, 1))
	long := false
	v.richest(money, func(o ballot.Option, have *big.Int) {
		// What is left of have is have - voters/seats, of 1/(have seats unit).
		if long = long || money.unit.BitLen() > maxBits; long || have.Sign() == 0 {
			return
		}
		of := new(big.Int).Mul(have, big.NewInt(int64(r.Seats)))
		left := new(big.Int).Sub(of, new(big.Int).Mul(big.NewInt(e.voters), money.unit))
		if left.Sign() < 0 {
			left.SetInt64(0)
		}
		money.scale(of)
		money.change(o, func(amount *big.Int) *big.Int {
			part := new(big.Int).Quo(amount, of) // exact
			return part.Mul(part, left)
		})
		money.reduce()
	})
	v.touch = func(a, b ballot.Option) bool { // by those who have something to pay
		return e.meet(a, b, func(g int32) bool { return money.amount[money.class[g]].Sign() > 0 })
	}
	if err := v.run(); err != nil {
		return nil, err
	}
	if long {
		return nil, fmt.Errorf("%s: %w", r, errors.New("the exact numbers are too long"))
	}
	return v.committee(), nil
}

// richest makes an election one by what the supporters who have something have together.
func (v *election) richest(money *purses, pay func(o ballot.Option, have *big.Int)) {
	v.measure = Support
	have := func(o ballot.Option) *big.Int {
		with := money.support(o)
		for class := range with {
			if money.amount[class].Sign() <= 0 {
				with[class] = 0
			}
		}
		return money.sum(with)
	}
	v.next = func() (tied []ballot.Option, value *big.Rat) {
		var most *big.Int
		for o, is := range v.in {
			if !is {
				continue
			}
			got := have(ballot.Option(o))
			if tied == nil || got.Cmp(most) > 0 {
				tied, most = tied[:0], got
			}
			if got.Cmp(most) == 0 {
				tied = append(tied, ballot.Option(o))
			}
		}
		return tied, new(big.Rat).SetFrac(most, money.unit)
	}
	v.elect = func(o ballot.Option) { pay(o, have(o)) }
}

// Consensus is the consensus rule: every voter gets one each round; the option whose
// supporters above 0 have most together is elected, and they pay, in equal parts, what all
// voters got, even below 0 (Perpetual Consensus of Lackner, Perpetual Voting, AAAI 2020,
// for committees). Blank ballots are voters: they raise the price.
type Consensus struct{ Seats int }

var _ ballot.Rule[*ballot.Profile, *Committee] = Consensus{}

// String is the rule in canonical text.
func (r Consensus) String() string { return fmt.Sprintf("consensus seats=%d", r.Seats) }

// Decide: see ballot.Rule.
func (r Consensus) Decide(p *ballot.Profile, tb ballot.TieBreak) (*Committee, error) {
	return agreed(p, tb, func(tb ballot.TieBreak) (*Committee, error) { return r.decide(p, tb) })
}

func (r Consensus) decide(p *ballot.Profile, tb ballot.TieBreak) (*Committee, error) {
	e, err := take(r, r.Seats, p)
	if err != nil {
		return nil, err
	}
	v, money := e.newElection(r, tb), e.newPurses(new(big.Rat))
	v.richest(money, func(o ballot.Option, have *big.Int) {
		payers := int64(0)
		for class, n := range money.support(o) {
			if money.amount[class].Sign() > 0 {
				payers += n
			}
		}
		if payers == 0 {
			return
		}
		part := new(big.Int).Mul(big.NewInt(e.voters), money.unit)
		money.scale(big.NewInt(payers))
		money.change(o, func(amount *big.Int) *big.Int {
			if amount.Sign() > 0 {
				amount = new(big.Int).Sub(amount, part)
			}
			return new(big.Int).Set(amount)
		})
		money.reduce()
	})
	next := v.next
	v.next = func() ([]ballot.Option, *big.Rat) {
		for _, a := range money.amount {
			a.Add(a, money.unit)
		}
		return next()
	}
	v.touch = func(ballot.Option, ballot.Option) bool { return true } // a round is a round's money
	if err := v.run(); err != nil {
		return nil, err
	}
	return v.committee(), nil
}
