package persist_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/vicinia/vicinia/internal/persist"
)

var sizes = []int{1e3, 1e4, 1e5, 1e6}

func bySize(b *testing.B, bench func(b *testing.B, n int)) {
	for _, n := range sizes {
		b.Run(fmt.Sprintf("rows=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			bench(b, n)
		})
	}
}

// perRow reports the time of one row of a benchmark whose loop does n of them.
func perRow(b *testing.B, n int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/row")
}

// names are n ids in no order, side by side in memory as a reader would hand them in.
func names(n int) []string {
	var text strings.Builder
	for _, i := range rand.New(rand.NewPCG(1, 2)).Perm(n) {
		fmt.Fprintf(&text, "p%07d", i)
	}
	ids := make([]string, n)
	for i := range ids {
		ids[i] = text.String()[8*i : 8*i+8]
	}
	return ids
}

func filled(ids []string) (d persist.Dict) {
	e := new(persist.Edit)
	for _, id := range ids {
		d.Add(e, id)
	}
	return d
}

func vector(n int) (v persist.Vector[int]) {
	e := new(persist.Edit)
	for i := range n {
		v.Append(e, i)
	}
	return v
}

// A batch of n rows appended.
func BenchmarkVector_Append(b *testing.B) {
	bySize(b, func(b *testing.B, n int) {
		for b.Loop() {
			vector(n)
		}
		perRow(b, n)
	})
}

// A batch of n random rows changed.
func BenchmarkVector_Edit(b *testing.B) {
	bySize(b, func(b *testing.B, n int) {
		v, rng := vector(n), rand.New(rand.NewPCG(1, 2))
		for b.Loop() {
			w, e := v, new(persist.Edit)
			for range n {
				*w.Edit(e, rng.IntN(n))++
			}
		}
		perRow(b, n)
	})
}

// A single random row changed, and so a new vector.
func BenchmarkVector_EditOne(b *testing.B) {
	bySize(b, func(b *testing.B, n int) {
		v, rng := vector(n), rand.New(rand.NewPCG(1, 2))
		for b.Loop() {
			*v.Edit(new(persist.Edit), rng.IntN(n))++
		}
	})
}

func BenchmarkVector_Pages(b *testing.B) {
	bySize(b, func(b *testing.B, n int) {
		v, sum := vector(n), 0
		for b.Loop() {
			for _, rows := range v.Pages {
				for _, x := range rows {
					sum += x
				}
			}
		}
		perRow(b, n)
	})
}

// A batch of n new ids.
func BenchmarkDict_Add(b *testing.B) {
	bySize(b, func(b *testing.B, n int) {
		ids := names(n)
		for b.Loop() {
			filled(ids)
		}
		perRow(b, n)
	})
}

// A single new id, and so a new dictionary.
func BenchmarkDict_AddOne(b *testing.B) {
	bySize(b, func(b *testing.B, n int) {
		d := filled(names(n))
		for b.Loop() {
			fork := d
			fork.Add(new(persist.Edit), "somebody")
		}
	})
}

func BenchmarkDict_Find(b *testing.B) {
	bySize(b, func(b *testing.B, n int) {
		ids := names(n)
		d, rng := filled(ids), rand.New(rand.NewPCG(1, 2))
		for b.Loop() {
			d.Find(ids[rng.IntN(n)])
		}
	})
}

func BenchmarkDict_Sorted(b *testing.B) {
	bySize(b, func(b *testing.B, n int) {
		d := filled(names(n))
		for b.Loop() {
			d.Sorted()
		}
		perRow(b, n)
	})
}

// The yardstick: a Go map with n new ids, which cannot fork.
func BenchmarkMap(b *testing.B) {
	bySize(b, func(b *testing.B, n int) {
		ids := names(n)
		for b.Loop() {
			m := make(map[string]int)
			for i, id := range ids {
				m[id] = i
			}
		}
		perRow(b, n)
	})
}
