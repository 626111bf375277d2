package committee

import (
	"cmp"
	"fmt"
	"math/big"
	"math/bits"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// maxSubsets bounds the members whose sets are all looked at; of more, the heaviest is a
// minimum cut.
const maxSubsets = 9

// A share is seats over voters: the load of each. It compares in 128 bits.
type share struct{ seats, voters int64 }

func (a share) cmp(b share) int {
	ah, al := bits.Mul64(uint64(a.seats), uint64(b.voters))
	bh, bl := bits.Mul64(uint64(b.seats), uint64(a.voters))
	return cmp.Or(cmp.Compare(ah, bh), cmp.Compare(al, bl))
}

// loads are what voters carry if members' supporters share their cost, one each, so that
// the largest load is as small as can be, and the next largest, and so on.
type loads struct {
	unpaid int64 // members whom nobody approves
	steps  []loadStep
}

// A loadStep is voters of one load.
type loadStep struct {
	load share
	on   int64 // so many voters
}

// cmpLoads compares loads voter by voter, the largest first.
func cmpLoads(a, b loads) int {
	if c := cmp.Compare(a.unpaid, b.unpaid); c != 0 {
		return c
	}
	for i, x := range a.steps {
		if i == len(b.steps) {
			return 1
		}
		y := b.steps[i]
		// At equal loads, who has fewer of them goes on to smaller ones.
		if c := cmp.Or(x.load.cmp(y.load), cmp.Compare(x.on, y.on)); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(a.steps), len(b.steps))
}

// A balance computes loads of sets of members by the voters behind each subset.
type balance struct {
	*electorate
	mask []uint32 // of each ballot: which members it approves
	by   []int64  // voters by mask, then by subset
}

// apart counts the voters who approve some of a subset of the members and none of gone,
// for every subset: by inclusion, voters less those who approve only others.
func (b *balance) count(set []ballot.Option) {
	if b.mask == nil {
		b.mask = make([]uint32, len(b.weight))
	}
	clear(b.mask)
	for i, o := range set {
		for _, g := range b.electorate.by(o) {
			b.mask[g] |= 1 << i
		}
	}
	b.by = slices.Grow(b.by[:0], 1<<len(set))[:1<<len(set)]
	clear(b.by)
	for g, m := range b.mask {
		b.by[m] += b.weight[g]
	}
	for i := range set {
		for m := range b.by {
			if m>>i&1 == 1 {
				b.by[m] += b.by[m^1<<i]
			}
		}
	}
}

// voters is how many approve some of the subset and none of gone.
func (b *balance) behind(subset, gone int) int64 {
	all := len(b.by) - 1
	return b.by[all&^gone] - b.by[all&^gone&^subset]
}

// heaviest is the largest subset of those left whose supporters, without those of gone,
// carry most each.
func (b *balance) heaviest(left, gone int) (subset int, s share) {
	s = share{0, 1}
	for t := left; t > 0; t = (t - 1) & left {
		got := share{int64(bits.OnesCount(uint(t))), b.behind(t, gone)}
		if c := got.cmp(s); c > 0 || c == 0 && got.seats > s.seats {
			subset, s = t, got
		}
	}
	return subset, s
}

// loads are those of a set of members, to the largest step only if first.
func (b *balance) loads(set []ballot.Option, first bool) (l loads) {
	var paid []ballot.Option
	for _, o := range set {
		if b.approvals[o] == 0 {
			l.unpaid++
		} else {
			paid = append(paid, o)
		}
	}
	if len(paid) > maxSubsets {
		l.steps = b.cuts(paid, first)
		return l
	}
	b.count(paid)
	left, gone := len(b.by)-1, 0
	for left > 0 {
		subset, s := b.heaviest(left, gone)
		l.steps = append(l.steps, loadStep{s, s.voters})
		if first {
			l.steps[0].on = 0
			break
		}
		left &^= subset
		gone |= subset
	}
	return l
}

// Balanced elects the committee for which the cost of its members, one each, can be spread
// over their supporters so that the largest load is least (minimax-Phragmen); with
// Leximax, of these the one whose next loads are least, voter by voter (Brill, Freeman,
// Janson & Lackner 2024, after Phragmen 1896). Members whom nobody approves cost nothing
// and come last. Leximax meets proportional justified representation; neither rule is
// house monotone.
type Balanced struct {
	Seats   int
	Leximax bool
	Work    int64 // nodes of the search; 0 is DefaultWork. More is an error
}

var _ ballot.Rule[*ballot.Profile, *Committee] = Balanced{}

// String is the rule in canonical text: "leximax-phragmen seats=3".
func (r Balanced) String() string {
	if r.Leximax {
		return fmt.Sprintf("leximax-phragmen seats=%d", r.Seats)
	}
	return fmt.Sprintf("minimax-phragmen seats=%d", r.Seats)
}

// Decide: see ballot.Rule.
func (r Balanced) Decide(p *ballot.Profile, tb ballot.TieBreak) (*Committee, error) {
	e, err := take(r, r.Seats, p)
	if err != nil {
		return nil, err
	}
	b := &balance{electorate: e}
	h := &hunt[loads]{electorate: e, rule: r, work: r.Work, cmp: cmpLoads}
	h.cost = func(set, rest []ballot.Option) loads {
		l := b.loads(set, !r.Leximax || len(set) < r.Seats)
		return b.atLeast(l, set, rest)
	}
	if err := h.run(); err != nil {
		return nil, err
	}
	top := share{0, 1}
	if len(h.best.steps) > 0 {
		top = h.best.steps[0].load
	}
	return h.committee(tb, Load, big.NewRat(top.seats, top.voters))
}

// atLeast is a bound for a set with some of the rest: all the seats that can be paid, over
// all voters who could pay.
func (b *balance) atLeast(l loads, set, rest []ballot.Option) loads {
	if len(set) == b.seats {
		return l
	}
	can := 0
	for _, o := range rest {
		if b.approvals[o] > 0 {
			can++
		}
	}
	l.unpaid += int64(max(0, b.seats-len(set)-can))
	payers := int64(0)
	have, join := make([]int32, len(b.weight)), make([]int32, len(b.weight))
	b.cover(have, join, set, rest)
	for g, w := range b.weight {
		if have[g]+join[g] > 0 {
			payers += w
		}
	}
	if seats := int64(b.seats) - l.unpaid; seats > 0 && payers > 0 {
		if all := (share{seats, payers}); len(l.steps) == 0 || all.cmp(l.steps[0].load) > 0 {
			l.steps = []loadStep{{all, 0}}
		}
	}
	return l
}

// MaximinSupport elects one by one: the option with which the least support of a member,
// voters sharing themselves out as well as can be, is largest (Sanchez-Fernandez et al.,
// The Maximin Support Method, Mathematical Programming 203, 2024). It is house monotone
// and meets proportional justified representation. Options that nobody approves come last.
type MaximinSupport struct{ Seats int }

var _ ballot.Rule[*ballot.Profile, *Committee] = MaximinSupport{}

// String is the rule in canonical text.
func (r MaximinSupport) String() string { return fmt.Sprintf("maximin-support seats=%d", r.Seats) }

// Decide: see ballot.Rule.
func (r MaximinSupport) Decide(p *ballot.Profile, tb ballot.TieBreak) (*Committee, error) {
	return agreed(p, tb, func(tb ballot.TieBreak) (*Committee, error) { return r.decide(p, tb) })
}

func (r MaximinSupport) decide(p *ballot.Profile, tb ballot.TieBreak) (*Committee, error) {
	e, err := take(r, r.Seats, p)
	if err != nil {
		return nil, err
	}
	v, b := e.newElection(r, tb), &balance{electorate: e}
	v.measure = Support
	var set []ballot.Option
	apart := false // all that are tied can be elected at the value of one: more members never raise it
	v.next = func() (tied []ballot.Option, value *big.Rat) {
		var least share
		for o, is := range v.in {
			if !is || e.approvals[o] == 0 {
				continue
			}
			got := b.loads(append(set, ballot.Option(o)), true).steps[0].load // its inverse is the support
			if c := got.cmp(least); tied == nil || c < 0 {
				tied, least = append(tied[:0], ballot.Option(o)), got
			} else if c == 0 {
				tied = append(tied, ballot.Option(o))
			}
		}
		if tied == nil {
			return members(v.in), new(big.Rat)
		}
		apart = len(tied) > 1 && b.loads(append(set, tied...), true).steps[0].load.cmp(least) == 0
		return tied, big.NewRat(least.voters, least.seats)
	}
	v.elect = func(o ballot.Option) { set = append(set, o) }
	v.touch = func(a, _ ballot.Option) bool { return e.approvals[a] > 0 && !apart }
	if err := v.run(); err != nil {
		return nil, err
	}
	return v.committee(), nil
}
