package ranked

import (
	"fmt"
	"math/big"
)

// MaxPivots bounds the pivots of an exact linear program.
const MaxPivots = 20_000

// A program is a linear program in the form of a dictionary (Chvátal, Linear Programming,
// 1983): maximize a sum of variables of at least 0 under sums of at most so much. All is in
// whole numbers over one denominator, and every pivot divides without a remainder (Edmonds
// 1967; Bareiss 1968). The smallest number enters and leaves (Bland 1977), so that it ends.
//
//	den x[basic[i]] = rows[i][n] - sum over j of rows[i][j] x[free[j]]
//	den z = goal[n] + sum over j of goal[j] x[free[j]]
type program struct {
	n     int // variables that are free, 0 in the solution
	den   *big.Int
	goal  []*big.Int
	rows  [][]*big.Int
	free  []int // variables by column; those above the first n are slacks of rows
	basic []int // variables by row
	next  int   // number of the next slack

	pivots      int
	left, right big.Int // scratch
}

// newProgram maximizes the sum of goal[j] x[j].
func newProgram(goal []int64) *program {
	p := &program{n: len(goal), den: big.NewInt(1), next: len(goal), goal: append(bigs(goal...), new(big.Int))}
	for j := range goal {
		p.free = append(p.free, j)
	}
	return p
}

// limit adds the row: the sum of terms[j] x[j] is at most most.
func (p *program) limit(terms []*big.Int, most *big.Int) {
	row := make([]*big.Int, p.n+1)
	for j, v := range p.free {
		row[j] = new(big.Int)
		if v < len(terms) {
			row[j].Mul(p.den, terms[v])
		}
	}
	row[p.n] = new(big.Int).Mul(p.den, most)
	for i, v := range p.basic { // put the basic variables in terms of the free ones
		if v >= len(terms) || terms[v].Sign() == 0 {
			continue
		}
		for j := range row {
			row[j].Sub(row[j], p.left.Mul(terms[v], p.rows[i][j]))
		}
	}
	p.rows = append(p.rows, row)
	p.basic = append(p.basic, p.next)
	p.next++
}

// bigs are terms of so many small numbers.
func bigs(terms ...int64) []*big.Int {
	of := make([]*big.Int, len(terms))
	for i, t := range terms {
		of[i] = big.NewInt(t)
	}
	return of
}

// pivot exchanges the basic variable of row r and the free one of column s.
func (p *program) pivot(r, s int) error {
	if p.pivots++; p.pivots > MaxPivots {
		return fmt.Errorf("more than %d pivots: %w", MaxPivots, errTooMany)
	}
	old := p.rows[r][s]
	for i, row := range p.rows {
		if i != r && row[s].Sign() != 0 {
			p.combine(row, row[s], old, r, s)
		} else if i != r {
			p.scale(row, old)
		}
	}
	p.combine(p.goal, p.goal[s], old, r, s)
	p.rows[r][s] = p.den
	p.den = old
	p.free[s], p.basic[r] = p.basic[r], p.free[s]
	if p.den.Sign() < 0 {
		p.negate()
	}
	return nil
}

// combine is row[j] = (row[j] old - factor rows[r][j]) / den, but for column s.
func (p *program) combine(row []*big.Int, factor, old *big.Int, r, s int) {
	for j, x := range row {
		if j == s {
			continue
		}
		p.left.Mul(x, old)
		if y := p.rows[r][j]; y.Sign() != 0 {
			p.right.Mul(factor, y)
			if isGoal := &row[0] == &p.goal[0]; isGoal && j == p.n {
				p.left.Add(&p.left, &p.right)
			} else {
				p.left.Sub(&p.left, &p.right)
			}
		}
		x.Quo(&p.left, p.den)
	}
	row[s] = new(big.Int).Neg(factor)
}

// scale is combine with a factor of 0.
func (p *program) scale(row []*big.Int, old *big.Int) {
	for _, x := range row {
		if x.Sign() != 0 {
			x.Quo(p.left.Mul(x, old), p.den)
		}
	}
}

func (p *program) negate() {
	p.den.Neg(p.den)
	for _, row := range append(p.rows, p.goal) {
		for _, x := range row {
			x.Neg(x)
		}
	}
}

// maximize is the primal method: no row may have a negative end.
func (p *program) maximize() error {
	for {
		s := -1
		for j, v := range p.free {
			if p.goal[j].Sign() > 0 && (s < 0 || v < p.free[s]) {
				s = j
			}
		}
		if s < 0 {
			return nil
		}
		r := -1
		for i, row := range p.rows {
			if row[s].Sign() <= 0 {
				continue
			}
			if r < 0 {
				r = i
				continue
			}
			p.left.Mul(row[p.n], p.rows[r][s])
			p.right.Mul(p.rows[r][p.n], row[s])
			if c := p.left.Cmp(&p.right); c < 0 || c == 0 && p.basic[i] < p.basic[r] {
				r = i
			}
		}
		if r < 0 {
			panic("ranked: a linear program without bounds")
		}
		if err := p.pivot(r, s); err != nil {
			return err
		}
	}
}

// repair is the dual method: no term of the goal may be positive. ok is false if no solution
// fits the rows.
func (p *program) repair() (ok bool, err error) {
	for {
		r := -1
		for i, row := range p.rows {
			if row[p.n].Sign() < 0 && (r < 0 || p.basic[i] < p.basic[r]) {
				r = i
			}
		}
		if r < 0 {
			return true, nil
		}
		s := -1
		for j, x := range p.rows[r][:p.n] {
			if x.Sign() >= 0 {
				continue
			}
			if s < 0 {
				s = j
				continue
			}
			// The least goal[j]/x, both not positive.
			p.left.Mul(p.goal[j], p.rows[r][s])
			p.right.Mul(p.goal[s], x)
			if c := p.left.Cmp(&p.right); c < 0 || c == 0 && p.free[j] < p.free[s] {
				s = j
			}
		}
		if s < 0 {
			return false, nil
		}
		if err := p.pivot(r, s); err != nil {
			return false, err
		}
	}
}

// solution is the value of each of the first variables.
func (p *program) solution(of int) []*big.Rat {
	x := make([]*big.Rat, of)
	for v := range x {
		x[v] = new(big.Rat)
	}
	for i, v := range p.basic {
		if v < of {
			x[v].SetFrac(p.rows[i][p.n], p.den)
		}
	}
	return x
}

// value is the greatest sum.
func (p *program) value() *big.Rat { return new(big.Rat).SetFrac(p.goal[p.n], p.den) }

// price is what more of the row that was added i-th would be worth.
func (p *program) price(i int) *big.Rat {
	for j, v := range p.free {
		if v == p.n+i {
			return new(big.Rat).Neg(new(big.Rat).SetFrac(p.goal[j], p.den))
		}
	}
	return new(big.Rat)
}
