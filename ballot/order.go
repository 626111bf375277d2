package ballot

import (
	"cmp"
	"slices"
)

// An Order ranks all options of the slate in tiers, best first. Options of one tier are
// not told apart.
type Order struct {
	Record
	Tiers [][]Option // each in slate order
}

// NewOrder is the outcome of a rule that found these tiers: a tie for the first place
// goes to the tie-break. For those who write a rule of their own.
func NewOrder(rule string, s *Slate, tiers [][]Option, tb TieBreak) (*Order, error) {
	o := &Order{Record: Record{Rule: rule, Slate: s}, Tiers: tiers}
	if len(tiers) == 0 || len(tiers[0]) == 1 {
		return o, nil
	}
	tie, err := Resolve(s, Tie{For: "the first place", Options: tiers[0], Places: 1}, tb)
	if err != nil {
		return nil, err
	}
	o.Ties = []Tie{tie}
	if tie.Broken != nil {
		o.Tiers = append(slices.Clone(tie.Broken), tiers[1:]...)
	}
	return o, nil
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

// Tiers puts the slate into tiers, best first, by a comparison that is below 0 where a is
// better than b and 0 where they are level.
func (s *Slate) Tiers(compare func(a, b Option) int) (tiers [][]Option) {
	order := make([]Option, s.Len())
	for i := range order {
		order[i] = Option(i)
	}
	slices.SortFunc(order, func(a, b Option) int { return cmp.Or(compare(a, b), cmp.Compare(a, b)) })
	for len(order) > 0 {
		n := 1
		for n < len(order) && compare(order[0], order[n]) == 0 {
			n++
		}
		tiers = append(tiers, order[:n:n])
		order = order[n:]
	}
	return tiers
}
