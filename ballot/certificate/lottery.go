package certificate

import (
	"errors"
	"fmt"
	"math/big"
)

// A Lottery proves that chances are a maximal lottery: against them no option can expect a
// margin above 0 (ranked.Lottery).
type Lottery struct{ Chances []*big.Rat }

// Check returns nil if the proof holds for margins row by row: how many more ballots put one
// option above another.
func (p Lottery) Check(margins []int64) error {
	n := len(p.Chances)
	if n == 0 || len(margins) != n*n {
		return fmt.Errorf("%d chances, %d margins", n, len(margins))
	}
	sum := new(big.Rat)
	for o, c := range p.Chances {
		if c == nil || c.Sign() < 0 {
			return fmt.Errorf("option %d has a chance of %v", o, c)
		}
		sum.Add(sum, c)
	}
	if sum.Cmp(big.NewRat(1, 1)) != 0 {
		return fmt.Errorf("chances of %s in all", sum.RatString())
	}
	var faults []error
	for a := range n {
		against := new(big.Rat)
		for b, c := range p.Chances {
			if margins[a*n+b] != -margins[b*n+a] {
				return fmt.Errorf("margins of %d and %d: %d and %d", a, b, margins[a*n+b], margins[b*n+a])
			}
			against.Add(against, new(big.Rat).Mul(c, big.NewRat(margins[a*n+b], 1)))
		}
		if against.Sign() > 0 {
			faults = append(faults, fmt.Errorf("option %d can expect %s against it", a, against.RatString()))
		}
	}
	return errors.Join(faults...)
}
