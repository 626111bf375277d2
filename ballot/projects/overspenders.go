package projects

import (
	"math/big"
	"slices"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/internal/exact"
)

// Overspenders are the purses of BoundedOverspending. Beside its history every purse has
// 64 binary places, rounded down; they tell which prices come in question, and the exact
// numbers which of these it is. Where there are pots, wallets are in place of the history.
type overspenders struct {
	history
	wallets *wallets
	u       Utility
	rounded bool
	purse   []exact.U128 // by ballot; not used with wallets
	near    []exact.U128 // scratch: by place in a row of backs, what that ballot can pay
	low     []worth      // by project, a lower bound: as purses empty it never falls
	bought  []bool       // or not to be paid for at all
}

// A worth is lambda/alpha^2 per utility, as a fraction.
type worth struct{ num, den *big.Int }

func (w worth) cmp(x worth) int {
	return new(big.Int).Mul(w.num, x.den).Cmp(new(big.Int).Mul(x.num, w.den))
}

// reset: see market.
func (k *overspenders) reset(total *big.Rat) {
	k.empty, k.round = make([]bool, len(k.f.times)), make([]int32, len(k.f.cost))
	k.bought = make([]bool, len(k.f.cost))
	k.low = slices.Repeat([]worth{{new(big.Int), big.NewInt(1)}}, len(k.f.cost))
	if k.f.in.Pots != nil {
		k.wallets, k.base = newWallets(k.f, total)
		return
	}
	k.base = new(big.Int).Mul(total.Denom(), big.NewInt(max(1, k.f.voters)))
	k.paid = []*big.Int{new(big.Int).Set(total.Num())}
	k.purse = slices.Repeat([]exact.U128{k.places(k.paid[0])}, len(k.f.times))
}

// places are the binary places of an amount over base.
func (k *overspenders) places(money *big.Int) exact.U128 {
	x, _ := exact.FromBig(new(big.Int).Quo(new(big.Int).Lsh(money, 64), k.base))
	return x
}

func (k *overspenders) snapshot() market {
	c := *k
	c.purse, c.bought, c.low = slices.Clone(k.purse), slices.Clone(k.bought), slices.Clone(k.low)
	c.empty, c.round, c.paid, c.near = slices.Clone(k.empty), slices.Clone(k.round), slices.Clone(k.paid), nil
	if k.wallets != nil {
		c.wallets = k.wallets.clone()
	}
	return &c
}

// A price in question is what supporters have for each point who are equal in 64 places, or
// the one that pays the whole cost. Its worth is from low to high.
type question struct {
	members   []int32 // places in a row of backs; nil is the one that pays all
	low, high worth
}

// questions are the prices that may be of the least worth. Between two purses lambda/alpha^2
// has no least value, and at a purse it has one only if it falls before and rises after
// that; so few purses come in question, and the price that pays all. There are none if no
// supporter has anything.
func (k *overspenders) questions(p ballot.Option) (all []question) {
	order, points := k.poorest(p)
	backs, weight := k.f.backs.row(int(p))
	cost, votes := exact.U128{Hi: uint64(k.f.cost[p])}, exact.U128{Lo: uint64(k.f.votes[p])}
	var paid exact.U128 // by those who pay all they have; too little by less than votes
	for at := 0; at < len(order); {
		i := order[at]
		price, w := k.near[i], exact.U128{Lo: uint64(weight[i])} // price/w for each point
		above, _ := price.Add(exact.U128{Lo: 1})
		more, _ := paid.Add(votes)
		rest := exact.U128{Lo: points}
		if paid.Cmp(cost) >= 0 {
			break
		}
		if compareWide(wide(cost.Sub(paid), w), wide(above, rest)) <= 0 {
			all = append(all, k.inFull(p, paid, points))
			if more.Cmp(cost) >= 0 || compareWide(wide(cost.Sub(more), w), wide(price, rest)) <= 0 {
				break
			}
		}
		falls := compareWide(wide(paid, w), wide(above, rest)) <= 0
		total, most := k.gifts(price, paid, points, w.Lo), k.gifts(above, more, points, w.Lo)
		from := at
		for ; at < len(order) && k.ratio(p, order[at], i) == 0; at++ {
			n := uint64(k.f.times[backs[order[at]]])
			mine, _ := k.near[order[at]].Mul(n)
			paid, _ = paid.Add(mine)
			points -= n * uint64(weight[order[at]])
		}
		more, _ = paid.Add(votes)
		if falls && compareWide(wide(more, w), wide(price, exact.U128{Lo: points})) >= 0 {
			all = append(all, question{order[from:at], k.worth(p, price.Big(), w.Big(), most), k.worth(p, above.Big(), w.Big(), total)})
		}
	}
	return likely(all)
}

// likely drops what is worse than another for sure.
func likely(all []question) []question {
	if len(all) == 0 {
		return nil
	}
	high := slices.MinFunc(all, func(x, y question) int { return x.high.cmp(y.high) }).high
	return slices.DeleteFunc(all, func(q question) bool { return q.low.cmp(high) > 0 })
}

// gifts are what all pay at a price over w, times w.
func (k *overspenders) gifts(price, paid exact.U128, points, w uint64) *big.Int {
	sum := new(big.Int).Mul(price.Big(), new(big.Int).SetUint64(points))
	return sum.Add(sum, new(big.Int).Mul(paid.Big(), new(big.Int).SetUint64(w)))
}

// inFull is the price that pays all, if paid comes from those who have less.
func (k *overspenders) inFull(p ballot.Option, paid exact.U128, points uint64) question {
	n := new(big.Int).SetUint64(points)
	cost := exact.U128{Hi: uint64(k.f.cost[p])}.Big()
	all := new(big.Int).Mul(cost, n)
	left := new(big.Int).Sub(cost, paid.Big())
	less := new(big.Int).Sub(left, big.NewInt(k.f.votes[p]))
	if less.Sign() < 0 {
		less.SetInt64(0)
	}
	return question{nil, k.worth(p, less, n, all), k.worth(p, left, n, all)}
}

// worth is that of a price num/den at which gifts/den is paid, in 64 places.
func (k *overspenders) worth(p ballot.Option, num, den, gifts *big.Int) worth {
	of, over := k.u.of(k.f, p)
	c := exact.U128{Hi: uint64(k.f.cost[p])}.Big()
	w := worth{new(big.Int).Mul(num, c.Mul(c, c)), new(big.Int).Mul(gifts, gifts)}
	w.num.Mul(w.num, den)
	w.num.Mul(w.num, big.NewInt(over))
	w.den.Mul(w.den, big.NewInt(of))
	return w
}

// survey fills near; with wallets it tells who has nothing for a project, too.
func (k *overspenders) survey(p ballot.Option, backs []int32) {
	k.near = k.near[:0]
	if k.wallets == nil {
		for _, b := range backs {
			k.near = append(k.near, k.purse[b])
		}
		return
	}
	for i, money := range k.wallets.money(p, backs) {
		k.near = append(k.near, k.places(money))
		k.empty[backs[i]] = money.Sign() == 0
	}
}

// poorest are the supporters with something left, by what they have for each point, and
// all their points.
func (k *overspenders) poorest(p ballot.Option) (order []int32, points uint64) {
	backs, weight := k.f.backs.row(int(p))
	order = make([]int32, 0, len(backs))
	k.f.big(len(backs))
	k.survey(p, backs)
	for i, b := range backs {
		if !k.empty[b] {
			order = append(order, int32(i))
			points += uint64(k.f.times[b]) * uint64(weight[i])
		}
	}
	slices.SortFunc(order, func(i, j int32) int { return k.ratio(p, i, j) })
	return order, points
}

// ratio compares what two supporters have for each point.
func (k *overspenders) ratio(p ballot.Option, i, j int32) int {
	x, y := k.near[i], k.near[j]
	if k.f.plain {
		return x.Cmp(y)
	}
	weight := k.f.backs.weight[k.f.backs.start[p]:]
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
	slices.SortStableFunc(queue, func(p, q ballot.Option) int { return k.low[p].cmp(k.low[q]) })
	var limit worth
	asked := make([][]question, len(k.f.cost))
	for _, p := range queue {
		if tied != nil && k.low[p].cmp(limit) > 0 {
			break
		}
		all := k.questions(p)
		if all == nil {
			k.bought[p] = true
			continue
		}
		asked[p] = all
		k.low[p] = slices.MinFunc(all, func(x, y question) int { return x.low.cmp(y.low) }).low
		high := slices.MinFunc(all, func(x, y question) int { return x.high.cmp(y.high) }).high
		if tied == nil || high.cmp(limit) < 0 {
			limit = high
		}
		tied = append(tied, p)
	}
	tied = slices.DeleteFunc(tied, func(p ballot.Option) bool { return k.low[p].cmp(limit) > 0 })
	slices.Sort(tied)
	if len(tied) < 2 {
		return tied
	}
	var first deal
	for i, p := range slices.Clone(tied) {
		d := k.deal(p, asked[p])
		c := -1
		if i > 0 {
			c = k.compare(d.worth, first.worth)
		}
		switch {
		case c < 0:
			tied, first = append(tied[:0], p), d
		case c == 0:
			tied = append(tied, p)
		}
	}
	return tied
}

// A deal is a price num/den/base at which gifts/den/base is paid, exactly.
type deal struct {
	num, den, gifts *big.Int
	worth           worth
}

// compare compares exactly what is exact.
func (k *overspenders) compare(x, y worth) int {
	a, b := new(big.Int).Mul(x.num, y.den), new(big.Int).Mul(y.num, x.den)
	gap := new(big.Int).Sub(a, b)
	if sign := gap.Sign(); !k.rounded || new(big.Int).Lsh(gap.Abs(gap), maxBits/2).Cmp(b) > 0 {
		return sign
	}
	return 0
}

// deal is the one of the least worth, and of those the one of the lowest price.
func (k *overspenders) deal(p ballot.Option, all []question) (best deal) {
	backs, weight := k.f.backs.row(int(p))
	money := k.purses(p, backs)
	offer := func(d deal) {
		of, over := k.u.of(k.f, p)
		c := big.NewInt(k.f.cost[p])
		d.worth = worth{new(big.Int).Mul(d.num, c.Mul(c, c)), new(big.Int).Mul(d.gifts, d.gifts)}
		d.worth.num.Mul(d.worth.num, new(big.Int).Mul(d.den, k.base)).Mul(d.worth.num, big.NewInt(over))
		d.worth.den.Mul(d.worth.den, big.NewInt(of))
		less := -1
		if best.num != nil {
			if less = k.compare(d.worth, best.worth); less == 0 {
				less = new(big.Int).Mul(d.num, best.den).Cmp(new(big.Int).Mul(best.num, d.den))
			}
		}
		if less < 0 {
			best = d
		}
	}
	for _, q := range all {
		if q.members == nil {
			if d, ok := k.full(p, money); ok {
				offer(d)
			}
			continue
		}
		var num, den *big.Int
		for _, i := range q.members {
			w := big.NewInt(int64(weight[i]))
			if money[i].Sign() == 0 {
				continue
			}
			if num == nil || new(big.Int).Mul(money[i], den).Cmp(new(big.Int).Mul(num, w)) != 0 {
				num, den = money[i], w
				if d, ok := k.partly(p, money, num, den); ok {
					offer(d)
				}
			}
		}
	}
	return best
}

// purses are what some ballots can pay for a project, over base; rounding may have left less
// than nothing.
func (k *overspenders) purses(p ballot.Option, ballots []int32) []*big.Int {
	if k.wallets != nil {
		return k.wallets.money(p, ballots)
	}
	k.f.big(len(ballots))
	all := make([]*big.Int, len(ballots))
	for i, b := range ballots {
		if all[i] = k.money(b); all[i].Sign() < 0 {
			all[i].SetInt64(0)
		}
	}
	return all
}

// partly is the deal at a price num/den; ok is false if that is more than the cost.
func (k *overspenders) partly(p ballot.Option, money []*big.Int, num, den *big.Int) (d deal, ok bool) {
	backs, weight := k.f.backs.row(int(p))
	d = deal{num: num, den: den, gifts: new(big.Int)}
	x, y := new(big.Int), new(big.Int)
	for i, b := range backs {
		x.Mul(money[i], den)
		if y.Mul(num, y.SetInt64(int64(weight[i]))).Cmp(x) < 0 {
			x, y = y, x
		}
		d.gifts.Add(d.gifts, x.Mul(x, y.SetInt64(k.f.times[b])))
	}
	x.Mul(big.NewInt(k.f.cost[p]), k.base)
	return d, d.gifts.Cmp(x.Mul(x, den)) <= 0
}

// full is the deal that pays the cost; ok is false if there is none.
func (k *overspenders) full(p ballot.Option, money []*big.Int) (d deal, ok bool) {
	backs, weight := k.f.backs.row(int(p))
	d = deal{num: new(big.Int).Mul(big.NewInt(k.f.cost[p]), k.base), den: new(big.Int), gifts: new(big.Int)}
	d.gifts.Set(d.num)
	var rich []int32
	t := new(big.Int)
	for i, b := range backs {
		if money[i].Sign() > 0 {
			rich = append(rich, int32(i))
			d.den.Add(d.den, t.SetInt64(k.f.times[b]*int64(weight[i])))
		}
	}
	for before := -1; before != len(rich); {
		before = len(rich)
		num, den := new(big.Int).Set(d.num), new(big.Int).Set(d.den)
		rich = slices.DeleteFunc(rich, func(i int32) bool {
			w := big.NewInt(int64(weight[i]))
			if new(big.Int).Mul(money[i], den).Cmp(t.Mul(num, w)) >= 0 {
				return false
			}
			n := big.NewInt(k.f.times[backs[i]])
			d.num.Sub(d.num, t.Mul(money[i], n))
			d.den.Sub(d.den, t.Mul(n, w))
			return true
		})
	}
	d.gifts.Mul(d.gifts, d.den)
	return d, len(rich) > 0
}

// buy: see market.
func (k *overspenders) buy(p ballot.Option) Bought {
	d := k.deal(p, k.questions(p))
	price := new(big.Rat).SetFrac(new(big.Int).Mul(d.num, big.NewInt(k.f.cost[p])), d.gifts) // lambda / alpha
	backs, weight := k.f.backs.row(int(p))
	money := k.purses(p, backs)
	factor := new(big.Int).Quo(price.Denom(), new(big.Int).GCD(nil, nil, price.Denom(), k.base))
	k.base = new(big.Int).Mul(k.base, factor)
	k.each(func(x *big.Int) *big.Int { return new(big.Int).Mul(x, factor) })
	pay := new(big.Int).Mul(price.Num(), new(big.Int).Quo(k.base, price.Denom()))
	if k.bought[p] = true; k.wallets != nil {
		k.wallets.pay(p, pay)
	} else {
		k.round[p] = int32(len(k.paid))
		k.paid = append(k.paid, pay)
	}
	out := Bought{Project: k.f.slate.Name(p), Cost: k.f.cost[p], Price: price}
	out.Rho = new(big.Rat).Quo(price, k.u.rat(k.f, p))
	for i, b := range backs {
		if k.empty[b] {
			continue
		}
		left := new(big.Int).Mul(money[i], factor)
		left.Sub(left, new(big.Int).Mul(pay, big.NewInt(int64(weight[i]))))
		if k.empty[b] = left.Sign() <= 0; left.Sign() < 0 {
			out.Less += k.f.times[b]
		} else {
			out.Full += k.f.times[b]
		}
		if k.wallets == nil {
			k.purse[b] = exact.U128{}
			if !k.empty[b] {
				k.purse[b] = k.places(left)
			}
		}
	}
	k.shorten()
	return out
}

// each changes every amount.
func (k *overspenders) each(change func(*big.Int) *big.Int) {
	for i, x := range k.paid {
		k.paid[i] = change(x)
	}
	if k.wallets != nil {
		k.wallets.each(change)
	}
}

// shorten rounds amounts that have too many digits.
func (k *overspenders) shorten() {
	if k.base.BitLen() <= maxBits {
		return
	}
	k.rounded = true
	k.each(func(x *big.Int) *big.Int { return new(big.Int).Quo(new(big.Int).Lsh(x, maxBits), k.base) })
	k.base = new(big.Int).Lsh(big.NewInt(1), maxBits)
}
