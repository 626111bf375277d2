package projects

import (
	"math/big"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// Purses are those of voters who have a purse for each pot beside that for the common
// money. They are exact and slow, one row for each distinct ballot.
type purses struct {
	f      *field
	u      Utility
	purse  [][]*big.Rat // by ballot and pot, the common money last; nil is empty
	low    []*big.Rat   // by project, the price per utility at its last evaluation: it never falls
	bought []bool       // or nobody can pay for it any more
}

func newPurses(f *field, u Utility) *purses {
	return &purses{f: f, u: u}
}

// reset shares the common money among all ballots, and a pot among those that support one
// of its projects.
func (k *purses) reset(total *big.Rat) {
	pots := len(k.f.in.Pots)
	k.bought, k.low = make([]bool, len(k.f.cost)), rationals(len(k.f.cost))
	k.purse = make([][]*big.Rat, len(k.f.times))
	common := new(big.Rat).Quo(total, big.NewRat(max(1, k.f.voters), 1))
	heads := make([]int64, pots)
	for b := range k.purse {
		k.purse[b] = make([]*big.Rat, pots+1)
		k.purse[b][pots] = common
		at, _ := k.f.marks.row(b)
		for _, p := range at {
			for _, pot := range k.f.pots[p] {
				if k.purse[b][pot] == nil {
					k.purse[b][pot] = new(big.Rat)
					heads[pot] += k.f.times[b]
				}
			}
		}
	}
	for _, row := range k.purse {
		for pot, money := range row[:pots] {
			if money != nil {
				row[pot] = big.NewRat(k.f.in.Pots[pot].Money, heads[pot])
			}
		}
	}
}

func (k *purses) snapshot() market {
	c := *k
	c.bought, c.purse, c.low = slices.Clone(k.bought), slices.Clone(k.purse), slices.Clone(k.low)
	for b, row := range c.purse {
		c.purse[b] = slices.Clone(row)
	}
	return &c
}

// money is what a ballot can pay for a project.
func (k *purses) money(b int32, p ballot.Option) *big.Rat {
	pots := len(k.f.in.Pots)
	sum := new(big.Rat).Set(k.purse[b][pots])
	for _, pot := range k.f.pots[p] {
		sum.Add(sum, k.purse[b][pot])
	}
	return sum
}

// price is the lowest price of a project, and how many can pay it; nil if its supporters
// cannot pay for it.
func (k *purses) price(p ballot.Option) (price *big.Rat, rich, poor []int32) {
	backs, weight := k.f.backs.row(int(p))
	left, points := new(big.Rat).SetInt64(k.f.cost[p]), new(big.Rat)
	k.f.big(4 * len(backs))
	money := make([]*big.Rat, len(backs))
	all := new(big.Rat)
	for i, b := range backs {
		money[i] = k.money(b, p)
		n := new(big.Rat).SetInt64(k.f.times[b])
		all.Add(all, new(big.Rat).Mul(money[i], n))
		points.Add(points, n.Mul(n, new(big.Rat).SetInt64(int64(weight[i]))))
		rich = append(rich, int32(i))
	}
	if len(backs) == 0 || all.Cmp(left) < 0 {
		return nil, nil, nil
	}
	for {
		price = new(big.Rat).Quo(left, points)
		before := len(rich)
		rich = slices.DeleteFunc(rich, func(i int32) bool {
			w := new(big.Rat).SetInt64(int64(weight[i]))
			if money[i].Cmp(new(big.Rat).Mul(price, w)) >= 0 {
				return false
			}
			n := new(big.Rat).SetInt64(k.f.times[backs[i]])
			left.Sub(left, new(big.Rat).Mul(money[i], n))
			points.Sub(points, n.Mul(n, w))
			poor = append(poor, i)
			return true
		})
		if len(rich) == before {
			return price, rich, poor
		}
	}
}

// best: see market.
func (k *purses) best(open func(ballot.Option) bool) (tied []ballot.Option) {
	var queue []ballot.Option
	for p := range ballot.Option(len(k.f.cost)) {
		if !k.bought[p] && k.f.cost[p] > 0 && open(p) {
			queue = append(queue, p)
		}
	}
	slices.SortFunc(queue, func(p, q ballot.Option) int { return k.low[p].Cmp(k.low[q]) })
	for _, p := range queue {
		if tied != nil && k.low[p].Cmp(k.low[tied[0]]) > 0 {
			break
		}
		price, _, _ := k.price(p)
		if k.bought[p] = price == nil; k.bought[p] {
			continue
		}
		k.low[p] = price.Quo(price, k.u.rat(k.f, p))
		c := -1
		if tied != nil {
			c = k.low[p].Cmp(k.low[tied[0]])
		}
		switch {
		case c < 0:
			tied = append(tied[:0], p)
		case c == 0:
			tied = append(tied, p)
		}
	}
	slices.Sort(tied)
	return tied
}

// buy: see market.
func (k *purses) buy(p ballot.Option) Bought {
	price, rich, poor := k.price(p)
	k.bought[p] = true
	backs, weight := k.f.backs.row(int(p))
	out := Bought{
		Project: k.f.slate.Name(p), Cost: k.f.cost[p], Price: price,
		Rho: new(big.Rat).Quo(price, k.u.rat(k.f, p)),
	}
	for _, i := range rich {
		pay(k.purse[backs[i]], k.f.pots[p], new(big.Rat).Mul(price, new(big.Rat).SetInt64(int64(weight[i]))))
		out.Full += k.f.times[backs[i]]
	}
	for _, i := range poor {
		if all := k.money(backs[i], p); all.Sign() > 0 {
			pay(k.purse[backs[i]], k.f.pots[p], all)
			out.Less += k.f.times[backs[i]]
		}
	}
	return out
}

// pay takes an amount from the pots of a project, in their order, then from the common
// money.
func pay(row []*big.Rat, pots []int32, amount *big.Rat) {
	for _, pot := range append(slices.Clip(pots), int32(len(row)-1)) {
		n := amount
		if row[pot].Cmp(n) < 0 {
			n = row[pot]
		}
		row[pot] = new(big.Rat).Sub(row[pot], n)
		amount = new(big.Rat).Sub(amount, n)
	}
}

// rationals are so many zeros.
func rationals(n int) []*big.Rat {
	all := make([]*big.Rat, n)
	for i := range all {
		all[i] = new(big.Rat)
	}
	return all
}
