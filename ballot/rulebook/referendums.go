package rulebook

import (
	"errors"
	"fmt"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/referendum"
)

var referendums = []Entry{
	{"simple-majority", nil, "more yes than no", Referendum, question(referendum.Majority{})},
	{"absolute-majority", nil, "yes from more than half of the eligible, whom the file or -eligible must tell", Referendum,
		question(referendum.Majority{Of: referendum.Eligible})},
	// As for an amendment of the Swiss constitution: BV art. 140 and 142.
	{"double-majority", nil, "more yes than no among the people, and in more than half of the bodies by weight", Referendum,
		double},
	{"majority-of-majorities", []string{"bodies-majority"}, "more yes than no in more than half of the bodies by weight", Referendum,
		question(referendum.Bodies{})},
	{"two-thirds-majority", []string{"supermajority"}, "yes from at least two thirds of the valid votes", Referendum,
		question(referendum.Majority{Over: vicinia.Frac(2, 3), AtLeast: true})},
	{"population-and-states", []string{"eu-council", "qualified-majority"},
		"55 % of the bodies with 65 % of the people, whom the weights are; fewer than four bodies cannot block", Referendum,
		question(referendum.QualifiedMajority(vicinia.Frac(55, 100), vicinia.Frac(65, 100)))},
}

func question(r referendum.Rule) func(Case, ballot.TieBreak) (ballot.Outcome, error) {
	return func(c Case, tb ballot.TieBreak) (ballot.Outcome, error) {
		ts, err := c.Bodies()
		if err != nil {
			return nil, err
		}
		out, err := outcome(r.Decide(ts, tb))
		for fault := range vicinia.Faults(err) {
			if c.Tallies == nil {
				fault.Path = "" // there is one tally, of options
			}
		}
		return out, err
	}
}

// double refuses votes without bodies: of one body it would ask the same twice.
func double(c Case, tb ballot.TieBreak) (ballot.Outcome, error) {
	if c.Tallies == nil {
		return nil, errors.New("a double majority needs bodies: body,weight,yes,no")
	}
	return outcome(referendum.All(referendum.Majority{}, referendum.Bodies{}).Decide(c.Tallies, tb))
}

// Bodies are the tallies of a referendum; votes of the options yes and no are one body.
func (c Case) Bodies() ([]referendum.Tally, error) {
	if c.Tallies != nil {
		return c.Tallies, nil
	}
	votes, err := c.votes()
	if err != nil {
		return nil, err
	}
	yes, ok := votes.Slate().Find("yes")
	no, ok2 := votes.Slate().Find("no")
	if !ok || !ok2 || votes.Slate().Len() != 2 {
		return nil, fmt.Errorf("a referendum needs bodies, or the options yes and no (blank and spoilt beside them), not %d options",
			votes.Slate().Len())
	}
	return []referendum.Tally{{
		Yes: votes.Of(yes), No: votes.Of(no), Blank: votes.Blank, Spoilt: votes.Spoilt, Eligible: c.Eligible,
	}}, nil
}
