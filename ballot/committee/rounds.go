package committee

import (
	"fmt"
	"iter"
	"math/big"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// An election elects one by one, or puts out one by one: next tells all options of the
// best value, and elect changes what the values depend on. A tie between options that do
// not touch each other, so that the election of one leaves the value of the other as it
// is, and all of which find a seat, is none.
type election struct {
	*electorate
	rule    fmt.Stringer
	tb      ballot.TieBreak
	out     bool   // options are put out until the seats are left
	phase   string // of the rule: it makes the names of ties unique
	measure Measure

	next  func() (tied []ballot.Option, value *big.Rat) // nil: nobody can be elected
	elect func(ballot.Option)
	touch func(a, b ballot.Option) bool  // nil: no two options do
	any   func(part []ballot.Option) int // any so many of the tied find a seat at this value; nil: any one

	in     []bool // not decided yet: who can still be elected or put out
	left   int    // how many are to be elected or put out
	rounds []Round
	ties   []ballot.Tie
	stands bool // a tie
}

// newElection elects as many as there are seats.
func (e *electorate) newElection(rule fmt.Stringer, tb ballot.TieBreak) *election {
	v := &election{electorate: e, rule: rule, tb: tb, in: make([]bool, e.options), left: e.seats}
	for o := range v.in {
		v.in[o] = true
	}
	return v
}

// run goes on until all is decided, nobody can be elected, or a tie stands.
func (v *election) run() error {
	for v.left > 0 && !v.stands {
		tied, value := v.next()
		if tied == nil {
			return nil
		}
		parts := v.parts(tied)
		most := 0 // of the tied find a seat at this value: of a part, never all
		for _, part := range parts {
			most += max(1, len(part)-1)
		}
		switch {
		case most > v.left && len(parts) == len(tied):
			if err := v.ask(tied, v.left, value); err != nil {
				return err
			}
			continue
		case most > v.left: // who comes first may matter
			parts = [][]ballot.Option{tied}
		}
		for _, part := range parts {
			if len(part) == 1 {
				v.settle(part[0], value)
				continue
			}
			places := 1
			if v.any != nil {
				places = min(v.any(part), v.left)
			}
			if err := v.ask(part, places, value); err != nil {
				return err
			}
		}
	}
	return nil
}

// parts are the tied options, those that touch together, directly or by others.
func (v *election) parts(tied []ballot.Option) (parts [][]ballot.Option) {
	for rest := slices.Clone(tied); len(rest) > 0; {
		part := rest[:1:1]
		rest = rest[1:]
		for i := 0; i < len(part) && v.touch != nil; i++ {
			var apart []ballot.Option
			for _, o := range rest {
				if v.touch(part[i], o) {
					part = append(part, o)
				} else {
					apart = append(apart, o)
				}
			}
			rest = apart
		}
		slices.Sort(part)
		parts = append(parts, part)
	}
	return parts
}

// ask asks which so many of the options are elected, or put out.
func (v *election) ask(tied []ballot.Option, places int, value *big.Rat) error {
	t := ballot.Tie{For: v.name(), Options: tied, Places: places}
	if v.out {
		t.Places = len(tied) - places
	}
	t, err := ballot.Resolve(v.slate, t, v.tb)
	if err != nil {
		return err
	}
	v.ties = append(v.ties, t)
	in, open, _ := t.Cut()
	if open != nil {
		v.stands = true
	}
	for _, o := range tied {
		if !v.out && slices.Contains(in, o) || v.out && !slices.Contains(in, o) && !slices.Contains(open, o) {
			v.settle(o, value)
		}
	}
	return nil
}

// name is what a tie is for; several ties of a round are numbered.
func (v *election) name() string {
	what := "a seat"
	if v.out {
		what = "staying in"
	}
	return fmt.Sprintf("%s%s in round %d, tie %d", v.phase, what, len(v.rounds)+1, len(v.ties)+1)
}

// settle elects an option, or puts it out.
func (v *election) settle(o ballot.Option, value *big.Rat) {
	v.rounds = append(v.rounds, Round{
		N: len(v.rounds) + 1, Option: v.slate.Name(o), Out: v.out, Measure: v.measure, Value: value,
	})
	v.in[o] = false
	v.left--
	v.elect(o)
}

// committee is the outcome.
func (v *election) committee() *Committee {
	c := &Committee{
		Record: ballot.Record{Rule: v.rule.String(), Slate: v.slate, Ties: v.ties}, Seats: v.seats,
	}
	if v.out && !v.stands {
		c.Members = members(v.in)
	}
	for _, r := range v.rounds {
		if o, _ := v.slate.Find(r.Option); !r.Out {
			c.Members = append(c.Members, o)
		}
	}
	slices.Sort(c.Members)
	rounds := v.rounds
	c.Reasons = steps(rounds)
	return c
}

// steps walks reasons of one type.
func steps[S vicinia.Step](all []S) iter.Seq[vicinia.Step] {
	return func(yield func(vicinia.Step) bool) {
		for _, s := range all {
			if !yield(s) {
				return
			}
		}
	}
}
