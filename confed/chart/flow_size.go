package chart

import (
	"fmt"
	"math/bits"
	"slices"

	"github.com/vicinia/vicinia"
)

// leastText is the least room for a text above a node.
const leastText = 300

// label breaks the texts: those of the outer columns stand outside, with at most three
// tenths of the width, and those of the others above their nodes.
func (l *layout) label() error {
	last := len(l.columns) - 1
	room := (l.width() - 2*pad) * 3 / 10
	if last > 2 { // leave more to those between
		room = room * 4 / 5
	}
	var margins [2]int
	for side, column := range [2]int{0, last} {
		for _, n := range l.columns[column] {
			n := &l.nodes[n]
			n.text = lines(n.name, n.label, room-textGap)
			for _, line := range n.text {
				margins[side] = max(margins[side], measure(line, textSize)+textGap)
			}
		}
	}
	left := pad + margins[0]
	apart := (l.width() - pad - margins[1] - nodeWidth - left) / last
	for k := range l.columns {
		l.xs = append(l.xs, left+k*apart)
	}
	if last == 2 { // no other texts beside them
		apart *= 2
	}
	if last > 1 && apart-nodeWidth < leastText {
		return &vicinia.Fault{Path: "width", Err: fmt.Errorf("%d columns do not fit", last+1)}
	}
	for _, column := range l.columns[1:last] {
		for _, n := range column {
			if n := &l.nodes[n]; !n.bend {
				n.text, n.above = lines(n.name, n.label, apart-nodeWidth), true
			}
		}
	}
	return nil
}

// textGap is between a node and its text.
const textGap = 60

// lines are a name and an amount: on one line if there is room.
func lines(name, label string, room int) []string {
	if one := name + "\u2002" + label; measure(one, textSize) <= room {
		return []string{one}
	}
	return append(wrap(name, textSize, room, 4), elide(label, textSize, room))
}

// size finds the largest scale at which every column fits. A node takes at least the
// height of its text, so that texts never overlap; where those alone do not fit, the
// drawing grows.
func (l *layout) size() {
	var most int64
	for i := range l.nodes {
		most = max(most, l.nodes[i].sum)
	}
	l.scale(0, most)
	least := l.tallest()
	// Texts alone are not yet a picture: streams get as much again, up to 160 pixels.
	l.height = max(l.Flow.height()-1000, least+min(least, 1600))
	low, high := 0, l.height // low fits
	for low < high {
		room := (low + high + 1) / 2
		if l.scale(room, most); l.tallest() <= l.height {
			low = room
		} else {
			high = room - 1
		}
	}
	l.scale(low, most)
}

func gap(n *node) int {
	if n.bend {
		return passGap
	}
	return nodeGap
}

// scale makes a node of the largest sum so many tenths high. A stream is as high where it
// ends as where it begins, and a node as high as its streams on the fuller side.
func (l *layout) scale(room int, most int64) {
	for i := range l.streams {
		s := &l.streams[i]
		hi, lo := bits.Mul64(uint64(s.amount), uint64(room))
		q, _ := bits.Div64(hi, lo, uint64(most)) // amount <= most, so that it fits
		s.height = max(thinnest, int(q))
	}
	for i := range l.nodes {
		n := &l.nodes[i]
		n.height = max(l.total(n.ins), l.total(n.outs))
		switch text := len(n.text) * lineStep; {
		case n.above:
			n.slot = n.height + text
		default:
			n.slot = max(n.height, text)
		}
	}
}

func (l *layout) total(list []int) (sum int) {
	for _, s := range list {
		sum += l.streams[s].height
	}
	return sum
}

func (l *layout) tallest() (most int) {
	for _, column := range l.columns {
		sum := 0
		for _, n := range column {
			sum += l.nodes[n].slot + gap(&l.nodes[n])
		}
		most = max(most, sum)
	}
	return most
}

// settle moves nodes towards their neighbours, and apart where they overlap.
func (l *layout) settle() {
	for _, column := range l.columns {
		y := 0
		for _, n := range column {
			l.nodes[n].y = y
			y += l.nodes[n].slot + gap(&l.nodes[n])
		}
		rest := (l.height - y) / (len(column) + 1)
		for i, n := range column {
			l.nodes[n].y += rest * (i + 1)
		}
	}
	for sweep := range sweeps {
		for k := range l.columns {
			if sweep%2 == 1 {
				k = len(l.columns) - 1 - k
			}
			l.pull(l.columns[k], sweep%2 == 0)
		}
	}
}

func (l *layout) pull(column []int, left bool) {
	centres, heights := make([]int, len(column)), make([]int, len(column))
	for i, n := range column {
		node := &l.nodes[n]
		heights[i] = node.slot + gap(node)
		list := node.outs
		if left {
			list = node.ins
		}
		sum, weight := 0, 0
		for _, s := range list {
			other := l.streams[s].to
			if left {
				other = l.streams[s].from
			}
			sum += l.nodes[other].centre() * l.streams[s].height
			weight += l.streams[s].height
		}
		centres[i] = (node.centre() + gap(node)) / 2
		if weight > 0 {
			centres[i] = (sum/weight + gap(node)) / 2
		}
	}
	spread(centres, heights, 0, l.height)
	for i, n := range column {
		l.nodes[n].y = centres[i] - heights[i]/2
	}
}

// attach sorts the streams at each node by where they go, and lays them side by side.
func (l *layout) attach() {
	for i := range l.nodes {
		n := &l.nodes[i]
		slices.SortStableFunc(n.outs, func(a, b int) int {
			return l.nodes[l.streams[a].to].centre() - l.nodes[l.streams[b].to].centre()
		})
		slices.SortStableFunc(n.ins, func(a, b int) int {
			return l.nodes[l.streams[a].from].centre() - l.nodes[l.streams[b].from].centre()
		})
		y := n.top()
		for _, s := range n.outs {
			l.streams[s].fromY = y
			y += l.streams[s].height
		}
		y = n.top()
		for _, s := range n.ins {
			l.streams[s].toY = y
			y += l.streams[s].height
		}
	}
}

// top is where a node begins: under its text, or in the middle of its slot.
func (n *node) top() int {
	if n.above {
		return n.y + n.slot - n.height
	}
	return n.y + (n.slot-n.height)/2
}
