package projects

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// A session is a rule at work.
type session struct {
	f        *field
	tb       ballot.TieBreak
	money    *treasury
	out      []bool   // by project: funded or refused
	marginal bool     // the first project that does not fit was met
	least    *big.Rat // raise of the shares, where a completion wants it
	sel      *Selection
	steps    []vicinia.Step
}

func (f *field) session(rule string, tb ballot.TieBreak) *session {
	return &session{
		f: f, tb: tb, money: f.treasury(), out: make([]bool, len(f.cost)),
		sel: &Selection{Record: ballot.Record{Rule: rule, Slate: f.slate}},
	}
}

// close writes the selection.
func (s *session) close() *Selection {
	s.money.settle(s.sel)
	s.sel.Reasons = slices.Values(s.steps)
	return s.sel
}

func (s *session) name(p ballot.Option) string { return s.f.slate.Name(p) }

// fund gives a project its cost.
func (s *session) fund(p ballot.Option) {
	s.money.fund(p, s.f.cost[p])
	s.out[p] = true
	s.steps = append(s.steps, Funded{
		Project: s.name(p), Cost: s.f.cost[p], Score: s.f.score[p], Spent: s.money.spent,
	})
}

// part gives a project less than its cost.
func (s *session) part(p ballot.Option, amount int64) {
	s.money.fund(p, amount)
	s.out[p] = true
	s.steps = append(s.steps, PartFunded{Project: s.name(p), Money: amount, Cost: s.f.cost[p]})
}

// refuse puts a project out.
func (s *session) refuse(p ballot.Option, bar Bar) {
	s.out[p] = true
	s.steps = append(s.steps, Refused{Project: s.name(p), Bar: bar})
}

// settleFree funds what costs nothing and refuses what is barred for good.
func (s *session) settleFree() {
	for p := range ballot.Option(len(s.out)) {
		if s.out[p] {
			continue
		}
		switch bar := s.money.bar(p); {
		case bar == Open && s.f.cost[p] == 0 && s.f.votes[p] > 0:
			s.fund(p)
		case bar != Open && bar != Waiting:
			s.refuse(p, bar)
		}
	}
}

// rest says of all that were never out why they are not funded.
func (s *session) rest(otherwise Bar) {
	for p, out := range s.out {
		if !out {
			bar := s.money.bar(ballot.Option(p))
			if bar == Open || otherwise == Unpaid && bar == Unaffordable {
				bar = otherwise
			}
			s.refuse(ballot.Option(p), bar)
		}
	}
}

// together reports whether equal projects can all be funded, in any order, and nothing
// waits for one of them.
func (s *session) together(ps []ballot.Option) bool {
	try := s.money.clone()
	for _, p := range ps {
		if try.bar(p) != Open {
			return false
		}
		try.fund(p, s.f.cost[p])
	}
	for _, needs := range s.f.needs {
		if slices.ContainsFunc(needs, func(q int32) bool { return slices.Contains(ps, ballot.Option(q)) }) {
			return false
		}
	}
	return true
}

// enough reports that all that is open and has votes can be funded, so that it does not
// matter what is next.
func (s *session) enough() bool {
	var all []ballot.Option
	for p, out := range s.out {
		if !out && s.f.votes[p] > 0 {
			all = append(all, ballot.Option(p))
		}
	}
	return s.together(all)
}

// settle asks the tie-break.
func (s *session) settle(tie ballot.Tie) (ballot.Tie, error) {
	tie, err := ballot.Resolve(s.f.slate, tie, s.tb)
	if err == nil {
		s.sel.Ties = append(s.sel.Ties, tie)
	}
	return tie, err
}

// choose breaks the tie who is next; nil if it stands.
func (s *session) choose(tied []ballot.Option) ([]ballot.Option, error) {
	tie := ballot.Tie{For: fmt.Sprintf("choice %d", len(s.sel.Ties)+1), Options: slices.Clone(tied), Places: 1}
	tie, err := s.settle(tie)
	if err != nil || tie.Stands() {
		return nil, err
	}
	first, _, _ := tie.Cut()
	return first, nil
}
