package seats

import (
	"fmt"
	"iter"
	"math/bits"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/internal/apportion"
)

// Quota is the rule of largest remainders with the Hare quota, exact and not rounded
// (Hamilton 1792, Hare and Niemeyer): every list gets the whole part of its share of the
// seats, and the seats left go to the largest remainders. It stays within one seat of
// the share, and pays with paradoxes: a larger house can cost a list a seat (Alabama
// 1880; Balinski & Young 1982).
type Quota struct {
	Seats     int64
	Threshold Threshold
}

var _ ballot.Rule[*ballot.Counts, *Allocation] = Quota{}

// String is the rule in canonical text: "hamilton seats=10".
func (r Quota) String() string { return fmt.Sprintf("hamilton seats=%d%s", r.Seats, r.Threshold) }

// Decide: see ballot.Rule.
func (r Quota) Decide(c *ballot.Counts, tb ballot.TieBreak) (*Allocation, error) {
	if err := checkSeats(r.Seats, 0); err != nil {
		return nil, err
	}
	votes, barred, err := r.Threshold.apply(c)
	if err != nil {
		return nil, err
	}
	weights := make([]uint64, len(votes))
	for i, v := range votes {
		weights[i] = uint64(v)
	}
	d, err := apportion.LargestRemainder(r.Seats, apportion.Weights(weights...))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r, err)
	}
	ties, err := give(c.Slate(), d, tb)
	if err != nil {
		return nil, err
	}
	return &Allocation{
		Record: ballot.Record{Rule: r.String(), Slate: c.Slate(), Ties: ties, Reasons: r.why(c.Slate(), votes, slices.Clone(d.Parts), barred)},
		Seats:  d.Parts,
	}, nil
}

func (r Quota) why(s *ballot.Slate, votes, seats []int64, barred []Barred) iter.Seq[vicinia.Step] {
	return func(yield func(vicinia.Step) bool) {
		for _, b := range barred {
			if !yield(b) {
				return
			}
		}
		var sum int64
		for _, v := range votes {
			sum += v
		}
		for o, name := range s.All() {
			if votes[o] == 0 {
				continue
			}
			hi, lo := bits.Mul64(uint64(votes[o]), uint64(r.Seats))
			whole, rest := bits.Div64(hi, lo, uint64(sum)) // votes are not above their sum
			if !yield(Remainder{List: name, Votes: votes[o], Whole: int64(whole), Rest: int64(rest), Of: sum, Seats: seats[o]}) {
				return
			}
		}
	}
}

// A Remainder is the step of a list in a Quota: its share of the seats is Whole and
// Rest/Of.
type Remainder struct {
	List         string
	Votes, Whole int64
	Rest, Of     int64
	Seats        int64
}

// Key: see vicinia.Step.
func (r Remainder) Key() string { return "seats.remainder" }

// String is "A: 5670 votes, 56 seats and 7000/10000 of one: 57 seats".
func (r Remainder) String() string {
	return fmt.Sprintf("%s: %d votes, %d seats and %d/%d of one: %d seats", r.List, r.Votes, r.Whole, r.Rest, r.Of, r.Seats)
}
