package culture

import (
	"fmt"
	"math/rand/v2"

	"github.com/vicinia/vicinia/ballot"
)

// SinglePeaked draws rankings that fall away on both sides of a best place along the
// slate's order. By Walsh (2015) every such ranking, of which there are 2^(m-1), is as
// likely; with Peaks every best place is as likely, and the next rank is by a coin the
// neighbour to the left or to the right (Conitzer 2009).
type SinglePeaked struct{ Peaks bool }

// Draw: see Culture.
func (c SinglePeaked) Draw(rng *rand.Rand, s *ballot.Slate, voters int) (*ballot.Profile, error) {
	order := make([]int, s.Len())
	if c.Peaks {
		return draw(s, voters, func(int) []int { fromPeak(rng, order); return order })
	}
	return draw(s, voters, func(int) []int { fromEnds(rng, order); return order })
}

// fromEnds fills an order from its last rank: by a coin the left or the right end of what
// is left.
func fromEnds(rng *rand.Rand, order []int) {
	low, high := 0, len(order)-1
	for rank := high; rank >= 0; rank-- {
		if low < high && rng.IntN(2) == 0 {
			order[rank] = high
			high--
			continue
		}
		order[rank] = low
		low++
	}
}

// fromPeak fills an order from its first rank.
func fromPeak(rng *rand.Rand, order []int) {
	peak := rng.IntN(len(order))
	low, high := peak-1, peak+1
	order[0] = peak
	for rank := 1; rank < len(order); rank++ {
		if high == len(order) || low >= 0 && rng.IntN(2) == 0 {
			order[rank] = low
			low--
			continue
		}
		order[rank] = high
		high++
	}
}

// GroupSeparable draws rankings in which, along a tree of groups over the slate's order,
// each group is wholly above its sister: every group's two parts are by a coin in one order
// or the other (Inada 1964). The tree is balanced; with Caterpillar it cuts off one option
// after the other.
type GroupSeparable struct{ Caterpillar bool }

// Draw: see Culture.
func (c GroupSeparable) Draw(rng *rand.Rand, s *ballot.Slate, voters int) (*ballot.Profile, error) {
	order := make([]int, 0, s.Len())
	return draw(s, voters, func(int) []int {
		order = c.group(rng, order[:0], 0, s.Len())
		return order
	})
}

// group appends the options from low to below high.
func (c GroupSeparable) group(rng *rand.Rand, order []int, low, high int) []int {
	if high-low == 1 {
		return append(order, low)
	}
	cut := (low + high) / 2
	if c.Caterpillar {
		cut = low + 1
	}
	if rng.IntN(2) == 0 {
		return c.group(rng, c.group(rng, order, low, cut), cut, high)
	}
	return c.group(rng, c.group(rng, order, cut, high), low, cut)
}

// MaxDimensions bounds a space.
const MaxDimensions = 16

// Euclidean draws voters and options as points of a cube, all places as likely, on a grid
// of 2^24 places a side; each voter ranks the nearest first, and those at the same distance
// alike. In one dimension its profiles are single-peaked along the options' line.
type Euclidean struct {
	Dimensions int // 0 is one
}

// Draw: see Culture. Options are drawn first.
func (c Euclidean) Draw(rng *rand.Rand, s *ballot.Slate, voters int) (*ballot.Profile, error) {
	dims := max(c.Dimensions, 1)
	if c.Dimensions < 0 || dims > MaxDimensions {
		return nil, fmt.Errorf("%d dimensions: want 1 to %d", c.Dimensions, MaxDimensions)
	}
	p, err := empty(s, ballot.Ranking, voters)
	if err != nil {
		return nil, err
	}
	point := func() []int64 {
		at := make([]int64, dims)
		for i := range at {
			at[i] = rng.Int64N(1 << 24)
		}
		return at
	}
	options := make([][]int64, s.Len())
	for o := range options {
		options[o] = point()
	}
	for range voters {
		if err := p.Add(nearest(point(), options), 1); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// nearest ranks points by their distance from one.
func nearest(from []int64, points [][]int64) ballot.Ballot {
	b, square := make(ballot.Ballot, len(points)), make([]int64, len(points))
	for o, p := range points {
		b[o].Option = ballot.Option(o)
		for i, x := range p {
			square[o] += (x - from[i]) * (x - from[i]) // 16 times 2^48 at most
		}
	}
	sortBy(b, square)
	for i := range b {
		b[i].Level = int32(i + 1)
		if i > 0 && square[b[i].Option] == square[b[i-1].Option] {
			b[i].Level = b[i-1].Level
		}
	}
	return b
}
