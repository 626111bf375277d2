package committee

import (
	"math"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// Prices bound the score of every committee of a node. Let each voter of a ballot pay a
// price for each member whom they approve. Then no committee scores more than
//
//	the sum, over voters, of the members' worths above their price, less the price
//	+ the prices that the best options, as many as there are places, are paid
//
// whatever the prices: those who pay less than a member is worth to them keep the rest
// (the Lagrangean dual of max-coverage by a concave utility; with the best prices it is
// the linear relaxation). Better prices are found by steps down the subgradient (Polyak
// 1969). All is in whole numbers, so that a bound is a proof.
type prices struct {
	at    [][]int64 // of each ballot, by depth of the node
	paid  []int64   // to each option
	try   []int64   // prices being tried
	takes []int32   // how many of its options, less wanted ones, each ballot gets
	order []ballot.Option
	times []int32 // an option was among the best, since the node began
	fixed []ballot.Option
}

func (p *prices) make(s *search) {
	p.paid, p.try = make([]int64, s.options), make([]int64, len(s.weight))
	p.takes, p.times = make([]int32, len(s.weight)), make([]int32, s.options)
}

// begin sets the prices of the root to what a further member is worth beside a committee.
func (p *prices) begin(s *search, set []ballot.Option) {
	have := make([]int32, len(s.weight))
	for _, o := range set {
		for _, g := range s.by(o) {
			have[g]++
		}
	}
	root := make([]int64, len(s.weight))
	for g, h := range have {
		root[g] = s.marginal(h)
		if h > 0 {
			root[g] = (root[g] + s.marginal(h-1)) / 2 // any whole number is a price
		}
	}
	p.at = append(p.at[:0], root)
}

// marginal is what one more is worth to a voter who has so many members.
func (s *search) marginal(have int32) int64 {
	if int(have)+1 >= len(s.worth) {
		return 0
	}
	return s.worth[have+1] - s.worth[have]
}

// steps of a node: at the root, and below.
const (
	rootSteps = 400
	nodeSteps = 20
	maxSlow   = 1 << 12 // a step is made no shorter
)

// bound tells that no committee of the node reaches what is needed, or an option to branch
// by; -1 if none is free. It fixes options that only one way can reach it.
func (p *prices) bound(s *search, depth int) (cut bool, by ballot.Option) {
	for len(p.at) <= depth+1 {
		p.at = append(p.at, make([]int64, len(s.weight)))
	}
	best := p.at[depth+1] // where the children begin
	copy(p.try, p.at[depth])
	copy(best, p.try)
	clear(p.times)
	p.all(s)
	most := nodeSteps
	if depth == 0 {
		most = rootSteps
	}
	most = s.fewer(most)
	least, stale, slow := int64(math.MaxInt64), 0, int64(1)
	for range most {
		if s.places < 0 || s.open() < s.places {
			s.cases.leaf(nil)
			return true, 0
		}
		total := p.total(s)
		if total < s.need() {
			s.cases.leaf(p.try)
			return true, 0
		}
		if p.narrow(s, total) {
			continue // the bound is another one now
		}
		if s.places == 0 || s.open() == 0 {
			return false, p.close(s)
		}
		if total < least {
			least, stale = total, 0
			copy(best, p.try)
		} else if stale++; stale == 5 {
			if stale, slow = 0, slow*2; slow > maxSlow {
				break
			}
			copy(p.try, best)
			total = p.total(s)
		}
		if !p.step(s, (total-s.need()+s.unit)/slow) {
			break
		}
	}
	return false, p.close(s)
}

// all lets all free options be ordered.
func (p *prices) all(s *search) {
	p.order = p.order[:0]
	for o, is := range s.is {
		if is == free {
			p.order = append(p.order, ballot.Option(o))
		}
	}
}

// fewer is n, or the number of committees of the node if that is less: then it is quicker
// to look at them.
func (s *search) fewer(n int) int {
	ways, open := 1, s.open()
	for i := range min(s.places, open-s.places) {
		if ways = ways * (open - i) / (i + 1); ways > n {
			return n
		}
	}
	return max(ways, 2)
}

// open is how many options are free.
func (s *search) open() (n int) {
	for _, is := range s.is {
		if is == free {
			n++
		}
	}
	return n
}

// close fixes the rest where there is no choice left, and else tells by whom to branch:
// the one that was nearest to half of the times among the best.
func (p *prices) close(s *search) ballot.Option {
	open := s.open()
	if s.places == 0 || s.places == open {
		to := member
		if s.places == 0 {
			to = out
		}
		for o := range ballot.Option(s.options) {
			if s.is[o] == free {
				s.fix(o, to)
				p.fixed = append(p.fixed, o)
			}
		}
		return -1
	}
	all := int32(0)
	for _, n := range p.times {
		all = max(all, n)
	}
	by, near := ballot.Option(-1), int32(math.MaxInt32)
	for o := range ballot.Option(s.options) {
		if s.is[o] != free {
			continue
		}
		if d := max(2*p.times[o]-all, all-2*p.times[o]); d < near {
			by, near = o, d
		}
	}
	return by
}

// total is the bound at the prices being tried. It sorts the free options by what they are
// paid.
func (p *prices) total(s *search) int64 {
	total := s.score
	clear(p.paid)
	for g, price := range p.try {
		if s.can[g] == 0 {
			continue
		}
		worth := s.worth[s.have[g] : s.have[g]+min(s.can[g], int32(s.places))+1]
		n := int32(0)
		for int(n)+1 < len(worth) && worth[n+1]-worth[n] > price {
			n++
		}
		total += s.weight[g] * (worth[n] - worth[0] - int64(n)*price)
		p.takes[g] = -n
		pay := s.weight[g] * price
		for _, o := range s.of(g) {
			p.paid[o] += pay
		}
	}
	p.sort(s)
	for _, o := range p.order[:min(s.places, len(p.order))] {
		total += p.paid[o]
	}
	return total
}

// sort orders the free options by what they are paid. A step changes little in the order.
func (p *prices) sort(s *search) {
	p.order = slices.DeleteFunc(p.order, func(o ballot.Option) bool { return s.is[o] != free })
	for i, o := range p.order {
		for ; i > 0 && p.paid[p.order[i-1]] < p.paid[o]; i-- {
			p.order[i] = p.order[i-1]
		}
		p.order[i] = o
	}
}

// narrow fixes the options that every committee of the needed score has, or none.
func (p *prices) narrow(s *search, total int64) (some bool) {
	if s.places == 0 || s.places >= len(p.order) {
		return false
	}
	last, next := p.paid[p.order[s.places-1]], p.paid[p.order[s.places]]
	spare, places := total-s.need(), s.places
	for i, o := range p.order {
		to := free
		switch {
		case i < places && p.paid[o]-next > spare:
			to = member
		case i >= places && last-p.paid[o] > spare:
			to = out
		}
		if to != free {
			s.cases.split(o, to != member) // the other case comes first: these prices rule it out
			s.cases.leaf(p.try)
			s.fix(o, to)
			p.fixed = append(p.fixed, o)
			some = true
		}
	}
	return some
}

// step moves the prices towards what would clear the market, so far that the bound would
// fall by the gap if it were linear; false if they clear it.
func (p *prices) step(s *search, gap int64) bool {
	for _, o := range p.order[:s.places] {
		p.times[o]++
		for _, g := range s.by(o) {
			p.takes[g]++
		}
	}
	norm := int64(0)
	for g, w := range s.weight {
		if s.can[g] > 0 {
			norm += w * int64(p.takes[g]) * int64(p.takes[g])
		}
	}
	if norm == 0 {
		return false
	}
	whole, rest := min(gap/norm, s.worth[1]), gap%norm
	for g, n := range p.takes {
		if n == 0 || s.can[g] == 0 {
			continue
		}
		move := whole*int64(n) + rest*int64(n)/norm // towards 0; any whole number is a price
		p.try[g] = max(0, min(p.try[g]-move, s.worth[1]))
	}
	return true
}
