package seats

import (
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/internal/apportion"
)

// A Threshold keeps small lists out: those with less than Share of the valid votes. The
// zero Threshold keeps nobody out. Where a list stands that misses it is a step.
type Threshold struct {
	Share  vicinia.Ratio
	Valid  int64    // the valid votes; 0 means those of the table. More, if some lists are not in it
	Exempt []string // lists that it does not bind: of a national minority, or with a district won
}

// String is ` threshold=5% valid=49649512 exempt="SSW"`, for the text of a rule, or "" for
// the zero Threshold.
func (t Threshold) String() string {
	if t.Share.Sign() == 0 {
		return ""
	}
	s := " threshold=" + t.Share.String()
	if t.Valid > 0 {
		s += fmt.Sprintf(" valid=%d", t.Valid)
	}
	if len(t.Exempt) > 0 {
		s += fmt.Sprintf(" exempt=%q", strings.Join(t.Exempt, ","))
	}
	return s
}

// apply returns the votes of the lists that take part, 0 for the others, and a step for
// each list that is kept out or exempt below the share. Nobody with votes is an error.
func (t Threshold) apply(c *ballot.Counts) ([]int64, []Barred, error) {
	if err := t.check(c); err != nil {
		return nil, nil, err
	}
	valid := t.Valid
	if valid == 0 {
		valid = c.Total()
	}
	need := t.least(valid)
	votes := make([]int64, c.Slate().Len())
	var barred []Barred
	for o, name := range c.Slate().All() {
		n := c.Of(o)
		exempt := slices.Contains(t.Exempt, name)
		if n >= need || exempt {
			votes[o] = n
		}
		if n < need {
			barred = append(barred, Barred{List: name, Votes: n, Need: need, Valid: valid, Share: t.Share, Exempt: exempt})
		}
	}
	if !slices.ContainsFunc(votes, func(n int64) bool { return n > 0 }) {
		return nil, nil, fmt.Errorf("no list that takes part has votes: %w", apportion.ErrNoWeight)
	}
	return votes, barred, nil
}

// least is the smallest number of votes that reaches the share: its ceiling.
func (t Threshold) least(valid int64) int64 {
	num, den := t.Share.Parts()
	hi, lo := bits.Mul64(uint64(valid), uint64(num))
	floor, rest := bits.Div64(hi, lo, uint64(den)) // the share is at most 1
	if rest > 0 {
		floor++
	}
	return int64(floor)
}

func (t Threshold) check(c *ballot.Counts) error {
	var faults []error
	fault := func(path, format string, operands ...any) {
		faults = append(faults, &vicinia.Fault{Path: path, Err: fmt.Errorf(format, operands...)})
	}
	if t.Share.Sign() < 0 || t.Share.Cmp(vicinia.Frac(1, 1)) > 0 {
		fault("threshold.share", "%s is not from 0 to 1", t.Share)
	}
	if t.Valid != 0 && t.Valid < c.Total() {
		fault("threshold.valid", "%d valid votes, and the lists alone have %d", t.Valid, c.Total())
	}
	for i, name := range t.Exempt {
		if _, ok := c.Slate().Find(name); !ok {
			fault(fmt.Sprintf("threshold.exempt[%d]", i), "%q is not a list", name)
		}
	}
	return errors.Join(faults...)
}

// A Barred is the step of a list below the threshold.
type Barred struct {
	List        string
	District    string // of a Biproportional, the one where least is missing; else ""
	Votes, Need int64  // Need: the fewest votes that reach Share of Valid
	Valid       int64
	Share       vicinia.Ratio
	Exempt      bool // it takes part all the same
}

// Key: see vicinia.Step.
func (b Barred) Key() string { return "seats.barred" }

// String is "BSW: 2472947 votes, 9529 short of 5% of 49649512: out".
func (b Barred) String() string {
	end := "out"
	if b.Exempt {
		end = "exempt"
	}
	list := b.List
	if b.District != "" {
		list += " in " + b.District
	}
	return fmt.Sprintf("%s: %d votes, %d short of %s of %d: %s", list, b.Votes, b.Need-b.Votes, b.Share, b.Valid, end)
}
