package projects

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// EqualShares gives every ballot, blank ones too, the same share of the common money. Its
// voters pay for projects: round by round the one whose supporters can pay for it at the
// lowest price rho per utility, each rho times the utility, or all that is left if that is
// less (Peters, Pierczynski & Skowron, Proportional Participatory Budgeting with Additive
// Utilities, 2021, section 3). Those whose supporters cannot pay are not funded. It
// satisfies EJR up to one project; it seldom spends everything, see Completion, and more
// votes for a project can cost another of the same voters its place.
//
// The money of a pot is shared by the ballots that support one of its projects; a voter
// pays from pots first, in their order. A project in conflict or over a cap is passed
// over; one that requires another waits for it. Projects that cost nothing are funded if
// they have a vote. Equal prices are a tie who is next, unless all can be bought at that
// price.
//
// With Exact, nobody pays less than another for the same project: those supporters who
// can pay an equal part of its cost do, as many as can, and the project that gives each of
// them the most utility for the money is next (Kraiczy, Robinson & Elkind, Streamlining
// Equal Shares, 2025). Points are then read as approvals; there are no pots.
type EqualShares struct {
	Utility    Utility
	Exact      bool
	Ties       Preference
	Completion Completion
}

// A Preference is what the statute does about equal prices, before the officer's
// tie-break.
type Preference uint8

// The zero Preference is none.
const (
	NoPreference Preference = iota
	LowerCost               // the lower cost first, then more votes: equalshares.net, as in Poland
)

// A Completion spends what EqualShares leaves. The zero Completion does not.
type Completion struct {
	// Step raises every share by so much of the currency and begins again, as long as the
	// money is enough for what is bought (add1 for 1). 0 does not. LeastChange raises it by
	// the least that changes something (add-opt), which only EqualShares.Exact can tell.
	Step   int64
	Start  Start
	Stop   Stop
	Greedy bool // then Greedy spends the rest, the most voted first ("utilitarian")
	// Compare takes the selection of Greedy instead if more ballots have more utility from
	// it than from the completed one (Wieliczka 2023).
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

// LeastChange is a Completion.Step.
const LeastChange = -1

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
}

// UnmarshalText reads the name of a completion: none, add1 (Poland), add1u (add1, then
// greedy), greedy or utilitarian, add1-comparison, add1-exhaustive (equalshares.net),
// add1-fraction (pabutools), add-opt (with EqualShares.Exact).
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

// String is "step=1 start=whole stop=overspent greedy=true compare=false".
func (c Completion) String() string {
	return fmt.Sprintf("step=%d start=%s stop=%s greedy=%t compare=%t", c.Step,
		[...]string{"whole", "fraction"}[c.Start&1], [...]string{"overspent", "exhausted"}[c.Stop&1], c.Greedy, c.Compare)
}

var _ ballot.Rule[*Instance, *Selection] = EqualShares{}

// String is the rule in canonical text: "equal-shares utility=cost exact=false ties=none
// step=0 start=whole stop=overspent greedy=false compare=false".
func (r EqualShares) String() string {
	return fmt.Sprintf("equal-shares utility=%s exact=%t ties=%s %s", r.Utility, r.Exact, [...]string{"none", "lower-cost"}[r.Ties&1], r.Completion)
}

func (r EqualShares) check() error {
	c := r.Completion
	if r.Ties > LowerCost || c.Start > Fraction || c.Stop > Exhausted || c.Step < LeastChange || c.Step == LeastChange && !r.Exact {
		return fmt.Errorf("no such setting: exact %t ties %d start %d stop %d step %d", r.Exact, r.Ties, c.Start, c.Stop, c.Step)
	}
	return r.Utility.check()
}

// Decide: see ballot.Rule. While a tie stands, what comes after it is not funded; if it is
// met with raised shares, the selection is that of the step before.
func (r EqualShares) Decide(in *Instance, tb ballot.TieBreak) (*Selection, error) {
	f, err := in.compile()
	if err == nil {
		err = r.check()
	}
	if err != nil {
		return nil, fmt.Errorf("equal-shares: %w", err)
	}
	if r.Exact && in.Pots != nil {
		return nil, errors.New("equal-shares: exact payments know no pots")
	}
	tb = r.Ties.before(f, tb)
	s, err := r.complete(f, tb)
	if err != nil {
		return nil, fmt.Errorf("equal-shares: %w", err)
	}
	return s.close(), nil
}

// before puts the statute's preference before the officer's tie-break.
func (p Preference) before(f *field, tb ballot.TieBreak) ballot.TieBreak {
	switch {
	case p == NoPreference:
		return tb
	case tb == nil:
		return lowerCost{f}
	}
	return ballot.Then(lowerCost{f}, tb)
}

// lowerCost is the tie-break of the preference LowerCost.
type lowerCost struct{ f *field }

// Break: see ballot.TieBreak.
func (l lowerCost) Break(_ *ballot.Slate, t ballot.Tie) (tiers [][]ballot.Option, by string) {
	compare := func(p, q ballot.Option) int {
		return cmp.Or(cmp.Compare(l.f.cost[p], l.f.cost[q]), cmp.Compare(l.f.votes[q], l.f.votes[p]))
	}
	sorted := slices.SortedStableFunc(slices.Values(t.Options), compare)
	for i, p := range sorted {
		if i == 0 || compare(sorted[i-1], p) != 0 {
			tiers = append(tiers, nil)
		}
		tiers[len(tiers)-1] = append(tiers[len(tiers)-1], p)
	}
	return tiers, "lower cost, then more votes"
}

// complete runs the rule and its completion.
func (r EqualShares) complete(f *field, tb ballot.TieBreak) (*session, error) {
	m := r.market(f)
	s, err := f.run(r.String(), m, big.NewRat(f.commonMoney, 1), tb)
	if err == nil && r.Completion.Step != 0 && !s.sel.Tied() {
		s, err = r.raise(s, m, tb)
	}
	if err != nil {
		return nil, err
	}
	s = s.real()
	if r.Completion.Greedy && !s.sel.Tied() {
		if err := (Greedy{}).run(s); err != nil {
			return nil, err
		}
	}
	s.rest(Unpaid)
	if r.Completion.Compare && !s.sel.Tied() {
		return r.compareWith(s)
	}
	return s, nil
}

// A market is where voters buy projects.
type market interface {
	reset(total *big.Rat)                               // the common money; called first
	best(open func(ballot.Option) bool) []ballot.Option // the cheapest that can be paid
	buy(ballot.Option) Bought
	snapshot() market
}

func (r EqualShares) market(f *field) market {
	switch {
	case r.Exact:
		return newExactShares(f, r.Utility, r.Completion.Step == LeastChange)
	case f.in.Pots != nil:
		return newPurses(f, r.Utility)
	}
	return newShares(f, r.Utility)
}

// run buys until nobody can pay for anything. The money of the session has no end: what
// the shares can pay may be more than there is.
func (f *field) run(rule string, m market, total *big.Rat, tb ballot.TieBreak) (*session, error) {
	s := f.session(rule, tb)
	s.money.paid, s.money.free = nil, []int64{math.MaxInt64}
	m.reset(total)
	return s, s.trade(m)
}

// trade buys until nobody can pay for anything that there is money for.
func (s *session) trade(m market) error {
	f := s.f
	for {
		for p := range ballot.Option(len(f.cost)) {
			if s.out[p] {
				continue
			}
			switch bar := s.money.bar(p); {
			case bar == Open && f.cost[p] == 0 && f.votes[p] > 0:
				s.fund(p)
			case bar != Open && bar != Waiting:
				s.refuse(p, bar)
			}
		}
		next, err := s.cheapest(m)
		if err != nil || next == nil {
			return err
		}
		for _, p := range next {
			if s.money.bar(p) == Open {
				s.buy(m, p)
			}
		}
	}
}

// open reports that a project can be bought now.
func (s *session) open(p ballot.Option) bool { return !s.out[p] && s.money.bar(p) == Open }

func (s *session) buy(m market, p ballot.Option) {
	why := m.buy(p)
	s.money.fund(p, s.f.cost[p])
	s.out[p] = true
	s.steps = append(s.steps, why)
}

// cheapest are the projects to buy next. Several are equal, and each of them can still be
// bought at that price after the others, so that their order is no question.
func (s *session) cheapest(m market) ([]ballot.Option, error) {
	tied := m.best(s.open)
	if len(tied) < 2 {
		return tied, nil
	}
	if s.together(tied) && independent(m.snapshot(), tied) {
		return tied, nil
	}
	return s.choose(tied)
}

// independent buys the tied one after the other and sees whether the rest stay as cheap.
func independent(m market, tied []ballot.Option) bool {
	var rho *big.Rat
	for i := range tied {
		left := tied[i:]
		if still := m.best(func(p ballot.Option) bool { return slices.Contains(left, p) }); !slices.Equal(still, left) {
			return false
		}
		why := m.buy(tied[i])
		if rho != nil && why.Rho.Cmp(rho) != 0 {
			return false
		}
		rho = why.Rho
	}
	return true
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
	for s.wants() && (c.Stop == Overspent || s.real().anyFits()) {
		step := new(big.Rat).SetInt64(c.Step)
		if step.Mul(step, new(big.Rat).SetInt64(f.in.unit())); c.Step == LeastChange {
			if step = m.(*exactShares).raise; step == nil {
				break
			}
		}
		total := new(big.Rat).Mul(share.Add(share, step), voters)
		switch {
		case why.Rounds == MaxRounds:
			return nil, fmt.Errorf("%w: the shares were raised %d times", ErrWork, MaxRounds)
		case total.Cmp(new(big.Rat).SetInt64(math.MaxInt64)) > 0:
			return nil, fmt.Errorf("shares of %s in all: %w", short(total), vicinia.ErrOverflow)
		}
		next, err := f.run(r.String(), m, total, tb)
		if err != nil {
			return nil, err
		}
		if next.sel.Tied() {
			s.sel.Ties = append(s.sel.Ties, next.sel.Ties[len(next.sel.Ties)-1])
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

// wants reports that some project with votes could still be bought with larger shares.
func (s *session) wants() bool {
	for p, out := range s.out {
		if !out && s.f.votes[p] > 0 {
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

// anyFits reports that there is money for a further project with votes.
func (s *session) anyFits() bool {
	for p := range ballot.Option(len(s.out)) {
		if s.f.votes[p] > 0 && s.open(p) {
			return true
		}
	}
	return false
}

// compareWith takes the selection of Greedy if more ballots prefer it.
func (r EqualShares) compareWith(s *session) (*session, error) {
	g := s.f.session(s.sel.Rule, s.tb)
	if err := (Greedy{}).run(g); err != nil {
		return nil, err
	}
	var why Compared
	for b, n := range s.f.times {
		switch c := r.Utility.sum(s.f, b, s.money.whole).Cmp(r.Utility.sum(s.f, b, g.money.whole)); {
		case c > 0:
			why.Equal += n
		case c < 0:
			why.Greedy += n
		}
	}
	if g.sel.Tied() {
		s.sel.Ties = append(s.sel.Ties, g.sel.Ties[len(g.sel.Ties)-1])
	} else if why.Greedy > why.Equal {
		s = g
	}
	s.steps = append(s.steps, why)
	return s, nil
}
