package projects

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/internal/exact"
)

// MaximinSupport funds, round by round, the project after which the costs of all that is
// funded can be spread most evenly over those who support them: with the least greatest
// load, where every cost may be shared out among its supporters anew each time (Aziz, Lee
// & Talmon, Proportionally Representative Participatory Budgeting, 2018, as generalised
// sequential Phragmen; for committees Sanchez-Fernandez et al. 2022). Whoever gives a
// project points supports it. Projects that no longer fit, or are barred otherwise, are
// passed over. Equal loads are a tie who is next, unless all fit together and nobody who
// supports one of them supports another funded one, or everything fits.
type MaximinSupport struct{}

var _ ballot.Rule[*Instance, *Selection] = MaximinSupport{}

// String is the rule in canonical text.
func (r MaximinSupport) String() string { return "maximin-support" }

// Decide: see ballot.Rule. While a tie stands, what comes after it is not funded.
func (r MaximinSupport) Decide(in *Instance, tb ballot.TieBreak) (*Selection, error) {
	f, err := in.compile()
	if err != nil {
		return nil, fmt.Errorf("maximin-support: %w", err)
	}
	return f.decide(tb, func(tb ballot.TieBreak) (*session, error) {
		s, b := f.session(r.String(), tb), newSpread(f)
		if err := b.fund(s); err != nil {
			return nil, fmt.Errorf("maximin-support: %w", err)
		}
		f.worked += int64(b.net.work + b.next.work)
		s.rest(Outvoted)
		return s, nil
	})
}

func newSpread(f *field) *spread {
	b := &spread{
		f: f, low: make([]fraction, len(f.cost)), over: make([][]int32, len(f.cost)), class: make([]int32, len(f.times)),
		net: &network{load: fraction{0, 1}, times: []uint64{uint64(f.voters)}, start: []int32{0, 0}}, next: new(network),
	}
	for i := range b.low {
		b.low[i] = fraction{uint64(f.cost[i]), uint64(max(1, f.votes[i]))}
	}
	return b
}

// fund funds as long as something fits.
func (b *spread) fund(s *session) (err error) {
	f := b.f
	for {
		next := b.least(s)
		if len(next) > 1 && !(s.together(next) && f.apart(append(slices.Clone(next), b.set...))) {
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
			b.add(p)
			s.money.fund(p, f.cost[p])
			s.out[p] = true
			s.steps = append(s.steps, Loaded{
				Project: s.name(p), Cost: f.cost[p], Ballots: f.votes[p],
				Load: new(big.Rat).SetFrac(new(big.Int).SetUint64(b.net.load.num), new(big.Int).SetUint64(b.net.load.den)),
			})
		}
	}
}

// A fraction is a load: a sum of costs over a number of ballots.
type fraction struct{ num, den uint64 }

func (x fraction) cmp(y fraction) int { return exact.Mul(x.num, y.den).Cmp(exact.Mul(y.num, x.den)) }

// A spread is what is funded and, by project, a lower bound of the greatest load that it
// has or would bring. As more is funded that only grows, and every set of projects that has
// one of them in it is a bound: so a flow is looked for only while a project could be the
// least, and only until it cannot.
type spread struct {
	f     *field
	set   []ballot.Option
	low   []fraction
	over  [][]int32 // by project, places in the set that were over the load with it last time
	class []int32   // by ballot: its node in net
	net   *network  // of the set
	next  *network  // of the set and the project that was looked at last
	count []uint64  // scratch, by class
	in    []bool    // scratch, by place in the set
}

// shared is how many of each class support a project, by class.
func (b *spread) shared(p ballot.Option) []uint64 {
	b.count = append(b.count[:0], make([]uint64, len(b.net.times))...)
	backs, _ := b.f.backs.row(int(p))
	for _, at := range backs {
		b.count[b.class[at]] += uint64(b.f.times[at])
	}
	return b.count
}

// add puts a project into the set. Those who support it are the second child of their
// class, or the only one if all do.
func (b *spread) add(p ballot.Option) {
	b.low[p] = b.load(p, nil)
	backs, _ := b.f.backs.row(int(p))
	for _, at := range backs {
		b.class[at] = -1 - b.class[at]
	}
	for at, c := range b.class {
		if c < 0 {
			b.class[at] = b.next.child[-1-c] + 1
		} else {
			b.class[at] = b.next.child[c]
		}
	}
	b.set = append(b.set, p)
	b.net, b.next = b.next, b.net
}

// least are the open projects that bring the least greatest load; b.low is exact for them.
func (b *spread) least(s *session) (best []ballot.Option) {
	var queue []ballot.Option
	for p := range ballot.Option(len(b.low)) {
		if s.out[p] || b.f.votes[p] == 0 {
			continue
		}
		switch bar := s.money.bar(p); bar {
		case Open:
			queue = append(queue, p)
		case Waiting:
		default:
			s.refuse(p, bar)
		}
	}
	slices.SortStableFunc(queue, func(p, q ballot.Option) int { return b.low[p].cmp(b.low[q]) })
	for _, p := range queue {
		if best != nil && b.low[p].cmp(b.low[best[0]]) > 0 {
			break
		}
		c := -1
		if best != nil {
			limit := b.low[best[0]]
			if b.low[p] = b.bound(p); b.low[p].cmp(limit) <= 0 {
				b.low[p] = b.load(p, &limit)
			}
			c = b.low[p].cmp(limit)
		} else {
			b.low[p] = b.load(p, nil)
		}
		switch {
		case c < 0:
			best = append(best[:0], p)
		case c == 0:
			best = append(best, p)
		}
	}
	slices.Sort(best)
	return best
}

// bound is the most of what is known: the bound so far, and the loads of a few sets. What
// was over the load before, and what was added last, often is again.
func (b *spread) bound(p ballot.Option) fraction {
	most := b.low[p]
	last := int32(len(b.set) - 1)
	if last < 0 {
		return most
	}
	shared := b.shared(p)
	for _, sets := range [][2][]int32{{b.over[p]}, {b.over[b.set[last]]}, {b.over[p], b.over[b.set[last]]}} {
		b.in = append(b.in[:0], make([]bool, len(b.set))...)
		b.in[last] = true
		x := fraction{num: uint64(b.f.cost[p])}
		for _, i := range slices.Concat(sets[:]...) {
			b.in[i] = true
		}
		for i, in := range b.in {
			if in {
				x.num += b.net.cost[i]
			}
		}
		for c, times := range b.net.times {
			if b.net.supports(c, b.in) {
				x.den += times
			} else {
				x.den += shared[c]
			}
		}
		if x.cmp(most) > 0 {
			most = x
		}
	}
	return most
}

// load is the least greatest load with one more project: the most that some of the set
// cost for each ballot that supports one of them. The load is raised from a lower bound to
// that of the set that a least cut shows to be over it, until there is none (Dinkelbach
// 1967), or until it is more than a limit. What is carried for the set without the project
// stays where it is.
func (b *spread) load(p ballot.Option, limit *fraction) fraction {
	from := b.low[p]
	if from.cmp(b.net.load) < 0 {
		from = b.net.load
	}
	b.next.extend(b.net, uint64(b.f.cost[p]), b.shared(p), from)
	for limit == nil || b.next.load.cmp(*limit) <= 0 {
		over := b.next.carry()
		if over == nil {
			break
		}
		b.next.raise(over)
		b.over[p] = slices.DeleteFunc(over, func(i int32) bool { return int(i) == len(b.set) })
	}
	return b.next.load
}
