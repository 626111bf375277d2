package confed

import (
	"crypto/sha256"
	"errors"
	"iter"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/internal/canon"
)

// A call on record has its roll once it is closed.
type call struct {
	Call
	corrections []census.Correction
	roll        Electors
	digest      [32]byte // of the roll
}

// Electors are a closed roll: a *census.Roll of residents or a *MemberRoll. The two are
// types of their own, so that one cannot stand for the other.
type Electors interface {
	Len() int64
	Has(census.PersonID) bool
	All() iter.Seq[census.PersonID] // by id
	Digest() [32]byte
}

func (c Call) do(ed *editor) error {
	faults := []error{ed.fresh("id", string(c.ID)), ed.checkBody(c.Body), c.checkRule()}
	if _, err := c.Rule.Reference.Date(c.On, c.Vote); err != nil {
		faults = append(faults, err)
	}
	if err := errors.Join(faults...); err != nil {
		return err
	}
	ed.w.calls.Put(ed.e, string(c.ID), &call{Call: c})
	if ed.w.firstCall == 0 || c.On < ed.w.firstCall {
		ed.w.firstCall = c.On
	}
	return nil
}

// checkRule refuses a rule by which no roll could be closed.
func (c Call) checkRule() error {
	switch plain := (census.Rule{Reference: c.Rule.Reference}); {
	case c.Rule.MinStay < 0:
		return refuse("rule", "", "a stay of %d days is less than none", c.Rule.MinStay)
	case c.Rule.AgeOn > census.ReferenceDay:
		return refuse("rule", "", "the day of age %d is unknown", c.Rule.AgeOn)
	case c.Body.Kind == Members && c.Rule != plain:
		return refuse("rule", "C-14", "members vote wherever they live, of age on the day of the vote: no stay or other day is asked")
	}
	return nil
}

// checkBody holds votes to the two bodies that have a roll of their own. A matter of every
// party is voted by each party's residents, and one person needs no vote.
func (ed *editor) checkBody(b Body) error {
	switch b.Kind {
	case Residents:
		_, err := ed.jurisdiction("body", census.JurisdictionID(b.Of))
		return err
	case Members:
		_, err := ed.community("body", CommunityID(b.Of))
		return err
	}
	return refuse("body", "C-3", "a vote is called for the residents of a jurisdiction or the members of a community, not for the %s", b)
}

func (ed *editor) call(path string, id CallID) (*call, error) {
	if c, ok := ed.w.calls.Find(string(id)); ok {
		return *c, nil
	}
	return nil, unknown(path, "call", string(id))
}

func (c Correction) do(ed *editor) error {
	record, err := ed.call("call", c.Call)
	switch {
	case err != nil:
		return err
	case record.roll != nil:
		return refuse("call", "R-9", "the roll of %s is closed", c.Call)
	case record.Body.Kind != Residents:
		return refuse("call", "C-4", "members of a community declare themselves: there is nothing to claim on the roll of %s", c.Call)
	}
	next := *record
	next.corrections = append(slices.Clip(record.corrections),
		census.Correction{Person: c.Person, On: c.On, Cause: c.Cause})
	// The claim is judged on the roll as it would be closed now.
	if _, err := ed.close(&next, nil); err != nil {
		return err
	}
	ed.w.calls.Put(ed.e, string(c.Call), &next)
	ed.w.unlisted.corrections = true
	return nil
}

func (r RollClosing) do(ed *editor) error {
	calls := make([]*call, len(r.Calls))
	for i, id := range r.Calls {
		c, err := ed.call("calls", id)
		switch {
		case err != nil:
			return err
		case c.roll != nil || slices.Contains(r.Calls[:i], id):
			return refuse("calls", "R-9", "the roll of %s is closed already", id)
		}
		next := *c
		calls[i] = &next
	}
	if err := ed.closeAll(calls); err != nil {
		return err
	}
	for _, c := range calls {
		ed.w.calls.Put(ed.e, string(c.ID), c)
	}
	return nil
}

// closeAll builds the rolls of residents in one scan, and holds every day to one vote for
// each person.
func (ed *editor) closeAll(calls []*call) error {
	var local []census.Call
	for _, c := range calls {
		if c.Body.Kind == Residents {
			local = append(local, census.Call{Place: census.JurisdictionID(c.Body.Of), Rule: c.Rule, Call: c.On, Vote: c.Vote})
		}
	}
	rolls, err := census.Scan(ed.people(), local)
	if err != nil {
		return err
	}
	var all []*census.Roll
	for _, c := range calls {
		var built *census.Roll
		if c.Body.Kind == Residents {
			built, rolls = rolls[0], rolls[1:]
		}
		if c.roll, err = ed.close(c, built); err != nil {
			return err
		}
		c.digest = c.roll.Digest()
		if roll, ok := c.roll.(*census.Roll); ok {
			all = append(all, roll)
		}
	}
	return census.Doubles(slices.AppendSeq(all, ed.closed(all))...)
}

// closed walks the rolls of residents on record for the days of the new ones.
func (ed *editor) closed(fresh []*census.Roll) iter.Seq[*census.Roll] {
	return func(yield func(*census.Roll) bool) {
		for i := range ed.w.calls.Len() {
			roll, ok := (*ed.w.calls.At(i)).roll.(*census.Roll)
			if !ok || !slices.ContainsFunc(fresh, func(f *census.Roll) bool { return f.Vote == roll.Vote }) {
				continue
			}
			if !yield(roll) {
				return
			}
		}
	}
}

// close makes the final roll of a call, from the built one if there is one already.
func (ed *editor) close(c *call, built *census.Roll) (Electors, error) {
	if c.Body.Kind == Members {
		return ed.memberRoll(c.Call)
	}
	if built == nil {
		var err error
		built, err = census.Build(ed.people(), c.Rule, census.JurisdictionID(c.Body.Of), c.On, c.Vote)
		if err != nil {
			return nil, err
		}
	}
	corrected, err := built.Correct(c.corrections...)
	if err != nil {
		return nil, err
	}
	return corrected.Close(), nil
}

// A MemberRoll is the electors of a community: its members on the reference date, wherever
// they live, of age (18) on the day of the vote. It is sorted by id.
type MemberRoll struct {
	Community       CommunityID
	Reference, Vote vicinia.Date
	electors        []census.PersonID
}

// memberAge is the age that a community's vote takes, in years.
const memberAge = 18

func (ed *editor) memberRoll(c Call) (*MemberRoll, error) {
	on, err := c.Rule.Reference.Date(c.On, c.Vote)
	if err != nil {
		return nil, err
	}
	people := ed.people()
	community, _ := ed.w.communities.Number(c.Body.Of)
	roll := &MemberRoll{Community: CommunityID(c.Body.Of), Reference: on, Vote: c.Vote}
	for _, rows := range ed.w.members.Pages {
		for _, m := range rows {
			if int(m.community) != community || !(vicinia.Interval{From: m.from, To: m.to}).Has(on) {
				continue
			}
			p := people.PersonAt(int(m.person))
			if (p.Died == 0 || on < p.Died) && census.OfAge(p.Born, memberAge, c.Vote) {
				roll.electors = append(roll.electors, p.ID)
			}
		}
	}
	slices.Sort(roll.electors)
	return roll, nil
}

// Len is the number of electors.
func (l *MemberRoll) Len() int64 { return int64(len(l.electors)) }

// Has reports whether a person is on the roll.
func (l *MemberRoll) Has(p census.PersonID) bool {
	_, ok := slices.BinarySearch(l.electors, p)
	return ok
}

// All walks the electors by id.
func (l *MemberRoll) All() iter.Seq[census.PersonID] { return slices.Values(l.electors) }

// Digest is the SHA-256 of the text "vicinia member roll 1", the community, the two dates
// and the ids of the electors in byte order, each after its length (package canon).
func (l *MemberRoll) Digest() [32]byte {
	b := canon.AppendText(nil, "vicinia member roll 1")
	for _, head := range []string{string(l.Community), l.Reference.String(), l.Vote.String()} {
		b = canon.AppendText(b, head)
	}
	for _, p := range l.electors {
		b = canon.AppendText(b, string(p))
	}
	return sha256.Sum256(b)
}

// Call looks up by id; ok is false if there is none.
func (w *World) Call(id CallID) (c Call, ok bool) {
	if p, ok := w.calls.Find(string(id)); ok {
		return (*p).Call, true
	}
	return Call{}, false
}

// Calls walks them by id.
func (w *World) Calls() iter.Seq[Call] {
	return walk(&w.calls, func(c *call) Call { return c.Call })
}

// Roll returns the closed roll of a call; ok is false while it is open.
func (w *World) Roll(id CallID) (roll Electors, ok bool) {
	if c, found := w.calls.Find(string(id)); found && (*c).roll != nil {
		return (*c).roll, true
	}
	return nil, false
}
