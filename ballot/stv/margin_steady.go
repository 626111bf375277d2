package stv

import (
	"math"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// A count is steady under a change of n valid ballots if it takes the same decisions. This is
// shown by how far votes can be from what they were, all differences added up, while the
// decisions so far are the same: by 2n votes at first, n that are gone and n that are new. Who
// goes out hands on what the papers were worth, differences too. A surplus moves every paper at
// its value times surplus over votes: where the votes of the one who is elected differ by d, the
// papers' own differences shrink by the quota over the votes, and the new factor adds no more
// than d times that; together no more than there was. Cutting to units adds two for each paper
// that moves with a surplus. So two tallies differ by 2n votes and that more or less than they
// did, and a tally by no more from the quota, which stays. If all gaps are wider nobody else is
// elected.

// steady is the greatest n that a count is shown to be steady under; 0 if nothing is shown, or if
// the statute has decisions or ways to move votes of which this does not hold.
func (c Contest) steady(t *Transcript) int64 {
	s := *c.Statute
	if s.Quota > Unit || s.Shared == Sole || len(c.Undeclared) > 0 || t.Valid > math.MaxInt64/4/int64(len(t.Counts))/s.unit() {
		return 0
	}
	if s.Value == Twice {
		s.Value = Weighted
	}
	s.Name, s.Source, s.Decimals, s.Skipped, s.Shared, s.Quota, s.Zero, s.Ties, s.SurplusTies = "", "", 0, 0, 0, 0, false, 0, 0
	s.Vacancy, s.Vacated = 0, ""
	if s != (Statute{}) {
		return 0
	}
	y := &steadiness{t: t, in: slices.Clone(t.stands), due: make([]bool, len(t.stands)), unit: t.law.unit(), n: t.Valid}
	for i := range t.Counts {
		y.count(i)
	}
	return y.n
}

// A steadiness walks the counts; n is what is shown so far.
type steadiness struct {
	t     *Transcript
	in    []bool
	due   []bool // elected with a surplus that has not moved
	slack int64  // units that cutting may have added
	unit  int64
	n     int64
}

// gap narrows n to what cannot close a gap between two tallies, or of one from the quota.
func (y *steadiness) gap(units, tallies int64) {
	y.n = min(y.n, max(0, units-y.slack-1)/(tallies*y.unit))
}

func (y *steadiness) count(i int) {
	c := &y.t.Counts[i]
	switch c.Action {
	case Surplus:
		of, by := c.Of[0], y.t.Counts[i-1].Tally
		for o, due := range y.due {
			if due && ballot.Option(o) != of {
				y.gap(by[of]-by[o], 2)
			}
		}
		y.due[of] = false
		y.slack += 2 * y.t.Valid
	case Exclusion:
		of, by := c.Of[0], y.t.Counts[i-1].Tally
		y.in[of] = false
		for o, in := range y.in {
			if in {
				y.gap(by[o]-by[of], 2)
			}
		}
	}
	for _, o := range c.Elected {
		if y.in[o] = false; c.Tally[o] >= c.Quota {
			y.due[o] = true
			y.gap(c.Tally[o]-c.Quota, 1)
		}
	}
	for o, in := range y.in {
		if in {
			y.gap(c.Quota-c.Tally[o], 1)
		}
	}
}
