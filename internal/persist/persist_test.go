package persist_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia/internal/persist"
)

func ExampleTable() {
	var town persist.Table[int]
	e := new(persist.Edit)
	town.Put(e, "zoe", 41)
	town.Put(e, "ana", 40)

	fork := town // shares every page
	if age, ok := fork.Edit(new(persist.Edit), "ana"); ok {
		*age++
	}
	for _, i := range fork.Sorted() {
		fmt.Println(fork.Key(i), *fork.At(i))
	}
	fmt.Println(*town.At(1))
	// Output:
	// ana 41
	// zoe 41
	// 40
}

func rowsOf(v *persist.Vector[int]) []int {
	rows := []int{}
	for first, page := range v.Pages {
		if first != len(rows) {
			panic("pages out of order")
		}
		rows = append(rows, page...)
	}
	return rows
}

// Any number of forks, each against its own plain slice.
func TestVector_Model(t *testing.T) {
	type fork struct {
		v     persist.Vector[int]
		model []int
	}
	for seed := range uint64(20) {
		rng := rand.New(rand.NewPCG(seed, 0))
		forks := []fork{{}}
		for range 60 {
			f := forks[rng.IntN(len(forks))]
			f.model = slices.Clone(f.model)
			e := new(persist.Edit)
			for range rng.IntN(1 << rng.IntN(11)) {
				x := rng.Int()
				if n := f.v.Len(); n == 0 || rng.IntN(3) > 0 {
					require.Equal(t, n, f.v.Append(e, x))
					f.model = append(f.model, x)
				} else {
					i := rng.IntN(n)
					*f.v.Edit(e, i) = x
					f.model[i] = x
				}
			}
			forks = append(forks, f)
		}
		for _, f := range forks {
			require.Equal(t, len(f.model), f.v.Len())
			require.True(t, slices.Equal(f.model, rowsOf(&f.v)), "seed %d", seed)
			for i, x := range f.model {
				require.Equal(t, x, *f.v.At(i))
			}
		}
	}
}

// Both forks append behind the same last row, across the ends of page and branch.
func TestVector_AppendToBothForks(t *testing.T) {
	for _, n := range []int{0, 1, 63, 64, 65, 64*256 - 1, 64 * 256, 64*256 + 1} {
		a := vector(n)
		b := a
		ea, eb := new(persist.Edit), new(persist.Edit)
		for i := range 70 { // turn by turn
			a.Append(ea, 1000+i)
			b.Append(eb, 2000+i)
		}
		for i := range 70 {
			require.Equal(t, 1000+i, *a.At(n + i))
			require.Equal(t, 2000+i, *b.At(n + i))
		}
		require.Equal(t, rowsOf(&a)[:n], rowsOf(&b)[:n])
	}
}

func TestVector_PagesStop(t *testing.T) {
	v, seen := vector(1000), 0
	for _, rows := range v.Pages {
		seen += len(rows)
		if seen >= 100 {
			break
		}
	}
	assert.Equal(t, 128, seen)
}

// A caller that appends to a run must not write into the page behind it.
func TestVector_PagesAreClipped(t *testing.T) {
	v := vector(10)
	for _, rows := range v.Pages {
		assert.Equal(t, len(rows), cap(rows))
	}
}

func TestMistakesPanic(t *testing.T) {
	v, d := vector(10), filled(names(10))
	tests := []struct {
		name string
		give func()
	}{
		{"read past the end, within the page", func() { v.At(10) }},
		{"read before the start", func() { v.At(-1) }},
		{"write past the end", func() { v.Edit(new(persist.Edit), 10) }},
		{"write without an edit", func() { v.Edit(nil, 0) }},
		{"append without an edit", func() { v.Append(nil, 0) }},
		{"append to the zero vector without an edit", func() { new(persist.Vector[int]).Append(nil, 0) }},
		{"id of no number", func() { d.ID(10) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { assert.Panics(t, tt.give) })
	}
	assert.Equal(t, 10, v.Len())
}

// idOf makes few distinct ids of many forms: empty, NUL, invalid UTF-8, some KB.
func idOf(rng *rand.Rand, n int) string {
	k := rng.IntN(n)
	switch k % 7 {
	case 0:
		return strings.Repeat("\x00", k/7)
	case 1:
		return strings.Repeat("long", 300) + fmt.Sprint(k)
	case 2:
		return "\xff" + fmt.Sprint(k)
	}
	return fmt.Sprint(k)
}

// Any number of forks, each against its own plain map.
func TestTable_Model(t *testing.T) {
	type fork struct {
		table persist.Table[int]
		model map[string]int
		order []string
	}
	check := func(f fork) {
		require.Equal(t, len(f.order), f.table.Len())
		for i, id := range f.order {
			x, ok := f.table.Find(id)
			require.True(t, ok)
			require.Equal(t, f.model[id], *x)
			require.Equal(t, f.model[id], *f.table.At(i))
			require.Equal(t, id, f.table.Key(i))
		}
		var sorted []string
		for _, i := range f.table.Sorted() {
			sorted = append(sorted, f.table.Key(i))
		}
		require.Equal(t, slices.Sorted(slices.Values(f.order)), sorted)
	}
	for seed := range uint64(6) {
		rng := rand.New(rand.NewPCG(seed, 1))
		forks := []fork{{model: map[string]int{}}}
		for range 25 {
			f := forks[rng.IntN(len(forks))]
			f.model, f.order = maps.Clone(f.model), slices.Clone(f.order)
			e := new(persist.Edit)
			for range rng.IntN(1 << rng.IntN(11)) {
				id, x := idOf(rng, 2000), rng.Int()
				_, known := f.model[id]
				if rng.IntN(4) == 0 {
					row, ok := f.table.Edit(e, id)
					require.Equal(t, known, ok)
					if !known {
						continue
					}
					*row = x
				} else {
					require.Equal(t, id, f.table.Key(f.table.Put(e, id, x)))
				}
				if f.model[id] = x; !known {
					f.order = append(f.order, id)
				}
			}
			forks = append(forks, f)
		}
		for _, f := range forks {
			check(f)
		}
	}
}

// Every id is found in every state on the way, whatever bucket was just split.
func TestDict_GrowsWithoutLoss(t *testing.T) {
	var d persist.Dict
	ids := names(3000)
	for n, id := range ids {
		i, fresh := d.Add(new(persist.Edit), id)
		require.True(t, fresh)
		require.Equal(t, n, i)
		if n%97 == 0 {
			for i, id := range ids[:n+1] {
				got, ok := d.Find(id)
				require.True(t, ok)
				require.Equal(t, i, got)
			}
			_, ok := d.Find("nobody")
			require.False(t, ok)
		}
	}
	for i, id := range ids {
		got, fresh := d.Add(new(persist.Edit), id)
		require.False(t, fresh)
		require.Equal(t, i, got)
	}
	require.Equal(t, len(ids), d.Len())
}

// The bytes of an id are the dictionary's own, also for ids read before a later fork.
func TestDict_KeepsItsText(t *testing.T) {
	var d persist.Dict
	e := new(persist.Edit)
	raw := []byte("ana")
	d.Add(e, string(raw))
	ana := d.ID(0)
	a, b := d, d
	a.Add(new(persist.Edit), "ben")
	b.Add(new(persist.Edit), "cai")
	assert.Equal(t, []string{"ana", "ana", "ben", "cai"}, []string{ana, a.ID(0), a.ID(1), b.ID(1)})
	_, ok := a.Find("cai")
	assert.False(t, ok)
	assert.Equal(t, 1, d.Len())
}

// Run with -race: readers of a frozen copy while its forks are written.
func TestReadersWhileForksAreEdited(t *testing.T) {
	var town persist.Table[int]
	e := new(persist.Edit)
	ids := names(2000)
	for i, id := range ids {
		town.Put(e, id, i)
	}
	var all sync.WaitGroup
	for g := range 4 {
		all.Go(func() {
			fork, e := town, new(persist.Edit)
			for i, id := range ids {
				fork.Put(e, id, -i)
				fork.Put(e, fmt.Sprint(g, id), i)
			}
			assert.Equal(t, 2*len(ids), fork.Len())
		})
		all.Go(func() {
			for i, id := range ids {
				x, ok := town.Find(id)
				assert.True(t, ok)
				assert.Equal(t, i, *x)
			}
		})
	}
	all.Wait()
}

// What one act on a large table copies, counted; a batch copies each page once.
func TestAllocations(t *testing.T) {
	const n = 40_000
	ids := names(n)
	var table persist.Table[int]
	e := new(persist.Edit)
	for i, id := range ids {
		table.Put(e, id, i)
	}
	fork := table
	count := func(act func()) int { return int(testing.AllocsPerRun(20, act)) }

	assert.Equal(t, 0, count(func() { table.Find(ids[77]) }), "find")
	assert.Equal(t, 0, count(func() { table.Key(77) }), "key")
	assert.Equal(t, 0, count(func() { table.Put(e, ids[77], 1) }), "a page that the edit owns")
	assert.Equal(t, 4, count(func() { fork.Put(new(persist.Edit), ids[77], 1) }), "token, root, branch, page")
	add := count(func() {
		f := table
		f.Put(new(persist.Edit), "somebody", 1)
	})
	assert.LessOrEqual(t, add, 18, "a new key: three blocks of each of three vectors, twice a split bucket, a chunk")
}

// FuzzTable reads a program: each byte pair is an act on one of four forks.
func FuzzTable(f *testing.F) {
	f.Add([]byte{0, 1, 1, 2, 2, 3, 0x43, 1, 0x81, 9})
	f.Add([]byte(strings.Repeat("abcdefgh", 60)))
	f.Fuzz(func(t *testing.T, program []byte) {
		var tables [4]persist.Table[byte]
		var models [4]map[string]byte
		var edits [4]*persist.Edit
		for k := range models {
			models[k], edits[k] = map[string]byte{}, new(persist.Edit)
		}
		for pc := 0; pc+1 < len(program); pc += 2 {
			op, x := program[pc], program[pc+1]
			k, from := op>>6, op>>4&3
			if op&15 == 15 { // fork: the old copy is frozen, so both get new edits
				tables[k], models[k] = tables[from], maps.Clone(models[from])
				edits[k], edits[from] = new(persist.Edit), new(persist.Edit)
				continue
			}
			id := strings.Repeat(string(rune('a'+op&15)), int(x)*9)
			tables[k].Put(edits[k], id, x)
			models[k][id] = x
		}
		for k := range tables {
			require.Equal(t, len(models[k]), tables[k].Len())
			for i := range tables[k].Len() {
				require.Equal(t, models[k][tables[k].Key(i)], *tables[k].At(i))
			}
		}
	})
}
