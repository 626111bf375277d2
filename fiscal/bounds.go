package fiscal

import (
	"cmp"
	"math/big"
	"math/bits"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/internal/exact"
)

// bounds are which parts a minimum or a maximum holds, and what is left for the others.
type bounds struct {
	settled []int64      // quanta, signed; 0 where open; nil if all are
	held    []int8       // -1 at the minimum, 1 at the maximum, 0 open; nil if all are
	open    []exact.U128 // weights; 0 where settled
	sum     exact.U128   // of open
	left    int64        // quanta, signed, for the open
}

// An edge is where one part leaves its minimum or reaches its maximum as the price rises:
// at a price of limit over weight.
type edge struct {
	part  int
	limit uint64 // quanta
	top   bool
}

// settle finds the price at which the parts add up to total. The sum of the parts grows
// with the price, so the edges are passed in ascending order until the sum would be past
// the total; n edges are sorted and each is passed once.
func (s Splitter) settle(total, quantum int64, weights []exact.U128) (bounds, error) {
	b := bounds{open: weights, left: total}
	for _, w := range weights {
		sum, ok := b.sum.Add(w)
		if !ok {
			return bounds{}, vicinia.ErrOverflow
		}
		b.sum = sum
	}
	if s.Min == nil && s.Max == nil {
		return b, nil
	}
	b.settled, b.held, b.open = make([]int64, len(weights)), make([]int8, len(weights)), slices.Clone(weights)
	edges, fixed, err := s.edges(exact.Abs(total), quantum, weights, &b)
	if err != nil {
		return bounds{}, err
	}
	size := exact.Abs(total)
	for _, e := range edges {
		if compare192(times(b.sum, e.limit), times(weights[e.part], size-fixed)) > 0 {
			break // at this price the parts are more than the total
		}
		if e.top {
			fixed += e.limit
			b.sum, b.open[e.part], b.held[e.part] = b.sum.Sub(b.open[e.part]), exact.U128{}, 1
			b.settled[e.part] = int64(e.limit)
			continue
		}
		fixed -= e.limit
		b.sum, _ = b.sum.Add(weights[e.part])
		b.open[e.part], b.held[e.part], b.settled[e.part] = weights[e.part], 0, 0
	}
	b.left, _ = exact.Signed(size-fixed, total < 0)
	if total < 0 {
		for i := range b.settled {
			b.settled[i] = -b.settled[i]
		}
	}
	return b, nil
}

// edges returns the edges by price, the minimum of a part before its maximum, and holds
// every part with a minimum at it: fixed is their sum.
func (s Splitter) edges(size uint64, quantum int64, weights []exact.U128, b *bounds) (edges []edge, fixed uint64, err error) {
	var minima exact.U128
	for i, w := range weights {
		if w == (exact.U128{}) {
			continue
		}
		if s.Max != nil {
			edges = append(edges, edge{i, uint64(s.Max[i] / quantum), true})
		}
		if s.Min == nil || s.Min[i] == 0 {
			continue
		}
		least := ceil(s.Min[i], quantum)
		edges = append(edges, edge{i, uint64(least), false})
		minima, _ = minima.Add(exact.U128{Lo: uint64(least)})
		b.sum, b.open[i], b.held[i], b.settled[i] = b.sum.Sub(w), exact.U128{}, -1, least
	}
	if minima.Cmp(exact.U128{Lo: size}) > 0 {
		all := new(big.Int).Mul(minima.Big(), big.NewInt(quantum))
		return nil, 0, fault("min", "the minima need %v minor units", all)
	}
	slices.SortFunc(edges, func(a, b edge) int {
		price := compare192(times(weights[b.part], a.limit), times(weights[a.part], b.limit))
		return cmp.Or(price, rank(a.top)-rank(b.top), a.part-b.part)
	})
	return edges, minima.Lo, nil
}

func rank(top bool) int {
	if top {
		return 1
	}
	return 0
}

// ceil is n/d rounded up, n not negative.
func ceil(n, d int64) int64 {
	if n%d != 0 {
		return n/d + 1
	}
	return n / d
}

// times is the whole product of 128 by 64 bits, most significant word first.
func times(x exact.U128, y uint64) [3]uint64 {
	high, mid := bits.Mul64(x.Hi, y)
	carry, low := bits.Mul64(x.Lo, y)
	mid, more := bits.Add64(mid, carry, 0)
	return [3]uint64{high + more, mid, low}
}

func compare192(a, b [3]uint64) int {
	return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]), cmp.Compare(a[2], b[2]))
}

// whole brings ratios to their common denominator.
func whole(ratios []vicinia.Ratio) ([]exact.U128, error) {
	common := big.NewInt(1)
	for i, r := range ratios {
		if r.Sign() < 0 {
			return nil, fault("weights", "weights[%d]: %v must not be negative", i, r)
		}
		_, d := r.Parts()
		den := big.NewInt(d)
		common.Mul(common, den.Quo(den, new(big.Int).GCD(nil, nil, common, den)))
		if common.BitLen() > 128 {
			return nil, vicinia.ErrOverflow
		}
	}
	wide := make([]exact.U128, len(ratios))
	for i, r := range ratios {
		n, d := r.Parts()
		w := new(big.Int).Quo(common, big.NewInt(d))
		var ok bool
		if wide[i], ok = exact.FromBig(w.Mul(w, big.NewInt(n))); !ok {
			return nil, vicinia.ErrOverflow
		}
	}
	return wide, nil
}
