package projects

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// Wallets are the purses under BoundedOverspending where there are pots: a ballot has one for
// each pot, and that for the common money last. Ballots that have the same are one class.
// Rows are replaced, never changed.
type wallets struct {
	f     *field
	class []int32      // by ballot
	purse [][]*big.Int // by class and pot, over the base of the overspenders
}

// newWallets shares the common money among all ballots, and a pot among those that support
// one of its projects; base is the denominator.
func newWallets(f *field, total *big.Rat) (w *wallets, base *big.Int) {
	x := newExactShares(f, Cost, false)
	x.reset(total)
	base = big.NewInt(1)
	for _, row := range x.purse {
		for _, money := range row {
			g := new(big.Int).GCD(nil, nil, base, money.Denom())
			base.Mul(base, g.Quo(money.Denom(), g))
		}
	}
	w = &wallets{f: f, class: x.class}
	for _, row := range x.purse {
		over := make([]*big.Int, len(row))
		for pot, money := range row {
			over[pot] = new(big.Int).Quo(base, money.Denom())
			over[pot].Mul(over[pot], money.Num())
		}
		w.purse = append(w.purse, over)
	}
	return w, base
}

func (w *wallets) clone() *wallets {
	return &wallets{f: w.f, class: slices.Clone(w.class), purse: slices.Clone(w.purse)}
}

// each changes every amount.
func (w *wallets) each(change func(*big.Int) *big.Int) {
	for c, row := range w.purse {
		now := make([]*big.Int, len(row))
		for pot, money := range row {
			now[pot] = change(money)
		}
		w.purse[c] = now
	}
}

// money is what some ballots can pay for a project, by ballot; those of one class share it.
func (w *wallets) money(p ballot.Option, ballots []int32) []*big.Int {
	all, by := make([]*big.Int, len(ballots)), make([]*big.Int, len(w.purse))
	for i, b := range ballots {
		c := w.class[b]
		if by[c] == nil {
			row := w.purse[c]
			by[c] = new(big.Int).Set(row[len(row)-1])
			for _, pot := range w.f.pots[p] {
				by[c].Add(by[c], row[pot])
			}
		}
		all[i] = by[c]
	}
	return all
}

// pay has the supporters of a project pay a price for each point, or all that they can: from
// its pots, in their order, then from the common money.
func (w *wallets) pay(p ballot.Option, price *big.Int) {
	backs, weight := w.f.backs.row(int(p))
	order := make([]int32, len(backs))
	for i := range order {
		order[i] = int32(i)
	}
	compare := func(i, j int32) int {
		return cmp.Or(cmp.Compare(w.class[backs[i]], w.class[backs[j]]), cmp.Compare(weight[i], weight[j]))
	}
	slices.SortFunc(order, compare)
	pots := append(slices.Clip(w.f.pots[p]), int32(len(w.f.in.Pots)))
	for len(order) > 0 {
		n := 1
		for n < len(order) && compare(order[n], order[0]) == 0 {
			n++
		}
		row := slices.Clone(w.purse[w.class[backs[order[0]]]])
		left := new(big.Int).Mul(price, big.NewInt(int64(weight[order[0]])))
		for _, pot := range pots {
			part := row[pot]
			if left.Cmp(part) < 0 {
				part = new(big.Int).Set(left)
			}
			row[pot] = new(big.Int).Sub(row[pot], part)
			left.Sub(left, part)
		}
		for _, i := range order[:n] {
			w.class[backs[i]] = int32(len(w.purse))
		}
		w.purse = append(w.purse, row)
		order = order[n:]
	}
	w.compact()
}

// compact drops classes without ballots.
func (w *wallets) compact() {
	var live [][]*big.Int
	now := make([]int32, len(w.purse)) // from 1
	for b, c := range w.class {
		if now[c] == 0 {
			live = append(live, w.purse[c])
			now[c] = int32(len(live))
		}
		w.class[b] = now[c] - 1
	}
	w.purse = live
}
