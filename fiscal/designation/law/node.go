package law

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
)

// A kind is a kind of JSON value.
type kind uint8

const (
	isText kind = iota
	isNumber
	isBool
	isNull
	isObject
	isArray
)

var kinds = [...]string{"text in quotation marks", "a number", "true or false", "null", "an object", "an array"}

// A node is a JSON value that knows where it stands.
type node struct {
	kind  kind
	at    int    // offset of its first byte
	text  string // of a text, a number or a bool
	keys  []key  // of an object
	items []*node
}

type key struct {
	name  string
	at    int
	value *node
}

// get is the value of a key, or nil.
func (n *node) get(name string) *node {
	for _, k := range n.keys {
		if k.name == name {
			return k.value
		}
	}
	return nil
}

// MaxBytes bounds a file of a regime.
const MaxBytes = 4 << 20

// maxDepth bounds how deep values are nested; a regime needs six.
const maxDepth = 32

// A source is a file as it is read, with the faults found so far.
type source struct {
	file   string
	data   []byte
	lines  []int // offsets of the beginnings of lines
	faults []error
}

// fault adds one that stands at an offset.
func (s *source) fault(at int, path string, format string, args ...any) {
	line, column := s.place(at)
	s.faults = append(s.faults, &vicinia.Fault{File: s.file, Line: line, Column: column, Path: path, Err: fmt.Errorf(format, args...)})
}

// wrong is a fault of the value of a parameter, which it names.
func (s *source) wrong(at int, path string, format string, args ...any) {
	s.fault(at, path, "%s: %w", path, fmt.Errorf(format, args...))
}

// err joins the faults in the order of the file.
func (s *source) err() error {
	slices.SortStableFunc(s.faults, func(a, b error) int {
		x, y := a.(*vicinia.Fault), b.(*vicinia.Fault)
		return cmp.Or(x.Line-y.Line, x.Column-y.Column)
	})
	return errors.Join(s.faults...)
}

func (s *source) place(at int) (line, column int) {
	line, _ = slices.BinarySearch(s.lines, at+1)
	return line, at - s.lines[line-1] + 1
}

// parse reads one document; nil is none, and a fault.
func (s *source) parse() *node {
	s.data = bytes.TrimPrefix(s.data, []byte("\ufeff"))
	s.lines = []int{0}
	for i, b := range s.data {
		if b == '\n' {
			s.lines = append(s.lines, i+1)
		}
	}
	if len(s.data) > MaxBytes {
		s.fault(0, "", "more than %d bytes", MaxBytes)
		return nil
	}
	if err := json.Unmarshal(s.data, new(json.RawMessage)); err != nil {
		at := len(s.data)
		if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
			at = min(max(0, int(syntax.Offset)-1), len(s.data))
		}
		s.fault(at, "", "%w", err)
		return nil
	}
	p := &parser{source: s, dec: json.NewDecoder(bytes.NewReader(s.data))}
	p.dec.UseNumber()
	n := p.value(0)
	if n == nil {
		s.fault(0, "", "nested deeper than %d", maxDepth)
	}
	return n
}

// A parser walks the tokens of a document that is valid as a whole.
type parser struct {
	*source
	dec *json.Decoder
}

// next is the offset of the token that comes.
func (p *parser) next() int {
	at := int(p.dec.InputOffset())
	for at < len(p.data) && strings.IndexByte(" \t\r\n,:", p.data[at]) >= 0 {
		at++
	}
	return at
}

func (p *parser) token() json.Token {
	t, err := p.dec.Token()
	if err != nil {
		panic("law: a valid document has a bad token: " + err.Error())
	}
	return t
}

// value reads what comes; nil is too deep.
func (p *parser) value(depth int) *node {
	if depth > maxDepth {
		return nil
	}
	n := &node{at: p.next()}
	switch t := p.token().(type) {
	case string:
		n.kind, n.text = isText, t
	case json.Number:
		n.kind, n.text = isNumber, t.String()
	case bool:
		n.kind, n.text = isBool, fmt.Sprint(t)
	case nil:
		n.kind = isNull
	case json.Delim:
		n.kind = isArray
		if t == '{' {
			n.kind = isObject
		}
		if !p.inside(n, depth) {
			return nil
		}
	}
	return n
}

// inside reads the members of an object or an array, and its end.
func (p *parser) inside(n *node, depth int) bool {
	for p.dec.More() {
		k := key{at: p.next()}
		if n.kind == isObject {
			k.name = p.token().(string) // an object's keys are strings
			if slices.ContainsFunc(n.keys, func(o key) bool { return o.name == k.name }) {
				p.fault(k.at, "", "%q stands twice", k.name)
			}
		}
		if k.value = p.value(depth + 1); k.value == nil {
			return false
		}
		if n.kind == isObject {
			n.keys = append(n.keys, k)
		} else {
			n.items = append(n.items, k.value)
		}
	}
	p.token()
	return true
}
