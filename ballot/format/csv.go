package format

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/projects"
	"github.com/vicinia/vicinia/ballot/referendum"
	"github.com/vicinia/vicinia/ballot/seats"
)

// A Shard is a file of a vote. Its name is for the faults.
type Shard struct {
	Name   string
	Reader io.Reader
}

// Votes are what files hold: one of the first five, and what some forms say beside it.
type Votes struct {
	Profile *ballot.Profile    // count,ranking; count,approvals; count,scores; all that holds ballots
	Counts  *ballot.Counts     // option,votes
	Tallies []referendum.Tally // body,weight,yes,no; weights are scaled to whole numbers
	Matrix  *seats.Matrix      // district,list,votes and district,seats
	Duels   *ballot.Pairwise   // PrefLib's .wmd

	Projects *projects.Instance // Pabulib, with its Profile

	Seats     int64    // 0 is not told
	Withdrawn []string // options that are out before the count, by their bytes; they stand on the slate
	Title     string
	Rule      string // by which it was decided, in the words of the form; "" is not told
	Altered   Altered
}

// A kind is one of the headers.
type kind struct {
	told     string   // the column that tells it
	required []string // told is the last that is read
	optional []string
	with     string // the column that tells the kind that goes with this one, in other files
}

var kinds = []kind{
	{told: "ranking", required: []string{"count", "ranking"}},
	{told: "approvals", required: []string{"count", "approvals"}},
	{told: "scores", required: []string{"count", "scores"}},
	{told: "option", required: []string{"option", "votes"}},
	{told: "body", required: []string{"body", "weight", "yes", "no"}, optional: []string{"eligible", "blank", "spoilt"}},
	{told: "list", required: []string{"district", "list", "votes"}, with: "seats"},
	{told: "seats", required: []string{"district", "seats"}, with: "list"},
}

// headers are the kinds for people.
func headers() string {
	all := make([]string, len(kinds))
	for i, k := range kinds {
		all[i] = strings.Join(k.required, ",")
	}
	return strings.Join(all, "; ")
}

// A sink takes the rows of a kind, from any number of files.
type sink interface {
	row(at place, cells []cell) // cells by required, then optional; an absent one has column 0
	votes() (*Votes, error)
}

// A place is where a row stands, and where its faults go.
type place struct{ *lines }

func (p place) fault(c cell, format string, operands ...any) {
	p.add(p.file, p.line, c.column, fmt.Errorf(format, operands...))
}

// ReadCSV reads the shards of one vote. options, if there are any, are the slate of
// ballots; an option,votes file brings its own order, and must have the same options. See
// the package comment for the kinds of file.
func ReadCSV(options []string, shards ...Shard) (*Votes, error) {
	if len(shards) == 0 {
		return nil, errors.New("no file to read")
	}
	return readCSV(Records{Options: options}, nil, shards)
}

func readCSV(records Records, parts *parts, shards []Shard) (*Votes, error) {
	r := &tables{faults: &faults{}, records: records, parts: parts}
	read := func() { r.read(shards) }
	read()
	if b, ok := r.into.(*ballotSink); ok {
		b.again(read)
	}
	if r.list != nil {
		return nil, errors.Join(r.list...)
	}
	v, err := r.into.votes()
	return v, r.atEnd(err)
}

// tables are the state of a reader of CSV.
type tables struct {
	*faults
	records Records
	parts   *parts
	want    kind
	into    sink // nil before the first header
}

func (r *tables) read(shards []Shard) {
	buffer := bufio.NewReaderSize(nil, buffered)
	for _, s := range shards {
		l := newLines(s, buffer, r.faults)
		k, at, ok := l.head()
		if !ok {
			continue
		}
		if r.into == nil {
			r.want = k
			if err := r.open(); err != nil {
				r.list = append(r.list, err)
				return
			}
		}
		if k.told != r.want.told && k.told != r.want.with {
			l.add(l.file, l.line, 1, fmt.Errorf("columns %s, and %s before: files of one vote are of one kind",
				strings.Join(k.required, ","), strings.Join(r.want.required, ",")))
			continue
		}
		l.rows(k, at, r.into)
	}
}

// open makes the sink of a first header.
func (r *tables) open() (err error) {
	switch r.want.told {
	case "option":
		r.into = &optionSink{options: r.records.Options, place: map[string]int{}}
	case "body":
		r.into = &bodySink{place: map[string]int{}}
	case "list", "seats":
		r.into = newTableSink(r.records.Options)
	case "approvals":
		r.into, err = newBallotSink(ballot.Approval, r)
	case "scores":
		r.into, err = newBallotSink(ballot.Scoring, r)
	default:
		r.into, err = newBallotSink(ballot.Ranking, r)
	}
	return err
}

// head reads the header: at is the place in a row of each column, -1 if it is absent.
func (l *lines) head() (k kind, at []int, ok bool) {
	before := len(l.list)
	if !l.next() {
		if len(l.list) == before {
			l.add(l.file, 1, 1, fmt.Errorf("the file is empty: want a header of %s", headers()))
		}
		return k, nil, false
	}
	for i, c := range l.row {
		l.row[i].text = strings.ToLower(strings.TrimSpace(c.text))
	}
	find := func(name string) int {
		return slices.IndexFunc(l.row, func(c cell) bool { return c.text == name })
	}
	i := slices.IndexFunc(kinds, func(k kind) bool { return find(k.told) >= 0 })
	if i < 0 {
		err := fmt.Errorf("unknown header: want one of %s", headers())
		if len(l.row) == 1 && strings.ContainsAny(l.row[0].text, ";\t") {
			err = fmt.Errorf("unknown header: columns are divided by commas, as in %s", headers())
		}
		l.add(l.file, l.line, 1, err)
		return k, nil, false
	}
	k = kinds[i]
	for _, name := range slices.Concat(k.required, k.optional) {
		at = append(at, find(name))
	}
	for i, name := range k.required {
		if at[i] < 0 {
			l.add(l.file, l.line, 1, fmt.Errorf("the column %q is missing", name))
		}
	}
	for i, c := range l.row {
		switch {
		case !slices.Contains(at, i) && find(c.text) < i:
			l.add(l.file, l.line, c.column, fmt.Errorf("the column %.40q stands twice", c.text))
		case !slices.Contains(at, i):
			l.add(l.file, l.line, c.column, fmt.Errorf("unknown column %.40q: want %s", c.text, strings.Join(slices.Concat(k.required, k.optional), ",")))
		}
	}
	return k, at, len(l.list) == before
}

// rows hands the rows of a file to the sink.
func (l *lines) rows(k kind, at []int, into sink) {
	width := len(l.row)
	cells := make([]cell, len(at))
	for l.next() {
		if len(l.row) != width {
			l.add(l.file, l.line, 1, fmt.Errorf("%d fields, and %d columns in the header", len(l.row), width))
			continue
		}
		for i, from := range at {
			cells[i] = cell{}
			if from >= 0 {
				cells[i] = l.row[from]
			}
		}
		into.row(place{l}, cells)
	}
}
