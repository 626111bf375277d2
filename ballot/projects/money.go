package projects

import (
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// A Bar is what keeps a project from being funded.
type Bar uint8

// The bars. The zero Bar is none.
const (
	Open         Bar = iota // nothing does
	Unsupported             // its score is below the minimum support
	Excluded                // one that it conflicts with is funded
	Waiting                 // one that it requires is not funded
	Capped                  // it does not fit under a cap
	Unaffordable            // it does not fit in the money that it may use
	Unpaid                  // its supporters have not enough money left
	Outvoted                // nothing but others that came first
)

var bars = [...]string{"open", "too little support", "in conflict", "what it requires is not funded", "over a cap",
	"not enough money", "its supporters have not enough left", "others come first"}

// String is the bar in words.
func (b Bar) String() string { return bars[min(int(b), len(bars)-1)] }

// isMoney reports whether more money would help.
func (b Bar) isMoney() bool { return b == Capped || b == Unaffordable }

// A treasury is the money while a rule spends it.
type treasury struct {
	f      *field
	funded []int64 // by project
	whole  []bool  // by project
	spent  int64
	caps   []int64   // left by cap
	free   []int64   // left by pot, the common money last
	paid   [][]int64 // by project, from each of them; nil without pots
}

func (f *field) treasury() *treasury {
	t := &treasury{f: f, funded: make([]int64, len(f.cost)), whole: make([]bool, len(f.cost))}
	for _, c := range f.in.Caps {
		t.caps = append(t.caps, c.Money)
	}
	for _, p := range f.in.Pots {
		t.free = append(t.free, p.Money)
	}
	t.free = append(t.free, f.commonMoney)
	if f.in.Pots != nil {
		t.paid = make([][]int64, len(f.cost))
	}
	return t
}

func (t *treasury) clone() *treasury {
	c := *t
	c.funded, c.whole, c.caps, c.free = slices.Clone(t.funded), slices.Clone(t.whole), slices.Clone(t.caps), slices.Clone(t.free)
	c.paid = slices.Clone(t.paid)
	for i, row := range c.paid {
		c.paid[i] = slices.Clone(row)
	}
	return &c
}

// bar is the first thing that keeps a project out now.
func (t *treasury) bar(p ballot.Option) Bar {
	switch {
	case t.f.score[p] < t.f.in.MinSupport:
		return Unsupported
	case slices.ContainsFunc(t.f.conflicts[p], func(q int32) bool { return t.funded[q] > 0 || t.whole[q] }):
		return Excluded
	case slices.ContainsFunc(t.f.needs[p], func(q int32) bool { return !t.whole[q] }):
		return Waiting
	case t.underCaps(p) < t.f.cost[p]:
		return Capped
	case !t.fits(p):
		return Unaffordable
	}
	return Open
}

// underCaps is how much of a project fits under its caps.
func (t *treasury) underCaps(p ballot.Option) int64 {
	most := t.f.cost[p]
	for _, c := range t.f.caps[p] {
		most = min(most, t.caps[c])
	}
	return most
}

// fits reports whether the money a project may use is enough, after moving what others
// paid from it elsewhere.
func (t *treasury) fits(p ballot.Option) bool {
	cost := t.f.cost[p]
	if t.paid == nil {
		return cost <= t.free[0]
	}
	return t.most(p) == cost
}

// most is how much of a project's cost the money is enough for.
func (t *treasury) most(p ballot.Option) int64 {
	cost := t.f.cost[p]
	if t.paid == nil {
		return min(cost, t.free[0])
	}
	return t.clone().place(p, cost)
}

// affordable reports whether all the money that a project may use is enough for it.
func (f *field) affordable(p ballot.Option) bool { return f.treasury().fits(p) }

// fund gives a project an amount, which must fit.
func (t *treasury) fund(p ballot.Option, amount int64) {
	if t.paid == nil {
		t.free[0] -= amount
	} else {
		t.place(p, amount)
	}
	for _, c := range t.f.caps[p] {
		t.caps[c] -= amount
	}
	t.funded[p] = amount
	t.whole[p] = amount == t.f.cost[p]
	t.spent += amount
}

// place pays as much of an amount as it can, along paths on which projects move from one
// pot to another (Ford & Fulkerson 1956); the breadth-first search takes pots in their
// order. It returns what it paid.
func (t *treasury) place(p ballot.Option, amount int64) int64 {
	if t.paid[p] == nil {
		t.paid[p] = make([]int64, len(t.free))
	}
	left := amount
	for left > 0 {
		path := t.path(p)
		if path == nil {
			break
		}
		n := min(left, t.free[path[0].to])
		for _, m := range path[:len(path)-1] {
			n = min(n, t.paid[m.project][m.from])
		}
		t.free[path[0].to] -= n
		for _, m := range path {
			t.paid[m.project][m.to] += n
			if m.from >= 0 {
				t.paid[m.project][m.from] -= n
			}
		}
		left -= n
	}
	return amount - left
}

// A move pays a project from another pot.
type move struct {
	project  ballot.Option
	from, to int // pots; from -1 is new money
}

// path finds the moves that end in free money, the last first; nil if there are none.
func (t *treasury) path(p ballot.Option) []move {
	common := len(t.free) - 1
	by := make([]move, len(t.free))
	seen := make([]bool, len(t.free))
	var queue []int
	visit := func(m move) {
		if !seen[m.to] {
			seen[m.to], by[m.to] = true, m
			queue = append(queue, m.to)
		}
	}
	reach := func(q ballot.Option, from int) {
		for _, pot := range t.f.pots[q] {
			visit(move{q, from, int(pot)})
		}
		visit(move{q, from, common})
	}
	reach(p, -1)
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		if t.free[at] > 0 {
			path := []move{by[at]}
			for m := by[at]; m.from >= 0; {
				m = by[m.from]
				path = append(path, m)
			}
			return path
		}
		for q, row := range t.paid {
			if row != nil && row[at] > 0 {
				reach(ballot.Option(q), at)
			}
		}
	}
	return nil
}

// settle writes what is funded and left. Pots pay as much as they can, the common money
// the rest, whatever the order in which the rule spent.
func (t *treasury) settle(s *Selection) {
	s.Funded = t.funded
	for p, whole := range t.whole {
		if whole {
			s.Selected = append(s.Selected, ballot.Option(p))
		}
	}
	fresh := t.f.treasury()
	common := len(fresh.free) - 1
	if fresh.paid != nil {
		fresh.free[common] = 0
		rest := t.f.commonMoney
		for p, amount := range t.funded {
			rest -= amount - fresh.place(ballot.Option(p), amount)
		}
		s.Left, s.PotLeft = rest, fresh.free[:common]
		return
	}
	s.Left = t.f.commonMoney - t.spent
}
