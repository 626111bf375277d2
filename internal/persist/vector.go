package persist

import "slices"

// An Edit is the right to change the pages that it made: new(Edit) begins a batch.
type Edit struct{ _ byte } // not of size zero: two such pointers may be equal

const (
	rowBits = 6
	rowMax  = 1 << rowBits // rows of a page
	fanBits = 8
	fanMax  = 1 << fanBits // pages of a branch
)

// A Vector is a sequence of rows that is never changed under another copy of it. The zero
// Vector is empty.
type Vector[T any] struct {
	n     int
	owner *Edit // made root
	root  []*branch[T]
}

type page[T any] [rowMax]T

// A branch says which pages its owner made, rather than the pages themselves, so that a
// page is its rows and nothing else.
type branch[T any] struct {
	owner *Edit
	mine  [fanMax / 64]uint64 // bit k: owner made page k
	page  [fanMax]*page[T]
}

// Len is the number of rows.
func (v *Vector[T]) Len() int { return v.n }

// At returns row i, to read.
func (v *Vector[T]) At(i int) *T {
	v.check(i)
	return &v.root[i>>(rowBits+fanBits)].page[i>>rowBits%fanMax][i%rowMax]
}

func (v *Vector[T]) check(i int) {
	if uint(i) >= uint(v.n) {
		panic("persist: row out of range")
	}
}

// Edit returns row i, to write while e lasts.
func (v *Vector[T]) Edit(e *Edit, i int) *T {
	v.check(i)
	return &v.own(e, i>>rowBits)[i%rowMax]
}

// Append adds a row and returns its number.
func (v *Vector[T]) Append(e *Edit, x T) int {
	i := v.n
	v.own(e, i>>rowBits)[i%rowMax] = x
	v.n++
	return i
}

// own returns page p as e's: copied, unless e made it; new, if there is none.
func (v *Vector[T]) own(e *Edit, p int) *page[T] {
	j, word, bit := p>>fanBits, p%fanMax/64, uint64(1)<<(p%64)
	if j < len(v.root) {
		if b := v.root[j]; b.owner == e && b.mine[word]&bit != 0 {
			return b.page[p%fanMax]
		}
	}
	b := v.ownBranch(e, j)
	fresh := new(page[T])
	if old := b.page[p%fanMax]; old != nil {
		*fresh = *old
	}
	b.page[p%fanMax] = fresh
	b.mine[word] |= bit
	return fresh
}

func (v *Vector[T]) ownBranch(e *Edit, j int) *branch[T] {
	if e == nil {
		panic("persist: no Edit to write with")
	}
	if v.owner != e {
		v.root, v.owner = slices.Clone(v.root), e
	}
	if j == len(v.root) {
		v.root = append(v.root, &branch[T]{owner: e})
	}
	if b := v.root[j]; b.owner != e {
		v.root[j] = &branch[T]{owner: e, page: b.page}
	}
	return v.root[j]
}

// Pages walks all rows, to read, in runs from row first on.
func (v *Vector[T]) Pages(yield func(first int, rows []T) bool) {
	for first := 0; first < v.n; first += rowMax {
		n := min(rowMax, v.n-first)
		rows := v.root[first>>(rowBits+fanBits)].page[first>>rowBits%fanMax][:n:n]
		if !yield(first, rows) {
			return
		}
	}
}
