package report

import "math/big"

// A polytope is linear inequalities in unknowns, in exact fractions. One solution is known
// to the test, the truth: every unknown is its distance from it. Bounds do not depend on
// where the search for them begins, so that no first solution has to be found.
//
// It is a dictionary (Chvátal, Linear Programming, 1983, chapter 2): each row is a basic
// variable as a sum of those that are not basic, and a constant in the last column.
// Variables below free are the unknowns; the others are slacks, which are never negative.
type polytope struct {
	free  int
	rows  [][]*big.Rat
	basic []int // the variable of each row
	rest  []int // the variable of each column
}

// newPolytope takes inequalities: coefficients of the unknowns, and by how much the truth
// is inside.
func newPolytope(unknowns int, inequalities []map[int]*big.Rat, inside []*big.Rat) *polytope {
	p := &polytope{free: unknowns}
	for k, coefficients := range inequalities {
		row := make([]*big.Rat, unknowns+1)
		for j := range row {
			row[j] = new(big.Rat)
		}
		for j, c := range coefficients {
			row[j].Set(c)
		}
		row[unknowns].Set(inside[k])
		p.rows, p.basic = append(p.rows, row), append(p.basic, unknowns+k)
	}
	for j := range unknowns {
		p.rest = append(p.rest, j)
	}
	for j := range unknowns { // the unknowns become basic, and stay
		row := p.limit(j, 1)
		if row < 0 {
			row = p.limit(j, -1)
		}
		if row >= 0 {
			p.pivot(row, j)
		}
	}
	return p
}

// limit is the row of the slack that first comes to zero when a column moves, or -1.
func (p *polytope) limit(column, sign int) int {
	row, least := -1, new(big.Rat)
	for k, r := range p.rows {
		if p.basic[k] < p.free || r[column].Sign()*sign >= 0 {
			continue
		}
		ratio := new(big.Rat).Quo(r[len(p.rest)], r[column])
		ratio.Abs(ratio)
		if c := ratio.Cmp(least); row < 0 || c < 0 || c == 0 && p.basic[k] < p.basic[row] {
			row, least = k, ratio
		}
	}
	return row
}

// pivot makes the variable of a column basic instead of that of a row.
func (p *polytope) pivot(row, column int) {
	r := p.rows[row]
	by := new(big.Rat).Inv(r[column])
	r[column] = big.NewRat(-1, 1)
	for j := range r {
		if r[j].Sign() != 0 {
			r[j].Mul(r[j], by)
			r[j].Neg(r[j])
		}
	}
	var t big.Rat
	for k, other := range p.rows {
		if k == row || other[column].Sign() == 0 {
			continue
		}
		times := other[column]
		other[column] = new(big.Rat)
		for j := range r {
			if r[j].Sign() != 0 {
				other[j].Add(other[j], t.Mul(times, r[j]))
			}
		}
	}
	p.basic[row], p.rest[column] = p.rest[column], p.basic[row]
}

// most is how far above the truth an unknown can be, or below it with the sign -1. It
// stops at enough, and nil is without end. Of equal columns and rows the first is taken,
// so that no round is run twice (Bland 1977).
func (p *polytope) most(unknown, sign int, enough *big.Rat) *big.Rat {
	row := -1
	for k, v := range p.basic {
		if v == unknown {
			row = k
		}
	}
	if row < 0 {
		return nil
	}
	for {
		value := new(big.Rat).Abs(p.rows[row][len(p.rest)])
		if p.rows[row][len(p.rest)].Sign()*sign < 0 {
			value.Neg(value)
		}
		if enough != nil && value.Cmp(enough) >= 0 {
			return value
		}
		column := -1
		for j, v := range p.rest {
			rise := p.rows[row][j].Sign() * sign
			if v < p.free && rise != 0 {
				return nil
			}
			if rise > 0 && (column < 0 || v < p.rest[column]) {
				column = j
			}
		}
		if column < 0 {
			return value
		}
		leaves := p.limit(column, 1)
		if leaves < 0 {
			return nil
		}
		p.pivot(leaves, column)
	}
}
