package ranked

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// Plurality ranks options by their votes: first choices, or approvals if the ballots are
// approvals. The first wins, with however few votes; blank and spoilt ballots count for
// nobody. Options with equal votes share a tier; only a tie for the first place is a tie
// of the outcome. Known paradoxes: clones split their votes (Borda 1784).
type Plurality struct{}

var _ ballot.Rule[*ballot.Counts, *ballot.Order] = Plurality{}

// errNoVotes says that nobody voted for anything.
var errNoVotes = errors.New("no votes")

// Decide: see ballot.Rule. No votes at all are an error: no option is then better than
// another.
func (Plurality) Decide(c *ballot.Counts, tb ballot.TieBreak) (*ballot.Order, error) {
	if c.Total() == 0 {
		return nil, fmt.Errorf("plurality: %w", errNoVotes)
	}
	tiers := c.Slate().Tiers(func(a, b ballot.Option) int { return cmp.Compare(c.Of(b), c.Of(a)) })
	o, err := ballot.NewOrder("plurality", c.Slate(), tiers, tb)
	if err != nil {
		return nil, err
	}
	o.Reasons = reasons(c, o.Tiers)
	return o, nil
}

// reasons keeps the votes it needs: the counts may grow.
func reasons(c *ballot.Counts, tiers [][]ballot.Option) iter.Seq[vicinia.Step] {
	steps := make([]Votes, 0, c.Slate().Len())
	for _, o := range slices.Concat(tiers...) {
		steps = append(steps, Votes{Option: c.Slate().Name(o), Votes: c.Of(o), Of: c.Total()})
	}
	return func(yield func(vicinia.Step) bool) {
		for _, s := range steps {
			if !yield(s) {
				return
			}
		}
		if len(steps) > 1 {
			yield(Lead{Winner: steps[0].Option, Next: steps[1].Option, Votes: steps[0].Votes - steps[1].Votes})
		}
	}
}

// Votes is the step of an option.
type Votes struct {
	Option    string
	Votes, Of int64
}

// Key: see vicinia.Step.
func (v Votes) Key() string { return "ranked.votes" }

// String is "Ana: 34 of 68 votes".
func (v Votes) String() string { return fmt.Sprintf("%s: %d of %d votes", v.Option, v.Votes, v.Of) }

// A Lead is the step that says how close it was: with Votes more the next would have
// drawn level.
type Lead struct {
	Winner, Next string
	Votes        int64
}

// Key: see vicinia.Step.
func (l Lead) Key() string { return "ranked.lead" }

// String is "Ana leads Ben by 3 votes".
func (l Lead) String() string {
	if l.Votes == 0 {
		return l.Winner + " and " + l.Next + " are level"
	}
	return fmt.Sprintf("%s leads %s by %d votes", l.Winner, l.Next, l.Votes)
}
