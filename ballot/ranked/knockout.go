package ranked

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// A knockout is the state of a rule that puts options out. One goes at a time; several who
// are equally weak are a tie about who stays.
type knockout struct {
	slate *ballot.Slate
	tb    ballot.TieBreak
	in    bitset
	left  int
	out   [][]ballot.Option // first out first
	ties  []ballot.Tie
	steps []func() vicinia.Step // made when walked
}

func newKnockout(s *ballot.Slate, tb ballot.TieBreak) *knockout {
	return &knockout{slate: s, tb: tb, in: everyone(s.Len()), left: s.Len()}
}

// drop puts those out together. points may be nil.
func (k *knockout) drop(os []ballot.Option, points func() []Points) {
	if len(os) == 0 {
		return
	}
	for _, o := range os {
		k.in.drop(int(o))
	}
	k.left -= len(os)
	k.out = append(k.out, os)
	n := len(k.steps) + 1
	k.steps = append(k.steps, func() vicinia.Step {
		step := Knockout{N: n, Out: names(k.slate, os)}
		if points != nil {
			step.Points = points()
		}
		return step
	})
}

// keep puts all others out.
func (k *knockout) keep(set bitset) {
	var others []ballot.Option
	for o := range k.in.all() {
		if !set.has(o) {
			others = append(others, ballot.Option(o))
		}
	}
	k.drop(others, nil)
}

// dropOne puts one of the weakest out, unless a tie between them stands.
func (k *knockout) dropOne(weakest []ballot.Option, points func() []Points) (open bool, err error) {
	last, err := k.ask("staying in after round", weakest, len(weakest)-1)
	if err != nil || len(last) != 1 {
		return true, err
	}
	k.drop(last, points)
	return false, nil
}

// A round puts somebody out, or names who wins at once. open says that a tie ends it.
type round func() (first []ballot.Option, open bool, err error)

// rounds puts one out after the other.
func (k *knockout) rounds(rule string, next round) (*ballot.Order, error) {
	for k.left > 1 {
		first, open, err := next()
		if err != nil {
			return nil, err
		}
		if first != nil || open {
			return k.finish(rule, first)
		}
	}
	return k.finish(rule, nil)
}

// last are those who went last.
func (k *knockout) last() []ballot.Option { return k.out[len(k.out)-1] }

// ask is who of the options does not get one of the places; nil while the tie stands.
func (k *knockout) ask(what string, of []ballot.Option, places int) ([]ballot.Option, error) {
	if places == 0 || places == len(of) {
		return of[places:], nil
	}
	what = fmt.Sprintf("%s %d", what, len(k.steps)+1)
	tie, err := ballot.Resolve(k.slate, ballot.Tie{For: what, Options: of, Places: places}, k.tb)
	if err != nil {
		return nil, err
	}
	k.ties = append(k.ties, tie)
	if tie.Stands() {
		return nil, nil
	}
	in, _, _ := tie.Cut()
	return slices.DeleteFunc(slices.Clone(of), func(o ballot.Option) bool { return slices.Contains(in, o) }), nil
}

// members are those still in.
func (k *knockout) members() []ballot.Option { return members(k.in) }

// finish is the outcome: those of first, the others who are in, then those who went, the
// last out first. While a tie stands all who are in share the first tier.
func (k *knockout) finish(rule string, first []ballot.Option) (*ballot.Order, error) {
	tiers := [][]ballot.Option{k.members()}
	if len(first) > 0 && len(first) < k.left {
		others := slices.DeleteFunc(k.members(), func(o ballot.Option) bool { return slices.Contains(first, o) })
		tiers = [][]ballot.Option{first, others}
	}
	for _, os := range slices.Backward(k.out) {
		tiers = append(tiers, os)
	}
	o, err := finish(rule, k.slate, tiers, k.ties, k.tb)
	if err != nil {
		return nil, err
	}
	left := o.Tiers[0]
	o.Reasons = func(yield func(vicinia.Step) bool) {
		for _, step := range k.steps {
			if !yield(step()) {
				return
			}
		}
		yield(Final{Left: names(k.slate, left)})
	}
	return o, nil
}

func names(s *ballot.Slate, os []ballot.Option) []string {
	names := make([]string, len(os))
	for i, o := range os {
		names[i] = s.Name(o)
	}
	return names
}

// weakest are the members with the least score by compare.
func (k *knockout) weakest(compare func(a, b ballot.Option) int) (least []ballot.Option) {
	for i := range k.in.all() {
		o := ballot.Option(i)
		switch {
		case least == nil || compare(o, least[0]) < 0:
			least = append(least[:0], o)
		case compare(o, least[0]) == 0:
			least = append(least, o)
		}
	}
	return least
}

// pointsOf are the points of the members, each scores[o]/of.
func (k *knockout) pointsOf(scores []int64, of int64) func() []Points {
	members := k.members()
	kept := make([]int64, len(members))
	for i, o := range members {
		kept[i] = scores[o]
	}
	return func() (points []Points) {
		for i, o := range members {
			points = append(points, Points{Option: k.slate.Name(o), Points: big.NewRat(kept[i], of)})
		}
		return points
	}
}

// exactPoints are the points of the members.
func (k *knockout) exactPoints(scores []*big.Rat) func() []Points {
	members := k.members()
	return func() (points []Points) {
		for _, o := range members {
			points = append(points, Points{Option: k.slate.Name(o), Points: scores[o]})
		}
		return points
	}
}

// tally is the step of points that put nobody out.
func tally(points func() []Points) func() vicinia.Step {
	return func() vicinia.Step { return Tally{Points: points()} }
}

// Points are the exact points of an option, as a step or in one.
type Points struct {
	Option string
	Points *big.Rat // not to be changed
}

// Key: see vicinia.Step.
func (p Points) Key() string { return "ranked.points" }

// String is "Ana: 7/2 points".
func (p Points) String() string { return p.Option + ": " + p.Points.RatString() + " points" }

// A Knockout is the step that puts options out: by their points, or, without any, as the
// rule puts out those outside a set.
type Knockout struct {
	N      int
	Points []Points // of those who were in, in slate order
	Out    []string
}

// Key: see vicinia.Step.
func (k Knockout) Key() string { return "ranked.knockout" }

// String is "round 1: Ana 4, Ben 7/2, Cai 1; out Cai".
func (k Knockout) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "round %d: ", k.N)
	if len(k.Points) > 0 {
		b.WriteString(list(k.Points) + "; ")
	}
	b.WriteString("out " + strings.Join(k.Out, ", "))
	return b.String()
}

// list is "Ana 4, Ben 7/2".
func list(points []Points) string {
	words := make([]string, len(points))
	for i, p := range points {
		words[i] = p.Option + " " + p.Points.RatString()
	}
	return strings.Join(words, ", ")
}

// A Final is the last step of a rule that puts options out: who is left.
type Final struct{ Left []string }

// Key: see vicinia.Step.
func (f Final) Key() string { return "ranked.final" }

// String is "left: Ana".
func (f Final) String() string { return "left: " + strings.Join(f.Left, ", ") }
