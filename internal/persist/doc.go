// Package persist has the structures under a world: a [Vector], a [Dict] and a [Table]
// that share what did not change, so that a fork is a struct copy.
//
// # Representation
//
// A Vector is a tree of two levels: a root slice of branches, each of 256 pages, each of
// 64 rows in one array. A Dict is linear hashing (Litwin, Linear hashing: a new tool for
// file and table addressing, 1980) over three vectors: it grows by one bucket at a time,
// so that no Add ever pauses to rehash everything. Pages of rows without pointers hold
// none, and the collector passes them by.
//
// # Rules
//
// Whoever holds an [Edit] changes the pages that it made in place and copies the others
// once. When the Edit is dropped, all is frozen. So a batch costs about what a plain slice
// costs, a single change copies three small blocks, and a change that is refused is
// dropped with its copy.
//
// An Edit is for one copy of a value and one goroutine: fork first, then make the Edit,
// and give the result away when the Edit is done. Frozen copies may be read and forked by
// any number of goroutines.
//
// # Ties and rounding
//
// There are none.
//
// # Errors
//
// There are none either: an index out of range, or an Edit that is nil, is a mistake of
// the program and panics.
//
// # Determinism
//
// Numbers are given in order of arrival, which is not the order of anything a reader
// should see: sort by id before anything leaves ([Dict.Sorted]). Hashes are seeded per
// process, so that no list of ids is slow by design; they decide where an id is kept and
// nothing else.
//
// # Example
//
//	var town persist.Table[int]
//	e := new(persist.Edit)
//	town.Put(e, "zoe", 41)
//	town.Put(e, "ana", 40)
//
//	fork := town // shares every page
//	if age, ok := fork.Edit(new(persist.Edit), "ana"); ok {
//		*age++
//	}
//	for _, i := range fork.Sorted() {
//		fmt.Println(fork.Key(i), *fork.At(i)) // ana 41, zoe 41
//	}
//	fmt.Println(*town.At(1)) // 40
package persist
