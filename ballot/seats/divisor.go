package seats

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/internal/apportion"
)

// MaxSeats bounds a house.
const MaxSeats = 1 << 40

// A Sequence is the divisors of a rule: the k-th seat of a list costs its votes over the
// k-th divisor.
type Sequence uint8

// The sequences; the zero Sequence is DHondt. Rounding names the equal apportionment:
// votes over a common divisor, rounded so.
const (
	DHondt         Sequence = iota // 1, 2, 3...: Jefferson 1792, D'Hondt 1882; down; favours the large
	SainteLague                    // 1, 3, 5...: Webster 1832, Sainte-Lague 1910; to the nearest; favours nobody
	HuntingtonHill                 // roots of k(k-1): Hill 1911, US House since 1941; by the geometric mean
	Adams                          // 0, 1, 2...: J. Q. Adams 1832; up; favours the small
)

// String is the rule's name in the rulebook.
func (s Sequence) String() string {
	switch s {
	case DHondt:
		return "dhondt"
	case SainteLague:
		return "sainte-lague"
	case HuntingtonHill:
		return "huntington-hill"
	case Adams:
		return "adams"
	}
	return "sequence " + strconv.Itoa(int(s))
}

// Divisor is a rule of highest averages: each seat goes to the list with the highest
// votes over divisor. Its settings are the statute's. It is house-monotone: with more
// seats no list gets fewer (Balinski & Young 1982). A list without votes gets no seat; in
// HuntingtonHill and Adams, where every first seat is due, a house smaller than its lists
// seats those with the most votes.
type Divisor struct {
	Sequence  Sequence
	Seats     int64
	Threshold Threshold
	Min       int64 // seats of every list that takes part, at least; 0 is none
}

var _ ballot.Rule[*ballot.Counts, *Allocation] = Divisor{}

// String is the rule in canonical text: "dhondt seats=183 threshold=4%".
func (r Divisor) String() string {
	s := fmt.Sprintf("%s seats=%d%s", r.Sequence, r.Seats, r.Threshold)
	if r.Min > 0 {
		s += fmt.Sprintf(" min=%d", r.Min)
	}
	return s
}

// Decide: see ballot.Rule. Nobody above the threshold with votes is an error: seats
// cannot be given to nobody.
func (r Divisor) Decide(c *ballot.Counts, tb ballot.TieBreak) (*Allocation, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	votes, barred, err := r.Threshold.apply(c)
	if err != nil {
		return nil, err
	}
	d, err := apportion.HighestAverages(r.Seats, r.Min, votes, apportion.Signposts(r.Sequence))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r, err)
	}
	ties, err := give(c.Slate(), d, tb)
	if err != nil {
		return nil, err
	}
	q := quotients{rule: r, names: namesOf(c.Slate()), votes: votes, seats: slices.Clone(d.Parts)}
	return &Allocation{
		Record: ballot.Record{Rule: r.String(), Slate: c.Slate(), Ties: ties, Reasons: q.why(barred, ties)},
		Seats:  d.Parts,
	}, nil
}

func namesOf(s *ballot.Slate) []string {
	names := make([]string, 0, s.Len())
	for _, name := range s.All() {
		names = append(names, name)
	}
	return names
}

func (r Divisor) check() error {
	if r.Sequence > Adams {
		return fmt.Errorf("no such %s", r.Sequence)
	}
	return checkSeats(r.Seats, r.Min)
}

func checkSeats(seats, least int64) error {
	var faults []error
	if seats < 1 || seats > MaxSeats {
		faults = append(faults, &vicinia.Fault{Path: "seats", Err: fmt.Errorf("%d seats: want 1 to %d", seats, int64(MaxSeats))})
	}
	if least < 0 {
		faults = append(faults, &vicinia.Fault{Path: "min", Err: fmt.Errorf("%d seats", least)})
	}
	return errors.Join(faults...)
}

// give breaks the tie of a division as far as tb does, and returns it.
func give(s *ballot.Slate, d apportion.Division, tb ballot.TieBreak) ([]ballot.Tie, error) {
	return giveFor("", s, d, tb)
}

// giveFor is give for a part of the house: " of the alliance of A".
func giveFor(part string, s *ballot.Slate, d apportion.Division, tb ballot.TieBreak) ([]ballot.Tie, error) {
	if d.Open == 0 {
		return nil, nil
	}
	tie := ballot.Tie{For: "the last seat", Places: d.Open}
	if d.Open > 1 {
		tie.For = fmt.Sprintf("the last %d seats", d.Open)
	}
	tie.For += part
	for _, i := range d.Tied {
		tie.Options = append(tie.Options, ballot.Option(i))
	}
	tie, err := ballot.Resolve(s, tie, tb)
	if err != nil {
		return nil, err
	}
	in, _, _ := tie.Cut()
	for _, o := range in {
		d.Parts[o]++
	}
	return []ballot.Tie{tie}, nil
}
