package committee

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// A hunt finds the committees of the least cost, by branch and bound over options in the
// order of their approvals. Cost is of a committee, and of a part of one, with the options
// that may still join it, at most that of any committee in between.
type hunt[C any] struct {
	*electorate
	rule  fmt.Stringer
	work  int64
	cost  func(set, rest []ballot.Option) C // set is full, or rest completes it
	cmp   func(a, b C) int
	best  C
	list  [][]ballot.Option
	found bool // one at least
	more  bool // than are listed
	one   bool // of the least cost is enough: the first
	nodes int64
}

// run searches, and tells the least cost.
func (h *hunt[C]) run() error {
	h.work = h.allowed(h.work)
	order := make([]ballot.Option, h.options)
	for o := range order {
		order[o] = ballot.Option(o)
	}
	slices.SortStableFunc(order, func(a, b ballot.Option) int { return cmp.Compare(h.approvals[b], h.approvals[a]) })
	if err := h.branch(make([]ballot.Option, 0, h.seats), order); err != nil {
		return fmt.Errorf("%s: %w", h.rule, err)
	}
	slices.SortFunc(h.list, slices.Compare)
	return nil
}

// firstBy is the committee of the least cost that an order of all options puts first: the
// search meets it first.
func (h *hunt[C]) firstBy(order []ballot.Option) ([]ballot.Option, error) {
	h.one, h.more, h.list = true, false, nil
	if err := h.branch(make([]ballot.Option, 0, h.seats), order); err != nil {
		return nil, err
	}
	return h.list[0], nil
}

// branch searches the committees of the set and of some of the rest.
func (h *hunt[C]) branch(set, rest []ballot.Option) error {
	if len(set)+len(rest) < h.seats || h.one && h.list != nil {
		return nil
	}
	if h.nodes++; h.nodes > h.work {
		return fmt.Errorf("%d nodes: %w", h.work, errWork)
	}
	if len(set) == h.seats {
		rest = nil
	}
	cost := h.cost(set, rest)
	if h.found {
		if c := h.cmp(cost, h.best); c > 0 || c == 0 && h.more {
			return nil
		}
	}
	if len(set) < h.seats {
		if err := h.branch(append(set, rest[0]), rest[1:]); err != nil {
			return err
		}
		return h.branch(set, rest[1:])
	}
	if !h.found || h.cmp(cost, h.best) < 0 {
		h.best, h.found, h.more, h.list = cost, true, false, nil
	}
	if h.more = len(h.list) == MaxCommittees; h.more {
		return nil
	}
	h.list = append(h.list, slices.Sorted(slices.Values(set)))
	return nil
}

// committee is the outcome.
func (h *hunt[C]) committee(tb ballot.TieBreak, measure Measure, value *big.Rat) (*Committee, error) {
	c := &Committee{Record: ballot.Record{Rule: h.rule.String(), Slate: h.slate}, Seats: h.seats}
	optimum := Optimum{Measure: measure, Value: value, Ways: len(h.list), More: h.more, Nodes: h.nodes}
	var err error
	if h.more {
		err = c.settleMany(tb, h.firstBy)
	} else {
		err = c.settle(h.list, tb)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", h.rule, err)
	}
	c.Reasons = steps([]Optimum{optimum})
	return c, nil
}

// cover counts, for each ballot, the members and the options that may join them.
func (e *electorate) cover(have, can []int32, set, rest []ballot.Option) {
	clear(have)
	clear(can)
	for _, o := range set {
		for _, g := range e.by(o) {
			have[g]++
		}
	}
	for _, o := range rest {
		for _, g := range e.by(o) {
			can[g]++
		}
	}
}
