package projects

import (
	"slices"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/internal/canon"
)

// A Selection is what is funded and where the rest of the money is: what is Funded, Left
// and PotLeft add up to the money of the instance.
type Selection struct {
	ballot.Record
	Selected []ballot.Option // funded whole; in slate order
	Funded   []int64         // money by project, in slate order; a part is less than the cost
	Left     int64           // common money that nobody got, to be carried over
	PotLeft  []int64         // the same by pot
}

// Winners are the projects that are funded whole.
func (s *Selection) Winners() []ballot.Option { return slices.Clone(s.Selected) }

// Spent is the sum of what is funded.
func (s *Selection) Spent() int64 {
	sum := int64(0)
	for _, n := range s.Funded {
		sum += n
	}
	return sum
}

// AppendBinary: see ballot.Outcome.
func (s *Selection) AppendBinary(b []byte) ([]byte, error) {
	b = s.AppendRecord(b, "projects.selection.v1")
	b = ballot.AppendTiers(b, [][]ballot.Option{s.Selected})
	b = canon.AppendLen(b, len(s.Funded))
	for _, n := range s.Funded {
		b = canon.AppendInt(b, n)
	}
	b = canon.AppendInt(b, s.Left)
	b = canon.AppendLen(b, len(s.PotLeft))
	for _, n := range s.PotLeft {
		b = canon.AppendInt(b, n)
	}
	return b, nil
}
