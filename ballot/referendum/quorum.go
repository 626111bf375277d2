package referendum

import (
	"errors"
	"fmt"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// Quorum carries when at least Min of the eligible cast a ballot, blank and spoilt ones
// too; with Approval, when at least Min of them voted yes. Keep the two apart: a
// participation quorum lets opponents win by staying away (Herrera & Mattozzi 2010). The
// zero Quorum asks for nothing and always carries; any other never does on an empty
// roll. Join it to a majority with All.
type Quorum struct {
	Min      vicinia.Ratio
	Approval bool
}

// String is the rule in canonical text: "quorum 1/4 of eligible cast".
func (q Quorum) String() string {
	return fmt.Sprintf("quorum %s of eligible %s", share(q.Min), q.what())
}

func (q Quorum) what() string {
	if q.Approval {
		return "yes"
	}
	return "cast"
}

// Decide: see Rule. It has no casting vote.
func (q Quorum) Decide(tallies []Tally, _ ballot.TieBreak) (*Result, error) {
	t, err := q.test(tallies)
	if err != nil {
		return nil, err
	}
	return newResult(q.String(), t.Verdict, one(t)), nil
}

func (q Quorum) test(tallies []Tally) (Test, error) {
	err := errors.Join(checkShare("quorum", q.Min), check(tallies))
	if err == nil && q.Min.Sign() > 0 {
		err = needRoll(tallies)
	}
	if err != nil {
		return Test{}, err
	}
	sum := total(tallies)
	t := Test{Rule: "quorum", Body: bodyOf(tallies), Need: q.Min, AtLeast: true, Base: "eligible", Of: sum.Eligible}
	if q.Min.Sign() == 0 {
		t.Verdict = Carried
		t.Have, _ = sum.cast()
		return t, nil
	}
	worst, best := t, t
	worst.Have, _ = sum.cast() // uncounted ballots are cast, whatever they say
	best.Have = worst.Have
	if q.Approval {
		worst.Have, best.Have = sum.Yes, sum.Yes+sum.Uncounted
	}
	t.Have = worst.Have
	return t.settle(worst, best), nil
}
