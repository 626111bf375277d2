package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/vicinia/vicinia"
)

// A cell is one field of a table, and where it stands.
type cell struct {
	text         string
	line, column int
}

// A table is a CSV file: its rows by column, and what is wrong with it.
type table struct {
	file   string
	heads  []string
	rows   [][]cell
	lost   bool // rows, or what they say, cannot be read
	faults []*vicinia.Fault
}

// openTable reads a file, or in if it is -, whose first row names its columns: some must be
// there, and some may be.
func openTable(file string, in io.Reader, must, may []string) *table {
	t := &table{file: file}
	read := func() ([]byte, error) { return os.ReadFile(file) }
	if file == "-" {
		t.file, read = "stdin", func() ([]byte, error) { return io.ReadAll(in) }
	}
	data, err := read()
	if err != nil {
		t.lost = true
		t.fault(cell{line: 1, column: 1}, "", err)
		return t
	}
	t.read(csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff")))))
	for _, name := range must {
		if !slices.Contains(t.heads, name) {
			t.lost = true
			t.fault(cell{line: 1, column: 1}, "", fmt.Errorf("the column %s is missing", name))
		}
	}
	for i, name := range t.heads {
		at := cell{line: 1, column: 1 + len(strings.Join(t.heads[:i], ",")) + min(i, 1)}
		if !slices.Contains(must, name) && !slices.Contains(may, name) {
			t.fault(at, "", fmt.Errorf("unknown column %.40q", name))
		}
		if slices.Contains(t.heads[:i], name) {
			t.fault(at, "", fmt.Errorf("column %q stands twice", name))
		}
	}
	return t
}

func (t *table) read(r *csv.Reader) {
	r.FieldsPerRecord = -1 // told with its place
	for {
		texts, err := r.Read()
		if err == io.EOF {
			return
		}
		if err != nil {
			at := cell{line: 1, column: 1}
			if bad := (*csv.ParseError)(nil); errors.As(err, &bad) {
				at.line, at.column, err = bad.Line, bad.Column, bad.Err
			}
			t.lost = true
			t.fault(at, "", err)
			continue
		}
		row := make([]cell, len(texts))
		for i, text := range texts {
			row[i].text = text
			row[i].line, row[i].column = r.FieldPos(i)
			if !utf8.ValidString(text) {
				t.fault(row[i], "", errors.New("not UTF-8"))
			}
		}
		if t.heads == nil {
			t.heads = texts
		} else if len(row) != len(t.heads) {
			t.lost = true
			t.fault(row[0], "", fmt.Errorf("%d fields, and the header has %d", len(row), len(t.heads)))
		} else {
			t.rows = append(t.rows, row)
		}
	}
}

func (t *table) fault(at cell, breaks vicinia.Invariant, err error) {
	t.faults = append(t.faults, &vicinia.Fault{File: t.file, Line: at.line, Column: at.column, Breaks: breaks, Err: err})
}

// at is the cell of a column, empty at the row's beginning if the table lacks it.
func (t *table) at(row []cell, column string) cell {
	if i := slices.Index(t.heads, column); i >= 0 {
		return row[i]
	}
	return cell{line: row[0].line, column: row[0].column}
}

// err joins the faults in the order of the file.
func (t *table) err() error {
	slices.SortStableFunc(t.faults, func(a, b *vicinia.Fault) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	errs := make([]error, len(t.faults))
	for i, f := range t.faults {
		errs[i] = f
	}
	return errors.Join(errs...)
}
