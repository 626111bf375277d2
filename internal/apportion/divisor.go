package apportion

import (
	"cmp"
	"errors"
	"math/big"
	"math/bits"
	"slices"

	"github.com/vicinia/vicinia"
)

// ErrTooFew says that the units do not suffice for what everyone gets at least.
var ErrTooFew = errors.New("too few to give everyone the least")

// Signposts are where a divisor rule rounds up: the k-th unit goes to the weight that is
// largest when divided by the k-th signpost. Source: Balinski & Young, Fair
// Representation (1982), appendix A, section 3.
type Signposts struct {
	sequence   sequence
	first, per int64 // the first signpost of Modified is first/per, doubled as those of Sainte-Lague
}

type sequence uint8

const (
	dHondt sequence = iota
	sainteLague
	huntingtonHill
	adams
	dean
	danish
	imperiali
	modified
	macau
)

// The signposts, by their k-th.
var (
	DHondt         = Signposts{sequence: dHondt}         // k: Jefferson, rounding down
	SainteLague    = Signposts{sequence: sainteLague}    // k - 1/2: Webster, to the nearest
	HuntingtonHill = Signposts{sequence: huntingtonHill} // root of k(k-1): Hill, equal proportions
	Adams          = Signposts{sequence: adams}          // k - 1: rounding up
	Dean           = Signposts{sequence: dean}           // k(k-1)/(k-1/2): by the harmonic mean
	Danish         = Signposts{sequence: danish}         // k - 2/3: 1, 4, 7
	Imperiali      = Signposts{sequence: imperiali}      // k + 1: 2, 3, 4
	Macau          = Signposts{sequence: macau}          // 2^(k-1): 1, 2, 4
)

// Modified is SainteLague with another first divisor, first instead of 1 beside 3, 5, 7; it
// is above 0, at most 2, and made of numbers below 2^20.
func Modified(first vicinia.Ratio) Signposts {
	num, den := first.Parts()
	return Signposts{sequence: modified, first: num, per: den}
}

// An Average is a weight over the signpost of its Unit-th unit, from 1. A signpost of 0
// (the first of HuntingtonHill, Adams and Dean) makes it infinite: such averages compare by
// weight, as Balinski & Young have it.
type Average struct{ Weight, Unit int64 }

// Compare compares averages of positive weights exactly.
func (s Signposts) Compare(a, b Average) int {
	switch s.sequence {
	case huntingtonHill:
		return compareSquares(a, b)
	case dean:
		return compareMeans(a, b)
	case macau:
		return comparePowers(a, b)
	}
	sa, sb := s.post(a.Unit), s.post(b.Unit)
	if sa == 0 && sb == 0 {
		return cmp.Compare(a.Weight, b.Weight)
	}
	ahi, alo := bits.Mul64(uint64(a.Weight), sb)
	bhi, blo := bits.Mul64(uint64(b.Weight), sa)
	return cmp.Or(cmp.Compare(ahi, bhi), cmp.Compare(alo, blo))
}

// post is the k-th signpost, or so many times it that all are whole.
func (s Signposts) post(k int64) uint64 {
	switch s.sequence {
	case sainteLague:
		return 2*uint64(k) - 1
	case adams:
		return uint64(k) - 1
	case danish:
		return 3*uint64(k) - 2
	case imperiali:
		return uint64(k) + 1
	case modified:
		if k == 1 {
			return uint64(s.first)
		}
		return (2*uint64(k) - 1) * uint64(s.per)
	}
	return uint64(k)
}

// comparePowers compares averages by Macau: the one with more units halved so often.
func comparePowers(a, b Average) int {
	if a.Unit < b.Unit {
		return -comparePowers(b, a)
	}
	if a.Unit-b.Unit > 62 {
		return -1 // weights are below 2^63
	}
	hi, lo := bits.Mul64(uint64(b.Weight), 1<<(a.Unit-b.Unit))
	return cmp.Or(-cmp.Compare(hi, 0), cmp.Compare(uint64(a.Weight), lo))
}

// compareMeans compares averages by Dean, weight*(2k-1) over k(k-1): 128 bits suffice for
// weights and units below 2^31.
func compareMeans(a, b Average) int {
	if a.Unit == 1 && b.Unit == 1 {
		return cmp.Compare(a.Weight, b.Weight)
	}
	if max(a.Weight, b.Weight, a.Unit, b.Unit) < 1<<31 {
		ahi, alo := bits.Mul64(uint64(a.Weight)*(2*uint64(a.Unit)-1), uint64(b.Unit)*uint64(b.Unit-1))
		bhi, blo := bits.Mul64(uint64(b.Weight)*(2*uint64(b.Unit)-1), uint64(a.Unit)*uint64(a.Unit-1))
		return cmp.Or(cmp.Compare(ahi, bhi), cmp.Compare(alo, blo))
	}
	return means(a, b.Unit).Cmp(means(b, a.Unit))
}

// means is weight*(2k-1) * unit*(unit-1).
func means(a Average, unit int64) *big.Int {
	n, u := big.NewInt(a.Weight), big.NewInt(unit)
	n.Mul(n, big.NewInt(2*a.Unit-1)).Mul(n, u)
	return n.Mul(n, u.Sub(u, big.NewInt(1)))
}

// compareSquares compares the squares of Huntington-Hill averages: 128 bits suffice for
// weights and units below 2^32.
func compareSquares(a, b Average) int {
	if a.Unit == 1 && b.Unit == 1 {
		return cmp.Compare(a.Weight, b.Weight)
	}
	if max(a.Weight, b.Weight, a.Unit, b.Unit) < 1<<32 {
		ahi, alo := bits.Mul64(uint64(a.Weight)*uint64(a.Weight), uint64(b.Unit)*uint64(b.Unit-1))
		bhi, blo := bits.Mul64(uint64(b.Weight)*uint64(b.Weight), uint64(a.Unit)*uint64(a.Unit-1))
		return cmp.Or(cmp.Compare(ahi, bhi), cmp.Compare(alo, blo))
	}
	return squares(a.Weight, b.Unit).Cmp(squares(b.Weight, a.Unit))
}

// squares is weight^2 * unit*(unit-1).
func squares(weight, unit int64) *big.Int {
	w, u := big.NewInt(weight), big.NewInt(unit)
	w.Mul(w, w).Mul(w, u)
	return w.Mul(w, u.Sub(u, big.NewInt(1)))
}

// maxUnits bounds units where signposts are multiplied by more than 2.
const maxUnits = 1 << 42

// HighestAverages gives total units to weights, none of them below 0, whose sum is an
// int64: each unit goes to the highest average left, and everyone with a weight gets at
// least so many. A zero weight gets nothing. No weight is ErrNoWeight. It starts from
// quotients, so that at most two units for each weight are given one by one.
func HighestAverages(total, least int64, weights []int64, s Signposts) (Division, error) {
	d, _, err := highestAverages(total, least, weights, s)
	return d, err
}

// highestAverages also returns how often averages were compared.
func highestAverages(total, least int64, weights []int64, s Signposts) (Division, int, error) {
	d := Division{Parts: make([]int64, len(weights)), unit: 1}
	h := averages{signposts: s, weights: weights, parts: d.Parts}
	for i, w := range weights {
		if w > 0 {
			h.queue = append(h.queue, i)
		}
	}
	hi, lo := bits.Mul64(uint64(least), uint64(len(h.queue)))
	switch {
	case s.sequence >= danish && total > maxUnits:
		return Division{}, 0, vicinia.ErrOverflow
	case len(h.queue) == 0 && total > 0:
		return Division{}, 0, ErrNoWeight
	case hi > 0 || lo > uint64(total):
		return Division{}, 0, ErrTooFew
	}
	left := total - h.start(total, least)
	h.build()
	for left > 0 {
		if h.alone() {
			d.Parts[h.queue[0]]++
			left--
			h.down(0)
			continue
		}
		best := h.popEqual()
		if int64(len(best)) > left {
			slices.Sort(best)
			d.Tied, d.Open = slices.Clone(best), int(left)
			break
		}
		for _, i := range best {
			d.Parts[i]++
			left--
			h.push(i)
		}
	}
	return d, h.compared, nil
}

// averages is a heap of weights by the average of their next unit, highest first.
type averages struct {
	signposts Signposts
	weights   []int64
	parts     []int64
	queue     []int
	best      []int // scratch of popEqual
	compared  int
}

// start gives everyone what no rule gives less of and returns the sum. For a divisor D
// the rule gives i no more than w/D + 1, or least if that is more. Let D be such that
// these bounds add up to total: then the units at D are no more than total, those at the
// final divisor are no fewer for anybody, and floor(w/D) is a safe start. Those who live
// by the least are the lightest: they are set aside from the light end until none is left
// whose w/D is below it.
func (h *averages) start(total, least int64) (given int64) {
	if h.signposts.sequence == macau {
		return h.level(total, least)
	}
	if least > 0 {
		slices.SortFunc(h.queue, func(a, b int) int { return cmp.Compare(h.weights[a], h.weights[b]) })
	}
	var sum int64
	for _, i := range h.queue {
		sum += h.weights[i]
	}
	free := h.queue
	rest := total - int64(len(free)) // D = sum/rest
	for len(free) > 0 && below(h.weights[free[0]], rest, least, sum) {
		sum -= h.weights[free[0]]
		rest -= least - 1
		free = free[1:]
	}
	for _, i := range h.queue {
		h.parts[i] = least
	}
	for _, i := range free {
		if rest > 0 {
			hi, lo := bits.Mul64(uint64(h.weights[i]), uint64(rest))
			q, _ := bits.Div64(hi, lo, uint64(sum)) // the weight is not above the sum
			h.parts[i] = max(least, int64(q)-h.signposts.late())
		}
	}
	for _, i := range h.queue {
		given += h.parts[i]
	}
	return given
}

// level is start for Macau. At a divisor from 2^t to below 2^(t+1) a weight of so many bits
// has bits-t units or one less: t is the greatest with which the former are enough.
func (h *averages) level(total, least int64) (given int64) {
	units := func(i int, t int64) int64 { return max(least, int64(bits.Len64(uint64(h.weights[i])))-t) }
	low, high := -total, int64(64)
	for low+1 < high {
		mid := low + (high-low)/2
		sum := int64(0)
		for _, i := range h.queue {
			sum += units(i, mid)
		}
		if sum >= total {
			low = mid
		} else {
			high = mid
		}
	}
	for _, i := range h.queue {
		h.parts[i] = units(i, low+1)
		given += h.parts[i]
	}
	return given
}

// late is how many units less than floor(w/D) a rule may give: a signpost of Imperiali lies
// above its unit.
func (s Signposts) late() int64 {
	if s.sequence == imperiali {
		return 1
	}
	return 0
}

// below reports weight*rest < least*sum, where rest alone may be negative.
func below(weight, rest, least, sum int64) bool {
	if rest <= 0 {
		return least > 0
	}
	whi, wlo := bits.Mul64(uint64(weight), uint64(rest))
	lhi, llo := bits.Mul64(uint64(least), uint64(sum))
	return cmp.Or(cmp.Compare(whi, lhi), cmp.Compare(wlo, llo)) < 0
}

func (h *averages) next(i int) Average { return Average{h.weights[i], h.parts[i] + 1} }

// compare orders indices by their next averages, highest first.
func (h *averages) compare(i, j int) int {
	h.compared++
	return h.signposts.Compare(h.next(j), h.next(i))
}

func (h *averages) build() {
	for at := len(h.queue)/2 - 1; at >= 0; at-- {
		h.down(at)
	}
}

// alone reports that no other next average equals the highest: in a heap one of its
// children would.
func (h *averages) alone() bool {
	for child := 1; child <= 2 && child < len(h.queue); child++ {
		if h.compare(h.queue[child], h.queue[0]) == 0 {
			return false
		}
	}
	return true
}

// popEqual takes out all whose next average is the highest; the slice is good until the
// next call.
func (h *averages) popEqual() []int {
	h.best = append(h.best[:0], h.pop())
	for len(h.queue) > 0 && h.compare(h.queue[0], h.best[0]) == 0 {
		h.best = append(h.best, h.pop())
	}
	return h.best
}

func (h *averages) pop() int {
	top, last := h.queue[0], len(h.queue)-1
	h.queue[0] = h.queue[last]
	h.queue = h.queue[:last]
	h.down(0)
	return top
}

func (h *averages) push(i int) {
	h.queue = append(h.queue, i)
	for at := len(h.queue) - 1; at > 0; {
		up := (at - 1) / 2
		if h.compare(h.queue[at], h.queue[up]) >= 0 {
			return
		}
		h.queue[at], h.queue[up] = h.queue[up], h.queue[at]
		at = up
	}
}

func (h *averages) down(at int) {
	for {
		child := 2*at + 1
		if child >= len(h.queue) {
			return
		}
		if child+1 < len(h.queue) && h.compare(h.queue[child+1], h.queue[child]) < 0 {
			child++
		}
		if h.compare(h.queue[child], h.queue[at]) >= 0 {
			return
		}
		h.queue[at], h.queue[child] = h.queue[child], h.queue[at]
		at = child
	}
}
