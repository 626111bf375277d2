package committee

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"

	"github.com/vicinia/vicinia/ballot"
)

// A Completion fills the seats that equal shares leave.
type Completion uint8

// The zero Completion leaves them empty.
const (
	Incomplete        Completion = iota
	CompleteLoads                // as Phragmen does, from the money left: it is a load below 0
	CompleteApprovals            // by most approvals
	CompleteMoney                // every voter gets 1/voters of a seat more, and more, until the shares elect all; by approvals if too few options are approved
)

// String is the word of a setting.
func (c Completion) String() string {
	if c > CompleteMoney {
		return "completion " + strconv.Itoa(int(c))
	}
	return [...]string{"none", "phragmen", "approvals", "money"}[c]
}

// EqualShares gives every voter the same share of the seats, seats/voters. A seat costs
// one, and its supporters pay it in equal parts, or all they have left: each round the
// option is elected for which the largest part, the price, is least (Peters & Skowron,
// Proportionality and the Limits of Welfarism, EC 2020, where it is Rule X). Blank ballots
// are voters: their shares buy nothing. It meets extended justified representation and is
// priceable; it may leave seats, and more voters for a member can turn it out.
type EqualShares struct {
	Seats      int
	Completion Completion
}

var _ ballot.Rule[*ballot.Profile, *Committee] = EqualShares{}

// String is the rule in canonical text: "equal-shares completion=none seats=3".
func (r EqualShares) String() string {
	return fmt.Sprintf("equal-shares completion=%s seats=%d", r.Completion, r.Seats)
}

// Decide: see ballot.Rule.
func (r EqualShares) Decide(p *ballot.Profile, tb ballot.TieBreak) (*Committee, error) {
	return agreed(p, tb, func(tb ballot.TieBreak) (*Committee, error) { return r.decide(p, tb) })
}

func (r EqualShares) decide(p *ballot.Profile, tb ballot.TieBreak) (*Committee, error) {
	e, err := take(r, r.Seats, p)
	if err != nil {
		return nil, err
	}
	if r.Completion > CompleteMoney {
		return nil, fmt.Errorf("%s: no such completion", r)
	}
	if r.Completion == CompleteMoney {
		return r.enough(e, tb)
	}
	v := e.newElection(r, tb)
	purses := e.newPurses(big.NewRat(int64(r.Seats), e.voters))
	v.shares(purses)
	if err := v.run(); err != nil {
		return nil, err
	}
	switch r.Completion {
	case CompleteLoads:
		for _, a := range purses.amount {
			a.Neg(a)
		}
		purses.tidy()
		v.loads(purses)
		err = v.run()
	case CompleteApprovals:
		v.most()
		err = v.run()
	}
	if err != nil {
		return nil, err
	}
	return v.committee(), nil
}

// maxRaises bounds how often enough gives all voters more.
const maxRaises = 1_000_000

// enough is Decide with more money. With seats for each voter there is enough for all who
// are approved.
func (r EqualShares) enough(e *electorate, tb ballot.TieBreak) (*Committee, error) {
	approved := 0
	for _, n := range e.approvals {
		if n > 0 {
			approved++
		}
	}
	for money := int64(r.Seats); money < maxRaises; money++ {
		v := e.newElection(r, tb)
		v.phase = fmt.Sprintf("money for %d seats: ", money)
		if v.shares(e.newPurses(big.NewRat(money, e.voters))); approved < r.Seats {
			v.phase = ""
			v.most()
		}
		if err := v.run(); err != nil {
			return nil, err
		}
		if v.stands || v.left == 0 {
			return v.committee(), nil
		}
	}
	return nil, fmt.Errorf("%s: money for %d seats is not enough: %w", r, maxRaises, errWork)
}

// shares makes an election one by equal shares.
func (v *election) shares(p *purses) {
	v.measure = Price
	var price *big.Rat
	var tied []ballot.Option
	least := v.cheapest(func(o ballot.Option) (fraction, bool) {
		left, rich := p.price(o)
		return fraction{left, new(big.Int).Mul(p.unit, big.NewInt(rich))}, rich > 0
	})
	v.next = func() ([]ballot.Option, *big.Rat) {
		tied, price = least()
		return slices.Clone(tied), price
	}
	v.elect = p.pay
	v.touch = func(a, b ballot.Option) bool { // by those who cannot pay for all that are tied
		return v.meet(a, b, func(g int32) bool {
			n := int64(0)
			for _, o := range v.of(int(g)) {
				if slices.Contains(tied, o) {
					n++
				}
			}
			due := new(big.Int).Mul(price.Num(), new(big.Int).Mul(p.unit, big.NewInt(n)))
			return due.Cmp(new(big.Int).Mul(p.amount[p.class[g]], price.Denom())) > 0
		})
	}
}

// price is what is left to pay for an option by those who do not give all they have, and
// how many they are; nobody if it cannot be paid.
func (p *purses) price(o ballot.Option) (left *big.Int, rich int64) {
	with := p.support(o)
	rich = p.approvals[o]
	left = new(big.Int).Set(p.unit)
	part := new(big.Int)
	for class, n := range with {
		if n == 0 {
			continue
		}
		if part.Mul(p.amount[class], part.SetInt64(rich)).Cmp(left) >= 0 {
			return left, rich
		}
		left.Sub(left, part.Mul(p.amount[class], part.SetInt64(n)))
		rich -= n
	}
	return left, 0
}

// pay takes the price of an option from its supporters.
func (p *purses) pay(o ballot.Option) {
	left, rich := p.price(o)
	p.scale(big.NewInt(rich))
	p.change(o, func(amount *big.Int) *big.Int {
		if amount.Cmp(left) <= 0 {
			return new(big.Int)
		}
		return new(big.Int).Sub(amount, left)
	})
	p.reduce()
}
