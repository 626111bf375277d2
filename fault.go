package vicinia

import (
	"iter"
	"strconv"
)

// ErrOverflow says that a result does not fit its type.
var ErrOverflow error = Invariant("M-3")

// An Invariant is the number of a rule, such as D-1; confed.Invariants has the sentences
// and their sources. It is the error code of the library:
//
//	errors.Is(err, vicinia.Invariant("D-1"))
type Invariant string

// Error returns the number.
func (i Invariant) Error() string { return string(i) }

// A Fault is one thing wrong with an input: where it stands, which rule it breaks,
// and why. Readers and validators join every fault, in input order.
type Fault struct {
	File         string    // "" if the input was not a file
	Line, Column int       // from 1, in bytes; 0 if unknown
	Path         string    // field of a value: slots[1].rate; "" if none
	Breaks       Invariant // "" if the input is merely malformed
	Err          error     // what is wrong, with its operands
}

// Error is returns.csv:17:4: share 20% exceeds the cap of 15% (D-1).
func (f *Fault) Error() string {
	s := f.place() + f.Err.Error()
	if f.Breaks != "" {
		s += " (" + string(f.Breaks) + ")"
	}
	return s
}

func (f *Fault) place() string {
	switch {
	case f.File != "" && f.Line > 0:
		return f.File + ":" + strconv.Itoa(f.Line) + ":" + strconv.Itoa(f.Column) + ": "
	case f.File != "":
		return f.File + ": "
	case f.Path != "":
		return f.Path + ": "
	}
	return ""
}

// Unwrap returns Err and, where one is broken, the invariant.
func (f *Fault) Unwrap() []error {
	if f.Breaks == "" {
		return []error{f.Err}
	}
	return []error{f.Err, f.Breaks}
}

// Faults walks every fault joined in err, in input order.
func Faults(err error) iter.Seq[*Fault] {
	return func(yield func(*Fault) bool) { walk(err, yield) }
}

func walk(err error, yield func(*Fault) bool) bool {
	switch e := err.(type) {
	case *Fault:
		return yield(e)
	case interface{ Unwrap() []error }:
		for _, inner := range e.Unwrap() {
			if !walk(inner, yield) {
				return false
			}
		}
	case interface{ Unwrap() error }:
		return walk(e.Unwrap(), yield)
	}
	return true
}
