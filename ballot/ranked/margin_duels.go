package ranked

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// maxRivals bounds the rivals for whom DuelMargin looks for a way to draw level.
const maxRivals = 5

// DuelMargin is the margin of any rule on duels. For few options it is exact for most rules:
// for up to MaxMargin for those that look at who wins duels, Baldwin, Nanson, Kemeny, Black
// and Minimax but by winning votes, for three for those that compare margins. Otherwise, at
// least: a change moves a margin by 2, so that an option that wins all duels goes on to do
// so, which is enough for the rules that elect it then; besides, the lead of Schulze and
// Minimax by margins moves by 4 at most. At most: for the rivals that are nearest, ballots
// are turned round, to the rival first and the winner last, and the rule decides again.
func DuelMargin(r ballot.Rule[*ballot.Pairwise, *ballot.Order], p *ballot.Profile) (Margin, error) {
	if p.Slate().Len() < 2 {
		return Margin{}, errAlone
	}
	w := p.Pairwise()
	out, err := r.Decide(w, nil)
	if err != nil || out.Tied() {
		return Margin{}, err
	}
	winner := out.Winners()[0]
	m, err := boundedMargin(r, p, w, winner)
	ways := duelWays(r, p.Slate().Len())
	if err != nil || m.Exact() || ways == nil || p.Slate().Len() > MaxMargin {
		return m, err
	}
	exact, err := newSystem(p, m).margin(winner, ways)
	if errors.Is(err, errTooMany) {
		return m, nil
	}
	return exact, err
}

// boundedMargin is DuelMargin for any options.
func boundedMargin(r ballot.Rule[*ballot.Pairwise, *ballot.Order], p *ballot.Profile, w *ballot.Pairwise, winner ballot.Option) (Margin, error) {
	m := Margin{Least: 1, Most: p.Len()}
	if electsCondorcet(r) {
		m.Least = max(m.Least, condorcetLead(w, winner))
	}
	m.Least = max(m.Least, lead(r, w, winner))
	rivals := slices.DeleteFunc(options(p.Slate()), func(o ballot.Option) bool { return o == winner })
	slices.SortStableFunc(rivals, func(a, b ballot.Option) int { return cmp.Compare(w.Margin(b, winner), w.Margin(a, winner)) })
	for _, rival := range rivals[:min(len(rivals), maxRivals)] {
		most, err := turnedRound(r, p, winner, rival, m)
		if err != nil {
			return Margin{}, err
		}
		m.Most = min(m.Most, most)
	}
	return m, nil
}

// MatrixMargin bounds the margin of a rule on duels where the ballots are not known: of Borda,
// see SumMargin, and of rules that elect an option that wins all its duels. At least: see
// DuelMargin. At most: so many ballots, put into others with a rival first, make the rival win
// every duel that it does not win, one after the other, or are more than half.
func MatrixMargin(r ballot.Rule[*ballot.Pairwise, *ballot.Order], w *ballot.Pairwise) (Margin, error) {
	n := ballot.Option(w.Slate().Len())
	if n < 2 {
		return Margin{}, errAlone
	}
	out, err := r.Decide(w, nil)
	if err != nil || out.Tied() {
		return Margin{}, err
	}
	if r == (Borda{}) {
		return bordaMatrixMargin(w)
	}
	if !electsCondorcet(r) {
		return Margin{}, fmt.Errorf("%s: the margin is not known without the ballots", r)
	}
	winner := out.Winners()[0]
	m := Margin{Least: max(1, condorcetLead(w, winner), lead(r, w, winner)), Most: w.Ballots()/2 + 1}
	for rival := range n {
		if rival == winner {
			continue
		}
		need := int64(0)
		for o := range n {
			if against := w.Margin(o, rival); o != rival && against >= 0 {
				need += against/2 + 1
			}
			if need >= m.Most {
				break
			}
		}
		m.Most = min(m.Most, need)
	}
	return m, nil
}

// bordaMatrixMargin has two points for an option below and one for each not told apart.
func bordaMatrixMargin(w *ballot.Pairwise) (Margin, error) {
	n := w.Slate().Len()
	sums := make([]int64, n)
	for a := range sums {
		for b := range n {
			if a != b {
				sums[a] += w.Ballots() + w.Margin(ballot.Option(a), ballot.Option(b))
			}
		}
	}
	return SumMargin(sums, 2*int64(n-1), w.Ballots())
}

// electsCondorcet reports whether a rule surely elects an option that wins all its duels, and
// that alone.
func electsCondorcet(r ballot.Rule[*ballot.Pairwise, *ballot.Order]) bool {
	switch r := r.(type) {
	case Minimax:
		return r.Measure != Opposition
	case Uncovered:
		return r.Covering != Weighted
	case Schulze, RankedPairs, River, SplitCycle, StableVoting, Copeland, Llull, Kemeny, Slater, Black, Baldwin, Nanson,
		LossTrimmer, Leximax, SimplifiedDodgson, Condorcet, Smith, Schwartz, Banks, Bipartisan:
		return true
	}
	return false
}

// condorcetLead is how many changes leave an option that wins all its duels without that; 0
// if it does not.
func condorcetLead(w *ballot.Pairwise, winner ballot.Option) int64 {
	least := w.Ballots()
	for o := range w.Slate().All() {
		if o != winner {
			least = min(least, w.Margin(winner, o))
		}
	}
	return max(0, least-least/2)
}

// lead is how many changes a rule that adds up or compares margins needs at least.
func lead(r ballot.Rule[*ballot.Pairwise, *ballot.Order], w *ballot.Pairwise, winner ballot.Option) int64 {
	n := w.Slate().Len()
	least := w.Ballots()
	switch r {
	case Schulze{Measure: Margins}:
		paths := strongest(Margins.strengths(w), n)
		for o := range n {
			if o != int(winner) {
				least = min(least, paths[int(winner)*n+o]-paths[o*n+int(winner)])
			}
		}
	case Minimax{Measure: Margins}:
		worst := make([]int64, n)
		for a := range n {
			worst[a] = -w.Ballots()
			for b := range n {
				if a != b {
					worst[a] = max(worst[a], w.Margin(ballot.Option(b), ballot.Option(a)))
				}
			}
		}
		for o := range n {
			if o != int(winner) {
				least = min(least, worst[o]-worst[winner])
			}
		}
	default:
		return 0
	}
	return (least + 3) / 4
}

// turnedRound is a number of ballots that, turned round for a rival, keep the winner from
// winning alone; it lies between the bounds that are known.
func turnedRound(r ballot.Rule[*ballot.Pairwise, *ballot.Order], p *ballot.Profile, winner, rival ballot.Option, m Margin) (int64, error) {
	t := newTurning(p, winner, rival)
	low, high := m.Least-1, m.Most // high is enough, low, as far as is known, not
	for step := m.Least; low+1 < high; step *= 2 {
		try := min(low+(high-low)/2, step)
		if try <= low {
			try = low + (high-low)/2
		}
		w, err := t.after(try)
		if err != nil {
			return 0, err
		}
		out, err := r.Decide(w, nil)
		if err != nil {
			return 0, fmt.Errorf("after %d changes: %w", try, err)
		}
		if slices.Equal(out.Winners(), []ballot.Option{winner}) {
			low = try
		} else {
			high = try
		}
	}
	return high, nil
}

// A turning is ballots, those first that do most for the winner against a rival.
type turning struct {
	p       *ballot.Profile
	ballots []turned
	into    ballot.Ballot
}

type turned struct {
	ballot ballot.Ballot
	n      int64
	gap    int // how far the winner is above the rival
}

func newTurning(p *ballot.Profile, winner, rival ballot.Option) *turning {
	t := &turning{p: p, into: ballot.Ballot{{Option: rival, Level: 1}}}
	for o := range p.Slate().All() {
		switch {
		case o == winner:
			t.into = append(t.into, ballot.Mark{Option: o, Level: 3})
		case o != rival:
			t.into = append(t.into, ballot.Mark{Option: o, Level: 2})
		}
	}
	place := func(b ballot.Ballot, o ballot.Option) int {
		for from, to := range places(b) {
			if holds(b[from:to], o) {
				return from
			}
		}
		return len(b)
	}
	for b, n := range p.All() {
		t.ballots = append(t.ballots, turned{b, n, place(b, rival) - place(b, winner)})
	}
	slices.SortStableFunc(t.ballots, func(a, b turned) int { return cmp.Compare(b.gap, a.gap) })
	return t
}

// after is the duels with so many ballots turned round.
func (t *turning) after(n int64) (*ballot.Pairwise, error) {
	q, err := ballot.NewProfile(t.p.Slate(), ballot.Ranking)
	if err != nil {
		return nil, err
	}
	q.Unranked = t.p.Unranked
	if err := q.Add(t.into, n); err != nil {
		return nil, err
	}
	for _, b := range t.ballots {
		turned := min(n, b.n)
		n -= turned
		if err := q.Add(b.ballot, b.n-turned); err != nil {
			return nil, err
		}
	}
	return q.Pairwise(), nil
}
