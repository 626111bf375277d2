package referendum

import (
	"errors"
	"fmt"
	"iter"
	"math/big"
	"slices"
	"strconv"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// Bodies carries when Each carries in more than Over of the bodies by weight: the
// majority of the cantons. The zero Bodies asks a simple majority in more than half. A
// body whose vote is even does not accept, and bodies that are even reject (BV art.
// 142; on 2 March 1975 eleven cantons stood against eleven). A double majority is
// All(Majority{}, Bodies{}); a majority of majorities is Bodies alone.
type Bodies struct {
	Each    Rule          // nil means Majority{}
	Over    vicinia.Ratio // 0 means 1/2
	AtLeast bool          // Over itself is enough
	Weigh   Weigh
}

// A Weigh says what a body counts, from its Tally.Weight.
type Weigh uint8

// The zero Weigh is ByWeight. Weights between population and equality are degressive: take
// them from seats.Divisor with a base, and give them as Tally.Weight.
const (
	ByWeight Weigh = iota // its weight; a population, where the weights are those
	ByHead                // one
	ByRoot                // the square root of its weight, to the nearest thousandth (Penrose 1946)
)

// String is the word of a setting: "by weight".
func (w Weigh) String() string {
	switch w {
	case ByWeight:
		return "by weight"
	case ByHead:
		return "by head"
	case ByRoot:
		return "by root"
	}
	return "weigh " + strconv.Itoa(int(w))
}

// of is what a body counts.
func (w Weigh) of(t Tally) int64 {
	weight := max(t.Weight, 1)
	switch w {
	case ByHead:
		return 1
	case ByRoot:
		square := new(big.Int).Mul(big.NewInt(weight), big.NewInt(1_000_000))
		root := new(big.Int).Sqrt(square)
		if rest := square.Sub(square, new(big.Int).Mul(root, root)); rest.Cmp(root) > 0 {
			root.Add(root, big.NewInt(1)) // never half-way
		}
		return root.Int64()
	}
	return weight
}

// plain is a rule whose result is one test: such a rule is asked body by body without
// making results.
type plain interface {
	test([]Tally) (Test, error)
}

var (
	_ plain = Majority{}
	_ plain = Quorum{}
)

// String is the rule in canonical text: "bodies over 1/2: majority over 1/2 of valid".
func (r Bodies) String() string {
	than, weigh := "over", ""
	if r.AtLeast {
		than = "at least"
	}
	if r.Weigh != ByWeight {
		weigh = " " + r.Weigh.String()
	}
	return fmt.Sprintf("bodies %s %s%s: %s", than, share(r.need()), weigh, name(r.each()))
}

func (r Bodies) each() Rule {
	if r.Each == nil {
		return Majority{}
	}
	return r.Each
}

func (r Bodies) need() vicinia.Ratio { return Majority{Over: r.Over}.need() }

// Decide: see Rule. Every tally is a body, with a name of its own.
func (r Bodies) Decide(tallies []Tally, tb ballot.TieBreak) (*Result, error) {
	if r.Weigh > ByRoot {
		return nil, fmt.Errorf("bodies: no such %s", r.Weigh)
	}
	if err := errors.Join(checkShare("bodies", r.Over), check(tallies), distinct(tallies)); err != nil {
		return nil, err
	}
	t := Test{Rule: "bodies", Need: r.need(), AtLeast: r.AtLeast, Base: r.Weigh.String()}
	return r.decide(r.String(), t, tallies, tb)
}

// decide asks every body and settles a test of their weights.
func (r Bodies) decide(rule string, t Test, tallies []Tally, tb ballot.TieBreak) (*Result, error) {
	best := t
	var ties []ballot.Tie
	var faults []error
	for i := range tallies {
		v, met, err := r.ask(tallies[i:i+1], tb)
		if err != nil {
			faults = append(faults, err)
		}
		ties = append(ties, met...)
		weight := r.Weigh.of(tallies[i])
		t.Of += weight
		if v == Carried {
			t.Have += weight
		}
		if v != Rejected {
			best.Have += weight
		}
	}
	if faults != nil {
		return nil, errors.Join(faults...)
	}
	best.Of = t.Of
	t = t.settle(t, best)
	res := newResult(rule, t.Verdict, r.why(slices.Clone(tallies), t, tb))
	res.Ties = ties
	return res, nil
}

// ask is the verdict of one body, with the ties that were met.
func (r Bodies) ask(body []Tally, tb ballot.TieBreak) (Verdict, []ballot.Tie, error) {
	if p, ok := r.each().(plain); ok && !casting(p) {
		t, err := p.test(body)
		return t.Verdict, nil, err
	}
	res, err := r.each().Decide(body, tb)
	if err != nil {
		return 0, nil, err
	}
	ties := slices.Clone(res.Ties)
	for i := range ties {
		ties[i].For += " in " + body[0].Body
	}
	return res.Verdict, ties, nil
}

func casting(p plain) bool {
	m, ok := p.(Majority)
	return ok && m.Casting
}

// why asks every body again, which gives the same: rules are pure.
func (r Bodies) why(tallies []Tally, t Test, tb ballot.TieBreak) iter.Seq[vicinia.Step] {
	return func(yield func(vicinia.Step) bool) {
		for i := range tallies {
			res, err := r.each().Decide(tallies[i:i+1], tb)
			if err != nil {
				return
			}
			for step := range res.Why() {
				if !yield(step) {
					return
				}
			}
		}
		yield(t)
	}
}

// distinct refuses bodies that cannot be told apart.
func distinct(tallies []Tally) error {
	first := make(map[string]int, len(tallies))
	var faults []error
	for i, t := range tallies {
		if j, twice := first[t.Body]; twice {
			faults = append(faults, t.fault(i, "", "tallies[%d] and tallies[%d] have one name", j, i))
			continue
		}
		first[t.Body] = i
	}
	return errors.Join(faults...)
}
