package committee

import (
	"fmt"
	"math/big"

	"github.com/vicinia/vicinia/ballot"
)

// Prices are a system of prices that explains a committee: every voter has the budget and
// pays members whom they approve; every member costs one, and no option that was not
// elected has supporters with more than one left together (Peters & Skowron 2020;
// certificate.Priceable checks it). A member whom nobody approves cannot be paid.
type Prices struct {
	Budget *big.Rat
	Pays   [][]*big.Rat // each voter of a ballot, in canonical order, to each of its options
}

// PricesOf looks for a system of prices, by linear programming in exact rationals; nil is
// none: the committee is not priceable. work bounds the pivots (0 is DefaultWork), past
// which is an error; the time of each grows with ballots times options.
func PricesOf(p *ballot.Profile, committee []ballot.Option, work int64) (*Prices, error) {
	e, err := take(priceable{}, len(committee), p)
	if err != nil {
		return nil, err
	}
	in := make([]bool, e.options)
	for _, o := range committee {
		if o < 0 || int(o) >= e.options || in[o] {
			return nil, fmt.Errorf("option %d is none, or twice", o)
		}
		in[o] = true
	}
	if work == 0 {
		work = DefaultWork
	}
	l, at := e.priceProgram(in)
	ok, err := l.solve(work)
	if err != nil || !ok {
		return nil, err
	}
	values := l.values()
	prices := &Prices{Budget: values[0], Pays: make([][]*big.Rat, len(e.weight))}
	for g := range e.weight {
		prices.Pays[g] = make([]*big.Rat, len(e.of(g)))
		for i, o := range e.of(g) {
			if prices.Pays[g][i] = new(big.Rat); in[o] {
				prices.Pays[g][i] = values[at[int(e.start[g])+i]]
			}
		}
	}
	return prices, nil
}

type priceable struct{}

func (priceable) String() string { return "priceability" }

// priceProgram has the budget as its first unknown, then the payments: at tells which one
// a mark is.
func (e *electorate) priceProgram(in []bool) (l *linear, at []int) {
	at = make([]int, len(e.marks))
	unknowns := 1
	for i, o := range e.marks {
		if in[o] {
			at[i] = unknowns
			unknowns++
		}
	}
	l = &linear{unknowns: unknowns}
	cost, left := make([][]*big.Rat, e.options), make([][]*big.Rat, e.options)
	for o := range cost {
		cost[o], left[o] = rationals(unknowns), rationals(unknowns)
	}
	for g, n := range e.weight {
		voters, most := new(big.Rat).SetInt64(n), rationals(unknowns)
		most[0].SetInt64(-1) // payments - budget <= 0
		for i, o := range e.of(g) {
			if x := at[int(e.start[g])+i]; in[o] {
				most[x].SetInt64(1)
				cost[o][x].Set(voters)
			}
		}
		l.rows = append(l.rows, most)
		l.limit, l.equal = append(l.limit, new(big.Rat)), append(l.equal, false)
		for _, o := range e.of(g) {
			for x, v := range most {
				if !in[o] {
					left[o][x].Sub(left[o][x], new(big.Rat).Mul(v, voters))
				}
			}
		}
	}
	for o := range e.options {
		row := left[o]
		if in[o] {
			row = cost[o]
		}
		l.rows = append(l.rows, row)
		l.limit, l.equal = append(l.limit, big.NewRat(1, 1)), append(l.equal, in[o])
	}
	return l, at
}

func rationals(n int) []*big.Rat {
	all := make([]*big.Rat, n)
	for i := range all {
		all[i] = new(big.Rat)
	}
	return all
}
