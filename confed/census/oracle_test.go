package census_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vicinia/vicinia"
	. "github.com/vicinia/vicinia/confed/census"
)

// facts is a register as plain lists, and the slow, obvious reading of it.
type facts struct {
	places    []Place
	people    []Person
	stays     []Residency
	judgments []judgment
}

type judgment struct {
	person PersonID
	when   vicinia.Interval
}

// enter makes a register of facts, which must all be taken. The order of persons, stays
// and judgments is rng's, or that of the lists.
func (f facts) enter(t testing.TB, rng *rand.Rand) *Register {
	e := new(Register).Edit()
	for _, p := range f.places {
		require.NoError(t, e.Place(p))
	}
	people, stays, judgments := slices.Clone(f.people), slices.Clone(f.stays), slices.Clone(f.judgments)
	if rng != nil {
		rng.Shuffle(len(people), func(i, j int) { people[i], people[j] = people[j], people[i] })
		rng.Shuffle(len(stays), func(i, j int) { stays[i], stays[j] = stays[j], stays[i] })
		rng.Shuffle(len(judgments), func(i, j int) { judgments[i], judgments[j] = judgments[j], judgments[i] })
	}
	for _, p := range people {
		require.NoError(t, e.Person(p))
	}
	for _, s := range stays {
		require.NoError(t, e.Residency(s))
	}
	for _, j := range judgments {
		require.NoError(t, e.Judgment(j.person, j.when))
	}
	return e.Register()
}

// of lists the stays of a person as somebody sees them who knows the recordings up to a
// day, oldest first.
func (f facts) of(p PersonID, seen vicinia.Date) (visible []Residency) {
	var all []Residency
	for _, s := range f.stays {
		if s.Person == p {
			all = append(all, s)
		}
	}
	slices.SortFunc(all, func(a, b Residency) int { return int(a.From - b.From) })
	for k, s := range all {
		if s.Recorded > seen {
			continue
		}
		if k+1 < len(all) && all[k+1].From == s.To && all[k+1].Recorded > seen {
			s.To = 0
			for _, later := range all[k+1:] {
				if later.Recorded <= seen {
					s.To = later.From
					break
				}
			}
		}
		visible = append(visible, s)
	}
	return visible
}

// home is the stay that covers a day.
func (f facts) home(p PersonID, on, seen vicinia.Date) (Residency, bool) {
	for _, s := range f.of(p, seen) {
		if s.Interval().Has(on) {
			return s, true
		}
	}
	return Residency{}, false
}

func (f facts) place(id JurisdictionID) Place {
	return f.places[slices.IndexFunc(f.places, func(p Place) bool { return p.ID == id })]
}

func (f facts) inside(p, in JurisdictionID) bool {
	return p == in || p != "" && f.place(p).Within != "" && f.inside(f.place(p).Within, in)
}

// birthdays counts the birthdays of somebody up to a day, one by one.
func birthdays(born, on vicinia.Date) (n int) {
	y, m, d := born.Civil()
	for {
		next, err := vicinia.NewDate(y+n+1, m, d)
		if err != nil { // no 29 February in this year
			next, _ = vicinia.NewDate(y+n+1, 3, 1)
		}
		if next > on {
			return n
		}
		n++
	}
}

// roll is who votes, by id.
func (f facts) roll(c Call, ref vicinia.Date) []PersonID {
	on := map[PersonID]bool{}
	for _, p := range f.people {
		if f.votes(p, c, ref, ref) {
			on[p.ID] = true
		}
	}
	return slices.Sorted(maps.Keys(on))
}

func (f facts) votes(p Person, c Call, ref, seen vicinia.Date) bool {
	home, ok := f.home(p.ID, ref, seen)
	if !ok || !f.inside(home.Municipality, c.Place) || p.Died != 0 && p.Died <= ref {
		return false
	}
	age := f.place(home.Municipality).VotingAge
	if age == 0 {
		age = 18
	}
	day := c.Vote
	if c.Rule.AgeOn == ReferenceDay {
		day = ref
	}
	if birthdays(p.Born, day) < age {
		return false
	}
	for d := range vicinia.Date(c.Rule.MinStay + 1) { // every day before it was a day there
		s, ok := f.home(p.ID, ref-d, seen)
		if !ok || !f.inside(s.Municipality, c.Place) {
			return false
		}
	}
	return !slices.ContainsFunc(f.judgments, func(j judgment) bool {
		return j.person == p.ID && j.when.Has(ref)
	})
}

// drawn is a small country: regions in a region, and lives of many moves, gaps, deaths,
// late recordings and judgments, close to each other so that everything happens.
func drawn(rng *rand.Rand) (f facts) {
	f.places = []Place{
		{ID: "R", Region: true}, {ID: "S", Region: true, Within: "R"}, {ID: "T", Region: true},
		{ID: "b", Within: "S"}, {ID: "a", Within: "S", VotingAge: 16}, {ID: "c", Within: "R", VotingAge: 21},
		{ID: "d", Within: "T"}, {ID: "e"},
	}
	towns := []JurisdictionID{"a", "b", "c", "d", "e"}
	start := date("2020-01-01")
	day := func(n int) vicinia.Date { return start + vicinia.Date(rng.IntN(n)) }
	for i := range 30 {
		p := Person{ID: PersonID(fmt.Sprintf("person-%d", i)), Born: date("1999-01-01") + vicinia.Date(rng.IntN(8*365))}
		if rng.IntN(4) == 0 {
			p.Died = day(400)
		}
		f.people = append(f.people, p)
		from := day(60)
		for rng.IntN(6) != 0 {
			s := Residency{Person: p.ID, Municipality: towns[rng.IntN(len(towns))], From: from}
			s.To = from + 1 + vicinia.Date(rng.IntN(120))
			switch rng.IntN(3) {
			case 0:
				s.Recorded = from + vicinia.Date(rng.IntN(90)) - 10
			case 1:
				s.Recorded = from
			}
			from = s.To + vicinia.Date(max(0, rng.IntN(60)-30))
			f.stays = append(f.stays, s)
		}
		if n := len(f.stays); n > 0 && f.stays[n-1].Person == p.ID && rng.IntN(2) == 0 {
			f.stays[n-1].To = 0
		}
		if rng.IntN(5) == 0 {
			when := vicinia.Interval{From: day(300)}
			if rng.IntN(2) == 0 {
				when.To = when.From + 1 + vicinia.Date(rng.IntN(100))
			}
			f.judgments = append(f.judgments, judgment{p.ID, when})
		}
	}
	return f
}

// drawnCall is a vote somewhere in the time of drawn.
func drawnCall(rng *rand.Rand, f facts) Call {
	vote := date("2020-06-01") + vicinia.Date(rng.IntN(300))
	c := Call{Place: f.places[rng.IntN(len(f.places))].ID, Call: vote - vicinia.Date(rng.IntN(60)), Vote: vote}
	switch rng.IntN(4) {
	case 0:
		c.Rule.Reference = FirstOfMonthBefore(rng.IntN(3))
	case 1:
		c.Rule.Reference = DaysBefore(rng.IntN(90))
	case 2:
		c.Rule.Reference = On(vote - vicinia.Date(rng.IntN(90)))
	}
	c.Rule.AgeOn = AgeOn(rng.IntN(2))
	if rng.IntN(3) == 0 {
		c.Rule.MinStay = rng.IntN(80)
	}
	return c
}

func electors(l *Roll) []PersonID { return slices.Collect(l.All()) }

// dump is everything that a register says.
func dump(r *Register) string {
	var b strings.Builder
	for p := range r.Places() {
		fmt.Fprintln(&b, p)
	}
	for p := range r.People() {
		fmt.Fprintln(&b, p)
		for s := range r.Stays(p.ID) {
			fmt.Fprintln(&b, s)
		}
	}
	return b.String()
}
