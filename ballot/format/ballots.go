package format

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// A box takes ballots. If the slate is known they go into the profile; else names are
// numbered as they come, and ballots wait with these numbers until the last.
type box struct {
	*faults
	kind    ballot.Kind
	profile *ballot.Profile   // nil before the slate is known
	parts   *parts            // nil if the profile is to hold all
	options []string          // the slate, where the caller says
	first   []string          // what leads the slate where the caller does not say; then the names by their bytes
	short   map[string]string // of short names, the full ones
	names   []string
	number  map[string]ballot.Option
	held    map[string]int // by marks, the waiting ballot
	ballots []waiting
	key     []byte
	marked  []bool // scratch of twice, by option
	spoilt  int64
	wrong   error  // with the last name that was not found
	id      string // of the next ballot; "" if it has none
	ids     ids    // of the file, that are to stand once
	dense   bool   // a line may have many ballots
}

// A waiting ballot is one of those that wait.
type waiting struct {
	ballot       ballot.Ballot
	n            int64
	file         string
	line, column int // where it came first
}

// open makes the slate of a box, which has no ballots yet.
func (x *box) open(names []string) error {
	s, err := ballot.NewSlate(names...)
	if err == nil {
		x.profile, err = ballot.NewProfile(s, x.kind)
	}
	return err
}

// find numbers names; new ones too, while the slate is not known.
func (x *box) find(name string) (ballot.Option, bool) {
	if x.profile != nil {
		if full, ok := x.short[name]; ok {
			name = full
		}
		return x.profile.Slate().Find(name)
	}
	o, ok := x.number[name]
	if ok || len(x.names) == ballot.MaxOptions {
		return o, ok
	}
	if err := ballot.CheckName(name); err != nil {
		x.wrong = err
		return o, false
	}
	if x.number == nil {
		x.number, x.held = map[string]ballot.Option{}, map[string]int{}
	}
	o = ballot.Option(len(x.names))
	name = strings.Clone(name)
	x.names = append(x.names, name)
	x.number[name] = o
	return o, true
}

// count counts n ballots that stand in a column. A ballot that cannot be is a fault, and
// counted is false.
func (x *box) count(at place, column int, b ballot.Ballot, n int64) (counted bool) {
	var err error
	switch {
	case x.profile != nil:
		err = x.parts.add(x.profile, b, n)
	case x.parts.second():
		x.ballots, x.held = nil, nil
	default:
		x.key = x.key[:0]
		for _, m := range b {
			x.key = binary.AppendUvarint(binary.AppendUvarint(x.key, uint64(m.Option)), uint64(m.Level))
		}
		i, ok := x.held[string(x.key)]
		if !ok {
			if err = x.twice(b); err != nil {
				break
			}
			i = len(x.ballots)
			if x.held == nil {
				x.held = map[string]int{}
			}
			x.held[string(x.key)] = i
			if err = x.parts.wait(len(b)); err != nil {
				break
			}
			x.ballots = append(x.ballots, waiting{ballot: slices.Clone(b), file: at.file, line: at.line, column: column})
		}
		err = x.ballots[i].more(n)
	}
	if err != nil {
		at.fault(cell{column: column}, "%w", err)
	}
	return err == nil
}

// twice returns what a profile would say of an option that is marked twice.
func (x *box) twice(b ballot.Ballot) error {
	x.marked = append(x.marked, make([]bool, len(x.names)-len(x.marked))...)
	defer func() {
		for _, m := range b {
			x.marked[m.Option] = false
		}
	}()
	for _, m := range b {
		if x.marked[m.Option] {
			return fmt.Errorf("%s is marked twice", x.names[m.Option])
		}
		x.marked[m.Option] = true
	}
	return nil
}

func (w *waiting) more(n int64) error {
	if n > ballot.MaxBallots-w.n {
		return fmt.Errorf("more than %d ballots", int64(ballot.MaxBallots))
	}
	w.n += n
	return nil
}

// close gives the profile.
func (x *box) close() (*ballot.Profile, error) {
	if x.profile == nil && x.list == nil {
		if err := x.settle(); err != nil {
			return nil, x.atEnd(err)
		}
	}
	if x.list != nil {
		return nil, errors.Join(x.list...)
	}
	x.profile.Spoilt += x.spoilt
	return x.profile, nil
}

// settle makes the slate of all that was named, and counts the ballots that waited.
func (x *box) settle() error {
	for i, name := range x.names {
		if full, ok := x.short[name]; ok {
			x.names[i] = full
		}
	}
	slate := x.options
	if slate == nil {
		rest := slices.DeleteFunc(slices.Clone(x.names), func(name string) bool { return slices.Contains(x.first, name) })
		slices.Sort(rest)
		slate = slices.Concat(x.first, slices.Compact(rest))
	}
	if len(slate) == 0 {
		return errors.New("no ballot names an option")
	}
	if err := x.open(slate); err != nil {
		return err
	}
	for _, w := range x.ballots {
		if err := x.move(w); err != nil {
			x.add(w.file, w.line, w.column, err)
		}
		if x.full() {
			break
		}
	}
	return nil
}

// move counts a ballot that waited.
func (x *box) move(w waiting) error {
	for i, m := range w.ballot {
		o, ok := x.profile.Slate().Find(x.names[m.Option])
		if !ok {
			return fmt.Errorf("%.40q is not an option", x.names[m.Option])
		}
		w.ballot[i].Option = o
	}
	return x.profile.Add(w.ballot, w.n)
}

// A ballotSink takes the rows of a table of ballots.
type ballotSink struct {
	*paper
	texts map[string]int // of the waiting ballots
}

func newBallotSink(k ballot.Kind, r *tables) (sink, error) {
	p, err := r.records.newPaper(r.faults, r.parts, k, strict)
	return &ballotSink{paper: p, texts: map[string]int{}}, err
}

func (s *ballotSink) row(at place, cells []cell) {
	n, err := number(cells[0])
	if err != nil {
		at.fault(cells[0], "%w", err)
	}
	text := cells[1].text
	if i, ok := s.texts[text]; ok && i < len(s.ballots) {
		if err := s.ballots[i].more(n); err != nil {
			at.fault(cells[0], "%w", err)
		}
		return
	}
	s.wrong = nil
	b, err := ballot.ParseBallot(text, s.kind, s.listed)
	if fault := new(vicinia.Fault); errors.As(err, &fault) {
		if s.wrong != nil {
			fault.Err = s.wrong
		}
		at.add(at.file, at.line, cells[1].column+fault.Column-1, fault.Err)
		return
	}
	held := len(s.ballots)
	s.put(at, cells[1].column, b, n)
	if s.ballots == nil {
		clear(s.texts)
	}
	if len(s.ballots) > held && !s.careful { // what a remedy changes is counted each time
		s.texts[strings.Clone(text)] = held
	}
}

func (s *ballotSink) votes() (*Votes, error) {
	p, err := s.close()
	if err != nil {
		return nil, err
	}
	return &Votes{Profile: p, Altered: s.altered}, nil
}
