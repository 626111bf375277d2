package format

import (
	"errors"
	"io"

	"github.com/vicinia/vicinia/ballot"
)

// Room is how many marks of ballots are in memory at once, if a [Reader] has parts and says
// nothing else.
const Room = 1 << 18

// A Reader says how files are read. The zero Reader finds out the form, takes the slate from
// the files and holds all ballots.
type Reader struct {
	Form Form
	Records

	// Part takes ballots that are more than Room (0 is the constant): it counts the profile
	// and keeps nothing of it. Those who have withdrawn are no options of it. Votes then hold
	// the last part. What is in memory does not grow with the ballots, except by 16 bytes
	// or so for each id of a ballot, so as to count it once. Projects need all ballots and are left out.
	//
	// Where ballots stand before all options are known they wait. If they are more than Room,
	// the shards are read again: each Reader has to be an [io.Seeker], or Options to be named.
	Part func(*ballot.Profile) error
	Room int

	// Each is told every ballot as it counts, in the order of the shards; nil tells nobody and
	// costs nothing. It is told nothing after its first error, which Read returns. If Read
	// returns an error, what Each was told is void. Where the options, or the decimals of
	// points, stand behind the ballots, the shards are read a second time, as for Part, and
	// told then. Rows that are no ballots (results, bodies, duels) are not told.
	Each func(Entry) error
}

// Read reads the shards of one vote: see the reader of each form.
func (r Reader) Read(shards ...Shard) (*Votes, error) {
	if len(shards) == 0 {
		return nil, errors.New("no file to read")
	}
	shards, err := unpacked(shards)
	if err != nil {
		return nil, err
	}
	var p *parts
	if r.Part != nil || r.Each != nil {
		if p = newParts(r, shards); p.room < 1 {
			p.room = Room
		}
	}
	v, err := r.read(p, shards)
	if err != nil || p == nil {
		return v, err
	}
	if p.failed == nil && p.given {
		v.Projects = nil // it would have a part of the ballots
		v.Profile, p.failed = without(v.Profile, v.Withdrawn)
	}
	if p.failed != nil {
		return nil, p.failed
	}
	return v, nil
}

// Stream counts files that are larger than memory: what is kept of the ballots is the
// summary, as large as it is for any number of them.
//
//	duels, votes, err := format.Stream(format.Reader{}, (*ballot.Profile).Pairwise, shards...)
//
// votes is what the files say beside the ballots; its Profile is nil. Those who have
// withdrawn are no options. count must make a new summary of each part and keep nothing of
// the profile. See [Reader].Part, which is set here, for what is read twice.
func Stream[S ballot.Summary[S]](r Reader, count func(*ballot.Profile) S, shards ...Shard) (sum S, votes *Votes, err error) {
	some := false
	r.Part = func(p *ballot.Profile) error {
		part := count(p)
		if !some {
			sum, some = part, true
			return nil
		}
		return sum.Merge(part)
	}
	var zero S
	votes, err = r.Read(shards...)
	if err == nil && votes.Profile == nil {
		err = errors.New("these files hold no ballots")
	}
	if err == nil && !some {
		votes.Profile, err = without(votes.Profile, votes.Withdrawn)
	}
	if err == nil {
		err = r.Part(votes.Profile)
	}
	if err != nil {
		return zero, nil, err
	}
	votes.Profile = nil
	return sum, votes, nil
}

// without is a profile of the options that have not withdrawn.
func without(p *ballot.Profile, withdrawn []string) (*ballot.Profile, error) {
	if len(withdrawn) == 0 {
		return p, nil
	}
	out := make([]ballot.Option, len(withdrawn))
	for i, name := range withdrawn {
		out[i], _ = p.Slate().Find(name)
	}
	return p.Without(out...)
}

// parts are how ballots are given away that are not to be in memory all at once, and told
// one by one. A nil *parts is for profiles that hold all, and tell nobody.
type parts struct {
	take   func(*ballot.Profile) error // nil if the profile is to hold all
	each   func(Entry) error           // nil if nobody is told
	room   int
	shards []Shard
	starts []int64 // of the shards; nil if they can be read once only

	held   int           // marks
	again  bool          // the shards are to be read again, and ballots need not wait
	given  bool          // some part was
	failed error         // of take or each
	told   ballot.Ballot // scratch of tell
}

func newParts(r Reader, shards []Shard) *parts {
	p := &parts{take: r.Part, each: r.Each, room: r.Room, shards: shards}
	for _, s := range shards {
		seeker, ok := s.Reader.(io.Seeker)
		if !ok {
			p.starts = nil
			break
		}
		start, err := seeker.Seek(0, io.SeekCurrent)
		if err != nil {
			p.starts = nil
			break
		}
		p.starts = append(p.starts, start)
	}
	return p
}

// add counts ballots, and gives the profile away when it is full.
func (s *parts) add(p *ballot.Profile, b ballot.Ballot, n int64) error {
	known := p.Distinct()
	if err := p.Add(b, n); err != nil || s == nil || s.take == nil || p.Distinct() == known {
		return err
	}
	if s.held += len(b); s.held >= s.room {
		s.give(p)
	}
	return nil
}

// give gives a profile away, and empties it.
func (s *parts) give(p *ballot.Profile) {
	if s.failed == nil {
		s.failed = s.take(p)
	}
	s.held, s.given = 0, true
	p.Reset()
}

var errOnce = errors.New("the options are not known before the ballots, which are too many to wait: name the options, or read from files")

// wait asks for room for a ballot that has to wait. Without room all ballots are forgotten,
// and read again.
func (s *parts) wait(marks int) error {
	if s == nil {
		return nil
	}
	if s.held += marks; s.each == nil && s.held < s.room {
		return nil
	}
	return s.later()
}

// later asks for a second reading, which returns an error if there can be none, once.
func (s *parts) later() error {
	known := s.again
	s.again, s.held = true, 0
	if s.starts == nil && !known {
		return errOnce
	}
	return nil
}

// second reports that ballots need not wait, as they are read again.
func (s *parts) second() bool { return s != nil && s.again }

// rewind goes back to where the shards begin.
func (s *parts) rewind() error {
	if s.starts == nil {
		return errOnce
	}
	for i, shard := range s.shards {
		if _, err := shard.Reader.(io.Seeker).Seek(s.starts[i], io.SeekStart); err != nil {
			return err
		}
	}
	return nil
}
