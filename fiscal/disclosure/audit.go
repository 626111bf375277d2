package disclosure

import (
	"errors"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

// Audit returns what an attacker gets who sees nothing but the table: for every cell, in
// the order of Cells, the least and the greatest value that it has in any filling of the
// blanks with integers that agrees with all sums. Both ends are exact. It knows nothing
// of the numbers behind, nor of how the blanks were chosen; a table that no filling
// agrees with is an error.
func Audit(p *Public) ([]Bounds, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	bounds := make([]Bounds, len(p.Cells))
	counts, err := newAuditor(p, countOf, p.floor())
	if err != nil {
		return nil, err
	}
	for i := range bounds {
		bounds[i].Count = counts.interval(int32(i))
	}
	if p.Currency == (fiscal.Currency{}) {
		return bounds, nil
	}
	amounts, err := newAuditor(p, amountOf, 0)
	if err != nil {
		return nil, err
	}
	for i := range bounds {
		bounds[i].Amount = amounts.interval(int32(i))
	}
	return bounds, nil
}

func countOf(c Cell) int64  { return c.Count }
func amountOf(c Cell) int64 { return c.Amount.Minor() }

// floor is what a blank holds at least: where zeros are shown, no blank is one.
func (p *Public) floor() int64 {
	if p.Zeros == ZerosShown {
		return 1
	}
	return 0
}

// An auditor is a flow, and the most that follows from single sums.
type auditor struct {
	*flow
	high []int64
}

// newAuditor fills the blanks in some way.
func newAuditor(p *Public, value func(Cell) int64, floor int64) (*auditor, error) {
	net := newNetwork(p.Lines, p.width())
	blanks, base := newPattern(net), make([]int64, len(p.Cells))
	for i, c := range p.Cells {
		base[i] = value(c)
		if c.Blank {
			base[i] = floor
			blanks.open(int32(i))
		}
	}
	a := &auditor{flow: newFlow(blanks, base, floor)}
	over := make([]int64, net.nodes) // what flows into a node and not out
	for i, x := range base {
		over[net.head[i]] += x
		over[net.tail[i]] -= x
	}
	a.limit(over)
	a.greed(over)
	for node := range over {
		if !a.drain(int32(node), over) {
			return nil, &vicinia.Fault{Path: "cells", Err: errors.New("no filling of the blanks agrees with the sums")}
		}
	}
	a.flow = newFlow(blanks, a.x, floor)
	return a, nil
}

// limit bounds each blank by the sums in which nothing else can give way: at a node with
// blanks on one side only, when all others are at their floor.
func (a *auditor) limit(over []int64) {
	a.high = make([]int64, len(a.base))
	ins, outs := make([]int, len(over)), make([]int, len(over))
	for i, blank := range a.blank {
		if blank {
			ins[a.head[i]]++
			outs[a.tail[i]]++
		}
	}
	for i := range a.high {
		a.high[i] = endless
		if tail := a.tail[i]; ins[tail] == 0 {
			a.high[i] = a.floor + over[tail]
		}
		if head := a.head[i]; outs[head] == 0 {
			a.high[i] = min(a.high[i], a.floor-over[head])
		}
	}
}

// greed moves what is too much at one end of a blank to the other end, if it lacks there.
func (a *auditor) greed(over []int64) {
	for i, blank := range a.blank {
		tail, head := a.tail[i], a.head[i]
		if units := min(over[tail], -over[head]); blank && units > 0 {
			a.add(int32(i), units)
			over[tail] -= units
			over[head] += units
		}
	}
}

// drain moves what is too much at a node to where it lacks, and reports whether it could.
// No node is left with a lack when none has too much: all of them add up to nothing.
func (a *auditor) drain(node int32, over []int64) bool {
	for over[node] > 0 {
		moved := false
		for _, to := range a.walk(node) {
			if over[to] >= 0 {
				continue
			}
			units := min(a.room(node, to), over[node], -over[to])
			a.push(node, to, units)
			over[node] -= units
			over[to] += units
			if moved = moved || units > 0; over[node] == 0 {
				return true
			}
		}
		if !moved {
			return false
		}
	}
	return true
}

// interval is exact.
func (a *auditor) interval(cell int32) Interval {
	if !a.blank[cell] {
		return Interval{a.base[cell], a.base[cell]}
	}
	return Interval{a.lower(cell, a.floor), a.raise(cell, a.high[cell])}
}
