package tax

import (
	"errors"
	"fmt"
	"iter"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

// A Revision is an assessment and why it came: the first one, provisional or final, a
// correction, a refund.
type Revision struct {
	On    vicinia.Date
	Cause string
	Assessment
}

// A Chain is the revisions of one tax of one payer, oldest first: each supersedes the one
// before, and none is ever removed (T-9). It is a value: Revise returns the next chain.
// The zero Chain owes nothing.
type Chain struct{ revisions []Revision }

// Revise returns the chain with one more revision. One without a day or a cause, of an
// earlier day than the last, or in another currency breaks T-9 or M-7.
func (c Chain) Revise(r Revision) (Chain, error) {
	var f faults
	if r.On < 1 {
		f.add("on", "T-9", "no day")
	}
	if r.Cause == "" {
		f.add("cause", "T-9", "no cause")
	}
	if r.Gross == (fiscal.Money{}) {
		f.add("assessment", "T-9", "none")
	}
	if n := len(c.revisions); n > 0 {
		last := c.revisions[n-1]
		if r.On < last.On {
			f.add("on", "T-9", "%v is before the last revision of %v", r.On, last.On)
		}
		if _, err := last.Gross.Add(r.Gross); errors.Is(err, fiscal.ErrCurrency) {
			f.add("assessment", "M-7", "%v after %v", r.Gross, last.Gross)
		}
	}
	if err := errors.Join(f...); err != nil {
		return Chain{}, err
	}
	// The full slice expression makes the next chain its own copy.
	return Chain{append(c.revisions[:len(c.revisions):len(c.revisions)], r)}, nil
}

// Owed is the gross of the last revision: the sum of all differences.
func (c Chain) Owed() fiscal.Money {
	if len(c.revisions) == 0 {
		return fiscal.Money{}
	}
	return c.revisions[len(c.revisions)-1].Gross
}

// Differences walks the revisions, oldest first, each with what it changes: the first one
// its gross, later ones the signed difference to the one before. Only these are posted.
func (c Chain) Differences() iter.Seq2[Revision, fiscal.Money] {
	return func(yield func(Revision, fiscal.Money) bool) {
		former := fiscal.Money{}
		for _, r := range c.revisions {
			difference, err := r.Gross.Sub(former)
			if err != nil {
				panic(fmt.Sprintf("tax: a chain of %v after %v", r.Gross, former)) // no tax is negative
			}
			if !yield(r, difference) {
				return
			}
			former = r.Gross
		}
	}
}
