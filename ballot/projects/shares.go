package projects

import (
	"math"
	"math/big"
	"math/bits"
	"slices"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/internal/exact"
)

// Shares are the purses of the voters under Equal Shares. Prices are all that is kept
// exactly, and what is in a purse follows from its history. Beside that every purse has a
// word with as many binary places as fit, which is off by less than slack; it decides
// wherever it can be sure, the exact numbers where not.
type shares struct {
	history
	u      Utility
	places uint
	purse  []uint64 // by ballot
	slack  uint64   // in units of the last binary place
	queue  []ballot.Option
	low    []offer // by project, the last offer: prices never fall
	top    []uint64
	number []int64       // scratch, by round
	last   ballot.Option // the project that rich and poor are of; -1 is none
	rich   []int32       // places in a row of backs that pay the price
	poor   []int32       // and those that pay less
}

// An offer is a price with the same binary places, off by less than slack.
type offer struct{ price, slack uint64 }

func newShares(f *field, u Utility) *shares {
	k := &shares{
		history: history{f: f, empty: make([]bool, len(f.times)), round: make([]int32, len(f.cost))}, u: u,
		purse: make([]uint64, len(f.times)), low: make([]offer, len(f.cost)), top: make([]uint64, len(f.cost)),
	}
	for p := range f.cost {
		_, weight := f.backs.row(p)
		for _, w := range weight {
			k.top[p] = max(k.top[p], uint64(w))
		}
	}
	return k
}

// reset: see market.
func (k *shares) reset(total *big.Rat) {
	k.base = new(big.Int).Mul(total.Denom(), big.NewInt(max(1, k.f.voters)))
	k.paid = []*big.Int{new(big.Int).Set(total.Num())}
	whole := new(big.Int).Quo(k.paid[0], k.base)
	k.places = uint(max(0, wordBits-whole.BitLen()))
	share := whole.Quo(new(big.Int).Lsh(k.paid[0], k.places), k.base).Uint64()
	for i := range k.purse {
		k.purse[i], k.empty[i] = share, false
	}
	clear(k.round)
	k.slack, k.last = 1, -1
	k.queue = k.queue[:0]
	for p := range ballot.Option(len(k.f.cost)) {
		if k.f.votes[p] > 0 && k.f.cost[p] > 0 {
			price, _ := k.cost(p).QuoRem(uint64(k.f.score[p]))
			k.low[p] = offer{word(price), 2}
			k.queue = append(k.queue, p)
		}
	}
}

// wordBits leave a purse room to be compared and added. The share of a lone voter may have
// one bit more, and then no binary places.
const wordBits = 62

// cost is that of a project with the binary places of the purses.
func (k *shares) cost(p ballot.Option) exact.U128 {
	c := uint64(k.f.cost[p])
	return exact.U128{Hi: c >> (64 - k.places), Lo: c << k.places}
}

// word is the low word, or the most that a word holds: more than any purse.
func word(x exact.U128) uint64 {
	if x.Hi > 0 {
		return math.MaxUint64
	}
	return x.Lo
}

// snapshot copies what buying changes.
func (k *shares) snapshot() market {
	c := *k
	c.purse, c.empty, c.queue = slices.Clone(k.purse), slices.Clone(k.empty), slices.Clone(k.queue)
	c.low, c.round = slices.Clone(k.low), slices.Clone(k.round)
	c.base, c.paid = new(big.Int).Set(k.base), slices.Clone(k.paid)
	c.number, c.rich, c.poor, c.last = nil, nil, nil, -1
	for i, p := range c.paid {
		c.paid[i] = new(big.Int).Set(p)
	}
	return &c
}

// best are the open projects of the lowest price per utility, in slate order; nil if none
// can be paid.
func (k *shares) best(open func(ballot.Option) bool) (tied []ballot.Option) {
	slices.SortStableFunc(k.queue, func(p, q ballot.Option) int { return k.compare(p, k.low[p], q, k.low[q]) })
	var best offer
	keep := k.queue[:0]
	for _, p := range k.queue {
		if !open(p) || tied != nil && k.surely(tied[0], best, p, k.low[p]) {
			keep = append(keep, p)
			continue
		}
		o, ok := k.evaluate(p)
		if !ok {
			continue
		}
		keep = append(keep, p)
		k.low[p] = o
		switch {
		case tied == nil || k.surely(p, o, tied[0], best):
			tied, best = append(tied[:0], p), o
		case k.surely(tied[0], best, p, o):
		default:
			switch c := k.compareExactly(p, tied[0]); {
			case c < 0:
				tied, best = append(tied[:0], p), o
			case c == 0:
				tied = append(tied, p)
			}
		}
	}
	k.queue = keep
	slices.Sort(tied)
	return tied
}

// factors are what the prices of p and q are multiplied with to compare them per utility.
func (k *shares) factors(p, q ballot.Option) (forP, forQ exact.U128) {
	np, dp := k.u.of(k.f, p)
	nq, dq := k.u.of(k.f, q)
	return exact.Mul(uint64(dp), uint64(nq)), exact.Mul(uint64(dq), uint64(np))
}

// compare compares without regard to the slack.
func (k *shares) compare(p ballot.Option, x offer, q ballot.Option, y offer) int {
	a, b := k.factors(p, q)
	return compareWide(wide(exact.U128{Lo: x.price}, a), wide(exact.U128{Lo: y.price}, b))
}

// surely reports that p is cheaper than q whatever the exact numbers are.
func (k *shares) surely(p ballot.Option, x offer, q ballot.Option, y offer) bool {
	high, over := bits.Add64(x.price, x.slack, 0)
	if over > 0 || y.price <= y.slack {
		return false
	}
	a, b := k.factors(p, q)
	return compareWide(wide(exact.U128{Lo: high}, a), wide(exact.U128{Lo: y.price - y.slack}, b)) < 0
}

// evaluate finds the lowest price at which the supporters can pay a project, and who can
// pay it; ok is false if they cannot pay at all.
func (k *shares) evaluate(p ballot.Option) (o offer, ok bool) {
	backs, weight := k.f.backs.row(int(p))
	k.last, k.rich, k.poor = p, k.rich[:0], k.poor[:0]
	var high, low, payers, points uint64
	for i, b := range backs {
		if k.empty[b] {
			continue
		}
		n := uint64(k.f.times[b])
		more, money := bits.Mul64(k.purse[b], n)
		var carry uint64
		low, carry = bits.Add64(low, money, 0)
		high += more + carry
		payers += n
		points += n * uint64(weight[i])
		k.rich = append(k.rich, int32(i))
	}
	all, cost, gap := exact.U128{Hi: high, Lo: low}, k.cost(p), exact.Mul(k.slack, payers)
	if most, _ := all.Add(gap); most.Cmp(cost) < 0 {
		return o, false
	}
	if least, _ := cost.Add(gap); all.Cmp(least) < 0 {
		return k.evaluateExactly(p)
	}
	poor := uint64(0) // ballots
	for left := cost; ; {
		price, _ := left.QuoRem(points)
		o = offer{word(price), quo(k.slack, poor, points)}
		before := poor
		var moved exact.U128
		var close bool
		moved, poor, points, close = k.part(p, o, poor, points)
		switch {
		case points == 0 || left.Cmp(moved) <= 0 || poor == before && close:
			return k.evaluateExactly(p)
		case poor == before:
			return o, true
		}
		left = left.Sub(moved)
	}
}

// quo is slack*n/points, rounded up, with one for the last place of the price; as much as
// a word holds if that is more.
func quo(slack, n, points uint64) uint64 {
	q, _ := exact.Mul(slack, n).QuoRem(points)
	if q.Hi > 0 || q.Lo > math.MaxUint64-2 {
		return math.MaxUint64
	}
	return q.Lo + 2
}

// part moves those from rich to poor who surely cannot pay a price. It returns what they
// have, and the counts after that; close says that somebody is too near to tell.
func (k *shares) part(p ballot.Option, o offer, poor, points uint64) (moved exact.U128, nowPoor, nowPoints uint64, close bool) {
	backs, weight := k.f.backs.row(int(p))
	keep := k.rich[:0]
	need, gap := o.price, sumUp(k.slack, o.slack, 1)
	for _, i := range k.rich {
		b, w := backs[i], uint64(1)
		if !k.f.plain {
			w = uint64(weight[i])
			need, gap = word(exact.Mul(o.price, w)), sumUp(k.slack, o.slack, w)
		}
		switch money := k.purse[b]; {
		case money >= need:
			close = close || money-need <= gap
		case need-money <= gap:
			close = true
		default:
			n := uint64(k.f.times[b])
			high, low := bits.Mul64(money, n)
			var carry uint64
			moved.Lo, carry = bits.Add64(moved.Lo, low, 0)
			moved.Hi += high + carry
			poor += n
			points -= n * w
			k.poor = append(k.poor, i)
			continue
		}
		keep = append(keep, i)
	}
	k.rich = keep
	return moved, poor, points, close
}

// sumUp is slack + w*off, as much as a word holds if that is more.
func sumUp(slack, off, w uint64) uint64 {
	sum, _ := exact.Mul(off, w).Add(exact.U128{Lo: slack})
	return word(sum)
}

// buy has the supporters pay for a project that they can pay.
func (k *shares) buy(p ballot.Option) Bought {
	num, den := k.exactly(p)
	g := new(big.Int).GCD(nil, nil, num, den)
	num.Quo(num, g)
	den.Quo(den, g)
	for _, x := range k.paid {
		x.Mul(x, den)
	}
	k.base.Mul(k.base, den)
	k.paid = append(k.paid, num)
	k.round[p] = int32(len(k.paid) - 1)
	k.slack = sumUp(k.slack, 1, k.top[p])

	backs, weight := k.f.backs.row(int(p))
	out := Bought{Project: k.f.slate.Name(p), Cost: k.f.cost[p], Price: new(big.Rat).SetFrac(num, k.base)}
	out.Rho = new(big.Rat).Quo(out.Price, k.u.rat(k.f, p))
	for _, i := range k.poor {
		b := backs[i]
		k.purse[b], k.empty[b] = 0, true
		out.Less += k.f.times[b]
	}
	price := new(big.Int).Quo(new(big.Int).Lsh(num, k.places), k.base).Uint64()
	for _, i := range k.rich {
		b := backs[i]
		k.purse[b] -= min(k.purse[b], word(exact.Mul(price, uint64(weight[i]))))
		if k.purse[b] <= k.slack {
			k.empty[b] = k.money(b).Sign() == 0
		}
		out.Full += k.f.times[b]
	}
	k.last = -1
	k.queue = slices.DeleteFunc(k.queue, func(q ballot.Option) bool { return q == p })
	return out
}
