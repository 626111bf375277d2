package sim

import (
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"math"
	"slices"
	"strconv"
)

// A Table is tidy and long: a row for each run, with its parameters, the number of its
// seed from 0, and its results. The zero Table is empty. Notes say what was asked and
// assumed; add what a reader must know.
type Table struct {
	Columns []string
	Notes   []string

	keys   int  // columns of parameters, the first ones
	seeded bool // the next one is the seed
	data   [][]float64
}

// Len is the number of rows.
func (t *Table) Len() int { return len(t.data) }

// Column returns a column, by row; it panics on a name that is none of Columns, which is
// the program's, not the data's.
func (t *Table) Column(name string) []float64 {
	k := slices.Index(t.Columns, name)
	if k < 0 {
		panic(fmt.Sprintf("sim: the table has no column %q", name))
	}
	column := make([]float64, len(t.data))
	for i, row := range t.data {
		column[i] = row[k]
	}
	return column
}

// Rows walks the table. A row is good to keep.
func (t *Table) Rows() iter.Seq[[]float64] {
	return func(yield func([]float64) bool) {
		for _, row := range t.data {
			if !yield(slices.Clone(row)) {
				return
			}
		}
	}
}

// WriteCSV writes a header and the rows, as RFC 4180 has them but with bare line feeds.
// A number is the shortest decimal that reads back as it is; what is not there (NaN, see
// Mean) is an empty field. The notes are not written.
func (t *Table) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	if err := out.Write(t.Columns); err != nil {
		return err
	}
	record := make([]string, len(t.Columns))
	for _, row := range t.data {
		for i, x := range row {
			record[i] = text(x)
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// text is the shortest decimal of x, without an exponent where people would write none;
// "" for NaN.
func text(x float64) string {
	format := byte('f')
	if abs := math.Abs(x); abs != 0 && (abs < 1e-6 || abs >= 1e21) {
		format = 'e'
	}
	if math.IsNaN(x) {
		return ""
	}
	return strconv.FormatFloat(x, format, -1, 64)
}
