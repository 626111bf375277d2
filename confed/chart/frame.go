package chart

import (
	"errors"
	"fmt"
	"io"
	"math"
	"unicode/utf8"

	"github.com/vicinia/vicinia"
)

const (
	// MaxMarks bounds what one chart draws: points, bars, cells or streams.
	MaxMarks = 100_000
	// MaxValue bounds a value that is not an integer, both ways.
	MaxValue = 1e15
	maxText  = 500  // runes of a label
	maxDesc  = 5000 // runes of a description
	maxSide  = 4000 // pixels
	minWidth = 280
)

// A Frame is what every chart has.
type Frame struct {
	// ID begins every id in the drawing and scopes its style: charts of one page need
	// different ones. Letters, digits and hyphens, a letter first; "" means chart.
	ID    string
	Title string // what the chart says; needed
	// Desc says in words what the drawing shows, for those who do not see it; "" means a
	// plain count of what is drawn.
	Desc   string
	X, Y   string // what the axes are, units too
	Source string // the line at the foot
	// Width is in pixels; 0 means 720. Letters do not shrink: for a phone, draw at 360.
	Width int
	// Height is the least in pixels, 0 means 420 or, in a chart of rows, what these need.
	// A drawing grows where its labels would overlap.
	Height int
}

// check notes what is wrong with the frame.
func (f *Frame) check(faults *faultList) {
	for i := range len(f.ID) {
		c := f.ID[i]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if !letter && (i == 0 || c != '-' && (c < '0' || c > '9')) {
			faults.add("id", "%.40q: letters, digits and hyphens, a letter first", f.ID)
			break
		}
	}
	if f.Title == "" {
		faults.add("title", "a chart needs one")
	}
	for _, text := range []struct{ path, is string }{
		{"id", f.ID}, {"title", f.Title}, {"x", f.X}, {"y", f.Y}, {"source", f.Source},
	} {
		faults.text(text.path, text.is, maxText)
	}
	faults.text("desc", f.Desc, maxDesc)
	if f.Width != 0 && (f.Width < minWidth || f.Width > maxSide) {
		faults.add("width", "%d pixels, want %d to %d", f.Width, minWidth, maxSide)
	}
	if f.Height < 0 || f.Height > maxSide {
		faults.add("height", "%d pixels, want at most %d", f.Height, maxSide)
	}
}

// width is in tenths of a pixel, as all that follows.
func (f *Frame) width() int {
	if f.Width == 0 {
		return 7200
	}
	return f.Width * 10
}

// height is the least of a chart that has no rows.
func (f *Frame) height() int {
	if f.Height == 0 {
		return 4200
	}
	return f.Height * 10
}

func (f *Frame) id() string {
	if f.ID == "" {
		return "chart"
	}
	return f.ID
}

// draw puts the body between title and source. The body is drawn from a height on, and
// returns the height at which it ends.
func (f *Frame) draw(w io.Writer, desc string, body func(s *svg, top int) int) error {
	if f.Desc != "" {
		desc = f.Desc
	}
	inner := &svg{id: f.id()}
	y := pad
	for _, line := range wrap(f.Title, titleSize, f.width()-2*pad, 4) {
		y += titleSize * 13 / 10
		inner.text(pad, y-titleSize*3/10, "h", start, line)
	}
	y = body(inner, y+80)
	if f.Source != "" {
		y += 60
		for _, line := range wrap(f.Source, smallSize, f.width()-2*pad, 6) {
			y += smallSize * 14 / 10
			inner.text(pad, y-smallSize*3/10, "s", start, line)
		}
	}
	y += pad
	out := &svg{id: f.id()}
	out.open(f.width(), y, f.Title, desc)
	out.b = append(append(out.b, inner.b...), "</svg>\n"...)
	_, err := w.Write(out.b)
	return err
}

// A faultList gathers what is wrong, in input order.
type faultList []error

func (l *faultList) add(path, format string, args ...any) {
	*l = append(*l, &vicinia.Fault{Path: path, Err: fmt.Errorf(format, args...)})
}

func (l *faultList) text(path, s string, most int) {
	if n := utf8.RuneCountInString(s); n > most {
		l.add(path, "%d characters, want at most %d", n, most)
	}
}

func (l *faultList) texts(path string, list []string) {
	for i, s := range list {
		l.text(at(path, i), s, maxText)
	}
}

// numbers wants finite values within MaxValue.
func (l *faultList) numbers(path string, list []float64) {
	for i, v := range list {
		if math.IsNaN(v) || math.IsInf(v, 0) || v > MaxValue || v < -MaxValue {
			l.add(at(path, i), "%v cannot be drawn", v)
		}
	}
}

// marks wants something to draw, and not too much.
func (l *faultList) marks(path string, n int) {
	if n == 0 {
		l.add(path, "nothing to draw")
	} else if n > MaxMarks {
		l.add(path, "%d marks, want at most %d", n, MaxMarks)
	}
}

func (l faultList) join() error { return errors.Join(l...) }

func at(path string, i int) string { return fmt.Sprintf("%s[%d]", path, i) }
