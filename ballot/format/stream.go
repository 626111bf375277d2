package format

import (
	"errors"
	"fmt"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// streamed is how many marks are in memory at once, at most, if each ballot marks all
// options.
const streamed = 1 << 18

// Stream counts files that are larger than memory: ballots are counted part by part, and
// what is kept of them is the summary, as large as it is for any number of ballots.
//
//	duels, err := format.Stream(format.PrefLib, nil, (*ballot.Profile).Pairwise, shards...)
//
// The options have to be known before the ballots: PrefLib, Debian, RCTab's columns of
// options, and candidates of the Condorcet Election Format say them first; of tables and of
// columns of ranks give them. Other forms are errors. count must make a new summary of each
// part and keep nothing of the profile.
func Stream[S ballot.Summary[S]](f Form, options []string, count func(*ballot.Profile) S, shards ...Shard) (S, error) {
	var zero S
	if len(shards) == 0 {
		return zero, errors.New("no file to read")
	}
	if f == Auto {
		shards = slices.Clone(shards)
		f = sniff(&shards[0])
	}
	s := &stream[S]{count: count}
	var votes *Votes
	var err error
	switch f {
	case PrefLib:
		votes, err = (&prefLib{faults: &faults{}, options: options, spill: s.spill}).read(shards)
	case Debian:
		votes, err = readDebian(options, s.spill, shards)
	case CEF:
		votes, err = readCEF(options, s.spill, shards)
	case RCTab:
		votes, err = readRCTab(Records{Options: options}, s.spill, shards)
	case CSV:
		votes, err = readCSV(options, s.spill, shards)
	default:
		return zero, fmt.Errorf("%s says its options after its ballots, or in other files: it is read whole", f)
	}
	switch {
	case err != nil:
		return zero, err
	case votes.Profile == nil:
		return zero, errors.New("these files hold no ballots")
	}
	return s.sum, s.part(votes.Profile)
}

// A stream adds up the summaries of parts.
type stream[S ballot.Summary[S]] struct {
	count func(*ballot.Profile) S
	sum   S
	some  bool
}

// spill counts a profile that is full, and empties it.
func (s *stream[S]) spill(p *ballot.Profile) error {
	if p.Distinct() < max(1, streamed/p.Slate().Len()) {
		return nil
	}
	err := s.part(p)
	p.Reset()
	return err
}

func (s *stream[S]) part(p *ballot.Profile) error {
	part := s.count(p)
	if !s.some {
		s.sum, s.some = part, true
		return nil
	}
	return s.sum.Merge(part)
}
