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
	Dean                           // k(k-1)/(k-1/2): Dean 1832; by the harmonic mean; favours the small
	Danish                         // 1, 4, 7...: Folketing, for seats within provinces; at a third; favours the small
	Imperiali                      // 2, 3, 4...: Belgian communes; favours the large, and is no rounding
	Macau                          // 1, 2, 4, 8...: Macau, Law 3/2001; favours the small much, and is no rounding
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
	case Dean:
		return "dean"
	case Danish:
		return "danish"
	case Imperiali:
		return "imperiali"
	case Macau:
		return "macau"
	}
	return "sequence " + strconv.Itoa(int(s))
}

// posts are the signposts of a sequence.
func (s Sequence) posts() apportion.Signposts {
	return [...]apportion.Signposts{
		apportion.DHondt, apportion.SainteLague, apportion.HuntingtonHill, apportion.Adams,
		apportion.Dean, apportion.Danish, apportion.Imperiali, apportion.Macau,
	}[s]
}

// Divisor is a rule of highest averages: each seat goes to the list with the highest
// votes over divisor. Its settings are the statute's. It is house-monotone: with more
// seats no list gets fewer (Balinski & Young 1982). A list without votes gets no seat; in
// HuntingtonHill, Adams and Dean, where every first seat is due, a house smaller than its
// lists seats those with the most votes.
//
// With First it is the modified rule of Scandinavia: 7/5 in Norway, 6/5 in Sweden since
// 2018 (vallagen 14 kap. 3), which makes a first seat dearer. With Base 5, Adams and Max
// 96 it is the Cambridge Compromise for the European Parliament (Grimmett and others
// 2011): degressive, since everybody gets the base.
type Divisor struct {
	Sequence  Sequence
	Seats     int64
	Threshold Threshold
	Min       int64         // seats of every list that takes part, at least; 0 is none
	Max       int64         // at most; 0 is no bound. What a list may not take goes to the others
	Base      int64         // seats of every list that takes part, beside those of the rule
	First     vicinia.Ratio // the first divisor, in place of 1, of SainteLague; above 0, at most 2
}

var _ ballot.Rule[*ballot.Counts, *Allocation] = Divisor{}

// String is the rule in canonical text: "dhondt seats=183 threshold=4%".
func (r Divisor) String() string {
	s := fmt.Sprintf("%s seats=%d%s", r.Sequence, r.Seats, r.Threshold)
	for _, part := range []struct {
		name string
		n    int64
	}{{"min", r.Min}, {"max", r.Max}, {"base", r.Base}} {
		if part.n > 0 {
			s += fmt.Sprintf(" %s=%d", part.name, part.n)
		}
	}
	if r.First.Sign() > 0 {
		n, d := r.First.Parts()
		s += fmt.Sprintf(" first=%d/%d", n, d)
	}
	return s
}

// posts are the signposts that decide.
func (r Divisor) posts() apportion.Signposts {
	if r.First.Sign() > 0 {
		return apportion.Modified(r.First)
	}
	return r.Sequence.posts()
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
	d, err := r.divide(votes)
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
	if r.Sequence > Macau {
		return fmt.Errorf("no such %s", r.Sequence)
	}
	return errors.Join(checkSeats(r.Seats, r.Min), r.checkBounds(), r.checkFirst())
}

func (r Divisor) checkBounds() error {
	switch {
	case r.Base < 0 || r.Base > MaxSeats:
		return &vicinia.Fault{Path: "base", Err: fmt.Errorf("%d seats", r.Base)}
	case r.Max < 0 || r.Max > 0 && r.Max < max(r.Min, r.Base):
		return &vicinia.Fault{Path: "max", Err: fmt.Errorf("at most %d seats, and at least %d", r.Max, max(r.Min, r.Base))}
	}
	return nil
}

// maxFirst bounds the terms of a first divisor, so that quotients are compared in 128 bits.
const maxFirst = 1 << 20

func (r Divisor) checkFirst() error {
	n, d := r.First.Parts()
	if r.First.Sign() == 0 || r.Sequence == SainteLague && n > 0 && n <= 2*d && max(n, d) < maxFirst {
		return nil
	}
	return &vicinia.Fault{Path: "first", Err: fmt.Errorf("%d/%d by %s: want above 0 to 2, for sainte-lague", n, d, r.Sequence)}
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
