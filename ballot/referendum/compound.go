package referendum

import (
	"fmt"
	"iter"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// All carries when every rule does, and is pending while none is rejected and some is
// pending. It takes one rule by name because all of nothing would carry.
func All(first Rule, rest ...Rule) Rule { return compound{"all", Rejected, join(first, rest)} }

// Any carries when some rule does, and is pending while none is carried and some is
// pending.
func Any(first Rule, rest ...Rule) Rule { return compound{"any", Carried, join(first, rest)} }

func join(first Rule, rest []Rule) []Rule { return append([]Rule{first}, rest...) }

// A compound is All, which one rejection settles, or Any, which one carried rule does.
type compound struct {
	name    string
	settles Verdict
	rules   []Rule
}

// name is the canonical text of a rule, ours or the caller's.
func name(r Rule) string {
	if s, ok := r.(fmt.Stringer); ok {
		return s.String()
	}
	return fmt.Sprintf("%T", r)
}

// String is the rule in canonical text: "all(majority over 1/2 of valid; ...)".
func (c compound) String() string {
	names := make([]string, len(c.rules))
	for i, r := range c.rules {
		names[i] = name(r)
	}
	return c.name + "(" + strings.Join(names, "; ") + ")"
}

// Decide: see Rule. Every rule is asked, so that every reason is told.
func (c compound) Decide(tallies []Tally, tb ballot.TieBreak) (*Result, error) {
	parts := make([]*Result, len(c.rules))
	v := Carried + Rejected - c.settles
	var ties []ballot.Tie
	for i, r := range c.rules {
		part, err := r.Decide(tallies, tb)
		if err != nil {
			return nil, err
		}
		parts[i] = part
		ties = append(ties, part.Ties...)
		if part.Verdict == c.settles || part.Verdict == Pending && v != c.settles {
			v = part.Verdict
		}
	}
	res := newResult(c.String(), v, c.why(parts, v))
	res.Ties = ties
	return res, nil
}

func (c compound) why(parts []*Result, v Verdict) iter.Seq[vicinia.Step] {
	return func(yield func(vicinia.Step) bool) {
		for _, part := range parts {
			for step := range part.Why() {
				if !yield(step) {
					return
				}
			}
		}
		yield(Joint{Rule: c.name, Rules: len(parts), Verdict: v})
	}
}

// A Joint is the last step of All and Any.
type Joint struct {
	Rule    string // all, any
	Rules   int
	Verdict Verdict
}

// Key: see vicinia.Step.
func (j Joint) Key() string { return "referendum.joint" }

// String is "all of 2 rules: rejected".
func (j Joint) String() string { return fmt.Sprintf("%s of %d rules: %s", j.Rule, j.Rules, j.Verdict) }
