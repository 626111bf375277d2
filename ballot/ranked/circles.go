package ranked

import (
	"math/bits"
	"slices"
)

// circle tells which of the duels cannot be locked whatever becomes of the others: they would
// be on a circle if all of them were locked or, of River, are over the same option.
func (l *locking) circle(duels []pair) []bool {
	on := make([]bool, len(duels))
	if len(duels) < 2 {
		return on
	}
	n := len(l.over)
	over, under, times := bitsets(n), bitsets(n), make([]int, n)
	for i := range n {
		copy(over[i], l.over[i])
		copy(under[i], l.under[i])
	}
	for _, p := range duels {
		over[p.over].add(int(p.under))
		under[p.under].add(int(p.over))
		times[p.under]++
	}
	group := circles(over, under)
	for i, p := range duels {
		on[i] = group[p.over] == group[p.under] || l.beaten != nil && times[p.under] > 1
	}
	return on
}

// circles numbers the options so that those on a common circle have the same number (Kosaraju
// 1978, Sharir 1981): it goes down as far as it can and takes them in the order in which it
// comes back, the last first, with all above who are left.
func circles(over, under []bitset) []int {
	n := len(over)
	var back []int
	for left, o := everyone(n), 0; o < n; o++ {
		if left.has(o) {
			back = append(back, descend(over, left, o)...)
		}
	}
	group := make([]int, n)
	left := everyone(n)
	for number, o := range slices.Backward(back) {
		if left.has(o) {
			for _, member := range descend(under, left, o) {
				group[member] = number
			}
		}
	}
	return group
}

// descend takes from left all who are reached from one, in the order in which it comes back
// from them.
func descend(to []bitset, left bitset, from int) (back []int) {
	left.drop(from)
	path := []int{from}
	for len(path) > 0 {
		at, next := path[len(path)-1], -1
		for k, word := range to[at] {
			if word &= left[k]; word > 0 {
				next = k*64 + bits.TrailingZeros64(word)
				break
			}
		}
		if next < 0 {
			back, path = append(back, at), path[:len(path)-1]
			continue
		}
		left.drop(next)
		path = append(path, next)
	}
	return back
}
