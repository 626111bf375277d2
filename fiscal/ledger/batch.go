package ledger

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/internal/exact"
)

// Revise posts, for each entry, what is missing between it and what stands under its key:
// the first time the entry itself, later the difference to the sum of the first and all
// its revisions so far, and nothing where they are equal (T-9, D-11). The difference has
// the day and cause of the entry and the key with #2 for the first revision, #3 for the
// next. An entry without postings takes back all that stands.
//
// Revise is all or nothing and returns the faults of Post.
func (b *Book) Revise(es ...Entry) error {
	t := batch{book: b}
	for i, e := range es {
		t.revise(fmt.Sprintf("entries[%d]", i), e)
	}
	return t.commit()
}

// A batch is the entries of one call, posted together or not at all.
type batch struct {
	book   *Book
	added  []Entry
	byKey  map[string]int // index in added
	faults []error
}

func (t *batch) fault(path string, breaks vicinia.Invariant, err error) {
	t.faults = append(t.faults, &vicinia.Fault{Path: path, Breaks: breaks, Err: err})
}

// find returns the entry of a key, in the book or in this batch.
func (t *batch) find(key string) (Entry, bool) {
	if i, ok := t.book.byKey[key]; ok {
		return t.book.entries[i], true
	}
	if i, ok := t.byKey[key]; ok {
		return t.added[i], true
	}
	return Entry{}, false
}

func (t *batch) add(e Entry) {
	if t.byKey == nil {
		t.byKey = map[string]int{}
	}
	t.byKey[e.Key] = len(t.added)
	e.Postings = slices.Clone(e.Postings)
	t.added = append(t.added, e)
}

func (t *batch) post(path string, e Entry) {
	faults := e.faults(path)
	if len(e.Postings) == 0 {
		faults = append(faults, &vicinia.Fault{Path: path + ".postings", Err: errors.New("no postings")})
	}
	if len(faults) > 0 {
		t.faults = append(t.faults, faults...)
		return
	}
	old, known := t.find(e.Key)
	if !known {
		t.add(e)
		return
	}
	if rest, err := difference(e.Postings, old.Postings); err != nil || len(rest) > 0 {
		t.fault(path+".key", "M-8", fmt.Errorf("key %q is known with other amounts", e.Key))
	}
}

func (t *batch) revise(path string, e Entry) {
	if faults := e.faults(path); len(faults) > 0 {
		t.faults = append(t.faults, faults...)
		return
	}
	var stands []Posting
	key := e.Key
	for n := 2; ; n++ {
		old, known := t.find(key)
		if !known {
			break
		}
		stands = append(stands, old.Postings...)
		key = e.Key + "#" + strconv.Itoa(n)
	}
	if key != e.Key { // something stands
		rest, err := difference(e.Postings, stands)
		if err != nil {
			t.fault(path+".postings", "M-3", err)
			return
		}
		e.Key, e.Postings = key, rest
	}
	if len(e.Postings) > 0 {
		t.add(e)
	}
}

// commit appends the batch to the book, unless there is any fault.
func (t *batch) commit() error {
	b := t.book
	next := map[slot]exact.Accumulator{}
	var touched []slot // in the order of the entries
	for _, e := range t.added {
		for _, p := range e.Postings {
			sum, seen := next[p.slot()]
			if !seen {
				sum = b.sums[p.slot()]
				touched = append(touched, p.slot())
			}
			sum.Add(p.Amount.Minor())
			next[p.slot()] = sum
		}
	}
	for _, s := range touched {
		if _, fits := next[s].Int64(); !fits {
			t.fault(string(s.account), "M-3", fmt.Errorf("the balance in %v does not fit", s.currency))
		} else if floor, has := b.floors[s]; has {
			if err := below(s, next[s], floor); err != nil {
				t.faults = append(t.faults, err)
			}
		}
	}
	if len(t.faults) > 0 {
		return errors.Join(t.faults...)
	}
	if b.byKey == nil && len(t.added) > 0 {
		b.byKey, b.sums = map[string]int{}, map[slot]exact.Accumulator{}
	}
	for _, e := range t.added {
		b.byKey[e.Key] = len(b.entries)
		b.entries = append(b.entries, e)
	}
	for _, s := range touched {
		b.sums[s] = next[s]
	}
	return nil
}
