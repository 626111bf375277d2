package ranked

import (
	"fmt"
	"math/big"
)

// MaxNodes bounds the linear programs of a search for whole numbers.
const MaxNodes = 20_000

// A whole is a search for the least cost in whole numbers of at least 0, by branch and bound
// over linear programs (Land & Doig 1960).
type whole struct {
	vars  int
	least int64 // only less than that is looked for; then what was found
	found bool
	nodes int
	most  []ceiling // limits that are added where a solution breaks them
}

// A ceiling says that some variables together are at most most.
type ceiling struct {
	from, to int
	most     int64
}

// least finds the least cost below limit; ok is false if there is none. Costs are not below 0.
func least(costs []int64, rows [][]int64, ends []int64, most []ceiling, limit int64) (cost int64, ok bool, err error) {
	goal := make([]int64, len(costs))
	for j, c := range costs {
		goal[j] = -c
	}
	p := newProgram(goal)
	for i, row := range rows {
		p.limit(bigs(row...), big.NewInt(ends[i]))
	}
	s := whole{vars: len(costs), least: limit, most: most}
	err = s.search(p)
	return s.least, s.found, err
}

// search looks at the programs below one.
func (s *whole) search(p *program) error {
	if s.nodes++; s.nodes > MaxNodes {
		return fmt.Errorf("more than %d linear programs: %w", MaxNodes, errTooMany)
	}
	for {
		ok, err := p.repair()
		if err != nil || !ok {
			return err
		}
		cost := p.value()
		if cost.Neg(cost); cost.Cmp(new(big.Rat).SetInt64(s.least-1)) > 0 {
			return nil
		}
		x := p.solution(s.vars)
		if s.cut(p, x) {
			continue
		}
		for v := range x {
			if !x[v].IsInt() {
				return s.branch(p, v, x[v])
			}
		}
		s.least, s.found = cost.Num().Int64(), true // below limit
		return nil
	}
}

// cut adds the limits that a solution breaks.
func (s *whole) cut(p *program, x []*big.Rat) (broken bool) {
	for _, m := range s.most {
		sum := new(big.Rat)
		for _, part := range x[m.from:m.to] {
			sum.Add(sum, part)
		}
		if sum.Cmp(new(big.Rat).SetInt64(m.most)) > 0 {
			terms := bigs(make([]int64, m.to)...)
			for _, t := range terms[m.from:] {
				t.SetInt64(1)
			}
			p.limit(terms, big.NewInt(m.most))
			broken = true
		}
	}
	return broken
}

// branch goes on with a variable rounded down, and up.
func (s *whole) branch(p *program, v int, x *big.Rat) error {
	down := new(big.Int).Div(x.Num(), x.Denom())
	terms := bigs(make([]int64, v+1)...)
	terms[v].SetInt64(1)
	lower := p.clone()
	lower.limit(terms, down)
	if err := s.search(lower); err != nil {
		return err
	}
	terms[v].SetInt64(-1)
	p.limit(terms, down.Neg(down.Add(down, big.NewInt(1))))
	return s.search(p)
}

// clone copies all that a pivot changes.
func (p *program) clone() *program {
	q := &program{n: p.n, den: new(big.Int).Set(p.den), next: p.next, pivots: p.pivots}
	q.free, q.basic = append(q.free, p.free...), append(q.basic, p.basic...)
	q.goal = copied(p.goal)
	for _, row := range p.rows {
		q.rows = append(q.rows, copied(row))
	}
	return q
}

func copied(row []*big.Int) []*big.Int {
	c := make([]*big.Int, len(row))
	for i, x := range row {
		c[i] = new(big.Int).Set(x)
	}
	return c
}
