package ballot

import "slices"

// An Order ranks all options of the slate in tiers, best first. Options of one tier are
// not told apart.
type Order struct {
	Record
	Tiers [][]Option // each in slate order
}

// Winners is the first tier: several options if a tie for the first place stands.
func (o *Order) Winners() []Option {
	if len(o.Tiers) == 0 {
		return nil
	}
	return slices.Clone(o.Tiers[0])
}

// AppendBinary: see Outcome.
func (o *Order) AppendBinary(b []byte) ([]byte, error) {
	return AppendTiers(o.AppendRecord(b, "ballot.order.v1"), o.Tiers), nil
}
