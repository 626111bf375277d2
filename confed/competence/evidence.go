package competence

import (
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
)

// Evidence is all that decides who provides a service on a day.
type Evidence struct {
	Service     confed.Service
	On          vicinia.Date
	People      int64              // who live in the jurisdiction on that day
	Openings    []confed.Opening   // by first day
	Candidacies []confed.Candidacy // made by that day, by day and candidate
	Findings    []confed.Finding   // that hold on that day, by rung and provider
	Compacts    []Compact          // with the object, that the jurisdiction is a party of, by id
}

// A Compact is one that could provide.
type Compact struct {
	ID     confed.CompactID
	People int64 // who live in its parties on that day
}

// Gather takes the evidence on a service from a world; ok is false if there is no such
// service.
func Gather(w *confed.World, id confed.ServiceID, on vicinia.Date) (e Evidence, ok bool) {
	for s := range w.Services() {
		if s.ID == id {
			return gather(w, s, on, w.Heads(on)), true
		}
	}
	return Evidence{}, false
}

// All assigns every service of a world on a day, by id.
func All(w *confed.World, on vicinia.Date) []Assignment {
	var all []Assignment
	var heads []int64
	for s := range w.Services() {
		if heads == nil {
			heads = w.Heads(on)
		}
		all = append(all, Assign(gather(w, s, on, heads)))
	}
	return all
}

func gather(w *confed.World, s confed.Service, on vicinia.Date, heads []int64) Evidence {
	people := func(id census.JurisdictionID) int64 {
		number, _ := w.Register().PlaceNumber(id)
		return heads[number]
	}
	e := Evidence{Service: s, On: on, People: people(s.Jurisdiction), Openings: slices.Collect(w.Openings(s.ID))}
	for c := range w.Candidacies(s.ID) {
		if c.On <= on {
			e.Candidacies = append(e.Candidacies, c)
		}
	}
	for f := range w.Findings(s.ID) {
		if f.Act.When.Has(on) {
			e.Findings = append(e.Findings, f.Act)
		}
	}
	for c := range w.Compacts() {
		parties := slices.Collect(w.Parties(c.ID, on))
		if !slices.Contains(c.Objects, s.Object) || !slices.Contains(parties, s.Jurisdiction) {
			continue
		}
		able := Compact{ID: c.ID}
		for _, p := range parties {
			able.People += people(p)
		}
		e.Compacts = append(e.Compacts, able)
	}
	return e
}

// finding returns what was found on a provider; ok is false if nothing was.
func (e Evidence) finding(rung confed.Rung, provider string) (f confed.Finding, ok bool) {
	i := slices.IndexFunc(e.Findings, func(f confed.Finding) bool {
		return f.Rung == rung && f.Provider == provider
	})
	if i < 0 {
		return confed.Finding{}, false
	}
	return e.Findings[i], true
}
