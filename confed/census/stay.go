package census

import (
	"iter"
	"math"

	"github.com/vicinia/vicinia"
)

// A Stay is a residency in dense numbers, [From, To). To is 0 while it lasts.
type Stay struct {
	Place              int
	From, To, Recorded vicinia.Date
}

// stay is a row of the register. The stays of a person are chained from the latest back.
type stay struct {
	place              uint32 // number + 1; 0 is no stay
	from, to, recorded vicinia.Date
	former             uint32 // row of stays + 1; 0 is none
}

func (s *stay) interval() vicinia.Interval { return vicinia.Interval{From: s.from, To: s.to} }

func (s *stay) dense() Stay {
	return Stay{Place: int(s.place) - 1, From: s.from, To: s.to, Recorded: s.recorded}
}

// ever is later than any recording.
const ever = vicinia.Date(math.MaxInt32)

// A walk goes through the stays of a person, the latest first, with the eyes of a day:
// a row recorded later is not seen, nor is the end that it set to the row before it
// which runs on until the next row that is seen.
type walk struct {
	r      *Register
	row    *stay // to look at next; nil at the end
	seen   vicinia.Date
	hidden vicinia.Date // beginning of the row last met that was not seen
	until  vicinia.Date // beginning of the row last seen
}

func (r *Register) walk(p *person, seen vicinia.Date) walk {
	w := walk{r: r, seen: seen}
	if p.last.place != 0 {
		w.row = &p.last
	}
	return w
}

// next returns the next stay as it is seen, and false after the first of a life.
func (w *walk) next() (s stay, ok bool) {
	for w.row != nil && !ok {
		s, ok = *w.row, w.row.recorded <= w.seen
		if w.row = nil; s.former != 0 {
			w.row = w.r.former.At(int(s.former - 1))
		}
		if !ok {
			w.hidden = s.from
			continue
		}
		if s.to != 0 && s.to == w.hidden {
			s.to = w.until
		}
		w.until = s.from
	}
	return s, ok
}

// home is the stay that covers a day, and the walk behind it.
func (r *Register) home(p *person, on, seen vicinia.Date) (stay, walk, bool) {
	w := r.walk(p, seen)
	for s, ok := w.next(); ok; s, ok = w.next() {
		if s.from <= on {
			return s, w, s.interval().Has(on)
		}
	}
	return stay{}, w, false
}

// since is the day from which a person has lived in a place, or a region, without a
// break, given the stay that it ended with and the walk behind that.
func (r *Register) since(s stay, w walk, in uint32) vicinia.Date {
	day := s.from
	for before, ok := w.next(); ok; before, ok = w.next() {
		if before.to != day || !r.inside(before.place-1, in) {
			break
		}
		day = before.from
	}
	return day
}

// StaysAt walks the stays of person i, oldest first, without allocating. They are what
// the rows of the register say: a death does not cut them short.
func (r *Register) StaysAt(i int) iter.Seq[Stay] {
	return func(yield func(Stay) bool) { r.stays(i, yield) }
}

func (r *Register) stays(i int, yield func(Stay) bool) {
	var room [8]stay // more than most lives have
	all := room[:0]
	w := r.walk(r.people.At(i), r.horizon(ever))
	for s, ok := w.next(); ok; s, ok = w.next() {
		all = append(all, s)
	}
	for k := len(all) - 1; k >= 0; k-- {
		if !yield(all[k].dense()) {
			return
		}
	}
}
