package referendum

import (
	"fmt"
	"iter"
	"math/bits"

	"github.com/vicinia/vicinia"
)

// A Test is the step of every rule here: what there is, against what is needed.
type Test struct {
	Rule    string // majority, quorum, bodies
	Body    string // "" if it is about all bodies together
	Have    int64  // yes votes, ballots cast, or the weight of the bodies that accept
	Need    vicinia.Ratio
	AtLeast bool   // Need itself is enough; else more than Need
	Base    string // what Of counts: valid, cast, eligible, by weight
	Of      int64
	Verdict Verdict
}

// Key: see vicinia.Step.
func (t Test) Key() string { return "referendum.test" }

// String is "majority: 985 of 1200 valid, need more than 1/2: carried".
func (t Test) String() string {
	name, than := t.Rule, "more than"
	if t.Body != "" {
		name += " in " + t.Body
	}
	if t.AtLeast {
		than = "at least"
	}
	return fmt.Sprintf("%s: %d of %d %s, need %s %s: %s", name, t.Have, t.Of, t.Base, than, share(t.Need), t.Verdict)
}

// share is the fraction where it is shorter than a percentage: 1/2, 2/3, 55%.
func share(r vicinia.Ratio) string {
	if n, d := r.Parts(); d < 10 {
		return fmt.Sprintf("%d/%d", n, d)
	}
	return r.String()
}

// Least is the smallest Have that passes, were Of what it is; one more than Of if even
// all of it would not.
func (t Test) Least() int64 {
	if t.Of == 0 {
		return 1 // nothing of nothing never passes
	}
	num, den := t.Need.Parts()
	hi, lo := bits.Mul64(uint64(t.Of), uint64(num))
	floor, rest := bits.Div64(hi, lo, uint64(den)) // Need <= 1, so that hi < den
	if t.AtLeast && rest == 0 {
		return int64(floor)
	}
	return int64(floor) + 1
}

// Margin says how close it was: Have less Least. From 0 on it passes, and that many
// could be fewer; below 0 it fails, and that many are missing.
func (t Test) Margin() int64 { return t.Have - t.Least() }

// passes decides have of of; nothing of nothing does not pass.
func (t Test) passes() bool { return t.Of > 0 && t.Have >= t.Least() }

// settle is t with the verdict that the worst and the best that uncounted ballots can
// do to it leave open.
func (t Test) settle(worst, best Test) Test {
	switch {
	case worst.passes():
		t.Verdict = Carried
	case best.passes():
		t.Verdict = Pending
	default:
		t.Verdict = Rejected
	}
	return t
}

// one walks a single test.
func one(t Test) iter.Seq[vicinia.Step] {
	return func(yield func(vicinia.Step) bool) { yield(t) }
}

// bodyOf names the body of a single tally.
func bodyOf(tallies []Tally) string {
	if len(tallies) == 1 {
		return tallies[0].Body
	}
	return ""
}

// checkShare refuses shares that no vote can meet or miss.
func checkShare(rule string, need vicinia.Ratio) error {
	if need.Sign() < 0 || need.Cmp(vicinia.Frac(1, 1)) > 0 {
		return &vicinia.Fault{Path: rule, Err: fmt.Errorf("a share of %s is not from 0 to 1", need)}
	}
	return nil
}
