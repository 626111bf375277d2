package format

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/vicinia/vicinia/ballot"
)

// ReadRCTab reads cast-vote records as a table, a ballot in each row: RCTab's generic CSV,
// with a column of ranks for each option,
//
//	Response ID,precinct_id,Lettuce,Broccoli,Write-In
//	R_3QEQ85E7gV2DuyG,p1,1,2,
//
// or a column of options for each rank, as ES&S and others export,
//
//	count,rank1,rank2,rank3
//	5,"Bryant, Peter G.",overvote,undervote
//
// whose headers have a word rank, choice or ranking and a number. A column count says how
// often a ballot was cast. A column of ids (id, Response ID, Cast Vote Record and the like) has
// each once in a file; a Record Id counts within its tabulator and batch. The columns of the record itself (id, precinct, batch, style and
// the like) are passed over, and so are all before the first option where the options are
// given. An empty cell, undervote and skipped are no mark, overvote is several options that
// are not told, write-in, UWI and "Undeclared Write-ins" are those who are not listed: see
// [Policy]. The slate is that of the records, else the columns of options in their order,
// else the names by their bytes.
func ReadRCTab(records Records, shards ...Shard) (*Votes, error) {
	if len(shards) == 0 {
		return nil, errors.New("no file to read")
	}
	return readRCTab(records, nil, shards)
}

func readRCTab(records Records, parts *parts, shards []Shard) (*Votes, error) {
	p, err := records.newRecords(parts)
	if err != nil {
		return nil, err
	}
	r := &rcTab{paper: p, records: records}
	buffer := bufio.NewReaderSize(nil, buffered)
	read := func() {
		for _, s := range shards {
			r.table(newLines(s, buffer, r.faults), r.head, r.row)
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

type rcTab struct {
	*paper
	records Records
	columns []column // of the file
	parts   []int    // columns that make the id
	counted bool     // the last of them is a number, or withheld
}

// A column is one of the table. It is of an option if its rank is 0.
type column struct {
	what   what
	option ballot.Option
	rank   int32
}

// what a column holds.
type what uint8

const (
	ofRecord what = iota // is passed over
	ofCount
	ofOption // ranks
	ofRank   // options
)

// rankColumn is the header of a rank: "rank1", "Mayor Choice 2 of 5", "Mayor Choice 1 (45)", "1st
// Choice", "3RD CHOICE MAYOR".
var rankColumn = regexp.MustCompile(`(?i)(?:^|[ _])(?:rank|choice|ranking)[ _]*(\d{1,4})(?:[ _]of[ _]\d+.*| \(\d+\))?$` +
	`|^\s*(\d{1,4})(?:st|nd|rd|th)(?:\s+(?:choice|rank)\b.*)?\s*$`)

// rankOf is the rank of a column by its header, 0 if it has none.
func rankOf(header string) (rank int) {
	if m := rankColumn.FindStringSubmatch(header); m != nil {
		rank, _ = strconv.Atoi(m[1] + m[2])
	}
	return rank
}

// idColumns are what records are called by, in plain letters.
var idColumns = []string{"id", "responseid", "ballotid", "cvrid", "recordid", "cvr", "castvoterecord", "ballot"}

// recordColumns are what records say beside the ballot, in plain letters.
var recordColumns = slices.Concat(idColumns, []string{"precinct", "precinctid", "precinctportion", "batch", "batchid", "ballotstyle", "ballottype",
	"tabulator", "tabulatorid", "tabulatornum", "imprintedid", "countinggroup"})

// table walks the records of a file with a header, which all have as many fields.
func (x *box) table(l *lines, head func([]cell) error, record func(place)) {
	x.ids.reset()
	known := len(x.list)
	if !l.next() {
		if len(x.list) == known {
			l.add(l.file, 1, 1, errors.New("the file is empty: want a header"))
		}
		return
	}
	if err := head(l.row); err != nil {
		l.add(l.file, l.line, 1, err)
		return
	}
	for width := len(l.row); l.next(); {
		if len(l.row) != width {
			l.add(l.file, l.line, 1, fmt.Errorf("%d fields, and %d columns in the header", len(l.row), width))
			continue
		}
		record(place{l})
	}
}

// head tells the columns.
func (r *rcTab) head(row []cell) error {
	r.columns = make([]column, len(row))
	r.parts, r.counted = idOf(row)
	byRank := slices.ContainsFunc(row, func(c cell) bool { return rankOf(c.text) > 0 })
	var names []string // of the columns of options
	for i, c := range row {
		rank, option := rankOf(c.text), r.records.known(c.text)
		switch name := plain(c.text); {
		case name == "count":
			r.columns[i].what = ofCount
		case rank > 0:
			r.columns[i] = column{what: ofRank, rank: int32(rank)}
		case byRank || slices.Contains(recordColumns, name):
		case r.records.Options != nil && len(names) == 0 && !slices.Contains(r.records.Options, option):
		default:
			r.columns[i].what = ofOption
			names = append(names, option)
		}
	}
	if !byRank && len(names) == 0 {
		return errors.New("no column of an option or of a rank")
	}
	if r.profile == nil && !byRank {
		if err := r.slateOf(names); err != nil {
			return err
		}
	}
	for i, c := range row {
		if r.columns[i].what == ofOption {
			o, err := r.named(r.records.known(c.text))
			if err != nil {
				return err
			}
			r.columns[i].option = o
		}
	}
	return nil
}

// idOf are the columns that make the id of a record: the first of idColumns, and for a record
// id, which counts within a batch, those of the tabulator and the batch before it.
func idOf(row []cell) (columns []int, counted bool) {
	i := slices.IndexFunc(row, func(c cell) bool { return slices.Contains(idColumns, plain(c.text)) })
	if i < 0 {
		return nil, false
	}
	if counted = plain(row[i].text) == "recordid"; counted {
		for k, c := range row {
			switch plain(c.text) {
			case "tabulator", "tabulatorid", "tabulatornum", "batch", "batchid":
				columns = append(columns, k)
			}
		}
	}
	return append(columns, i), counted
}

// identified notes the id of a record.
func (r *rcTab) identified(at place) bool {
	if r.parts == nil {
		return true
	}
	last := at.row[r.parts[len(r.parts)-1]]
	if _, err := number(last); err != nil && r.counted {
		return r.identify(at, last.column, "")
	}
	id := strings.TrimSpace(last.text)
	for _, k := range slices.Backward(r.parts[:len(r.parts)-1]) {
		id = strings.TrimSpace(at.row[k].text) + "-" + id
	}
	return r.identify(at, last.column, id)
}

// slateOf makes the slate of the columns of a first file.
func (r *rcTab) slateOf(names []string) error {
	listed := slices.DeleteFunc(slices.Clone(names), isWriteIn)
	if len(listed) == len(names) {
		return r.open(listed) // nobody can be unlisted
	}
	return r.slate(listed)
}

func (r *rcTab) row(at place) {
	n, first := int64(1), 0
	if !r.identified(at) {
		return
	}
	for i, c := range at.row {
		known, err := len(r.marks), error(nil)
		switch text := strings.TrimSpace(c.text); r.columns[i].what {
		case ofCount:
			n, err = number(c)
		case ofOption:
			err = r.ranked(r.columns[i].option, text, c.column)
		case ofRank:
			err = r.chosen(r.columns[i].rank, text, c.column)
		}
		if err != nil {
			at.fault(c, "%w", err)
			r.marks = r.marks[:0]
			return
		}
		if known == 0 && len(r.marks) > 0 {
			first = c.column
		}
	}
	r.cast(at, max(first, 1), n)
}

// ranked enters the ranks that an option has: 2, or 2 and 4 with what divides them.
func (r *rcTab) ranked(o ballot.Option, text string, column int) error {
	if text == "" {
		return nil
	}
	n, err := number(cell{text: text})
	if err != nil || n < 1 || n > ballot.MaxOptions {
		return fmt.Errorf("%.40q: want a rank, from 1", text)
	}
	r.mark(int32(n), o, column)
	return nil
}

// chosen enters the option that a rank has.
func (r *rcTab) chosen(rank int32, text string, column int) error {
	switch plain(r.records.known(text)) {
	case "", "undervote", "undervotes", "skipped", "skippedrank":
		return nil
	case "overvote", "overvotes":
		r.mark(rank, several, column)
		return nil
	}
	names := []string{text}
	if r.records.Between != "" {
		names = strings.Split(text, r.records.Between)
	}
	for _, name := range names {
		o, err := r.named(r.records.known(strings.TrimSpace(name)))
		if err != nil {
			return err
		}
		r.mark(rank, o, column)
	}
	return nil
}

// WriteRCTab writes rankings as a table that ReadRCTab reads: how often each was cast, and a
// column of ranks for each option. Other kinds of ballot, spoilt ones, and options whose
// names mean something else to the reader, have no place in the format and are errors.
func WriteRCTab(w io.Writer, p *ballot.Profile) error {
	if p.Kind() != ballot.Ranking || p.Spoilt > 0 {
		return fmt.Errorf("RCTab's CSV holds rankings: %s ballots and %d spoilt ones do not fit", p.Kind(), p.Spoilt)
	}
	out := csv.NewWriter(w)
	row := []string{"count"}
	for _, name := range p.Slate().All() {
		if slices.Contains(recordColumns, plain(name)) || plain(name) == "count" || isWriteIn(name) || rankColumn.MatchString(name) {
			return fmt.Errorf("RCTab's CSV has no place for an option %.40q", name)
		}
		row = append(row, name)
	}
	write := func(b ballot.Ballot, n int64) error {
		clear(row)
		row[0] = strconv.FormatInt(n, 10)
		for _, m := range b {
			row[m.Option+1] = strconv.Itoa(int(m.Level))
		}
		return out.Write(row)
	}
	err := out.Write(row)
	for b, n := range p.All() {
		err = errors.Join(err, write(b, n))
	}
	if p.Blank > 0 {
		err = errors.Join(err, write(nil, p.Blank))
	}
	out.Flush()
	return errors.Join(err, out.Error())
}
