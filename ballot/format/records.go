package format

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// MaxRecord bounds the bytes of a cast-vote record, or of another value of a file of them.
const MaxRecord = 1 << 24

// maxSelections bounds the selections that are told apart; further ones are not listed.
const maxSelections = 1 << 20

// A register reads cast-vote records of several contests, whose candidates have ids. Records
// wait until all contests are known.
type register struct {
	*paper
	records    Records
	title      string
	contests   []contest
	numbers    map[string]int // of contests, by their ids
	selections numbering      // ids of candidates, in the contest
	marked     map[chosen]bool
	contest    *contest // nil before all are known
	papers     map[string]int
	waiting    []filed // distinct ones
	key        []byte
	sorted     bool // nothing says the order of the candidates
	wanting    bool // a record is wanted, and none was read
}

// A contest has the names of its selections; "" are not listed.
type contest struct {
	id, name string
	names    []string          // in their order
	of       map[string]string // by selection
}

// A chosen is a selection that some ballot marks; unlisted are those who are written in.
type chosen struct {
	contest   string
	selection ballot.Option
}

// A filed paper waits for the candidates. The options of its marks are numbers of selections.
type filed struct {
	contest string
	marks   []scrawl
	invalid bool
	n       int64
	id      string
	at      lines // where it came first
	column  int
}

// readRegister reads the shards, each by one.
func readRegister(records Records, parts *parts, shards []Shard, one func(*register, Shard)) (*Votes, error) {
	p, err := records.newRecords(parts)
	if err != nil {
		return nil, err
	}
	p.dense = true
	r := &register{paper: p, records: records, marked: map[chosen]bool{}}
	read := func() {
		for _, s := range shards {
			r.ids.reset()
			r.last = &lines{file: s.Name}
			one(r, s)
			if f, ok := s.Reader.(*member); ok {
				f.close() // where a fault ended it
			}
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

// enlist takes a contest, which is the same in all shards.
func (r *register) enlist(c contest) error {
	i, ok := r.numbers[c.id]
	switch {
	case !ok:
		r.enter(c)
	case !slices.Equal(r.contests[i].names, c.names):
		return fmt.Errorf("contest %.40q has other candidates than before", c.name)
	case !maps.Equal(r.contests[i].of, c.of):
		return fmt.Errorf("contest %.40q has other ids of its candidates than before", c.name)
	}
	return nil
}

// enter enters a new contest.
func (r *register) enter(c contest) (number int) {
	if r.numbers == nil {
		r.numbers = map[string]int{}
	}
	number = len(r.contests)
	r.numbers[c.id], r.contests = number, append(r.contests, c)
	return number
}

// contestOf is the contest of an id, a new one if there is none.
func (r *register) contestOf(id string) *contest {
	i, ok := r.numbers[id]
	if !ok {
		i = r.enter(contest{id: id, of: map[string]string{}})
	}
	return &r.contests[i]
}

// candidate enters a selection of a contest: nobody, if it stands for write-ins.
func (c *contest) candidate(id, name string) error {
	if isWriteIn(name) {
		return nil
	}
	if known, ok := c.of[id]; ok {
		if known != name {
			return fmt.Errorf("%.40q is %.40q here and %.40q before", id, name, known)
		}
		return nil
	}
	if err := ballot.CheckName(name); err != nil {
		return err
	}
	if len(c.names) == ballot.MaxOptions {
		return fmt.Errorf("contest %.40q has more than %d candidates", c.name, ballot.MaxOptions)
	}
	c.of[id] = name
	c.names = append(c.names, name)
	return nil
}

// called is the name of a candidate, after the aliases of its id and its name.
func (r Records) called(id, name string) string {
	if means, ok := r.Aliases[id]; ok {
		return means
	}
	return r.known(name)
}

// begin is a paper of a contest, if that is to be counted.
func (r *register) begin(contest string, at *lines, column int) (p filed, ok bool) {
	r.wanting = false
	if r.contest != nil && contest != r.contest.id || r.contest == nil && r.other(contest) {
		return p, false
	}
	r.key = append(append(r.key[:0], contest...), 0)
	return filed{contest: contest, n: 1, id: r.id, at: *at, column: column}, true
}

// other reports that a contest is known, and not the one that is asked for, so that its papers
// need not wait. Names that differ from file to file, as Hart's, are no reason.
func (r *register) other(id string) bool {
	if want := r.records.Contest; want == "" || want == id || r.sorted {
		return false
	}
	i, ok := r.numbers[id]
	return ok && r.contests[i].name != "" && r.contests[i].name != r.records.Contest
}

// choose adds a mark to the paper that has begun.
func (r *register) choose(p *filed, rank int32, selection string, writeIn bool) {
	o := unlisted
	if !writeIn && (len(r.selections.names) < maxSelections || r.selections.known(selection)) {
		number, _ := r.selections.of(selection)
		o = ballot.Option(number)
	}
	r.marked[chosen{p.contest, o}] = true
	m := scrawl{rank: max(rank, 1), option: o, column: p.column}
	p.marks = append(p.marks, m)
	r.key = fmt.Appendf(r.key, "%d %d,", m.rank, m.option)
}

// keep counts a paper, if the candidates are known; else it waits.
func (r *register) keep(p filed) {
	if r.contest != nil {
		r.settled(&p)
		return
	}
	if r.parts.second() {
		r.papers, r.waiting = nil, nil
		return
	}
	if p.invalid {
		r.key = append(r.key, 'x')
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

// settle finds the contest and counts its ballots.
func (r *register) settle() {
	if r.list != nil {
		return
	}
	if r.wanting {
		r.list = append(r.list, r.atEnd(errors.New("the files have no cast-vote records")))
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
	if r.sorted {
		slices.Sort(c.names)
		c.names = slices.Compact(c.names)
	}
	r.title = c.name
	if r.profile == nil {
		if err := r.slateOf(c); err != nil {
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

// slateOf makes the slate of a contest.
func (r *register) slateOf(c contest) error {
	if len(c.names) == 0 {
		return errors.New("the contest has no candidates")
	}
	if r.hasUnlisted(c) {
		return r.slate(c.names)
	}
	return r.open(c.names)
}

// settled counts a paper of the contest.
func (r *register) settled(w *filed) {
	at := place{&w.at}
	r.id = w.id
	if w.invalid {
		r.spoil(at, w.column, w.n)
		r.tell(at, w.column, nil, w.n, Spoilt, Altered{})
		return
	}
	for _, m := range w.marks {
		if m.option != unlisted {
			m.option = r.optionOf(r.contest.of[r.selections.names[m.option]])
		}
		r.mark(m.rank, m.option, m.column)
	}
	r.cast(at, w.column, w.n)
}

// hasUnlisted reports whether a ballot of a contest marks somebody who is not listed.
func (r *register) hasUnlisted(c contest) bool {
	if r.marked[chosen{c.id, unlisted}] {
		return true
	}
	for i, id := range r.selections.names {
		if c.of[id] == "" && r.marked[chosen{c.id, ballot.Option(i)}] {
			return true
		}
	}
	return false
}

// optionOf is the option of a candidate; "" is none.
func (r *register) optionOf(name string) ballot.Option {
	if o, ok := r.profile.Slate().Find(name); ok {
		return o
	}
	return unlisted
}
