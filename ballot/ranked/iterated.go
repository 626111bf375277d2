package ranked

import (
	"fmt"
	"math/bits"

	"github.com/vicinia/vicinia/ballot"
)

// Coombs puts out the option with the most last places until one has more than half of the
// first (Coombs, A Theory of Data, 1964, p. 397). Last places that options share, as those
// without a rank do where they are below, count in equal parts. A ballot whose first place
// is shared has no first choice in that round. It elects a Condorcet winner where opinions
// are single-peaked (Grofman & Feld 2004); it is not monotonic, and clones change it.
type Coombs struct {
	ToTheEnd bool // until one is left, whoever has more than half
}

// Benham puts out the option with the fewest first choices until one of those left wins all
// duels with the others (Tideman, Collective Decisions and Voting, 2006, p. 238;
// Green-Armytage, Voting matters 29, 2011). It elects a Condorcet winner; it is not
// monotonic.
type Benham struct{}

// TidemanAlternative keeps the Smith set, puts out the option with the fewest first choices,
// and so on until one is left (Tideman 2006, p. 232; Green-Armytage 2011). It elects a
// Condorcet winner; it is not monotonic.
type TidemanAlternative struct {
	Schwartz bool // keeps the Schwartz set
}

// Woodall puts out the option with the fewest first choices until one of the Smith set of all
// is left, who wins (Green-Armytage 2011, after D. R. Woodall). It elects a Condorcet winner;
// it is not monotonic.
type Woodall struct{}

// SmithRunoff is instant runoff among the Smith set (Green-Armytage 2011: Smith-AV). It
// elects a Condorcet winner; it is not monotonic.
type SmithRunoff struct{}

// CondorcetRunoff elects the option that wins all duels, or, failing that, by instant runoff
// (Green-Armytage 2011: Condorcet-AV). It is not monotonic.
type CondorcetRunoff struct{}

// BottomTwo puts out, of the two options with the fewest first choices, the one that loses
// their duel (bottom-two-runoff instant runoff). It elects a Condorcet winner; it is not
// monotonic.
type BottomTwo struct{}

var (
	_ ballot.Rule[*ballot.Profile, *ballot.Order] = Coombs{}
	_ ballot.Rule[*ballot.Profile, *ballot.Order] = Benham{}
	_ ballot.Rule[*ballot.Profile, *ballot.Order] = TidemanAlternative{}
	_ ballot.Rule[*ballot.Profile, *ballot.Order] = Woodall{}
	_ ballot.Rule[*ballot.Profile, *ballot.Order] = SmithRunoff{}
	_ ballot.Rule[*ballot.Profile, *ballot.Order] = CondorcetRunoff{}
	_ ballot.Rule[*ballot.Profile, *ballot.Order] = BottomTwo{}
)

// String is the rule in canonical text.
func (r Coombs) String() string {
	if r.ToTheEnd {
		return "coombs to-the-end"
	}
	return "coombs"
}

// String is the rule in canonical text.
func (Benham) String() string { return "benham" }

// String is the rule in canonical text.
func (r TidemanAlternative) String() string {
	if r.Schwartz {
		return "tideman-alternative schwartz"
	}
	return "tideman-alternative smith"
}

// String is the rule in canonical text.
func (Woodall) String() string { return "woodall" }

// String is the rule in canonical text.
func (SmithRunoff) String() string { return "smith-runoff" }

// String is the rule in canonical text.
func (CondorcetRunoff) String() string { return "condorcet-runoff" }

// String is the rule in canonical text.
func (BottomTwo) String() string { return "bottom-two" }

// Decide: see ballot.Rule. While a tie stands the count ends there, and all that are still
// in share the first tier. Other ballots than rankings, and none, are errors.
func (r Coombs) Decide(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
	if err := checkRankings("coombs", p); err != nil {
		return nil, err
	}
	return fieldRounds(ruleOfBallots(r, p), p, tb, func(f *field) ([]ballot.Option, bool, error) {
		if first := f.majority(); first != nil && !r.ToTheEnd {
			return first, false, nil
		}
		lasts := f.lasts()
		open, err := f.dropOne(f.weakest(func(a, b ballot.Option) int { return lasts[b].Cmp(lasts[a]) }), f.exactPoints(lasts))
		return nil, open, err
	})
}

// majority is who has more than half of the first choices, if anybody.
func (f *field) majority() []ballot.Option {
	votes, sum := f.firsts(), int64(0)
	for _, n := range votes {
		sum += n
	}
	for o, n := range votes {
		if n > sum-n {
			return []ballot.Option{ballot.Option(o)}
		}
	}
	return nil
}

// ruleOfBallots is the text of a rule on ballots of which some options may lack a rank.
func ruleOfBallots(r fmt.Stringer, p *ballot.Profile) string {
	return r.String() + " unranked=" + p.Unranked.String()
}

// A race is a field whose duels count too.
type race struct {
	*field
	over []bitset // by option, those against whom it wins
	set  bitset   // of Woodall
}

// run puts out those with the fewest first choices until done names the first tier; done may
// put out others.
func run(r fmt.Stringer, p *ballot.Profile, tb ballot.TieBreak, done func(*race) []ballot.Option) (*ballot.Order, error) {
	if err := checkRankings(r.String(), p); err != nil {
		return nil, err
	}
	over := beats(p.Pairwise())
	return ballot.AgreedOrder(p.Distinct(), tb, func(tb ballot.TieBreak) (*ballot.Order, error) {
		e := &race{field: newField(p, tb), over: over}
		return e.rounds(ruleOfBallots(r, p), func() ([]ballot.Option, bool, error) {
			if first := done(e); first != nil || e.left == 1 {
				return first, false, nil
			}
			open, err := e.dropLast()
			return nil, open, err
		})
	})
}

// Decide: see Coombs.Decide.
func (r Benham) Decide(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
	return run(r, p, tb, (*race).condorcet)
}

// condorcet is who wins all duels with the others who are in, if anybody.
func (e *race) condorcet() []ballot.Option {
	for a := range e.in.all() {
		wins := 0
		for k, word := range e.over[a] {
			wins += bits.OnesCount64(word & e.in[k])
		}
		if wins == e.left-1 {
			return []ballot.Option{ballot.Option(a)}
		}
	}
	return nil
}

// Decide: see Coombs.Decide.
func (r TidemanAlternative) Decide(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
	return run(r, p, tb, func(e *race) []ballot.Option {
		if r.Schwartz {
			e.keep(schwartz(e.over, e.in))
		} else {
			e.keep(smith(e.over, e.in))
		}
		return nil
	})
}

// Decide: see Coombs.Decide.
func (r Woodall) Decide(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
	return run(r, p, tb, func(e *race) (left []ballot.Option) {
		if len(e.out) == 0 {
			e.set = smith(e.over, e.in)
		}
		for o := range e.set.all() {
			if e.in.has(o) {
				left = append(left, ballot.Option(o))
			}
		}
		if len(left) > 1 {
			return nil
		}
		return left
	})
}

// Decide: see Coombs.Decide.
func (r SmithRunoff) Decide(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
	return run(r, p, tb, func(e *race) []ballot.Option {
		if len(e.out) == 0 {
			e.keep(smith(e.over, e.in))
		}
		return nil
	})
}

// Decide: see Coombs.Decide.
func (r CondorcetRunoff) Decide(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
	return run(r, p, tb, func(e *race) []ballot.Option {
		if len(e.out) > 0 {
			return nil
		}
		return e.condorcet()
	})
}

// Decide: see Coombs.Decide. Who the bottom two are, and who of them goes after an even duel,
// are ties of their own.
func (r BottomTwo) Decide(p *ballot.Profile, tb ballot.TieBreak) (*ballot.Order, error) {
	if err := checkRankings("bottom-two", p); err != nil {
		return nil, err
	}
	w := p.Pairwise()
	over := beats(w)
	return fieldRounds(ruleOfBallots(r, p), p, tb, func(f *field) ([]ballot.Option, bool, error) {
		e := race{field: f, over: over}
		if first := e.condorcet(); first != nil { // who never goes
			return first, false, nil
		}
		votes := f.firsts()
		two, err := f.bottomTwo(votes)
		if err != nil || two == nil {
			return nil, true, err
		}
		switch m := w.Margin(two[0], two[1]); {
		case m > 0:
			two = two[1:]
		case m < 0:
			two = two[:1]
		}
		open, err := f.dropOne(two, f.pointsOf(votes, 1))
		return nil, open, err
	})
}

// bottomTwo are the two with the fewest first choices, in slate order; nil while a tie stands.
func (f *field) bottomTwo(votes []int64) ([]ballot.Option, error) {
	least := f.weakest(by(votes))
	if len(least) > 1 {
		return f.ask("staying above the bottom two of round", least, len(least)-2)
	}
	last := least[0]
	f.in.drop(int(last))
	next := f.weakest(by(votes))
	f.in.add(int(last))
	next, err := f.ask("staying above the bottom two of round", next, len(next)-1)
	if next == nil || err != nil {
		return nil, err
	}
	return []ballot.Option{min(last, next[0]), max(last, next[0])}, nil
}
