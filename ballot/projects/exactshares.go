package projects

import (
	"math/big"
	"slices"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/internal/exact"
)

// ExactShares are the purses under Exact Equal Shares: whoever pays for a project pays the
// same, cost over payers, and nobody pays less. Ballots that share in the same pots and
// paid for the same have the same purses, so that there is one row for each such class.
type exactShares struct {
	f      *field
	u      Utility
	class  []int32      // by ballot
	purse  [][]*big.Rat // by class and pot, the common money last
	bought []bool       // by project
	most   []int64      // by project, the payers at its last evaluation: they never grow
	child  []int32      // by class, scratch of buy: the class of this round, 0 for none
	count  []int64      // scratch, by class
	raise  []*big.Rat   // by project, the least raise of a share that changes something; nil is none
	watch  bool         // raise is wanted
}

func newExactShares(f *field, u Utility, watch bool) *exactShares {
	return &exactShares{f: f, u: u, watch: watch, class: make([]int32, len(f.times))}
}

// reset shares the common money among all ballots, and a pot among those that support one
// of its projects.
func (k *exactShares) reset(total *big.Rat) {
	clear(k.class)
	row := make([]*big.Rat, len(k.f.in.Pots)+1)
	for i := range row {
		row[i] = new(big.Rat)
	}
	row[len(row)-1].Quo(total, big.NewRat(max(1, k.f.voters), 1))
	k.purse, k.raise = [][]*big.Rat{row}, make([]*big.Rat, len(k.f.cost))
	k.bought, k.most = make([]bool, len(k.f.cost)), slices.Clone(k.f.votes)
	for i, pot := range k.f.in.Pots {
		members, heads := k.f.members(int32(i))
		if heads > 0 {
			k.split(members, func(row []*big.Rat) bool {
				row[i] = big.NewRat(pot.Money, heads)
				return true
			})
		}
	}
}

// members are the ballots that support one of the projects of a pot, and how many they are.
func (f *field) members(pot int32) (all []int32, heads int64) {
	in := make([]bool, len(f.times))
	for p, pots := range f.pots {
		if slices.Contains(pots, pot) {
			backs, _ := f.backs.row(p)
			for _, b := range backs {
				in[b] = true
			}
		}
	}
	for b, is := range in {
		if is {
			all = append(all, int32(b))
			heads += f.times[b]
		}
	}
	return all, heads
}

// split gives some ballots of each class a row of their own, if there is to be one.
func (k *exactShares) split(ballots []int32, change func(row []*big.Rat) bool) {
	k.child = append(k.child[:0], make([]int32, len(k.purse))...)
	for _, b := range ballots {
		c := k.class[b]
		if k.child[c] == 0 {
			k.child[c] = -1
			if row := slices.Clone(k.purse[c]); change(row) {
				k.child[c] = int32(len(k.purse))
				k.purse = append(k.purse, row)
			}
		}
		if k.child[c] > 0 {
			k.class[b] = k.child[c]
		}
	}
}

// money is what a class can pay for a project.
func (k *exactShares) money(row []*big.Rat, p ballot.Option) *big.Rat {
	sum := row[len(row)-1]
	for _, pot := range k.f.pots[p] {
		sum = new(big.Rat).Add(sum, row[pot])
	}
	return sum
}

func (k *exactShares) snapshot() market {
	c := *k
	c.class, c.purse, c.bought = slices.Clone(k.class), slices.Clone(k.purse), slices.Clone(k.bought)
	c.most, c.count, c.child, c.raise, c.watch = slices.Clone(k.most), nil, nil, nil, false
	return &c
}

// A group are the supporters of a project in one class.
type group struct {
	class   int32
	ballots int64
	money   *big.Rat // of each for the project
}

// groups are the supporters of a project by class, the fullest purses first.
func (k *exactShares) groups(p ballot.Option) (all []group) {
	k.count = append(k.count, make([]int64, max(0, len(k.purse)-len(k.count)))...)
	backs, _ := k.f.backs.row(int(p))
	for _, b := range backs {
		c := k.class[b]
		if k.count[c] == 0 {
			all = append(all, group{class: c, money: k.money(k.purse[c], p)})
		}
		k.count[c] += k.f.times[b]
	}
	k.f.big(10 * len(all)) // they are sorted
	for i, g := range all {
		all[i].ballots, k.count[g.class] = k.count[g.class], 0
	}
	slices.SortFunc(all, func(x, y group) int { return y.money.Cmp(x.money) })
	return all
}

// payers is the greatest number of supporters who can pay the same; 0 if none can. Those
// with equal purses pay all or none.
func (k *exactShares) payers(all []group, cost int64) (n int64) {
	sum := int64(0)
	for i, g := range all {
		sum += g.ballots
		last := i+1 == len(all) || all[i+1].money.Cmp(g.money) != 0
		if last && g.money.Cmp(big.NewRat(cost, sum)) >= 0 {
			n = sum
		}
	}
	return n
}

// compare compares what each payer gains for the money, the more the better.
func (k *exactShares) compare(p ballot.Option, n int64, q ballot.Option, m int64) int {
	np, dp := k.u.of(k.f, p)
	nq, dq := k.u.of(k.f, q)
	return compareWide(
		wide(exact.Mul(uint64(np), uint64(n)), exact.Mul(uint64(dq), uint64(k.f.cost[q]))),
		wide(exact.Mul(uint64(nq), uint64(m)), exact.Mul(uint64(dp), uint64(k.f.cost[p]))))
}

// best: see market.
func (k *exactShares) best(open func(ballot.Option) bool) (tied []ballot.Option) {
	for p := range ballot.Option(len(k.f.cost)) {
		if k.bought[p] || k.f.cost[p] == 0 || k.most[p] == 0 || !open(p) ||
			tied != nil && k.compare(p, k.most[p], tied[0], k.most[tied[0]]) < 0 {
			continue
		}
		if k.most[p] = k.payers(k.groups(p), k.f.cost[p]); k.most[p] == 0 {
			continue
		}
		c := 1
		if tied != nil {
			c = k.compare(p, k.most[p], tied[0], k.most[tied[0]])
		}
		switch {
		case c > 0:
			tied = append(tied[:0], p)
		case c == 0:
			tied = append(tied, p)
		}
	}
	if k.watch {
		k.near(open, tied)
	}
	return tied
}

// near looks for the least raise with which a project could be paid by more, and would
// then come before the one that is bought now, or beside it.
func (k *exactShares) near(open func(ballot.Option) bool, now []ballot.Option) {
	for p := range ballot.Option(len(k.f.cost)) {
		if k.bought[p] || k.f.cost[p] == 0 || !open(p) {
			continue
		}
		sum := int64(0)
		for _, g := range k.groups(p) {
			sum += g.ballots
			if now != nil {
				c := k.compare(p, sum, now[0], k.most[now[0]])
				if c < 0 || c == 0 && slices.Contains(now, p) {
					continue
				}
			}
			d := big.NewRat(k.f.cost[p], sum)
			if d.Sub(d, g.money); d.Sign() > 0 && (k.raise[p] == nil || d.Cmp(k.raise[p]) < 0) {
				k.raise[p] = d
			}
		}
	}
}

// least is the least raise that changes something, or that changes something about a
// project that is not bought; nil is none.
func (k *exactShares) least(unbought bool) (least *big.Rat) {
	for p, d := range k.raise {
		if d != nil && !(unbought && k.bought[p]) && (least == nil || d.Cmp(least) < 0) {
			least = d
		}
	}
	return least
}

// buy: see market.
func (k *exactShares) buy(p ballot.Option) Bought {
	n := k.payers(k.groups(p), k.f.cost[p])
	price := big.NewRat(k.f.cost[p], n)
	k.bought[p] = true
	backs, _ := k.f.backs.row(int(p))
	k.split(backs, func(row []*big.Rat) bool {
		if k.money(row, p).Cmp(price) < 0 {
			return false
		}
		pay(row, k.f.pots[p], price)
		return true
	})
	return Bought{
		Project: k.f.slate.Name(p), Cost: k.f.cost[p], Price: price,
		Rho: new(big.Rat).Quo(price, k.u.rat(k.f, p)), Full: n,
	}
}
