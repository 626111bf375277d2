package rated

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// STAR is score, then automatic runoff: of the two options with the greatest sums of
// scores, the one that more ballots score higher wins (Equal Vote Coalition 2014). A mark
// that is missing is a score of 0. A tie for a place in the runoff goes to those who win
// more duels among the tied, then to the tie-break; an even runoff goes to the greater sum,
// then to the tie-break. The order is winner, other finalist, then the rest by sums. Without
// a tie-break a tie for the runoff that changes no winner does not stand, and all others are
// in order of sums. It never elects a Condorcet loser, and may miss a Condorcet winner who is
// not in the runoff.
type STAR struct {
	Top int32 // the best score, of which more win either tie before the tie-break does; 0 is not asked
}

var _ ballot.Rule[*ballot.Profile, *ballot.Order] = STAR{}

// String is the rule in canonical text: "star", or "star top=5".
func (r STAR) String() string {
	if r.Top != 0 {
		return fmt.Sprintf("star top=%d", r.Top)
	}
	return "star"
}

// Decide: see ballot.Rule. While a tie for the runoff stands, those who may still win
// share the first tier. A score above Top is an error.
func (r STAR) Decide(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
	if err := checkScores(r.String(), p.Kind(), p.Len()); err != nil {
		return nil, err
	}
	c := p.Counts()
	if p.Slate().Len() == 1 {
		return bySum(r.String(), "points", c.Slate(), []int64{c.Of(0)}, tb)
	}
	s := &star{slate: p.Slate(), sums: c, votes: p, tops: make([]int64, p.Slate().Len())}
	if err := s.count(r.Top); err != nil {
		return nil, err
	}
	o := &ballot.Order{Record: ballot.Record{Rule: r.String(), Slate: p.Slate()}}
	if err := s.decide(o, tb); err != nil {
		return nil, err
	}
	steps := s.steps
	o.Reasons = func(yield func(vicinia.Step) bool) {
		for _, step := range steps {
			if !yield(step) {
				return
			}
		}
	}
	return o, nil
}

// A star is the state of a STAR.
type star struct {
	slate *ballot.Slate
	sums  *ballot.Counts
	votes *ballot.Profile
	tops  []int64 // how many give each option the best score
	steps []vicinia.Step
}

// count counts the best scores, if they are asked.
func (s *star) count(top int32) error {
	if top == 0 {
		return nil
	}
	for marks, n := range s.votes.All() {
		for _, m := range marks {
			switch {
			case m.Level > top:
				return fmt.Errorf("star: %s has score %d; want at most %d", s.slate.Name(m.Option), m.Level, top)
			case m.Level == top:
				s.tops[m.Option] += n
			}
		}
	}
	return nil
}

func (s *star) decide(o *ballot.Order, tb ballot.TieBreak) error {
	tiers := s.slate.Tiers(func(a, b ballot.Option) int { return cmp.Compare(s.sums.Of(b), s.sums.Of(a)) })
	for _, a := range slices.Concat(tiers...) {
		s.steps = append(s.steps, Sum{Option: s.slate.Name(a), Sum: s.sums.Of(a), Unit: "points"})
	}
	final, open, err := s.finalists(o, tiers, tb)
	if err != nil {
		return err
	}
	rest := func(out ...ballot.Option) (left [][]ballot.Option) {
		for _, tier := range tiers {
			if t := slices.DeleteFunc(slices.Clone(tier), func(a ballot.Option) bool { return slices.Contains(out, a) }); len(t) > 0 {
				left = append(left, t)
			}
		}
		return left
	}
	if open != nil {
		first := s.mayWin(final, open)
		o.Tiers = append([][]ballot.Option{first}, rest(first...)...)
		return nil
	}
	top, err := s.runoff(o, final, tb)
	if err != nil {
		return err
	}
	if tb == nil && len(top) == 2 && len(o.Ties) > 0 { // whoever else was in the runoff
		top, final = top[:1], top[0]
	}
	o.Tiers = append(top, rest(final...)...)
	return nil
}

// finalists are those surely in the runoff, and the tied who may be.
func (s *star) finalists(o *ballot.Order, tiers [][]ballot.Option, tb ballot.TieBreak) (in, open []ballot.Option, err error) {
	for _, tier := range tiers {
		if len(in) == 2 {
			break // nobody counts duels for no place
		}
		for _, tied := range s.byDuels(tier, 2-len(in)) {
			switch {
			case len(in) == 2:
				return in, nil, nil
			case len(tied) <= 2-len(in):
				in = append(in, tied...)
				continue
			}
			tie, err := ballot.Resolve(s.slate, ballot.Tie{For: "the runoff", Options: tied, Places: 2 - len(in)}, tb)
			if err != nil {
				return nil, nil, err
			}
			if tb == nil && len(s.mayWin(in, tied)) == 1 {
				if tie, err = ballot.Resolve(s.slate, tie, ballot.AnyWay{}); err != nil {
					return nil, nil, err
				}
			}
			o.Ties = append(o.Ties, tie)
			sure, open, _ := tie.Cut()
			return append(in, sure...), open, nil
		}
	}
	return in, nil, nil
}

// byDuels orders options of equal sums by the duels they win against each other, then by
// their best scores, where there are fewer places than options.
func (s *star) byDuels(tier []ballot.Option, places int) (tiers [][]ballot.Option) {
	if len(tier) <= places {
		return [][]ballot.Option{tier}
	}
	duels, won := s.meet(tier), make([]int, len(tier))
	order := make([]int, len(tier))
	for i := range tier {
		order[i] = i
		for j := range tier {
			if duels[i][j] > duels[j][i] {
				won[i]++
			}
		}
	}
	compare := func(i, j int) int {
		return cmp.Or(cmp.Compare(won[j], won[i]), cmp.Compare(s.tops[tier[j]], s.tops[tier[i]]))
	}
	slices.SortStableFunc(order, compare)
	for at, i := range order {
		if at == 0 || compare(order[at-1], i) != 0 {
			tiers = append(tiers, nil)
		}
		last := len(tiers) - 1
		tiers[last] = append(tiers[last], tier[i])
	}
	return tiers
}

// meet counts, for every two of some options, the ballots that score one higher; no mark
// is a score of 0. The whole matrix is not counted: only finalists and the tied meet.
func (s *star) meet(some []ballot.Option) [][]int64 {
	at := make([]int, s.slate.Len())
	duels := make([][]int64, len(some))
	for i, a := range some {
		at[a] = i + 1
		duels[i] = make([]int64, len(some))
	}
	scores := make([]int32, len(some))
	for marks, n := range s.votes.All() {
		clear(scores)
		for _, m := range marks {
			if i := at[m.Option]; i > 0 {
				scores[i-1] = m.Level
			}
		}
		for i, score := range scores {
			for j, other := range scores {
				if score > other {
					duels[i][j] += n
				}
			}
		}
	}
	return duels
}

// better is above 0 where option i of some wins a runoff with j, and 0 if nobody does.
func (s *star) better(some []ballot.Option, duels [][]int64, i, j int) int {
	return cmp.Or(cmp.Compare(duels[i][j], duels[j][i]), cmp.Compare(s.sums.Of(some[i]), s.sums.Of(some[j])),
		cmp.Compare(s.tops[some[i]], s.tops[some[j]]))
}

// runoff decides between two.
func (s *star) runoff(o *ballot.Order, final []ballot.Option, tb ballot.TieBreak) ([][]ballot.Option, error) {
	final = slices.Sorted(slices.Values(final))
	duels := s.meet(final)
	first, second := 0, 1
	better := s.better(final, duels, 0, 1)
	if better < 0 {
		first, second = 1, 0
	}
	s.steps = append(s.steps, Runoff{
		Over: s.slate.Name(final[first]), Under: s.slate.Name(final[second]), For: duels[first][second], Back: duels[second][first],
	})
	if better != 0 {
		return [][]ballot.Option{{final[first]}, {final[second]}}, nil
	}
	tie, err := ballot.Resolve(s.slate, ballot.Tie{For: "the first place", Options: final, Places: 1}, tb)
	if err != nil {
		return nil, err
	}
	o.Ties = append(o.Ties, tie)
	if tie.Broken == nil {
		return [][]ballot.Option{final}, nil
	}
	return tie.Broken, nil
}

// mayWin are those who win some runoff that the open places can give.
func (s *star) mayWin(in, open []ballot.Option) (win []ballot.Option) {
	some := slices.Concat(in, open)
	duels := s.meet(some)
	for i := range some {
		for j := range some {
			// With one place sure, its holder is in every runoff.
			if i != j && (len(in) == 0 || i == 0 || j == 0) && s.better(some, duels, i, j) >= 0 {
				win = append(win, some[i])
			}
		}
	}
	slices.Sort(win)
	return slices.Compact(win)
}

// A Runoff is the step of the two finalists: how many ballots score each higher.
type Runoff struct {
	Over, Under string
	For, Back   int64
}

// Key: see vicinia.Step.
func (r Runoff) Key() string { return "rated.runoff" }

// String is "runoff: Ana over Ben, 34 to 20".
func (r Runoff) String() string {
	return fmt.Sprintf("runoff: %s over %s, %d to %d", r.Over, r.Under, r.For, r.Back)
}
