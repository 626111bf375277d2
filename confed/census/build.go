package census

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/vicinia/vicinia"
)

// Build makes the provisional roll of a municipality or a region for a vote: who lived
// there on the reference date, as the register then knew it, and is old enough. There is
// no argument for anything but vicinity and age. See the package comment.
func Build(r *Register, rule Rule, place JurisdictionID, call, vote vicinia.Date) (*Roll, error) {
	t, err := r.test(Call{Place: place, Rule: rule, Call: call, Vote: vote})
	if err != nil {
		return nil, err
	}
	roll, _ := r.scan([]*test{t})
	return roll[0], nil
}

// BuildAll makes the rolls of all votes of one day, in the order of the calls and one
// pass over the register for each distinct reference date. A day that would give
// somebody two votes is refused, naming everyone; see [Doubles]. The Vote of a call may
// be left 0.
func BuildAll(r *Register, vote vicinia.Date, calls ...Call) ([]*Roll, error) {
	var bad faults
	calls = slices.Clone(calls)
	for k := range calls {
		if calls[k].Vote != 0 && calls[k].Vote != vote {
			bad.add(fmt.Sprintf("calls[%d].vote", k), "",
				"the vote is on %v, not on %v", calls[k].Vote, vote)
		}
		calls[k].Vote = vote
	}
	if len(bad) > 0 {
		return nil, bad.err()
	}
	rolls, err := Scan(r, calls)
	if err != nil {
		return nil, err
	}
	if err := Doubles(rolls...); err != nil {
		return nil, err
	}
	return rolls, nil
}

// Scan makes the rolls of votes of any days, in the order of the calls and one pass over
// the register for each distinct reference date. It does not look for doubles. A call
// that is wrong refuses all, naming every fault.
func Scan(r *Register, calls []Call) ([]*Roll, error) {
	var bad faults
	tests := make([]*test, len(calls))
	for k, c := range calls {
		t, err := r.test(c)
		for f := range vicinia.Faults(err) {
			bad.add(fmt.Sprintf("calls[%d].%s", k, f.Path), f.Breaks, "%w", f.Err)
		}
		tests[k] = t
	}
	if len(bad) > 0 {
		return nil, bad.err()
	}
	rolls, _ := r.scan(tests)
	return rolls, nil
}

// scan also counts the persons it looked at.
func (r *Register) scan(tests []*test) (rolls []*Roll, visits int) {
	rolls = make([]*Roll, len(tests))
	order := make([]int, len(tests))
	for k, t := range tests {
		order[k] = k
		rolls[k] = &Roll{Place: t.Place, Reference: t.ref, Call: t.Call.Call, Vote: t.Vote, reg: r, test: t}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(tests[a].ref, tests[b].ref) })
	for len(order) > 0 {
		ref, n := tests[order[0]].ref, 1
		for n < len(order) && tests[order[n]].ref == ref {
			n++
		}
		s := newSheet(r, rolls, order[:n])
		visits += s.fill(r, ref)
		order = order[n:]
	}
	for _, l := range rolls {
		r.sort(l.list)
	}
	return rolls, visits
}

// A sheet says which rolls of one reference date want whom, in flat arrays.
type sheet struct {
	rolls []*Roll
	next  []uint32 // of a roll: the next roll of the same place + 1
	first []uint32 // of a place: its first roll + 1
	up    []uint32 // of a place: the nearest place, itself or above, with a roll, + 1
}

func newSheet(r *Register, all []*Roll, of []int) *sheet {
	n := r.NumPlaces()
	s := &sheet{next: make([]uint32, len(of)), first: make([]uint32, n), up: make([]uint32, n)}
	for k, i := range of {
		l := all[i]
		s.rolls = append(s.rolls, l)
		s.next[k], s.first[l.test.place] = s.first[l.test.place], uint32(k)+1
	}
	for p := range s.up { // a region arrives before what lies in it
		if s.first[p] != 0 {
			s.up[p] = uint32(p) + 1
		} else if in := r.Parent(p); in >= 0 {
			s.up[p] = s.up[in]
		}
	}
	return s
}

// fill goes through the register once.
func (s *sheet) fill(r *Register, ref vicinia.Date) (visits int) {
	seen := r.horizon(ref)
	for first, rows := range r.people.Pages {
		visits += len(rows)
		for k := range rows {
			p := &rows[k]
			home, w, ok := r.home(p, ref, seen)
			if !ok || !p.alive(ref) {
				continue
			}
			for up := s.up[home.place-1]; up != 0; {
				s.enter(r, uint32(first+k), p, up-1, home, w)
				if up = r.places.At(int(up - 1)).within; up != 0 {
					up = s.up[up-1]
				}
			}
		}
	}
	return visits
}

// enter puts a person on the rolls of one place.
func (s *sheet) enter(r *Register, i uint32, p *person, of uint32, home stay, w walk) {
	for k := s.first[of]; k != 0; k = s.next[k-1] {
		if l := s.rolls[k-1]; l.test.elector(r, p, home, w) {
			l.list = append(l.list, i)
		}
	}
}
