package persist

import (
	"cmp"
	"hash/maphash"
	"math"
	"math/bits"
	"slices"
	"strings"
)

const (
	slotMax  = 7    // slots of a bucket
	load     = 4    // ids per bucket, on average, at which one more bucket is made
	chunkMax = 1024 // bytes of a chunk of text; a longer id has a chunk of its own
)

// seed is the process's; no result depends on it.
var seed = maphash.MakeSeed()

// A Dict numbers ids, which are any bytes, from 0 in order of arrival. The zero Dict is
// empty. See [Vector] for copies.
type Dict struct {
	entries Vector[entry]
	buckets Vector[bucket]
	text    Vector[string]   // full chunks: ids, one after the other
	last    string           // the chunk that is not full
	tail    *strings.Builder // writes last
	owner   *Edit            // made tail
}

// An entry is where the text of an id stands.
type entry struct {
	chunk, from, size uint32
	more              uint32 // the next id of an overfull bucket, as number+1; 0 is none
}

// A bucket has the size of a cache line.
type bucket struct {
	used uint32
	more uint32 // first id that found no slot, as number+1; 0 is none
	hash [slotMax]uint32
	id   [slotMax]uint32
}

// Len is the number of ids.
func (d *Dict) Len() int { return d.entries.Len() }

// ID returns the id of number i.
func (d *Dict) ID(i int) string {
	x := d.entries.At(i)
	chunk := d.last
	if int(x.chunk) < d.text.Len() {
		chunk = *d.text.At(int(x.chunk))
	}
	return chunk[x.from : x.from+x.size]
}

// Find returns the number of id.
func (d *Dict) Find(id string) (i int, ok bool) {
	return d.find(id, hash(id))
}

func hash(id string) uint32 { return uint32(maphash.String(seed, id)) }

func (d *Dict) find(id string, h uint32) (int, bool) {
	if d.Len() == 0 {
		return 0, false
	}
	b := d.buckets.At(d.place(h))
	for k := range b.used {
		if b.hash[k] == h && d.ID(int(b.id[k])) == id {
			return int(b.id[k]), true
		}
	}
	for next := b.more; next != 0; next = d.entries.At(int(next - 1)).more {
		if i := int(next - 1); d.ID(i) == id {
			return i, true
		}
	}
	return 0, false
}

// place is the bucket of a hash: its low bits, one fewer where that bucket is not yet
// split.
func (d *Dict) place(h uint32) int {
	n := d.buckets.Len()
	wide := 1<<bits.Len(uint(n-1)) - 1
	if i := int(h) & wide; i < n {
		return i
	}
	return int(h) & (wide >> 1)
}

// Add returns the number of id and whether it is new. The text is copied.
func (d *Dict) Add(e *Edit, id string) (i int, fresh bool) {
	h := hash(id)
	if i, ok := d.find(id, h); ok {
		return i, false
	}
	if uint64(max(d.Len(), len(id))) >= math.MaxUint32 {
		panic("persist: an id, or their number, is beyond 32 bits")
	}
	chunk, from := d.write(e, id)
	i = d.entries.Append(e, entry{chunk: uint32(chunk), from: uint32(from), size: uint32(len(id))})
	if i >= load*d.buckets.Len() {
		d.split(e)
	}
	d.put(e, d.buckets.Edit(e, d.place(h)), h, i)
	return i, true
}

// write puts an id at the end of the text.
func (d *Dict) write(e *Edit, id string) (chunk, from int) {
	full := len(d.last)+len(id) > chunkMax
	if full {
		d.text.Append(e, d.last)
		d.last = ""
	}
	if full || d.owner != e {
		d.tail, d.owner = new(strings.Builder), e
		d.tail.Grow(max(chunkMax, len(id)))
		d.tail.WriteString(d.last)
	}
	from = d.tail.Len()
	d.tail.WriteString(id)
	d.last = d.tail.String() // the same bytes as before, and the new ones
	return d.text.Len(), from
}

// put files number i in a bucket of e's.
func (d *Dict) put(e *Edit, b *bucket, h uint32, i int) {
	if b.used < slotMax {
		b.hash[b.used], b.id[b.used] = h, uint32(i)
		b.used++
		return
	}
	d.entries.Edit(e, i).more = b.more
	b.more = uint32(i) + 1
}

// split adds a bucket and files again what the bucket held that so far had its hashes
// too: the one whose number lacks the top bit.
func (d *Dict) split(e *Edit) {
	n := d.buckets.Append(e, bucket{})
	if n == 0 {
		return
	}
	right := d.buckets.Edit(e, n)
	left := d.buckets.Edit(e, n&^(1<<(bits.Len(uint(n))-1)))
	old := *left
	*left = bucket{}
	move := func(h uint32, i int) {
		if d.place(h) == n {
			d.put(e, right, h, i)
		} else {
			d.put(e, left, h, i)
		}
	}
	for k := range old.used {
		move(old.hash[k], int(old.id[k]))
	}
	for next := old.more; next != 0; {
		i := int(next - 1)
		next = d.entries.At(i).more
		move(hash(d.ID(i)), i)
	}
}

// Sorted returns the numbers in byte order of their ids.
func (d *Dict) Sorted() []int {
	type named struct {
		id string
		i  int
	}
	all := make([]named, d.Len())
	for i := range all {
		all[i] = named{d.ID(i), i}
	}
	slices.SortFunc(all, func(a, b named) int { return cmp.Compare(a.id, b.id) })
	numbers := make([]int, len(all))
	for k := range all {
		numbers[k] = all[k].i
	}
	return numbers
}
