package stv

import (
	"fmt"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// Check proves the arithmetic of a transcript without the code that counted: every count
// adds up to the valid ballots to the unit, its transfers are the difference from the count
// before, and those elected are as many as the counts say, nobody twice.
func (t *Transcript) Check() error {
	unit := int64(1)
	for range t.Decimals {
		unit *= 10
	}
	var elected []ballot.Option
	before := make([]int64, t.Slate.Len()+2) // exhausted and rounding are the last two
	for i, c := range t.Counts {
		if c.Action == Again {
			elected = elected[:0]
		}
		if err := c.check(t.Valid*unit, before, i > 0 && c.Action != Round && c.Action != Again); err != nil {
			return fmt.Errorf("count %d: %w", c.N, err)
		}
		before = append(append(before[:0], c.Tally...), c.Exhausted, c.Rounding)
		elected = append(elected, c.Elected...)
	}
	if !slices.Equal(elected, t.Elected) {
		return fmt.Errorf("the counts elect %v, the transcript %v", elected, t.Elected)
	}
	slices.Sort(elected)
	if n := len(slices.Compact(elected)); n != len(t.Elected) || int64(n) > t.Seats {
		return fmt.Errorf("%d elected to %d seats, %d of them twice", len(t.Elected), t.Seats, len(t.Elected)-n)
	}
	return nil
}

// check compares a count with the one before.
func (c *Count) check(total int64, before []int64, moved bool) error {
	n := len(c.Tally)
	sum := c.Exhausted + c.Rounding
	for _, v := range c.Tally {
		sum += v
	}
	if sum != total || n+2 != len(before) {
		return fmt.Errorf("%d units of %d", sum, total)
	}
	if !moved {
		return nil
	}
	after := slices.Clone(before)
	for _, x := range c.Transfers {
		to := int(x.To)
		if to < 0 {
			to = n - 1 - to
		}
		after[x.From] -= x.Votes
		after[to] += x.Votes
	}
	if !slices.Equal(after, append(slices.Clone(c.Tally), c.Exhausted, c.Rounding)) {
		return fmt.Errorf("the transfers do not lead from the count before to this one")
	}
	return nil
}
