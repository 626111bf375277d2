package committee

import "github.com/vicinia/vicinia/ballot"

// Among is the outcome of a rule that compares whole committees and ends with these, each in
// slate order: the one, or a tie of all. The record is the rule's; at most MaxCommittees.
func Among(r ballot.Record, seats int, best [][]ballot.Option, tb ballot.TieBreak) (*Committee, error) {
	c := &Committee{Record: r, Seats: seats}
	return c, c.settle(best, tb)
}
