package certificate

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
)

// A Biproportional proves a table of seats by one divisor for each district and one for
// each list: every cell's votes over both, rounded to the nearest, are its seats; at an
// exact half both numbers fit (Balinski & Demange 1989; seats.Cell).
type Biproportional struct {
	Seats, Lists                   []int64 // of each district; of each list
	DistrictDivisors, ListDivisors []*big.Rat
	Leaders                        bool // who has the most votes of a district has a seat there at least, if it has one for all who are level
}

// Check returns nil if the proof holds for votes and seats row by row. Lists below a
// threshold come with no votes.
func (p Biproportional) Check(votes, seats []int64) error {
	rows, columns := len(p.Seats), len(p.Lists)
	if len(p.DistrictDivisors) != rows || len(p.ListDivisors) != columns || len(votes) != rows*columns || len(seats) != rows*columns {
		return fmt.Errorf("%d districts, %d lists, %d and %d divisors, %d cells of votes and %d of seats",
			rows, columns, len(p.DistrictDivisors), len(p.ListDivisors), len(votes), len(seats))
	}
	for _, d := range append(append([]*big.Rat(nil), p.DistrictDivisors...), p.ListDivisors...) {
		if d == nil || d.Sign() <= 0 {
			return fmt.Errorf("a divisor of %v", d)
		}
	}
	var faults []error
	leads := p.leads(votes)
	inRow, inColumn := make([]int64, rows), make([]int64, columns)
	for at, n := range seats {
		i, j := at/columns, at%columns
		inRow[i] += n
		inColumn[j] += n
		if leads[at] && n == 0 {
			faults = append(faults, fmt.Errorf("district %d, list %d: no seat for the first", i, j))
		}
		if !fits(votes[at], n, leads[at], new(big.Rat).Mul(p.DistrictDivisors[i], p.ListDivisors[j])) {
			faults = append(faults, fmt.Errorf("district %d, list %d: %d votes do not round to %d seats", i, j, votes[at], n))
		}
	}
	for i, n := range inRow {
		if n != p.Seats[i] {
			faults = append(faults, fmt.Errorf("district %d: %d seats of %d", i, n, p.Seats[i]))
		}
	}
	for j, n := range inColumn {
		if n != p.Lists[j] {
			faults = append(faults, fmt.Errorf("list %d: %d seats of %d", j, n, p.Lists[j]))
		}
	}
	return errors.Join(faults...)
}

// leads tells which cells are of a leader.
func (p Biproportional) leads(votes []int64) []bool {
	leads, columns := make([]bool, len(votes)), len(p.Lists)
	for i, due := range p.Seats {
		row, level := votes[i*columns:(i+1)*columns], int64(0)
		for j, n := range row {
			leads[i*columns+j] = p.Leaders && n > 0 && n == slices.Max(row)
			if leads[i*columns+j] {
				level++
			}
		}
		if level > due {
			clear(leads[i*columns : (i+1)*columns])
		}
	}
	return leads
}

// fits reports (seats - 1/2) divisor <= votes <= (seats + 1/2) divisor; no votes are no
// seats, and the one seat of who leads asks for no votes.
func fits(votes, seats int64, leads bool, divisor *big.Rat) bool {
	if votes <= 0 || seats < 0 {
		return votes == 0 && seats == 0
	}
	twice := new(big.Rat).SetInt64(votes)
	twice.Mul(twice, big.NewRat(2, 1)).Quo(twice, divisor)
	s := new(big.Rat).SetInt64(seats)
	s.Mul(s, big.NewRat(2, 1))
	gap := twice.Sub(twice, s)
	if leads && seats == 1 && gap.Sign() < 0 {
		return true
	}
	return gap.Abs(gap).Cmp(big.NewRat(1, 1)) <= 0
}
