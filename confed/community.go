package confed

import (
	"errors"
	"iter"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed/census"
)

// RegisterID is the word for the shared register where a recogniser is named; no
// jurisdiction can have it as its id.
const RegisterID = "register"

// MaxExitNotice bounds the notice of a community, in days: nobody is held for a lifetime.
const MaxExitNotice = 32_767

func (c Community) do(ed *editor) error {
	var faults []error
	if c.Kind < Origin || c.Kind > Productive {
		faults = append(faults, refuse("kind", "C-9", "a community is of exactly one kind: origin, synthetic or productive"))
	}
	if c.Form != InternationalFoundation && c.Form != InternationalOrganisation {
		faults = append(faults, refuse("legal_form", "C-9", "a community is an international foundation or organisation"))
	}
	if c.Notice < 0 || c.Notice > MaxExitNotice {
		faults = append(faults, refuse("exit_notice_days", "C-7", "a notice of %d days to leave is not in 0 to %d", c.Notice, MaxExitNotice))
	}
	if err := errors.Join(append(faults, ed.fresh("id", string(c.ID)))...); err != nil {
		return err
	}
	ed.w.communities.Put(ed.e, string(c.ID), &community{Community: c})
	return nil
}

func (r Recognition) do(ed *editor) error {
	c, err := ed.community("community", r.Community)
	if err != nil {
		return err
	}
	if r.By != "" {
		if _, err := ed.jurisdiction("recogniser", r.By); err != nil {
			return err
		}
	}
	if err := proper(r.When); err != nil {
		return err
	}
	for _, other := range c.recognitions {
		if other.By == r.By && other.When.From == r.When.From {
			return refuse("community", "", "%s has this recognition from %s already", r.Community, r.When.From)
		}
	}
	next := *c
	next.recognitions = append(slices.Clip(c.recognitions), r)
	ed.w.communities.Put(ed.e, string(c.ID), &next)
	return nil
}

// proper refuses an interval without a beginning, or one that ends before it began.
func proper(when vicinia.Interval) error {
	switch {
	case when.From == 0:
		return refuse("from", "", "the first day is missing")
	case when.To != 0 && when.To <= when.From:
		return refuse("to", "", "%s is not after the first day %s", when.To, when.From)
	}
	return nil
}

func (ed *editor) community(path string, id CommunityID) (*community, error) {
	if c, ok := ed.w.communities.Find(string(id)); ok {
		return *c, nil
	}
	return nil, unknown(path, "community", string(id))
}

// Recognised reports whether a community may receive designations of a jurisdiction's tax
// on a day: the shared register recognises it, or that jurisdiction does (C-15).
func (w *World) Recognised(c CommunityID, by census.JurisdictionID, on vicinia.Date) bool {
	record, ok := w.communities.Find(string(c))
	if !ok {
		return false
	}
	return slices.ContainsFunc((*record).recognitions, func(r Recognition) bool {
		return (r.By == "" || r.By == by) && r.When.Has(on)
	})
}

// Recognitions walks the recognitions of a community by recogniser and first day.
func (w *World) Recognitions(c CommunityID) iter.Seq[Recognition] {
	record, ok := w.communities.Find(string(c))
	if !ok {
		return func(func(Recognition) bool) {}
	}
	return slices.Values(slices.SortedFunc(slices.Values((*record).recognitions), byRecogniser))
}

func (m Membership) do(ed *editor) error {
	person, pok := ed.people().Number(m.Person)
	com, cok := ed.w.communities.Number(string(m.Community))
	when := vicinia.Interval{From: m.From, To: m.To}
	switch {
	case !pok:
		return unknown("person", "person", string(m.Person))
	case !cok:
		return unknown("community", "community", string(m.Community))
	}
	if err := proper(when); err != nil {
		return err
	}
	for other := range ed.w.memberships(person) {
		if _, both := (vicinia.Interval{From: other.from, To: other.to}).Meet(when); both && int(other.community) == com {
			return refuse("from", "", "%s is a member of %s from %s already", m.Person, m.Community, other.from)
		}
	}
	for ed.w.joined.Len() <= person {
		ed.w.joined.Append(ed.e, 0)
	}
	head := ed.w.joined.Edit(ed.e, person)
	ed.w.members.Append(ed.e, membership{int32(person), int32(com), m.From, m.To, *head})
	*head = uint32(ed.w.members.Len())
	return nil
}

func (r Resignation) do(ed *editor) error {
	person, pok := ed.people().Number(r.Person)
	com, err := ed.community("community", r.Community)
	switch {
	case !pok:
		return unknown("person", "person", string(r.Person))
	case err != nil:
		return err
	}
	number, _ := ed.w.communities.Number(string(r.Community))
	for i := ed.w.newest(person); i > 0; i = ed.w.members.At(int(i) - 1).next {
		m := *ed.w.members.At(int(i) - 1)
		if int(m.community) == number && m.to == 0 && m.from <= r.On {
			ed.w.members.Edit(ed.e, int(i)-1).to = max(r.On+vicinia.Date(com.Notice), m.from+1)
			return nil
		}
	}
	return refuse("community", "C-7", "%s is not a member of %s on %s", r.Person, r.Community, r.On)
}

// newest returns 1 + the place of the newest membership of a person, 0 without one.
func (w *World) newest(person int) uint32 {
	if person < 0 || person >= w.joined.Len() {
		return 0
	}
	return *w.joined.At(person)
}

// memberships walks those of one person, the last on record first.
func (w *World) memberships(person int) iter.Seq[membership] {
	return func(yield func(membership) bool) {
		for i := w.newest(person); i > 0; {
			m := *w.members.At(int(i) - 1)
			if !yield(m) {
				return
			}
			i = m.next
		}
	}
}

// Memberships walks the memberships of a person by community and first day. Death has
// ended them.
func (w *World) Memberships(p census.PersonID) iter.Seq[Membership] {
	number, ok := w.Register().Number(p)
	if !ok {
		return func(func(Membership) bool) {}
	}
	var all []Membership
	for m := range w.memberships(number) {
		all = append(all, w.membership(m))
	}
	slices.SortFunc(all, byCommunity)
	return slices.Values(all)
}

func (w *World) membership(m membership) Membership {
	return Membership{
		Person:    w.Register().PersonAt(int(m.person)).ID,
		Community: w.CommunityAt(int(m.community)),
		From:      m.from,
		To:        m.to,
	}
}

// CommunityAt returns the community of a number.
func (w *World) CommunityAt(i int) CommunityID { return CommunityID(w.communities.Key(i)) }

// Belongs reports whether a person is a member on a day.
func (w *World) Belongs(p census.PersonID, c CommunityID, on vicinia.Date) bool {
	number, ok := w.Register().Number(p)
	community, known := w.communities.Number(string(c))
	return ok && known && w.belongs(number, community, on)
}

func (w *World) belongs(person, community int, on vicinia.Date) bool {
	if died := w.Register().PersonAt(person).Died; died != 0 && on >= died {
		return false
	}
	for m := range w.memberships(person) {
		if int(m.community) == community && (vicinia.Interval{From: m.from, To: m.to}).Has(on) {
			return true
		}
	}
	return false
}
