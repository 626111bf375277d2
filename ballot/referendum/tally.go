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

// oneBallot is the invariant "one elector, one ballot per decision".
const oneBallot = vicinia.Invariant("R-8")

// fault is about the tally of place i.
func (t Tally) fault(i int, breaks vicinia.Invariant, format string, operands ...any) error {
	path := fmt.Sprintf("tallies[%d]", i)
	if t.Body != "" {
		path = "body " + t.Body
	}
	return &vicinia.Fault{Path: path, Breaks: breaks, Err: fmt.Errorf(format, operands...)}
}

// check returns everything wrong with the tallies.
func check(tallies []Tally) error {
	if len(tallies) == 0 {
		return errors.New("a referendum without a tally")
	}
	var faults []error
	var sum Tally
	for i, t := range tallies {
		if min(t.Weight, t.Eligible, t.Yes, t.No, t.Blank, t.Spoilt, t.Uncounted) < 0 {
			faults = append(faults, t.fault(i, "", "a count or weight is negative: %+v", t))
			continue
		}
		cast, ok := t.cast()
		switch {
		case !ok || !sum.add(t):
			faults = append(faults, t.fault(i, "", "the ballots, rolls or weights up to here: %w", vicinia.ErrOverflow))
		case t.Eligible > 0 && cast > t.Eligible:
			faults = append(faults, t.fault(i, oneBallot, "%d ballots of %d eligible", cast, t.Eligible))
		}
	}
	return errors.Join(faults...)
}

// most bounds what is added up, so that one more than all (Test.Least) is an int64.
const most = math.MaxInt64 - 1

// cast is all ballots; ok is false if they overflow.
func (t Tally) cast() (n int64, ok bool) {
	for _, part := range [...]int64{t.Yes, t.No, t.Blank, t.Spoilt, t.Uncounted} {
		if part < 0 || part > most-n { // below 0 is a sum that overflowed
			return 0, false
		}
		n += part
	}
	return n, true
}

// add adds u unless something overflows.
func (t *Tally) add(u Tally) bool {
	s := Tally{
		Weight: t.Weight + max(u.Weight, 1), Eligible: t.Eligible + u.Eligible,
		Yes: t.Yes + u.Yes, No: t.No + u.No,
		Blank: t.Blank + u.Blank, Spoilt: t.Spoilt + u.Spoilt, Uncounted: t.Uncounted + u.Uncounted,
	}
	if _, ok := s.cast(); !ok || min(s.Weight, s.Eligible) < 0 || max(s.Weight, s.Eligible) > most {
		return false
	}
	*t = s
	return true
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
			faults = append(faults, t.fault(i, oneBallot, "%d ballots and nobody eligible; this rule needs the roll", cast))
		}
	}
	return errors.Join(faults...)
}
