package disclosure

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func seeded(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

// The attacker who tries every filling gets the same intervals, ends included: no filling
// lies outside. What grows with the range that is tried has no upper end.
func TestAudit_BruteForce(t *testing.T) {
	rng := seeded(1)
	const most, more = 12, 15 // the greatest total is 12
	unbounded, tight := 0, 0
	for range 1000 {
		table := drawn(rng, 2+rng.IntN(2), rng.IntN(3), 2)
		p := laidOpen(&table, Zeros(rng.IntN(2)))
		for blanks := rng.IntN(6); blanks > 0; blanks-- {
			if i := rng.IntN(len(p.Cells)); p.Cells[i].Count >= p.floor() {
				p.Cells[i] = Cell{Blank: true}
			}
		}
		want, any := bruteForce(p, countOf, p.floor(), most)
		require.True(t, any, "the truth is a filling")
		wider, _ := bruteForce(p, countOf, p.floor(), more)
		got, err := Audit(p)
		require.NoError(t, err)
		for i := range got {
			if want[i].Hi != wider[i].Hi {
				unbounded++
				want[i].Hi = Unbounded
			} else if p.Cells[i].Blank && want[i].Lo < want[i].Hi {
				tight++
			}
			require.Equal(t, want[i], got[i].Count, "%+v cell %d", p, i)
		}
	}
	assert.Greater(t, unbounded, 100)
	assert.Greater(t, tight, 20)
}

// Any numbers that agree with no filling are an error, and none that do.
func TestAudit_Contradiction(t *testing.T) {
	rng := seeded(2)
	agree, contradict := 0, 0
	for range 1000 {
		table := drawn(rng, 2, 2, 2)
		p := laidOpen(&table, Zeros(rng.IntN(2)))
		for range 4 {
			if i := rng.IntN(len(p.Cells)); p.Cells[i].Count >= p.floor() {
				p.Cells[i] = Cell{Blank: true}
			}
		}
		if i := rng.IntN(len(p.Cells)); !p.Cells[i].Blank {
			p.Cells[i].Count = rng.Int64N(4)
		}
		_, any := bruteForce(p, countOf, p.floor(), 16)
		_, err := Audit(p)
		if any {
			agree++
			require.NoError(t, err)
		} else {
			contradict++
			require.EqualError(t, err, "cells: no filling of the blanks agrees with the sums")
		}
	}
	assert.Greater(t, agree, 100)
	assert.Greater(t, contradict, 100)
}

func BenchmarkAudit(b *testing.B) {
	for _, size := range [][2]int{{30, 10}, {300, 50}, {2000, 100}} {
		b.Run(fmt.Sprintf("rows=%d/columns=%d", size[0], size[1]), func(b *testing.B) {
			p, err := Rule{}.Suppress(town(size[0], size[1]))
			require.NoError(b, err)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Audit(p); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
