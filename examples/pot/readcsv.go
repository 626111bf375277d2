package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
)

// readCSV reads the two tables of a pot, told apart by their headers: person,choices and
// id,name,floor,cap, of which name, floor and cap may be missing. The rest of the pot comes
// from the command line.
func readCSV(d *draft, files ...*file) {
	kinds := map[string]string{}
	for _, f := range files {
		if !f.check(&d.faults) {
			d.broken = true
			continue
		}
		t := &tableReader{file: f, draft: d, csv: csv.NewReader(bytes.NewReader(f.data))}
		t.csv.FieldsPerRecord = -1 // told with its place
		kind := t.read()
		if first, twice := kinds[kind]; kind != "" && twice {
			d.broken = true
			d.faults.add(f.at(0), "", "a second table of %s, after %s", kind, first)
		}
		kinds[kind] = f.name
	}
}

type tableReader struct {
	*file
	*draft
	csv   *csv.Reader
	heads []string
}

// read reads a table and returns what it holds, "" if its header says nothing.
func (t *tableReader) read() string {
	heads := t.row()
	for i := range heads {
		name := strings.TrimPrefix(heads[i].text, "\ufeff") // as spreadsheets begin their files
		if slices.Contains(t.heads, name) {
			t.faults.add(heads[i].place, "", "column %q stands twice", name)
		}
		t.heads = append(t.heads, name)
	}
	switch {
	case slices.Contains(t.heads, "person"):
		t.columns(heads, "person", "choices")
		for row := t.row(); row != nil; row = t.row() {
			if cell, ok := t.cells(row); ok {
				t.people = append(t.people, personDraft{cell("person"), cell("choices")})
			}
		}
		return "people"
	case slices.Contains(t.heads, "id"):
		t.columns(heads, "id", "name", "floor", "cap")
		for row := t.row(); row != nil; row = t.row() {
			if cell, ok := t.cells(row); ok {
				t.recipients = append(t.recipients, recipientDraft{cell("id"), cell("name"), cell("floor"), cell("cap")})
			}
		}
		return "recipients"
	}
	t.broken = true
	t.faults.add(t.at(0), "", "want the header person,choices or id,name,floor,cap")
	return ""
}

// columns refuses unknown columns, and a table of people without choices.
func (t *tableReader) columns(heads []field, known ...string) {
	for i, name := range t.heads {
		if !slices.Contains(known, name) {
			t.faults.add(heads[i].place, "", "unknown column %.40q", name)
		}
	}
	if known[1] == "choices" && !slices.Contains(t.heads, "choices") {
		t.broken = true
		t.faults.add(t.at(0), "", "the column choices is missing")
	}
}

// cells looks up a row by column; a column that the table lacks is the zero field.
func (t *tableReader) cells(row []field) (func(string) field, bool) {
	if len(row) != len(t.heads) {
		t.lost = true
		t.faults.add(row[0].place, "", "%d fields, and the header has %d", len(row), len(t.heads))
		return nil, false
	}
	return func(name string) field {
		if i := slices.Index(t.heads, name); i >= 0 {
			return row[i]
		}
		return field{}
	}, true
}

// row reads the next row that can be read; nil is the end.
func (t *tableReader) row() []field {
	for {
		texts, err := t.csv.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			at := t.at(len(t.data))
			if bad := (*csv.ParseError)(nil); errors.As(err, &bad) {
				at.line, at.column, err = bad.Line, bad.Column, bad.Err
			}
			t.lost = true
			t.faults.add(at, "", "%w", err)
			continue
		}
		row := make([]field, len(texts))
		for i, text := range texts {
			line, column := t.csv.FieldPos(i)
			row[i] = field{text: text, place: place{file: t.index, name: t.name, line: line, column: column}}
		}
		return row
	}
}
