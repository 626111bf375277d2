package committee

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/internal/lot"
)

// SerialDictator is random serial dictatorship: voters are drawn one by one, and all whom
// the voter approves are elected, as long as there are seats; of more than there are seats
// the lot chooses, and of all that are left if no voter is. Blank ballots elect nobody. Each
// voter has the same chance at each draw, so that a share of the voters as large as the
// seats are to them decides that much on average; a single draw may be far from that.
//
// The tie-break is the lot. In draw n, the ticket of "n" under the label with "\x00voters"
// behind it, as a number, leaves a remainder of the voters whose ballot was not drawn yet:
// so many are passed over, in the order of their ballots (the fewest approvals first, then
// by names). Without a lot, and if not all ballots are alike, a tie stands between all
// options; any other tie-break is an error.
type SerialDictator struct{ Seats int }

var _ ballot.Rule[*ballot.Profile, *Committee] = SerialDictator{}

// String is the rule in canonical text.
func (r SerialDictator) String() string { return fmt.Sprintf("rsd seats=%d", r.Seats) }

// A Drawn is the step that drew a voter.
type Drawn struct {
	N          int
	Approves   []string
	Voters, Of int64 // with the same ballot, of those whose ballot was not drawn yet
}

// Key: see vicinia.Step.
func (d Drawn) Key() string { return "committee.drawn" }

// String is "draw 1: a voter of Ana, Ben, as 34 of 100".
func (d Drawn) String() string {
	return fmt.Sprintf("draw %d: a voter of %s, as %d of %d", d.N, strings.Join(d.Approves, ", "), d.Voters, d.Of)
}

// Decide: see ballot.Rule.
func (r SerialDictator) Decide(p *ballot.Profile, tb ballot.TieBreak) (*Committee, error) {
	e, err := take(r, r.Seats, p)
	if err != nil {
		return nil, err
	}
	c := &Committee{Record: ballot.Record{Rule: r.String(), Slate: e.slate}, Seats: e.seats}
	free := make([]bool, e.options)
	for o := range free {
		free[o] = true
	}
	var why []vicinia.Step
	for line := e.byNames(); len(c.Members) < e.seats && !c.Tied(); {
		var like []ballot.Option
		switch by, ok := tb.(ballot.Lot); {
		case len(line) == 0: // nobody is left to draw
			like = members(free)
		case len(line) > 1 && !ok && len(e.approved(line, free)) <= e.seats-len(c.Members): // whoever is drawn
			like, line = e.approved(line, free), nil
		case len(line) > 1 && tb == nil:
			c.Ties = []ballot.Tie{{For: "who is drawn", Options: members(free), Places: e.seats - len(c.Members)}}
		case len(line) > 1 && !ok:
			return nil, fmt.Errorf("%s: %w", r, errors.New("voters are drawn, and only a lot can"))
		default:
			i, of := draw(by, len(why)+1, line)
			d := Drawn{N: len(why) + 1, Voters: line[i].voters, Of: of}
			for _, o := range e.of(line[i].ballot) {
				if d.Approves = append(d.Approves, e.slate.Name(o)); free[o] {
					like = append(like, o)
				}
			}
			why, line = append(why, d), append(line[:i], line[i+1:]...)
		}
		if err := c.seat(like, tb, len(why)); err != nil {
			return nil, err
		}
		for _, o := range c.Members {
			free[o] = false
		}
	}
	c.Reasons = steps(why)
	return c, nil
}

// approved are the free options of any ballot in the line.
func (e *electorate) approved(line []run, free []bool) (some []ballot.Option) {
	for _, at := range line {
		for _, o := range e.of(at.ballot) {
			if free[o] {
				some = append(some, o)
			}
		}
	}
	slices.Sort(some)
	return slices.Compact(some)
}

// draw draws a voter, and so the ballot of a run.
func draw(by ballot.Lot, n int, line []run) (i int, of int64) {
	for _, at := range line {
		of += at.voters
	}
	ticket := lot.Ticket(by.Seed, by.Label+"\x00voters", strconv.Itoa(n))
	number := new(big.Int).SetBytes(ticket[:])
	passed := number.Rem(number, big.NewInt(of)).Int64()
	for passed >= line[i].voters {
		passed -= line[i].voters
		i++
	}
	return i, of
}

// seat elects options, or as many of them as there are seats left.
func (c *Committee) seat(like []ballot.Option, tb ballot.TieBreak, n int) error {
	if left := c.Seats - len(c.Members); len(like) > left {
		t, err := ballot.Resolve(c.Slate, ballot.Tie{For: fmt.Sprintf("the last seats, draw %d", n), Options: like, Places: left}, tb)
		if err != nil {
			return err
		}
		c.Ties = append(c.Ties, t)
		like, _, _ = t.Cut()
	}
	c.Members = slices.Sorted(slices.Values(slices.Concat(c.Members, like)))
	return nil
}
