package rulebook

import (
	"errors"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/projects"
)

// A threshold of the file is asked by all but greedy and greedy-no-skip: the rule with one
// has a name of its own in Pabulib.
var budgets = []Entry{
	{"greedy", []string{"greedy-utilitarian-welfare", "greedy-utilitarian", "greedy-skip"},
		"the most voted projects that fit; the minimum support is not asked", Project,
		func(c Case, tb ballot.TieBreak) (ballot.Outcome, error) { return greedy(c, tb, false, false) }},
	{"greedy-no-skip", nil, "the most voted projects, up to the first that does not fit; the minimum support is not asked", Project,
		func(c Case, tb ballot.TieBreak) (ballot.Outcome, error) { return greedy(c, tb, true, false) }},
	{"greedy-threshold", nil, "the most voted projects with the minimum support that fit", Project,
		func(c Case, tb ballot.TieBreak) (ballot.Outcome, error) { return greedy(c, tb, false, true) }},
	{"pb-max-welfare", []string{"max-additive-utilitarian-welfare", "max-welfare", "knapsack"},
		"the projects with the most utility in all, by exact search", Project,
		func(c Case, tb ballot.TieBreak) (ballot.Outcome, error) {
			return budget(c, tb, func(u projects.Utility) ballot.Rule[*projects.Instance, *projects.Selection] {
				return projects.MaxWelfare{Utility: u}
			})
		}},
	{"pb-equal-shares", []string{"pb-mes", "method-of-equal-shares", "equalshares"},
		"equal shares of the money, which pay for what their owners support; raised shares as in Poland", Project,
		func(c Case, tb ballot.TieBreak) (ballot.Outcome, error) { return equalShares(c, tb, false) }},
	{"pb-exact-equal-shares", []string{"pb-ees", "exact-equal-shares"},
		"equal shares, where all who pay for a project pay the same", Project,
		func(c Case, tb ballot.TieBreak) (ballot.Outcome, error) { return equalShares(c, tb, true) }},
	{"pb-bos", []string{"bos", "bos-equal-shares", "bounded-overspending"}, "equal shares that may fall short a little", Project,
		func(c Case, tb ballot.TieBreak) (ballot.Outcome, error) {
			return budget(c, tb, func(u projects.Utility) ballot.Rule[*projects.Instance, *projects.Selection] {
				return projects.BoundedOverspending{Utility: u}
			})
		}},
	{"pb-phragmen", []string{"pb-seq-phragmen", "pb-sequential-phragmen"},
		"supporters earn money at one pace and buy what they can, up to the first that does not fit", Project, plain(projects.Phragmen{})},
	{"pb-phragmen-skip", nil, "the same, and what does not fit is passed over", Project, plain(projects.Phragmen{Skip: true})},
	{"pb-maximin-support", []string{"pb-maximin"}, "the most even spread of the costs over their supporters, project by project", Project,
		plain(projects.MaximinSupport{})},
}

// instance is the vote with its costs.
func (c Case) instance() (*projects.Instance, error) {
	if c.Projects == nil {
		return nil, errors.New("this rule needs projects with costs and a budget, as in a Pabulib file")
	}
	return c.Projects, nil
}

// budget decides by a rule with the utility of the case.
func budget(c Case, tb ballot.TieBreak, rule func(projects.Utility) ballot.Rule[*projects.Instance, *projects.Selection]) (ballot.Outcome, error) {
	in, err := c.instance()
	if err != nil {
		return nil, err
	}
	var u projects.Utility
	if c.Utility != "" {
		if err := u.UnmarshalText([]byte(c.Utility)); err != nil {
			return nil, err
		}
	}
	return outcome(rule(u).Decide(in, tb))
}

// plain decides by a rule that knows no utility.
func plain(r ballot.Rule[*projects.Instance, *projects.Selection]) func(Case, ballot.TieBreak) (ballot.Outcome, error) {
	return func(c Case, tb ballot.TieBreak) (ballot.Outcome, error) {
		return budget(c, tb, func(projects.Utility) ballot.Rule[*projects.Instance, *projects.Selection] { return r })
	}
}

// greedy asks for the minimum support or not.
func greedy(c Case, tb ballot.TieBreak, noSkip, threshold bool) (ballot.Outcome, error) {
	if c.Projects != nil && !threshold {
		in := *c.Projects
		in.MinSupport = 0
		c.Projects = &in
	}
	return budget(c, tb, func(u projects.Utility) ballot.Rule[*projects.Instance, *projects.Selection] {
		return projects.Greedy{Utility: u, NoSkip: noSkip}
	})
}

// equalShares breaks the ties of raised shares by lower cost, then more votes, which is a
// part of that statute.
func equalShares(c Case, tb ballot.TieBreak, exact bool) (ballot.Outcome, error) {
	var with projects.Completion
	if c.Completion != "" {
		if err := with.UnmarshalText([]byte(c.Completion)); err != nil {
			return nil, err
		}
	}
	rule := projects.EqualShares{Exact: exact, Completion: with}
	if with.Step != 0 {
		rule.Ties = projects.LowerCost
	}
	return budget(c, tb, func(u projects.Utility) ballot.Rule[*projects.Instance, *projects.Selection] {
		rule.Utility = u
		return rule
	})
}
