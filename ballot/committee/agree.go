package committee

import "github.com/vicinia/vicinia/ballot"

// agreed is the outcome of a rule that elects one by one: who of equals is first makes no tie
// where the same committee is elected in the end.
func agreed(p *ballot.Profile, tb ballot.TieBreak, decide func(ballot.TieBreak) (*Committee, error)) (*Committee, error) {
	c, _, err := ballot.Agreed(p.Distinct(), tb, decide)
	return c, err
}
