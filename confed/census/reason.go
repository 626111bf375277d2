package census

import (
	"fmt"

	"github.com/vicinia/vicinia"
)

// A Reason says why a person is on a roll, or not. It is a [vicinia.Step]: Key tells its
// kinds apart, and the fields are what the sentence of each needs.
type Reason struct {
	On        bool
	Breaks    vicinia.Invariant // "" if on
	Person    PersonID
	Place     JurisdictionID // of the vote
	Reference vicinia.Date
	Home      Residency        // on the reference date; the zero one if nowhere
	Age       int              // on AgeDay
	AgeDay    vicinia.Date     // the day of the vote, or the reference date
	Day       vicinia.Date     // of death, of recording, of coming of age, or the first of the stay
	Asked     int              // years of age, or days of residence
	Judgment  vicinia.Interval // of a person barred
	Cause     string           // of a correction; "" if there was none

	kind reasonKind
}

type reasonKind uint8

const (
	unknown reasonKind = iota
	elector
	dead
	nowhere
	elsewhere
	late
	young
	short
	barred
)

var reasonKeys = [...]string{
	unknown: "census.unknown", elector: "census.elector", dead: "census.dead",
	nowhere: "census.nowhere", elsewhere: "census.elsewhere", late: "census.late",
	young: "census.young", short: "census.short", barred: "census.barred",
}

// Key is census. and elector (on the roll), unknown, dead, nowhere, elsewhere, late,
// young, short (of days of residence) or barred.
func (w Reason) Key() string { return reasonKeys[w.kind] }

// String is "on the roll: A since 2019-01-01, 44 years on the day of the vote".
func (w Reason) String() string {
	s := "not on the roll: "
	if w.On {
		s = "on the roll: "
	}
	s += w.sentence()
	if w.Cause != "" {
		s += " (corrected: " + w.Cause + ")"
	}
	return s
}

func (w Reason) sentence() string {
	switch w.kind {
	case elector:
		when := "on the day of the vote"
		if w.AgeDay == w.Reference {
			when = "on " + w.AgeDay.String()
		}
		return fmt.Sprintf("%s since %v, %d years %s", w.Home.Municipality, w.Home.From, w.Age, when)
	case dead:
		return fmt.Sprintf("died on %v", w.Day)
	case nowhere:
		return fmt.Sprintf("no residence on %v", w.Reference)
	case elsewhere:
		return fmt.Sprintf("lived in %s on %v", w.Home.Municipality, w.Reference)
	case late:
		return fmt.Sprintf("registered on %v, after the reference date %v", w.Day, w.Reference)
	case young:
		return fmt.Sprintf("too young, %d on %v", w.Asked, w.Day)
	case short:
		return fmt.Sprintf("in %s since %v, and on %v %d days are asked", w.Place, w.Day, w.Reference, w.Asked)
	case barred:
		return fmt.Sprintf("by judgment, %v", w.Judgment)
	}
	return "unknown person"
}

// Explain says why a person is on the roll, or not: the first that applies of unknown,
// dead, without a residence or with one elsewhere (or registered here, but too late),
// too young, not long enough here, and barred. Of a person whom a correction put on or
// took off, it says what the correction was judged by, and its cause.
func (l *Roll) Explain(p PersonID) Reason {
	i, ok := l.reg.Number(p)
	if !ok {
		return Reason{Breaks: "R-3", Person: p, Place: l.Place, Reference: l.Reference}
	}
	for k := len(l.claims) - 1; k >= 0; k-- {
		if c := l.claims[k]; c.Person == p {
			why := l.reason(i, l.reg.horizon(ever))
			why.Cause = c.Cause
			return why
		}
	}
	return l.reason(i, l.reg.horizon(l.test.ref))
}

// reason judges a person with the eyes of a day, claims apart.
func (l *Roll) reason(i int, seen vicinia.Date) Reason {
	r, t := l.reg, l.test
	row := r.people.At(i)
	why := Reason{
		Breaks: "R-3", Person: r.id(uint32(i)), Place: l.Place, Reference: t.ref,
		Age: years(row.born, t.ageDay), AgeDay: t.ageDay,
	}
	home, w, ok := r.home(row, t.ref, seen)
	if ok {
		why.Home = r.residency(why.Person, home.dense())
	}
	if !row.alive(t.ref) {
		why.kind, why.Day = dead, row.died
		return why
	}
	if !ok || !r.inside(home.place-1, t.place) {
		l.away(&why, row, ok)
		return why
	}
	age := r.places.At(int(home.place - 1)).age
	judgment, isBarred := t.judgment(r, row)
	switch {
	case !t.oldEnough(row.born, age):
		why.kind, why.Asked, why.Day = young, int(age), comingOfAge(row.born, int(age))
	case !t.longEnough(r, home, w):
		why.kind, why.Asked, why.Day = short, t.Rule.MinStay, r.since(home, w, t.place)
	case isBarred:
		why.kind, why.Judgment = barred, judgment
	default:
		why.kind, why.On, why.Breaks = elector, true, ""
	}
	return why
}

// away says why a person does not count as living in the place.
func (l *Roll) away(why *Reason, row *person, somewhere bool) {
	r := l.reg
	why.kind, why.Breaks = nowhere, "R-5"
	if somewhere {
		why.kind = elsewhere
	}
	home, _, ok := r.home(row, l.test.ref, r.horizon(ever))
	if ok && r.inside(home.place-1, l.test.place) {
		why.kind, why.Breaks, why.Day = late, "R-3", home.recorded
	}
}

// comingOfAge is the day on which somebody is age years old; see ofAge.
func comingOfAge(born vicinia.Date, age int) vicinia.Date {
	day := born.AddMonths(12 * age)
	if ofAge(age, day) < born {
		day++
	}
	return day
}
