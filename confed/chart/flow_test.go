package chart

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A stream is as high at its end as where it begins, streams lie side by side within
// their nodes, and nodes apart from each other, their texts included.
func TestFlow_Conserves(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 0))
	for range 500 {
		c := randomFlow(rng, 400+rng.IntN(600))
		l, err := c.lay()
		require.NoError(t, err)
		for i := range l.nodes {
			n := &l.nodes[i]
			require.Equal(t, max(l.total(n.ins), l.total(n.outs)), n.height)
			out, in := n.top(), n.top()
			for _, s := range n.outs {
				require.Equal(t, out, l.streams[s].fromY)
				out += l.streams[s].height
			}
			for _, s := range n.ins {
				require.Equal(t, in, l.streams[s].toY)
				in += l.streams[s].height
			}
			require.LessOrEqual(t, max(out, in), n.top()+n.height)
			require.True(t, n.y >= 0 && n.y+n.slot <= l.height)
		}
		for _, column := range l.columns {
			for k := 1; k < len(column); k++ {
				above, below := &l.nodes[column[k-1]], &l.nodes[column[k]]
				require.GreaterOrEqual(t, below.y, above.y+above.slot)
			}
		}
		for _, s := range l.streams {
			require.Equal(t, l.nodes[s.from].column+1, l.nodes[s.to].column, "a stream goes one column on")
			require.GreaterOrEqual(t, s.height, thinnest)
		}
	}
}

// Streams in proportion: where nothing is too thin, heights are as amounts are.
func TestFlow_Proportion(t *testing.T) {
	l, err := (&Flow{Frame: Frame{Title: "t"}, Links: []Link{
		{From: "a", To: "b", Amount: 300}, {From: "a", To: "c", Amount: 100}, {From: "b", To: "d", Amount: 200}}}).lay()
	require.NoError(t, err)
	byName := map[string]int{}
	for _, s := range l.streams {
		byName[l.nodes[s.source].id+l.nodes[s.target].id] = s.height
	}
	assert.InDelta(t, 3*byName["ac"], byName["ab"], 3)
	assert.InDelta(t, 2*byName["ac"], byName["bd"], 3)
	assert.Equal(t, 2, l.nodes[2].column, "an end stands at the right edge")
}

// crossings by trying every pair.
func (l *layout) pairs() (count int) {
	place := make([]int, len(l.nodes))
	for _, column := range l.columns {
		for i, n := range column {
			place[n] = i
		}
	}
	for i, a := range l.streams {
		for _, b := range l.streams[:i] {
			if l.nodes[a.from].column == l.nodes[b.from].column &&
				(place[a.from]-place[b.from])*(place[a.to]-place[b.to]) < 0 {
				count++
			}
		}
	}
	return count
}

func TestFlow_Crossings(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 0))
	better := 0
	for range 300 {
		c := randomFlow(rng, 720)
		l := &layout{Flow: &c}
		l.nodes, l.streams = c.gather()
		require.NoError(t, l.rank())
		l.bend()
		place := make([]int, len(l.nodes))
		for _, column := range l.columns {
			for i, n := range column {
				place[n] = i
			}
		}
		before := l.crossings(place)
		require.Equal(t, l.pairs(), before)
		sorted := cloned(l.columns)
		l.order()
		after := l.pairs()
		require.LessOrEqual(t, after, before)
		if after < before {
			better++
		} else {
			require.Equal(t, sorted, l.columns, "of equals the first")
		}
	}
	assert.Greater(t, better, 100)
}

// Places that differ in their order only are drawn alike.
func TestFlow_Places(t *testing.T) {
	a, b := sampleFlow(720), sampleFlow(720)
	slices.Reverse(b.Places)
	assert.Equal(t, drawn(t, a), drawn(t, b))
}

func BenchmarkFlow(b *testing.B) {
	for _, n := range []int{30, 1000, 10000} {
		b.Run(fmt.Sprintf("links=%d", n), func(b *testing.B) {
			rng := rand.New(rand.NewPCG(7, 0))
			c := Flow{Frame: Frame{Title: "t"}}
			for i := range n {
				from, to := rng.IntN(n/10+1), rng.IntN(n/10+1)
				c.Links = append(c.Links, Link{From: fmt.Sprint("a", from), To: fmt.Sprint("b", to), Amount: int64(i)},
					Link{From: fmt.Sprint("b", to), To: fmt.Sprint("c", rng.IntN(10)), Amount: int64(i)})
			}
			b.ReportAllocs()
			for b.Loop() {
				drawn(b, c)
			}
		})
	}
}
