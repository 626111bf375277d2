package projects

import (
	"fmt"
	"math/big"

	"github.com/vicinia/vicinia/ballot"
)

// BoundedOverspending is Equal Shares with bounded overspending, BOS (Papasotiropoulos,
// Pishbin, Skibski, Skowron & Was, Method of Equal Shares with Bounded Overspending, 2024,
// section 5). It funds also what its supporters cannot pay in full, if the money is enough.
// If each pays at most lambda times the utility they pay a part alpha of the cost; the
// project with the least lambda/alpha^2, over all lambda, is next, and its supporters pay
// up to lambda/alpha, as if all paid: nobody pays for the missing part but the budget.
//
// Purses and prices are exact rationals. Their digits double with each part that is
// missing: once they are more than 4,096 binary ones, they are rounded down to that many
// places, and from then on what is equal in 2,048 binary digits is equal. Projects that do
// not fit in the money are passed over.
//
// The money of a pot is shared by the ballots that support one of its projects, and a voter
// pays from pots first, in their order, as with EqualShares. The part that nobody pays for
// comes out of the money that the project may use, whosever share it was: pots pay as much
// as they can, and what no longer fits in them and the common money is passed over.
type BoundedOverspending struct {
	Utility Utility
	Ties    Preference
}

var _ ballot.Rule[*Instance, *Selection] = BoundedOverspending{}

// String is the rule in canonical text: "bounded-overspending utility=cost ties=none".
func (r BoundedOverspending) String() string {
	return fmt.Sprintf("bounded-overspending utility=%s ties=%s", r.Utility, [...]string{"none", "lower-cost"}[r.Ties&1])
}

// Decide: see ballot.Rule. While a tie stands, what comes after it is not funded.
func (r BoundedOverspending) Decide(in *Instance, tb ballot.TieBreak) (*Selection, error) {
	f, err := in.compile()
	switch {
	case err != nil:
	case r.Ties > LowerCost:
		err = fmt.Errorf("no such preference %d", r.Ties)
	default:
		err = r.Utility.check()
	}
	if err != nil {
		return nil, fmt.Errorf("bounded-overspending: %w", err)
	}
	return f.decide(tb, func(tb ballot.TieBreak) (*session, error) {
		s := f.session(r.String(), r.Ties.before(f, tb))
		m := &overspenders{history: history{f: f}, u: r.Utility}
		m.reset(big.NewRat(f.commonMoney, 1))
		if err := s.trade(m); err != nil {
			return nil, fmt.Errorf("bounded-overspending: %w", err)
		}
		s.rest(Unpaid)
		return s, nil
	})
}
