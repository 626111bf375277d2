package rulebook

import (
	"errors"
	"fmt"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/committee"
	"github.com/vicinia/vicinia/ballot/stv"
)

var transferable = []Entry{
	{"stv-scottish", []string{"scottish-stv", "scotland"}, "Scottish councils since 2007: weighted Gregory, five decimals", STV,
		transfer(stv.Scotland2007)},
	{"stv-wigm-prf", []string{"wigm-prf"}, "the weighted inclusive Gregory method of the PR Foundation, four decimals", STV,
		transfer(stv.WIGMPRF2009)},
	{"stv-wigm-prf-batch", []string{"wigm-prf-batch"}, "the same, and sure losers go out together", STV, transfer(stv.WIGMPRFBatch2009)},
	{"stv-meek-prf", []string{"meek-prf", "meek", "meek-stv"}, "Meek's method of the PR Foundation, nine decimals", STV,
		transfer(stv.MeekPRF2006)},
	{"stv-warren", []string{"warren", "warren-stv"}, "Warren's prices in place of Meek's keep factors, nine decimals", STV,
		transfer(stv.WarrenPRF)},
	{"stv-minneapolis", []string{"mpls", "minneapolis-stv"}, "the boards of Minneapolis: weighted Gregory, four decimals, sure losers go out", STV,
		transfer(stv.Minneapolis2015)},
	{"stv-portland", []string{"portland"}, "the councilors of Portland, Oregon: weighted Gregory, four decimals, surpluses of a round together", STV,
		transfer(stv.Portland2023)},
	{"stv-ers97", []string{"ers97"}, "the Electoral Reform Society 1997: last batch, two decimals, the quota sinks, surpluses wait", STV, transfer(stv.ERS97)},
	{"stv-act", []string{"hare-clark-act", "act-stv"}, "Hare-Clark of the Australian Capital Territory since 2020: last parcel, six decimals", STV,
		transfer(stv.ACT2020)},
	{"stv-act2008", nil, "the same until 2019, in whole votes", STV, transfer(stv.ACT2008)},
	{"stv-senate", []string{"australian-senate", "senate"}, "the Australian Senate since 2021: all papers of a surplus at one value, whole votes", STV,
		transfer(stv.Senate2021)},
	{"stv-senate-by-hand", nil, "the same where the count is by hand, with bulk exclusion", STV, transfer(stv.Senate2021ByHand)},
	{"stv-senate1984", nil, "the same until 2021, with bulk exclusion", STV, transfer(stv.Senate1984)},
	{"stv-victoria", []string{"victoria"}, "the Legislative Council of Victoria: all papers of a surplus at one value, whole votes", STV,
		transfer(stv.Victoria2018)},
	{"stv-western-australia", []string{"western-australia"}, "the Legislative Council of Western Australia: each parcel at a fraction of its value, whole votes", STV,
		transfer(stv.WesternAustralia1987)},
	{"stv-ireland", []string{"ireland", "dail"}, "the Dail: whole papers of the parcel received last move, by their order", STV, transfer(stv.Ireland1992)},
	{"stv-malta", []string{"malta"}, "the House of Representatives of Malta: likewise, the oldest surplus first", STV, transfer(stv.Malta1991)},
	{"stv-northern-ireland", []string{"northern-ireland"}, "Northern Ireland: last parcel, two decimals, surpluses wait", STV,
		transfer(stv.NorthernIreland1985)},
	{"stv-tasmania", []string{"tasmania", "hare-clark"}, "Hare-Clark of Tasmania: all papers of the last parcel, whole votes", STV,
		transfer(stv.Tasmania2004)},
	{"stv-nsw-local", []string{"nsw-local"}, "councils of New South Wales since 2021: weighted Gregory in exact fractions, whole votes", STV,
		transfer(stv.NSWLocal2021)},
	{"stv-new-zealand", []string{"new-zealand", "meek-nz"}, "New Zealand: Meek's method, nine decimals, every round a count", STV,
		transfer(stv.NewZealand2004)},
	{"stv-cambridge", []string{"cambridge"}, "Cambridge, Massachusetts: papers move whole, every n-th of a surplus", STV, transfer(stv.Cambridge1938)},
	{"stv-rctab", []string{"rctab-multi-winner"}, "RCTab 2 with several winners a round: weighted Gregory, four decimals", STV, transfer(stv.RCTab2)},
	{"stv-rctab-whole", nil, "the same, and the quota is whole", STV,
		transfer(rctab("whole threshold", func(s *stv.Statute) { s.Quota = stv.Whole }))},
	{"stv-rctab-hare", nil, "the same, and the quota is Hare's, up to a whole vote", STV,
		transfer(rctab("Hare quota, whole", func(s *stv.Statute) { s.Quota = stv.HareWhole }))},
	{"stv-rctab-one", nil, "stv-rctab with one winner a round", STV,
		transfer(rctab("one winner a round", func(s *stv.Statute) { s.Late, s.Alone, s.Together = true, true, false }))},
	{"stv-bottoms-up", []string{"bottoms-up"}, "the last go out until as many are left as there are seats, as RCTab 2 does", STV, transfer(stv.BottomsUp)},
	{"multi-pass-runoff", []string{"multi-pass-irv", "sequential-irv"}, "instant runoff seat by seat, without those elected before, as RCTab 2 does", STV,
		transfer(stv.MultiPass)},
	{"stv-wigm", []string{"wigm", "weighted-inclusive-gregory"}, "the weighted inclusive Gregory method without a law, nine decimals", STV, transfer(stv.WIGM)},
	{"stv-wright", []string{"wright", "wright-stv"}, "weighted Gregory, counted afresh whenever somebody goes out, nine decimals", STV, transfer(stv.Wright)},
	{"stv-qpq", []string{"qpq", "quota-preferential-by-quotient"}, "ballots over one more than what they have elected, in exact fractions", STV,
		transfer(stv.QPQ2003)},
	{"stv-qpq-restart", []string{"qpq-restart"}, "the same, counted afresh whenever somebody goes out", STV, transfer(stv.QPQRestart)},
	{"cpo-stv", []string{"comparison-of-pairs-of-outcomes"}, "all outcomes compared two by two, surpluses of who is in both move; then ranked pairs", STV,
		whole(func(seats int64) ballot.Rule[*ballot.Profile, *committee.Committee] {
			return stv.CPO{Seats: seats, Quota: stv.Floor}
		})},
	{"schulze-stv", nil, "beatpaths of outcomes, by what ballots each member can have above a newcomer", STV,
		whole(func(seats int64) ballot.Rule[*ballot.Profile, *committee.Committee] {
			return stv.SchulzeSTV{Seats: seats}
		})},
}

// rctab is RCTab's statute with other answers.
func rctab(what string, change func(*stv.Statute)) *stv.Statute {
	s := *stv.RCTab2
	s.Name += ", " + what
	change(&s)
	return &s
}

// whole decides among whole outcomes: a *committee.Committee.
func whole(rule func(seats int64) ballot.Rule[*ballot.Profile, *committee.Committee]) func(Case, ballot.TieBreak) (ballot.Outcome, error) {
	return func(c Case, tb ballot.TieBreak) (ballot.Outcome, error) {
		p, err := c.rankings()
		switch {
		case err != nil:
			return nil, err
		case c.Vacates != "":
			return nil, errors.New("a rule that elects all at once has no countback")
		}
		var out []ballot.Option
		for _, name := range c.Withdrawn {
			o, ok := p.Slate().Find(name)
			if !ok {
				return nil, fmt.Errorf("%.40q has withdrawn and is not an option", name)
			}
			out = append(out, o)
		}
		if p, err = p.Without(out...); err != nil {
			return nil, err
		}
		return outcome(rule(c.Seats).Decide(p, tb))
	}
}

func transfer(s *stv.Statute) func(Case, ballot.TieBreak) (ballot.Outcome, error) {
	return func(c Case, tb ballot.TieBreak) (ballot.Outcome, error) {
		p, err := c.rankings()
		if err != nil {
			return nil, err
		}
		counted, err := c.statute(s)
		if err != nil {
			return nil, err
		}
		contest := stv.Contest{Statute: counted, Seats: c.Seats, Withdrawn: c.Withdrawn, Stop: int(c.Rounds.Stop)}
		if lot, ok := tb.(ballot.Lot); ok {
			contest.Mix = ballot.Lot{Seed: lot.Seed, Label: lot.Label + " papers"}
		}
		if _, ok := p.Slate().Find(writeIns); ok && (s.Hold || s == stv.Minneapolis2015) {
			contest.Undeclared = []string{writeIns}
		}
		if c.Vacates != "" {
			return followed(c, stv.Countback{Election: contest, Vacates: c.Vacates}, p, tb)
		}
		return followed(c, contest, p, tb)
	}
}
