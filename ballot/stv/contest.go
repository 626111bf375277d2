package stv

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// Limits of a contest, so that no input can exhaust memory: a transcript has a tally for
// every option in every count, and quotients are fractions that grow with the seats.
const (
	MaxOptions       = 2_000 // and seats
	MaxQuotientSeats = 100
)

var errNoVotes = errors.New("no ballot has a rank that can be read")

// A Contest is a statute applied to a number of seats. Blank and spoilt ballots, and those
// without a readable rank for anybody who stands, are not valid: they are in
// Transcript.Invalid and in no quota. See Statute for what is done with the others.
//
// Known paradoxes of every transferable vote: more support can cost a candidate the seat,
// and a voter may fare better by staying away; Gregory counts moreover let a vote for one
// who is elected early weigh less than the same vote later (Woodall 1983).
type Contest struct {
	Statute    *Statute
	Seats      int64
	Withdrawn  []string // those who no longer stand; their ranks are passed over
	Undeclared []string // write-ins for people who did not stand: they count, but go out first and are not elected; Gregory only
	Stop       int      // the count, or every pass of one, ends after so many counts, however many are elected; 0 is never; Gregory only

	// Where papers move by their order (Parts and Piles), it is that of Pile, all ballots of
	// the profile one by one, or if there is none the order into which the lot mixes them.
	// The zero Mix is a lot too, but one that voters can work out: announce a seed.
	Mix  ballot.Lot
	Pile []ballot.Ballot
}

var _ ballot.Rule[*ballot.Profile, *Transcript] = Contest{}

// String is the rule in canonical text: the statute, the seats, who withdrew and who did not
// stand.
func (c Contest) String() string {
	text := fmt.Sprintf("stv %s seats=%d", c.Statute, c.Seats)
	if len(c.Withdrawn) > 0 {
		text += fmt.Sprintf(" withdrawn=%q", slices.Sorted(slices.Values(c.Withdrawn)))
	}
	if len(c.Undeclared) > 0 {
		text += fmt.Sprintf(" undeclared=%q", slices.Sorted(slices.Values(c.Undeclared)))
	}
	if c.Stop != 0 {
		text += fmt.Sprintf(" stop=%d", c.Stop)
	}
	switch {
	case c.Statute == nil || !c.Statute.draws():
	case c.Pile != nil:
		text += " papers as they lie"
	default:
		text += fmt.Sprintf(" papers mixed by lot seed=%q label=%q", c.Mix.Seed, c.Mix.Label)
	}
	return text
}

// Decide counts: see ballot.Rule. Without a tie-break, ties that change nobody's seat are
// none: see [EitherWay]. While another stands the count ends there, with those elected so
// far. Other ballots than rankings or choices, none that is valid, names that
// are not on the slate and questions without an answer are errors, all at once; votes that
// do not fit 64 bits in the units of the statute are [vicinia.ErrOverflow]. No more
// candidates than seats are all elected.
func (c Contest) Decide(p *ballot.Profile, tb ballot.TieBreak) (*Transcript, error) {
	ps, err := c.papers(p)
	if err != nil {
		return nil, fmt.Errorf("stv: %w", err)
	}
	t, err := settled(tb, len(ps.count), func(tb ballot.TieBreak) (*Transcript, error) { return c.count(p.Slate(), ps, tb, nil) })
	if err != nil {
		return nil, fmt.Errorf("stv: %w", err)
	}
	return t, nil
}

// count counts once, as one tie-break has it.
func (c Contest) count(s *ballot.Slate, ps *papers, tb ballot.TieBreak, f *follow) (*Transcript, error) {
	h := c.hall(s, ps, tb)
	h.follow = f
	return h.out, h.run()
}

// papers are those of a profile, as the statute reads them.
func (c Contest) papers(p *ballot.Profile) (*papers, error) {
	if err := c.check(p); err != nil {
		return nil, err
	}
	ps := c.Statute.read(p, c.stands(p.Slate()))
	switch {
	case ps.total == 0:
		return nil, errNoVotes
	case ps.total > math.MaxInt64/c.Statute.unit(), len(ps.count) > math.MaxInt32:
		return nil, fmt.Errorf("%d votes with %d decimals: %w", ps.total, c.Statute.Decimals, vicinia.ErrOverflow)
	case c.Statute.draws():
		return c.mix(p.Slate(), ps)
	}
	return ps, nil
}

// run counts the papers.
func (h *hall) run() error {
	if h.Passes {
		return h.passes()
	}
	switch h.Method {
	case Gregory:
		return (&gregory{hall: h}).run()
	case Quotients:
		return (&qpq{hall: h}).run()
	case Piles:
		return (&piles{hall: h}).run()
	}
	return (&meek{hall: h}).run()
}

// check returns all that is wrong with a contest for a profile.
func (c Contest) check(p *ballot.Profile) error {
	if c.Statute == nil {
		return errors.New("a contest needs a statute")
	}
	var faults []error
	fault := func(path, format string, args ...any) {
		faults = append(faults, &vicinia.Fault{Path: path, Err: fmt.Errorf(format, args...)})
	}
	if c.Seats < 1 || c.Seats > MaxOptions {
		fault("seats", "%d seats: want 1 to %d", c.Seats, MaxOptions)
	}
	if n := p.Slate().Len(); n > MaxOptions {
		fault("options", "%d options: want at most %d", n, MaxOptions)
	}
	if c.Statute.Method == Quotients && c.Seats > MaxQuotientSeats {
		fault("seats", "%d seats by quotients: want at most %d", c.Seats, MaxQuotientSeats)
	}
	if m := c.Statute.Method; (m == Quotients || m == Piles) && c.Statute.Decimals != 0 {
		fault("statute.decimals", "%d: with %s ballots are whole", c.Statute.Decimals, m)
	}
	for i, name := range slices.Concat(c.Withdrawn, c.Undeclared) {
		if _, ok := p.Slate().Find(name); !ok && i < len(c.Withdrawn) {
			fault(fmt.Sprintf("withdrawn[%d]", i), "%.40q is not an option", name)
		} else if !ok {
			fault(fmt.Sprintf("undeclared[%d]", i-len(c.Withdrawn)), "%.40q is not an option", name)
		}
	}
	if len(c.Undeclared) > 0 && c.Statute.Method != Gregory {
		fault("undeclared", "only Gregory counts know them")
	}
	if c.Stop < 0 || c.Stop > 0 && c.Statute.Method != Gregory {
		fault("stop", "%d counts: want 0 or more, and above that a Gregory count", c.Stop)
	}
	for _, x := range c.Statute.settings() {
		if !x.ok {
			fault("statute."+x.name, "%s is no answer", x.word)
		}
	}
	if p.Kind() != ballot.Ranking && p.Kind() != ballot.Choice {
		fault("ballots", "want rankings, not %s ballots", p.Kind())
	}
	return errors.Join(faults...)
}
