package committee

import (
	"fmt"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// An electorate is the approvals in flat arrays, both ways. Ballots are distinct, in
// canonical order, with their weights.
type electorate struct {
	slate   *ballot.Slate
	options int
	seats   int
	voters  int64   // with the blank ballots: they are voters who approve nobody
	blank   int64   // of them
	weight  []int64 // of each ballot

	start []int32 // ballot g approves marks[start[g]:start[g+1]]
	marks []ballot.Option

	behind    []int32 // option o is on the ballots on[behind[o]:behind[o+1]], ascending
	on        []int32
	approvals []int64 // of each option
}

// maxCells bounds the tables of options by members of a ballot.
const maxCells = 1 << 26

// take reads approvals, or choices as approvals of one.
func take(rule fmt.Stringer, seats int, p *ballot.Profile) (*electorate, error) {
	if k := p.Kind(); k != ballot.Approval && k != ballot.Choice {
		return nil, fmt.Errorf("%s wants approvals, not %s ballots", rule, k)
	}
	e := &electorate{
		slate: p.Slate(), options: p.Slate().Len(), seats: seats, voters: p.Len() + p.Blank, blank: p.Blank,
		weight: make([]int64, 0, p.Distinct()), start: make([]int32, 1, p.Distinct()+1),
	}
	switch {
	case seats < 1 || seats > e.options:
		return nil, fmt.Errorf("%s: %d seats and %d options", rule, seats, e.options)
	case e.voters == 0:
		return nil, fmt.Errorf("%s: no ballots", rule)
	}
	e.behind, e.approvals = make([]int32, e.options+1), make([]int64, e.options)
	for b, n := range p.All() {
		for _, m := range b {
			e.marks = append(e.marks, m.Option)
			e.behind[m.Option+1]++
			e.approvals[m.Option] += n
		}
		e.weight, e.start = append(e.weight, n), append(e.start, int32(len(e.marks)))
	}
	if e.options*(e.longest()+2) > maxCells {
		return nil, fmt.Errorf("%s: %d options and a ballot of %d are too many", rule, e.options, e.longest())
	}
	for o := range e.options {
		e.behind[o+1] += e.behind[o]
	}
	e.on = make([]int32, len(e.marks))
	next := slices.Clone(e.behind)
	for g := range e.weight {
		for _, o := range e.of(g) {
			e.on[next[o]] = int32(g)
			next[o]++
		}
	}
	return e, nil
}

// of are the options of a ballot, ascending.
func (e *electorate) of(g int) []ballot.Option { return e.marks[e.start[g]:e.start[g+1]] }

// by are the ballots that approve an option, ascending.
func (e *electorate) by(o ballot.Option) []int32 { return e.on[e.behind[o]:e.behind[o+1]] }

// longest is the most approvals of a ballot, at least 1.
func (e *electorate) longest() int {
	n := 1
	for g := range e.weight {
		n = max(n, len(e.of(g)))
	}
	return n
}

// meet reports whether some ballot approves both and is told by such.
func (e *electorate) meet(a, b ballot.Option, such func(g int32) bool) bool {
	x, y := e.by(a), e.by(b)
	for len(x) > 0 && len(y) > 0 {
		switch {
		case x[0] < y[0]:
			x = x[1:]
		case x[0] > y[0]:
			y = y[1:]
		case such == nil || such(x[0]):
			return true
		default:
			x, y = x[1:], y[1:]
		}
	}
	return false
}

// shared reports whether two options have a supporter in common.
func (e *electorate) shared(a, b ballot.Option) bool { return e.meet(a, b, nil) }

// members are the options of a set, in slate order.
func members(in []bool) (os []ballot.Option) {
	for o, is := range in {
		if is {
			os = append(os, ballot.Option(o))
		}
	}
	return os
}
