package census

import (
	"cmp"
	"slices"
)

// sort puts ascending numbers of persons in the byte order of their ids. Persons mostly
// arrive in it, and then there is nothing to do; else eight bytes behind the common
// prefix of the ids decide nearly every comparison, without a look at the text.
func (r *Register) sort(list []uint32) {
	if !r.mixed || len(list) < 2 {
		return
	}
	same := r.id(list[0])
	for _, i := range list[1:] {
		same = same[:common(same, r.id(i))]
	}
	type keyed struct {
		key uint64
		i   uint32
	}
	all := make([]keyed, len(list))
	for k, i := range list {
		all[k] = keyed{lead(r.id(i)[len(same):]), i}
	}
	slices.SortFunc(all, func(a, b keyed) int {
		if c := cmp.Compare(a.key, b.key); c != 0 {
			return c
		}
		return cmp.Compare(r.id(a.i), r.id(b.i))
	})
	for k := range all {
		list[k] = all[k].i
	}
}

// common is the length of the common prefix.
func common(a, b PersonID) int {
	n := min(len(a), len(b))
	for k := range n {
		if a[k] != b[k] {
			return k
		}
	}
	return n
}

// lead is the first eight bytes as a number; what is missing counts as 0.
func lead(id PersonID) (key uint64) {
	for k := range 8 {
		key <<= 8
		if k < len(id) {
			key |= uint64(id[k])
		}
	}
	return key
}

// search finds an id in a sorted list.
func (r *Register) search(list []uint32, p PersonID) (at int, ok bool) {
	return slices.BinarySearchFunc(list, p, func(i uint32, p PersonID) int {
		return cmp.Compare(r.id(i), p)
	})
}
