package projects

import (
	"cmp"
	"fmt"
	"math"
	"math/big"
	"slices"

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
// Equal Shares, 2025). Points are then read as approvals. With pots all pay the same in
// sum, whatever of it comes from a pot.
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

var _ ballot.Rule[*Instance, *Selection] = EqualShares{}

// String is the rule in canonical text: "equal-shares utility=cost exact=false ties=none
// step=0 start=whole stop=overspent greedy=false compare=false".
func (r EqualShares) String() string {
	return fmt.Sprintf("equal-shares utility=%s exact=%t ties=%s %s", r.Utility, r.Exact, [...]string{"none", "lower-cost"}[r.Ties&1], r.Completion)
}

func (r EqualShares) check() error {
	c := r.Completion
	if r.Ties > LowerCost || c.Start > Fraction || c.Stop > Exhausted || c.Step < NextProject || c.Step < 0 && !r.Exact {
		return fmt.Errorf("no such setting: exact %t ties %d start %d stop %d step %d", r.Exact, r.Ties, c.Start, c.Stop, c.Step)
	}
	if c.Part.Sign() != 0 && !c.Greedy {
		return fmt.Errorf("part %s: Greedy funds it", c.Part)
	}
	if err := (Greedy{Part: c.Part}).check(); err != nil {
		return err
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
	return f.decide(tb, func(tb ballot.TieBreak) (*session, error) {
		s, err := r.complete(f, tb)
		if err != nil {
			return nil, fmt.Errorf("equal-shares: %w", err)
		}
		return s, nil
	})
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
	s, err := r.run(f, m, big.NewRat(f.commonMoney, 1), tb)
	if err == nil && r.Completion.Step != 0 && !s.sel.Tied() {
		s, err = r.raise(s, m, tb)
	}
	if err != nil {
		return nil, err
	}
	s = s.real()
	s.least = nil // makes no difference any more
	if r.Completion.Greedy && !s.sel.Tied() {
		if err := (Greedy{Part: r.Completion.Part}).run(s); err != nil {
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
		return newExactShares(f, r.Utility, r.Completion.Step < 0)
	case f.in.Pots != nil:
		return newPurses(f, r.Utility)
	}
	return newShares(f, r.Utility)
}

// run buys until nobody can pay for anything. The money of the session has no end: what
// the shares can pay may be more than there is.
func (r EqualShares) run(f *field, m market, total *big.Rat, tb ballot.TieBreak) (*session, error) {
	s, err := f.agreed(tb, func(tb ballot.TieBreak) (*session, error) {
		s := f.session(r.String(), r.Ties.before(f, tb))
		s.money.paid, s.money.free = nil, []int64{math.MaxInt64}
		m.reset(total)
		err := s.trade(m)
		if k, ok := m.(*exactShares); ok && r.Completion.Step < 0 {
			s.least = k.least(r.Completion.Step == NextProject)
		}
		return s, err
	})
	if err == nil {
		s.tb = r.Ties.before(f, tb)
	}
	return s, err
}

// trade buys until nobody can pay for anything that there is money for.
func (s *session) trade(m market) error {
	for {
		s.settleFree()
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
	if k, over := m.(*overspenders); over && k.rounded {
		s.near(maxBits/2, tied)
	}
	if s.together(tied) && (s.f.apart(tied) || s.commute(m, tied)) {
		return tied, nil
	}
	return s.choose(tied)
}

// commute reports that the tied can be bought in any order. Where a part of a cost is
// missing, one order may leave prices alone and another not: then more than two are a tie.
func (s *session) commute(m market, tied []ballot.Option) bool {
	if _, over := m.(*overspenders); over {
		back := slices.Clone(tied)
		slices.Reverse(back)
		if len(tied) > 2 || !independent(m.snapshot(), back) {
			return false
		}
	}
	return independent(m.snapshot(), tied)
}

// independent buys the tied one after the other and sees whether the rest stay as cheap.
func independent(m market, tied []ballot.Option) bool {
	var rho *big.Rat
	for i := range tied {
		left := tied[i:]
		if still := m.best(func(p ballot.Option) bool { return slices.Contains(left, p) }); !slices.Equal(still, slices.Sorted(slices.Values(left))) {
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
