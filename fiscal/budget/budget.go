package budget

import (
	"errors"
	"fmt"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

// A Carry is what of a line comes over to the next year. The zero Carry is Lapse.
type Carry uint8

// What may come over.
const (
	Lapse       Carry = iota // nothing
	Commitments              // what is committed and not yet paid, with its commitments
	Everything               // that, and what is still available: works, funds
)

// String is lapse, commitments or everything.
func (c Carry) String() string {
	if c > Everything {
		return "no carry"
	}
	return [...]string{"lapse", "commitments", "everything"}[c]
}

// A Line is one appropriation.
type Line struct {
	Name    string // unique in the budget
	Group   string // lines of one group may be moved within; "" is no group
	Carry   Carry
	Voted   fiscal.Money // for the year; Amend and Move change it
	Carried fiscal.Money // from the year before

	Committed fiscal.Money // set aside and not yet paid
	Spent     fiscal.Money
}

// Available is what may still be committed or spent: voted and carried, less committed and
// spent. It is not negative in a budget of New.
func (l Line) Available() (fiscal.Money, error) {
	has, err := l.Voted.Add(l.Carried)
	if err != nil {
		return fiscal.Money{}, err
	}
	gone, err := l.Committed.Add(l.Spent)
	if err != nil {
		return fiscal.Money{}, err
	}
	return has.Sub(gone)
}

// A Budget is the appropriations of one owner in one year. Make it with New.
type Budget struct {
	owner string
	year  int
	lines []Line
}

// MaxLines bounds a budget.
const MaxLines = 100_000

// New returns a budget of lines, which may be under way already. Errors: no line or more
// than MaxLines, a line without a name or a name twice, a negative amount, two currencies
// (M-7), a line that is overspent (M-5).
func New(owner string, year int, lines ...Line) (Budget, error) {
	var faults []error
	bad := func(path string, breaks vicinia.Invariant, format string, args ...any) {
		faults = append(faults, &vicinia.Fault{Path: path, Breaks: breaks, Err: fmt.Errorf(format, args...)})
	}
	if year < 1 || year > vicinia.MaxYear {
		bad("year", "", "%d is no year", year)
	}
	if n := len(lines); n == 0 || n > MaxLines {
		bad("lines", "", "%d lines, want 1 to %d", n, MaxLines)
	}
	seen, all := map[string]bool{}, fiscal.Money{}
	for i, l := range lines {
		path := fmt.Sprintf("lines[%d]", i)
		if l.Name == "" || seen[l.Name] {
			bad(path+".name", "", "%q: want a name of its own", l.Name)
		}
		seen[l.Name] = true
		if l.Carry > Everything {
			bad(path+".carry", "", "%d: %v", uint8(l.Carry), l.Carry)
		}
		for _, m := range []fiscal.Money{l.Voted, l.Carried, l.Committed, l.Spent} {
			if m.Sign() < 0 {
				bad(path, "", "%s: %v must not be negative", l.Name, m)
			}
			if m != (fiscal.Money{}) && all != (fiscal.Money{}) && m.Currency() != all.Currency() {
				bad(path, "M-7", "%s: %v in a budget of %v", l.Name, m, all.Currency())
			} else if m != (fiscal.Money{}) {
				all = m
			}
		}
		if left, err := l.Available(); err != nil && !errors.Is(err, fiscal.ErrCurrency) {
			bad(path, "M-3", "%s: %w", l.Name, err)
		} else if left.Sign() < 0 {
			bad(path, "M-5", "%s: overspent by %v", l.Name, left)
		}
	}
	if len(faults) > 0 {
		return Budget{}, errors.Join(faults...)
	}
	return Budget{owner, year, slices.Clone(lines)}, nil
}

// Owner is whose budget it is.
func (b Budget) Owner() string { return b.owner }

// Year is the year of the budget.
func (b Budget) Year() int { return b.year }

// Lines returns a copy of the lines, in their order.
func (b Budget) Lines() []Line { return slices.Clone(b.lines) }

// Line returns a line by its name.
func (b Budget) Line(name string) (Line, bool) {
	i := b.find(name)
	if i < 0 {
		return Line{}, false
	}
	return b.lines[i], true
}

func (b Budget) find(name string) int {
	return slices.IndexFunc(b.lines, func(l Line) bool { return l.Name == name })
}

// change returns the budget with one line changed.
func (b Budget) change(name string, m fiscal.Money, do func(*Line) error) (Budget, error) {
	i := b.find(name)
	if i < 0 {
		return Budget{}, &vicinia.Fault{Path: name, Err: errors.New("no such line")}
	}
	if m.Sign() < 0 {
		return Budget{}, &vicinia.Fault{Path: name, Err: fmt.Errorf("%v must not be negative", m)}
	}
	lines := slices.Clone(b.lines)
	if err := do(&lines[i]); err != nil {
		return Budget{}, err
	}
	return New(b.owner, b.year, lines...)
}

// take subtracts an amount from what there is of it.
func take(from *fiscal.Money, m fiscal.Money, name, what string) error {
	left, err := from.Sub(m)
	if err == nil && left.Sign() < 0 {
		return &vicinia.Fault{Path: name, Breaks: "M-5", Err: fmt.Errorf("%v of %v that are %s", m, *from, what)}
	}
	return put(from, left, err, name)
}

// add adds an amount.
func add(to *fiscal.Money, m fiscal.Money, name string) error {
	sum, err := to.Add(m)
	return put(to, sum, err, name)
}

func put(to *fiscal.Money, m fiscal.Money, err error, name string) error {
	if err != nil {
		breaks := vicinia.Invariant("M-3")
		if errors.Is(err, fiscal.ErrCurrency) {
			breaks = "M-7"
		}
		return &vicinia.Fault{Path: name, Breaks: breaks, Err: err}
	}
	*to = m
	return nil
}

// use checks that an amount is available and adds it to one of the line's sums.
func (l *Line) use(to *fiscal.Money, m fiscal.Money) error {
	left, err := l.Available()
	if err == nil {
		err = take(&left, m, l.Name, "available")
	}
	if err != nil {
		return err
	}
	return add(to, m, l.Name)
}

// Commit sets an amount aside. More than is available breaks M-5.
func (b Budget) Commit(line string, m fiscal.Money) (Budget, error) {
	return b.change(line, m, func(l *Line) error { return l.use(&l.Committed, m) })
}

// Spend pays an amount that was not set aside. More than is available breaks M-5.
func (b Budget) Spend(line string, m fiscal.Money) (Budget, error) {
	return b.change(line, m, func(l *Line) error { return l.use(&l.Spent, m) })
}

// Pay pays an amount that was set aside. More than is committed breaks M-5.
func (b Budget) Pay(line string, m fiscal.Money) (Budget, error) {
	return b.change(line, m, func(l *Line) error {
		if err := take(&l.Committed, m, line, "committed"); err != nil {
			return err
		}
		return add(&l.Spent, m, line)
	})
}

// Release gives back an amount that was set aside. More than is committed breaks M-5.
func (b Budget) Release(line string, m fiscal.Money) (Budget, error) {
	return b.change(line, m, func(l *Line) error { return take(&l.Committed, m, line, "committed") })
}

// Refund takes back an amount that was spent. More than was spent breaks M-5.
func (b Budget) Refund(line string, m fiscal.Money) (Budget, error) {
	return b.change(line, m, func(l *Line) error { return take(&l.Spent, m, line, "spent") })
}

// Amend adds to what was voted, as a supplementary vote does.
func (b Budget) Amend(line string, m fiscal.Money) (Budget, error) {
	return b.change(line, m, func(l *Line) error { return add(&l.Voted, m, line) })
}

// Move takes what is available and voted from one line to another of the same group. Lines
// of two groups, or of none, are for a vote: Amend. More than is available breaks M-5.
func (b Budget) Move(from, to string, m fiscal.Money) (Budget, error) {
	a, okA := b.Line(from)
	z, okZ := b.Line(to)
	if okA && okZ && (a.Group == "" || a.Group != z.Group || from == to) {
		return Budget{}, &vicinia.Fault{Path: from, Err: fmt.Errorf("%q and %q are not lines of one group: that takes a vote", from, to)}
	}
	next, err := b.change(from, m, func(l *Line) error {
		left, err := l.Available()
		if err == nil {
			err = take(&left, m, from, "available")
		}
		if err != nil {
			return err
		}
		return take(&l.Voted, m, from, "voted for the year")
	})
	if err != nil {
		return Budget{}, err
	}
	return next.Amend(to, m)
}
