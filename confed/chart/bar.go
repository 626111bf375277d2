package chart

import (
	"fmt"
	"io"
	"math"
)

// A Bar draws rows of bars, from left to right, so that names and amounts can be read.
type Bar struct {
	Frame
	Rows []string // the names, from top to bottom
	// Parts are one bar for each row, or several beneath each other.
	Parts []Part
	// Stacked puts the parts of a row end to end instead; none may be negative.
	Stacked bool
	Totals  []string // what stands at the ends of stacked rows; nil: nothing
	Ticks   []Tick   // of the axis; nil: at round numbers
}

// A Part is a bar for each row.
type Part struct {
	Name   string
	Values []float64
	Labels []string // the values as people read them; nil: none
}

// WriteSVG draws. Bad numbers, lengths that differ and texts that are too long are every
// vicinia.Fault at once, with its path.
func (c Bar) WriteSVG(w io.Writer) error {
	if err := c.check(); err != nil {
		return err
	}
	low, high := c.reach()
	desc := fmt.Sprintf("%d rows of %d bars.", len(c.Rows), len(c.Parts))
	return c.draw(w, desc, func(s *svg, top int) int {
		b := c.lay(s, top, low, high)
		for i, name := range c.Rows {
			b.row(i, name)
		}
		bottom := c.axis(s, b) // behind the bars
		s.line(b.zero, b.top, b.zero, b.y, "x")
		s.b = append(s.b, b.marks.b...)
		return c.caption(s, bottom, c.X)
	})
}

func (c *Bar) check() error {
	var faults faultList
	c.Frame.check(&faults)
	faults.marks("rows", len(c.Rows)*len(c.Parts))
	faults.texts("rows", c.Rows)
	same := func(path string, n int, empty bool) {
		if n != len(c.Rows) && (n > 0 || !empty) {
			faults.add(path, "%d for %d rows", n, len(c.Rows))
		}
	}
	for i, p := range c.Parts {
		path := at("parts", i)
		faults.text(path+".name", p.Name, maxText)
		same(path+".values", len(p.Values), false)
		same(path+".labels", len(p.Labels), true)
		faults.numbers(path+".values", p.Values)
		faults.texts(path+".labels", p.Labels)
		for k, v := range p.Values {
			if c.Stacked && v < 0 {
				faults.add(at(path+".values", k), "%v cannot be stacked", v)
			}
		}
	}
	same("totals", len(c.Totals), true)
	faults.texts("totals", c.Totals)
	faults.ticks("ticks", c.Ticks)
	return faults.join()
}

// ticks wants finite places.
func (l *faultList) ticks(path string, list []Tick) {
	for i, t := range list {
		l.numbers(at(path, i), []float64{t.At})
		l.text(at(path, i), t.Label, maxText)
	}
}

// reach is from where to where the bars go; 0 is always within.
func (c *Bar) reach() (low, high float64) {
	for i := range c.Rows {
		sum := 0.0
		for _, p := range c.Parts {
			low, high = math.Min(low, p.Values[i]), math.Max(high, p.Values[i])
			sum += p.Values[i]
		}
		if c.Stacked {
			high = math.Max(high, sum)
		}
	}
	return widen(low, high)
}

const (
	barHeight = 180
	barGap    = 30
	rowGap    = 110
)

// bars is a chart of bars in the making. Names stand left of the bars, or above them where
// the drawing is narrow.
type bars struct {
	*Bar
	marks *svg // names and bars, which lie over the axis
	scale
	top, y, zero int
	names        int // the room for names; 0: above
	left, right  int
	bar          int // the height of one
}

func (c *Bar) lay(s *svg, top int, low, high float64) *bars {
	var names []string
	for _, p := range c.Parts {
		names = append(names, p.Name)
	}
	top = c.legend(s, top, names, func(i, x, y int) { s.filled(x, y-55, sampleWidth, 110, i, "") })
	b := &bars{Bar: c, marks: &svg{id: s.id}, top: top, y: top, left: pad, right: c.width() - pad, bar: barHeight}
	if c.width() >= 4800 {
		for _, name := range c.Rows {
			b.names = max(b.names, measure(name, textSize))
		}
		b.names = min(b.names, c.width()/3)
		b.left += b.names + textGap
	}
	ends, starts := 0, 0
	for i := range c.Rows {
		for k, label := range c.ends(i) {
			if w := measure(label, textSize) + textGap; !c.Stacked && c.Parts[k].Values[i] < 0 {
				starts = max(starts, w)
			} else {
				ends = max(ends, w)
			}
		}
	}
	most := (b.right - b.left) / 3
	b.left, b.right = b.left+min(starts, most), b.right-min(ends, most)
	b.scale = newScale(low, high, b.left, b.right)
	b.zero = b.place(0)
	if spare := c.Height*10 - 1200 - top; spare > 0 { // taller bars if the frame is
		lines := len(c.Rows)
		if !c.Stacked {
			lines *= len(c.Parts)
		}
		b.bar = max(barHeight, min(400, spare/lines-rowGap))
	}
	return b
}

// ends are the labels at the ends of a row's bars.
func (c *Bar) ends(row int) (list []string) {
	if c.Stacked {
		if len(c.Totals) > 0 {
			list = append(list, c.Totals[row])
		}
		return list
	}
	for _, p := range c.Parts {
		label := ""
		if len(p.Labels) > 0 {
			label = p.Labels[row]
		}
		list = append(list, label)
	}
	return list
}

func (b *bars) row(i int, name string) {
	b.y += rowGap / 2
	lines := 1
	if !b.Stacked {
		lines = len(b.Parts)
	}
	height, spare := lines*(b.bar+barGap)-barGap, 0
	if b.names > 0 {
		text := wrap(name, textSize, b.names, max(2, height/lineStep))
		spare = max(0, len(text)*lineStep-height) / 2
		y := b.y + spare + height/2 - len(text)*lineStep/2 + textSize - 10
		for k, line := range text {
			b.marks.text(pad+b.names, y+k*lineStep, "", end, line)
		}
	} else {
		for _, line := range wrap(name, textSize, b.width()-2*pad, 2) {
			b.marks.text(pad, b.y+textSize, "o", start, line)
			b.y += lineStep
		}
		b.y += barGap
	}
	b.y += spare
	if b.Stacked {
		b.stack(i, name)
	} else {
		b.beside(i, name)
	}
	b.y += spare + rowGap/2
}

// title is what a bar says when pointed at.
func title(row, part, label string) string {
	if part != "" {
		row += ", " + part
	}
	if label != "" {
		row += ": " + label
	}
	return row
}

func (b *bars) stack(i int, name string) {
	x, sum := b.zero, int64(0)
	for k, p := range b.Parts {
		label := ""
		if len(p.Labels) > 0 {
			label = p.Labels[i]
		}
		sum += b.grid(p.Values[i]) - b.grid(0)
		to := b.placed(b.grid(0) + sum)
		b.marks.filled(x, b.y, to-x, b.bar, k, title(name, p.Name, label))
		x = to
	}
	for _, label := range b.ends(i) {
		b.marks.text(x+textGap, b.y+b.bar/2+45, "o", start, elide(label, textSize, b.width()-40-x-textGap))
	}
	b.y += b.bar
}

func (b *bars) beside(i int, name string) {
	for k, label := range b.ends(i) {
		x := b.place(b.Parts[k].Values[i])
		b.marks.filled(min(x, b.zero), b.y, max(x-b.zero, b.zero-x), b.bar, k, title(name, b.Parts[k].Name, label))
		if label != "" && b.Parts[k].Values[i] < 0 {
			b.marks.text(x-textGap, b.y+b.bar/2+45, "o", end, elide(label, textSize, x-textGap-b.names-pad))
		} else if label != "" {
			b.marks.text(x+textGap, b.y+b.bar/2+45, "o", start, elide(label, textSize, b.width()-40-x-textGap))
		}
		b.y += b.bar + barGap
	}
	b.y -= barGap
}

func (c *Bar) axis(s *svg, b *bars) int {
	list := c.Ticks
	if list == nil {
		low, high := c.reach()
		list = fitting(low, high, b.right-b.left)
	}
	return c.acrossTicks(s, b.scale, list, b.top, b.y)
}
