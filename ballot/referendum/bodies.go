package referendum

import (
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// Bodies carries when Each carries in more than Over of the bodies by weight: the
// majority of the cantons. The zero Bodies asks a simple majority in more than half. A
// body whose vote is even does not accept, and bodies that are even reject (BV art.
// 142; on 2 March 1975 eleven cantons stood against eleven). A double majority is
// All(Majority{}, Bodies{}).
type Bodies struct {
	Each Rule          // nil means Majority{}
	Over vicinia.Ratio // 0 means 1/2
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
	return fmt.Sprintf("bodies over %s: %s", share(r.need()), name(r.each()))
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
	if err := errors.Join(checkShare("bodies", r.Over), check(tallies), distinct(tallies)); err != nil {
		return nil, err
	}
	t := Test{Rule: "bodies", Need: r.need(), Base: "by weight"}
	best := t
	var ties []ballot.Tie
	var faults []error
	for i := range tallies {
		v, met, err := r.ask(tallies[i:i+1], tb)
		if err != nil {
			faults = append(faults, err)
		}
		ties = append(ties, met...)
		weight := max(tallies[i].Weight, 1)
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
	res := newResult(r.String(), t.Verdict, r.why(slices.Clone(tallies), t, tb))
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
