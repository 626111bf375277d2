package projects

import (
	"fmt"
	"math"
	"math/big"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// A Completion spends what EqualShares leaves. The zero Completion does not.
type Completion struct {
	// Step raises every share by so much of the currency and begins again, as long as the
	// money is enough for what is bought (add1 for 1). 0 does not. LeastChange and NextProject
	// are not amounts.
	Step   int64
	Start  Start
	Stop   Stop
	Greedy bool // then Greedy spends the rest, the most voted first ("utilitarian")
	// Part is that of Greedy: the first project that does not fit then gets what is left, if that
	// is at least this share of its cost. 0 funds no parts.
	Part vicinia.Ratio
	// Compare takes the selection of Greedy instead if more ballots have more projects in it
	// than in the completed one, or more points (Wieliczka 2023, equalshares.net).
	Compare bool
}

// A Start is the share from which Step raises.
type Start uint8

// The zero Start is Whole.
const (
	Whole    Start = iota // the share without its fraction of the currency (Poland)
	Fraction              // the share itself
)

// A Stop says when Step ends.
type Stop uint8

// The zero Stop is Overspent.
const (
	Overspent Stop = iota // when the next step would cost too much, or everything is bought
	Exhausted             // also when no further project fits
)

// Steps of as much as makes a difference, which only EqualShares.Exact can tell (add-opt
// and add-opt-skip of Kraiczy, Robinson & Elkind 2025, sections 4 and 6).
const (
	LeastChange = -1 // the least raise that changes who pays for what
	NextProject = -2 // the least raise with which a further project could be bought
)

// MaxRounds bounds the steps of a Completion.
const MaxRounds = 1_000_000

var completions = []struct {
	name string
	Completion
}{
	{"none", Completion{}},
	{"add1", Completion{Step: 1}},
	{"add1u", Completion{Step: 1, Greedy: true}},
	{"greedy", Completion{Greedy: true}},
	{"utilitarian", Completion{Greedy: true}},
	{"add1-comparison", Completion{Step: 1, Compare: true}},
	{"add1-exhaustive", Completion{Step: 1, Stop: Exhausted}},
	{"add1-fraction", Completion{Step: 1, Start: Fraction, Stop: Exhausted}},
	{"add-opt", Completion{Step: LeastChange, Start: Fraction}},
	{"add-opt-skip", Completion{Step: NextProject, Start: Fraction}},
}

// UnmarshalText reads the name of a completion: none, add1 (Poland), add1u (add1, then
// greedy), greedy or utilitarian, add1-comparison, add1-exhaustive (equalshares.net),
// add1-fraction (pabutools), add-opt and add-opt-skip (with EqualShares.Exact).
func (c *Completion) UnmarshalText(text []byte) error {
	var names []string
	for _, known := range completions {
		if string(text) == known.name {
			*c = known.Completion
			return nil
		}
		names = append(names, known.name)
	}
	return fmt.Errorf("no completion %.40q: want one of %v", text, names)
}

// String is "step=1 start=whole stop=overspent greedy=true compare=false", and " part=80%" if
// there is one.
func (c Completion) String() string {
	text := fmt.Sprintf("step=%d start=%s stop=%s greedy=%t compare=%t", c.Step,
		[...]string{"whole", "fraction"}[c.Start&1], [...]string{"overspent", "exhausted"}[c.Stop&1], c.Greedy, c.Compare)
	if c.Part.Sign() != 0 {
		text += " part=" + c.Part.String()
	}
	return text
}

// raise raises the shares step by step.
func (r EqualShares) raise(s *session, m market, tb ballot.TieBreak) (*session, error) {
	c, f := r.Completion, s.f
	voters := big.NewRat(max(1, f.voters), 1)
	share := big.NewRat(f.commonMoney, max(1, f.voters))
	why := Raised{Share: new(big.Rat).Set(share)}
	if c.Start == Whole {
		unit := big.NewInt(f.in.unit())
		n := new(big.Int).Quo(share.Num(), new(big.Int).Mul(share.Denom(), unit))
		share.SetInt(n.Mul(n, unit))
	}
	for s.wants() && (c.Stop == Overspent || s.real().wants()) {
		step := new(big.Rat).SetInt64(c.Step)
		if step.Mul(step, new(big.Rat).SetInt64(f.in.unit())); c.Step < 0 {
			if s.least == nil {
				break
			}
			step = s.least
		}
		total := new(big.Rat).Mul(share.Add(share, step), voters)
		switch {
		case why.Rounds == MaxRounds:
			return nil, fmt.Errorf("%w: the shares were raised %d times", ErrWork, MaxRounds)
		case total.Cmp(new(big.Rat).SetInt64(math.MaxInt64)) > 0:
			return nil, fmt.Errorf("shares of %s in all: %w", short(total), vicinia.ErrOverflow)
		}
		next, err := r.run(f, m, total, tb)
		if err != nil {
			return nil, err
		}
		if next.sel.Tied() {
			s.takeTie("raised shares", next)
			break
		}
		if why.Over = next.overspent(); why.Over {
			break
		}
		s = next
		why.Rounds++
		why.Share.Set(share)
	}
	s.steps = append(s.steps, why)
	return s, nil
}

// takeTie takes over the tie that stands in another session.
func (s *session) takeTie(where string, from *session) {
	tie := from.sel.Ties[len(from.sel.Ties)-1]
	tie.For = where + ": " + tie.For
	s.sel.Ties = append(s.sel.Ties, tie)
}

// wants reports that the money of the session would be enough for a further project with
// votes.
func (s *session) wants() bool {
	for p := range ballot.Option(len(s.out)) {
		if s.f.votes[p] > 0 && s.open(p) {
			return true
		}
	}
	return false
}

// overspent reports that there is not enough money for what is bought.
func (s *session) overspent() bool {
	if s.f.in.Pots == nil {
		return s.money.spent > s.f.commonMoney
	}
	t := s.f.treasury()
	for p, whole := range s.money.whole {
		if whole {
			if !t.fits(ballot.Option(p)) {
				return true
			}
			t.fund(ballot.Option(p), s.f.cost[p])
		}
	}
	return false
}

// real is the session with the money that there is. Who was not paid for is open again.
func (s *session) real() *session {
	r := *s
	r.money, r.out = s.f.treasury(), slices.Clone(s.out)
	for p, whole := range s.money.whole {
		if whole {
			r.money.fund(ballot.Option(p), s.f.cost[p])
		}
	}
	r.steps = slices.Clip(s.steps)
	return &r
}

// compareWith takes the selection of Greedy if more ballots prefer it.
func (r EqualShares) compareWith(s *session) (*session, error) {
	g := s.f.session(s.sel.Rule, s.tb)
	if err := (Greedy{}).run(g); err != nil {
		return nil, err
	}
	var why Compared
	for b, n := range s.f.times {
		var equal, greedy int64
		at, weight := s.f.marks.row(b)
		for i, p := range at {
			if s.money.whole[p] {
				equal += int64(weight[i])
			}
			if g.money.whole[p] {
				greedy += int64(weight[i])
			}
		}
		switch {
		case equal > greedy:
			why.Equal += n
		case equal < greedy:
			why.Greedy += n
		}
	}
	if g.sel.Tied() {
		s.takeTie("greedy", g)
	} else if why.Greedy > why.Equal {
		s = g
	}
	s.steps = append(s.steps, why)
	return s, nil
}
