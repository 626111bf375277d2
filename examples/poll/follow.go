package poll

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/format"
)

// Texts are a setting that may be said several times.
type Texts []string

// A Followed is a ballot that was asked for, and where it stood.
type Followed struct {
	ID     string        `json:"id,omitempty"`    // if it was asked for by that
	Place  string        `json:"place,omitempty"` // then the file and the line where it stands
	Marks  string        `json:"marks,omitempty"` // then what became of them: as marked, changed, cut, spoilt, blank
	Ballot string        `json:"ballot"`          // as it counts: Ana>Ben=Cai, and Ana>>Ben with a rank left out
	Count  int64         `json:"count"`           // how many are like it
	Paths  []Path        `json:"paths,omitempty"` // none if the rule does not count by rounds
	Marked ballot.Ballot `json:"-"`               // on the slate of the outcome
}

// byID begins what is asked for by the id of its record.
const byID = "id:"

// found are the ballots of ids, as the files are read.
type found map[string]*entry

// An entry is a ballot of an id, alone in a profile.
type entry struct {
	format.Entry
	alone *ballot.Profile
}

// seek is told every ballot, and keeps those that are asked for.
func (q *Question) seek(f found) func(format.Entry) error {
	wanted := map[string]bool{}
	for _, text := range q.Follow {
		if id, ok := strings.CutPrefix(text, byID); ok {
			wanted[id] = true
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	return func(e format.Entry) error {
		id := e.ID
		if !wanted[id] {
			id = fmt.Sprintf("%s:%d", e.File, e.Line)
		}
		if !wanted[id] {
			return nil
		}
		if first := f[id]; first != nil {
			return q.misuse("follow", "{} id:%.80s: there are two, in %s:%d and %s:%d; say one of these", id, first.File, first.Line, e.File, e.Line)
		}
		p, err := ballot.NewProfile(e.Slate, e.Kind)
		if err == nil {
			err = p.Add(e.Ballot, e.N)
		}
		f[id] = &entry{e, p}
		return err
	}
}

// follow tells where the ballots that are asked for stood.
func (q *Question) follow(a *Answer, ids found) error {
	for _, text := range q.Follow {
		one := Followed{Count: 1}
		p := a.Case.Profile
		if p == nil {
			return q.misuse("follow", "{}: these files hold no ballots")
		}
		alone, err := ballot.NewProfile(p.Slate(), p.Kind())
		if err != nil {
			return err
		}
		if id, ok := strings.CutPrefix(text, byID); ok {
			e := ids[id]
			if e == nil {
				return q.misuse("follow", "{} id:%.80s: no ballot of these files has that id", id)
			}
			one.ID, one.Place, one.Marks = id, fmt.Sprintf("%s:%d", e.File, e.Line), e.Fate.String()
			alone, err = moved(e.alone, p.Slate())
		} else {
			err = addText(alone, text)
		}
		if err != nil {
			return q.misuse("follow", "{} %.80q: %v", text, err)
		}
		for b := range alone.Ranked().All() {
			one.Marked = slices.Clone(b)
		}
		one.Ballot = Text(p.Slate(), one.Marked)
		a.trace(&one)
		a.Followed = append(a.Followed, one)
	}
	return nil
}

// trace finds the paths of a ballot, and how many are like it.
func (a *Answer) trace(one *Followed) {
	if len(one.Marked) == 0 {
		one.Count = a.Ballots.Blank
		if one.Marks == format.Spoilt.String() {
			one.Count = a.Ballots.Spoilt
		}
		return
	}
	one.Count = 0
	if a.Trail == nil {
		for b, n := range a.Case.Profile.Ranked().All() {
			if b.Compare(one.Marked) == 0 {
				one.Count = n
			}
		}
		return
	}
	for _, p := range a.Trail.Of(one.Marked) {
		one.Count += p.N
		one.Paths = append(one.Paths, PathOf(a.Case.Profile.Slate(), p))
	}
}

// moved are the ballots of a profile on a slate that lacks those who have withdrawn.
func moved(p *ballot.Profile, to *ballot.Slate) (*ballot.Profile, error) {
	var out []ballot.Option
	for o, name := range p.Slate().All() {
		if _, ok := to.Find(name); !ok {
			out = append(out, o)
		}
	}
	if out == nil {
		return p, nil
	}
	return p.Without(out...)
}

// addText adds a ballot as it is typed.
func addText(p *ballot.Profile, text string) error {
	if p.Kind() != ballot.Ranking {
		return p.AddText(text, 1)
	}
	var all ballot.Ballot
	for i, rank := range strings.Split(text, ">") { // one without names is left out
		marks, err := ballot.ParseBallot(rank, ballot.Ranking, p.Slate().Find)
		if fault := new(vicinia.Fault); errors.As(err, &fault) {
			return fault.Err // its column is that in the rank
		}
		for _, m := range marks {
			all = append(all, ballot.Mark{Option: m.Option, Level: int32(i) + 1})
		}
	}
	return p.Add(all, 1)
}

// Text is a ranking as it is typed: Ana>Ben=Cai, and Ana>>Ben where a rank is left out.
func Text(s *ballot.Slate, b ballot.Ballot) string {
	var text strings.Builder
	level := int32(1)
	for i, m := range b {
		if m.Level == level && i > 0 && b[i-1].Level == level {
			text.WriteByte('=')
		}
		for ; level < m.Level; level++ {
			text.WriteByte('>')
		}
		text.WriteString(s.Name(m.Option))
	}
	return text.String()
}
