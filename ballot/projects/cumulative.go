package projects

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// CumulativeSupport is CSTV, the transferable vote of money (Skowron, Slinko, Szufa &
// Talmon, Participatory Budgeting with Cumulative Votes, 2020, sections 4 and 5). Every
// ballot, blank ones too, has the same share of all the money, that of pots too, and
// divides it among its projects by its points. A project with at least its cost behind it
// can be funded, the one with the greatest excess of support over cost first; each
// supporter pays the same part of what he gave it, and the rest goes to his other projects
// in proportion. If none can be funded, the one that lacks most is eliminated, and what was
// given to it goes to the others in the same way (elimination with transfers, EwT). In the
// end what was eliminated is funded if it fits, with votes or without, the last eliminated first.
//
// With Minimal nothing is eliminated: of the projects whose supporters have enough, if they
// gave it all they have, the greatest is funded; they add to their gifts by the same
// factor, as far as they can, and take that from their other projects in proportion. In
// the end what is left is funded in the order of its support, if it fits.
//
// Money of a ballot without other projects stays where it is. Projects that do not fit, or
// are barred otherwise, are eliminated, or with Minimal keep what they are not asked for;
// one that requires another waits for it. Equal ones are a tie who is next, or who goes. EwT
// is not monotone: an elimination can hang on a point. Amounts are exact as long as their
// denominator has no more than 4,096 binary digits; it has twice as many with each project. Then
// they have 256 binary places and are rounded down, and what is equal in 128 is equal: a tie, of
// which [Close] tells.
type CumulativeSupport struct {
	PerCost bool // the greatest is the one of the most support for its cost, not of the most excess
	Minimal bool
}

var _ ballot.Rule[*Instance, *Selection] = CumulativeSupport{}

// String is the rule in canonical text: "cumulative-support per-cost=false minimal=false".
func (r CumulativeSupport) String() string {
	return fmt.Sprintf("cumulative-support per-cost=%t minimal=%t", r.PerCost, r.Minimal)
}

// Decide: see ballot.Rule. While a tie stands, what comes after it is not funded.
func (r CumulativeSupport) Decide(in *Instance, tb ballot.TieBreak) (*Selection, error) {
	f, err := in.compile()
	if err != nil {
		return nil, fmt.Errorf("cumulative-support: %w", err)
	}
	return f.decide(tb, func(tb ballot.TieBreak) (*session, error) {
		s := f.session(r.String(), tb)
		if err := newGifts(f, r).run(s); err != nil {
			return nil, fmt.Errorf("cumulative-support: %w", err)
		}
		s.rest(Outvoted)
		return s, nil
	})
}

// run goes from round to round, and then to what is funded in the end.
func (g *gifts) run(s *session) (err error) {
	for more := true; more && err == nil && !s.undecided(); {
		more, err = g.round(s)
	}
	for err == nil && !s.undecided() {
		var next []ballot.Option
		if next, err = g.late(s); next == nil {
			break
		}
		s.fund(next[0])
		g.in[next[0]] = false
	}
	return err
}

// undecided reports that the last tie stands.
func (s *session) undecided() bool {
	n := len(s.sel.Ties)
	return n > 0 && s.sel.Ties[n-1].Stands()
}

// Gifts are the money of the ballots while it goes from project to project. What a ballot
// gives follows from its money and its points for the projects that are still in.
type gifts struct {
	ledger
	f      *field
	rule   CumulativeSupport
	in     []bool  // by project
	points []int64 // by ballot, for the projects that are in
	gone   []ballot.Option
	t      *big.Int
}

func newGifts(f *field, r CumulativeSupport) *gifts {
	g := &gifts{
		f: f, rule: r, in: make([]bool, len(f.cost)), t: new(big.Int), points: make([]int64, len(f.times)),
	}
	all, _ := f.in.Money() // that it is too much was said by check
	g.ledger = newLedger(len(f.times), big.NewRat(all, max(1, f.voters)))
	for p := range g.in {
		g.in[p] = true
	}
	for b := range g.points {
		_, weight := f.marks.row(b)
		for _, w := range weight {
			g.points[b] += int64(w)
		}
	}
	return g
}

// leave takes a project out; what was given to it is no gift any more.
func (g *gifts) leave(p ballot.Option) {
	g.in[p] = false
	backs, weight := g.f.backs.row(int(p))
	for i, b := range backs {
		g.points[b] -= int64(weight[i])
	}
}

// gift is what a ballot gives, for its points.
func (g *gifts) gift(to *big.Int, b, weight int32) *big.Int {
	return to.Quo(to.Mul(g.amount[b], g.t.SetInt64(int64(weight))), g.t.SetInt64(g.points[b]))
}

// supports are the gifts by project; nil is one that is out.
func (g *gifts) supports() []*big.Int {
	sums, t := make([]*big.Int, len(g.in)), new(big.Int)
	for p := range sums {
		if g.in[p] {
			sums[p] = new(big.Int)
			backs, weight := g.f.backs.row(p)
			g.f.big(len(backs))
			for i, b := range backs {
				g.gift(t, b, weight[i])
				sums[p].Add(sums[p], t.Mul(t, g.t.SetInt64(g.f.times[b])))
			}
		}
	}
	return sums
}

// round funds or eliminates; more is false if nothing is left to do.
func (g *gifts) round(s *session) (more bool, err error) {
	s.settleFree()
	for p, out := range s.out {
		if out && g.in[p] && (!g.rule.Minimal || s.money.whole[p] || g.f.score[p] < g.f.in.MinSupport) {
			g.leave(ballot.Option(p))
		}
	}
	g.divide()
	sums := g.supports()
	due := g.greatest(sums, g.rule.PerCost, func(p ballot.Option) bool {
		return s.open(p) && g.f.votes[p] > 0 && g.compare(sums[p], g.of(g.f.cost[p])) >= 0
	})
	for _, p := range due {
		if g.rounded && g.compare(sums[p], g.of(g.f.cost[p])) == 0 {
			s.near(sameBits, []ballot.Option{p})
		}
	}
	switch {
	case due != nil:
		if due, err = g.next(s, due); due != nil {
			g.fund(s, due[0], sums[due[0]])
		}
		return due != nil, err
	case g.rule.Minimal:
		due = g.greatest(sums, g.rule.PerCost, func(p ballot.Option) bool { return s.open(p) && g.enough(p) })
		if due, err = g.next(s, due); due != nil {
			g.transfer(s, due[0])
		}
		return due != nil, err
	}
	return g.eliminate(s, sums)
}

// divide makes every gift exact, if that goes.
func (g *gifts) divide() {
	lcm := big.NewInt(1)
	for _, n := range g.points {
		if n > 1 && !g.rounded && lcm.BitLen() <= maxBits {
			x := big.NewInt(n)
			lcm.Mul(lcm, x.Quo(x, g.t.GCD(nil, nil, lcm, x)))
		}
	}
	g.divisible(lcm)
}

// greatest are those of the most excess, or of the most support for their cost.
func (g *gifts) greatest(sums []*big.Int, perCost bool, of func(ballot.Option) bool) (best []ballot.Option) {
	for p := range ballot.Option(len(g.in)) {
		if !g.in[p] || !of(p) {
			continue
		}
		c := 1
		if best != nil {
			c = g.versus(sums, perCost, p, best[0])
		}
		switch {
		case c > 0:
			best = append(best[:0], p)
		case c == 0:
			best = append(best, p)
		}
	}
	return best
}

// versus compares two projects.
func (g *gifts) versus(sums []*big.Int, perCost bool, p, q ballot.Option) int {
	x, y := new(big.Int).Set(sums[p]), new(big.Int).Set(sums[q])
	if perCost {
		return g.compare(x.Mul(x, g.t.SetInt64(max(1, g.f.cost[q]))), y.Mul(y, g.t.SetInt64(max(1, g.f.cost[p]))))
	}
	return g.compare(x.Add(x, g.of(g.f.cost[q])), y.Add(y, g.of(g.f.cost[p])))
}

// next breaks the tie among equals, unless everything will be funded.
func (g *gifts) next(s *session, due []ballot.Option) ([]ballot.Option, error) {
	if len(due) < 2 || s.plenty() {
		return due, nil
	}
	if g.rounded {
		s.near(sameBits, due)
	}
	return s.choose(due)
}

// plenty reports that all that is open can be funded, with votes or without: in the end it
// will be, whatever comes first.
func (s *session) plenty() bool {
	var all []ballot.Option
	for p, out := range s.out {
		if !out {
			all = append(all, ballot.Option(p))
		}
	}
	return s.together(all)
}

// fund takes the cost of a project from its supporters.
func (g *gifts) fund(s *session, p ballot.Option, support *big.Int) {
	cost, t := g.of(g.f.cost[p]), new(big.Int)
	backs, weight := g.f.backs.row(int(p))
	if support.Cmp(cost) > 0 {
		g.exact(cost, support)
	}
	if support.Sign() > 0 {
		for i, b := range backs {
			gift := g.gift(t, b, weight[i])
			if support.Cmp(cost) > 0 {
				gift.Quo(gift.Mul(gift, cost), support)
			}
			g.amount[b].Sub(g.amount[b], gift)
		}
	}
	g.reduce()
	g.leave(p)
	s.fund(p)
}

// enough reports that the supporters of a project have its cost in all.
func (g *gifts) enough(p ballot.Option) bool {
	sum, t := new(big.Int), new(big.Int)
	backs, _ := g.f.backs.row(int(p))
	for _, b := range backs {
		sum.Add(sum, t.Mul(g.amount[b], t.SetInt64(g.f.times[b])))
	}
	return len(backs) > 0 && g.compare(sum, g.of(g.f.cost[p])) >= 0
}

// transfer has the supporters of a project raise their gifts by one factor until they are
// its cost; who can give no more gives all. That are first those to whom the project is
// the most of what they give.
func (g *gifts) transfer(s *session, p ballot.Option) {
	backs, weight := g.f.backs.row(int(p))
	order := make([]int32, len(backs))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(i, j int32) int {
		return cmp.Compare(int64(weight[j])*g.points[backs[i]], int64(weight[i])*g.points[backs[j]])
	})
	left, sum, t := g.of(g.f.cost[p]), new(big.Int), new(big.Int)
	for _, i := range order {
		sum.Add(sum, t.Mul(g.gift(t, backs[i], weight[i]), g.t.SetInt64(g.f.times[backs[i]])))
	}
	for n, i := range order {
		b := backs[i]
		all := new(big.Int).Mul(g.amount[b], big.NewInt(g.f.times[b]))
		gift := new(big.Int).Mul(g.gift(t, b, weight[i]), g.t.SetInt64(g.f.times[b]))
		if t.Mul(gift, left).Cmp(new(big.Int).Mul(all, sum)) < 0 { // all others can, too
			g.exact(left, sum)
			for _, i := range order[n:] {
				gift := g.gift(t, backs[i], weight[i])
				gift.Quo(gift.Mul(gift, left), sum)
				g.amount[backs[i]].Sub(g.amount[backs[i]], gift)
			}
			break
		}
		g.amount[b].SetInt64(0)
		left.Sub(left, all)
		sum.Sub(sum, gift)
	}
	g.reduce()
	g.leave(p)
	s.fund(p)
}

// eliminate takes the project out that lacks most.
func (g *gifts) eliminate(s *session, sums []*big.Int) (more bool, err error) {
	var least []ballot.Option
	for p := range ballot.Option(len(g.in)) {
		if !g.in[p] {
			continue
		}
		c := -1
		if least != nil {
			c = g.versus(sums, false, p, least[0])
		}
		switch {
		case c < 0:
			least = append(least[:0], p)
		case c == 0:
			least = append(least, p)
		}
	}
	if least == nil {
		return false, nil
	}
	out := least[0]
	if n := len(least); n > 1 && !s.plenty() {
		if g.rounded {
			s.near(sameBits, least)
		}
		tie := ballot.Tie{For: fmt.Sprintf("elimination %d", len(g.gone)+1), Options: least, Places: n - 1}
		if tie, err = s.settle(tie); err != nil || tie.Stands() {
			return false, err
		}
		stay, _, _ := tie.Cut()
		out = least[slices.IndexFunc(least, func(p ballot.Option) bool { return !slices.Contains(stay, p) })]
	}
	g.leave(out)
	g.gone = append(g.gone, out)
	s.steps = append(s.steps, Eliminated{Project: s.name(out), Cost: g.f.cost[out], Support: new(big.Int).Quo(sums[out], g.base)})
	return true, nil
}

// late is what is funded although it lacks support.
func (g *gifts) late(s *session) ([]ballot.Option, error) {
	if !g.rule.Minimal {
		for _, p := range slices.Backward(g.gone) {
			if s.open(p) {
				return []ballot.Option{p}, nil
			}
		}
		return nil, nil
	}
	g.divide()
	best := g.greatest(g.supports(), g.rule.PerCost, s.open)
	if len(best) > 1 && !s.together(best) {
		if g.rounded {
			s.near(sameBits, best)
		}
		return s.choose(best)
	}
	return best, nil
}

// Eliminated says that a project went, and what was given to it.
type Eliminated struct {
	Project string
	Cost    int64
	Support *big.Int // rounded down
}

var _ vicinia.Step = Eliminated{}

// Key: see vicinia.Step.
func (Eliminated) Key() string { return "projects.eliminated" }

// String is "Park: eliminated with 30 of 40".
func (s Eliminated) String() string {
	return fmt.Sprintf("%s: eliminated with %s of %d", s.Project, s.Support, s.Cost)
}
