package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/vicinia/vicinia"
)

// A place is where something stands: in a file, or on the command line.
type place struct {
	file         int // index of the argument, from 0
	name         string
	line, column int
	flag         string // "-pot"; then the rest is empty
}

// A field is a text and where it stands. The zero field is absent.
type field struct {
	text string
	place
	bad bool // not text at all, which is told already
}

// A draft is what was read, still as text.
type draft struct {
	owner, pot, on, decision, sink field
	recipients                     []recipientDraft
	people                         []personDraft
	faults                         faults
	broken                         bool // a file could not be read at all
	lost                           bool // some row could not: what that makes doubtful is not told
}

type recipientDraft struct{ id, name, floor, cap field }

type personDraft struct{ id, choices field }

// faults are collected in any order; err puts them in the order of the input.
type faults []placed

type placed struct {
	at  place
	err *vicinia.Fault
}

func (f *faults) add(at place, breaks vicinia.Invariant, format string, args ...any) {
	*f = append(*f, placed{at, &vicinia.Fault{
		File: at.name, Line: at.line, Column: at.column, Path: at.flag,
		Breaks: breaks, Err: fmt.Errorf(format, args...),
	}})
}

// err is every fault, by file, line and column.
func (f faults) err() error {
	slices.SortStableFunc(f, func(a, b placed) int {
		return cmp.Or(cmp.Compare(a.at.file, b.at.file), cmp.Compare(a.at.line, b.at.line), cmp.Compare(a.at.column, b.at.column))
	})
	var all []error
	for _, p := range f {
		all = append(all, p.err)
	}
	return errors.Join(all...)
}

// maxBytes bounds what is read.
const maxBytes = 64 << 20

// A file is an input, whole.
type file struct {
	index int
	name  string
	data  []byte
}

// at is the place of an offset in bytes.
func (f *file) at(offset int) place {
	p := place{file: f.index, name: f.name, line: 1, column: 1}
	for _, b := range f.data[:min(offset, len(f.data))] {
		if p.column++; b == '\n' {
			p.line, p.column = p.line+1, 1
		}
	}
	return p
}

// check refuses what no reader could tell apart from something else.
func (f *file) check(faults *faults) bool {
	switch {
	case len(f.data) > maxBytes:
		faults.add(f.at(0), "", "more than %d bytes", maxBytes)
	case !utf8.Valid(f.data):
		at := 0
		for rest := f.data; ; {
			r, n := utf8.DecodeRune(rest)
			if r == utf8.RuneError && n == 1 {
				break
			}
			at, rest = at+n, rest[n:]
		}
		faults.add(f.at(at), "", "not UTF-8")
	default:
		return true
	}
	return false
}
