package ranked

import (
	"fmt"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// Among is a rule on duels among those whom a first rule elects, as if nobody else had stood:
// among(smith, minimax margins), or Copeland's ties by Borda's points. The order goes on as the
// first rule has it. It elects a Condorcet winner if both rules do.
func Among(first, then ballot.Rule[*ballot.Pairwise, *ballot.Order]) ballot.Rule[*ballot.Pairwise, *ballot.Order] {
	return among{first, then}
}

type among struct {
	first, then ballot.Rule[*ballot.Pairwise, *ballot.Order]
}

// String is the rule in canonical text: "among(smith, minimax margins)".
func (r among) String() string { return fmt.Sprintf("among(%v, %v)", r.first, r.then) }

// Decide: see ballot.Rule. The ties are those of the second rule, its steps follow the first's.
func (r among) Decide(w *ballot.Pairwise, tb ballot.TieBreak) (*ballot.Order, error) {
	all, err := r.first.Decide(w, nil)
	if err != nil {
		return nil, err
	}
	in := all.Winners()
	few, err := narrowed(w, in)
	if err != nil {
		return nil, err
	}
	o, err := r.then.Decide(few, tb)
	if err != nil {
		return nil, err
	}
	tiers := append(widened(o.Tiers, in), all.Tiers[1:]...)
	out := &ballot.Order{Record: ballot.Record{Rule: ruleOf(r, w), Slate: w.Slate()}, Tiers: tiers}
	out.Reasons = func(yield func(vicinia.Step) bool) {
		for _, of := range []*ballot.Order{all, o} {
			for why := range of.Why() {
				if !yield(why) {
					return
				}
			}
		}
	}
	for _, t := range o.Ties {
		t.Options = widened([][]ballot.Option{t.Options}, in)[0]
		t.Broken, t.Sets = widened(t.Broken, in), widened(t.Sets, in)
		out.Ties = append(out.Ties, t)
	}
	return out, nil
}

// narrowed is the duels of some alone.
func narrowed(w *ballot.Pairwise, some []ballot.Option) (*ballot.Pairwise, error) {
	s, err := ballot.NewSlate(names(w.Slate(), some)...)
	if err != nil {
		return nil, err
	}
	var duels []int64
	for _, a := range some {
		for _, b := range some {
			duels = append(duels, w.At(a, b))
		}
	}
	return ballot.NewPairwise(s, w.Unranked(), w.Ballots(), duels)
}

// widened are options of a narrow slate on the whole one; nil stays nil.
func widened(narrow [][]ballot.Option, some []ballot.Option) (wide [][]ballot.Option) {
	for _, os := range narrow {
		var on []ballot.Option
		for _, o := range os {
			on = append(on, some[o])
		}
		wide = append(wide, on)
	}
	return wide
}
