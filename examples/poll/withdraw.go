package poll

import (
	"errors"
	"fmt"
	"slices"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/projects"
	"github.com/vicinia/vicinia/ballot/rulebook"
	"github.com/vicinia/vicinia/ballot/seats"
)

// places are those of names on a slate.
func places(s *ballot.Slate, names []string) (all []ballot.Option, err error) {
	for _, name := range names {
		o, ok := s.Find(name)
		if !ok {
			return nil, fmt.Errorf("%.40q has withdrawn and is not an option", name)
		}
		all = append(all, o)
	}
	return all, nil
}

// withdraw takes options out of votes of any form. What was for them alone is blank.
func withdraw(c *rulebook.Case, names []string) (err error) {
	slate := SlateOf(*c)
	if slate == nil {
		return nil // the rule says what it needs
	}
	out, err := places(slate, names)
	switch {
	case err != nil:
		return err
	case len(out) == slate.Len():
		return errors.New("all options have withdrawn")
	case c.Projects != nil:
		c.Projects, err = withoutProjects(c.Projects, out)
		if err == nil {
			c.Profile = c.Projects.Profile
		}
	case c.Profile != nil:
		c.Profile, err = c.Profile.Without(out...)
	case c.Counts != nil:
		c.Counts, err = withoutCounts(c.Counts, out)
	case c.Duels != nil:
		c.Duels, err = withoutDuels(c.Duels, out)
	case c.Matrix != nil:
		c.Matrix, err = withoutLists(c.Matrix, out)
	}
	return err
}

// left is the slate without some, and their places before.
func left(s *ballot.Slate, out []ballot.Option) (*ballot.Slate, []ballot.Option, error) {
	var names []string
	var at []ballot.Option
	for o, name := range s.All() {
		if !slices.Contains(out, o) {
			names, at = append(names, name), append(at, o)
		}
	}
	slate, err := ballot.NewSlate(names...)
	return slate, at, err
}

func withoutCounts(c *ballot.Counts, out []ballot.Option) (*ballot.Counts, error) {
	slate, at, err := left(c.Slate(), out)
	if err != nil {
		return nil, err
	}
	votes := make([]int64, len(at))
	for i, o := range at {
		votes[i] = c.Of(o)
	}
	d, err := ballot.NewCounts(slate, votes)
	if err != nil {
		return nil, err
	}
	d.Blank, d.Spoilt = c.Blank+c.Total()-d.Total(), c.Spoilt
	return d, nil
}

func withoutDuels(w *ballot.Pairwise, out []ballot.Option) (*ballot.Pairwise, error) {
	slate, at, err := left(w.Slate(), out)
	if err != nil {
		return nil, err
	}
	var duels []int64
	for _, a := range at {
		for _, b := range at {
			duels = append(duels, w.At(a, b))
		}
	}
	d, err := ballot.NewPairwise(slate, w.Unranked(), w.Ballots(), duels)
	if err == nil {
		d.Blank, d.Spoilt = w.Blank, w.Spoilt
	}
	return d, err
}

func withoutLists(m *seats.Matrix, out []ballot.Option) (*seats.Matrix, error) {
	slate, at, err := left(m.Lists(), out)
	if err != nil {
		return nil, err
	}
	var house, votes []int64
	for district := range m.Districts().All() {
		house = append(house, m.Seats(district))
		for _, list := range at {
			votes = append(votes, m.Votes(district, list))
		}
	}
	return seats.NewMatrix(m.Districts(), slate, house, votes)
}

// withoutProjects leaves the constraints to those that are left. What requires one that has
// withdrawn cannot be funded: it has to withdraw too.
func withoutProjects(in *projects.Instance, out []ballot.Option) (*projects.Instance, error) {
	p, err := in.Profile.Without(out...)
	if err != nil {
		return nil, err
	}
	c := *in
	c.Profile, c.Cost = p, nil
	for o := range in.Profile.Slate().All() {
		if !slices.Contains(out, o) {
			c.Cost = append(c.Cost, in.Cost[o])
		}
	}
	gone := func(name string) bool { _, ok := p.Slate().Find(name); return !ok }
	kept := func(names []string) []string { return slices.DeleteFunc(slices.Clone(names), gone) }
	c.Pots, c.Caps, c.Conflicts, c.Requires = slices.Clone(in.Pots), slices.Clone(in.Caps), slices.Clone(in.Conflicts), nil
	for _, pots := range [][]projects.Pot{c.Pots, c.Caps} {
		for i := range pots {
			pots[i].Projects = kept(pots[i].Projects)
		}
	}
	for i := range c.Conflicts {
		c.Conflicts[i] = kept(c.Conflicts[i])
	}
	for _, r := range in.Requires {
		switch {
		case gone(r[0]):
		case gone(r[1]):
			return nil, fmt.Errorf("%.40q requires %.40q, which has withdrawn: it has to withdraw too", r[0], r[1])
		default:
			c.Requires = append(c.Requires, r)
		}
	}
	return &c, nil
}
