package format

import (
	"errors"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
)

// A ballotSink takes ballots. Names are numbered as they come; the slate is known only
// after the last row, so ballots wait with these numbers.
type ballotSink struct {
	*faults
	kind    ballot.Kind
	fixed   bool // the slate is the caller's
	names   []string
	number  map[string]ballot.Option
	seen    map[string]int // by text, the ballot
	ballots []waiting
}

// A waiting ballot is one distinct text.
type waiting struct {
	ballot       ballot.Ballot
	n            int64
	file         string
	line, column int // where it came first
}

func newBallotSink(k ballot.Kind, options []string, all *faults) *ballotSink {
	s := &ballotSink{faults: all, kind: k, number: map[string]ballot.Option{}, seen: map[string]int{}}
	for _, name := range options {
		s.fixed = true
		s.enter(name)
	}
	return s
}

func (s *ballotSink) enter(name string) ballot.Option {
	o := ballot.Option(len(s.names))
	s.names = append(s.names, name)
	s.number[name] = o
	return o
}

// find numbers names, new ones too unless the slate is the caller's.
func (s *ballotSink) find(name string) (ballot.Option, bool) {
	o, ok := s.number[name]
	if ok || s.fixed || len(s.names) == ballot.MaxOptions {
		return o, ok
	}
	return s.enter(strings.Clone(name)), true
}

func (s *ballotSink) row(at place, cells []cell) {
	n, err := number(cells[0])
	if err != nil {
		at.fault(cells[0], "%w", err)
	}
	text := cells[1].text
	i, ok := s.seen[text]
	if !ok {
		known := len(s.names)
		b, err := ballot.ParseBallot(text, s.kind, s.find)
		if fault := new(vicinia.Fault); errors.As(err, &fault) {
			at.add(at.file, at.line, cells[1].column+fault.Column-1, fault.Err)
			return
		}
		for _, name := range s.names[known:] {
			if err := ballot.CheckName(name); err != nil {
				at.fault(cells[1], "%w", err)
			}
		}
		i = len(s.ballots)
		s.seen[strings.Clone(text)] = i
		s.ballots = append(s.ballots, waiting{ballot: b, file: at.file, line: at.line, column: cells[1].column})
	}
	if n > ballot.MaxBallots-s.ballots[i].n {
		at.fault(cells[0], "more than %d ballots", int64(ballot.MaxBallots))
		return
	}
	s.ballots[i].n += n
}

func (s *ballotSink) votes() (*Votes, error) {
	slate, err := s.slate()
	if err != nil {
		return nil, err
	}
	p, err := ballot.NewProfile(slate, s.kind)
	if err != nil {
		return nil, err
	}
	for _, w := range s.ballots {
		for i, m := range w.ballot {
			w.ballot[i].Option, _ = slate.Find(s.names[m.Option])
		}
		if err := p.Add(w.ballot, w.n); err != nil {
			s.add(w.file, w.line, w.column, err)
		}
		if s.full() {
			break
		}
	}
	if s.list != nil {
		return nil, errors.Join(s.list...)
	}
	return &Votes{Profile: p}, nil
}

// slate is the caller's, or the names by their bytes.
func (s *ballotSink) slate() (*ballot.Slate, error) {
	if s.fixed {
		return ballot.NewSlate(s.names...)
	}
	if len(s.names) == 0 {
		return nil, errors.New("no ballot names an option")
	}
	return ballot.NewSlate(slices.Sorted(slices.Values(s.names))...)
}
