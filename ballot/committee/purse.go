package committee

import (
	"math/big"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// A purse is what voters of a ballot have or owe: money, or load. Ballots whose voters
// have the same are of one class, so that a round computes with classes and not with
// ballots. Amounts are whole numbers of 1/unit.
type purses struct {
	*electorate
	unit   *big.Int
	amount []*big.Int // by class, rising
	class  []int32    // of each ballot
	with   []int64    // scratch: voters by class
}

func (e *electorate) newPurses(amount *big.Rat) *purses {
	return &purses{
		electorate: e, unit: new(big.Int).Set(amount.Denom()), amount: []*big.Int{new(big.Int).Set(amount.Num())},
		class: make([]int32, len(e.weight)),
	}
}

// support counts the voters behind an option, by class. The slice is valid until the next
// call.
func (p *purses) support(o ballot.Option) []int64 {
	p.with = append(p.with[:0], make([]int64, len(p.amount))...)
	for _, g := range p.by(o) {
		p.with[p.class[g]] += p.weight[g]
	}
	return p.with
}

// sum is what the voters have together, in units.
func (p *purses) sum(with []int64) *big.Int {
	sum, n := new(big.Int), new(big.Int)
	for class, w := range with {
		if w != 0 {
			sum.Add(sum, n.Mul(p.amount[class], n.SetInt64(w)))
		}
	}
	return sum
}

// scale makes the unit finer, by a factor.
func (p *purses) scale(by *big.Int) {
	p.unit.Mul(p.unit, by)
	for _, a := range p.amount {
		a.Mul(a, by)
	}
}

// change gives each ballot of the option another amount, and joins equal classes.
func (p *purses) change(o ballot.Option, to func(amount *big.Int) *big.Int) {
	old := len(p.amount)
	moved := make([]int32, old) // to which class; 0 is none yet
	for _, g := range p.by(o) {
		class := p.class[g]
		if moved[class] == 0 {
			moved[class] = int32(len(p.amount))
			p.amount = append(p.amount, to(p.amount[class]))
		}
		p.class[g] = moved[class]
	}
	p.tidy()
}

// tidy sorts the classes, joins equal ones and drops empty ones.
func (p *purses) tidy() {
	used := make([]bool, len(p.amount))
	for _, class := range p.class {
		used[class] = true
	}
	var order []int32
	for class, is := range used {
		if is {
			order = append(order, int32(class))
		}
	}
	slices.SortFunc(order, func(a, b int32) int { return p.amount[a].Cmp(p.amount[b]) })
	to, amounts := make([]int32, len(p.amount)), make([]*big.Int, 0, len(order))
	for _, class := range order {
		if n := len(amounts); n == 0 || amounts[n-1].Cmp(p.amount[class]) != 0 {
			amounts = append(amounts, p.amount[class])
		}
		to[class] = int32(len(amounts) - 1)
	}
	for g, class := range p.class {
		p.class[g] = to[class]
	}
	if p.amount = amounts; len(amounts) == 0 { // all ballots are blank
		p.amount = []*big.Int{new(big.Int)}
	}
}

// reduce takes common factors out of the unit and the amounts.
func (p *purses) reduce() {
	by := new(big.Int).Set(p.unit)
	for _, a := range p.amount {
		by.GCD(nil, nil, by, new(big.Int).Abs(a))
	}
	if by.IsInt64() && by.Int64() == 1 {
		return
	}
	p.unit.Quo(p.unit, by)
	for _, a := range p.amount {
		a.Quo(a, by)
	}
}

// a fraction compares without division; the zero denominator is infinity.
type fraction struct{ num, den *big.Int }

func (a fraction) cmp(b fraction) int {
	return new(big.Int).Mul(a.num, b.den).Cmp(new(big.Int).Mul(b.num, a.den))
}

func (a fraction) rat() *big.Rat { return new(big.Rat).SetFrac(a.num, a.den) }

// cheapest finds the options of the least price. Prices only rise, and who cannot be had
// once never can: an option whose last price is above the least is not asked again.
func (v *election) cheapest(ask func(ballot.Option) (fraction, bool)) func() ([]ballot.Option, *big.Rat) {
	last, never := make([]fraction, v.options), make([]bool, v.options)
	return func() (tied []ballot.Option, value *big.Rat) {
		var least fraction
		try := func(o int) {
			var ok bool
			if last[o], ok = ask(ballot.Option(o)); !ok {
				never[o] = true
				return
			}
			c := -1
			if tied != nil {
				c = last[o].cmp(least)
			}
			if c < 0 {
				tied, least = tied[:0], last[o]
			}
			if c <= 0 {
				tied = append(tied, ballot.Option(o))
			}
		}
		first := -1 // the cheapest until now: it is likely to be so still
		for o, is := range v.in {
			if is && !never[o] && (first < 0 || last[o].num != nil && last[first].num != nil && last[o].cmp(last[first]) < 0) {
				first = o
			}
		}
		if first >= 0 {
			try(first)
		}
		for o, is := range v.in {
			if is && !never[o] && o != first && (tied == nil || last[o].num == nil || last[o].cmp(least) <= 0) {
				try(o)
			}
		}
		if tied == nil {
			return nil, nil
		}
		slices.Sort(tied)
		return tied, least.rat()
	}
}
