package main

import (
	"fmt"
	"slices"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/committee"
	"github.com/vicinia/vicinia/ballot/referendum"
	"github.com/vicinia/vicinia/ballot/rulebook"
	"github.com/vicinia/vicinia/ballot/seats"
)

// Limits of -all.
const (
	maxUniverses = 10_000 // ways of breaking the ties
	maxListed    = 10_000 // seats of a house, each a name in every outcome
)

// A result is a decided vote.
type result struct {
	options
	votes         *poll
	ballots       ballots
	out           ballot.Outcome
	people, union *referendum.Result // the two halves of a double majority
	outcomes      [][]string         // nil without -all
}

// ballots are how many there were.
type ballots struct{ all, blank, spoilt int64 }

func decide(o options, votes *poll) (*result, error) {
	if o.rule = o.rule.For(votes.Profile); o.rule.Family == rulebook.Committee {
		if err := o.check(); err != nil { // the name may have meant another rule until now
			return nil, err
		}
	}
	if err := settle(&o, votes); err != nil {
		return nil, err
	}
	c := rulebook.Case{
		Profile: votes.Profile, Counts: votes.Counts, Tallies: votes.Tallies, Duels: votes.Duels, Levels: votes.levels,
		Matrix: votes.Matrix, Projects: votes.Projects, Seats: o.seats, Threshold: o.threshold, Alliances: o.alliances,
		Eligible: o.eligible, Withdrawn: votes.Withdrawn, Vacates: o.vacates, Utility: o.utility, Completion: o.completion,
	}
	switch bodies := votes.Tallies != nil; {
	case bodies && o.eligible > 0:
		return nil, errUsage("-eligible with bodies: each has its own roll, in the column eligible")
	case bodies && o.reader.Options != nil:
		return nil, errUsage("-options with bodies: they are asked yes or no")
	}
	if o.conflicts != nil && c.Projects != nil {
		c.Projects.Conflicts = append(c.Projects.Conflicts, o.conflicts...)
	}
	r := &result{options: o, votes: votes, ballots: count(votes, o.rule)}
	var err error
	if r.out, err = o.rule.Decide(c, votes.line(o.tieBreak(slateOf(votes)))); err != nil {
		return nil, err
	}
	if o.vacates != "" {
		r.seats = 1 // of a countback
	}
	if o.rule.Name == "double-majority" {
		if err := r.halves(c); err != nil {
			return nil, err
		}
	}
	if o.all {
		return r, r.universes(c)
	}
	return r, nil
}

// settle gives the votes what the command says, and the command what the file says.
func settle(o *options, votes *poll) error {
	p := votes.Profile
	if p != nil && o.unranked != nil {
		p.Unranked = *o.unranked
	}
	if slices.Contains(seated, o.rule.Family) && o.seats == 0 {
		if o.seats = votes.Seats; o.seats == 0 {
			return errUsage(o.rule.Name + " needs -seats, 1 or more")
		}
	}
	if o.rule.Family == rulebook.STV || len(votes.Withdrawn) == 0 || p == nil {
		return nil
	}
	var out []ballot.Option
	for _, name := range votes.Withdrawn {
		gone, _ := p.Slate().Find(name)
		out = append(out, gone)
	}
	var err error
	votes.Profile, err = p.Without(out...)
	return err
}

// slateOf is nil for bodies: their rules have no ties for an order to break.
func slateOf(v *poll) *ballot.Slate {
	switch {
	case v.Profile != nil:
		return v.Profile.Slate()
	case v.Counts != nil:
		return v.Counts.Slate()
	case v.Matrix != nil:
		return v.Matrix.Lists()
	case v.Duels != nil:
		return v.Duels.Slate()
	case v.levels != nil:
		return v.levels.Slate()
	}
	return nil
}

func (n *ballots) add(part ballots) {
	n.all += part.all
	n.blank += part.blank
	n.spoilt += part.spoilt
}

func count(v *poll, rule rulebook.Entry) ballots {
	switch {
	case v.counted != nil:
		return *v.counted
	case v.Profile != nil && rule.Family != rulebook.Winner && rule.Family != rulebook.Seats:
		p := v.Profile
		return ballots{p.Len() + p.Blank + p.Spoilt, p.Blank, p.Spoilt}
	case v.Duels != nil:
		d := v.Duels
		return ballots{d.Ballots() + d.Blank + d.Spoilt, d.Blank, d.Spoilt}
	case v.Profile != nil:
		c := v.Profile.Counts() // rankings with two first choices are spoilt for the other rules
		return ballots{v.Profile.Len() + v.Profile.Blank + v.Profile.Spoilt, c.Blank, c.Spoilt}
	case v.Counts != nil:
		c := v.Counts
		return ballots{c.Total() + c.Blank + c.Spoilt, c.Blank, c.Spoilt}
	case v.Matrix != nil:
		return ballots{all: v.Matrix.Total()}
	}
	var n ballots
	for _, t := range v.Tallies {
		n.all += t.Yes + t.No + t.Blank + t.Spoilt
		n.blank += t.Blank
		n.spoilt += t.Spoilt
	}
	return n
}

// halves asks people and bodies one by one.
func (r *result) halves(c rulebook.Case) error {
	tallies, err := c.Bodies()
	if err != nil {
		return err
	}
	if r.people, err = (referendum.Majority{}).Decide(tallies, nil); err != nil {
		return err
	}
	r.union, err = referendum.Bodies{}.Decide(tallies, nil)
	return err
}

// universes lists who wins in every way of breaking the ties.
func (r *result) universes(c rulebook.Case) error {
	t, _ := r.out.(*seats.Table)
	if r.seats > maxListed || t != nil && c.Matrix.House() > maxListed {
		return errUsage(fmt.Sprintf("-all lists every seat: at most %d", maxListed))
	}
	open, err := r.rule.Decide(c, nil)
	if err != nil {
		return err
	}
	if elected, ok := open.(*committee.Committee); ok && elected.Best != nil { // all there are: no need to search for each
		r.outcomes = [][]string{}
		for _, set := range elected.Best {
			r.outcomes = append(r.outcomes, named(elected.Slate, set))
		}
		slices.SortFunc(r.outcomes, slices.Compare)
		return nil
	}
	all, err := ballot.Universes(maxUniverses, func(tb ballot.TieBreak) (ballot.Outcome, error) { return r.rule.Decide(c, tb) })
	if err != nil {
		return err
	}
	r.outcomes = make([][]string, len(all))
	for i, out := range all {
		r.outcomes[i] = holders(out)
	}
	slices.SortFunc(r.outcomes, slices.Compare)
	r.outcomes = slices.CompactFunc(r.outcomes, slices.Equal)
	return nil
}

// holders are the winners in slate order, each as often as it has seats.
func holders(out ballot.Outcome) []string {
	a, seated := out.(*seats.Allocation)
	names := []string{}
	if t, ok := out.(*seats.Table); ok {
		for i, district := range t.Districts.All() {
			for j, list := range t.Slate.All() {
				for range t.At(i, j) {
					names = append(names, district+": "+list)
				}
			}
		}
		return names
	}
	for _, o := range out.Winners() {
		n := int64(1)
		if seated {
			n = a.Of(o)
		}
		for range n {
			names = append(names, out.Common().Slate.Name(o))
		}
	}
	return names
}
