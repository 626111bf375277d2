package folder

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"slices"
	"unicode/utf8"
)

// Limits of a folder.
const (
	MaxFile   = 1<<31 - 1 // bytes of a file
	MaxLine   = 1 << 20   // bytes of a line
	MaxField  = 1 << 12   // bytes of a field
	MaxFaults = 10_000    // that are listed; reading ends there
)

// A table is a file of the folder in memory.
type table struct {
	File
	order  int
	data   []byte
	body   spot         // where the first row begins
	at     []int        // of each column, its place in the file
	faulty map[int]bool // lines that are at fault as text
}

// A spot is where a row begins.
type spot struct{ line, offset int32 }

// open reads a file; ok is false if it gives no rows.
func (r *reading) open(dir fs.FS, name string) (t *table, ok bool) {
	defer func() {
		if !ok && !(t.Optional && t.data == nil) {
			r.unread(name)
		}
	}()
	order, file := fileNamed(name)
	t = &table{File: file, order: order}
	data, err := readFile(dir, name)
	switch {
	case errors.Is(err, fs.ErrNotExist) && file.Optional:
		return t, false
	case errors.Is(err, fs.ErrNotExist):
		r.fault(t, 1, 1, "", errors.New("the file is missing"))
		return t, false
	case err != nil:
		r.fault(t, 1, 1, "", err)
		return t, false
	}
	t.data = bytes.TrimPrefix(data, []byte("\ufeff"))
	r.checkText(t)
	return t, r.head(t)
}

func readFile(dir fs.FS, name string) ([]byte, error) {
	f, err := dir.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, MaxFile+1))
	if len(data) > MaxFile {
		return nil, fmt.Errorf("the file has more than %d bytes", MaxFile)
	}
	return data, err
}

// checkText finds what no table may hold: NUL, bytes that are not UTF-8, endless lines.
func (r *reading) checkText(t *table) {
	t.faulty = make(map[int]bool)
	line := 0
	for text := range bytes.Lines(t.data) {
		if line++; len(r.faults) > MaxFaults {
			return
		}
		if len(text) > MaxLine {
			r.fault(t, line, 1, "", fmt.Errorf("the line has more than %d bytes", MaxLine))
			t.faulty[line] = true
			continue
		}
		if column := badByte(text); column > 0 {
			r.fault(t, line, column, "", fmt.Errorf("the byte %#02x is not text in UTF-8", text[column-1]))
			t.faulty[line] = true
		}
	}
}

// badByte returns the column of the first byte that is NUL or not UTF-8, 0 if there is none.
func badByte(text []byte) int {
	zero := bytes.IndexByte(text, 0)
	if zero < 0 && utf8.Valid(text) {
		return 0
	}
	for i := 0; i < len(text); {
		c, size := utf8.DecodeRune(text[i:])
		if c == 0 || c == utf8.RuneError && size == 1 {
			return i + 1
		}
		i += size
	}
	return 0
}

// head reads the header line; ok is false if the rows cannot be read by it.
func (r *reading) head(t *table) (ok bool) {
	if len(bytes.TrimSpace(t.data)) == 0 {
		r.fault(t, 1, 1, "", fmt.Errorf("the file is empty: want a header line with %v", t.Columns))
		return false
	}
	c := csv.NewReader(bytes.NewReader(t.data))
	names, err := c.Read()
	if err != nil {
		r.csvFault(t, spot{}, err)
		return false
	}
	t.body = spot{int32(bytes.Count(t.data[:c.InputOffset()], []byte("\n"))), int32(c.InputOffset())}
	t.at = make([]int, len(t.Columns))
	ok = !t.faulty[1]
	for i, column := range t.Columns {
		if t.at[i] = slices.Index(names, column); t.at[i] < 0 {
			r.fault(t, 1, 1, "", fmt.Errorf("the column %s is missing", column))
			ok = false
		}
	}
	for i, n := range names {
		line, column := c.FieldPos(i)
		switch {
		case !slices.Contains(t.Columns, n):
			r.fault(t, line, column, "", fmt.Errorf("unknown column %.40q: want %v", n, t.Columns))
			ok = false
		case slices.Index(names, n) < i:
			r.fault(t, line, column, "", fmt.Errorf("the column %s stands twice", n))
			ok = false
		}
	}
	return ok
}

func (r *reading) csvFault(t *table, from spot, err error) {
	var parse *csv.ParseError
	if !errors.As(err, &parse) {
		r.fault(t, int(from.line)+1, 1, "", err)
		return
	}
	r.fault(t, int(from.line)+parse.Line, max(parse.Column, 1), "", parse.Err)
}

// rows walks the rows that are well formed as text; the others are faults. The row is good
// until the next.
func (r *reading) rows(t *table) iter.Seq[*row] {
	return func(yield func(*row) bool) {
		c := csv.NewReader(bytes.NewReader(t.data[t.body.offset:]))
		c.ReuseRecord, c.FieldsPerRecord = true, len(t.Columns)
		one := &row{r: r, t: t}
		for len(r.faults) <= MaxFaults {
			begin := int32(c.InputOffset())
			fields, err := c.Read()
			if err == io.EOF {
				return
			}
			if err != nil && !errors.Is(err, csv.ErrFieldCount) {
				r.csvFault(t, t.body, err)
				r.lose(t, t.data[t.body.offset+begin:t.body.offset+int32(c.InputOffset())])
				continue
			}
			first, _ := c.FieldPos(0)
			line := int(t.body.line) + first
			if err != nil && !t.faulty[line] {
				r.fault(t, line, 1, "", fmt.Errorf("the row has %d fields, want %d", len(fields), len(t.Columns)))
			}
			if err != nil || t.faulty[line] {
				r.lose(t, t.data[t.body.offset+begin:t.body.offset+int32(c.InputOffset())])
				if id := t.at[0]; id < len(fields) && badByte([]byte(fields[id])) > 0 {
					r.unread(t.Name)
				}
				continue
			}
			one.fields, one.spot, one.bad = fields, spot{int32(line), t.body.offset + begin}, false
			if !yield(one) {
				return
			}
		}
	}
}

// column returns line and byte column of a field of the row that begins at a spot.
func (t *table) column(at spot, column string) (line, col int) {
	i := slices.Index(t.Columns, column)
	if i < 0 {
		return int(at.line), 1
	}
	c := csv.NewReader(bytes.NewReader(t.data[at.offset:]))
	if _, err := c.Read(); err != nil {
		return int(at.line), 1
	}
	first, _ := c.FieldPos(0)
	line, col = c.FieldPos(t.at[i])
	return int(at.line) + line - first, col
}
