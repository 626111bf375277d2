package persist

// A Table keeps records by key, numbered from 0 in order of arrival. The zero Table is
// empty. See [Vector] for copies.
type Table[T any] struct {
	keys Dict
	rows Vector[T]
}

// Len is the number of records.
func (t *Table[T]) Len() int { return t.rows.Len() }

// At returns record i, to read.
func (t *Table[T]) At(i int) *T { return t.rows.At(i) }

// Key returns the key of record i.
func (t *Table[T]) Key(i int) string { return t.keys.ID(i) }

// Number returns the number of a key.
func (t *Table[T]) Number(key string) (int, bool) { return t.keys.Find(key) }

// Find returns the record of a key, to read.
func (t *Table[T]) Find(key string) (*T, bool) {
	i, ok := t.keys.Find(key)
	if !ok {
		return nil, false
	}
	return t.rows.At(i), true
}

// Put sets the record of a key, new or known, and returns its number.
func (t *Table[T]) Put(e *Edit, key string, x T) int {
	i, fresh := t.keys.Add(e, key)
	if fresh {
		return t.rows.Append(e, x)
	}
	*t.rows.Edit(e, i) = x
	return i
}

// Edit returns the record of a key, to write while e lasts.
func (t *Table[T]) Edit(e *Edit, key string) (*T, bool) {
	i, ok := t.keys.Find(key)
	if !ok {
		return nil, false
	}
	return t.rows.Edit(e, i), true
}

// First returns the number of the record whose key is the least in byte order.
func (t *Table[T]) First() (first int, ok bool) {
	for i := range t.Len() {
		if i == 0 || t.Key(i) < t.Key(first) {
			first = i
		}
	}
	return first, t.Len() > 0
}

// Sorted returns the numbers of the records in byte order of their keys.
func (t *Table[T]) Sorted() []int { return t.keys.Sorted() }
