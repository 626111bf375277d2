package ballottest

import (
	"fmt"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// Axioms of one profile.
var (
	// Pareto: an option that every ballot ranks below another does not win.
	Pareto = Axiom{Name: "pareto", About: "what everybody ranks below something else does not win", Source: "Arrow 1951", check: pareto}

	// Majority: an option that more than half rank first alone wins alone.
	Majority = Axiom{Name: "majority", About: "what more than half rank first wins alone", Source: "Woodall 1997", check: majority}

	// MajorityLoser: an option that more than half rank last does not win, unless it is alone.
	MajorityLoser = Axiom{Name: "majority-loser", About: "what more than half rank last does not win", Source: "Kondratev and Nesterov 2020", check: majorityLoser}

	// MutualMajority: if more than half rank some options above all others, one of them wins.
	MutualMajority = Axiom{Name: "mutual-majority", About: "if more than half rank a group above all others, one of it wins", Source: "Woodall 1994", check: mutualMajority}

	// CondorcetWinner: an option that wins every duel wins alone.
	CondorcetWinner = Axiom{Name: "condorcet-winner", About: "what wins every duel wins alone", Source: "Condorcet 1785", check: condorcetWinner}

	// CondorcetLoser: an option that loses every duel does not win.
	CondorcetLoser = Axiom{Name: "condorcet-loser", About: "what loses every duel does not win", Source: "Condorcet 1785", check: condorcetLoser}

	// Smith: winners are in the smallest group of which each wins its duel with everybody
	// outside.
	Smith = Axiom{Name: "smith", About: "winners beat everybody outside the smallest group that can", Source: "Smith 1973", check: smith}
)

func pareto(win winners, p *ballot.Profile) (*Violation, error) {
	was, err := win(p)
	if err != nil {
		return nil, err
	}
	for _, w := range was {
		for a := range p.Slate().All() {
			all := true
			for b := range p.All() {
				all = all && rank(b, a) < rank(b, w)
			}
			if all {
				return one(p, was, "everybody ranks "+p.Slate().Name(a)+" above "+p.Slate().Name(w)), nil
			}
		}
	}
	return nil, nil
}

// support counts the ballots of which something is true.
func support(p *ballot.Profile, of func(ballot.Ballot) bool) (votes int64) {
	for b, n := range p.All() {
		if of(b) {
			votes += n
		}
	}
	return votes
}

func majority(win winners, p *ballot.Profile) (*Violation, error) {
	for a := range p.Slate().All() {
		first := support(p, func(b ballot.Ballot) bool {
			return b[0].Option == a && (len(b) == 1 || b[1].Level > b[0].Level)
		})
		if 2*first <= p.Len() {
			continue
		}
		was, err := win(p)
		if err == nil && !slices.Equal(was, []ballot.Option{a}) {
			return one(p, was, "more than half rank "+p.Slate().Name(a)+" first"), nil
		}
		return nil, err
	}
	return nil, nil
}

func majorityLoser(win winners, p *ballot.Profile) (*Violation, error) {
	n := p.Slate().Len()
	for a := range p.Slate().All() {
		last := support(p, func(b ballot.Ballot) bool { return n > 1 && len(b) == n && rank(b, a) == int32(n) })
		if 2*last <= p.Len() {
			continue
		}
		was, err := win(p)
		if err == nil && slices.Contains(was, a) {
			return one(p, was, "more than half rank "+p.Slate().Name(a)+" last"), nil
		}
		return nil, err
	}
	return nil, nil
}

// maxGrouped bounds the options of which every group is asked for.
const maxGrouped = 16

func mutualMajority(win winners, p *ballot.Profile) (*Violation, error) {
	was, err := win(p)
	if err != nil {
		return nil, err
	}
	n := p.Slate().Len()
	if n > maxGrouped {
		return nil, fmt.Errorf("%d options have too many groups: want at most %d", n, maxGrouped)
	}
	for set := 1; set < 1<<n-1; set++ {
		solid := support(p, func(b ballot.Ballot) bool {
			worst, best := int32(0), int32(ballot.MaxOptions+2)
			for o := range ballot.Option(n) {
				if set>>o&1 == 1 {
					worst = max(worst, rank(b, o))
				} else {
					best = min(best, rank(b, o))
				}
			}
			return worst < best
		})
		if 2*solid <= p.Len() {
			continue
		}
		for _, w := range was {
			if set>>w&1 == 0 {
				return one(p, was, "more than half rank a group above "+p.Slate().Name(w)), nil
			}
		}
	}
	return nil, nil
}

// beats counts, for each option, the duels that it wins.
func beats(p *ballot.Profile) (w *ballot.Pairwise, won []int) {
	w, won = p.Pairwise(), make([]int, p.Slate().Len())
	for a := range p.Slate().All() {
		for b := range p.Slate().All() {
			if w.Margin(a, b) > 0 {
				won[a]++
			}
		}
	}
	return w, won
}

func condorcetWinner(win winners, p *ballot.Profile) (*Violation, error) {
	_, won := beats(p)
	a := ballot.Option(slices.Index(won, len(won)-1))
	if a < 0 {
		return nil, nil
	}
	was, err := win(p)
	if err == nil && !slices.Equal(was, []ballot.Option{a}) {
		return one(p, was, p.Slate().Name(a)+" wins every duel"), nil
	}
	return nil, err
}

func condorcetLoser(win winners, p *ballot.Profile) (*Violation, error) {
	w, _ := beats(p)
	n := p.Slate().Len()
	for a := range p.Slate().All() {
		lost := 0
		for b := range p.Slate().All() {
			if w.Margin(b, a) > 0 {
				lost++
			}
		}
		if n == 1 || lost < n-1 {
			continue
		}
		was, err := win(p)
		if err == nil && slices.Contains(was, a) {
			return one(p, was, p.Slate().Name(a)+" loses every duel"), nil
		}
		return nil, err
	}
	return nil, nil
}

func smith(win winners, p *ballot.Profile) (*Violation, error) {
	was, err := win(p)
	if err != nil {
		return nil, err
	}
	in := smithSet(p)
	for _, a := range was {
		if !in[a] {
			return one(p, was, p.Slate().Name(a)+" is outside the Smith set"), nil
		}
	}
	return nil, nil
}

// smithSet is the smallest group of which each wins its duels with all outside: those who
// win most, and whoever does not lose to one of the group.
func smithSet(p *ballot.Profile) []bool {
	w, won := beats(p)
	in := make([]bool, len(won))
	in[slices.Index(won, slices.Max(won))] = true
	for grown := true; grown; {
		grown = false
		for a := range in {
			for b := range in {
				if in[a] && !in[b] && w.Margin(ballot.Option(a), ballot.Option(b)) <= 0 {
					in[b], grown = true, true
				}
			}
		}
	}
	return in
}
