package ballottest

import (
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// Axioms that compare profiles.
var (
	// Neutral: if the options change their names, so do the winners.
	Neutral = Axiom{Name: "neutral", About: "no option has a name that counts", Source: "May 1952", check: neutral}

	// Homogeneous: twice the ballots have the same winners.
	Homogeneous = Axiom{Name: "homogeneous", About: "only proportions count", Source: "Smith 1973", check: homogeneous}

	// Monotone: a winner that equal ballots raise, and nothing else changes, still wins.
	Monotone = Axiom{Name: "monotone", About: "more support does not hurt a winner", Source: "Smith 1973", needs: strict, check: monotone}

	// Participation: equal ballots that are cast do not turn a lone winner into one that they
	// rank lower.
	Participation = Axiom{Name: "participation", About: "who votes is not worse off than at home", Source: "Moulin 1988", check: participation}

	// Consistent: if two halves of the voters share winners, those and no others win the
	// whole.
	Consistent = Axiom{Name: "consistent", About: "what wins in both of two districts, and nothing else, wins in the whole", Source: "Young 1974", check: consistent}

	// Clones: an option that every ballot ranks next to another takes its win or nobody's.
	Clones = Axiom{Name: "clones", About: "an option just below another on all ballots changes nothing for the others", Source: "Tideman 1987", needs: strict, check: clones}

	// Reversal: a lone winner does not win when every ballot is turned round.
	Reversal = Axiom{Name: "reversal", About: "a lone winner does not win upside down", Source: "Saari 1994", needs: full, check: reversal}

	// Dominated: taking away an option outside the Smith set changes no winner.
	Dominated = Axiom{Name: "smith-dominated", About: "an option outside the Smith set changes nothing", Source: "Schulze 2011", needs: strict, check: dominated}

	// Spoilers: if an option wins without another, which loses their duel and does not win with
	// it, then it wins with it too.
	Spoilers = Axiom{Name: "spoilers", About: "who loses the duel and the vote costs nobody the victory", Source: "Holliday and Pacuit 2023", needs: strict, check: spoilers}

	// PositiveInvolvement: a ballot more does not make a winner lose that it puts first.
	PositiveInvolvement = Axiom{Name: "positive-involvement", About: "a vote more does not hurt whom it puts first", Source: "Saari 1995", check: positiveInvolvement}

	// NegativeInvolvement: a ballot more does not make an option win that it puts last.
	NegativeInvolvement = Axiom{Name: "negative-involvement", About: "a vote more does not help whom it puts last", Source: "Pérez 2001", check: negativeInvolvement}

	// LaterNoHarm: a ballot that adds a lower rank does not make an option lose that it
	// ranks higher.
	LaterNoHarm = Axiom{Name: "later-no-harm", About: "a further rank does not hurt those above it", Source: "Woodall 1997", short: true, needs: strict, check: laterNoHarm}

	// LaterNoHelp: a ballot that adds a lower rank does not make an option win that it ranks
	// higher.
	LaterNoHelp = Axiom{Name: "later-no-help", About: "a further rank does not help those above it", Source: "Woodall 1997", short: true, needs: strict, check: laterNoHelp}
)

func neutral(win winners, p *ballot.Profile) (*Violation, error) {
	n := p.Slate().Len()
	for shift := 1; shift < n; shift++ { // a cycle and, at its last turn, a swap of the first two
		turn := func(o ballot.Option) ballot.Option { return (o + ballot.Option(shift)) % ballot.Option(n) }
		if shift == n-1 {
			turn = func(o ballot.Option) ballot.Option {
				if o < 2 {
					return 1 - o
				}
				return o
			}
		}
		q, err := rebuilt(p.Slate(), p, func(b ballot.Ballot) ballot.Ballot {
			b = slices.Clone(b)
			for i := range b {
				b[i].Option = turn(b[i].Option)
			}
			return b
		})
		if err != nil {
			return nil, err
		}
		was, is, err := win.both(p, q)
		if err != nil {
			return nil, err
		}
		var want []ballot.Option
		for _, w := range was {
			want = append(want, turn(w))
		}
		slices.Sort(want)
		if !slices.Equal(want, is) {
			return two(p, was, q, is, "the options changed places and the winners did not"), nil
		}
	}
	return nil, nil
}

func homogeneous(win winners, p *ballot.Profile) (*Violation, error) {
	q, err := rebuilt(p.Slate(), p, same)
	if err == nil {
		err = q.Merge(p)
	}
	if err != nil {
		return nil, err
	}
	was, is, err := win.both(p, q)
	if err == nil && !slices.Equal(was, is) {
		return two(p, was, q, is, "twice the ballots have other winners"), nil
	}
	return nil, err
}

func monotone(win winners, p *ballot.Profile) (*Violation, error) {
	was, err := win(p)
	if err != nil {
		return nil, err
	}
	for b, n := range p.All() {
		os := order(b)
		for _, w := range was {
			at := slices.Index(os, w)
			for to := range max(at, 0) {
				up := ranking(slices.Insert(slices.Delete(slices.Clone(os), at, at+1), to, w))
				for k := range min(n, maxChanged) {
					q, err := instead(p, b, up, k+1)
					if err != nil {
						return nil, err
					}
					is, err := win(q)
					if err != nil {
						return nil, err
					}
					if !slices.Contains(is, w) {
						return two(p, was, q, is, p.Slate().Name(w)+" was raised and lost"), nil
					}
				}
			}
		}
	}
	return nil, nil
}

// maxChanged bounds how many equal ballots are changed together.
const maxChanged = 100

func participation(win winners, p *ballot.Profile) (*Violation, error) {
	is, err := win(p)
	if err != nil || len(is) != 1 || p.Len() == 1 {
		return nil, err
	}
	for b, n := range p.All() {
		for k := range min(n, maxChanged, p.Len()-1) {
			q, err := instead(p, b, nil, k+1)
			if err != nil {
				return nil, err
			}
			was, err := win(q)
			if err != nil {
				return nil, err
			}
			if len(was) == 1 && rank(b, was[0]) < rank(b, is[0]) {
				return two(q, was, p, is, "ballots joined and got what they rank lower"), nil
			}
		}
	}
	return nil, nil
}

// consistent cuts a profile in two in every way that keeps equal ballots together.
func consistent(win winners, p *ballot.Profile) (*Violation, error) {
	kinds := p.Distinct()
	if kinds > 12 {
		kinds = 12 // of the first kinds, the rest stays in the other half
	}
	for set := 1; set < 1<<kinds-1; set++ {
		at := 0
		side := func(in int) func(ballot.Ballot) ballot.Ballot {
			at = 0
			return func(b ballot.Ballot) ballot.Ballot {
				at++
				if set>>(at-1)&1 != in {
					return nil
				}
				return b
			}
		}
		q, err := rebuilt(p.Slate(), p, side(1))
		if err != nil {
			return nil, err
		}
		r, err := rebuilt(p.Slate(), p, side(0))
		if err != nil {
			return nil, err
		}
		first, second, err := win.both(q, r)
		if err != nil {
			return nil, err
		}
		shared := slices.DeleteFunc(slices.Clone(first), func(o ballot.Option) bool { return !slices.Contains(second, o) })
		if len(shared) == 0 {
			continue
		}
		whole, err := win(p)
		if err != nil {
			return nil, err
		}
		if !slices.Equal(shared, whole) {
			return two(q, first, p, whole, "the rest elects "+p.Slate().Names(second...)), nil
		}
	}
	return nil, nil
}

func clones(win winners, p *ballot.Profile) (*Violation, error) {
	n := p.Slate().Len()
	s, err := ballot.NewSlate(append(names(p.Slate(), order(ranking(all(n)))), "clone")...)
	if err != nil {
		return nil, err
	}
	was, err := win(p)
	if err != nil {
		return nil, err
	}
	for of := range ballot.Option(n) {
		q, err := rebuilt(s, p, func(b ballot.Ballot) ballot.Ballot {
			os := order(b)
			at := slices.Index(os, of)
			if at < 0 {
				return b
			}
			return ranking(slices.Insert(os, at+1, ballot.Option(n)))
		})
		if err != nil {
			return nil, err
		}
		is, err := win(q)
		if err != nil {
			return nil, err
		}
		others := func(o ballot.Option) bool { return o == of || o == ballot.Option(n) }
		won := slices.ContainsFunc(is, others)
		if won != slices.Contains(was, of) ||
			!slices.Equal(slices.DeleteFunc(slices.Clone(was), others), slices.DeleteFunc(slices.Clone(is), others)) {
			return two(p, was, q, is, "the clone of "+p.Slate().Name(of)+" changed the winner"), nil
		}
	}
	return nil, nil
}

func all(n int) []ballot.Option {
	os := make([]ballot.Option, n)
	for i := range os {
		os[i] = ballot.Option(i)
	}
	return os
}

func reversal(win winners, p *ballot.Profile) (*Violation, error) {
	if p.Slate().Len() == 1 {
		return nil, nil
	}
	q, err := rebuilt(p.Slate(), p, func(b ballot.Ballot) ballot.Ballot {
		os := order(b)
		slices.Reverse(os)
		return ranking(os)
	})
	if err != nil {
		return nil, err
	}
	was, is, err := win.both(p, q)
	if err == nil && len(was) == 1 && slices.Contains(is, was[0]) {
		return two(p, was, q, is, p.Slate().Name(was[0])+" wins both ways"), nil
	}
	return nil, err
}

func dominated(win winners, p *ballot.Profile) (*Violation, error) {
	was, err := win(p)
	if err != nil {
		return nil, err
	}
	for o, in := range smithSet(p) {
		if in {
			continue
		}
		q, err := without(p, ballot.Option(o))
		if err != nil {
			return nil, err
		}
		is, err := win(q)
		if err != nil {
			return nil, err
		}
		if !slices.Equal(names(p.Slate(), was), names(q.Slate(), is)) {
			return two(p, was, q, is, p.Slate().Name(ballot.Option(o))+" was outside the Smith set"), nil
		}
	}
	return nil, nil
}

// without is a profile without an option; the others keep their order.
func without(p *ballot.Profile, o ballot.Option) (*ballot.Profile, error) {
	s, err := ballot.NewSlate(names(p.Slate(), slices.Delete(all(p.Slate().Len()), int(o), int(o)+1))...)
	if err != nil {
		return nil, err
	}
	return rebuilt(s, p, func(b ballot.Ballot) ballot.Ballot {
		var os []ballot.Option
		for _, a := range order(b) {
			switch {
			case a < o:
				os = append(os, a)
			case a > o:
				os = append(os, a-1)
			}
		}
		return ranking(os)
	})
}

func spoilers(win winners, p *ballot.Profile) (*Violation, error) {
	is, err := win(p)
	if err != nil || p.Slate().Len() < 2 {
		return nil, err
	}
	w, _ := beats(p)
	for o := range p.Slate().All() {
		if slices.Contains(is, o) {
			continue
		}
		q, err := without(p, o)
		if err != nil {
			return nil, err
		}
		if q.Len() == 0 { // nobody ranked anybody else
			continue
		}
		was, err := win(q)
		if err != nil {
			return nil, err
		}
		for _, a := range was {
			if a >= o {
				a++
			}
			if w.Margin(a, o) > 0 && !slices.Contains(is, a) {
				return two(q, was, p, is, p.Slate().Name(o)+" joined, lost to "+p.Slate().Name(a)+", and spoilt it"), nil
			}
		}
	}
	return nil, nil
}

func positiveInvolvement(win winners, p *ballot.Profile) (*Violation, error) {
	return involvement(win, p, func(b ballot.Ballot) (ballot.Option, bool) {
		return b[0].Option, len(b) == 1 || b[1].Level > b[0].Level
	}, true, " was put first by a ballot more and lost")
}

func negativeInvolvement(win winners, p *ballot.Profile) (*Violation, error) {
	return involvement(win, p, func(b ballot.Ballot) (ballot.Option, bool) {
		n := len(b)
		return b[n-1].Option, n == p.Slate().Len() && n > 1 && b[n-1].Level > b[n-2].Level
	}, false, " was put last by a ballot more and won")
}

// involvement takes each ballot away whose end is one option alone, which then won or not.
func involvement(win winners, p *ballot.Profile, end func(ballot.Ballot) (ballot.Option, bool), won bool, says string) (*Violation, error) {
	is, err := win(p)
	if err != nil || p.Len() == 1 {
		return nil, err
	}
	for b := range p.All() {
		o, alone := end(b)
		if !alone || slices.Contains(is, o) == won {
			continue
		}
		q, err := instead(p, b, nil, 1)
		if err != nil {
			return nil, err
		}
		was, err := win(q)
		if err != nil {
			return nil, err
		}
		if slices.Contains(was, o) == won {
			return two(q, was, p, is, p.Slate().Name(o)+says), nil
		}
	}
	return nil, nil
}

func laterNoHarm(win winners, p *ballot.Profile) (*Violation, error) {
	return later(win, p, func(was, is bool) bool { return was && !is }, " lost by a rank below it")
}

func laterNoHelp(win winners, p *ballot.Profile) (*Violation, error) {
	return later(win, p, func(was, is bool) bool { return !was && is }, " won by a rank below it")
}

// later adds, to one ballot, each option that it does not rank.
func later(win winners, p *ballot.Profile, broken func(was, is bool) bool, says string) (*Violation, error) {
	was, err := win(p)
	if err != nil {
		return nil, err
	}
	for b := range p.All() {
		os := order(b)
		for o := range p.Slate().All() {
			if slices.Contains(os, o) {
				continue
			}
			q, err := instead(p, b, ranking(append(slices.Clone(os), o)), 1)
			if err != nil {
				return nil, err
			}
			is, err := win(q)
			if err != nil {
				return nil, err
			}
			for _, a := range os {
				if broken(slices.Contains(was, a), slices.Contains(is, a)) {
					return two(p, was, q, is, p.Slate().Name(a)+says), nil
				}
			}
		}
	}
	return nil, nil
}
