package projects

import (
	"errors"
	"fmt"
	"math/big"
	"slices"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/internal/exact"
)

// BoundedOverspending is Equal Shares with bounded overspending, BOS (Papasotiropoulos,
// Pishbin, Skibski, Skowron & Was, Method of Equal Shares with Bounded Overspending, 2024,
// section 5). It funds also what its supporters cannot pay in full, if the money is enough.
// If each pays at most lambda times the utility they pay a part alpha of the cost; the
// project with the least lambda/alpha^2, over all lambda, is next, and its supporters pay
// up to lambda/alpha, as if all paid: nobody pays for the missing part but the budget.
//
// Purses and payments have 64 binary places and are rounded down there, because exact ones would double
// their digits with each part that is missing; what is equal in 32 binary digits is a tie. Projects that
// do not fit in the money are passed over; there are no pots.
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
	case in.Pots != nil:
		err = errors.New("the rule knows no pots")
	default:
		err = r.Utility.check()
	}
	if err != nil {
		return nil, fmt.Errorf("bounded-overspending: %w", err)
	}
	s := f.session(r.String(), r.Ties.before(f, tb))
	m := &overspenders{f: f, u: r.Utility}
	m.reset(big.NewRat(f.commonMoney, 1))
	if err := s.trade(m); err != nil {
		return nil, fmt.Errorf("bounded-overspending: %w", err)
	}
	s.rest(Unpaid)
	return s.close(), nil
}

// Overspenders are the purses of BoundedOverspending, with 64 binary places.
type overspenders struct {
	f      *field
	u      Utility
	purse  []exact.U128 // by ballot
	worth  []worth      // by project, the last: as purses empty it never falls
	bought []bool       // or not to be paid for at all
}

// reset: see market.
func (k *overspenders) reset(total *big.Rat) {
	share, _ := exact.FromBig(new(big.Int).Quo(new(big.Int).Lsh(total.Num(), 64), new(big.Int).Mul(total.Denom(), big.NewInt(max(1, k.f.voters)))))
	k.purse, k.bought = make([]exact.U128, len(k.f.times)), make([]bool, len(k.f.cost))
	k.worth = slices.Repeat([]worth{{new(big.Int), big.NewInt(1)}}, len(k.f.cost))
	for i := range k.purse {
		k.purse[i] = share
	}
}

func (k *overspenders) snapshot() market {
	c := *k
	c.purse, c.bought, c.worth = slices.Clone(k.purse), slices.Clone(k.bought), slices.Clone(k.worth)
	return &c
}

// A bid is what supporters pay if each point pays at most a price, num over den: paid over
// den, at most the cost. All have 64 binary places.
type bid struct{ num, den, paid *big.Int }

// cost is that of a project with 64 binary places.
func (k *overspenders) cost(p ballot.Option) *big.Int {
	return new(big.Int).Lsh(big.NewInt(k.f.cost[p]), 64)
}

// A worth is lambda/alpha^2 per utility, as a fraction.
type worth struct{ num, den *big.Int }

func (k *overspenders) worthOf(p ballot.Option, b bid) worth {
	of, over := k.u.of(k.f, p)
	c := k.cost(p)
	num := new(big.Int).Mul(b.num, c.Mul(c, c))
	num.Mul(num, b.den)
	den := new(big.Int).Mul(b.paid, b.paid)
	return worth{num.Mul(num, big.NewInt(over)), den.Mul(den, big.NewInt(of))}
}

func (w worth) cmp(x worth) int {
	return new(big.Int).Mul(w.num, x.den).Cmp(new(big.Int).Mul(x.num, w.den))
}

// nearBits is how many leading bits make two numbers equal.
const nearBits = 32

// near takes for equal what rounding may have made unequal.
func (w worth) near(x worth) bool {
	a, b := new(big.Int).Mul(w.num, x.den), new(big.Int).Mul(x.num, w.den)
	gap := new(big.Int).Sub(a, b)
	return gap.Lsh(gap.Abs(gap), nearBits).Cmp(b) <= 0
}

// bid finds the price of the least worth. Between two purses lambda/alpha^2 has no least
// value, and at a purse it has one only if it falls before and rises after that; so few
// purses come in question, and the price that pays all. ok is false if no supporter has
// anything.
func (k *overspenders) bid(p ballot.Option) (best bid, least worth, ok bool) {
	offer := func(b bid) {
		if w := k.worthOf(p, b); !ok || w.cmp(least) < 0 {
			best, least, ok = b, w, true
		}
	}
	order, points := k.poorest(p)
	backs, weight := k.f.backs.row(int(p))
	cost := exact.U128{Hi: uint64(k.f.cost[p])}
	var paid exact.U128 // by those who pay all they have
	for at := 0; at < len(order); {
		i := order[at]
		price, w := k.purse[backs[i]], uint64(weight[i]) // price/w for each point
		rest := wide(price, exact.U128{Lo: points})      // times w, what the others pay
		if compareWide(wide(cost.Sub(paid), exact.U128{Lo: w}), rest) <= 0 {
			n := new(big.Int).SetUint64(points)
			offer(bid{cost.Sub(paid).Big(), n, new(big.Int).Mul(k.cost(p), n)})
			break
		}
		falls := compareWide(wide(paid, exact.U128{Lo: w}), rest) <= 0
		total := new(big.Int).Mul(price.Big(), new(big.Int).SetUint64(points))
		total.Add(total, new(big.Int).Mul(paid.Big(), new(big.Int).SetUint64(w)))
		for ; at < len(order) && k.ratio(p, order[at], i) == 0; at++ {
			b := backs[order[at]]
			mine, _ := k.purse[b].Mul(uint64(k.f.times[b]))
			paid, _ = paid.Add(mine)
			points -= uint64(k.f.times[b]) * uint64(weight[order[at]])
		}
		if falls && compareWide(wide(paid, exact.U128{Lo: w}), wide(price, exact.U128{Lo: points})) >= 0 {
			offer(bid{price.Big(), new(big.Int).SetUint64(w), total})
		}
	}
	return best, least, ok
}

// poorest are the supporters with something left, by what they have for each point, and
// all their points.
func (k *overspenders) poorest(p ballot.Option) (order []int32, points uint64) {
	backs, weight := k.f.backs.row(int(p))
	order = make([]int32, 0, len(backs))
	for i, b := range backs {
		if k.purse[b] != (exact.U128{}) {
			order = append(order, int32(i))
			points += uint64(k.f.times[b]) * uint64(weight[i])
		}
	}
	slices.SortFunc(order, func(i, j int32) int { return k.ratio(p, i, j) })
	return order, points
}

// ratio compares what two supporters have for each point.
func (k *overspenders) ratio(p ballot.Option, i, j int32) int {
	backs, weight := k.f.backs.row(int(p))
	x, y := k.purse[backs[i]], k.purse[backs[j]]
	if k.f.plain {
		return x.Cmp(y)
	}
	return compareWide(wide(x, exact.U128{Lo: uint64(weight[j])}), wide(y, exact.U128{Lo: uint64(weight[i])}))
}

// best: see market.
func (k *overspenders) best(open func(ballot.Option) bool) (tied []ballot.Option) {
	var queue []ballot.Option
	for p := range ballot.Option(len(k.f.cost)) {
		if !k.bought[p] && k.f.cost[p] > 0 && open(p) {
			queue = append(queue, p)
		}
	}
	slices.SortStableFunc(queue, func(p, q ballot.Option) int { return k.worth[p].cmp(k.worth[q]) })
	var least worth
	for _, p := range queue {
		if tied != nil && k.worth[p].cmp(least) > 0 && !k.worth[p].near(least) {
			break
		}
		_, w, ok := k.bid(p)
		if !ok {
			k.bought[p] = true
			continue
		}
		k.worth[p] = w
		if tied == nil || w.cmp(least) < 0 {
			least = w
		}
		tied = append(tied, p)
	}
	tied = slices.DeleteFunc(tied, func(p ballot.Option) bool { return !k.worth[p].near(least) })
	slices.Sort(tied)
	return tied
}

// buy: see market.
func (k *overspenders) buy(p ballot.Option) Bought {
	b, _, _ := k.bid(p)
	k.bought[p] = true
	most := new(big.Int).Mul(b.num, k.cost(p)) // lambda / alpha
	most.Quo(most, b.paid)
	out := Bought{
		Project: k.f.slate.Name(p), Cost: k.f.cost[p],
		Price: new(big.Rat).SetFrac(most, new(big.Int).Lsh(big.NewInt(1), 64)),
	}
	out.Rho = new(big.Rat).Quo(out.Price, k.u.rat(k.f, p))
	backs, weight := k.f.backs.row(int(p))
	for i, at := range backs {
		pay, ok := exact.FromBig(new(big.Int).Mul(most, big.NewInt(int64(weight[i]))))
		if k.purse[at] == (exact.U128{}) {
			continue
		}
		if !ok || k.purse[at].Cmp(pay) < 0 {
			k.purse[at] = exact.U128{}
			out.Less += k.f.times[at]
		} else {
			k.purse[at] = k.purse[at].Sub(pay)
			out.Full += k.f.times[at]
		}
	}
	return out
}
