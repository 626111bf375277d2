package stv

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// Limits of what Contest.Margin tries.
const (
	MaxRecounts       = 200       // counts with changed ballots
	minRecounts       = 40        // below so many nothing is tried
	maxRecountBallots = 1_000_000 // distinct ballots in all of them
	maxTurns          = 12        // pairs of candidates between whom ballots are turned
)

// A Margin bounds how many valid ballots must be changed into other valid ones before others are
// elected, or a tie stands. No exact number is known short of a search that has no end in
// practice (it is NP-hard; Blom, Stuckey & Teague, "Computing the margin of victory in
// preferential parliamentary elections", E-Vote-ID 2019, and of one seat Xia, EC 2012). At most:
// so many ballots were changed, and counted again. At least: 1, or more by the weighted Gregory
// statutes that put out one at a time (Scotland2007, WIGMPRF2009, WIGM), where all decisions are
// shown to stay the same.
type Margin struct {
	Least, Most int64
	Change      Turn // with which Most elects others
}

// A Turn is a change of ballots: so many that put From first put To before, all else as it was.
// Elected and Lost are who is elected then and was not, and the other way round; both are empty
// where a tie stands then.
type Turn struct {
	Ballots  int64
	From, To ballot.Option
	Elected  []ballot.Option
	Lost     []ballot.Option

	slate *ballot.Slate
}

// String is "12 ballots with Ana first, if they put Ben before, elect Ben in place of Cai".
func (t Turn) String() string {
	if t.slate == nil {
		return "no change"
	}
	head := fmt.Sprintf("%d ballots with %s first, if they put %s before,", t.Ballots, t.slate.Name(t.From), t.slate.Name(t.To))
	if t.Ballots == 1 {
		head = fmt.Sprintf("1 ballot with %s first, if it puts %s before,", t.slate.Name(t.From), t.slate.Name(t.To))
	}
	verb, s := "elect", ""
	if t.Ballots == 1 {
		s = "s"
	}
	if len(t.Elected) == 0 && len(t.Lost) == 0 {
		return head + " make" + s + " a tie"
	}
	return fmt.Sprintf("%s %s%s %s in place of %s", head, verb, s, t.slate.Names(t.Elected...), t.slate.Names(t.Lost...))
}

// errUnturned says that no change that was tried elects others.
var errUnturned = errors.New("stv: no change that was tried elects others")

// Margin counts, and then tries the nearest changes: ballots of one candidate are turned to
// another, for the closest decisions, and from those elected to the others. The fewest with
// which a recount elects others are Most. No such change within MaxRecounts is an error, and so
// is an order of papers or a Stop, with which ballots cannot be recounted by themselves. While a
// tie stands the Margin is zero.
func (c Contest) Margin(p *ballot.Profile, tb ballot.TieBreak) (Margin, error) {
	t, err := c.Decide(p, tb)
	switch {
	case err != nil || t.Tied():
		return Margin{}, err
	case c.Pile != nil || c.Stop > 0 || c.Statute.draws():
		return Margin{}, fmt.Errorf("stv: the margin of %s is not known", c)
	case p.Distinct() > maxRecountBallots/minRecounts:
		return Margin{}, fmt.Errorf("stv: the margin of %d distinct ballots is not tried", p.Distinct())
	}
	r := recounts{contest: c, votes: p, tb: tb, before: t, left: min(MaxRecounts, maxRecountBallots/p.Distinct())}
	for _, turn := range r.turns() {
		if err := r.try(turn); err != nil {
			return Margin{}, err
		}
	}
	if r.best.Ballots == 0 {
		return Margin{}, errUnturned
	}
	return Margin{Least: c.steady(t) + 1, Most: r.best.Ballots, Change: r.best}, nil
}

// A recounts looks for the fewest ballots that elect others.
type recounts struct {
	contest Contest
	votes   *ballot.Profile
	tb      ballot.TieBreak
	before  *Transcript
	left    int // counts that may still be made
	best    Turn
}

// turns are the changes to try, each with how many ballots at least: from the last elected to the
// best of the others, which surely elects them at last, then those of the closest decisions, then
// all from those elected to the others.
func (r *recounts) turns() (turns []Turn) {
	add := func(to, from ballot.Option, n int64) {
		same := func(t Turn) bool { return t.To == to && t.From == from }
		if to != from && len(turns) < maxTurns && !slices.ContainsFunc(turns, same) {
			turns = append(turns, Turn{Ballots: max(1, n), From: from, To: to, slate: r.before.Slate})
		}
	}
	others := r.others()
	if len(others) > 0 && len(r.before.Elected) > 0 {
		add(others[0], r.before.Elected[len(r.before.Elected)-1], 1)
	}
	var calls []Call
	for c := range r.before.Calls() {
		if (c.Decision == GoesOut || c.Decision == Leads) && len(c.Of) == 1 {
			calls = append(calls, c)
		}
	}
	slices.SortStableFunc(calls, func(a, b Call) int { return cmp.Compare(a.Gap, b.Gap) })
	for _, c := range calls[:min(len(calls), maxTurns/2)] {
		to, from := c.Of[0], c.Than
		if c.Decision == Leads {
			to, from = from, to
		}
		add(to, from, c.Gap/r.before.law.unit()/2)
	}
	for _, to := range others {
		for _, from := range slices.Backward(r.before.Elected) { // the last elected first
			add(to, from, 1)
		}
	}
	return turns
}

// others are those who stand and are not elected, who had the most votes in any count first.
func (r *recounts) others() (os []ballot.Option) {
	most := make([]int64, len(r.before.stands))
	for _, c := range r.before.Counts {
		for o, n := range c.Tally {
			most[o] = max(most[o], n)
		}
	}
	for o, stands := range r.before.stands {
		if stands && !slices.Contains(r.before.Elected, ballot.Option(o)) {
			os = append(os, ballot.Option(o))
		}
	}
	slices.SortStableFunc(os, func(a, b ballot.Option) int { return cmp.Compare(most[b], most[a]) })
	return os
}

// try finds the fewest ballots of a turn that elect others, if they are fewer than the best: so
// many more each time, and then by halving between the last two. More need not do what fewer do;
// what is found was counted.
func (r *recounts) try(t Turn) error {
	most := r.firsts(t.From)
	if r.best.Ballots > 0 {
		most = min(most, r.best.Ballots-1)
	}
	low, step := int64(0), int64(1)
	for n := min(t.Ballots, most); ; n = min(n+step, most) {
		if n <= low {
			return nil
		}
		found, err := r.changes(t, n)
		if err != nil {
			return err
		}
		if found {
			return r.halve(t, low)
		}
		low, step = n, 2*step
	}
}

// halve looks between a number that does not do and the best, which does.
func (r *recounts) halve(t Turn, low int64) error {
	for low+1 < r.best.Ballots && r.left > 0 {
		mid := low + (r.best.Ballots-low)/2
		found, err := r.changes(t, mid)
		if err != nil {
			return err
		}
		if !found {
			low = mid
		}
	}
	return nil
}

// firsts is how many ballots put one alone first.
func (r *recounts) firsts(o ballot.Option) (sum int64) {
	for b, n := range r.votes.All() {
		if leads(b, o) {
			sum += n
		}
	}
	return sum
}

// leads reports whether a ballot puts one alone on the first rank that it gives.
func leads(b ballot.Ballot, o ballot.Option) bool {
	return len(b) > 0 && b[0].Option == o && (len(b) == 1 || b[1].Level != b[0].Level)
}

// changes counts after a turn of so many ballots, and keeps it if it elects others.
func (r *recounts) changes(t Turn, n int64) (bool, error) {
	if r.left == 0 {
		return false, nil
	}
	r.left--
	p, err := r.turned(t, n)
	if err != nil {
		return false, err
	}
	after, err := r.contest.Decide(p, r.tb)
	if err != nil {
		return false, fmt.Errorf("after %d changes: %w", n, err)
	}
	was, is := r.before.Winners(), after.Winners()
	if slices.Equal(was, is) && !after.Tied() {
		return false, nil
	}
	t.Ballots = n
	if !after.Tied() {
		t.Elected, t.Lost = without(is, was), without(was, is)
	}
	r.best = t
	return true, nil
}

func without(all, some []ballot.Option) []ballot.Option {
	return slices.DeleteFunc(slices.Clone(all), func(o ballot.Option) bool { return slices.Contains(some, o) })
}

// turned are the ballots after a turn of the first n, in the order of the profile, that put From
// alone first: To comes before it, and leaves its own rank. Ranks from there on are as they were.
func (r *recounts) turned(t Turn, n int64) (*ballot.Profile, error) {
	q, err := ballot.NewProfile(r.votes.Slate(), ballot.Ranking)
	if err != nil {
		return nil, err
	}
	q.Unranked, q.Blank, q.Spoilt = r.votes.Unranked, r.votes.Blank, r.votes.Spoilt
	for b, all := range r.votes.All() {
		if n > 0 && leads(b, t.From) {
			some := min(n, all)
			if err := q.Add(before(b, t.To), some); err != nil {
				return nil, err
			}
			n, all = n-some, all-some
		}
		if all > 0 {
			if err := q.Add(b, all); err != nil {
				return nil, err
			}
		}
	}
	return q, nil
}

// before is a ballot with one put before all: it takes the first rank, and those before its own
// rank, or all if it shares that or has none, go down by one.
func before(b ballot.Ballot, o ballot.Option) ballot.Ballot {
	at := slices.IndexFunc(b, func(m ballot.Mark) bool { return m.Option == o })
	alone := at >= 0 && b[at-1].Level < b[at].Level && (at+1 == len(b) || b[at+1].Level > b[at].Level)
	turned := ballot.Ballot{{Option: o, Level: b[0].Level}}
	for i, m := range b {
		if i < at || !alone {
			m.Level++
		}
		if i != at {
			turned = append(turned, m)
		}
	}
	return turned
}
