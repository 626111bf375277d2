package seats

import (
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/internal/canon"
)

// An Allocation gives every list its seats. While a tie stands, the seats that it is
// about are given to nobody.
type Allocation struct {
	ballot.Record
	Seats []int64 // in slate order
}

var _ ballot.Outcome = (*Allocation)(nil)

// Winners are the lists with a seat.
func (a *Allocation) Winners() []ballot.Option {
	var ws []ballot.Option
	for o, n := range a.Seats {
		if n > 0 {
			ws = append(ws, ballot.Option(o))
		}
	}
	return ws
}

// Of returns the seats of a list.
func (a *Allocation) Of(o ballot.Option) int64 { return a.Seats[o] }

// AppendBinary: see ballot.Outcome.
func (a *Allocation) AppendBinary(b []byte) ([]byte, error) {
	b = a.AppendRecord(b, "seats.allocation.v1")
	for _, n := range a.Seats {
		b = canon.AppendInt(b, n)
	}
	return b, nil
}
