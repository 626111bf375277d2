package seats

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vicinia/vicinia/ballot"
)

// MaxMarginLists bounds the lists of a margin: every two of them are looked at.
const MaxMarginLists = 200

// A Margin is how close an allocation is: the fewest votes with which it is another one. Lists
// that are level for a seat are a change too, and so are votes that no seats can be given by.
// It is zero while a tie stands.
type Margin struct {
	Added Change // votes for one list that nobody gave; the valid votes grow with them
	Moved Change // votes for one list instead of another; the valid votes stay
}

// A Change is a number of votes and what comes of it; of those with as few, the first in slate
// order. One of 0 votes is none: no number does it.
type Change struct {
	Votes    int64
	To, From string // From is "" for votes that are added
	Gain     []string
	Lose     []string // lists with more and with fewer seats, or votes, than before, in slate order
	Level    []string // the lists that then are level for the last seats
}

// String is "2582 votes for ÖVP instead of FPÖ: ÖVP gains; FPÖ loses".
func (c Change) String() string {
	votes, where := "votes", "more for "+c.To
	if c.Votes == 1 {
		votes = "vote"
	}
	if c.From != "" {
		where = fmt.Sprintf("for %s instead of %s", c.To, c.From)
	}
	var effects []string
	for _, e := range []struct {
		names     []string
		one, many string
	}{{c.Gain, "gains", "gain"}, {c.Lose, "loses", "lose"}, {c.Level, "is level", "are level"}} {
		switch len(e.names) {
		case 0:
		case 1:
			effects = append(effects, e.names[0]+" "+e.one)
		default:
			effects = append(effects, strings.Join(e.names, ", ")+" "+e.many)
		}
	}
	if effects == nil {
		effects = []string{"no seats can be given"}
	}
	return fmt.Sprintf("%d %s %s: %s", c.Votes, votes, where, strings.Join(effects, "; "))
}

// Margin is exact. The seats of a list do not fall as votes move to it, nor do those of the
// other list rise, and the rest share what is left as before (Balinski & Young 1982: divisor
// rules are population-monotone and uniform), so that a first change is found by halving,
// between the numbers at which a list passes the threshold or falls below it.
func (r Divisor) Margin(c *ballot.Counts) (Margin, error) {
	return closeness{rule: func(t Threshold) rule {
		r.Threshold = t
		return r
	}, threshold: r.Threshold}.margin(c)
}

// Margin is exact: see Divisor.Margin, which holds of the alliances and within each of them, and for
// Remainders Quota.Margin, while an alliance keeps its seats.
func (r Allied) Margin(c *ballot.Counts) (Margin, error) {
	return closeness{rule: func(t Threshold) rule {
		r.Threshold = t
		return r
	}, threshold: r.Threshold}.margin(c)
}

// Margin is exact. Seats stand while no list's votes, less the price of its seats, pass those of
// another by a price: inequalities that are linear in the votes, so that a first change is found by
// halving, between the numbers at which a list passes the threshold, a price in whole votes changes
// or, by ImperialiQuota, a list pays for a whole seat more or less.
func (r Quota) Margin(c *ballot.Counts) (Margin, error) {
	k := closeness{rule: func(t Threshold) rule {
		r.Threshold = t
		return r
	}, threshold: r.Threshold}
	_, whole := r.Price.rounded(0, max(1, r.Seats))
	switch {
	case r.Price == ImperialiQuota:
		k.regime = r.wholes
	case whole:
		k.regime = func(votes []int64) []int64 {
			n, _ := r.Price.rounded(sum(votes), r.Seats)
			return []int64{n}
		}
		k.stretch = r.Seats + int64(r.Price.more())
	}
	return k.margin(c)
}

// wholes are the seats that each list pays for in full, at each price that ImperialiQuota may come
// to.
func (r Quota) wholes(votes []int64) (all []int64) {
	total := sum(votes)
	for per := r.Seats; total > 0 && per <= r.Seats+2; per++ {
		for _, v := range votes {
			n, _ := price{total, per}.pay(v)
			all = append(all, n)
		}
	}
	return all
}

func sum(votes []int64) (all int64) {
	for _, v := range votes {
		all += v // those of ballot.Counts fit
	}
	return all
}

// A Distance is how far a list is from the threshold: Votes above the fewest that reach it, or
// below 0 that it lacks. It is a change of opinion: votes that were given to other lists.
type Distance struct {
	List  string
	Votes int64
}

// String is "BSW: 9529 votes below the threshold".
func (d Distance) String() string {
	where, n, votes := "above", d.Votes, "votes"
	if n < 0 {
		where, n = "below", -n
	}
	if n == 1 {
		votes = "vote"
	}
	return fmt.Sprintf("%s: %d %s %s the threshold", d.List, n, votes, where)
}

// Nearest are the distances of the list that passed a threshold by least and of the one that
// missed it by least, of equal ones the first in slate order; List is "" where there is none.
// Lists without votes and those that it does not bind are left out.
func (t Threshold) Nearest(c *ballot.Counts) (passed, missed Distance, err error) {
	if err := t.check(c); err != nil || t.Share.Sign() == 0 {
		return passed, missed, err
	}
	need := t.least(max(t.Valid, c.Total()))
	for o, name := range c.Slate().All() {
		d := Distance{name, c.Of(o) - need}
		switch {
		case c.Of(o) == 0 || slices.Contains(t.Exempt, name):
		case d.Votes >= 0 && (passed.List == "" || d.Votes < passed.Votes):
			passed = d
		case d.Votes < 0 && (missed.List == "" || d.Votes > missed.Votes):
			missed = d
		}
	}
	return passed, missed, nil
}
