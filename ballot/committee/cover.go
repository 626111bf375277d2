package committee

import (
	"math/bits"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// A cover finds the committees that leave the fewest voters without a member. Where many
// overlap, prices bound that badly: all voters are served in part. It branches by the ballot
// that the fewest free options serve: on each of them, and last on none, which costs its
// voters. A node is cut where the options left, as many as there are places, would not
// serve enough even if no voter approved two of them.
type cover struct {
	*electorate
	supporters bitTable   // of each option, the ballots
	approved   bitTable   // of each ballot, the options
	planes     [][]uint64 // the i-th bit of the weight of each ballot
	frames     []frame    // by depth

	set   []ballot.Option
	best  int64 // the fewest voters without a member
	list  [][]ballot.Option
	more  bool // than MaxCommittees
	probe bool // one committee is enough
	nodes int64
	pause func() bool // after so many nodes; false ends the search
}

// A frame is what a node needs.
type frame struct {
	left  []uint64 // ballots that are neither served nor given up
	free  []uint64 // options that may still join
	gains []gain   // of the free options, the most first
}

// A gain is the voters of the ballots left who approve an option.
type gain struct {
	option ballot.Option
	voters int64
}

// newCover is nil where the tables would be too large.
func newCover(e *electorate) *cover {
	if e.options > maxCells/max(1, len(e.weight)) {
		return nil
	}
	c := &cover{electorate: e, supporters: newBitTable(e.options, len(e.weight)), approved: newBitTable(len(e.weight), e.options)}
	for g, w := range e.weight {
		for _, o := range e.of(g) {
			setBit(c.supporters.row(int(o)), g)
			setBit(c.approved.row(g), int(o))
		}
		for len(c.planes) < bits.Len64(uint64(w)) {
			c.planes = append(c.planes, make([]uint64, c.supporters.words))
		}
		for i, plane := range c.planes {
			if w>>i&1 == 1 {
				setBit(plane, g)
			}
		}
	}
	return c
}

// run searches the committees with these members that leave as few voters without one as
// the best known, or fewer: all those that leave the fewest, or one if it probes.
func (c *cover) run(members []ballot.Option) {
	c.nodes, c.set, c.list, c.more = 0, append(c.set[:0], members...), nil, false
	f := c.frame(0)
	clear(f.left)
	clear(f.free)
	rest, lost := int64(0), c.blank
	for g, w := range c.weight {
		setBit(f.left, g)
		rest += w
	}
	for o := range c.options {
		setBit(f.free, o)
	}
	for _, o := range members {
		rest -= c.among(f.left, c.supporters.row(int(o)))
		without(f.left, f.left, c.supporters.row(int(o)))
		unsetBit(f.free, int(o))
	}
	c.branch(0, rest, lost)
}

// frame is that of a depth. A node looks it up after every child: they may move it.
func (c *cover) frame(depth int) *frame {
	for len(c.frames) <= depth {
		c.frames = append(c.frames, frame{left: make([]uint64, c.supporters.words), free: make([]uint64, c.approved.words)})
	}
	return &c.frames[depth]
}

// done reports that committees which leave so many voters are of no interest.
func (c *cover) done(lost int64) bool {
	if c.probe {
		return lost > c.best || c.list != nil
	}
	return lost > c.best || c.more && lost == c.best
}

// branch searches below a node with so many voters on the ballots left, and so many without
// a member for good; false is an end by pause.
func (c *cover) branch(depth int, rest, lost int64) (on bool) {
	if c.nodes++; c.nodes%coverTurn == 0 && !c.pause() {
		return false
	}
	places := c.seats - len(c.set)
	f := c.frame(depth)
	c.count(f)
	if len(f.gains) < places || c.done(lost+rest-top(f.gains, places)) {
		return true
	}
	if places < 2 {
		c.last(f.gains, places, lost+rest)
		return true
	}
	by, gone := c.rarest(f)
	if rest, lost = rest-gone, lost+gone; c.done(lost) {
		return true
	}
	if by < 0 {
		c.fill(f.gains, lost)
		return true
	}
	for i := range f.gains {
		g := f.gains[i]
		if !hasBit(c.approved.row(by), int(g.option)) {
			continue
		}
		unsetBit(f.free, int(g.option))
		child := c.frame(depth + 1)
		f = c.frame(depth)
		copy(child.free, f.free)
		without(child.left, f.left, c.supporters.row(int(g.option)))
		c.set = append(c.set, g.option)
		on := c.branch(depth+1, rest-g.voters, lost)
		c.set = c.set[:len(c.set)-1]
		if f = c.frame(depth); !on {
			return false
		}
	}
	if lost += c.weight[by]; c.done(lost) {
		return true
	}
	unsetBit(f.left, by)
	child := c.frame(depth + 1)
	f = c.frame(depth)
	copy(child.free, f.free)
	copy(child.left, f.left)
	return c.branch(depth+1, rest-c.weight[by], lost)
}

// count counts the gains of a node.
func (c *cover) count(f *frame) {
	f.gains = f.gains[:0]
	for w, word := range f.free {
		for ; word != 0; word &= word - 1 {
			o := ballot.Option(w*64 + bits.TrailingZeros64(word))
			g := gain{o, c.among(f.left, c.supporters.row(int(o)))}
			i := len(f.gains)
			f.gains = append(f.gains, g)
			for ; i > 0 && f.gains[i-1].voters < g.voters; i-- {
				f.gains[i] = f.gains[i-1]
			}
			f.gains[i] = g
		}
	}
}

// top is the sum of the first gains.
func top(gains []gain, n int) (sum int64) {
	for _, g := range gains[:n] {
		sum += g.voters
	}
	return sum
}

// rarest is the ballot that the fewest free options serve, of equal ones that of the most
// voters; -1 if none is left. Ballots that none serves any more are given up.
func (c *cover) rarest(f *frame) (by int, gone int64) {
	by = -1
	fewest := 0
	for w, word := range f.left {
		for ; word != 0; word &= word - 1 {
			g, n := w*64+bits.TrailingZeros64(word), 0
			for i, options := range c.approved.row(g) {
				n += bits.OnesCount64(options & f.free[i])
			}
			switch {
			case n == 0:
				unsetBit(f.left, g)
				gone += c.weight[g]
			case by < 0 || n < fewest || n == fewest && c.weight[g] > c.weight[by]:
				by, fewest = g, n
			}
		}
	}
	return by, gone
}

// last counts the committees of a node with one place, or none.
func (c *cover) last(gains []gain, places int, lost int64) {
	if places == 0 {
		c.leaf(lost)
		return
	}
	for _, g := range gains {
		if c.done(lost - g.voters) {
			return
		}
		c.set = append(c.set, g.option)
		c.leaf(lost - g.voters)
		c.set = c.set[:len(c.set)-1]
	}
}

// fill counts the committees of a node where all ballots are decided: any options do.
func (c *cover) fill(gains []gain, lost int64) {
	if len(c.set) == c.seats {
		c.leaf(lost)
		return
	}
	for i, g := range gains {
		if len(gains)-i < c.seats-len(c.set) || c.done(lost) {
			return
		}
		c.set = append(c.set, g.option)
		c.fill(gains[i+1:], lost)
		c.set = c.set[:len(c.set)-1]
	}
}

// leaf counts a committee.
func (c *cover) leaf(lost int64) {
	if c.done(lost) {
		return
	}
	if lost < c.best {
		c.best, c.list, c.more = lost, nil, false
	}
	if c.more = len(c.list) == MaxCommittees; c.more {
		return
	}
	c.list = append(c.list, slices.Sorted(slices.Values(c.set)))
}

// among are the voters of the ballots that are in both.
func (c *cover) among(a, b []uint64) (n int64) {
	for i, plane := range c.planes {
		k := 0
		for w, p := range plane {
			k += bits.OnesCount64(a[w] & b[w] & p)
		}
		n += int64(k) << i
	}
	return n
}

// A bitTable is rows of bits.
type bitTable struct {
	words int
	bits  []uint64
}

func newBitTable(rows, columns int) bitTable {
	words := (columns + 63) / 64
	return bitTable{words, make([]uint64, rows*words)}
}

func (t bitTable) row(i int) []uint64 { return t.bits[i*t.words : (i+1)*t.words] }

func hasBit(row []uint64, i int) bool { return row[i/64]>>(i%64)&1 == 1 }
func setBit(row []uint64, i int)      { row[i/64] |= 1 << (i % 64) }
func unsetBit(row []uint64, i int)    { row[i/64] &^= 1 << (i % 64) }

// without is a and not b.
func without(to, a, b []uint64) {
	for i, word := range a {
		to[i] = word &^ b[i]
	}
}
