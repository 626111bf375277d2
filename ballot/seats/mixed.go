package seats

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/internal/apportion"
)

// An Overhang says what becomes of direct seats beyond a list's share.
type Overhang uint8

// The zero Overhang is Within.
const (
	Within   Overhang = iota // the house stays; the others share what is left (Scotland Act 1998, section 8)
	Above                    // the others keep their share; the house grows by the overhang (New Zealand, Electoral Act 1993, section 192)
	Levelled                 // the house grows until no share is below the direct seats (Germany 2013 to 2020, in one tier)
	Refused                  // they are not given (Germany since 2023: BWahlG, section 6)
)

// String is the word of a setting.
func (o Overhang) String() string {
	switch o {
	case Within:
		return "within"
	case Above:
		return "above"
	case Levelled:
		return "levelled"
	case Refused:
		return "refused"
	}
	return "overhang " + strconv.Itoa(int(o))
}

// MaxGrowth bounds a levelled house: so many times the seats it should have.
const MaxGrowth = 16

// Mixed gives lists their share of all seats, of which some are won directly: in districts,
// whatever the lists' votes. Direct seats of those who are no list, or are below the
// threshold, stay out: take them from Seats first. Free seats of overhang need no levelling
// (three, in Germany 2020).
//
// With First 7/5 and Within it is the levelling of Norway (valgloven, section 11-6), and with
// Remainders that of Denmark (folketingsvalgloven, section 77).
type Mixed struct {
	Sequence   Sequence
	First      vicinia.Ratio    // see Divisor
	Remainders bool             // shares by the largest remainders of the Hare quota, in place of Sequence; not Levelled, as they are not house-monotone
	Seats      int64            // of the house, direct ones too
	Direct     map[string]int64 // by list
	Overhang   Overhang
	Free       int64 // seats of overhang that Levelled leaves
	Threshold  Threshold
}

var _ ballot.Rule[*ballot.Counts, *Allocation] = Mixed{}

// String is the rule in canonical text: `sainte-lague seats=120 overhang=above`.
func (r Mixed) String() string {
	s := fmt.Sprintf("%s%s overhang=%s", r.shares(), r.Threshold, r.Overhang)
	if r.Free > 0 {
		s += fmt.Sprintf(" free=%d", r.Free)
	}
	return s
}

// shares is the rule by which the house is shared.
func (r Mixed) shares() fmt.Stringer {
	if r.Remainders {
		return Quota{Seats: r.Seats}
	}
	return Divisor{Sequence: r.Sequence, First: r.First, Seats: r.Seats}
}

// Decide: see ballot.Rule. Direct seats of a list that is not on the slate or takes no
// part, more of them than the house has, and a house that grows past MaxGrowth are errors.
func (r Mixed) Decide(c *ballot.Counts, tb ballot.TieBreak) (*Allocation, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	votes, barred, err := r.Threshold.apply(c)
	if err != nil {
		return nil, err
	}
	direct, err := r.direct(c.Slate(), votes)
	if err != nil {
		return nil, err
	}
	d, err := r.divide(votes, direct)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r, err)
	}
	ties, err := give(c.Slate(), d, tb)
	if err != nil {
		return nil, err
	}
	if r.Overhang == Above || r.Overhang == Levelled {
		for o, n := range direct {
			d.Parts[o] = max(d.Parts[o], n)
		}
	}
	return &Allocation{
		Record: ballot.Record{Rule: r.String(), Slate: c.Slate(), Ties: ties, Reasons: r.why(c.Slate(), votes, direct, slices.Clone(d.Parts), barred)},
		Seats:  d.Parts,
	}, nil
}

func (r Mixed) check() error {
	if r.Overhang > Refused || r.Free < 0 || r.Free > 0 && r.Overhang != Levelled {
		return fmt.Errorf("no such %s with %d free", r.Overhang, r.Free)
	}
	if r.Remainders && (r.Sequence != DHondt || r.First.Sign() != 0 || r.Overhang == Levelled) {
		return &vicinia.Fault{Path: "remainders", Err: fmt.Errorf("with %s, a first divisor of %s and overhang %s", r.Sequence, r.First, r.Overhang)}
	}
	return Divisor{Sequence: r.Sequence, First: r.First, Seats: r.Seats}.check()
}

// direct are the direct seats in the order of the slate.
func (r Mixed) direct(s *ballot.Slate, votes []int64) ([]int64, error) {
	direct, known, sum := make([]int64, s.Len()), 0, int64(0)
	var faults []error
	for o, name := range s.All() {
		n, ok := r.Direct[name]
		if !ok {
			continue
		}
		known++
		if n < 0 || n > r.Seats || n > 0 && votes[o] == 0 && r.Overhang != Refused {
			faults = append(faults, &vicinia.Fault{Path: "direct." + name, Err: fmt.Errorf("%d seats of a list with %d votes that count", n, votes[o])})
			continue
		}
		direct[o] = n
		sum += n
	}
	if known < len(r.Direct) {
		faults = append(faults, &vicinia.Fault{Path: "direct", Err: errors.New("direct seats of a list that is not on the slate")})
	}
	if sum > r.Seats {
		faults = append(faults, &vicinia.Fault{Path: "direct", Err: fmt.Errorf("%d seats in a house of %d", sum, r.Seats)})
	}
	return direct, errors.Join(faults...)
}

func (r Mixed) divide(votes, direct []int64) (apportion.Division, error) {
	switch r.Overhang {
	case Within:
		return r.within(votes, direct)
	case Levelled:
		return r.level(votes, direct)
	}
	return r.share(r.Seats, votes)
}

// share gives a house to the lists by their votes alone.
func (r Mixed) share(house int64, votes []int64) (apportion.Division, error) {
	if r.Remainders && house > 0 && slices.ContainsFunc(votes, func(v int64) bool { return v > 0 }) {
		return Quota{Seats: house}.price(votes).divide(votes, house), nil
	}
	posts := Divisor{Sequence: r.Sequence, First: r.First}.posts()
	return apportion.HighestAverages(house, 0, votes, posts)
}

// within divides a house of which some seats are given: whoever has more than his share
// keeps them and stands aside, which leaves less to the others; all who have more stand aside
// at once, and so in no order.
func (r Mixed) within(votes, direct []int64) (apportion.Division, error) {
	house, free, aside := r.Seats, slices.Clone(votes), make([]bool, len(votes))
	for {
		d, err := r.share(house, free)
		if err != nil {
			return d, err
		}
		found := false
		for i, n := range direct {
			if !aside[i] && d.Parts[i] < n {
				aside[i], found, free[i] = true, true, 0
				house -= n
			}
		}
		if !found || !slices.ContainsFunc(free, func(v int64) bool { return v > 0 }) {
			for i := range aside {
				if aside[i] {
					d.Parts[i] = direct[i]
				}
			}
			return d, nil
		}
	}
}

// level looks for the smallest house that leaves no overhang beyond the free seats, however
// a tie for its last seats is broken; the overhang of a house never grows with it, since
// divisor rules are house-monotone.
func (r Mixed) level(votes, direct []int64) (apportion.Division, error) {
	divide := func(house int64) (apportion.Division, int64, error) {
		d, err := r.share(house, votes)
		over := int64(0)
		for i, n := range direct {
			if err == nil {
				over += max(n-d.Parts[i], 0)
			}
		}
		return d, over, err
	}
	low, high := r.Seats, r.Seats*MaxGrowth
	if _, over, err := divide(high); err != nil || over > r.Free {
		return apportion.Division{}, errors.Join(err, fmt.Errorf("a house of %d leaves %d seats of overhang", high, over))
	}
	for low < high {
		mid := low + (high-low)/2
		if _, over, err := divide(mid); err != nil {
			return apportion.Division{}, err
		} else if over <= r.Free {
			high = mid
		} else {
			low = mid + 1
		}
	}
	d, _, err := divide(low)
	return d, err
}

func (r Mixed) why(s *ballot.Slate, votes, direct, seats []int64, barred []Barred) iter.Seq[vicinia.Step] {
	return func(yield func(vicinia.Step) bool) {
		for _, b := range barred {
			if !yield(b) {
				return
			}
		}
		for o, name := range s.All() {
			if votes[o] > 0 && !yield(Mixture{List: name, Votes: votes[o], Direct: direct[o], Seats: seats[o]}) {
				return
			}
		}
	}
}

// A Mixture is the step of a list in a Mixed house.
type Mixture struct {
	List   string
	Votes  int64
	Direct int64
	Seats  int64 // direct ones too
}

// Key: see vicinia.Step.
func (m Mixture) Key() string { return "seats.mixture" }

// String is "Labour: 74088 votes, 0 direct and 4 more: 4 seats".
func (m Mixture) String() string {
	return fmt.Sprintf("%s: %d votes, %d direct and %d more: %d seats", m.List, m.Votes, m.Direct, max(m.Seats-m.Direct, 0), m.Seats)
}
