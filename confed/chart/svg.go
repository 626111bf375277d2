package chart

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// An svg is a drawing in the making. Numbers are tenths of a pixel.
type svg struct {
	b  []byte
	id string
}

// Where a text is held.
const (
	start  = ""
	middle = "m"
	end    = "e"
)

// open writes the head: role and names for those who listen, a viewBox so that it fits
// any column, and the style.
func (s *svg) open(width, height int, title, desc string) {
	s.raw(`<svg xmlns="http://www.w3.org/2000/svg" id="`, s.id, `" role="img" aria-labelledby="`, s.id, `-t `, s.id, `-d" viewBox="0 0 `)
	s.num(width)
	s.raw(" ")
	s.num(height)
	s.raw(`" width="`)
	s.num(width)
	s.raw(`" height="`)
	s.num(height)
	s.raw("\">\n<title id=\"", s.id, `-t">`, escape(title), "</title>\n<desc id=\"", s.id, `-d">`, escape(desc), "</desc>\n")
	s.raw("<style>", strings.ReplaceAll(style, "$", "#"+s.id), "</style>\n")
	s.patterns()
	s.raw(`<rect class="p" width="`)
	s.num(width)
	s.raw(`" height="`)
	s.num(height)
	s.raw("\"/>\n")
}

// raw appends text that is known to be well formed.
func (s *svg) raw(parts ...string) {
	for _, p := range parts {
		s.b = append(s.b, p...)
	}
}

// num appends tenths as pixels.
func (s *svg) num(n int) {
	if n < 0 {
		s.b = append(s.b, '-')
		n = -n
	}
	s.b = strconv.AppendInt(s.b, int64(n/10), 10)
	if n%10 != 0 {
		s.b = append(s.b, '.', byte('0'+n%10))
	}
}

// nums appends numbers with a blank between.
func (s *svg) nums(list ...int) {
	for i, n := range list {
		if i > 0 {
			s.b = append(s.b, ' ')
		}
		s.num(n)
	}
}

// text writes one line whose baseline is at y.
func (s *svg) text(x, y int, class, anchor, text string) {
	s.raw(`<text x="`)
	s.num(x)
	s.raw(`" y="`)
	s.num(y)
	if c := strings.TrimSpace(class + " " + anchor); c != "" {
		s.raw(`" class="`, c)
	}
	s.raw(`">`, escape(text), "</text>\n")
}

// rect writes a rectangle; what it stands for, if given, is its title.
func (s *svg) rect(x, y, w, h int, class, title string) {
	s.raw(`<rect x="`)
	s.num(x)
	s.raw(`" y="`)
	s.num(y)
	s.raw(`" width="`)
	s.num(w)
	s.raw(`" height="`)
	s.num(h)
	s.raw(`" class="`, class)
	s.close("rect", title)
}

// line writes a straight line.
func (s *svg) line(x1, y1, x2, y2 int, class string) {
	s.raw(`<path d="M`)
	s.nums(x1, y1)
	switch {
	case y1 == y2:
		s.raw("H")
		s.num(x2)
	case x1 == x2:
		s.raw("V")
		s.num(y2)
	default:
		s.raw("L")
		s.nums(x2, y2)
	}
	s.raw(`" class="`, class, "\"/>\n")
}

// close ends an element whose attributes are written.
func (s *svg) close(tag, title string) {
	if title == "" {
		s.raw("\"/>\n")
		return
	}
	s.raw(`"><title>`, escape(title), "</title></", tag, ">\n")
}

// escape makes any text one that XML and HTML take: markup is spelt out, and what is no
// character there is replaced.
func escape(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&#34;")
		case r == '\'':
			b.WriteString("&#39;")
		case r == '\t' || r == '\n' || r == '\r':
			b.WriteByte(' ')
		case r < ' ' || r >= 0x7f && r < 0xa0 || r == 0xfffe || r == 0xffff:
			b.WriteRune(utf8.RuneError)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
