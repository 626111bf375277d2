package chart

import (
	"fmt"
	"io"
	"math"
	"slices"
)

// A Line draws lines with bands. They differ by dashes as well as by colour, and their
// names stand at their ends where the drawing is wide enough.
type Line struct {
	Frame
	Series         []Series
	XTicks, YTicks []Tick // nil: at round numbers
}

// A Series is one line.
type Series struct {
	Name     string
	X, Y     []float64 // as many of both; X never falls
	Low, Top []float64 // a band; nil: none
}

// WriteSVG draws. Bad numbers, lengths that differ and texts that are too long are every
// vicinia.Fault at once, with its path.
func (c Line) WriteSVG(w io.Writer) error {
	if err := c.check(); err != nil {
		return err
	}
	points := 0
	for _, s := range c.Series {
		points += len(s.X)
	}
	desc := fmt.Sprintf("%d lines of %d points.", len(c.Series), points)
	return c.draw(w, desc, c.plot)
}

func (c *Line) check() error {
	var faults faultList
	c.Frame.check(&faults)
	points := 0
	for i, s := range c.Series {
		path := at("series", i)
		points += len(s.X)
		faults.text(path+".name", s.Name, maxText)
		if len(s.X) == 0 {
			faults.add(path+".x", "nothing to draw")
		}
		for _, l := range []struct {
			name  string
			list  []float64
			empty bool
		}{{".x", s.X, false}, {".y", s.Y, false}, {".low", s.Low, s.Top == nil}, {".top", s.Top, s.Low == nil}} {
			if len(l.list) != len(s.X) && (len(l.list) > 0 || !l.empty) {
				faults.add(path+l.name, "%d for %d points", len(l.list), len(s.X))
			}
			faults.numbers(path+l.name, l.list)
		}
		for k := 1; k < len(s.X); k++ {
			if s.X[k] < s.X[k-1] {
				faults.add(at(path+".x", k), "%v falls behind %v", s.X[k], s.X[k-1])
				break
			}
		}
		for k := 0; k < min(len(s.Low), len(s.Top)); k++ {
			if s.Low[k] > s.Top[k] {
				faults.add(at(path+".low", k), "%v is above %v", s.Low[k], s.Top[k])
			}
		}
	}
	faults.marks("series", points)
	faults.ticks("xticks", c.XTicks)
	faults.ticks("yticks", c.YTicks)
	return faults.join()
}

// reach is the range of some lists of each series.
func (c *Line) reach(of func(s Series) [][]float64) (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, s := range c.Series {
		for _, list := range of(s) {
			for _, v := range list {
				low, high = math.Min(low, v), math.Max(high, v)
			}
		}
	}
	return low, high
}

func (c *Line) plot(s *svg, top int) int {
	// A range whose lower end is less than half of the upper one begins at 0.
	low, high := c.reach(func(s Series) [][]float64 { return [][]float64{s.Y, s.Low, s.Top} })
	if low > 0 && low <= high-low {
		low = 0
	} else if high < 0 && -high <= high-low {
		high = 0
	}
	low, high = widen(low, high)
	direct := c.width() >= 4800
	if !direct {
		top = c.legend(s, top, c.names(), func(i, x, y int) { s.line(x, y, x+sampleWidth, y, "l "+hue(i)+" "+dash(i)) })
	}
	top = c.caption(s, top, c.Y) + 120
	bottom := max(top+1500, c.height()-1000)
	if direct { // names stand beneath each other
		bottom = max(bottom, top+len(c.Series)*lineStep)
	}
	up := c.YTicks
	if up == nil {
		most := max(2, (bottom-top)/450)
		low, high = round(low, high, most)
		up = ticks(low, high, most)
	}
	left, right := 0, 0
	for _, t := range up {
		left = max(left, measure(t.Label, textSize))
	}
	left = pad + min(left, c.width()/4)
	if direct {
		for _, name := range c.names() {
			right = max(right, measure(name, textSize)+2*textGap)
		}
	}
	right = c.width() - pad - 60 - min(right, c.width()*3/10)
	y := newScale(low, high, bottom, top)
	c.upTicks(s, y, up, left, right)
	first, last := c.reach(func(s Series) [][]float64 { return [][]float64{s.X} })
	if first == last { // one point, in the middle
		first, last = widen(first-1, last+1)
	}
	x := newScale(first, last, left+textGap+40, right)
	across := c.XTicks
	if across == nil {
		across = fitting(first, last, right-left)
	}
	under := c.acrossTicks(s, x, across, bottom, bottom+50)
	for i, series := range c.Series {
		series.draw(s, i, x, y)
	}
	if direct {
		c.direct(s, right+textGap, top, bottom, y)
	}
	return c.caption(s, under, c.X)
}

func (c *Line) names() (list []string) {
	for _, s := range c.Series {
		list = append(list, s.Name)
	}
	return list
}

// upTicks draws an axis at the left, lines across, and labels that do not touch.
func (c *Line) upTicks(s *svg, y scale, list []Tick, left, right int) {
	var drawn []int
	for _, t := range list {
		if !y.holds(t.At) {
			continue
		}
		at := y.place(t.At)
		class := "g"
		if t.At == 0 {
			class = "x"
		}
		s.line(left+textGap, at, right, at, class)
		clear := true
		for _, other := range drawn {
			clear = clear && max(at-other, other-at) >= lineStep
		}
		if clear {
			s.text(left, at+45, "a", end, elide(t.Label, textSize, left-40))
			drawn = append(drawn, at)
		}
	}
}

func (s Series) draw(out *svg, i int, x, y scale) {
	if s.Low != nil {
		out.raw(`<path class="d `, hue(i), `" d="`)
		s.trace(out, s.Top, x, y, false)
		s.trace(out, s.Low, x, y, true)
		out.raw("Z\"/>\n")
	}
	out.raw(`<path class="l `, hue(i), " ", dash(i), `" d="`)
	s.trace(out, s.Y, x, y, false)
	out.close("path", s.Name)
	last := len(s.X) - 1
	out.raw(`<circle class="f `, hue(i), `" cx="`)
	out.num(x.place(s.X[last]))
	out.raw(`" cy="`)
	out.num(y.place(s.Y[last]))
	out.raw("\" r=\"3.2\"/>\n")
}

// trace writes a path, or walks one back. Of the points in one tenth of a pixel it keeps
// the first, the lowest, the highest and the last, which look the same as all (Jugel and
// others, "M4: a visualization-oriented time series data aggregation", VLDB 2014).
func (s Series) trace(out *svg, values []float64, x, y scale, back bool) {
	var kept [][2]int
	for i := 0; i < len(values); {
		at, first := x.place(s.X[i]), y.place(values[i])
		low, high, last := first, first, first
		for ; i < len(values) && x.place(s.X[i]) == at; i++ {
			last = y.place(values[i])
			low, high = min(low, last), max(high, last)
		}
		for _, v := range [4]int{first, low, high, last} {
			if p := [2]int{at, v}; len(kept) == 0 || kept[len(kept)-1] != p {
				kept = append(kept, p)
			}
		}
	}
	for i := range kept {
		p := kept[i]
		if back {
			p = kept[len(kept)-1-i]
		}
		if i > 0 || back {
			out.raw("L")
		} else {
			out.raw("M")
		}
		out.nums(p[0], p[1])
	}
}

// direct writes the names of lines beside their ends, apart from each other.
func (c *Line) direct(s *svg, x, top, bottom int, y scale) {
	var order []int
	for i, series := range c.Series {
		if series.Name != "" {
			order = append(order, i)
		}
	}
	end := func(i int) int { return y.place(c.Series[i].Y[len(c.Series[i].Y)-1]) }
	slices.SortStableFunc(order, func(a, b int) int { return end(a) - end(b) })
	centres, heights := make([]int, len(order)), make([]int, len(order))
	for k, i := range order {
		centres[k], heights[k] = end(i), lineStep
	}
	spread(centres, heights, top-lineStep/2, bottom+lineStep/2)
	for k, i := range order {
		s.line(x-40, end(i), x+20, centres[k], hue(i)+" l")
		s.text(x+textGap, centres[k]+45, "", start, elide(c.Series[i].Name, textSize, c.width()-40-x-textGap))
	}
}
