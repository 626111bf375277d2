package rated

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// MajorityJudgment elects the option with the best majority grade: the lower median of all
// ballots' grades. Of equal ones it takes a majority grade away from each and looks again,
// until they differ (Balinski and Laraki 2011). A ballot without a grade for an
// option gives it the lowest, 0: who does not judge does not support. It is monotone and
// keeps the winner when a losing option is taken away; it may miss a Condorcet winner, and
// joining ballots may hurt what they support.
type MajorityJudgment struct{}

var _ ballot.Rule[*ballot.Histogram, *ballot.Order] = MajorityJudgment{}

// String is the rule in canonical text.
func (MajorityJudgment) String() string { return "majority-judgment" }

// Decide: see ballot.Rule. Only options with the same number of each grade tie.
func (r MajorityJudgment) Decide(h *ballot.Histogram, tb ballot.TieBreak) (*ballot.Order, error) {
	if err := checkScores(r.String(), h.Kind(), h.Ballots()); err != nil {
		return nil, err
	}
	s := h.Slate()
	judged := judge(h)
	o, err := ballot.NewOrder(r.String(), s, s.Tiers(func(a, b ballot.Option) int { return judged[b].compare(judged[a]) }), tb)
	if err != nil {
		return nil, err
	}
	o.Reasons = inOrder(o, func(a ballot.Option) vicinia.Step { return judged[a].step(s.Name(a)) })
	return o, nil
}

// grades are the numbers of one option's grades, ascending; they add up to the ballots.
type grades []gradeCount

type gradeCount struct {
	grade int32
	n     int64
}

func judge(h *ballot.Histogram) []grades {
	all := make([]grades, h.Slate().Len())
	marked := make([]int64, len(all))
	for m, n := range h.All() {
		all[m.Option] = append(all[m.Option], gradeCount{m.Level, n})
		marked[m.Option] += n
	}
	for o, n := range marked {
		if left := h.Ballots() - n; left > 0 {
			if len(all[o]) > 0 && all[o][0].grade == 0 {
				all[o][0].n += left
				continue
			}
			all[o] = slices.Insert(all[o], 0, gradeCount{0, left})
		}
	}
	return all
}

// A walk goes from the middle of sorted grades outwards: the majority grade, then by turns
// the next below and the next above, which is the order in which majority grades are taken
// away. Grades come in runs, so that ballots are never walked one by one.
type walk struct {
	g           grades
	below       int // the run that the next grade below is in
	above       int
	left, right int64 // of these runs
}

// start takes the lower middle away and returns it. If the number of ballots is even, the
// next turn is above, otherwise below; both sides then have as many grades, or one more
// above.
func (g grades) start() (w walk, middle int32) {
	var all int64
	for _, c := range g {
		all += c.n
	}
	at, before := (all-1)/2, int64(0) // index of the lower middle
	i := 0
	for before+g[i].n <= at {
		before += g[i].n
		i++
	}
	w = walk{g: g, below: i, above: i, left: at - before, right: before + g[i].n - at - 1}
	w.settle()
	return w, g[i].grade
}

// settle moves on from runs that are used up.
func (w *walk) settle() {
	for w.left == 0 && w.below > 0 {
		w.below--
		w.left = w.g[w.below].n
	}
	for w.right == 0 && w.above < len(w.g)-1 {
		w.above++
		w.right = w.g[w.above].n
	}
}

// compare is above 0 where g is better than h; both have as many ballots.
func (g grades) compare(h grades) int {
	a, middle := g.start()
	b, other := h.start()
	if middle != other {
		return cmp.Compare(middle, other)
	}
	even := a.rest()%2 == 1 // then the first turn is above
	if even {
		if c := cmp.Compare(a.g[a.above].grade, b.g[b.above].grade); c != 0 {
			return c
		}
		a.right--
		b.right--
		a.settle()
		b.settle()
	}
	for a.left > 0 {
		below := cmp.Compare(a.g[a.below].grade, b.g[b.below].grade)
		above := cmp.Compare(a.g[a.above].grade, b.g[b.above].grade)
		if c := cmp.Or(below, above); c != 0 {
			return c
		}
		turns := min(a.left, a.right, b.left, b.right)
		for _, w := range []*walk{&a, &b} {
			w.left -= turns
			w.right -= turns
			w.settle()
		}
	}
	return 0
}

// rest is how many grades are left to walk.
func (w *walk) rest() int64 {
	n := w.left + w.right
	for i, c := range w.g {
		if i < w.below || i > w.above {
			n += c.n
		}
	}
	return n
}

func (g grades) step(name string) Judged {
	_, middle := g.start()
	j := Judged{Option: name, Grade: middle}
	for _, c := range g {
		switch {
		case c.grade > middle:
			j.Above += c.n
		case c.grade < middle:
			j.Below += c.n
		}
	}
	return j
}

// A Judged is the step of an option: its majority grade, and how many ballots give it a
// better and a worse one.
type Judged struct {
	Option       string
	Grade        int32
	Above, Below int64
}

// Key: see vicinia.Step.
func (j Judged) Key() string { return "rated.judged" }

// String is "Ana: majority grade 4, 20 above and 14 below".
func (j Judged) String() string {
	return fmt.Sprintf("%s: majority grade %d, %d above and %d below", j.Option, j.Grade, j.Above, j.Below)
}
