package format

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// MaxRecord bounds the bytes of a cast-vote record, or of another value of a file of them.
const MaxRecord = 1 << 24

// maxSelections bounds the selections that are told apart; further ones are not listed.
const maxSelections = 1 << 20

// ReadCDF reads cast-vote records in the Common Data Format (NIST SP 1500-103, JSON): of
// each record the current snapshot, of that the contest, and of that the selections with an
// indication, by the ranks of their positions, else their own. Selections that are not
// allocable count for nothing. A selection without a rank has rank 1, as on ballots that mark
// one option. Write-ins and selections that no candidate of the contest has are not listed:
// see [Policy]; a ticket has the name of its first candidate. A record that lacks the contest
// did not vote in it and is no ballot of it. A UniqueId stands once in a file.
//
// The slate is that of the records, else the candidates of the contest in their order. The
// shards are reports of one election, with the same ids; where they name its candidates
// differently, the records say who is who.
func ReadCDF(records Records, shards ...Shard) (*Votes, error) {
	if len(shards) == 0 {
		return nil, errors.New("no file to read")
	}
	return readCDF(records, nil, shards)
}

func readCDF(records Records, parts *parts, shards []Shard) (*Votes, error) {
	p, err := records.newRecords(parts)
	if err != nil {
		return nil, err
	}
	p.dense = true
	r := &cdf{paper: p, records: records, marked: map[cdfMark]bool{}}
	read := func() {
		for _, s := range shards {
			r.file(s)
		}
	}
	read()
	r.settle()
	if r.contest != nil {
		r.again(read)
	}
	votes, err := r.close()
	if err != nil {
		return nil, err
	}
	return &Votes{Profile: votes, Altered: r.altered, Title: r.title}, nil
}

type cdf struct {
	*paper
	records    Records
	title      string
	contests   []cdfContest
	selections numbering
	marked     map[cdfMark]bool
	contest    *cdfContest // nil before all are known
	papers     map[string]int
	waiting    []cdfPaper // distinct ones
	key        []byte
}

// A cdfMark is a selection that some ballot marks; unlisted are those who are written in.
type cdfMark struct {
	contest   string
	selection ballot.Option
}

// A cdfPaper waits for the candidates, who may stand behind the ballots. The options of its
// marks are numbers of selections.
type cdfPaper struct {
	contest string
	marks   []scrawl
	n       int64
	id      string
	at      lines // where it came first
	column  int
}

// A cdfContest has the names of its selections; "" are not listed.
type cdfContest struct {
	id, name string
	names    []string          // in their order
	of       map[string]string // by selection
}

// The parts of a report that are looked at.
type (
	cdfRecord struct {
		UniqueId          string
		CurrentSnapshotId string
		CVRSnapshot       []struct {
			ID         string `json:"@id"`
			CVRContest []struct {
				ContestId           string
				CVRContestSelection []cdfSelection
			}
		}
	}
	cdfSelection struct {
		ContestSelectionId string
		Rank               int32
		SelectionPosition  []cdfPosition
	}
	cdfPosition struct {
		HasIndication, IsAllocable string
		Rank                       int32
		CVRWriteIn                 *struct{}
	}
	cdfElection struct {
		Candidate []struct {
			ID   string `json:"@id"`
			Name string
		}
		Contest []struct {
			ID               string `json:"@id"`
			Name             string
			ContestSelection []struct {
				ID           string `json:"@id"`
				CandidateIds []string
				IsWriteIn    bool
			}
		}
	}
)

// A budget is a reader that ends where a value grows too large, and knows its lines.
type budget struct {
	io.Reader
	left, read int64
	ends       []int64 // of lines that are read and not yet told
	line       int
	start      int64 // of that line
}

func (b *budget) Read(to []byte) (n int, err error) {
	if b.left <= 0 {
		return 0, fmt.Errorf("a value of more than %d bytes", MaxRecord)
	}
	n, err = b.Reader.Read(to[:min(int64(len(to)), b.left)])
	b.left -= int64(n)
	for i, c := range to[:n] {
		if c == '\n' {
			b.ends = append(b.ends, b.read+int64(i)+1)
		}
	}
	b.read += int64(n)
	return n, err
}

// place is the line and the column of an offset; offsets must not fall.
func (b *budget) place(offset int64) (line, column int) {
	told := 0
	for ; told < len(b.ends) && b.ends[told] <= offset; told++ {
		b.start = b.ends[told]
	}
	b.line += told
	b.ends = slices.Delete(b.ends, 0, told)
	return b.line, int(offset-b.start) + 1
}

// file reads a report.
func (r *cdf) file(s Shard) {
	b := &budget{Reader: s.Reader, left: MaxRecord, line: 1}
	r.last = &lines{file: s.Name}
	clear(r.ids.lines)
	d := json.NewDecoder(bufio.NewReader(b))
	fault := func(err error) {
		line, column := b.place(d.InputOffset())
		r.add(s.Name, line, column, err)
	}
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		fault(errors.Join(errors.New("want a report of cast-vote records, in braces"), err))
		return
	}
	for d.More() && !r.full() {
		key, err := d.Token()
		if err == nil {
			err = r.value(s, key, d, b)
		}
		if err != nil {
			fault(err)
			return
		}
	}
	if _, err := d.Token(); err != nil && !r.full() {
		fault(err)
	}
}

// value reads one of the report's values.
func (r *cdf) value(s Shard, key json.Token, d *json.Decoder, b *budget) error {
	if key != "CVR" && key != "Election" {
		b.left = MaxRecord
		return d.Decode(new(json.RawMessage))
	}
	if t, err := d.Token(); err != nil || t != json.Delim('[') {
		return errors.Join(fmt.Errorf("%v: want a list", key), err)
	}
	for d.More() && !r.full() {
		b.left = MaxRecord
		var record cdfRecord
		var election cdfElection
		into := any(&record)
		if key == "Election" {
			into = &election
		}
		err := d.Decode(into)
		line, column := b.place(d.InputOffset()) // where the value ends
		r.last.line = line
		wrong := new(json.UnmarshalTypeError)
		switch {
		case errors.As(err, &wrong):
			r.add(s.Name, line, column, fmt.Errorf("%s is a %s", wrong.Field, wrong.Value))
		case err != nil:
			return err
		case key == "CVR":
			r.record(&lines{faults: r.faults, file: s.Name, line: line}, column, record)
		case r.contest == nil:
			if err := r.election(election); err != nil {
				r.add(s.Name, line, column, err)
			}
		}
	}
	_, err := d.Token()
	return err
}

// election takes the contests and their candidates.
func (r *cdf) election(e cdfElection) error {
	names := map[string]string{}
	for _, c := range e.Candidate {
		names[c.ID] = r.records.known(c.Name)
	}
	for _, c := range e.Contest {
		contest := cdfContest{id: c.ID, name: c.Name, of: map[string]string{}}
		for _, s := range c.ContestSelection {
			if s.IsWriteIn || len(s.CandidateIds) == 0 {
				continue
			}
			name, ok := names[s.CandidateIds[0]]
			if !ok {
				return fmt.Errorf("contest %.40q: no candidate %.40q", c.Name, s.CandidateIds[0])
			}
			contest.names = append(contest.names, name)
			contest.of[s.ID] = name
		}
		i := slices.IndexFunc(r.contests, func(k cdfContest) bool { return k.id == c.ID })
		switch {
		case i < 0:
			r.contests = append(r.contests, contest)
		case !slices.Equal(r.contests[i].names, contest.names):
			return fmt.Errorf("contest %.40q has other candidates than before", c.Name)
		case !maps.Equal(r.contests[i].of, contest.of):
			return fmt.Errorf("contest %.40q has other ids of its candidates than before", c.Name)
		}
	}
	return nil
}

// record keeps the marks of a record.
func (r *cdf) record(at *lines, column int, record cdfRecord) {
	if !r.identify(place{at}, column, record.UniqueId) {
		return
	}
	for _, s := range record.CVRSnapshot {
		if s.ID != record.CurrentSnapshotId && len(record.CVRSnapshot) > 1 {
			continue
		}
		for _, c := range s.CVRContest {
			if r.contest != nil && c.ContestId != r.contest.id {
				continue
			}
			p := cdfPaper{contest: c.ContestId, n: 1, id: r.id, at: *at, column: column}
			r.key = append(append(r.key[:0], c.ContestId...), 0)
			for _, selection := range c.CVRContestSelection {
				r.marksOf(&p, selection)
			}
			r.keep(p)
		}
	}
}

// keep counts a paper, if the candidates are known; else it waits.
func (r *cdf) keep(p cdfPaper) {
	if r.contest != nil {
		r.settled(&p)
		return
	}
	if r.parts.second() {
		r.papers, r.waiting = nil, nil
		return
	}
	i, ok := r.papers[string(r.key)]
	if ok {
		r.waiting[i].n++
		return
	}
	if err := r.parts.wait(len(p.marks)); err != nil {
		r.add(p.at.file, p.at.line, p.column, err)
	}
	if r.papers == nil {
		r.papers = map[string]int{}
	}
	r.papers[string(r.key)] = len(r.waiting)
	r.waiting = append(r.waiting, p)
}

// marksOf adds the marks of a selection.
func (r *cdf) marksOf(p *cdfPaper, s cdfSelection) {
	positions := s.SelectionPosition
	if positions == nil && s.Rank > 0 {
		positions = []cdfPosition{{}}
	}
	for _, at := range positions {
		if at.HasIndication == "no" || at.IsAllocable == "no" {
			continue
		}
		o := unlisted
		if at.CVRWriteIn == nil && (len(r.selections.names) < maxSelections || r.selections.known(s.ContestSelectionId)) {
			number, _ := r.selections.of(s.ContestSelectionId)
			o = ballot.Option(number)
		}
		r.marked[cdfMark{p.contest, o}] = true
		m := scrawl{rank: max(cmp.Or(at.Rank, s.Rank), 1), option: o, column: p.column}
		p.marks = append(p.marks, m)
		r.key = fmt.Appendf(r.key, "%d %d,", m.rank, m.option)
	}
}

// settle finds the contest and counts its ballots.
func (r *cdf) settle() {
	if r.list != nil {
		return
	}
	var some []int
	for i, c := range r.contests {
		if r.records.Contest == "" || r.records.Contest == c.id || r.records.Contest == c.name {
			some = append(some, i)
		}
	}
	if len(some) != 1 {
		var names []string
		for _, c := range r.contests {
			names = append(names, c.name)
		}
		r.list = append(r.list, r.atEnd(fmt.Errorf("%d contests %.40q: want one of %q", len(some), r.records.Contest, names)))
		return
	}
	c := r.contests[some[0]]
	r.title = c.name
	if r.profile == nil {
		slate := r.open
		if r.hasUnlisted(c) {
			slate = r.slate
		}
		if err := slate(c.names); err != nil {
			r.list = append(r.list, r.atEnd(err))
			return
		}
	}
	r.contest = &c
	if r.parts.second() {
		return
	}
	for i := range r.waiting {
		if w := &r.waiting[i]; w.contest == c.id {
			r.settled(w)
		}
	}
}

// settled counts a paper of the contest.
func (r *cdf) settled(w *cdfPaper) {
	for _, m := range w.marks {
		if m.option != unlisted {
			m.option = r.optionOf(r.contest.of[r.selections.names[m.option]])
		}
		r.mark(m.rank, m.option, m.column)
	}
	r.id = w.id
	r.cast(place{&w.at}, w.column, w.n)
}

// hasUnlisted reports whether a ballot of a contest marks somebody who is not listed.
func (r *cdf) hasUnlisted(c cdfContest) bool {
	if r.marked[cdfMark{c.id, unlisted}] {
		return true
	}
	for i, id := range r.selections.names {
		if c.of[id] == "" && r.marked[cdfMark{c.id, ballot.Option(i)}] {
			return true
		}
	}
	return false
}

// optionOf is the option of a candidate; "" is none.
func (r *cdf) optionOf(name string) ballot.Option {
	if o, ok := r.profile.Slate().Find(name); ok {
		return o
	}
	return unlisted
}

// WriteCDF writes rankings as a report that ReadCDF reads, a record for each ballot. Other
// kinds of ballot and spoilt ones are errors.
func WriteCDF(w io.Writer, v *Votes) error {
	p := v.Profile
	if p == nil || p.Kind() != ballot.Ranking || p.Spoilt > 0 {
		return errors.New("the Common Data Format is written of rankings, and none that are spoilt")
	}
	quoted := func(s string) string {
		b, err := json.Marshal(s)
		if err != nil {
			panic("format: a text that is no JSON: " + err.Error())
		}
		return string(b)
	}
	out := bufio.NewWriter(w)
	fmt.Fprint(out, `{"@type":"CVR.CastVoteRecordReport","Version":"1.0.0","Election":[{"@type":"CVR.Election","@id":"e","Candidate":[`)
	comma := ""
	for o, name := range p.Slate().All() {
		fmt.Fprintf(out, `%s{"@type":"CVR.Candidate","@id":"c%d","Name":%s}`, comma, o+1, quoted(name))
		comma = ",\n"
	}
	fmt.Fprintf(out, `],"Contest":[{"@type":"CVR.CandidateContest","@id":"contest","Name":%s,"ContestSelection":[`, quoted(v.Title))
	comma = ""
	for o := range p.Slate().All() {
		fmt.Fprintf(out, `%s{"@type":"CVR.CandidateSelection","@id":"s%d","CandidateIds":["c%d"]}`, comma, o+1, o+1)
		comma = ","
	}
	fmt.Fprint(out, "]}]}],\n\"CVR\":[")
	if err := writeRecords(out, p); err != nil {
		return err
	}
	fmt.Fprintln(out, "]}")
	return out.Flush()
}

// writeRecords writes a record for each ballot.
func writeRecords(out *bufio.Writer, p *ballot.Profile) error {
	comma := ""
	write := func(b ballot.Ballot, n int64) error {
		var marks []byte
		for i, m := range b {
			if i > 0 {
				marks = append(marks, ',')
			}
			marks = fmt.Appendf(marks, `{"@type":"CVR.CVRContestSelection","ContestSelectionId":"s%d","SelectionPosition":[`+
				`{"@type":"CVR.SelectionPosition","HasIndication":"yes","NumberVotes":1,"Rank":%d}]}`, m.Option+1, m.Level)
		}
		for range n {
			_, err := fmt.Fprintf(out, `%s{"@type":"CVR.CVR","ElectionId":"e","CurrentSnapshotId":"1","CVRSnapshot":[{"@type":"CVR.CVRSnapshot","@id":"1",`+
				`"Type":"original","CVRContest":[{"@type":"CVR.CVRContest","ContestId":"contest","CVRContestSelection":[%s]}]}]}`, comma, marks)
			if err != nil {
				return err
			}
			comma = ",\n"
		}
		return nil
	}
	for b, n := range p.All() {
		if err := write(b, n); err != nil {
			return err
		}
	}
	return write(nil, p.Blank)
}
