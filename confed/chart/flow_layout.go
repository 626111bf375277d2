package chart

import (
	"fmt"
	"math/bits"
	"slices"

	"github.com/vicinia/vicinia"
)

const (
	nodeWidth = 120
	nodeGap   = 90
	thinnest  = 10 // no stream is thinner
	passGap   = 40
)

// A layout is a flow with everything in its place, in tenths of a pixel.
type layout struct {
	*Flow
	nodes   []node
	streams []stream
	columns [][]int // nodes from top to bottom
	height  int     // of the plot
	xs      []int   // the left edges of the columns
	shift   int     // bits that weights leave out
}

func (c *Flow) lay() (*layout, error) {
	l := &layout{Flow: c}
	l.nodes, l.streams = c.gather()
	if err := l.rank(); err != nil {
		return nil, err
	}
	l.bend()
	l.order()
	if err := l.label(); err != nil {
		return nil, err
	}
	l.size()
	l.settle()
	l.attach()
	return l, nil
}

// rank gives every node a column: the longest way to it, and the last where it is an end.
func (l *layout) rank() error {
	waits := make([]int, len(l.nodes))
	outs := make([][]int, len(l.nodes))
	for i, s := range l.streams {
		waits[s.to]++
		outs[s.from] = append(outs[s.from], i)
	}
	var ready []int
	for i := range l.nodes {
		if waits[i] == 0 {
			ready = append(ready, i)
		}
	}
	last := 0
	for i := 0; i < len(ready); i++ {
		from := ready[i]
		for _, s := range outs[from] {
			to := l.streams[s].to
			l.nodes[to].column = max(l.nodes[to].column, l.nodes[from].column+1)
			last = max(last, l.nodes[to].column)
			if waits[to]--; waits[to] == 0 {
				ready = append(ready, to)
			}
		}
	}
	if len(ready) < len(l.nodes) {
		stuck := slices.IndexFunc(waits, func(n int) bool { return n > 0 })
		return &vicinia.Fault{Path: "links", Err: fmt.Errorf("%.40q is in or behind a circle", l.nodes[stuck].id)}
	}
	if links := len(l.streams) * last; links > MaxMarks {
		return &vicinia.Fault{Path: "links", Err: fmt.Errorf("%d marks in %d columns, want at most %d", links, last+1, MaxMarks)}
	}
	for i := range l.nodes {
		if len(outs[i]) == 0 {
			l.nodes[i].column = last
		}
	}
	hue := 0
	for column := range last {
		for i := range l.nodes {
			if l.nodes[i].column == column {
				l.nodes[i].hue = hue
				hue++
			}
		}
	}
	l.columns = make([][]int, last+1)
	return nil
}

// bend cuts streams at the columns that they pass, where they get a place of their own,
// so that no stream runs behind a node.
func (l *layout) bend() {
	streams := l.streams
	l.streams = nil
	for _, s := range streams {
		s.hue = l.nodes[s.source].hue
		to := s.to
		for column := l.nodes[s.from].column + 1; column < l.nodes[to].column; column++ {
			l.nodes = append(l.nodes, node{column: column, sum: s.amount, bend: true})
			s.to = len(l.nodes) - 1
			l.streams = append(l.streams, s)
			s.from = s.to
		}
		s.to = to
		l.streams = append(l.streams, s)
	}
	for i := range l.nodes {
		l.columns[l.nodes[i].column] = append(l.columns[l.nodes[i].column], i)
	}
	for i, s := range l.streams {
		l.nodes[s.from].outs = append(l.nodes[s.from].outs, i)
		l.nodes[s.to].ins = append(l.nodes[s.to].ins, i)
	}
}

// sweeps is how often columns are ordered by their neighbours.
const sweeps = 8

// order lessens crossings by the barycentre heuristic (Sugiyama, Tagawa and Toda,
// "Methods for visual understanding of hierarchical system structures", IEEE Transactions
// on Systems, Man, and Cybernetics 11(2), 1981), weighted by amounts; it keeps the best
// order that it met, the first of equals.
func (l *layout) order() {
	place := make([]int, len(l.nodes))
	number := func(column []int) {
		for i, n := range column {
			place[n] = i
		}
	}
	for _, column := range l.columns {
		number(column)
	}
	l.weigh()
	mean := make([]share, len(l.nodes))
	best, least := cloned(l.columns), l.crossings(place)
	for sweep := range sweeps {
		if least == 0 {
			break
		}
		for k := range l.columns {
			if sweep%2 == 1 {
				k = len(l.columns) - 1 - k
			}
			column := l.columns[k]
			for _, n := range column {
				mean[n] = l.mean(n, sweep%2 == 0, place)
			}
			slices.SortStableFunc(column, func(a, b int) int { return mean[a].cmp(mean[b]) })
			number(column)
		}
		if n := l.crossings(place); n < least {
			best, least = cloned(l.columns), n
		}
	}
	l.columns = best
}

func cloned(columns [][]int) [][]int {
	copies := make([][]int, len(columns))
	for i, c := range columns {
		copies[i] = slices.Clone(c)
	}
	return copies
}

// A share is a fraction of positive integers, compared exactly.
type share struct{ num, den uint64 }

func (s share) cmp(t share) int {
	ah, al := bits.Mul64(s.num, t.den)
	bh, bl := bits.Mul64(t.num, s.den)
	switch {
	case ah < bh || ah == bh && al < bl:
		return -1
	case ah > bh || ah == bh && al > bl:
		return 1
	}
	return 0
}

// weigh finds how many bits of amounts are enough: sums of products must fit.
func (l *layout) weigh() {
	most := int64(1)
	for _, s := range l.streams {
		most = max(most, s.amount)
	}
	l.shift = max(0, bits.Len64(uint64(most))-24)
}

// mean is where a node's neighbours on one side stand, or it itself if it has none.
func (l *layout) mean(n int, left bool, place []int) share {
	list := l.nodes[n].outs
	if left {
		list = l.nodes[n].ins
	}
	if len(list) == 0 {
		return share{uint64(place[n]), 1}
	}
	var m share
	for _, i := range list {
		s := l.streams[i]
		other := s.to
		if left {
			other = s.from
		}
		w := uint64(s.amount)>>l.shift + 1
		m.num += w * uint64(place[other])
		m.den += w
	}
	return m
}

// crossings counts pairs of streams that cross, by counting inversions column by column.
func (l *layout) crossings(place []int) (count int) {
	for _, column := range l.columns[:len(l.columns)-1] {
		var ends []int
		width := 0
		for _, n := range column {
			outs := slices.Clone(l.nodes[n].outs)
			slices.SortFunc(outs, func(a, b int) int { return place[l.streams[a].to] - place[l.streams[b].to] })
			for _, s := range outs {
				ends = append(ends, place[l.streams[s].to])
				width = max(width, place[l.streams[s].to]+1)
			}
		}
		tree := make([]int, width+1) // Fenwick: how many ends so far are at most here
		for i, e := range ends {
			above := 0
			for k := e + 1; k > 0; k -= k & -k {
				above += tree[k]
			}
			count += i - above
			for k := e + 1; k <= width; k += k & -k {
				tree[k]++
			}
		}
	}
	return count
}
