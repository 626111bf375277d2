package budget

import (
	"errors"
	"fmt"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

// A Lapsed is what of a line did not come over.
type Lapsed struct {
	Line   string
	Amount fiscal.Money
}

// Carry closes the year and opens the next one with what was voted for it. By the Carry of
// each line, nothing, the open commitments, or these and what is available come over as
// Carried; commitments that come over stay committed. What does not come over lapses and
// is returned, in the order of the lines. A line that was not voted for again but carries
// something stays, after the others, with nothing voted; one that brings nothing goes. The
// lines of the next year must be fresh: nothing carried, committed or spent.
func (b Budget) Carry(next ...Line) (Budget, []Lapsed, error) {
	lines, err := fresh(next)
	if err != nil {
		return Budget{}, nil, err
	}
	index := map[string]int{}
	for i, l := range lines {
		index[l.Name] = i
	}
	var lapsed []Lapsed
	for _, l := range b.lines {
		over, open, lapse, err := l.over()
		if err != nil {
			return Budget{}, nil, err
		}
		if !lapse.IsZero() {
			lapsed = append(lapsed, Lapsed{l.Name, lapse})
		}
		if over.IsZero() {
			continue
		}
		i, again := index[l.Name]
		if !again {
			i = len(lines)
			lines = append(lines, Line{Name: l.Name, Group: l.Group, Carry: l.Carry})
		}
		lines[i].Carried, lines[i].Committed = over, open
	}
	out, err := New(b.owner, b.year+1, lines...)
	return out, lapsed, err
}

// over is what comes over, what of it is committed, and what lapses.
func (l Line) over() (over, open, lapse fiscal.Money, err error) {
	left, err := l.Available()
	if err != nil {
		return over, open, lapse, err
	}
	switch l.Carry {
	case Everything:
		over, err = left.Add(l.Committed)
		return over, l.Committed, lapse, err
	case Commitments:
		return l.Committed, l.Committed, left, nil
	}
	lapse, err = left.Add(l.Committed)
	return over, open, lapse, err
}

// fresh copies lines in which nothing has happened yet.
func fresh(lines []Line) ([]Line, error) {
	var faults []error
	for i, l := range lines {
		if !l.Carried.IsZero() || !l.Committed.IsZero() || !l.Spent.IsZero() {
			faults = append(faults, &vicinia.Fault{
				Path: fmt.Sprintf("lines[%d]", i), Err: fmt.Errorf("%s: carried, committed or spent before the year", l.Name),
			})
		}
	}
	return append([]Line(nil), lines...), errors.Join(faults...)
}

// RollOver closes the year where the next budget was rejected: the same lines again, each
// with part of what was voted, rounded down to a minor unit. Part is 1 for the last budget
// as it was, or 1/12 for a month of provisional twelfths; with each month that passes
// without a budget, Amend by another twelfth. What comes over and lapses is as of Carry.
func (b Budget) RollOver(part vicinia.Ratio) (Budget, []Lapsed, error) {
	if part.Sign() < 0 || part.Cmp(vicinia.Frac(1, 1)) > 0 {
		return Budget{}, nil, fmt.Errorf("roll over %v: want a part of 0 to 1", part)
	}
	next := make([]Line, len(b.lines))
	for i, l := range b.lines {
		voted, err := l.Voted.Mul(part, fiscal.Floor)
		if err != nil {
			return Budget{}, nil, fmt.Errorf("roll over %s: %w", l.Name, err)
		}
		next[i] = Line{Name: l.Name, Group: l.Group, Carry: l.Carry, Voted: voted}
	}
	return b.Carry(next...)
}

// Totals adds the lines up, as one line without a name.
func (b Budget) Totals() (Line, error) {
	var t Line
	for _, l := range b.lines {
		err := errors.Join(add(&t.Voted, l.Voted, l.Name), add(&t.Carried, l.Carried, l.Name),
			add(&t.Committed, l.Committed, l.Name), add(&t.Spent, l.Spent, l.Name))
		if err != nil {
			return Line{}, err
		}
	}
	return t, nil
}
