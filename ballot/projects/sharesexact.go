package projects

import (
	"math/big"

	"github.com/vicinia/vicinia/ballot"
)

// A history is what was bought at which prices. What is in a purse follows from it: the
// share less, for each project that its voter paid for in full, weight times price; or
// nothing, since who cannot pay the price pays all.
type history struct {
	f     *field
	empty []bool     // by ballot
	round []int32    // by project, when it was bought, from 1; 0 is not
	base  *big.Int   // the denominator of all amounts
	paid  []*big.Int // by round, its price over base; paid[0] is the share
}

// money is what is in a purse, over base.
func (h *history) money(b int32) *big.Int {
	sum := new(big.Int)
	if h.empty[b] {
		return sum
	}
	sum.Set(h.paid[0])
	at, weight := h.f.marks.row(int(b))
	t, w := new(big.Int), new(big.Int)
	for i, p := range at {
		if r := h.round[p]; r > 0 {
			sum.Sub(sum, t.Mul(h.paid[r], w.SetInt64(int64(weight[i]))))
		}
	}
	return sum
}

// evaluateExactly is evaluate without slack.
func (k *shares) evaluateExactly(p ballot.Option) (o offer, ok bool) {
	backs, weight := k.f.backs.row(int(p))
	k.last, k.rich, k.poor = p, k.rich[:0], k.poor[:0]
	k.f.big(len(backs))
	purses := make([]*big.Int, len(backs))
	left := new(big.Int).Mul(big.NewInt(k.f.cost[p]), k.base)
	all, points, t := new(big.Int), new(big.Int), new(big.Int)
	for i, b := range backs {
		if k.empty[b] {
			continue
		}
		purses[i] = k.money(b)
		n := big.NewInt(k.f.times[b])
		all.Add(all, t.Mul(purses[i], n))
		points.Add(points, t.Mul(n, big.NewInt(int64(weight[i]))))
		k.rich = append(k.rich, int32(i))
	}
	if all.Cmp(left) < 0 {
		return o, false
	}
	for moved := true; moved; {
		moved = false
		keep := k.rich[:0]
		price, den := new(big.Int).Set(left), new(big.Int).Set(points)
		for _, i := range k.rich {
			w := big.NewInt(int64(weight[i]))
			need := new(big.Int).Mul(price, w)
			if t.Mul(purses[i], den).Cmp(need) >= 0 {
				keep = append(keep, i)
				continue
			}
			n := big.NewInt(k.f.times[backs[i]])
			left.Sub(left, t.Mul(purses[i], n))
			points.Sub(points, t.Mul(n, w))
			k.poor = append(k.poor, i)
			moved = true
		}
		k.rich = keep
	}
	return offer{left.Quo(left.Lsh(left, k.places), points.Mul(points, k.base)).Uint64(), 1}, true
}

// exactly is the price of a project that can be paid: num over den times base. It leaves
// rich and poor.
func (k *shares) exactly(p ballot.Option) (num, den *big.Int) {
	if k.last != p {
		k.evaluate(p)
	}
	backs, weight := k.f.backs.row(int(p))
	k.number = append(k.number[:0], make([]int64, len(k.paid))...)
	for _, i := range k.poor {
		b := backs[i]
		n := k.f.times[b]
		k.number[0] -= n
		at, w := k.f.marks.row(int(b))
		for j, q := range at {
			if r := k.round[q]; r > 0 {
				k.number[r] += n * int64(w[j])
			}
		}
	}
	num = new(big.Int).Mul(big.NewInt(k.f.cost[p]), k.base)
	t := new(big.Int)
	for r, n := range k.number {
		if n != 0 {
			num.Add(num, t.Mul(k.paid[r], t.SetInt64(n)))
		}
	}
	points := int64(0)
	for _, i := range k.rich {
		points += k.f.times[backs[i]] * int64(weight[i])
	}
	return num, big.NewInt(points)
}

// compareExactly compares prices per utility.
func (k *shares) compareExactly(p, q ballot.Option) int {
	a, b := k.factors(p, q)
	np, dp := k.exactly(p)
	nq, dq := k.exactly(q)
	np.Mul(np.Mul(np, dq), a.Big())
	nq.Mul(nq.Mul(nq, dp), b.Big())
	return np.Cmp(nq)
}
