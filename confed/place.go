package confed

import (
	"errors"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/fiscal"
)

// MaxVotingAge bounds the voting age, in years.
const MaxVotingAge = 150

func (j Jurisdiction) do(ed *editor) error {
	if err := errors.Join(ed.fresh("id", string(j.ID)), j.check(&ed.w)); err != nil {
		return err
	}
	err := ed.census().Place(census.Place{
		ID: j.ID, Within: j.Within, Region: j.Kind == Region, VotingAge: j.VotingAge,
	})
	if err == nil {
		ed.w.jurisdictions.Put(ed.e, string(j.ID), &place{Jurisdiction: j})
	}
	return err
}

func (j Jurisdiction) check(w *World) error {
	var faults []error
	if j.ID == RegisterID {
		faults = append(faults, refuse("id", "", "the id %q is the word for the shared register", j.ID))
	}
	if j.Kind != Municipality && j.Kind != Region {
		faults = append(faults, refuse("kind", "", "a jurisdiction is a municipality or a region"))
	}
	if j.Currency == (fiscal.Currency{}) {
		faults = append(faults, refuse("currency", "", "a jurisdiction needs a currency"))
	}
	if j.VotingAge < 0 || j.VotingAge > MaxVotingAge {
		faults = append(faults, refuse("voting_age", "", "the voting age %d is not in 0 to %d", j.VotingAge, MaxVotingAge))
	}
	if j.Within != "" {
		switch above, ok := w.Jurisdiction(j.Within); {
		case !ok:
			faults = append(faults, unknown("within", "region", string(j.Within)))
		case above.Kind != Region:
			faults = append(faults, refuse("within", "", "%s is a municipality, and only a region has others within", j.Within))
		}
	}
	return errors.Join(faults...)
}

// fresh refuses an id that is empty or stands for something already: one id, one thing.
func (ed *editor) fresh(path, id string) error {
	if id == "" {
		return refuse(path, "", "the id is empty")
	}
	if what := ed.named(id); what != "" {
		return refuse(path, "", "the id %q is that of a %s already", id, what)
	}
	return nil
}

func (ed *editor) named(id string) string {
	ed.people()
	return ed.w.Named(id)
}

// Named says what an id stands for: person, jurisdiction, community, compact, call,
// decision, service or phyle; "" if for nothing.
func (w *World) Named(id string) string {
	if _, ok := w.Register().Number(census.PersonID(id)); ok {
		return "person"
	}
	return w.thing(id)
}

// thing is Named for what is not a person.
func (w *World) thing(id string) string {
	for _, t := range []struct {
		what  string
		found bool
	}{
		{"jurisdiction", has(w.jurisdictions.Find(id))},
		{"community", has(w.communities.Find(id))},
		{"compact", has(w.compacts.Find(id))},
		{"call", has(w.calls.Find(id))},
		{"decision", has(w.motions.Find(id))},
		{"service", has(w.services.Find(id))},
		{"phyle", has(w.phyles.Find(id))},
	} {
		if t.found {
			return t.what
		}
	}
	return ""
}

func has[T any](_ *T, ok bool) bool { return ok }

func (p Person) do(ed *editor) error {
	// The register looks for persons of that id itself.
	if what := ed.w.thing(string(p.ID)); what != "" {
		return refuse("id", "", "the id %q is that of a %s already", p.ID, what)
	}
	return ed.census().Person(census.Person(p))
}

func (d Death) do(ed *editor) error { return ed.census().Death(d.Person, d.On) }

func (r Residency) do(ed *editor) error { return ed.census().Residency(census.Residency(r)) }

func (m Move) do(ed *editor) error { return ed.census().Move(m.Person, m.To, m.On, m.Recorded) }

func (d Departure) do(ed *editor) error {
	return ed.census().Departure(d.Person, d.On)
}

func (j Judgment) do(ed *editor) error {
	err := ed.census().Judgment(j.Person, j.When)
	ed.w.unlisted.judgments = ed.w.unlisted.judgments || err == nil
	return err
}

// jurisdiction looks up what an act names.
func (ed *editor) jurisdiction(path string, id census.JurisdictionID) (*place, error) {
	if p, ok := ed.w.jurisdictions.Find(string(id)); ok {
		return *p, nil
	}
	return nil, unknown(path, "jurisdiction", string(id))
}

// sovereign refuses what needs fiscal sovereignty where there is none (T-1).
func (w *World) sovereign(id census.JurisdictionID) error {
	if w.Powers(id).Has(Sovereign) {
		return nil
	}
	return refuse("jurisdiction", "T-1",
		"%s has no fiscal sovereignty: to set a tax or a policy it needs the powers set-rate, collect and spend", id)
}

// alive refuses what a person would do on or after the day of death.
func alive(p census.Person, path string, breaks vicinia.Invariant, on vicinia.Date) error {
	if p.Died != 0 && on >= p.Died {
		return refuse(path, breaks, "%s died on %s", p.ID, p.Died)
	}
	return nil
}
