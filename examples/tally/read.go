package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"slices"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/committee"
	"github.com/vicinia/vicinia/ballot/format"
	"github.com/vicinia/vicinia/ballot/rulebook"
)

// A poll is what the files hold. Of more ballots than there is room for it has sums.
type poll struct {
	*format.Votes
	levels  *ballot.Histogram // in the place of Duels or Counts
	counted *ballots          // of the sums; nil if all ballots are there
	voters  []committee.Turn  // in the order of the files, for rules that -tie order lets choose among voters
}

// line adds the order of the voters to a tie-break.
func (p *poll) line(tb ballot.TieBreak) ballot.TieBreak {
	if p.voters == nil {
		return tb
	}
	return committee.Queue{Options: tb, Voters: p.voters}
}

// ordered reports whether the rule is told the order of the voters.
func (o *options) ordered() bool { return o.rule.Name == "greedy-monroe" && o.tie == "order" }

// inOrder reads the ballots again, one by one, for their order.
func (p *poll) inOrder(o options, in io.Reader) error {
	if p.Profile == nil || len(p.Withdrawn) > 0 {
		return nil
	}
	take := func(one *ballot.Profile) error {
		for b, n := range one.All() {
			p.voters = append(p.voters, committee.Turn{Ballot: slices.Clone(b), Voters: n})
		}
		return nil
	}
	r := o.reader
	r.Options, r.Part, r.Room = slices.Collect(namesOf(p.Profile.Slate())), take, 1
	v, err := r.Read(o.shards(in)...)
	if err == nil {
		err = take(v.Profile)
	}
	return err
}

// A file is opened when it is read, so that any number can be shards, and again after Seek.
type file struct {
	name string
	*os.File
	end error // what reading ended with
}

func (f *file) Read(b []byte) (n int, err error) {
	if f.File == nil {
		if f.File, err = os.Open(f.name); err != nil {
			return 0, err
		}
	}
	if f.end != nil {
		return 0, f.end
	}
	if n, err = f.File.Read(b); err != nil {
		f.Close() // it was only read
		f.end = err
	}
	return n, err
}

// Seek goes back to the begin of a file that has one.
func (f *file) Seek(offset int64, whence int) (int64, error) {
	info, err := os.Stat(f.name)
	switch {
	case err != nil:
		return 0, err
	case !info.Mode().IsRegular() || offset != 0:
		return 0, errors.New(f.name + " can be read once")
	case whence == io.SeekStart && f.File != nil:
		f.Close()
		f.File, f.end = nil, nil
	}
	return 0, nil
}

// shards are the files of one vote.
func (o *options) shards(in io.Reader) (shards []format.Shard) {
	for _, name := range o.files {
		if name == "-" {
			shards = append(shards, format.Shard{Name: "stdin", Reader: in})
			continue
		}
		shards = append(shards, format.Shard{Name: name, Reader: &file{name: name}})
	}
	return shards
}

// read reads all files as shards of one vote.
func read(o options, in io.Reader) (*poll, error) {
	var again bytes.Buffer
	if o.ordered() {
		in = io.TeeReader(in, &again)
	}
	var sums rulebook.Case
	var n *ballots
	if add := o.rule.Counter(&sums); add != nil {
		o.reader.Room = o.room
		o.reader.Part = func(p *ballot.Profile) error {
			if n == nil {
				n = new(ballots)
			}
			if o.unranked != nil {
				p.Unranked = *o.unranked
			}
			n.add(count(&poll{Votes: &format.Votes{Profile: p}}, o.rule))
			return add(p)
		}
	}
	v, err := o.reader.Read(o.shards(in)...)
	if err == nil && n != nil {
		err = o.reader.Part(v.Profile)
		v.Profile, v.Counts, v.Duels = nil, sums.Counts, sums.Duels
	}
	if err != nil {
		return nil, err
	}
	p := &poll{Votes: v, levels: sums.Levels, counted: n}
	if o.ordered() {
		err = p.inOrder(o, &again)
	}
	return p, err
}
