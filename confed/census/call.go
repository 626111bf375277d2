package census

import "github.com/vicinia/vicinia"

// A Rule is how a roll is closed. It is the same for everyone. The voting age is
// not in it: it is that of the place of residence, in the vote of a region too.
type Rule struct {
	Reference Reference // zero: the day of the call
	AgeOn     AgeOn
	MinStay   int // days of residence in the place up to the reference date; 0 asks none
}

// AgeOn is the day on which age counts.
type AgeOn uint8

// The zero AgeOn is ElectionDay: who comes of age on the day of the vote is on the roll
//
const (
	ElectionDay AgeOn = iota
	ReferenceDay
)

// A Call is a vote for which a place needs its roll.
type Call struct {
	Place JurisdictionID
	Rule  Rule
	Call  vicinia.Date // the day of the call
	Vote  vicinia.Date // the day of the vote
}

// A test is a call made ready to judge persons.
type test struct {
	Call
	place  uint32       // number
	ref    vicinia.Date // reference date
	ageDay vicinia.Date
	born   []vicinia.Date // by voting age: the last day of birth of those old enough
}

// test checks a call, and looks up what does not depend on the person.
func (r *Register) test(c Call) (*test, error) {
	var bad faults
	t := &test{Call: c}
	i, ok := r.PlaceNumber(c.Place)
	if !ok {
		bad.add("place", "", "unknown place %s", c.Place)
	}
	t.place = uint32(i)
	if c.Rule.AgeOn > ReferenceDay {
		bad.add("ageon", "", "unknown day of age %d", c.Rule.AgeOn)
	}
	if c.Rule.MinStay < 0 {
		bad.add("minstay", "", "a stay of %d days is less than none", c.Rule.MinStay)
	}
	ref, err := c.Rule.Reference.Date(c.Call, c.Vote)
	if err != nil {
		bad = append(bad, err)
	}
	if len(bad) > 0 {
		return nil, bad.err()
	}
	t.ref, t.ageDay = ref, c.Vote
	if c.Rule.AgeOn == ReferenceDay {
		t.ageDay = ref
	}
	t.born = make([]vicinia.Date, r.oldest+1)
	for age := range t.born {
		t.born[age] = ofAge(age, t.ageDay)
	}
	return t, nil
}

// oldEnough reports whether somebody born on a day, who lives in a municipality, has its
// voting age on the day that counts.
func (t *test) oldEnough(born vicinia.Date, age uint8) bool {
	return born <= t.born[age]
}

// longEnough reports whether a person has lived in the place for MinStay days.
func (t *test) longEnough(r *Register, home stay, w walk) bool {
	if t.Rule.MinStay == 0 {
		return true
	}
	since := r.since(home, w, t.place)
	return int(t.ref-since) >= t.Rule.MinStay
}

// judgment is what keeps a person off on the reference date, if anything does.
func (t *test) judgment(r *Register, p *person) (vicinia.Interval, bool) {
	for next := p.banned; next != 0; {
		b := r.judgments.At(int(next - 1))
		if when := (vicinia.Interval{From: b.from, To: b.to}); when.Has(t.ref) {
			return when, true
		}
		next = b.former
	}
	return vicinia.Interval{}, false
}

// elector judges a person who lives in the place, and lives, on the reference date.
func (t *test) elector(r *Register, p *person, home stay, w walk) bool {
	if !t.oldEnough(p.born, r.places.At(int(home.place-1)).age) || !t.longEnough(r, home, w) {
		return false
	}
	_, barred := t.judgment(r, p)
	return !barred
}
