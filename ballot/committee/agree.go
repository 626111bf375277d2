package committee

import (
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// maxAgreed bounds the ways of breaking ties that are compared.
const maxAgreed = 100

// agreed is the outcome of a rule that elects one by one. Where nothing was told to break
// ties, and all ways of breaking those that it met elect the same committee, that committee
// is elected and there is no tie: who is first makes no difference to who is in.
func agreed(tb ballot.TieBreak, decide func(ballot.TieBreak) (*Committee, error)) (*Committee, error) {
	c, err := decide(tb)
	if err != nil || tb != nil || !c.Tied() {
		return c, err
	}
	all, err := ballot.Universes(maxAgreed, decide)
	if err != nil { // too many to compare: the tie stands
		return c, nil
	}
	for _, u := range all {
		if u.Tied() || !slices.Equal(u.Members, all[0].Members) {
			return c, nil
		}
	}
	c.Members, c.Ties, c.Reasons = all[0].Members, nil, all[0].Reasons
	return c, nil
}
