package referendum

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// Of says what a share is a share of.
type Of uint8

// The zero Of is Valid.
const (
	Valid    Of = iota // yes and no: blanks and abstentions count for neither side
	Cast               // valid, blank and spoilt: a blank counts like a no
	Eligible           // everybody on the roll: staying away counts like a no
)

// String is the lower-case name.
func (o Of) String() string {
	switch o {
	case Valid:
		return "valid"
	case Cast:
		return "cast"
	case Eligible:
		return "eligible"
	}
	return "of " + strconv.Itoa(int(o))
}

// half is the share of a plain majority.
var half = vicinia.Frac(1, 2)

// Majority carries when yes is more than Over of the votes, those of all bodies added
// up. The zero Majority is a simple majority, yes > no; an absolute majority is
// Majority{Of: Eligible}, 2 yes > eligible; two thirds are
// Majority{Over: vicinia.Frac(2, 3), AtLeast: true}. With no votes at all nothing is
// carried, and an exact half is rejected, as the Swiss constitution has it for people
// and cantons (BV art. 142).
type Majority struct {
	Over    vicinia.Ratio // 0 means 1/2
	Of      Of
	AtLeast bool // Over itself is enough
	Casting bool // an exact half is for the chair: the tie-break decides, without one the tie stands
}

// need is the share that counts.
func (m Majority) need() vicinia.Ratio {
	if m.Over.Sign() == 0 {
		return half
	}
	return m.Over
}

// String is the rule in canonical text: "majority over 1/2 of valid".
func (m Majority) String() string {
	than := "over"
	if m.AtLeast {
		than = "at least"
	}
	s := fmt.Sprintf("majority %s %s of %s", than, share(m.need()), m.Of)
	if m.Casting {
		s += " casting"
	}
	return s
}

// Decide: see Rule.
func (m Majority) Decide(tallies []Tally, tb ballot.TieBreak) (*Result, error) {
	t, err := m.test(tallies)
	if err != nil {
		return nil, err
	}
	var ties []ballot.Tie
	if m.Casting && t.Verdict == Rejected && t.Need == half && t.Of > 0 && t.Have == t.Of-t.Have {
		tie, err := ballot.Resolve(question, castingVote(), tb)
		if err != nil {
			return nil, err
		}
		ties, t.Verdict = append(ties, tie), chairSays(tie)
	}
	r := newResult(m.String(), t.Verdict, one(t))
	r.Ties = ties
	return r, nil
}

func castingVote() ballot.Tie {
	return ballot.Tie{For: "the casting vote", Options: []ballot.Option{Yes, No}, Places: 1}
}

// chairSays is the verdict of a casting vote.
func chairSays(t ballot.Tie) Verdict {
	in, open, _ := t.Cut()
	switch {
	case open != nil:
		return Pending
	case in[0] == Yes:
		return Carried
	}
	return Rejected
}

// test decides without a chair.
func (m Majority) test(tallies []Tally) (Test, error) {
	if m.Of > Eligible {
		return Test{}, fmt.Errorf("%s: want Valid, Cast or Eligible", m)
	}
	err := errors.Join(checkShare("majority", m.Over), check(tallies))
	if err == nil && m.Of == Eligible {
		err = needRoll(tallies)
	}
	if err != nil {
		return Test{}, err
	}
	sum := total(tallies)
	t := Test{Rule: "majority", Body: bodyOf(tallies), Need: m.need(), AtLeast: m.AtLeast, Base: m.Of.String()}
	worst, best := sum, sum
	worst.No += sum.Uncounted
	best.Yes += sum.Uncounted
	return m.fill(t, sum).settle(m.fill(t, worst), m.fill(t, best)), nil
}

// fill puts the numbers of a tally into a test.
func (m Majority) fill(t Test, sum Tally) Test {
	t.Have = sum.Yes
	switch m.Of {
	case Valid:
		t.Of = sum.Yes + sum.No
	case Cast:
		t.Of = sum.Yes + sum.No + sum.Blank + sum.Spoilt
	case Eligible:
		t.Of = sum.Eligible
	}
	return t
}
