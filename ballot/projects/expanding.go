package projects

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// ExpandingApprovals is PB-EAR, the expanding approvals rule for projects (Aziz & Lee,
// Proportionally Representative Participatory Budgeting with Ordinal Preferences, 2021,
// algorithm 1). Every ballot has the weight 1 and approves of what it ranks first. A
// project is due when the weights of those who approve of it are at least its part of the
// money times the number of ballots, blank ones too: then it is funded, and they lose
// exactly so much weight, each the same part of his own. If none is due, the ballots
// approve of one more rank. The paper leaves open which project that is due comes first:
// here it is the one with the most weight for its cost; equal ones are a tie who is next,
// unless all fit together and nobody approves of two, or all of the same and for long enough.
//
// The rank of a project is one more than the number of those that the ballot likes better,
// by ranks or by points: approvals are all of the first rank. What no ballot names is not
// funded, but what costs nothing is with one vote. All the money counts, that of pots too;
// what does not fit in the money it may use, or is barred otherwise, is passed over. The
// rule satisfies inclusion PSC; it need not spend all. Weights are exact as long as their
// denominator has no more than 4,096 binary digits; then they have 256 binary places and are
// rounded down, and what is equal in 128 is equal: a tie, of which [Close] tells.
type ExpandingApprovals struct{}

var _ ballot.Rule[*Instance, *Selection] = ExpandingApprovals{}

// String is the rule in canonical text.
func (r ExpandingApprovals) String() string { return "expanding-approvals" }

// Decide: see ballot.Rule. While a tie stands, what comes after it is not funded.
func (r ExpandingApprovals) Decide(in *Instance, tb ballot.TieBreak) (*Selection, error) {
	f, err := in.compile()
	if err != nil {
		return nil, fmt.Errorf("expanding-approvals: %w", err)
	}
	return f.decide(tb, func(tb ballot.TieBreak) (*session, error) {
		s := f.session(r.String(), tb)
		if err := newElectors(f).run(s); err != nil {
			return nil, fmt.Errorf("expanding-approvals: %w", err)
		}
		s.rest(Unpaid)
		return s, nil
	})
}

// run funds what is due, rank by rank.
func (e *electors) run(s *session) (err error) {
	for e.rank <= e.last {
		s.settleFree()
		due := e.due(s)
		if due == nil {
			e.rank++
			continue
		}
		e.tell(s, due)
		if len(due) > 1 && !(s.together(due) && (s.f.apart(due) || e.alike(due))) {
			if due, err = s.choose(due); err != nil || due == nil {
				return err
			}
		}
		for _, p := range due {
			e.fund(s, p)
		}
	}
	return nil
}

// Electors are ballots with weights.
type electors struct {
	ledger // of weights
	f      *field
	ranks  []int32 // by place in the rows of field.backs
	rank   int32   // up to which ballots approve
	last   int32   // the greatest of all
	money  int64
}

func newElectors(f *field) *electors {
	e := &electors{f: f, ledger: newLedger(len(f.times), big.NewRat(1, 1)), ranks: make([]int32, len(f.backs.at)), rank: 1}
	e.money, _ = f.in.Money() // that it is too much was said by check
	next := slices.Clone(f.backs.start)
	var order []int32
	for b := range f.times {
		at, weight := f.marks.row(b)
		order = order[:0]
		for i := range at {
			order = append(order, int32(i))
		}
		slices.SortFunc(order, func(i, j int32) int { return int(weight[j]) - int(weight[i]) })
		rank := int32(1)
		for n, i := range order {
			if n > 0 && weight[i] != weight[order[n-1]] {
				rank = int32(n) + 1
			}
			e.ranks[next[at[i]]] = rank
			next[at[i]]++
			e.last = max(e.last, rank)
		}
	}
	return e
}

// support is the weight behind a project.
func (e *electors) support(p ballot.Option) *big.Int {
	sum, t := new(big.Int), new(big.Int)
	backs, _ := e.f.backs.row(int(p))
	e.f.big(len(backs))
	for i, b := range backs {
		if e.ranks[e.f.backs.start[p]+i] <= e.rank {
			sum.Add(sum, t.Mul(e.amount[b], t.SetInt64(e.f.times[b])))
		}
	}
	return sum
}

// due are the projects of the most weight for their cost among those that have enough.
func (e *electors) due(s *session) (best []ballot.Option) {
	var most *big.Int
	have, need, t := new(big.Int), new(big.Int), new(big.Int)
	for p := range ballot.Option(len(e.f.cost)) {
		if !s.open(p) || e.f.votes[p] == 0 {
			continue
		}
		support := e.support(p)
		have.Mul(support, t.SetInt64(e.money))
		need.Mul(e.of(e.f.voters), t.SetInt64(e.f.cost[p]))
		if e.compare(have, need) < 0 {
			continue
		}
		c := 1
		if best != nil {
			have.Mul(support, t.SetInt64(e.f.cost[best[0]]))
			c = e.compare(have, need.Mul(most, t.SetInt64(e.f.cost[p])))
		}
		switch {
		case c > 0:
			best, most = append(best[:0], p), support
		case c == 0:
			best = append(best, p)
		}
	}
	return best
}

// tell tells what is due only as far as rounded weights say.
func (e *electors) tell(s *session, due []ballot.Option) {
	have, need := new(big.Int), new(big.Int)
	have.Mul(e.support(due[0]), big.NewInt(e.money))
	need.Mul(e.of(e.f.voters), big.NewInt(e.f.cost[due[0]]))
	if e.rounded && (len(due) > 1 || e.compare(have, need) == 0) {
		s.near(sameBits, due)
	}
}

// alike reports that the same ballots approve of projects of one cost, and have enough
// weight for all.
func (e *electors) alike(ps []ballot.Option) bool {
	first := e.approvers(ps[0])
	for _, p := range ps[1:] {
		if e.f.cost[p] != e.f.cost[ps[0]] || !slices.Equal(e.approvers(p), first) {
			return false
		}
	}
	have, need := e.support(ps[0]), e.of(e.f.voters)
	need.Mul(need, big.NewInt(e.f.cost[ps[0]]))
	return e.compare(have.Mul(have, big.NewInt(e.money)), need.Mul(need, big.NewInt(int64(len(ps))))) >= 0
}

// approvers are the ballots that approve of a project now, in their order.
func (e *electors) approvers(p ballot.Option) (all []int32) {
	for i := e.f.backs.start[p]; i < e.f.backs.start[p+1]; i++ {
		if e.ranks[i] <= e.rank {
			all = append(all, e.f.backs.at[i])
		}
	}
	return all
}

// fund takes from those who approve of a project the weight that it needs.
func (e *electors) fund(s *session, p ballot.Option) {
	support := e.support(p)
	cost, money := big.NewInt(e.f.cost[p]), big.NewInt(e.money)
	need := cost.Mul(cost, big.NewInt(e.f.voters))
	g := new(big.Int).GCD(nil, nil, need, money)
	e.scale(g.Quo(money, g), support)
	keep := need.Mul(need, e.base)
	keep.Sub(support, keep.Quo(keep, money))
	if keep.Sign() < 0 {
		keep.SetInt64(0)
	}
	e.exact(keep, support)
	why := Due{Project: s.name(p), Cost: e.f.cost[p], Rank: int64(e.rank)}
	for i := e.f.backs.start[p]; i < e.f.backs.start[p+1]; i++ {
		if b := e.f.backs.at[i]; e.ranks[i] <= e.rank {
			w := e.amount[b]
			w.Quo(w.Mul(w, keep), support)
			why.Ballots += e.f.times[b]
		}
	}
	e.reduce()
	s.money.fund(p, e.f.cost[p])
	s.out[p] = true
	s.steps = append(s.steps, why)
}

// Due says that enough ballots rank a project high enough.
type Due struct {
	Project string
	Cost    int64
	Rank    int64 // up to which they do
	Ballots int64 // whatever weight they had left
}

var _ vicinia.Step = Due{}

// Key: see vicinia.Step.
func (Due) Key() string { return "projects.due" }

// String is "Park: funded with 40: 12 ballots rank it 2 or better".
func (s Due) String() string {
	return fmt.Sprintf("%s: funded with %d: %d ballots rank it %d or better", s.Project, s.Cost, s.Ballots, s.Rank)
}
