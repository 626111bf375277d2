package competence

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
)

// MinOpen is how long a call for candidacies stands open before "none came" may be said,
// in days.
const MinOpen = 30

// openYear is how long ago such a call may have ended, in days.
const openYear = 366

// An Assignment is the provider of a service on a day, and what led there. Rung 0 is
// nobody: the last reason says what is missing.
type Assignment struct {
	Service  confed.Service
	On       vicinia.Date
	Rung     confed.Rung
	Provider string // a community, the jurisdiction or a compact
	because  []Reason
}

// Why walks the reasons, from the first rung upward.
func (a Assignment) Why() iter.Seq[vicinia.Step] {
	return func(yield func(vicinia.Step) bool) {
		for _, r := range a.because {
			if !yield(r) {
				return
			}
		}
	}
}

// A Reason is the step of one rung.
type Reason struct {
	Rung   confed.Rung
	Rule   vicinia.Invariant
	Passed bool // the rung provides; else the ladder is climbed, or stops here
	Text   string
}

// Key is competence.commons, competence.municipality or competence.compact.
func (r Reason) Key() string { return "competence." + r.Rung.String() }

// String is commons: Oberallmeind was found sufficient (S-1).
func (r Reason) String() string { return fmt.Sprintf("%s: %s (%s)", r.Rung, r.Text, r.Rule) }

// Assign climbs the ladder: commons, municipality, compact. The same evidence gives the
// same rung (S-9).
func Assign(e Evidence) Assignment {
	a := Assignment{Service: e.Service, On: e.On}
	for _, rung := range []func(Evidence, *Assignment) bool{commons, municipality, compact} {
		if !rung(e, &a) {
			break
		}
	}
	return a
}

// say adds a reason.
func (a *Assignment) say(rung confed.Rung, rule vicinia.Invariant, format string, args ...any) {
	a.because = append(a.because, Reason{Rung: rung, Rule: rule, Text: fmt.Sprintf(format, args...)})
}

// give ends the climb.
func (a *Assignment) give(rung confed.Rung, provider string) {
	a.Rung, a.Provider = rung, provider
	a.because[len(a.because)-1].Passed = true
}

// commons gives the service to the first sufficient candidate; it reports whether a
// government may be asked.
func commons(e Evidence, a *Assignment) (goOn bool) {
	var open, poor []confed.CommunityID
	for _, c := range e.Candidacies {
		f, found := e.finding(confed.Commons, string(c.Candidate))
		switch {
		case found && f.Sufficient:
			a.say(confed.Commons, "S-1", "%s offered on %s and the residents found it sufficient until %s", c.Candidate, c.On, f.When.To)
			a.give(confed.Commons, string(c.Candidate))
			return false
		case found:
			poor = append(poor, c.Candidate)
		case !slices.Contains(open, c.Candidate):
			open = append(open, c.Candidate)
		}
	}
	switch {
	case len(open) > 0:
		a.say(confed.Commons, "S-1", "%s offered, and no finding holds: the residents must find whether it is sufficient", names(open))
		return false
	case len(poor) > 0:
		a.say(confed.Commons, "S-1", "the residents found %s insufficient", names(poor))
		return true
	}
	return nobodyCame(e, a)
}

// names joins ids for people.
func names(ids []confed.CommunityID) string {
	var b strings.Builder
	for i, id := range ids {
		b.WriteString([]string{"", ", "}[min(i, 1)] + string(id))
	}
	return b.String()
}

// nobodyCame reports whether a call stood open long enough, lately enough.
func nobodyCame(e Evidence, a *Assignment) bool {
	for _, o := range e.Openings {
		if o.When.To <= e.On && e.On-o.When.To <= openYear && o.When.Days() >= MinOpen {
			a.say(confed.Commons, "S-1", "a call for candidacies stood open from %s to %s and no commons came", o.When.From, o.When.To)
			return true
		}
	}
	a.say(confed.Commons, "S-1", "no commons was asked: open a call for candidacies for %d days", MinOpen)
	return false
}

// municipality gives the service to the jurisdiction unless it cannot; it reports whether
// a compact may be asked.
func municipality(e Evidence, a *Assignment) (goOn bool) {
	id := string(e.Service.Jurisdiction)
	f, found := e.finding(confed.LocalGovernment, id)
	switch {
	case found && !f.Sufficient:
		a.say(confed.LocalGovernment, "S-2", "the residents found %s insufficient", id)
		return true
	case e.Service.People > e.People:
		a.say(confed.LocalGovernment, "S-2", "it takes %d people, and %d live in %s", e.Service.People, e.People, id)
		return true
	}
	a.say(confed.LocalGovernment, "S-2", "%s provides it itself", id)
	a.give(confed.LocalGovernment, id)
	return false
}

// compact gives the service to the first compact that is large enough.
func compact(e Evidence, a *Assignment) bool {
	for _, c := range e.Compacts {
		if f, found := e.finding(confed.Pooled, string(c.ID)); found && !f.Sufficient {
			a.say(confed.Pooled, "S-2", "the residents found %s insufficient", c.ID)
			continue
		}
		if e.Service.People > c.People {
			a.say(confed.Pooled, "S-2", "it takes %d people, and %d live in the parties of %s", e.Service.People, c.People, c.ID)
			continue
		}
		a.say(confed.Pooled, "S-2", "%s has %s among its objects, and %d people in its parties", c.ID, e.Service.Object, c.People)
		a.give(confed.Pooled, string(c.ID))
		return false
	}
	a.say(confed.Pooled, "S-2", "%s is a party of no compact that could: join one with the object %s", e.Service.Jurisdiction, e.Service.Object)
	return false
}
