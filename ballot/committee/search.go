package committee

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// A search finds the committees of the best score by branch and bound. A node has options
// that are in, options that are out, and free ones; its bound is that of prices.
type search struct {
	*electorate
	worth []int64 // of a voter's members 0 to k together, in parts of a unit
	unit  int64   // scores of committees are multiples of it
	work  int64
	limit int // of committees to list

	is     []int8  // of each option: free, member, out
	have   []int32 // members that each ballot has
	can    []int32 // free options that each ballot has
	score  int64   // of the members
	places int     // left

	best  int64
	list  [][]ballot.Option
	more  bool // than limit
	nodes int64

	probe bool            // a committee of the best score is enough
	found []ballot.Option // by a probe

	prices prices
	cases  *cases      // of a proof; nil where none is kept
	cover  *cover      // takes turns where only a voter's first member counts; nil elsewhere
	pause  func() bool // at the end of a turn; false ends the search
	turn   int64       // ends at so many nodes
}

const (
	free int8 = iota
	member
	out
)

// newSearch prepares a search for weights of a voter's members from 1, in parts of a unit;
// 0 stands before them.
func newSearch(e *electorate, weights []*big.Int, work int64) (*search, error) {
	s := &search{
		electorate: e, worth: make([]int64, len(weights)), unit: 1, work: work, limit: MaxCommittees,
		is: make([]int8, e.options), have: make([]int32, len(e.weight)), can: make([]int32, len(e.weight)), places: e.seats,
	}
	s.work = e.allowed(work)
	total := new(big.Int)
	for i, w := range weights {
		total.Add(total, w)
		if !total.IsInt64() {
			return nil, fmt.Errorf("the score of a voter: %w", vicinia.ErrOverflow)
		}
		s.worth[i] = total.Int64()
	}
	// No price is above the worth of a first member, and every seat is paid by all at most.
	all := new(big.Int).Mul(weights[1], big.NewInt(int64(e.seats)))
	if all.Mul(all, big.NewInt(e.voters)).BitLen() > 60 { // such sums are added once
		return nil, fmt.Errorf("the score of a committee: %w", vicinia.ErrOverflow)
	}
	fine := max(0, min(16, 56-all.BitLen())) // prices are finer than scores
	for i := range s.worth {
		s.worth[i] <<= fine
	}
	s.unit <<= fine
	for g := range e.weight {
		s.can[g] = int32(len(e.of(g)))
	}
	s.prices.make(s)
	if s.worth[len(s.worth)-1] == s.worth[1] {
		s.cover = newCover(e)
	}
	return s, nil
}

// run finds the best score and its committees.
func (s *search) run() error {
	first := s.climb(s.greedy())
	s.best = s.value(first)
	s.prices.begin(s, first)
	if err := s.turns(nil); err != nil {
		return err
	}
	slices.SortFunc(s.list, slices.Compare)
	return nil
}

// extend is a committee of the best score with these members, nil if there is none.
func (s *search) extend(set []ballot.Option) ([]ballot.Option, error) {
	s.probe, s.found = true, nil
	copy(s.prices.at[0], s.prices.at[1]) // those that the root ended with
	for _, o := range set {
		s.fix(o, member)
	}
	err := s.turns(set)
	for _, o := range set {
		s.undo(o)
	}
	return s.found, err
}

// firstBy is the committee of the best score that an order of all options puts first: it
// has the best option that any of them has, then the next best...
func (s *search) firstBy(order []ballot.Option) ([]ballot.Option, error) {
	var set, known []ballot.Option
	for _, o := range order {
		if len(set) == s.seats {
			break
		}
		if slices.Contains(known, o) {
			set = append(set, o)
			continue
		}
		found, err := s.extend(append(set, o))
		if err != nil {
			return nil, err
		}
		if found != nil {
			set, known = append(set, o), found
		}
	}
	slices.Sort(set)
	return set, nil
}

// value is the score of a committee.
func (s *search) value(set []ballot.Option) (sum int64) {
	have := make([]int32, len(s.weight))
	for _, o := range set {
		for _, g := range s.by(o) {
			have[g]++
		}
	}
	for g, w := range s.weight {
		sum += w * s.worth[have[g]]
	}
	return sum
}

// greedy is a committee elected one by one, to begin with.
func (s *search) greedy() []ballot.Option {
	have, in := make([]int32, len(s.weight)), make([]bool, s.options)
	var set []ballot.Option
	for range s.seats {
		top, most := ballot.Option(0), int64(-1)
		for o := range ballot.Option(s.options) {
			if in[o] {
				continue
			}
			gain := int64(0)
			for _, g := range s.by(o) {
				gain += s.weight[g] * s.marginal(have[g])
			}
			if gain > most {
				top, most = o, gain
			}
		}
		in[top] = true
		set = append(set, top)
		for _, g := range s.by(top) {
			have[g]++
		}
	}
	return set
}

// climb exchanges members while that raises the score.
func (s *search) climb(set []ballot.Option) []ballot.Option {
	have, in := make([]int32, len(s.weight)), make([]bool, s.options)
	move := func(o ballot.Option, by int32) {
		in[o] = by > 0
		for _, g := range s.by(o) {
			have[g] += by
		}
	}
	gain := func(o ballot.Option) (sum int64) {
		for _, g := range s.by(o) {
			sum += s.weight[g] * s.marginal(have[g])
		}
		return sum
	}
	for _, o := range set {
		move(o, 1)
	}
	for better := true; better; {
		better = false
		for i, old := range set {
			move(old, -1)
			top, most := old, gain(old)
			for o := range ballot.Option(s.options) {
				if got := gain(o); !in[o] && got > most {
					top, most, better = o, got, true
				}
			}
			set[i] = top
			move(top, 1)
		}
	}
	return set
}

// branch searches below a node. Its prices are those of its depth.
func (s *search) branch(depth int) error {
	if s.nodes++; s.nodes > s.work || s.pause != nil && s.nodes > s.turn && !s.pause() {
		return fmt.Errorf("%d nodes: %w", s.work, errWork)
	}
	fixed := len(s.prices.fixed)
	defer func() { s.release(fixed) }()
	cut, by := s.prices.bound(s, depth)
	if cut || s.found != nil {
		return nil
	}
	if by < 0 { // no option is free
		s.cases.leaf(nil)
		s.leaf()
		return nil
	}
	s.cases.split(by, true)
	for _, to := range [...]int8{member, out} {
		s.fix(by, to)
		err := s.branch(depth + 1)
		s.undo(by)
		if err != nil {
			return err
		}
	}
	return nil
}

// leaf counts a committee.
func (s *search) leaf() {
	if s.places != 0 || s.score < s.best {
		return
	}
	if s.probe {
		s.found = s.members()
		return
	}
	if s.score > s.best {
		s.best, s.list, s.more = s.score, s.list[:0], false
	}
	if s.more = s.more || len(s.list) == s.limit; s.more {
		return
	}
	s.list = append(s.list, s.members())
}

func (s *search) members() (set []ballot.Option) {
	for o, is := range s.is {
		if is == member {
			set = append(set, ballot.Option(o))
		}
	}
	return set
}

// need is the score that a committee must reach to be of interest.
func (s *search) need() int64 {
	if s.cases != nil {
		return s.cases.need
	}
	if s.more && !s.probe {
		return s.best + s.unit
	}
	return s.best
}

// fix makes a free option a member, or puts it out.
func (s *search) fix(o ballot.Option, to int8) {
	s.is[o] = to
	if to == member {
		s.places--
	}
	for _, g := range s.by(o) {
		s.can[g]--
		if to == member {
			s.score += s.weight[g] * (s.worth[s.have[g]+1] - s.worth[s.have[g]])
			s.have[g]++
		}
	}
}

// undo frees an option.
func (s *search) undo(o ballot.Option) {
	was := s.is[o]
	s.is[o] = free
	if was == member {
		s.places++
	}
	for _, g := range s.by(o) {
		s.can[g]++
		if was == member {
			s.have[g]--
			s.score -= s.weight[g] * (s.worth[s.have[g]+1] - s.worth[s.have[g]])
		}
	}
}

// release frees what the bound of a node fixed.
func (s *search) release(to int) {
	p := &s.prices
	for i := len(p.fixed) - 1; i >= to; i-- {
		s.undo(p.fixed[i])
	}
	p.fixed = p.fixed[:to]
}
