package census

import (
	"iter"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/internal/persist"
)

// A Register is who was born and died, who lived where, and when the office learnt it.
// It never changes: Edit makes the next one, which shares what did not change. The zero
// Register is empty.
//
// Persons and places have dense numbers, for the loops of a fiscal year. They are the
// order of arrival, and so must never order a result.
type Register struct {
	ids       persist.Dict
	people    persist.Vector[person]
	former    persist.Vector[stay]
	judgments persist.Vector[ban]
	names     persist.Dict
	places    persist.Vector[place]
	oldest    int          // the highest voting age of a place
	mixed     bool         // the ids of persons did not arrive in their order
	known     vicinia.Date // the last day whose recordings are seen; 0 is all
}

// KnownAt is the register as it was known at the end of a day; it costs nothing. Stays
// recorded later are not seen, nor are the ends that they set to the stays before them.
// An end that no later stay set (a departure), a death and a judgment are always seen.
// A view of a view knows no more than the view; day 0 changes nothing.
func (r *Register) KnownAt(day vicinia.Date) *Register {
	view := *r
	if day != 0 {
		view.known = r.horizon(day)
	}
	return &view
}

// horizon is the earlier of a day and what the view knows.
func (r *Register) horizon(day vicinia.Date) vicinia.Date {
	if r.known == 0 {
		return day
	}
	return min(day, r.known)
}

// Len is the number of persons.
func (r *Register) Len() int { return r.people.Len() }

// Number returns the dense number of a person.
func (r *Register) Number(id PersonID) (int, bool) { return r.ids.Find(string(id)) }

// PersonAt returns the person of a number.
func (r *Register) PersonAt(i int) Person {
	row := r.people.At(i)
	return Person{ID: r.id(uint32(i)), Born: row.born, Died: row.died}
}

func (r *Register) id(i uint32) PersonID { return PersonID(r.ids.ID(int(i))) }

// Person returns a person by id.
func (r *Register) Person(id PersonID) (Person, bool) {
	i, ok := r.Number(id)
	if !ok {
		return Person{}, false
	}
	return r.PersonAt(i), true
}

// Home returns the stay of a person that covers a day; none from the day of death on.
func (r *Register) Home(p PersonID, on vicinia.Date) (Residency, bool) {
	i, ok := r.Number(p)
	if !ok || !r.people.At(i).alive(on) {
		return Residency{}, false
	}
	s, _, ok := r.home(r.people.At(i), on, r.horizon(ever))
	if !ok {
		return Residency{}, false
	}
	return r.residency(p, s.dense()), true
}

func (r *Register) residency(p PersonID, s Stay) Residency {
	return Residency{
		Person: p, Municipality: r.placeID(uint32(s.Place)),
		From: s.From, To: s.To, Recorded: s.Recorded,
	}
}

// Stays walks the stays of a person, oldest first; see StaysAt.
func (r *Register) Stays(p PersonID) iter.Seq[Residency] {
	return func(yield func(Residency) bool) {
		i, ok := r.Number(p)
		if !ok {
			return
		}
		for s := range r.StaysAt(i) {
			if !yield(r.residency(p, s)) {
				return
			}
		}
	}
}

// Residents walks who lives on a day in a municipality, or in the municipalities of a
// region at any depth, by id. It is one pass over the register.
func (r *Register) Residents(in JurisdictionID, on vicinia.Date) iter.Seq[PersonID] {
	return func(yield func(PersonID) bool) {
		of, ok := r.PlaceNumber(in)
		if !ok {
			return
		}
		held := r.held(of)
		seen := r.horizon(ever)
		var list []uint32
		for first, rows := range r.people.Pages {
			for k := range rows {
				s, _, ok := r.home(&rows[k], on, seen)
				if ok && held[s.place-1] && rows[k].alive(on) {
					list = append(list, uint32(first+k))
				}
			}
		}
		r.sort(list)
		r.yield(list, yield)
	}
}

// held says of every place whether it is of, or lies in it.
func (r *Register) held(of int) []bool {
	held := make([]bool, r.NumPlaces())
	for i := of; i < len(held); i++ { // a region arrives before what lies in it
		held[i] = i == of || r.Parent(i) >= 0 && held[r.Parent(i)]
	}
	return held
}

// People walks all persons by id.
func (r *Register) People() iter.Seq[Person] {
	return func(yield func(Person) bool) {
		for _, i := range r.Sorted() {
			if !yield(r.PersonAt(i)) {
				return
			}
		}
	}
}

// Places walks all places by id.
func (r *Register) Places() iter.Seq[Place] {
	return func(yield func(Place) bool) {
		for _, i := range r.names.Sorted() {
			if !yield(r.PlaceAt(i)) {
				return
			}
		}
	}
}

func (r *Register) yield(list []uint32, yield func(PersonID) bool) {
	for _, i := range list {
		if !yield(r.id(i)) {
			return
		}
	}
}
