package projects

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// Phragmen lets every ballot earn money at the same pace; as soon as the supporters of a
// project together have its cost, they buy it and have nothing again (Phragmen 1894; for
// projects that cost something Los, Christoff & Grossi, Proportional Budget Allocations:
// Towards a Systematization, 2022). In integers: the next project is the one with the
// least (cost + the loads of its supporters) / supporters, and that becomes the load of
// each of them. Whoever gives a project points supports it; how many does not count.
//
// The rule ends when the next project does not fit in the money it may use or under a cap;
// with Skip it is passed over. One that costs more than there is at all is left out at the
// start, one in conflict is passed over, one that requires another waits. Equal loads are
// a tie who is next, unless nobody supports two of them and all fit, or everything does. It is
// proportional (PJR up to one project), but not EJR.
type Phragmen struct{ Skip bool }

var _ ballot.Rule[*Instance, *Selection] = Phragmen{}

// String is the rule in canonical text: "phragmen skip=false".
func (r Phragmen) String() string { return fmt.Sprintf("phragmen skip=%t", r.Skip) }

// Decide: see ballot.Rule. While a tie stands, what comes after it is not funded.
func (r Phragmen) Decide(in *Instance, tb ballot.TieBreak) (*Selection, error) {
	f, err := in.compile()
	if err != nil {
		return nil, fmt.Errorf("phragmen: %w", err)
	}
	return f.decide(tb, func(tb ballot.TieBreak) (*session, error) {
		s := f.session(r.String(), tb)
		if err := r.run(s); err != nil {
			return nil, fmt.Errorf("phragmen: %w", err)
		}
		s.rest(Outvoted)
		return s, nil
	})
}

// run buys until the next project does not fit.
func (r Phragmen) run(s *session) (err error) {
	l := newLoads(s.f)
	for {
		next := l.least(s)
		if slices.ContainsFunc(next, func(p ballot.Option) bool { return s.money.bar(p) != Open }) {
			if !r.Skip {
				return nil
			}
			for _, p := range next {
				if bar := s.money.bar(p); bar != Open {
					s.refuse(p, bar)
				}
			}
			continue
		}
		if len(next) > 1 && !(s.together(next) && s.f.apart(next)) {
			if s.enough() {
				next = next[:1]
			} else if next, err = s.choose(next); err != nil {
				return err
			}
		}
		if next == nil {
			return nil
		}
		for _, p := range next {
			l.buy(s, p)
		}
	}
}

// apart reports that no ballot supports two of the projects.
func (f *field) apart(ps []ballot.Option) bool {
	seen := make([]bool, len(f.times))
	for _, p := range ps {
		backs, _ := f.backs.row(int(p))
		for _, b := range backs {
			if seen[b] {
				return false
			}
			seen[b] = true
		}
	}
	return true
}

// Loads are those of the ballots. A ballot has the load of the last project bought that
// it supports, so that all is kept exactly in a few numbers, over one denominator.
type loads struct {
	f     *field
	last  []int32    // by ballot, the round of its load; round 0 is none
	base  *big.Int   // the denominator
	load  []*big.Int // by round
	owed  []*big.Int // by project, its cost and the loads of its supporters
	moved []int64    // scratch: by project and round, ballots
}

func newLoads(f *field) *loads {
	l := &loads{f: f, last: make([]int32, len(f.times)), base: big.NewInt(1), load: []*big.Int{new(big.Int)}}
	for _, c := range f.cost {
		l.owed = append(l.owed, big.NewInt(c))
	}
	return l
}

// least are the projects whose supporters would have the least load. It refuses those that
// can never be funded.
func (l *loads) least(s *session) (best []ballot.Option) {
	x, y := new(big.Int), new(big.Int)
	for p := range ballot.Option(len(l.owed)) {
		if s.out[p] || l.f.votes[p] == 0 {
			continue
		}
		bar := s.money.bar(p)
		if bar == Waiting {
			continue
		}
		if bar != Open && (!bar.isMoney() || !l.f.affordable(p)) {
			s.refuse(p, bar)
			continue
		}
		c := -1
		if best != nil {
			x.Mul(l.owed[p], y.SetInt64(l.f.votes[best[0]]))
			c = x.Cmp(y.Mul(l.owed[best[0]], y.SetInt64(l.f.votes[p])))
		}
		switch {
		case c < 0:
			best = append(best[:0], p)
		case c == 0:
			best = append(best, p)
		}
	}
	return best
}

// buy gives the supporters of a project their new load.
func (l *loads) buy(s *session, p ballot.Option) {
	votes := big.NewInt(l.f.votes[p])
	num := new(big.Int).Set(l.owed[p])
	if g := new(big.Int).GCD(nil, nil, num, votes); g.Sign() > 0 {
		num.Quo(num, g)
		votes.Quo(votes, g)
	}
	l.base.Mul(l.base, votes)
	for _, x := range append(slices.Clip(l.load), l.owed...) {
		x.Mul(x, votes)
	}
	round := len(l.load)
	l.load = append(l.load, num)
	l.moved = append(l.moved[:0], make([]int64, round*len(l.owed))...)
	backs, _ := l.f.backs.row(int(p))
	for _, b := range backs {
		at, _ := l.f.marks.row(int(b))
		for _, q := range at {
			l.moved[int(q)*round+int(l.last[b])] += l.f.times[b]
		}
		l.last[b] = int32(round)
	}
	t, n := new(big.Int), new(big.Int)
	for i, ballots := range l.moved {
		if ballots != 0 {
			l.owed[i/round].Add(l.owed[i/round], t.Mul(t.Sub(num, l.load[i%round]), n.SetInt64(ballots)))
		}
	}
	s.money.fund(p, l.f.cost[p])
	s.out[p] = true
	s.steps = append(s.steps, Loaded{
		Project: s.name(p), Cost: l.f.cost[p], Ballots: l.f.votes[p], Load: new(big.Rat).SetFrac(num, l.base),
	})
}

// Loaded says that a project was bought and with what load that leaves its supporters.
type Loaded struct {
	Project string
	Cost    int64
	Ballots int64
	Load    *big.Rat
}

var _ vicinia.Step = Loaded{}

// Key: see vicinia.Step.
func (Loaded) Key() string { return "projects.loaded" }

// String is "Park: bought for 40 by 10 ballots, whose load is 4 each".
func (s Loaded) String() string {
	return fmt.Sprintf("%s: bought for %d by %d ballots, whose load is %s each", s.Project, s.Cost, s.Ballots, short(s.Load))
}
