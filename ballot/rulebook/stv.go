package rulebook

import (
	"github.com/vicinia/vicinia/ballot"
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
}

func transfer(s *stv.Statute) func(Case, ballot.TieBreak) (ballot.Outcome, error) {
	return func(c Case, tb ballot.TieBreak) (ballot.Outcome, error) {
		p, err := c.rankings()
		if err != nil {
			return nil, err
		}
		return outcome(stv.Contest{Statute: s, Seats: c.Seats, Withdrawn: c.Withdrawn}.Decide(p, tb))
	}
}
