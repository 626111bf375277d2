package committee

import "math/big"

// A linear program asks for unknowns from 0 such that each row is at most its limit, or
// equal to it. Limits are from 0.
type linear struct {
	unknowns int
	rows     [][]*big.Rat
	limit    []*big.Rat
	equal    []bool

	basis []int // the unknown of each row; past the unknowns, its slack
}

// solve is the first phase of the simplex method by the rule of Bland (1977), which cannot
// cycle. A row with a slack begins with it; the others are brought to their limits.
func (l *linear) solve(work int64) (bool, error) {
	columns := l.unknowns + len(l.rows)
	for i, row := range l.rows {
		slack := rationals(len(l.rows))
		if l.equal[i] {
			l.basis = append(l.basis, -1) // what is missing to the limit
		} else {
			slack[i].SetInt64(1)
			l.basis = append(l.basis, l.unknowns+i)
		}
		l.rows[i] = append(row, slack...)
	}
	for {
		enter := l.enter(columns)
		if enter < 0 {
			break
		}
		if work--; work < 0 {
			return false, errWork
		}
		leave := l.leave(enter)
		if leave < 0 {
			break
		}
		l.pivot(leave, enter)
	}
	for i, b := range l.basis {
		if b < 0 && l.limit[i].Sign() != 0 {
			return false, nil
		}
	}
	return true, nil
}

// enter is the first column that brings rows nearer to their limits.
func (l *linear) enter(columns int) int {
	for x := range columns {
		sum := new(big.Rat)
		for i, b := range l.basis {
			if b < 0 {
				sum.Add(sum, l.rows[i][x])
			}
		}
		if sum.Sign() > 0 {
			return x
		}
	}
	return -1
}

// leave is the row that bounds a column, of equal ones the first unknown.
func (l *linear) leave(enter int) int {
	leave := -1
	var least *big.Rat
	for i, row := range l.rows {
		if row[enter].Sign() <= 0 {
			continue
		}
		got := new(big.Rat).Quo(l.limit[i], row[enter])
		if leave < 0 || got.Cmp(least) < 0 || got.Cmp(least) == 0 && l.basis[i] < l.basis[leave] {
			leave, least = i, got
		}
	}
	return leave
}

// pivot makes a column the unknown of a row.
func (l *linear) pivot(leave, enter int) {
	by := new(big.Rat).Inv(l.rows[leave][enter])
	for _, v := range l.rows[leave] {
		v.Mul(v, by)
	}
	l.limit[leave].Mul(l.limit[leave], by)
	l.basis[leave] = enter
	part := new(big.Rat)
	for i, row := range l.rows {
		if i == leave || row[enter].Sign() == 0 {
			continue
		}
		times := new(big.Rat).Set(row[enter])
		for x, v := range l.rows[leave] {
			if v.Sign() != 0 {
				row[x].Sub(row[x], part.Mul(v, times))
			}
		}
		l.limit[i].Sub(l.limit[i], part.Mul(l.limit[leave], times))
	}
}

// values are those of the unknowns.
func (l *linear) values() []*big.Rat {
	values := rationals(l.unknowns)
	for i, b := range l.basis {
		if b >= 0 && b < l.unknowns {
			values[b] = l.limit[i]
		}
	}
	return values
}
