package census

import "github.com/vicinia/vicinia"

// Residency enters a stay with its interval. It is refused if the person lives somewhere
// else on any day of it: to end a stay is a fact of its own, see Move. It costs a
// step for each later stay of the person.
func (e *Editor) Residency(s Residency) error {
	var bad faults
	i := e.known(s.Person, &bad)
	row := stay{from: s.From, to: s.To, recorded: s.Recorded}
	row.place = e.municipality(s.Municipality, &bad)
	bad.interval(s.Interval())
	if len(bad) > 0 {
		return bad.err()
	}
	return e.insert(i, row)
}

// municipality is the number + 1 of a place where people can live.
func (e *Editor) municipality(id JurisdictionID, bad *faults) uint32 {
	i, ok := e.next.PlaceNumber(id)
	if !ok {
		bad.add("municipality", "", "unknown place %s", id)
	} else if e.next.places.At(i).region {
		bad.add("municipality", "", "%s is a region; people live in its municipalities", id)
	}
	return uint32(i) + 1
}

// insert chains a stay in between the one after it and the one before it, unless it
// overlaps one of them.
func (e *Editor) insert(i int, row stay) error {
	r := &e.next
	before := r.people.At(i).last
	if before.place == 0 || before.from < row.from {
		return e.push(i, row)
	}
	var after stay
	at := -1 // row of after among the former; -1 is the latest stay, which is inline
	for before.place != 0 && before.from >= row.from {
		if after.place != 0 {
			at = int(after.former) - 1
		}
		after, before = before, stay{}
		if after.former != 0 {
			before = *r.former.At(int(after.former - 1))
		}
	}
	if err := e.apart(i, row, after); err != nil {
		return err
	}
	if err := e.apart(i, before, row); err != nil {
		return err
	}
	row.former = after.former
	link := uint32(r.former.Append(e.owner, row)) + 1
	if at < 0 {
		r.people.Edit(e.owner, i).last.former = link
	} else {
		r.former.Edit(e.owner, at).former = link
	}
	return nil
}

// push makes a stay the latest.
func (e *Editor) push(i int, row stay) error {
	r := &e.next
	last := r.people.At(i).last
	if err := e.apart(i, last, row); err != nil {
		return err
	}
	if last.place != 0 {
		row.former = uint32(r.former.Append(e.owner, last)) + 1
	}
	r.people.Edit(e.owner, i).last = row
	return nil
}

// apart refuses two stays, in the order of their beginnings, that overlap.
func (e *Editor) apart(i int, a, b stay) error {
	if a.place == 0 || a.to != 0 && a.to <= b.from {
		return nil
	}
	r := &e.next
	return fault("from", "R-1", "%s lives in %s %v and in %s %v", r.id(uint32(i)),
		r.placeID(a.place-1), a.interval(), r.placeID(b.place-1), b.interval())
}

// Move registers a person elsewhere, and ends the open stay on the same day.
// Somebody without an open stay just arrives. Recorded is the day of the entry; 0 is
// since ever.
func (e *Editor) Move(p PersonID, to JurisdictionID, on, recorded vicinia.Date) error {
	var bad faults
	i := e.known(p, &bad)
	row := stay{from: on, recorded: recorded}
	row.place = e.municipality(to, &bad)
	bad.interval(row.interval())
	if len(bad) > 0 {
		return bad.err()
	}
	last := e.next.people.At(i).last
	if last.place == 0 || last.to != 0 || on <= last.from {
		return e.insert(i, row)
	}
	if last.place == row.place {
		return fault("municipality", "R-2", "%s lives in %s already, %v", p, to, last.interval())
	}
	e.next.people.Edit(e.owner, i).last.to = on
	return e.push(i, row)
}

// Departure ends the open stay of a person without another. It has no day of recording:
// an end that no later stay set is always seen.
func (e *Editor) Departure(p PersonID, on vicinia.Date) error {
	var bad faults
	i := e.known(p, &bad)
	if len(bad) > 0 {
		return bad.err()
	}
	last := e.next.people.At(i).last
	switch {
	case last.place == 0 || last.to != 0:
		return fault("person", "", "%s has no open stay to end", p)
	case on <= last.from:
		return fault("to", "", "%v is not after %v, when the stay began", on, last.from)
	}
	e.next.people.Edit(e.owner, i).last.to = on
	return nil
}
