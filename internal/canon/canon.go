package canon

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// ErrForm says that bytes are not a canonical form.
var ErrForm = errors.New("not a canonical form")

// AppendText appends a text.
func AppendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// AppendLen appends a length or another number from 0.
func AppendLen(b []byte, n int) []byte { return binary.AppendUvarint(b, uint64(n)) }

// AppendInt appends a signed number.
func AppendInt(b []byte, n int64) []byte { return binary.AppendVarint(b, n) }

// A Reader reads a form from its start.
type Reader struct {
	rest []byte
	err  error
}

// NewReader reads the form of that name, or fails.
func NewReader(b []byte, form string) *Reader {
	r := &Reader{rest: b}
	if name := r.Text(); r.err == nil && name != form {
		r.fail(fmt.Sprintf("want %s, have %.40q", form, name))
	}
	return r
}

func (r *Reader) fail(why string) {
	if r.err == nil {
		r.err = fmt.Errorf("%w: %s", ErrForm, why)
	}
	r.rest = nil
}

// Text reads a text.
func (r *Reader) Text() string {
	n := r.Len()
	s := string(r.rest[:n])
	r.rest = r.rest[n:]
	return s
}

// Len reads the length of something whose elements take a byte or more: a length beyond
// the bytes left is a fault, so that no input can ask for more memory than it brings.
func (r *Reader) Len() int {
	n, used := binary.Uvarint(r.rest)
	r.take(used)
	if n > uint64(len(r.rest)) {
		r.fail("a length beyond the end")
		return 0
	}
	return int(n)
}

// Int reads a signed number.
func (r *Reader) Int() int64 {
	n, used := binary.Varint(r.rest)
	r.take(used)
	if r.err != nil {
		return 0
	}
	return n
}

// take moves past a varint of so many bytes; its last byte is 0 only if it is alone.
func (r *Reader) take(used int) {
	if used <= 0 || used > 1 && r.rest[used-1] == 0 {
		r.fail("a bad varint")
		return
	}
	r.rest = r.rest[used:]
}

// Err is the first fault so far.
func (r *Reader) Err() error { return r.err }

// Close is the first fault, and bytes left over are one.
func (r *Reader) Close() error {
	if len(r.rest) > 0 {
		r.fail("bytes left over")
	}
	return r.err
}
