package format

import (
	"strings"
	"unicode"

	"github.com/vicinia/vicinia/ballot"
)

// name reads a name, or the title.
func (r *blt) name(at place, text string, from int) int {
	rest := text[from:]
	if hash := strings.IndexByte(rest, '#'); hash >= 0 && rest[0] != '"' {
		rest = rest[:hash]
	}
	rest = strings.TrimRight(rest, " \t")
	switch last := len(rest) - 1; {
	case rest[0] == '"':
		name, end, ok := unquote(text, from+1)
		if ok {
			r.enter(at, from, name)
			return end
		}
		if len(r.names) < int(r.n) || r.title != nil {
			r.fault(at, from, "a quote that is not closed")
		}
		r.title, r.phase = &name, inTitle
		return len(text)
	case rest[0] == '\'' && rest[last] == '\'' && last > 0:
		r.enter(at, from, rest[1:last])
		return len(text)
	case r.words:
		to := word(text, from)
		r.enter(at, from, text[from:to])
		return to
	case strings.Trim(rest, "0123456789-= \t") == "" && len(r.names) < int(r.n):
		r.fault(at, from, "%.40q: a ballot after the 0 that ends them? A name of digits wants quotes", rest)
	default:
		r.enter(at, from, rest)
	}
	return len(text)
}

// more goes on with a title.
func (r *blt) more(text string, from int) int {
	part, end, ok := unquote(text, from)
	if ok {
		r.phase = inNames
	}
	if len(*r.title) < MaxLine {
		*r.title += " " + part
	}
	return end
}

// unquote reads up to the closing quote; without one, to the end.
func unquote(text string, from int) (name string, end int, ok bool) {
	var b strings.Builder
	for at := from; at < len(text); at++ {
		c := text[at]
		next := byte(0)
		if at+1 < len(text) {
			next = text[at+1]
		}
		switch {
		case c == '\\' && (next == '"' || next == '\\'), c == '"' && next == '"':
			b.WriteByte(next)
			at++
		case c == '"':
			return b.String(), at + 1, true
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), len(text), false
}

// enter takes a name, and after the last one the title; what follows it is passed over.
func (r *blt) enter(at place, from int, name string) {
	name = strings.TrimSpace(strings.Map(printed, name))
	if len(r.names) == int(r.n) {
		if r.title == nil {
			r.title = &name
		}
		return
	}
	if err := ballot.CheckName(name); err != nil {
		r.fault(at, from, "%w", err)
	} else if r.named[name] {
		r.fault(at, from, "a second option %.40q", name)
	}
	r.named[name] = true
	r.names = append(r.names, name)
}

// printed is a character as it can stand on a slate.
func printed(c rune) rune {
	if unicode.IsControl(c) {
		return unicode.ReplacementChar
	}
	return c
}
