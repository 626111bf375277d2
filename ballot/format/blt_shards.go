package format

import (
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/vicinia/vicinia/ballot"
)

// end makes votes of a file, and adds them to those of the files before.
func (r *blt) end(at place) {
	r.call(at)
	last := cell{column: 1}
	switch {
	case r.phase == inHead:
		at.fault(last, "want the numbers of options and seats")
	case r.comment > 0:
		at.fault(last, "/* without */")
	case r.phase == inBallots:
		at.fault(last, "the file ends within the ballots: want 0, and the names")
	case r.phase == inTitle:
		at.fault(last, "a title without its closing quote")
	case len(r.names) > 0 && len(r.names) < int(r.n):
		at.fault(last, "%d names of %d options", len(r.names), r.n)
	case r.list == nil:
		if err := r.merge(); err != nil {
			at.fault(last, "%w", err)
		}
	}
	r.begin()
}

func (r *blt) merge() error {
	if r.names == nil {
		r.names = slices.Collect(namesOf(r.in.profile.Slate()))
	}
	r.in.profile.Spoilt, r.in.spoilt = r.in.spoilt, 0
	defer func() { r.known = append(r.known, r.names) }()
	if r.heads != nil {
		if r.take != nil {
			r.in.parts.give(r.in.profile)
		}
		return nil
	}
	v := &Votes{Seats: r.seats}
	for _, o := range r.gone {
		v.Withdrawn = append(v.Withdrawn, r.names[o])
	}
	slices.Sort(v.Withdrawn)
	if r.title != nil {
		v.Title = *r.title
	}
	if r.votes == nil {
		slate := r.names
		if r.options != nil {
			slate = r.options
		}
		if r.lax() && r.out.policy.Unlisted == Keep && !slices.Contains(slate, r.out.policy.WriteIn) {
			slate = append(slices.Clone(slate), r.out.policy.WriteIn)
		}
		s, err := ballot.NewSlate(slate...)
		if err != nil {
			return err
		}
		r.votes = v
		if slices.Equal(slate, r.names) {
			v.Profile, err = r.in.profile.On(s)
			return err
		}
		if v.Profile, err = ballot.NewProfile(s, ballot.Ranking); err != nil {
			return err
		}
	}
	if r.lax() {
		v.Withdrawn = slices.DeleteFunc(v.Withdrawn, func(name string) bool { return !slices.Contains(r.options, name) })
	}
	if r.votes.Seats != v.Seats || !slices.Equal(r.votes.Withdrawn, v.Withdrawn) {
		return fmt.Errorf("%d seats and %q withdrawn, and %d and %q in the first file", v.Seats, v.Withdrawn, r.votes.Seats, r.votes.Withdrawn)
	}
	return r.move(r.votes.Profile, r.in.profile, r.names)
}

// lax reports whether a file may have names that are not among the caller's options.
func (r *blt) lax() bool { return r.options != nil && r.out.policy.Unlisted != Refuse }

// move adds the ballots of a file with these names to those of the vote.
func (r *blt) move(to, from *ballot.Profile, names []string) error {
	if !r.lax() {
		places, err := placesOf(to.Slate(), names)
		if err != nil {
			return err
		}
		return addTo(to, from, places)
	}
	for _, name := range r.options {
		if !slices.Contains(names, name) && (r.out.policy.Unlisted != Keep || name != r.out.policy.WriteIn) {
			return fmt.Errorf("the option %.40q has no name in the file", name)
		}
	}
	at := place{lines: &lines{faults: &faults{}}}
	r.out.box = &box{faults: at.faults, kind: ballot.Ranking, profile: to}
	for b, n := range from.All() {
		r.recast(at, b, n, names)
	}
	if at.list != nil {
		return errors.Join(at.list...)
	}
	to.Spoilt += from.Spoilt + r.out.spoilt
	return to.Add(nil, from.Blank)
}

// recast counts ballots of a file with these names, of which some are not listed.
func (r *blt) recast(at place, b ballot.Ballot, n int64, names []string) {
	for _, m := range b {
		o, ok := r.out.profile.Slate().Find(names[m.Option])
		if !ok {
			o = unlisted
		}
		r.out.mark(m.Level, o, 1)
	}
	r.out.cast(at, 1, n)
}

// hook sets r between the parts and who takes them.
func (r *blt) hook(p *parts) {
	if p.take != nil {
		r.take, p.take = p.take, r.give
	}
	if p.each != nil {
		r.each, p.each = p.each, r.tell
	}
}

// tell tells a ballot on the slate of the vote, once that is known.
func (r *blt) tell(e Entry) error {
	if r.heads == nil {
		return r.in.parts.later()
	}
	names := r.heads[len(r.known)]
	e.Slate = r.votes.Profile.Slate()
	if !r.lax() || len(e.Ballot) == 0 {
		for i, m := range e.Ballot {
			e.Ballot[i].Option, _ = e.Slate.Find(names[m.Option])
		}
		sortMarks(e.Ballot)
		return r.each(e)
	}
	p, err := ballot.NewProfile(e.Slate, ballot.Ranking)
	if err != nil {
		return err
	}
	known := r.out.altered
	defer func() { r.out.altered = known }()
	again := func(f Entry) error {
		e.Ballot, e.Fate = f.Ballot, max(e.Fate, f.Fate)
		e.Altered.add(f.Altered)
		return r.each(e)
	}
	r.out.box = &box{faults: &faults{}, kind: ballot.Ranking, profile: p, parts: &parts{each: again}}
	r.recast(place{lines: &lines{}}, e.Ballot, e.N, names)
	return r.out.parts.failed
}

// give gives ballots away on the slate of the vote. Where that is not known yet they are
// forgotten, and read again.
func (r *blt) give(p *ballot.Profile) error {
	if r.heads == nil {
		return r.in.parts.later()
	}
	slate, names := r.votes.Profile.Slate(), r.heads[len(r.known)]
	q, err := p.On(slate)
	if !slices.Equal(names, slices.Collect(namesOf(slate))) {
		if q, err = ballot.NewProfile(slate, ballot.Ranking); err == nil {
			err = r.move(q, p, names)
		}
	}
	if err == nil {
		q, err = without(q, r.votes.Withdrawn)
	}
	if err != nil {
		return err
	}
	return r.take(q)
}

// namesOf walks the names of a slate.
func namesOf(s *ballot.Slate) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, name := range s.All() {
			if !yield(name) {
				return
			}
		}
	}
}

// placesOf are the options of a slate that have these names, which must be all of them.
func placesOf(s *ballot.Slate, names []string) ([]ballot.Option, error) {
	if len(names) != s.Len() {
		return nil, fmt.Errorf("%d names, and %d options of the vote", len(names), s.Len())
	}
	places := make([]ballot.Option, len(names))
	for i, name := range names {
		o, ok := s.Find(name)
		if !ok {
			return nil, fmt.Errorf("%.40q is not an option of the vote", name)
		}
		places[i] = o
	}
	return places, nil
}

// addTo adds the ballots of q to p, whose options stand in other places.
func addTo(p, q *ballot.Profile, places []ballot.Option) error {
	var moved ballot.Ballot
	for b, n := range q.All() {
		moved = moved[:0]
		for _, m := range b {
			moved = append(moved, ballot.Mark{Option: places[m.Option], Level: m.Level})
		}
		if err := p.Add(moved, n); err != nil {
			return err
		}
	}
	if err := p.Add(nil, q.Blank); err != nil {
		return err
	}
	p.Spoilt += q.Spoilt
	return nil
}
