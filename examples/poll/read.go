package poll

import (
	"bytes"
	"cmp"
	"io"
	"slices"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/committee"
	"github.com/vicinia/vicinia/ballot/format"
	"github.com/vicinia/vicinia/ballot/rulebook"
)

// Ballots are how many there were.
type Ballots struct{ All, Blank, Spoilt int64 }

// A file is what the shards hold. Of more ballots than there is room for it has sums.
type file struct {
	*format.Votes
	sums    rulebook.Case
	counted *Ballots // of the sums; nil if all ballots are there
	kind    ballot.Kind
	ids     found
	voters  []committee.Turn // in the order of the files, for rules that -tie order lets choose among voters
}

// ordered reports whether the rule is told the order of the voters.
func (q *Question) ordered(rule rulebook.Entry) bool {
	return rule.Name == "greedy-monroe" && q.Tie == "order"
}

// read reads all shards as one vote; what is read twice begins anew.
func (q *Question) read(rule rulebook.Entry, shards []format.Shard) (*file, error) {
	f := &file{ids: found{}}
	reader := q.Reader
	if reader.Each = q.seek(f.ids); reader.Each != nil || q.ordered(rule) {
		if err := held(shards); err != nil {
			return nil, err
		}
	}
	if add := rule.Counter(&f.sums); add != nil && !q.Trail && q.Follow == nil { // who follows ballots holds them
		reader.Room = cmp.Or(q.Room, MaxHeld)
		reader.Part = func(p *ballot.Profile) error {
			p, err := q.settled(rule, p)
			if err != nil {
				return err
			}
			if f.counted == nil {
				f.counted = new(Ballots)
			}
			f.counted.add(ballotsOf(rulebook.Case{Profile: p}, rule))
			return add(p)
		}
	}
	v, err := reader.Read(shards...)
	if err != nil {
		return nil, err
	}
	if f.Votes = v; v.Profile != nil {
		f.kind = v.Profile.Kind()
	}
	if f.counted != nil {
		err = reader.Part(v.Profile)
		v.Profile, v.Counts, v.Duels = nil, f.sums.Counts, f.sums.Duels
		f.sums.Ballots = f.counted.All
	}
	if err == nil && q.ordered(rule) {
		err = f.inOrder(q.Reader, shards)
	}
	return f, err
}

// settled is a profile as the question has it: with the unranked where it says, and of a
// rule that is not told of them without those who have withdrawn.
func (q *Question) settled(rule rulebook.Entry, p *ballot.Profile) (*ballot.Profile, error) {
	switch q.Unranked {
	case ballot.Below.String():
		p.Unranked = ballot.Below
	case ballot.Apart.String():
		p.Unranked = ballot.Apart
	}
	if rule.Withdraws() || len(q.Case.Withdrawn) == 0 {
		return p, nil
	}
	out, err := places(p.Slate(), q.Case.Withdrawn)
	if err != nil {
		return nil, err
	}
	return p.Without(out...)
}

// held makes what can be read once a copy in memory.
func held(shards []format.Shard) error {
	for i, s := range shards {
		if at, ok := s.Reader.(io.Seeker); ok {
			if _, err := at.Seek(0, io.SeekStart); err == nil {
				continue
			}
		}
		all, err := io.ReadAll(s.Reader)
		if err != nil {
			return err
		}
		shards[i].Reader = bytes.NewReader(all)
	}
	return nil
}

// inOrder reads the ballots again, one by one, for their order.
func (f *file) inOrder(r format.Reader, shards []format.Shard) error {
	if f.Profile == nil || len(f.Withdrawn) > 0 {
		return nil
	}
	for _, s := range shards {
		if _, err := s.Reader.(io.Seeker).Seek(0, io.SeekStart); err != nil {
			return err
		}
	}
	take := func(one *ballot.Profile) error {
		for b, n := range one.All() {
			f.voters = append(f.voters, committee.Turn{Ballot: slices.Clone(b), Voters: n})
		}
		return nil
	}
	r.Options, r.Part, r.Room = nil, take, 1
	for _, name := range f.Profile.Slate().All() {
		r.Options = append(r.Options, name)
	}
	v, err := r.Read(shards...)
	if err == nil {
		err = take(v.Profile)
	}
	return err
}

func (n *Ballots) add(part Ballots) {
	n.All += part.All
	n.Blank += part.Blank
	n.Spoilt += part.Spoilt
}

// ballotsOf counts the ballots of a case. Rankings with two first choices are spoilt for the
// rules that count first choices.
func ballotsOf(c rulebook.Case, rule rulebook.Entry) (n Ballots) {
	switch {
	case c.Profile != nil:
		p := c.Profile
		n = Ballots{p.Len() + p.Blank + p.Spoilt, p.Blank, p.Spoilt}
		if rule.Family == rulebook.Winner || rule.Family == rulebook.Seats {
			n.Spoilt = p.Counts().Spoilt
		}
	case c.Duels != nil:
		n = Ballots{c.Duels.Ballots() + c.Duels.Blank + c.Duels.Spoilt, c.Duels.Blank, c.Duels.Spoilt}
	case c.Counts != nil:
		n = Ballots{c.Counts.Total() + c.Counts.Blank + c.Counts.Spoilt, c.Counts.Blank, c.Counts.Spoilt}
	case c.Matrix != nil:
		n.All = c.Matrix.Total()
	}
	for _, t := range c.Tallies {
		n.add(Ballots{t.Yes + t.No + t.Blank + t.Spoilt, t.Blank, t.Spoilt})
	}
	return n
}
