package census

import (
	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/internal/persist"
)

// An Editor takes facts in; [Register.Edit] makes one. A refused fact changes nothing,
// and its error is a [vicinia.Fault], or several joined, whose Path is the field in
// lower case. The order in which facts arrive does not matter, except that what a fact
// names must be known: persons and places before stays, regions before what they hold.
type Editor struct {
	next  Register
	owner *persist.Edit
}

// Edit begins the next register. Of a view of the past it edits the register itself.
func (r *Register) Edit() *Editor {
	e := &Editor{next: *r, owner: new(persist.Edit)}
	e.next.known = 0
	return e
}

// Register ends the edit. What the Editor is told afterwards goes into a register after
// that one.
func (e *Editor) Register() *Register {
	done := e.next
	e.owner = new(persist.Edit)
	return &done
}

// Place enters a municipality or a region whose id is unknown so far.
func (e *Editor) Place(p Place) error {
	var bad faults
	row := place{region: p.Region, age: AdultAge}
	if p.ID == "" {
		bad.add("id", "", "a place needs an id")
	} else if _, known := e.next.PlaceNumber(p.ID); known {
		bad.add("id", "", "%s is known already", p.ID)
	}
	if p.Within != "" {
		i, known := e.next.PlaceNumber(p.Within)
		switch {
		case !known:
			bad.add("within", "", "unknown place %s", p.Within)
		case !e.next.places.At(i).region:
			bad.add("within", "", "%s is not a region", p.Within)
		}
		row.within = uint32(i) + 1
	}
	if p.VotingAge < 0 || p.VotingAge > MaxVotingAge {
		bad.add("voting_age", "", "voting age %d is not in 0 to %d", p.VotingAge, MaxVotingAge)
	} else if p.VotingAge != 0 {
		row.age = uint8(p.VotingAge)
	}
	if len(bad) > 0 {
		return bad.err()
	}
	e.next.names.Add(e.owner, string(p.ID))
	e.next.places.Append(e.owner, row)
	e.next.oldest = max(e.next.oldest, int(row.age))
	return nil
}

// Person enters somebody whose id is unknown so far.
func (e *Editor) Person(p Person) error {
	var bad faults
	r := &e.next
	if p.ID == "" {
		bad.add("id", "", "a person needs an id")
	} else if _, known := r.Number(p.ID); known {
		bad.add("id", "", "%s is known already", p.ID)
	}
	if p.Born <= 0 {
		bad.add("born", "", "a person needs a day of birth")
	}
	if p.Died != 0 && p.Died < p.Born {
		bad.add("died", "", "died on %v, before the birth on %v", p.Died, p.Born)
	}
	if len(bad) > 0 {
		return bad.err()
	}
	if n := r.Len(); n > 0 && p.ID < r.id(uint32(n-1)) {
		r.mixed = true
	}
	r.ids.Add(e.owner, string(p.ID))
	r.people.Append(e.owner, person{born: p.Born, died: p.Died})
	return nil
}

// known finds a person whom a fact is about.
func (e *Editor) known(p PersonID, bad *faults) int {
	i, ok := e.next.Number(p)
	if !ok {
		bad.add("person", "", "unknown person %s", p)
	}
	return i
}

// Death enters the day of a death, once.
func (e *Editor) Death(p PersonID, on vicinia.Date) error {
	var bad faults
	i := e.known(p, &bad)
	if len(bad) > 0 {
		return bad.err()
	}
	switch row := e.next.people.At(i); {
	case row.died != 0:
		return fault("died", "", "%s died on %v already", p, row.died)
	case on < row.born:
		return fault("died", "", "%s died on %v, before the birth on %v", p, on, row.born)
	}
	e.next.people.Edit(e.owner, i).died = on
	return nil
}

// Judgment takes a person off every roll whose reference date lies in an interval. It is
// the only way: nothing else about a person keeps a neighbour from voting.
func (e *Editor) Judgment(p PersonID, when vicinia.Interval) error {
	var bad faults
	i := e.known(p, &bad)
	bad.interval(when)
	if len(bad) > 0 {
		return bad.err()
	}
	row := e.next.people.Edit(e.owner, i)
	n := e.next.judgments.Append(e.owner, ban{from: when.From, to: when.To, former: row.banned})
	row.banned = uint32(n) + 1
	return nil
}

// interval demands a beginning, before the end.
func (f *faults) interval(when vicinia.Interval) {
	if when.From <= 0 {
		f.add("from", "", "a day to begin with is needed")
	} else if when.To != 0 && when.To <= when.From {
		f.add("from", "", "%v is not before %v", when.From, when.To)
	}
}
