package committee

import (
	"fmt"
	"math"
	"math/big"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// maxProof bounds the prices of a proof: ballots times cases.
const maxProof = 1 << 18

// A Bound is the step that proves, where it is taken, that no committee scores more than
// the best: the voters of each ballot, in canonical order, pay a price for every member
// they approve (certificate.Thiele). Where no prices alone prove it there are [Cases].
// A voter's i-th member is worth what the [Scale] says; of Lexicographic that is
// (voters+1)^(seats-i), of AdamsScale seats*voters for the first. Blank ballots are voters, too.
type Bound struct {
	Value  *big.Rat // which no score exceeds: less than a whole step above the best
	Prices []*big.Rat
}

// Key: see vicinia.Step.
func (b Bound) Key() string { return "committee.bound" }

// String is "no committee scores more than 47/6, by prices of 12 ballots".
func (b Bound) String() string {
	return fmt.Sprintf("no committee scores more than %s, by prices of %d ballots", b.Value.RatString(), len(b.Prices))
}

// Cases is the step that proves, where no prices alone do, that no committee scores more
// than the best: some options are in or out, and prices prove each case
// (certificate.Cases). Where that would take more than a quarter of a million prices there
// is no proof but the search.
type Cases struct {
	Value *big.Rat // the best score
	Of    []Case
}

// A Case splits by an option, and the two cases, each with all that it splits into, come
// next; or it ends with the prices of each ballot, in canonical order. No prices are prices
// of 0.
type Case struct {
	Split  string // an option; "" ends
	With   bool   // the first of the two cases is that with the option
	Prices []*big.Rat
}

// Key: see vicinia.Step.
func (c Cases) Key() string { return "committee.cases" }

// String is "no committee scores more than 47/6, by prices in 31 cases".
func (c Cases) String() string {
	n := 0
	for _, of := range c.Of {
		if of.Split == "" {
			n++
		}
	}
	return fmt.Sprintf("no committee scores more than %s, by prices in %d cases", c.Value.RatString(), n)
}

// prove looks for a proof that a committee is of the best score; nil is none. It knows
// nothing of the search that found the committee. Weights are the full ones, less those last
// levels which 64 bits do not hold: then prices rule out what is worse by a whole voter on a
// level that is left, and the committees that are equal there are cases of their own.
func prove(e *electorate, full, weights []*big.Int, unit *big.Int, best []ballot.Option) vicinia.Step {
	most := maxProof / max(1, len(e.weight))
	s, err := newSearch(e, weights, int64(most))
	if err != nil {
		return nil
	}
	scale := new(big.Rat).SetFrac(new(big.Int).Quo(full[1], weights[1]), new(big.Int).Mul(unit, big.NewInt(s.unit)))
	rats := func(prices []int64) (rats []*big.Rat) {
		for _, p := range prices {
			rats = append(rats, new(big.Rat).Mul(new(big.Rat).SetInt64(p), scale))
		}
		return rats
	}
	s.best, s.more = s.value(best), true // only better ones are of interest
	s.cases = &cases{most: most, need: s.best + s.unit}
	if full[1].Cmp(weights[1]) != 0 {
		s.cases.need = s.best - s.unit + 1
	} else {
		s.prices.begin(s, best)
		if total, ok := s.prices.prove(s); ok {
			return Bound{Value: rats([]int64{total})[0], Prices: rats(s.prices.try)}
		}
	}
	s.prices.begin(s, best)
	if err := s.branch(0); err != nil || len(s.cases.of) > most {
		return nil
	}
	proof := Cases{Value: e.score(full, unit, best)}
	for _, c := range s.cases.of {
		is := Case{With: c.with, Prices: rats(c.prices)}
		if c.split >= 0 {
			is.Split = e.slate.Name(c.split)
		}
		proof.Of = append(proof.Of, is)
	}
	return proof
}

// cases are what a search left behind; nil keeps nothing.
type cases struct {
	of   []oneCase
	most int
	need int64 // committees of less need no case of their own
}

type oneCase struct {
	split  ballot.Option // -1 ends
	with   bool
	prices []int64
}

// score is that of a committee.
func (e *electorate) score(weights []*big.Int, unit *big.Int, set []ballot.Option) *big.Rat {
	sum := new(big.Int)
	for i, voters := range e.levels(set) {
		sum.Add(sum, new(big.Int).Mul(weights[i], big.NewInt(voters)))
	}
	return new(big.Rat).SetFrac(sum, unit)
}

// split notes that there are two cases.
func (c *cases) split(o ballot.Option, with bool) {
	if c != nil && len(c.of) <= c.most {
		c.of = append(c.of, oneCase{split: o, with: with})
	}
}

// leaf notes prices that prove a case; nil where one committee is left, or none.
func (c *cases) leaf(prices []int64) {
	if c != nil && len(c.of) <= c.most {
		c.of = append(c.of, oneCase{split: -1, prices: slices.Clone(prices)})
	}
}

// prove looks for prices at which no committee at all scores a unit more than the best, and
// leaves them in try.
func (p *prices) prove(s *search) (total int64, ok bool) {
	best := p.at[0]
	copy(p.try, best)
	least, stale, slow := int64(math.MaxInt64), 0, int64(1)
	p.all(s)
	for range rootSteps {
		if total = p.total(s); total < s.best+s.unit {
			return total, true
		}
		if total < least {
			least, stale = total, 0
			copy(best, p.try)
		} else if stale++; stale == 5 {
			stale, slow = 0, slow*2
			copy(p.try, best)
			total = p.total(s)
		}
		if slow > maxSlow || !p.step(s, (total-s.best)/slow) {
			break
		}
	}
	return 0, false
}
