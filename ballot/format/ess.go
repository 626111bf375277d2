package format

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/vicinia/vicinia/ballot"
)

// ReadESS reads the cast-vote records of Election Systems & Software: spreadsheets (.xlsx,
// ECMA-376), of each the first sheet, with a header and a ballot in each row:
//
//	Cast Vote Record | Precinct | Ballot Style | For Mayor Choice 1 (45) | For Mayor Choice 2 (50)
//	1                | North    | A            | Bryant, Peter G.        | undervote
//
// The columns are those of [ReadRCTab], and so are the words; 1st Choice and 1ST CHOICE MAYOR
// are ranks too, and, where no header tells one, numbers from 1. Faults have the row of the
// sheet for a line, and its column, A being 1.
func ReadESS(records Records, shards ...Shard) (*Votes, error) {
	if len(shards) == 0 {
		return nil, errors.New("no file to read")
	}
	return readESS(records, nil, shards)
}

func readESS(records Records, parts *parts, shards []Shard) (*Votes, error) {
	p, err := records.newRecords(parts)
	if err != nil {
		return nil, err
	}
	r := &rcTab{paper: p, records: records}
	read := func() {
		for _, s := range shards {
			r.book(s)
		}
	}
	read()
	r.again(read)
	votes, err := r.close()
	if err != nil {
		return nil, err
	}
	return &Votes{Profile: votes, Altered: r.altered}, nil
}

// book reads the first sheet of a file.
func (r *rcTab) book(s Shard) {
	r.ids.reset()
	r.columns = nil
	l := &lines{faults: r.faults, file: s.Name}
	r.last = l
	known := len(r.list)
	err := sheetOf(s.Reader, func(row int, cells []cell) error {
		l.line, l.row = row, cells
		if r.columns == nil {
			return r.head(numberedRanks(cells))
		}
		for _, c := range l.row[min(len(l.row), len(r.columns)):] {
			if c.text != "" {
				l.add(l.file, l.line, c.column, fmt.Errorf("a cell beyond the %d columns of the header", len(r.columns)))
				return nil
			}
		}
		for i := len(l.row); i < len(r.columns); i++ {
			l.row = append(l.row, cell{column: i + 1})
		}
		l.row = l.row[:len(r.columns)]
		if !r.full() {
			r.row(place{l})
		}
		return nil
	})
	if err == nil && r.columns == nil && len(r.list) == known {
		err = errors.New("the sheet is empty: want a header")
	}
	if err != nil {
		l.add(l.file, max(1, l.line), 1, err)
	}
}

// numberedRanks makes ranks of headers that are numbers from 1, if no header tells a rank.
func numberedRanks(row []cell) []cell {
	if slices.ContainsFunc(row, func(c cell) bool { return rankOf(c.text) > 0 }) {
		return row
	}
	row, next := slices.Clone(row), 1
	for i, c := range row {
		if strings.TrimSpace(c.text) == strconv.Itoa(next) && next <= ballot.MaxOptions {
			row[i].text = "rank " + strconv.Itoa(next)
			next++
		}
	}
	return row
}
