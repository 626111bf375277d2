package main

import (
	"fmt"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot/referendum"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/fiscal"
)

// The invented place and community of the other half.
const (
	village = "Valle"
	house   = "Casa"
	local   = confed.CallID("council")
	members = confed.CallID("house")
)

// The two questions of one day.
const (
	council   = confed.DecisionID("representatives of Valle")
	schooling = confed.DecisionID("language courses of Casa")
)

var (
	calledOn = vicinia.MustDate("2025-04-01")
	votedOn  = vicinia.MustDate("2025-06-01")
)

// people are five: their stays and memberships decide, and nothing else is on record.
var people = []struct {
	id    census.PersonID
	about string
	born  string
	facts []confed.Act
}{
	{"ana", "neighbour, no member", "1960-03-01", []confed.Act{
		confed.Residency{Person: "ana", Municipality: village, From: vicinia.MustDate("2001-05-01")},
	}},
	{"bruno", "neighbour, came from abroad", "1988-07-12", []confed.Act{
		confed.Residency{Person: "bruno", Municipality: village, From: vicinia.MustDate("2019-02-01")},
	}},
	{"elvira", "emigrant, left in 2009, member", "1951-11-30", []confed.Act{
		confed.Residency{Person: "elvira", Municipality: village, From: vicinia.MustDate("1951-11-30"), To: vicinia.MustDate("2009-09-01")},
		confed.Membership{Person: "elvira", Community: house, From: vicinia.MustDate("2010-01-01")},
	}},
	{"luz", "neighbour and member", "1979-01-20", []confed.Act{
		confed.Residency{Person: "luz", Municipality: village, From: vicinia.MustDate("1979-01-20")},
		confed.Membership{Person: "luz", Community: house, From: vicinia.MustDate("2012-01-01")},
	}},
	{"nico", "Elvira's grandson, never lived there, member", "2001-08-08", []confed.Act{
		confed.Membership{Person: "nico", Community: house, From: vicinia.MustDate("2019-09-01")},
	}},
}

// An elector is a person with the reasons of both rolls.
type elector struct {
	id, about          string
	votesHere, belongs bool
	here, there        string // why
}

// A turnout is one decision and what became of everybody who came to vote.
type turnout struct {
	decision confed.Decision
	body     confed.Body
	refused  []confed.Refusal
	why      []vicinia.Step
}

// A day is the two votes.
type day struct {
	electors       []elector
	local, members turnout
}

// voteBoth puts everybody before both ballot boxes on one day.
func voteBoth() (*day, error) {
	w, err := found()
	if err != nil {
		return nil, err
	}
	d := new(day)
	for _, p := range people {
		d.electors = append(d.electors, explain(w, p.id, p.about))
	}
	if w, d.local, err = hold(w, council); err != nil {
		return nil, err
	}
	_, d.members, err = hold(w, schooling)
	return d, err
}

// found makes the world, up to closed rolls.
func found() (*confed.World, error) {
	acts := []confed.Act{
		confed.Jurisdiction{ID: village, Kind: confed.Municipality, Currency: fiscal.EUR},
		confed.Community{ID: house, Kind: confed.Origin, Form: confed.InternationalOrganisation, Notice: 30},
	}
	for _, p := range people {
		acts = append(acts, confed.Person{ID: p.id, Born: vicinia.MustDate(p.born)})
		acts = append(acts, p.facts...)
	}
	return new(confed.World).Apply(append(acts,
		confed.Call{ID: local, Body: confed.ResidentsOf(village), On: calledOn, Vote: votedOn},
		confed.Call{ID: members, Body: confed.MembersOf(house), On: calledOn, Vote: votedOn},
		confed.Motion{ID: council, Call: local, Matter: confed.Matter{Kind: confed.Representatives, For: village}},
		confed.Motion{ID: schooling, Call: members, Matter: confed.Matter{Kind: confed.CommunityPolicy, For: house}},
		confed.RollClosing{Calls: []confed.CallID{local, members}},
	)...)
}

// explain asks both rolls about a person.
func explain(w *confed.World, id census.PersonID, about string) elector {
	e := elector{id: string(id), about: about}
	if roll, ok := w.Roll(local); ok {
		why := roll.(*census.Roll).Explain(id) // a call of residents has such a roll
		e.votesHere, e.here = why.On, why.String()
		if why.Breaks != "" {
			e.here += fmt.Sprintf(" (%s)", why.Breaks)
		}
	}
	e.there = "not on the roll: no member"
	roll, _ := w.Roll(members)
	for m := range w.Memberships(id) {
		if e.belongs = roll.Has(id); e.belongs {
			e.there = fmt.Sprintf("on the roll: a member since %s, wherever they live (C-14)", m.From)
		}
	}
	return e
}

// hold lets everybody come to a vote; whoever is on the roll is checked in and votes yes.
func hold(w *confed.World, id confed.DecisionID) (*confed.World, turnout, error) {
	var t turnout
	var come []confed.Act
	for _, p := range people {
		come = append(come, confed.CheckIn{Decision: id, Person: p.id})
	}
	w, t.refused = w.Admit(slices.Values(come))
	w, err := w.Apply(confed.Count{Decision: id, Yes: int64(len(come) - len(t.refused))})
	if err != nil {
		return nil, t, err
	}
	certificate, err := w.Certify(id)
	if err != nil {
		return nil, t, err
	}
	if w, err = w.Apply(certificate); err != nil {
		return nil, t, err
	}
	var result *referendum.Result
	if result, err = w.Result(id); err != nil {
		return nil, t, err
	}
	t.decision, _ = w.Decision(id)
	t.body = confed.BodyFor(t.decision.Matter)
	t.why = slices.Collect(result.Why())
	return w, t, nil
}
