package stv

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// Check proves the arithmetic of a transcript without the code that counted: every count
// adds up to the valid ballots to the unit; its transfers are the difference from the count
// before, and go to nobody who went out or was elected in an earlier count; those elected are
// the ones that the counts say, nobody twice, and no more than the seats.
func (t *Transcript) Check() error {
	total, n := t.Valid, t.Slate.Len()
	if t.Decimals < 0 || t.Decimals > MaxDecimals {
		return fmt.Errorf("%d decimals", t.Decimals)
	}
	for range t.Decimals {
		if total > math.MaxInt64/10 {
			return fmt.Errorf("%d ballots with %d decimals: %w", t.Valid, t.Decimals, vicinia.ErrOverflow)
		}
		total *= 10
	}
	if t.Worth != 0 {
		total = t.Worth
	}
	var elected []ballot.Option
	had := 0                     // elected in the passes before
	out := make([]bool, n)       // for good, or for this pass
	before := make([]int64, n+2) // exhausted and rounding are the last two
	for i, c := range t.Counts {
		switch c.Action {
		case Again:
			elected = elected[:had]
		case Next:
			had = len(elected)
			clear(out)
		}
		if err := c.sums(total, n); err != nil {
			return fmt.Errorf("count %d: %w", i+1, err)
		}
		after := append(slices.Clone(c.Tally), c.Exhausted, c.Rounding)
		if i > 0 && c.Action != Round && c.Action != Again && c.Action != Next {
			if err := c.leads(before, after, elected, out); err != nil {
				return fmt.Errorf("count %d: %w", i+1, err)
			}
		}
		before = after
		elected = append(elected, c.Elected...)
		for _, o := range c.Out {
			out[o] = true
		}
	}
	if !slices.Equal(elected, t.Elected) {
		return fmt.Errorf("the counts elect %v, the transcript %v", elected, t.Elected)
	}
	slices.Sort(elected)
	if k := len(slices.Compact(elected)); k != len(t.Elected) || int64(k) > t.Seats {
		return fmt.Errorf("%d elected to %d seats, %d of them twice", len(t.Elected), t.Seats, len(t.Elected)-k)
	}
	return nil
}

// sums checks one count alone, on a slate of n options.
func (c *Count) sums(total int64, n int) error {
	sum := c.Exhausted + c.Rounding
	for _, v := range c.Tally {
		sum += v
	}
	if sum != total || len(c.Tally) != n {
		return fmt.Errorf("%d units of %d on %d options", sum, total, len(c.Tally))
	}
	for _, o := range slices.Concat(c.Of, c.Elected, c.Out) {
		if o < 0 || int(o) >= n {
			return fmt.Errorf("no option %d", o)
		}
	}
	return nil
}

// leads checks that the transfers make what follows of what was before.
func (c *Count) leads(before, after []int64, elected []ballot.Option, out []bool) error {
	made, n := slices.Clone(before), len(c.Tally)
	for _, x := range c.Transfers {
		to := int(x.To)
		switch {
		case x.From < 0 || int(x.From) >= n || x.To < ToRounding || to >= n:
			return fmt.Errorf("a transfer from %d to %d", x.From, x.To)
		case to < 0:
			to = n - 1 - to
		case out[to] || slices.Contains(elected, x.To):
			return fmt.Errorf("a transfer to %d, who is elected or out", x.To)
		}
		made[x.From] -= x.Votes
		made[to] += x.Votes
	}
	if !slices.Equal(made, after) {
		return errors.New("the transfers do not lead here from the count before")
	}
	return nil
}
