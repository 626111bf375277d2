package chart

import (
	"fmt"
	"io"
	"math"
	"strconv"
)

// A Heat draws a table of values as shades, five from least to greatest, with what each is
// written into it. What is withheld is hatched.
type Heat struct {
	Frame
	Rows, Columns []string
	Values        []float64 // row by row
	Labels        []string  // the values as people read them; nil: none
	Blank         []bool    // what is withheld, whatever its value; nil: nothing
}

// shades is how many there are.
const shades = 5

// WriteSVG draws. Bad numbers, lengths that differ and texts that are too long are every
// vicinia.Fault at once, with its path.
func (c Heat) WriteSVG(w io.Writer) error {
	if err := c.check(); err != nil {
		return err
	}
	return c.draw(w, fmt.Sprintf("A table of %d rows and %d columns.", len(c.Rows), len(c.Columns)), c.table)
}

func (c *Heat) check() error {
	var faults faultList
	c.Frame.check(&faults)
	n := len(c.Rows) * len(c.Columns)
	faults.marks("rows", n)
	faults.texts("rows", c.Rows)
	faults.texts("columns", c.Columns)
	faults.texts("labels", c.Labels)
	faults.numbers("values", c.Values)
	if len(c.Values) != n {
		faults.add("values", "%d for %d cells", len(c.Values), n)
	}
	if len(c.Labels) != n && c.Labels != nil {
		faults.add("labels", "%d for %d cells", len(c.Labels), n)
	}
	if len(c.Blank) != n && c.Blank != nil {
		faults.add("blank", "%d for %d cells", len(c.Blank), n)
	}
	if room := c.width() - 2*pad; len(c.Columns) > room*2/3/40 {
		faults.add("columns", "%d do not fit", len(c.Columns))
	}
	return faults.join()
}

func (c *Heat) table(s *svg, top int) int {
	names := 0
	for _, name := range c.Rows {
		names = max(names, measure(name, textSize)+textGap)
	}
	names = min(names, (c.width()-2*pad)/3)
	wide := (c.width() - 2*pad - names) / len(c.Columns)
	left := c.width() - pad - wide*len(c.Columns)
	high := max(lineStep+100, min(400, (c.Height*10-1500)/max(1, len(c.Rows))))
	top = c.caption(s, top, c.X)
	top = c.heads(s, top, left, wide)
	shade := c.scale()
	for r, row := range c.Rows {
		y := top + r*high
		s.text(left-textGap, y+high/2+45, "", end, elide(row, textSize, left-textGap-40))
		for k, column := range c.Columns {
			c.cell(s, r*len(c.Columns)+k, [4]int{left + k*wide, y, wide - 10, high - 10}, title(row, column, ""), shade)
		}
	}
	return c.caption(s, top+len(c.Rows)*high+40, c.Y)
}

// heads writes the names of the columns, as many as do not touch.
func (c *Heat) heads(s *svg, top, left, wide int) int {
	texts, most := make([][]string, len(c.Columns)), 0
	for k, name := range c.Columns {
		texts[k] = wrap(name, smallSize, wide-60, 3)
		if wide < 500 {
			texts[k] = []string{elide(name, smallSize, 500)}
		}
		most = max(most, len(texts[k]))
	}
	edge := 0
	for k, text := range texts {
		width := 0
		for _, line := range text {
			width = max(width, measure(line, smallSize))
		}
		x := min(left+k*wide+wide/2, c.width()-40-width/2)
		if x-width/2 < edge {
			continue
		}
		edge = x + width/2 + 40
		for i, line := range text {
			s.text(x, top+(most-len(text)+i+1)*lineStep-40, "s", middle, line)
		}
	}
	return top + most*lineStep + 20
}

// scale covers what is not withheld; its length is the number of shades.
func (c *Heat) scale() scale {
	low, high := math.Inf(1), math.Inf(-1)
	for i, v := range c.Values {
		if c.Blank == nil || !c.Blank[i] {
			low, high = math.Min(low, v), math.Max(high, v)
		}
	}
	if low > high {
		low, high = 0, 1
	}
	low, high = widen(low, high)
	return newScale(low, high, 0, shades)
}

func (c *Heat) cell(s *svg, i int, at [4]int, name string, shade scale) {
	if c.Blank != nil && c.Blank[i] {
		s.rect(at[0], at[1], at[2], at[3], "v1", name)
		s.hatch(at, 1)
		return
	}
	label := ""
	if c.Labels != nil {
		label = c.Labels[i]
	}
	// Equal steps; what lies on a border belongs to the upper one.
	k := min(int(shade.grid(c.Values[i])*shades/shade.span), shades-1)
	s.rect(at[0], at[1], at[2], at[3], "v"+strconv.Itoa(k), title(name, "", label))
	class := "m"
	if k >= 3 {
		class = "i m"
	}
	if label != "" && measure(label, textSize) <= at[2]-20 {
		s.text(at[0]+at[2]/2, at[1]+at[3]/2+45, class, "", label)
	}
}
