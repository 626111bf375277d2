package referendum

import (
	"iter"
	"strconv"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/internal/canon"
)

// A Verdict is how a question stands. There is no zero Verdict.
type Verdict uint8

// The verdicts.
const (
	Pending  Verdict = 1 + iota // depends on ballots still to be counted, or on a casting vote
	Rejected                    // the question falls; so it does where nothing is decided
	Carried
)

// String is the lower-case name.
func (v Verdict) String() string {
	switch v {
	case Pending:
		return "pending"
	case Rejected:
		return "rejected"
	case Carried:
		return "carried"
	}
	return "verdict " + strconv.Itoa(int(v))
}

// The options of every referendum.
const (
	Yes ballot.Option = iota
	No
)

// question is the slate of every referendum.
var question = func() *ballot.Slate {
	s, err := ballot.NewSlate("yes", "no")
	if err != nil {
		panic("referendum: " + err.Error())
	}
	return s
}()

// A Rule decides from tallies: of one body, or of several. It is a pure function: equal
// tallies give equal results. tb is the chair's casting vote where a rule has one (see
// Majority.Casting); nil if there is none.
type Rule interface {
	Decide(tallies []Tally, tb ballot.TieBreak) (*Result, error)
}

// A Result is a verdict with its reasons. Its slate is yes, no.
type Result struct {
	ballot.Record
	Verdict Verdict
}

var _ ballot.Outcome = (*Result)(nil)

// Winners is yes if carried, no if rejected, nothing while pending.
func (r *Result) Winners() []ballot.Option {
	switch r.Verdict {
	case Carried:
		return []ballot.Option{Yes}
	case Rejected:
		return []ballot.Option{No}
	}
	return nil
}

// AppendBinary: see ballot.Outcome.
func (r *Result) AppendBinary(b []byte) ([]byte, error) {
	return canon.AppendInt(r.AppendRecord(b, "referendum.result.v1"), int64(r.Verdict)), nil
}

// newResult makes a result whose reasons are told by why.
func newResult(rule string, v Verdict, why iter.Seq[vicinia.Step]) *Result {
	return &Result{Record: ballot.Record{Rule: rule, Slate: question, Reasons: why}, Verdict: v}
}
