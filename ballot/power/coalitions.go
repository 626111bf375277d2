package power

import (
	"errors"
	"fmt"
	"math/big"
	"math/bits"
	"sync"
)

// MaxWork bounds the additions of a count: about a minute of them.
const MaxWork = 100_000_000_000

// maxCells bounds the counts of a table, of which two are made at a time: a gibibyte in all.
const maxCells = 1 << 26

// errTooMuch says that an exact answer would take too long.
var errTooMuch = errors.New("too much work")

// swings returns, by weight, how many coalitions of each size (or of any size, in one
// place) a body of that weight turns. Few bodies are asked coalition by coalition, whatever
// they weigh; otherwise coalitions are counted by weight, modulo enough primes.
func (g *game) swings(sized bool) (map[int64][]*big.Int, error) {
	if n := len(g.weights); n < 32 && int64(n)<<n <= g.work(sized) {
		return g.oneByOne(sized), nil
	}
	primes := primesFor(len(g.weights))
	if g.work(sized) > MaxWork/int64(len(primes)) || g.cells(sized) > maxCells {
		return nil, fmt.Errorf("power of %d bodies with quota %d: %w", len(g.weights), g.quota, errTooMuch)
	}
	kinds := g.kinds()
	parts := make([][][]uint64, len(primes)) // by prime, weight and size
	var wait sync.WaitGroup
	workers := make(chan struct{}, 2) // a table of sums is large: few at a time
	for i, p := range primes {
		wait.Go(func() {
			workers <- struct{}{}
			defer func() { <-workers }()
			t := g.count(p, sized)
			for _, w := range kinds {
				parts[i] = append(parts[i], t.swings(w))
			}
		})
	}
	wait.Wait()
	join := newJoin(primes)
	all := make(map[int64][]*big.Int, len(kinds))
	rest := make([]uint64, len(primes))
	for j, w := range kinds {
		for k := range parts[0][j] {
			for i := range primes {
				rest[i] = parts[i][j][k]
			}
			all[w] = append(all[w], join.number(rest))
		}
	}
	return all, nil
}

// work is a bound of the additions for one prime; past MaxWork it is not counted on.
func (g *game) work(sized bool) (sum int64) {
	for i := range g.weights {
		rows := int64(1)
		if sized {
			rows = int64(i + 1)
		}
		if g.quota > MaxWork/rows || sum > MaxWork {
			return MaxWork + 1
		}
		sum += rows * g.quota
	}
	return sum
}

// cells is a bound of the counts of a table; past maxCells it is not counted on.
func (g *game) cells(sized bool) int64 {
	cells, least := g.quota, int64(0)
	for _, w := range g.weights {
		if least += w; !sized || least >= g.quota || cells > maxCells {
			break
		}
		cells += g.quota - least
	}
	return cells
}

// oneByOne walks all coalitions in Gray's order, in which one body joins or leaves at each
// step, and asks of a losing one who turns it.
func (g *game) oneByOne(sized bool) map[int64][]*big.Int {
	n, sizes := len(g.weights), 1
	if sized {
		sizes = len(g.weights)
	}
	turned := make([]int64, n*sizes) // by body, then size
	in, at, weight := uint64(0), 0, int64(0)
	for step := uint64(1); ; step++ {
		for i := n - 1; i >= 0 && weight < g.quota && g.weights[i] >= g.quota-weight; i-- {
			if in>>i&1 == 0 {
				turned[i*sizes+at]++
			}
		}
		if step == 1<<n {
			break
		}
		i, sign := bits.TrailingZeros64(step), 1
		if in ^= 1 << i; in>>i&1 == 0 {
			sign = -1
		}
		weight += int64(sign) * g.weights[i]
		if sized {
			at += sign
		}
	}
	all := make(map[int64][]*big.Int, n)
	for i, w := range g.weights {
		if i > 0 && g.weights[i-1] == w {
			continue
		}
		for _, k := range turned[i*sizes : (i+1)*sizes] {
			all[w] = append(all[w], big.NewInt(k))
		}
	}
	return all
}

// A table counts coalitions by size and weight below the quota, modulo p.
type table struct {
	p     uint64
	quota int64
	sized bool
	rows  []row // by size; one row if sizes do not matter
}

// A row holds the weights from low on.
type row struct {
	low int64
	n   []uint64
}

// count adds one body after the other, lightest first: a coalition has the body or not.
func (g *game) count(p uint64, sized bool) *table {
	t := &table{p: p, quota: g.quota, sized: sized}
	t.rows = []row{{n: make([]uint64, g.quota)}}
	t.rows[0].n[0] = 1
	if !sized {
		for _, w := range g.weights {
			t.add(0, 0, w, g.quota-1)
		}
		return t.sum()
	}
	least := int64(0)
	for k, w := range g.weights { // coalitions of k+1 weigh at least as much as the lightest
		if least += w; least >= g.quota {
			break
		}
		if k < len(g.weights)-1 { // nobody joins a coalition of all
			t.rows = append(t.rows, row{low: least, n: make([]uint64, g.quota-least)})
		}
	}
	heaviest := make([]int64, len(g.weights)+1) // of so many of the bodies so far
	for i, w := range g.weights {
		for k := min(i+1, len(t.rows)-1); k > 0; k-- {
			t.add(k, k-1, w, heaviest[k-1]+w)
		}
		for k := i + 1; k > 0; k-- { // the newest is the heaviest
			heaviest[k] = heaviest[k-1] + w
		}
	}
	return t.sum()
}

// add counts the coalitions of row from, with a body of weight w more, in row to, as far as
// weight high.
func (t *table) add(to, from int, w, high int64) {
	a, b := &t.rows[to], &t.rows[from]
	high = min(high, t.quota-1)
	low := max(a.low, b.low+w)
	if low > high {
		return
	}
	dst, src := a.n[low-a.low:high-a.low+1], b.n[low-w-b.low:high-w-b.low+1]
	p := t.p
	if to == from { // downwards, so that no body joins twice
		for i := len(dst) - 1; i >= 0; i-- {
			dst[i] = plus(dst[i], src[i], p)
		}
		return
	}
	src = src[:len(dst)]
	for i, n := range src {
		n += dst[i]
		if n >= p {
			n -= p
		}
		dst[i] = n
	}
}

// plus adds modulo p, which is below 2^63.
func plus(a, b, p uint64) uint64 {
	if a += b; a >= p {
		a -= p
	}
	return a
}

// sum turns the counts into sums up to each weight.
func (t *table) sum() *table {
	for _, r := range t.rows {
		for i := 1; i < len(r.n); i++ {
			r.n[i] = plus(r.n[i], r.n[i-1], t.p)
		}
	}
	return t
}

// upTo is the number of coalitions in a row that weigh at most s, which is below the quota.
func (r row) upTo(s int64) uint64 {
	if s < r.low {
		return 0
	}
	return r.n[s-r.low]
}

// swings are the coalitions without a body of weight w that weigh from quota-w to below the
// quota. Those without the body are all, less those with it, which are those without it and
// w less, and so on: a series with changing signs.
func (t *table) swings(w int64) []uint64 {
	sizes := make([]uint64, len(t.rows))
	for k := range t.rows {
		for j, top := 0, t.quota-1; top >= 0 && (!t.sized || j <= k); j, top = j+1, top-w {
			r := t.rows[k]
			if t.sized {
				r = t.rows[k-j]
			}
			n := plus(r.upTo(top), t.p-r.upTo(top-w), t.p)
			if j%2 == 1 {
				n = t.p - n
			}
			sizes[k] = plus(sizes[k], n%t.p, t.p)
		}
	}
	return sizes
}
