package equalize

import (
	"fmt"
	"math/big"

	"github.com/vicinia/vicinia"
)

// A Gap moves parts of each treasury's gap to the mean capacity per head. What these parts
// do not balance is taken from, or given to, all by an equal amount per head, so that the
// treasuries pay one another and nothing else. The zero Gap moves nothing.
type Gap struct {
	Below vicinia.Ratio // of the gap, to those below the mean: 90 % in Finland
	Above vicinia.Ratio // of the gap, from those above: 10 % in Finland

	// Lift is a further part, of the gap to Floor times the mean, to those below that: 35 %
	// and 90 % in Norway.
	Floor, Lift vicinia.Ratio

	// Guarantee lifts who is still below so much of the mean up to it, from outside: 86 %
	// for the communes of Bern. The pot is what that takes. 0 means none.
	Guarantee vicinia.Ratio
}

// Cohesion is the fund that moves the part phi of every gap: who has r per head, where the
// mean is R, has r + phi(R-r) afterwards. Differences shrink to 1-phi of what they were;
// ranks stay while phi is below 1.
func Cohesion(phi vicinia.Ratio) Gap { return Gap{Below: phi, Above: phi} }

// Bern is the equalisation of the communes of Bern: the part reduction of every gap in the
// harmonized tax yield per head, then a guarantee of 86 % of the mean that the canton pays.
// The first part is the government's to set: 37 % since 2012, see Find.
func Bern(reduction vicinia.Ratio) Gap {
	return Gap{Below: reduction, Above: reduction, Guarantee: vicinia.Frac(86, 100)}
}

// check returns every fault of the parameters. Parts of at most all keep the ranks.
func (g Gap) check(f *faults) {
	f.part("below", g.Below)
	f.part("above", g.Above)
	f.part("floor", g.Floor)
	f.part("lift", g.Lift)
	f.part("guarantee", g.Guarantee)
	if sum, err := g.Below.Add(g.Lift); err != nil || sum.Cmp(vicinia.Frac(1, 1)) > 0 {
		f.add("lift", "", "%v and %v are more than the gap", g.Below, g.Lift)
	}
}

// Transfers: see Scheme. They add up to nothing, with a guarantee to the pot.
func (g Gap) Transfers(ts []Treasury) (Result, error) {
	var f faults
	g.check(&f)
	cur := f.treasuries(ts)
	if err := f.join(); err != nil {
		return Result{}, fmt.Errorf("gap: %w", err)
	}
	m := mean(ts)
	floor := mul(m, rat(g.Floor))
	moves, sum, heads := make([]*big.Rat, len(ts)), new(big.Rat), new(big.Rat)
	for i, t := range ts {
		has := quo(units(t.Capacity), big.NewRat(t.Heads, 1))
		part := g.Below
		if has.Cmp(m) > 0 {
			part = g.Above
		}
		move := mul(sub(m, has), rat(part))
		if has.Cmp(floor) < 0 {
			move.Add(move, mul(sub(floor, has), rat(g.Lift)))
		}
		moves[i] = move.Mul(move, big.NewRat(t.Heads, 1))
		sum.Add(sum, moves[i])
		heads.Add(heads, big.NewRat(t.Heads, 1))
	}
	each := quo(sum, heads)
	outside := make([]*big.Rat, len(ts))
	for i, t := range ts {
		moves[i].Sub(moves[i], mul(each, big.NewRat(t.Heads, 1)))
		wanted := mul(mul(m, rat(g.Guarantee)), big.NewRat(t.Heads, 1))
		lack := wanted.Sub(wanted, new(big.Rat).Add(units(t.Capacity), moves[i]))
		if lack.Sign() < 0 {
			lack.SetInt64(0)
		}
		outside[i] = lack
	}
	return settle(ts, moves, outside, cur)
}
