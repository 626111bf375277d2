package ranked

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vicinia/vicinia/ballot"
)

// Banks elects the heads of the longest chains: of options each of which wins against all
// later ones, such that nobody wins against all of them (Banks, Social Choice and Welfare 1,
// 1985). It is a part of the uncovered set, and finding it is hard (Woeginger 2003): the search
// is exact.
type Banks struct{}

// MaxChains bounds the chains that Banks tries.
const MaxChains = 1 << 22

var _ ballot.Rule[*ballot.Pairwise, *ballot.Order] = Banks{}

// String is the rule in canonical text.
func (Banks) String() string { return "banks" }

// Decide: see ballot.Rule. Several members are a tie for the first place. More chains than
// MaxChains are an error, as are no ballots.
func (r Banks) Decide(w *ballot.Pairwise, tb ballot.TieBreak) (*ballot.Order, error) {
	if err := check("banks", 0, 0, w); err != nil {
		return nil, err
	}
	n := w.Slate().Len()
	s := chains{over: beats(w), under: losesTo(w)}
	set := newBitset(n)
	var steps []Chain
	for head := range n {
		if s.chain = []int{head}; s.grow(s.over[head], s.under[head]) {
			set.add(head)
			step := Chain{}
			slices.SortFunc(s.chain, func(a, b int) int {
				if s.over[a].has(b) {
					return -1
				}
				return 1
			})
			for _, o := range s.chain {
				step.Options = append(step.Options, w.Slate().Name(ballot.Option(o)))
			}
			steps = append(steps, step)
		}
		if s.tried > MaxChains {
			return nil, fmt.Errorf("banks: more than %d chains: %w", MaxChains, errTooMany)
		}
	}
	o, err := electSet(r, w, tb, func() bitset { return set })
	if err != nil {
		return nil, err
	}
	o.Reasons = walk(steps)
	return o, nil
}

// A chains is the search for a chain from a head.
type chains struct {
	over, under []bitset
	chain       []int
	tried       int
}

// grow makes the chain one against all of which nobody wins. can are those against whom all of
// it win or who may be put between them; open are those who win against all of it.
func (s *chains) grow(can, open bitset) bool {
	first := -1
	for o := range open.all() {
		first = o
		break
	}
	if first < 0 {
		return true
	}
	for o := range can.all() { // somebody has to hold the first of them off
		if s.over[first].has(o) || !s.fits(o) {
			continue
		}
		if s.tried++; s.tried > MaxChains {
			return false
		}
		left := slices.Clone(open)
		for k, word := range s.under[o] {
			left[k] &= word
		}
		before := len(s.chain)
		s.chain = append(s.chain, o)
		if s.grow(can, left) {
			return true
		}
		s.chain = s.chain[:before]
	}
	return false
}

// fits reports whether an option makes a chain with those chosen: their duels have no circle
// and none is even.
func (s *chains) fits(o int) bool {
	for _, c := range s.chain {
		if !s.over[c].has(o) && !s.over[o].has(c) { // o itself too
			return false
		}
	}
	for _, c := range s.chain { // whoever wins against it is above whoever loses to it
		if !s.over[c].has(o) {
			continue
		}
		for _, d := range s.chain {
			if s.over[o].has(d) && !s.over[c].has(d) {
				return false
			}
		}
	}
	return true
}

// A Chain is the step of an option that Banks elects: each of them wins against all that come
// after it, and nobody against all of them.
type Chain struct{ Options []string }

// Key: see vicinia.Step.
func (c Chain) Key() string { return "ranked.chain" }

// String is "Ana > Ben > Cai".
func (c Chain) String() string { return strings.Join(c.Options, " > ") }
