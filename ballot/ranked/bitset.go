package ranked

import (
	"iter"
	"math/bits"
)

// A bitset is a set of options.
type bitset []uint64

func newBitset(n int) bitset { return make(bitset, (n+63)/64) }

// bitsets are n empty sets of n options.
func bitsets(n int) []bitset {
	words := (n + 63) / 64
	all, sets := make(bitset, n*words), make([]bitset, n)
	for i := range sets {
		sets[i] = all[i*words : (i+1)*words]
	}
	return sets
}

// everyone is the set of n options.
func everyone(n int) bitset {
	s := newBitset(n)
	for i := range n {
		s.add(i)
	}
	return s
}

func (s bitset) has(i int) bool { return s[i/64]>>(i%64)&1 == 1 }
func (s bitset) add(i int)      { s[i/64] |= 1 << (i % 64) }
func (s bitset) drop(i int)     { s[i/64] &^= 1 << (i % 64) }

func (s bitset) size() (n int) {
	for _, word := range s {
		n += bits.OnesCount64(word)
	}
	return n
}

// and is what is in both.
func (s bitset) and(t bitset) bitset {
	both := make(bitset, len(s))
	for k, word := range s {
		both[k] = word & t[k]
	}
	return both
}

// within reports whether all of s are in t.
func (s bitset) within(t bitset) bool {
	for k, word := range s {
		if word&^t[k] != 0 {
			return false
		}
	}
	return true
}

func (s bitset) all() iter.Seq[int] {
	return func(yield func(int) bool) {
		for k, word := range s {
			for ; word > 0; word &= word - 1 {
				if !yield(k*64 + bits.TrailingZeros64(word)) {
					return
				}
			}
		}
	}
}
