package committee

import (
	"fmt"
	"math/big"

	"github.com/vicinia/vicinia/ballot"
)

// Phragmen elects so that the cost of a seat, one, is carried by its supporters, and the
// voter with the largest load has as little as can be: each round the option whose
// election makes its supporters' common load least (Phragmen 1894; Brill, Freeman, Janson
// & Lackner, Phragmen's voting methods and justified representation, Mathematical
// Programming 203, 2024). In whole numbers, over a common denominator: (denominator + sum
// of the supporters' loads) over supporters, the least. Options that nobody approves come
// last. Blank ballots carry nothing. It is house monotone, priceable, and meets
// proportional justified representation; not the extended one.
type Phragmen struct{ Seats int }

var _ ballot.Rule[*ballot.Profile, *Committee] = Phragmen{}

// String is the rule in canonical text.
func (r Phragmen) String() string { return fmt.Sprintf("seq-phragmen seats=%d", r.Seats) }

// Decide: see ballot.Rule.
func (r Phragmen) Decide(p *ballot.Profile, tb ballot.TieBreak) (*Committee, error) {
	return agreed(p, tb, func(tb ballot.TieBreak) (*Committee, error) { return r.decide(p, tb) })
}

func (r Phragmen) decide(p *ballot.Profile, tb ballot.TieBreak) (*Committee, error) {
	e, err := take(r, r.Seats, p)
	if err != nil {
		return nil, err
	}
	v := e.newElection(r, tb)
	v.loads(e.newPurses(new(big.Rat)))
	if err := v.run(); err != nil {
		return nil, err
	}
	return v.committee(), nil
}

// loads makes an election one by loads. A load below 0 is money left.
func (v *election) loads(p *purses) {
	v.measure = Load
	least := v.cheapest(func(o ballot.Option) (load fraction, ok bool) {
		if v.approvals[o] == 0 {
			return load, false
		}
		load = fraction{p.sum(p.support(o)), new(big.Int).Mul(big.NewInt(v.approvals[o]), p.unit)}
		load.num.Add(load.num, p.unit)
		return load, true
	})
	v.next = func() ([]ballot.Option, *big.Rat) {
		if tied, load := least(); tied != nil {
			return tied, load
		}
		return members(v.in), new(big.Rat)
	}
	v.elect = func(o ballot.Option) {
		if n := v.approvals[o]; n > 0 {
			to := fraction{p.sum(p.support(o)), nil}
			to.num.Add(to.num, p.unit)
			p.scale(big.NewInt(n)) // the load is a whole number of the finer unit
			p.change(o, func(*big.Int) *big.Int { return new(big.Int).Set(to.num) })
			p.reduce()
		}
	}
	v.touch = v.shared
}
