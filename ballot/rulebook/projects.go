package rulebook

import (
	"errors"
	"fmt"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/projects"
)

// A threshold of the file is asked by all but greedy: that rule with one has a name of its
// own in Pabulib.
var budgets = []Entry{
	{"greedy", []string{"greedy-utilitarian-welfare", "greedy-utilitarian", "greedy-skip", "greedy-exclusive"},
		"the most voted projects that fit; the minimum support is not asked", Project, greedy},
	{"greedy-no-skip", nil, "the most voted projects with the minimum support, up to the first that does not fit", Project,
		by(projects.Greedy{NoSkip: true})},
	{"greedy-threshold", nil, "the most voted projects with the minimum support that fit", Project, by(projects.Greedy{})},
	{"greedy-part", []string{"greedy-custom"}, "greedy-no-skip, and the first that does not fit gets the rest if that is 80 % of its cost, as in Poznan", Project,
		by(projects.Greedy{NoSkip: true, Part: vicinia.Frac(4, 5)})},
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
	{"pb-ear", []string{"pb-expanding-approvals"}, "approvals expand rank by rank, and what enough weight approves of is funded", Project,
		plain(projects.ExpandingApprovals{})},
	{"cstv", []string{"cstv-ewt"}, "money divided by points goes on to other projects; the one that lacks most is eliminated", Project,
		plain(projects.CumulativeSupport{})},
	{"cstv-ewtc", nil, "the same, the most support for the cost first", Project, plain(projects.CumulativeSupport{PerCost: true})},
	{"cstv-mt", nil, "money divided by points, which supporters move to a project as little as they need", Project,
		plain(projects.CumulativeSupport{Minimal: true})},
	{"cstv-mtc", nil, "the same, the most support for the cost first", Project, plain(projects.CumulativeSupport{PerCost: true, Minimal: true})},
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
	return decided(rule(u), in, tb)
}

// plain decides by a rule that knows no utility.
func plain(r ballot.Rule[*projects.Instance, *projects.Selection]) func(Case, ballot.TieBreak) (ballot.Outcome, error) {
	return func(c Case, tb ballot.TieBreak) (ballot.Outcome, error) {
		return budget(c, tb, func(projects.Utility) ballot.Rule[*projects.Instance, *projects.Selection] { return r })
	}
}

// by decides by a rule whose utility is the case's.
func by(r projects.Greedy) func(Case, ballot.TieBreak) (ballot.Outcome, error) {
	return func(c Case, tb ballot.TieBreak) (ballot.Outcome, error) {
		return budget(c, tb, func(u projects.Utility) ballot.Rule[*projects.Instance, *projects.Selection] {
			rule := r
			if rule.Utility = u; c.Part.Sign() != 0 {
				rule.Part = c.Part
			}
			return rule
		})
	}
}

// greedy does not ask for the minimum support.
func greedy(c Case, tb ballot.TieBreak) (ballot.Outcome, error) {
	if c.Projects != nil {
		in := *c.Projects
		in.MinSupport = 0
		c.Projects = &in
	}
	return by(projects.Greedy{})(c, tb)
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

// Official finds the rule that a Pabulib file names with its key rule. Equal Shares are
// those of pabulib.org's checker and of the Polish cities: the utility is the cost, and
// ties are broken by lower cost, then more votes; the utility and the completion of the
// case are not used. "greedy-exclusive" is greedy with the conflicts of the instance,
// which such a file tells in its comment only. A file whose rule is unknown is an error.
func Official(word string) (Entry, error) {
	completions := map[string]projects.Completion{
		"equalshares": {}, "equalshares-comparison": {Compare: true},
		"equalshares/add1": {Step: 1}, "equalshares/add1-comparison": {Step: 1, Compare: true},
	}
	if with, ok := completions[word]; ok {
		return Entry{word, nil, "equal shares of the money, which pay for what their owners support", Project,
			plain(projects.EqualShares{Ties: projects.LowerCost, Completion: with})}, nil
	}
	if e, ok := Find(word); ok && e.Family == Project {
		return e, nil
	}
	return Entry{}, fmt.Errorf("the file says %.40q of the rule by which it was decided: which one is meant?", word)
}
