package chart

import (
	"math"
	"strconv"
	"strings"
)

// A Tick is a mark on an axis, labelled as the caller likes.
type Tick struct {
	At    float64
	Label string
}

// A scale puts values on an axis. Here floats end: a value, less the start of the axis,
// becomes the nearest multiple of a power of two that is fine enough for any screen. That
// is a subtraction, and Ldexp and RoundToEven, which are exact; no product is ever added
// to, so that there is nothing that one processor could fuse (FMA) and another not. All
// that follows is in integers.
type scale struct {
	low      float64
	high     float64
	shift    int
	span     int64 // the axis on the grid
	from, to int   // the axis in tenths of a pixel; from > to if it goes up
}

// gridBits leaves room for the pixels of the widest drawing in an int64.
const gridBits = 40

// newScale wants low < high.
func newScale(low, high float64, from, to int) scale {
	_, exp := math.Frexp(high - low)
	s := scale{low: low, high: high, shift: gridBits - exp, from: from, to: to}
	s.span = s.grid(high)
	return s
}

func (s scale) grid(v float64) int64 { return int64(math.RoundToEven(math.Ldexp(v-s.low, s.shift))) }

// place rounds to the nearest tenth of a pixel, halves away from the start. What lies
// outside is put on the edge.
func (s scale) place(v float64) int { return s.placed(s.grid(math.Min(math.Max(v, s.low), s.high))) }

// holds reports whether a value lies on the axis.
func (s scale) holds(v float64) bool { return v >= s.low && v <= s.high }

func (s scale) placed(g int64) int {
	room, sign := int64(s.to-s.from), int64(1)
	if room < 0 {
		room, sign = -room, -1
	}
	g = min(max(g, 0), s.span)
	return s.from + int(sign*((2*g*room+s.span)/(2*s.span)))
}

// A step is the distance of ticks: 1, 2 or 5 times a power of ten.
type step struct {
	digit int64
	exp   int
}

func (s step) next() step {
	switch s.digit {
	case 1:
		return step{2, s.exp}
	case 2:
		return step{5, s.exp}
	}
	return step{1, s.exp + 1}
}

// float is the nearest to n steps: decimals are read, not multiplied.
func (s step) float(n int64) float64 {
	v, _ := strconv.ParseFloat(strconv.FormatInt(n*s.digit, 10)+"e"+strconv.Itoa(s.exp), 64)
	return v
}

// label is n steps in decimals.
func (s step) label(n int64) string {
	digits := strconv.FormatInt(n*s.digit, 10)
	if n == 0 {
		return "0"
	}
	if s.exp >= 0 {
		return grouped(digits + strings.Repeat("0", s.exp))
	}
	sign := ""
	if digits[0] == '-' {
		sign, digits = "-", digits[1:]
	}
	if short := 1 - s.exp - len(digits); short > 0 {
		digits = strings.Repeat("0", short) + digits
	}
	cut := len(digits) + s.exp
	return grouped(sign+digits[:cut]) + "." + digits[cut:]
}

// steps returns the smallest step that crosses a range at most so many times, and the
// steps just outside the range.
func steps(low, high float64, most int) (s step, first, last int64) {
	// The shortest decimal of the range: its exponent, not its digits, is wanted.
	_, exp, _ := strings.Cut(strconv.FormatFloat(high-low, 'e', -1, 64), "e")
	e, _ := strconv.Atoi(exp)
	for s = (step{1, e - 2}); ; s = s.next() {
		by := s.float(1)
		first, last = int64(math.Floor(low/by)), int64(math.Ceil(high/by))
		if last-first <= int64(most) {
			return s, first, last
		}
	}
}

// ticks are the labelled steps within a range.
func ticks(low, high float64, most int) (list []Tick) {
	s, first, last := steps(low, high, most)
	for n := first; n <= last; n++ {
		if v := s.float(n); v >= low && v <= high {
			list = append(list, Tick{v, s.label(n)})
		}
	}
	return list
}

// round widens a range to whole steps.
func round(low, high float64, most int) (float64, float64) {
	s, first, last := steps(low, high, most)
	return s.float(first), s.float(last)
}

// widen gives a range of one value, or of none, some room.
func widen(low, high float64) (float64, float64) {
	switch {
	case low < high:
		return low, high
	case low == 0:
		return 0, 1
	case low < 0:
		return 2 * low, 0
	}
	return 0, 2 * low
}

// spread moves centres apart, so that each has its height around it within low and high:
// first down from the top, then up from the bottom. The order stays.
func spread(centres, heights []int, low, high int) {
	edge := low
	for i, h := range heights {
		centres[i] = max(centres[i], edge+h/2)
		edge = centres[i] - h/2 + h
	}
	edge = high
	for i := len(heights) - 1; i >= 0; i-- {
		h := heights[i]
		centres[i] = min(centres[i], edge-h+h/2)
		edge = centres[i] - h/2
	}
}
