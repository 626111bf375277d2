package ranked

import (
	"fmt"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// Leximax is Minimax by margins whose ties go by the next worst duels, and so on. The order
// is by all duels of an option, the worst first.
type Leximax struct{}

// SimplifiedDodgson elects the option whose lost duels have the least sum of margins
// (Tideman 1987, section 5). It elects a Condorcet winner.
type SimplifiedDodgson struct{}

// Black elects the option that wins all duels, or, failing that, Borda's (Black, The Theory of
// Committees and Elections, 1958, p. 66). The order is otherwise Borda's with Shared points.
type Black struct{}

// Superior gives an option the ballots that put it first and those that put an option first
// against which it wins its duel (Holliday's Superior Voting; Foley 2023). It elects a
// Condorcet winner, alone if anybody puts it first. A first place that is shared counts for
// nobody.
type Superior struct{}

// CondorcetPlurality elects the option that wins all duels, or, failing that, by plurality.
// The order is otherwise by first choices.
type CondorcetPlurality struct{}

var (
	_ ballot.Rule[*ballot.Pairwise, *ballot.Order] = Leximax{}
	_ ballot.Rule[*ballot.Pairwise, *ballot.Order] = SimplifiedDodgson{}
	_ ballot.Rule[*ballot.Pairwise, *ballot.Order] = Black{}
	_ ballot.Rule[*ballot.Profile, *ballot.Order]  = Superior{}
	_ ballot.Rule[*ballot.Profile, *ballot.Order]  = CondorcetPlurality{}
)

// String is the rule in canonical text.
func (Leximax) String() string { return "leximax" }

// String is the rule in canonical text.
func (SimplifiedDodgson) String() string { return "simplified-dodgson" }

// String is the rule in canonical text.
func (Black) String() string { return "black" }

// String is the rule in canonical text.
func (Superior) String() string { return "superior" }

// String is the rule in canonical text.
func (CondorcetPlurality) String() string { return "condorcet-plurality" }

// Decide: see ballot.Rule. No ballots are an error.
func (r Leximax) Decide(w *ballot.Pairwise, tb ballot.TieBreak) (*ballot.Order, error) {
	if err := check("leximax", 0, 0, w); err != nil {
		return nil, err
	}
	s := w.Slate()
	margins, worst := make([][]int64, s.Len()), make([]Worst, 0, s.Len())
	for a := range s.All() {
		for b := range s.All() {
			if a != b {
				margins[a] = append(margins[a], w.Margin(a, b))
			}
		}
		slices.Sort(margins[a])
		for b := range s.All() {
			if a != b && w.Margin(a, b) == margins[a][0] {
				worst = append(worst, Worst(duel(w, b, a)))
				break
			}
		}
	}
	compare := func(a, b ballot.Option) int { return slices.Compare(margins[b], margins[a]) }
	o, err := finish(ruleOf(r, w), s, s.Tiers(compare), nil, tb)
	if err != nil {
		return nil, err
	}
	o.Reasons = walk(worst)
	return o, nil
}

// Decide: see ballot.Rule. No ballots are an error.
func (r SimplifiedDodgson) Decide(w *ballot.Pairwise, tb ballot.TieBreak) (*ballot.Order, error) {
	if err := check("simplified-dodgson", 0, 0, w); err != nil {
		return nil, err
	}
	s := w.Slate()
	score := lossesOf(w, everyone(s.Len()))
	o, err := finish(ruleOf(r, w), s, byScore(s, firstOf(beats(w), score)), nil, tb)
	if err != nil {
		return nil, err
	}
	o.Reasons = points(s, score, 1, o.Tiers)
	return o, nil
}

// firstOf are scores with that of a Condorcet winner above all.
func firstOf(over []bitset, score []int64) []int64 {
	score = slices.Clone(score)
	for a, beaten := range over {
		if beaten.size() == len(over)-1 {
			score[a] = slices.Max(score) + 1
		}
	}
	return score
}

// Decide: see ballot.Rule. No ballots are an error.
func (r Black) Decide(w *ballot.Pairwise, tb ballot.TieBreak) (*ballot.Order, error) {
	if err := check("black", 0, 0, w); err != nil {
		return nil, err
	}
	s := w.Slate()
	halves := newKnockout(s, nil).borda(w)
	o, err := finish(ruleOf(r, w), s, byScore(s, firstOf(beats(w), halves)), nil, tb)
	if err != nil {
		return nil, err
	}
	o.Reasons = points(s, halves, 2, o.Tiers)
	return o, nil
}

// Decide: see ballot.Rule. Other ballots than rankings, and none, are errors.
func (r Superior) Decide(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
	if err := checkRankings("superior", p); err != nil {
		return nil, err
	}
	firsts, score := votesOf(p.Counts()), votesOf(p.Counts())
	over := beats(p.Pairwise())
	for a, beaten := range over {
		for b := range beaten.all() {
			score[a] += firsts[b]
		}
	}
	return electScores(r, p, over, score, false, tb)
}

// Decide: see Superior.Decide.
func (r CondorcetPlurality) Decide(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
	if err := checkRankings("condorcet-plurality", p); err != nil {
		return nil, err
	}
	return electScores(r, p, beats(p.Pairwise()), votesOf(p.Counts()), true, tb)
}

func electScores(r fmt.Stringer, p *ballot.Profile, over []bitset, score []int64, condorcet bool, tb ballot.TieBreak) (*ballot.Order, error) {
	s, ranks := p.Slate(), score
	if condorcet {
		ranks = firstOf(over, score)
	}
	o, err := finish(ruleOfBallots(r, p), s, byScore(s, ranks), nil, tb)
	if err != nil {
		return nil, err
	}
	o.Reasons = points(s, score, 1, o.Tiers)
	return o, nil
}
