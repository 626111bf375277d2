package referendum

import (
	"errors"
	"fmt"
	"math"

	"github.com/vicinia/vicinia"
)

// A Tally is the count of one body, in ballots. It may be a running one: then the
// ballots cast but not yet counted are in Uncounted, and a verdict that hangs on them is
// Pending.
type Tally struct {
	Body          string // "" if there is only one
	Weight        int64  // of the body in Bodies; 0 means 1; half cantons: 1, full ones: 2
	Eligible      int64  // on the roll; 0 is unknown if there are ballots
	Yes, No       int64
	Blank, Spoilt int64
	Uncounted     int64
}

// twoToOne is the invariant "one elector, one ballot per decision".
const twoToOne = vicinia.Invariant("R-8")

// check returns everything wrong with the tallies.
func check(tallies []Tally) error {
	if len(tallies) == 0 {
		return errors.New("a referendum without a tally")
	}
	var faults []error
	fault := func(i int, breaks vicinia.Invariant, format string, operands ...any) {
		path := fmt.Sprintf("tallies[%d]", i)
		if tallies[i].Body != "" {
			path += " " + tallies[i].Body
		}
		faults = append(faults, &vicinia.Fault{Path: path, Breaks: breaks, Err: fmt.Errorf(format, operands...)})
	}
	var sum Tally
	for i, t := range tallies {
		if min(t.Weight, t.Eligible, t.Yes, t.No, t.Blank, t.Spoilt, t.Uncounted) < 0 {
			fault(i, "", "a count or weight is negative: %+v", t)
			continue
		}
		cast, ok := t.cast()
		if !ok || !sum.add(t) {
			fault(i, "M-3", "the ballots up to here, %w", vicinia.ErrOverflow)
			continue
		}
		if t.Eligible > 0 && cast > t.Eligible {
			fault(i, twoToOne, "%d ballots of %d eligible", cast, t.Eligible)
		}
	}
	return errors.Join(faults...)
}

// cast is all ballots; ok is false if they overflow.
func (t Tally) cast() (n int64, ok bool) {
	for _, part := range [...]int64{t.Yes, t.No, t.Blank, t.Spoilt, t.Uncounted} {
		if part > math.MaxInt64-n {
			return 0, false
		}
		n += part
	}
	return n, true
}

// add adds u unless something overflows. A body of unknown roll makes the roll of all
// unknown.
func (t *Tally) add(u Tally) bool {
	s := Tally{
		Weight: t.Weight + max(u.Weight, 1), Eligible: t.Eligible + u.Eligible,
		Yes: t.Yes + u.Yes, No: t.No + u.No,
		Blank: t.Blank + u.Blank, Spoilt: t.Spoilt + u.Spoilt, Uncounted: t.Uncounted + u.Uncounted,
	}
	if min(s.Weight, s.Eligible, s.Yes, s.No, s.Blank, s.Spoilt, s.Uncounted) < 0 {
		return false
	}
	*t = s
	_, ok := s.cast()
	return ok
}

// total adds up checked tallies.
func total(tallies []Tally) Tally {
	var sum Tally
	for _, t := range tallies {
		sum.add(t)
	}
	sum.Weight = 0
	return sum
}

// needRoll refuses tallies with ballots and no roll, for rules that divide by it.
func needRoll(tallies []Tally) error {
	var faults []error
	for i, t := range tallies {
		if cast, _ := t.cast(); t.Eligible == 0 && cast > 0 {
			faults = append(faults, &vicinia.Fault{
				Path: fmt.Sprintf("tallies[%d].eligible", i), Breaks: twoToOne,
				Err: fmt.Errorf("%d ballots and nobody eligible; this rule needs the roll", cast),
			})
		}
	}
	return errors.Join(faults...)
}
