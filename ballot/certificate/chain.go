package certificate

import "fmt"

// A Chain proves that its first option is in the Banks set: each option of it wins against all
// later ones, and nobody wins against all of them (ranked.Chain). Options are by number.
type Chain struct{ Options []int }

// Check returns nil if the proof holds for margins row by row: how many more ballots put one
// option of n above another.
func (p Chain) Check(n int, margins []int64) error {
	if len(p.Options) == 0 || len(margins) != n*n {
		return fmt.Errorf("a chain of %d options, %d margins of %d", len(p.Options), len(margins), n)
	}
	for i, a := range p.Options {
		if a < 0 || a >= n {
			return fmt.Errorf("no option %d of %d", a, n)
		}
		for _, b := range p.Options[:i] {
			if margins[b*n+a] <= 0 {
				return fmt.Errorf("option %d does not win against %d", b, a)
			}
		}
	}
	for o := range n {
		over := 0
		for _, a := range p.Options {
			if margins[o*n+a] > 0 {
				over++
			}
		}
		if over == len(p.Options) {
			return fmt.Errorf("option %d wins against all of the chain", o)
		}
	}
	return nil
}
