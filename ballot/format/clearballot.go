package format

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/vicinia/vicinia/ballot"
)

// ReadClearBallot reads the cast-vote records of Clear Ballot, a table with a column for each
// rank of each option:
//
//	BallotID,Choice_6_1:Auditor:1:Number of Winners 1:Ana:NON,Choice_6_1:Auditor:2:Number of Winners 1:Ana:NON
//	RCV-0255+10003,1,0
//
// which is named by the contest, the rank, the rule, the option and its party. 1 is a mark, 0
// none; a record whose cells of the contest are all empty is no ballot of it. A BallotID stands
// once in a file. Other columns are passed over. Write-in and a number, and the like, are not
// listed: see [Policy]. The slate is that of the records, else the options of the contest in
// the order of the first file.
func ReadClearBallot(records Records, shards ...Shard) (*Votes, error) {
	if len(shards) == 0 {
		return nil, errors.New("no file to read")
	}
	return readClearBallot(records, nil, shards)
}

func readClearBallot(records Records, parts *parts, shards []Shard) (*Votes, error) {
	p, err := records.newRecords(parts)
	if err != nil {
		return nil, err
	}
	r := &clearBallot{paper: p, records: records}
	buffer := bufio.NewReaderSize(nil, buffered)
	for _, s := range shards {
		r.table(newLines(s, buffer, r.faults), r.head, r.row)
	}
	votes, err := r.close()
	if err != nil {
		return nil, err
	}
	return &Votes{Profile: votes, Altered: r.altered, Title: r.contest}, nil
}

type clearBallot struct {
	*paper
	records Records
	contest string // that is counted
	id      int    // the column of ids, -1 if there is none
	columns []column
}

// A choice is the header of a rank of an option.
type choice struct {
	contest, option string
	rank            int32
}

// choiceOf reads Choice_6_1:Auditor:1:Number of Winners 1:Ana:NON. A contest may have colons;
// columns of contests without ranks have fewer, and are no choice.
func choiceOf(header string) (c choice, err error) {
	parts := strings.Split(header, ":")
	n := len(parts)
	if n < 6 || !strings.HasPrefix(parts[0], "Choice_") {
		return c, nil
	}
	rank, err := number(cell{text: parts[n-4]})
	if err != nil || rank < 1 || rank > ballot.MaxOptions {
		return c, fmt.Errorf("the column %.80q: want Choice:CONTEST:RANK:RULE:OPTION:PARTY", header)
	}
	return choice{contest: strings.Join(parts[1:n-4], ":"), option: strings.TrimSpace(parts[n-2]), rank: int32(rank)}, nil
}

// head tells the columns, and in the first file the contest and the slate.
func (r *clearBallot) head(row []cell) error {
	choices := make([]choice, len(row))
	var contests []string
	r.id = -1
	for i, c := range row {
		if strings.EqualFold(strings.TrimSpace(c.text), "BallotID") {
			r.id = i
		}
		var err error
		if choices[i], err = choiceOf(c.text); err != nil {
			return err
		}
		if name := choices[i].contest; name != "" && !slices.Contains(contests, name) {
			contests = append(contests, name)
		}
	}
	want := cmp.Or(r.records.Contest, r.contest)
	if want == "" && len(contests) == 1 {
		want = contests[0]
	}
	if !slices.Contains(contests, want) {
		return fmt.Errorf("no contest %.40q: want one of %q", want, contests)
	}
	r.contest = want
	var names []string
	for i, c := range choices {
		choices[i].option = r.records.known(c.option)
		if c.contest == want && !slices.Contains(names, choices[i].option) {
			names = append(names, choices[i].option)
		}
	}
	if r.profile == nil {
		listed := slices.DeleteFunc(slices.Clone(names), r.isWriteIn)
		open := r.slate
		if len(listed) == len(names) {
			open = r.open // nobody can be unlisted
		}
		if err := open(listed); err != nil {
			return err
		}
	}
	r.columns = make([]column, len(row))
	for i, c := range choices {
		if c.contest != want {
			continue
		}
		o, ok := r.find(c.option)
		if !ok || r.isWriteIn(c.option) {
			o = unlisted
		}
		r.columns[i] = column{what: ofRank, option: o, rank: c.rank}
	}
	return nil
}

// isWriteIn reports whether an option is a line for write-ins, such as Write-in-28, that the
// records do not name.
func (r *clearBallot) isWriteIn(option string) bool {
	return isWriteIn(strings.TrimRight(plain(option), "0123456789")) && !slices.Contains(r.records.Options, option)
}

func (r *clearBallot) row(at place) {
	some, first := false, 0
	if r.id >= 0 && !r.identify(at, at.row[r.id].column, strings.TrimSpace(at.row[r.id].text)) {
		return
	}
	for i, c := range at.row {
		if r.columns[i].rank == 0 {
			continue
		}
		switch strings.TrimSpace(c.text) {
		case "":
			continue
		case "0":
		case "1":
			r.mark(r.columns[i].rank, r.columns[i].option, c.column)
			if first == 0 {
				first = c.column
			}
		default:
			at.fault(c, "%.40q: want 1 for a mark, or 0", c.text)
			r.marks = r.marks[:0]
			return
		}
		some = true
	}
	if some {
		r.cast(at, max(first, 1), 1)
	}
}
