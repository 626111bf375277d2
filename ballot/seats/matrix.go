package seats

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// Limits of a matrix.
const (
	MaxCells      = 1 << 16 // districts times lists
	MaxTableSeats = 1 << 20 // of all districts
)

// A Matrix is votes by district and list, and the seats that each district has.
type Matrix struct {
	districts, lists *ballot.Slate
	seats            []int64 // by district
	votes            []int64 // row by row
}

// NewMatrix takes seats by district, and votes row by row: the lists of the first
// district, then those of the next. Numbers below 0, too many cells or seats, and a sum of
// votes beyond int64 are errors, all at once.
func NewMatrix(districts, lists *ballot.Slate, seats, votes []int64) (*Matrix, error) {
	if rows, columns := districts.Len(), lists.Len(); len(seats) != rows || len(votes) != rows*columns {
		return nil, fmt.Errorf("%d seats and %d votes for %d districts and %d lists", len(seats), len(votes), rows, columns)
	}
	m := &Matrix{districts: districts, lists: lists, seats: slices.Clone(seats), votes: slices.Clone(votes)}
	if err := m.check(); err != nil {
		return nil, err
	}
	return m, nil
}

func (m *Matrix) check() error {
	var faults []error
	fault := func(path string, err error) { faults = append(faults, &vicinia.Fault{Path: path, Err: err}) }
	if len(m.votes) > MaxCells {
		fault("votes", fmt.Errorf("%d cells: want at most %d", len(m.votes), MaxCells))
	}
	var house, sum int64
	for i, n := range m.seats {
		if n < 0 || n > MaxTableSeats-house {
			fault(fmt.Sprintf("seats[%d]", i), fmt.Errorf("%d seats: want 0 to %d in all", n, MaxTableSeats))
			continue
		}
		house += n
	}
	for i, n := range m.votes {
		switch {
		case n < 0:
			fault(fmt.Sprintf("votes[%d]", i), fmt.Errorf("%d votes", n))
		case n > math.MaxInt64-sum:
			fault(fmt.Sprintf("votes[%d]", i), vicinia.ErrOverflow)
		default:
			sum += n
		}
	}
	if house == 0 && faults == nil {
		fault("seats", errors.New("no seats"))
	}
	return errors.Join(faults...)
}

// Districts returns the slate of districts.
func (m *Matrix) Districts() *ballot.Slate { return m.districts }

// Lists returns the slate of lists.
func (m *Matrix) Lists() *ballot.Slate { return m.lists }

// Votes returns the votes of a list in a district.
func (m *Matrix) Votes(district, list ballot.Option) int64 {
	return m.votes[int(district)*m.lists.Len()+int(list)]
}

// Seats returns the seats that a district has.
func (m *Matrix) Seats(district ballot.Option) int64 { return m.seats[district] }

// Total is the sum of all votes.
func (m *Matrix) Total() (sum int64) {
	for _, n := range m.votes {
		sum += n
	}
	return sum
}

// House is the seats of all districts.
func (m *Matrix) House() (sum int64) {
	for _, n := range m.seats {
		sum += n
	}
	return sum
}
