package committee

import (
	"math"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// cuts are the loads of members, step by step, to the first step only if first.
func (b *balance) cuts(set []ballot.Option, first bool) (steps []loadStep) {
	gone := make([]bool, len(b.weight))
	for left := slices.Clone(set); len(left) > 0; {
		heaviest, s := b.densest(left, gone)
		steps = append(steps, loadStep{s, s.voters})
		if first {
			steps[0].on = 0
			return steps
		}
		left = slices.DeleteFunc(left, func(o ballot.Option) bool { return slices.Contains(heaviest, o) })
		for _, o := range heaviest {
			for _, g := range b.electorate.by(o) {
				gone[g] = true
			}
		}
	}
	return steps
}

// densest is the largest set of options whose supporters, without those gone, carry most
// each (Dinkelbach 1967: from the load of a set, a minimum cut tells a set of a larger one,
// until there is none).
func (b *balance) densest(left []ballot.Option, gone []bool) (set []ballot.Option, s share) {
	set, s = left, b.shareOf(left, gone)
	for s.voters > 0 {
		// Options offer the voters of the load, voters take its seats: what options cannot
		// give away is how much more they weigh.
		groups := len(b.weight)
		f := newFlow(groups + len(left) + 2)
		from, to := groups+len(left), groups+len(left)+1
		all := int64(0)
		for g, w := range b.weight {
			if !gone[g] {
				f.add(g, to, w*s.seats)
			}
		}
		for i, o := range left {
			f.add(from, groups+i, s.voters)
			all += s.voters
			for _, g := range b.electorate.by(o) {
				if !gone[g] {
					f.add(groups+i, int(g), math.MaxInt64)
				}
			}
		}
		more := f.max(from, to) < all
		var next []ballot.Option
		reaches := f.reaching(to)
		for i, o := range left {
			if !reaches[groups+i] {
				next = append(next, o)
			}
		}
		if set = next; !more {
			return set, s
		}
		s = b.shareOf(set, gone)
	}
	return set, s
}

// shareOf is the load of options, if their supporters without those gone share it.
func (b *balance) shareOf(set []ballot.Option, gone []bool) share {
	s := share{seats: int64(len(set))}
	counted := make([]bool, len(b.weight))
	for _, o := range set {
		for _, g := range b.electorate.by(o) {
			if !gone[g] && !counted[g] {
				counted[g] = true
				s.voters += b.weight[g]
			}
		}
	}
	return s
}

// reaching tells the nodes from which there is room to a node.
func (f *flow) reaching(to int) []bool {
	reaches := make([]bool, len(f.first))
	reaches[to] = true
	f.queue = append(f.queue[:0], int32(to))
	for i := 0; i < len(f.queue); i++ {
		for a := f.first[f.queue[i]]; a >= 0; a = f.next[a] {
			if v := f.to[a]; f.room[a^1] > 0 && !reaches[v] {
				reaches[v] = true
				f.queue = append(f.queue, v)
			}
		}
	}
	return reaches
}
