package format

import (
	"fmt"
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
			r.enter(at, from, name, true)
			return end
		}
		if len(r.names) < int(r.n) || r.title != nil {
			r.fault(at, from, "a quote that is not closed")
		}
		r.title, r.phase = &name, inTitle
		return len(text)
	case rest[0] == '\'' && rest[last] == '\'' && last > 0:
		r.enter(at, from, rest[1:last], false)
		return len(text)
	case r.words:
		to := word(text, from)
		r.enter(at, from, text[from:to], false)
		return to
	case strings.Trim(rest, "0123456789-= \t") == "" && len(r.names) < int(r.n):
		r.fault(at, from, "%.40q: a ballot after the 0 that ends them? A name of digits wants quotes", rest)
	default:
		r.enter(at, from, rest, false)
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

// A label is a name, a party or the title where it stands.
type label struct {
	text         string
	line, column int
	quoted       bool
}

// enter takes a name, and after the last one the title; what follows it is passed over.
func (r *blt) enter(at place, from int, name string, quoted bool) {
	name = strings.TrimSpace(strings.Map(printed, name))
	if len(r.labels) < 2*int(r.n)+2 {
		r.labels = append(r.labels, label{name, at.line, from + 1, quoted})
	}
	switch {
	case len(r.names) < int(r.n):
		r.names = append(r.names, name)
	case r.title == nil:
		r.title = &name
	}
}

// alternative begins a name in a comment, as of PrefLib.
const alternative = "# ALTERNATIVE NAME "

// remark takes a name in a comment.
func (r *blt) remark(at place, text string) {
	digits, name, _ := strings.Cut(text[len(alternative):], ":")
	n, err := number(cell{text: digits})
	if err != nil || n < 1 || n > r.n {
		return
	}
	if r.remarks == nil {
		r.remarks = map[int64]label{}
	}
	r.remarks[n] = label{text: strings.TrimSpace(strings.Map(printed, name)), line: at.line, column: 1}
}

// call finds out the names of a file, and checks them.
func (r *blt) call(at place) {
	all := r.labels[:min(len(r.labels), len(r.names))]
	switch n := int(r.n); {
	case n < 1:
		return
	case r.paired():
		all, r.title = nil, nil
		for i := range n {
			all = append(all, r.labels[2*i])
		}
		if len(r.labels) > 2*n {
			r.title = &r.labels[2*n].text
		}
	case len(r.remarks) == n && len(all) < 2 && n > 1:
		if len(all) == 1 {
			r.title = &all[0].text
		}
		all = nil
		for i := range n {
			all = append(all, r.remarks[int64(i+1)])
		}
	}
	r.names = nil
	named := map[string]bool{}
	for _, w := range all {
		err := ballot.CheckName(w.text)
		if err == nil && named[w.text] {
			err = fmt.Errorf("a second option %.40q", w.text)
		}
		if err != nil {
			at.add(at.file, w.line, w.column, err)
		}
		named[w.text] = true
		r.names = append(r.names, w.text)
	}
}

// paired reports whether each of the first n lines has two texts in quotes, and then the title
// follows. Two lines are not enough without one: they may be two names, the title and a remark.
func (r *blt) paired() bool {
	n := int(r.n)
	if len(r.labels) < 2*n || len(r.labels) == 2*n && n < 3 {
		return false
	}
	for i, w := range r.labels[:min(len(r.labels), 2*n+1)] {
		first := i%2 == 0
		if !w.quoted || i > 0 && first == (w.line == r.labels[i-1].line) {
			return false
		}
	}
	return true
}

// printed is a character as it can stand on a slate.
func printed(c rune) rune {
	if unicode.IsControl(c) {
		return unicode.ReplacementChar
	}
	return c
}
