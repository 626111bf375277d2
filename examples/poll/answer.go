package poll

import (
	"errors"
	"slices"
	"strings"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/committee"
	"github.com/vicinia/vicinia/ballot/format"
	"github.com/vicinia/vicinia/ballot/ranked"
	"github.com/vicinia/vicinia/ballot/referendum"
	"github.com/vicinia/vicinia/ballot/rulebook"
)

// An Answer is a decided vote.
type Answer struct {
	Rule    rulebook.Entry
	Case    rulebook.Case // the votes and settings by which it was decided
	Votes   *format.Votes // what the files say beside; Withdrawn are also those of the question
	Ballots Ballots
	Kind    ballot.Kind // of the ballots; 0 if there are none
	Outcome ballot.Outcome

	People, Bodies *referendum.Result // the two halves of a double majority
	Outcomes       [][]string         // nil if all were not asked for

	Trail    *ballot.Trail // nil if the question does not ask for it, or the rule does not count by rounds
	Followed []Followed

	tb ballot.TieBreak
}

// Ask reads the shards of one vote and decides it. The error is a Misuse, several joined, or
// one of the files or the rule.
func (q Question) Ask(shards ...format.Shard) (*Answer, error) {
	rule, err := q.entry()
	if err != nil {
		return nil, err
	}
	f, err := q.read(rule, shards)
	if err != nil {
		return nil, err
	}
	if rule.Decide == nil {
		if rule, err = q.official(f.Votes); err != nil {
			return nil, err
		}
	}
	if meant := rule.For(f.Profile); meant.Name != rule.Name { // the name has another meaning of such ballots
		if rule, err = meant, q.check(meant); err != nil {
			return nil, err
		}
	}
	a := &Answer{Rule: rule, Votes: f.Votes, Kind: f.kind}
	if a.Case, err = q.cased(rule, f); err != nil {
		return nil, err
	}
	if a.Ballots = ballotsOf(a.Case, rule); f.counted != nil {
		a.Ballots = *f.counted
	}
	if a.tb, err = q.tieBreak(a, f.voters); err != nil {
		return nil, err
	}
	if err := q.decide(a, f.ids); err != nil {
		return nil, err
	}
	if rule.Name == "double-majority" {
		if err := a.halves(); err != nil {
			return nil, err
		}
	}
	if q.All {
		return a, q.universes(a)
	}
	return a, nil
}

// decide decides, and follows ballots if that is asked.
func (q *Question) decide(a *Answer, ids found) (err error) {
	if !q.Trail && q.Follow == nil {
		a.Outcome, err = a.Rule.Decide(a.Case, a.tb)
		return err
	}
	if a.Outcome, a.Trail, err = a.Rule.Follow(a.Case, a.tb); err != nil {
		return err
	}
	return q.follow(a, ids)
}

// cased are the votes, with the settings of the question and what the file says of them.
func (q *Question) cased(rule rulebook.Entry, f *file) (c rulebook.Case, err error) {
	c, v := q.Case, f.Votes
	c.Profile, c.Counts, c.Tallies, c.Duels, c.Levels = v.Profile, v.Counts, v.Tallies, v.Duels, f.sums.Levels
	c.Matrix, c.Projects, c.Ballots = v.Matrix, v.Projects, f.sums.Ballots
	if seated(rule) && c.Seats == 0 {
		if c.Seats = v.Seats; c.Seats == 0 {
			return c, q.misuse("seats", "%s needs {}, 1 or more", rule.Name)
		}
	}
	switch bodies := v.Tallies != nil; {
	case bodies && q.Case.Eligible > 0:
		return c, q.misuse("eligible", "{} with bodies: each has its own roll, in the column eligible")
	case bodies && q.Reader.Options != nil:
		return c, q.misuse("options", "{} with bodies: they are asked yes or no")
	}
	_, earlier := q.tie()
	c.Rounds.Earlier = earlier
	num, den := q.Reach.Parts()
	if c.Rounds.Reach = num * 100 / max(1, den); runoff(rule) {
		c.Rounds.Minimum = q.Minimum
	}
	if c.Projects != nil && rule.Family == rulebook.Project {
		if c.Projects, err = q.instance(c.Projects); err != nil {
			return c, err
		}
	}
	c.Withdrawn = v.Withdrawn
	if q.Case.Withdrawn != nil {
		c.Withdrawn = slices.Concat(v.Withdrawn, q.Case.Withdrawn)
		slices.Sort(c.Withdrawn)
		c.Withdrawn = slices.Compact(c.Withdrawn)
		v.Withdrawn = c.Withdrawn
	}
	if c.Profile != nil {
		if c.Profile, err = (&Question{Unranked: q.Unranked}).settled(rule, c.Profile); err != nil {
			return c, err
		}
	}
	if rule.Withdraws() || len(c.Withdrawn) == 0 {
		return c, nil
	}
	if f.counted == nil {
		err = withdraw(&c, c.Withdrawn)
	}
	c.Withdrawn = nil
	return c, err
}

// SlateOf is nil for bodies: their rules have no ties for an order to break.
func SlateOf(c rulebook.Case) *ballot.Slate {
	switch {
	case c.Profile != nil:
		return c.Profile.Slate()
	case c.Counts != nil:
		return c.Counts.Slate()
	case c.Matrix != nil:
		return c.Matrix.Lists()
	case c.Duels != nil:
		return c.Duels.Slate()
	case c.Levels != nil:
		return c.Levels.Slate()
	}
	return nil
}

// tie is what breaks a tie, and whether earlier rounds do before.
func (q *Question) tie() (rest string, earlier bool) {
	if q.Tie == "earlier" {
		return "none", true
	}
	rest, earlier = strings.CutPrefix(q.Tie, "earlier,")
	return rest, earlier
}

// order reads order:A,B.
func order(tie string) ([]string, error) {
	list, ok := strings.CutPrefix(tie, "order:")
	if !ok || list == "" {
		return nil, errors.New("no order")
	}
	return List(list)
}

// tieBreak is what Tie says. Bodies have no order.
func (q *Question) tieBreak(a *Answer, voters []committee.Turn) (tb ballot.TieBreak, err error) {
	tie, _ := q.tie()
	slate := SlateOf(a.Case)
	if seed, ok := strings.CutPrefix(tie, "lot:"); ok {
		tb = ballot.Lot{Seed: seed, Label: a.Rule.Name}
	}
	switch names, err := order(tie); {
	case slate == nil:
	case tie == "order":
		tb = ballot.Sequence(slices.Collect(namesOf(slate)))
	case err == nil:
		if _, err := places(slate, names); err != nil {
			return nil, q.misuse("tie", "{} %.80q: each has to be an option", tie)
		}
		tb = ballot.Sequence(names)
	}
	if voters != nil {
		tb = committee.Queue{Options: tb, Voters: voters}
	}
	return tb, nil
}

// halves asks people and bodies one by one.
func (a *Answer) halves() error {
	tallies, err := a.Case.Bodies()
	if err != nil {
		return err
	}
	if a.People, err = (referendum.Majority{}).Decide(tallies, nil); err != nil {
		return err
	}
	a.Bodies, err = referendum.Bodies{}.Decide(tallies, nil)
	return err
}

// Margin is how many ballots would have to be others for another winner; ok is false where
// that is not computed.
func (a *Answer) Margin() (m ranked.Margin, ok bool) {
	if a.Outcome.Common().Tied() {
		return m, false
	}
	m, ok, err := a.Rule.Margin(a.Case)
	return m, ok && err == nil
}

// HowClose says where a decided vote was close, if that is computed; what Margin says is not said
// again, and what takes recounts of many ballots only if Case.Close asks for it.
func (a *Answer) HowClose() []string {
	lines, err := a.Rule.HowClose(a.Case, a.tb, a.Outcome)
	if err != nil {
		return nil
	}
	return lines
}
