package format

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/vicinia/vicinia"
)

// Limits of a file.
const (
	MaxLine   = 1 << 20 // bytes of a line
	MaxDigits = 18      // of a number, so that it is an int64
	MaxFaults = 1_000   // that are listed; reading ends there
)

// A cell is a field of a row and where it stands.
type cell struct {
	text   string
	column int // from 1, in bytes; of the text inside quotes
}

// faults collects what is wrong, in input order.
type faults struct {
	list []error
	last *lines // that were read; nil before
}

// atEnd gives errors that are known at the end only the place where that is.
func (f *faults) atEnd(err error) error {
	if err == nil || f.last == nil {
		return err
	}
	switch e := err.(type) {
	case *vicinia.Fault:
		if e.File == "" && e.Path == "" {
			e.File, e.Line, e.Column = f.last.file, max(1, f.last.line), 1
		}
		return e
	case interface{ Unwrap() []error }: // joined, each with its place
		var list []error
		for _, inner := range e.Unwrap() {
			list = append(list, f.atEnd(inner))
		}
		return errors.Join(list...)
	}
	return &vicinia.Fault{File: f.last.file, Line: max(1, f.last.line), Column: 1, Err: err}
}

func (f *faults) add(file string, line, column int, err error) {
	f.list = append(f.list, &vicinia.Fault{File: file, Line: line, Column: column, Err: err})
}

// full reports that it is enough.
func (f *faults) full() bool { return len(f.list) >= MaxFaults }

// lines walks the rows of one file.
type lines struct {
	*faults
	file string
	r    *bufio.Reader
	line int
	row  []cell // of the last next; good until the next
	long []byte // the last line that was longer than the buffer

	ended bool // the last line has no end
}

// buffered are the bytes of a buffer; longer lines are put together.
const buffered = 1 << 16

// newLines reads a shard through a buffer of so many bytes.
func newLines(s Shard, r *bufio.Reader, f *faults) *lines {
	r.Reset(s.Reader)
	f.last = &lines{faults: f, file: s.Name, r: r}
	return f.last
}

// next reads the next row that is well formed; the others are faults. It is false at the
// end.
func (l *lines) next() bool {
	for !l.full() {
		text, err := l.text()
		if err == io.EOF {
			return false
		}
		if err != nil {
			l.add(l.file, l.line, 1, err)
			if !errors.Is(err, errLong) {
				return false
			}
			continue
		}
		if len(text) == 0 {
			continue
		}
		column, err := l.split(string(text))
		if err == nil {
			return true
		}
		l.add(l.file, l.line, column, err)
	}
	return false
}

var errLong = fmt.Errorf("the line has more than %d bytes", MaxLine-1)

// text returns the next line without its end, which is good until the next.
func (l *lines) text() ([]byte, error) {
	text, err := l.r.ReadSlice('\n')
	if len(text) == 0 && l.ended {
		return nil, err
	}
	l.line++
	if err == bufio.ErrBufferFull {
		if text, err = l.more(text); len(bytes.TrimSuffix(text, []byte("\n"))) >= MaxLine {
			return nil, errLong
		}
	}
	l.ended = err == io.EOF && len(text) > 0 // without a line end
	if err != nil && (err != io.EOF || len(text) == 0) {
		return nil, err
	}
	text = bytes.TrimSuffix(bytes.TrimSuffix(text, []byte("\n")), []byte("\r"))
	if l.line == 1 {
		text = bytes.TrimPrefix(text, []byte("\ufeff"))
	}
	return text, nil
}

// more goes on with a line that is longer than the buffer. Of one that is too long it
// returns the begin.
func (l *lines) more(text []byte) ([]byte, error) {
	l.long = append(l.long[:0], text...)
	for {
		text, err := l.r.ReadSlice('\n')
		if len(l.long) <= MaxLine {
			l.long = append(l.long, text...)
		}
		if err != bufio.ErrBufferFull {
			return l.long, err
		}
	}
}

// split cuts a line into cells, or says what is wrong and where.
func (l *lines) split(text string) (column int, err error) {
	if at := badByte(text); at >= 0 {
		return at + 1, fmt.Errorf("the byte %#02x is not text in UTF-8", text[at])
	}
	l.row = l.row[:0]
	for at := 0; at <= len(text); {
		c, end, err := cut(text, at)
		if err != nil {
			return end + 1, err
		}
		l.row = append(l.row, c)
		at = end + 1
	}
	return 0, nil
}

// badByte is the place of the first byte that is NUL or not UTF-8, or -1.
func badByte(text string) int {
	for i, c := range text {
		if c == 0 {
			return i
		}
		if c == utf8.RuneError {
			if _, size := utf8.DecodeRuneInString(text[i:]); size == 1 {
				return i
			}
		}
	}
	return -1
}

// cut returns the cell that begins at a place and where it ends: at a comma or the end of
// the line. With an error, end is where that stands.
func cut(text string, at int) (c cell, end int, err error) {
	if at == len(text) || text[at] != '"' {
		end = len(text)
		if i := strings.IndexByte(text[at:], ','); i >= 0 {
			end = at + i
		}
		if i := strings.IndexByte(text[at:end], '"'); i >= 0 {
			return c, at + i, errors.New("a quote in a field that does not begin with one")
		}
		return cell{text[at:end], at + 1}, end, nil
	}
	for end = at + 1; end < len(text); end++ {
		switch {
		case text[end] != '"':
		case end+1 == len(text) || text[end+1] == ',':
			return cell{strings.ReplaceAll(text[at+1:end], `""`, `"`), at + 2}, end + 1, nil
		case text[end+1] == '"':
			end++
		default:
			return c, end, errors.New("text after the closing quote")
		}
	}
	return c, at, errors.New("a quote that is not closed")
}

// number reads a whole number from 0.
func number(c cell) (int64, error) {
	if c.text == "" || len(c.text) > MaxDigits {
		return 0, fmt.Errorf("%.40q: want a whole number of 1 to %d digits", c.text, MaxDigits)
	}
	n := int64(0)
	for i := range len(c.text) {
		d := c.text[i] - '0'
		if d > 9 {
			return 0, fmt.Errorf("%.40q: want a whole number of 1 to %d digits", c.text, MaxDigits)
		}
		n = n*10 + int64(d)
	}
	return n, nil
}
