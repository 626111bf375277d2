package rulebook

import (
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// Counter returns what adds the ballots of a profile to the sums of a case, for votes whose
// ballots are never in memory all at once. It is nil if the rule looks at the ballots one by
// one. The profiles are of one slate and kind.
func (e Entry) Counter(c *Case) func(*ballot.Profile) error {
	switch e.Family {
	case Referendum, Winner, Seats:
		return func(p *ballot.Profile) error {
			if e.Name == "approval" && p.Kind() == ballot.Ranking {
				return errApprovals
			}
			votes, err := Case{Profile: p}.votes()
			if err != nil {
				return err
			}
			return add(&c.Counts, votes)
		}
	case Duels:
		return func(p *ballot.Profile) error {
			duels, err := Case{Profile: p}.matrix()
			if err != nil {
				return err
			}
			return add(&c.Duels, duels)
		}
	case Grades:
		if slices.Contains(oneByOne, e.Name) {
			return nil
		}
		return func(p *ballot.Profile) error {
			p, err := Case{Profile: p}.scores()
			if err != nil {
				return err
			}
			return add(&c.Levels, p.Histogram())
		}
	}
	return nil
}

// add merges a part into a sum, which may be the first.
func add[S interface {
	comparable
	Merge(S) error
}](sum *S, part S) error {
	var none S
	if *sum == none {
		*sum = part
		return nil
	}
	return (*sum).Merge(part)
}
