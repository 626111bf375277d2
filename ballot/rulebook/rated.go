package rulebook

import (
	"errors"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/rated"
)

var grades = []Entry{
	{"approval", []string{"approval-voting"}, "the most approvals", Winner, approval},
	{"combined-approval", []string{"dis-approval", "evaluative"}, "approvals less disapprovals: 2 is for, 0 against", Grades, onLevels(rated.CombinedApproval{})},
	{"score", []string{"range", "score-voting", "range-voting", "utilitarian"}, "the greatest sum of scores; no mark is 0", Grades, onLevels(rated.Score{})},
	{"score-mean", []string{"average-score"}, "the greatest mean of those who score an option", Grades, onLevels(rated.Score{Unmarked: rated.Omitted})},
	{"star", []string{"score-then-automatic-runoff"}, "the two with the greatest sums of scores meet in a runoff", Grades, onScores(rated.STAR{})},
	{"star-five", []string{"star-five-star"}, "star, whose ties go to the most scores of 5 before the tie-break", Grades, onScores(rated.STAR{Top: 5})},
	{"majority-judgment", []string{"mj", "majority-grade", "median"}, "the best median grade; equal medians are taken away one by one", Grades,
		onLevels(rated.MajorityJudgment{})},
	{"typical-judgment", nil, "the best median grade; of equal ones the most grades above less those below", Grades, onLevels(rated.MedianJudgment{})},
	{"usual-judgment", nil, "the best median grade; of equal ones the same by how many give it", Grades, onLevels(rated.MedianJudgment{By: rated.Normalized})},
	{"central-judgment", nil, "the best median grade; of equal ones the greatest part above of those not at it", Grades,
		onLevels(rated.MedianJudgment{By: rated.Relative})},
	{"cumulative", nil, "the greatest sum of points; the ballot's limit is not checked", Grades, onScores(rated.Cumulative{})},
	{"quadratic", []string{"quadratic-voting"}, "the greatest sum of votes, of which n cost n squared credits; the ballot's limit is not checked", Grades,
		onScores(rated.Quadratic{})},
}

func approval(c Case, tb ballot.TieBreak) (ballot.Outcome, error) {
	if c.Profile != nil && c.Profile.Kind() == ballot.Ranking {
		return nil, errApprovals
	}
	votes, err := c.votes()
	if err != nil {
		return nil, err
	}
	return outcome(rated.Approval{}.Decide(votes, tb))
}

var errApprovals = errors.New("this rule needs approvals: count,approvals")

// oneByOne are the rules on grades that look at each ballot.
var oneByOne = []string{"star", "star-five", "cumulative", "quadratic"}

// scores are the ballots of a rule on grades.
func (c Case) scores() (*ballot.Profile, error) {
	if c.Profile == nil || c.Profile.Kind() != ballot.Scoring {
		return nil, errors.New("this rule needs scores: count,scores")
	}
	return c.Profile, nil
}

func onScores(r ballot.Rule[*ballot.Profile, *ballot.Order]) func(Case, ballot.TieBreak) (ballot.Outcome, error) {
	return func(c Case, tb ballot.TieBreak) (ballot.Outcome, error) {
		p, err := c.scores()
		if err != nil {
			return nil, err
		}
		return decided(r, p, tb)
	}
}

func onLevels(r ballot.Rule[*ballot.Histogram, *ballot.Order]) func(Case, ballot.TieBreak) (ballot.Outcome, error) {
	return func(c Case, tb ballot.TieBreak) (ballot.Outcome, error) {
		if c.Profile == nil && c.Levels != nil {
			return decided(r, c.Levels, tb)
		}
		p, err := c.scores()
		if err != nil {
			return nil, err
		}
		return decided(r, p.Histogram(), tb)
	}
}
