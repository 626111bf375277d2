package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
)

// A reader walks the tokens of one JSON document and knows where each stands.
type reader struct {
	*file
	*draft
	dec   *json.Decoder
	lines []int // offsets of the beginnings of lines
}

// readJSON reads a pot as one document: owner, pot, on, decision, sink, recipients (id,
// name, floor, cap) and people (id, choices). Every value is text.
func readJSON(f *file) *draft {
	d := new(draft)
	d.broken = true
	if !f.check(&d.faults) {
		return d
	}
	var whole json.RawMessage
	if err := json.Unmarshal(f.data, &whole); err != nil {
		offset := len(f.data)
		if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
			offset = max(0, int(syntax.Offset)-1)
		}
		d.faults.add(f.at(offset), "", "%w", err)
		return d
	}
	r := &reader{file: f, draft: d, dec: json.NewDecoder(bytes.NewReader(f.data))}
	r.lines = []int{0}
	for i, b := range f.data {
		if b == '\n' {
			r.lines = append(r.lines, i+1)
		}
	}
	r.document()
	return d
}

func (r *reader) document() {
	d := r.draft
	d.broken = !r.object(map[string]func(){
		"owner": r.text(&d.owner), "pot": r.text(&d.pot), "on": r.text(&d.on),
		"decision": r.text(&d.decision), "sink": r.text(&d.sink),
		"recipients": func() {
			r.array(func() {
				var one recipientDraft
				one.id.place = r.next()
				if r.object(map[string]func(){
					"id": r.text(&one.id), "name": r.text(&one.name), "floor": r.text(&one.floor), "cap": r.text(&one.cap),
				}) {
					d.recipients = append(d.recipients, one)
				}
			})
		},
		"people": func() {
			r.array(func() {
				var one personDraft
				one.id.place = r.next()
				if r.object(map[string]func(){"id": r.text(&one.id), "choices": r.text(&one.choices)}) {
					d.people = append(d.people, one)
				}
			})
		},
	})
}

// next is the place of the token that comes.
func (r *reader) next() place {
	at := int(r.dec.InputOffset())
	for at < len(r.data) && strings.IndexByte(" \t\r\n,:", r.data[at]) >= 0 {
		at++
	}
	line := 0
	for low, high := 0, len(r.lines); low < high; {
		if middle := (low + high) / 2; r.lines[middle] <= at {
			line, low = middle, middle+1
		} else {
			high = middle
		}
	}
	return place{file: r.index, name: r.name, line: line + 1, column: at - r.lines[line] + 1}
}

// token reads one; the document was valid as a whole, so it cannot fail.
func (r *reader) token() json.Token {
	t, err := r.dec.Token()
	if err != nil {
		panic("pot: a valid document has a bad token: " + err.Error())
	}
	return t
}

// object reads an object whose keys are all known, each at most once; ok is false if there
// is none.
func (r *reader) object(keys map[string]func()) (ok bool) {
	if !r.open('{', r.next(), "an object") {
		return false
	}
	seen := map[string]bool{}
	for r.dec.More() {
		at := r.next()
		key := r.token().(string) // an object's keys are strings
		read, known := keys[key]
		switch {
		case !known:
			r.faults.add(at, "", "unknown key %.40q", key)
		case seen[key]:
			r.faults.add(at, "", "%q stands twice", key)
		}
		if !known || seen[key] {
			r.skip()
			continue
		}
		seen[key] = true
		read()
	}
	r.token()
	return true
}

// array reads an array, element by element.
func (r *reader) array(read func()) {
	if !r.open('[', r.next(), "an array") {
		return
	}
	for r.dec.More() {
		read()
	}
	r.token()
}

// open reads an opening bracket; anything else is a fault, and is passed over.
func (r *reader) open(bracket json.Delim, at place, want string) bool {
	if r.data[r.offset(at)] == byte(bracket) {
		r.token()
		return true
	}
	r.lost = true
	r.faults.add(at, "", "want %s", want)
	r.skip()
	return false
}

func (r *reader) offset(at place) int { return r.lines[at.line-1] + at.column - 1 }

// skip passes over the value that comes.
func (r *reader) skip() {
	var any json.RawMessage
	if err := r.dec.Decode(&any); err != nil {
		panic("pot: a valid document has a bad value: " + err.Error())
	}
}

// text reads a string into a field.
func (r *reader) text(to *field) func() {
	return func() {
		at := r.next()
		if r.data[r.offset(at)] != '"' {
			r.faults.add(at, "", "want text in quotation marks")
			*to, r.lost = field{place: at, bad: true}, true
			r.skip()
			return
		}
		*to = field{text: r.token().(string), place: at}
	}
}
