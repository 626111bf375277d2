package census

import (
	"cmp"
	"slices"
	"strings"

	"github.com/vicinia/vicinia/internal/persist"
)

// Doubles refuses rolls of which two of one day, of different municipalities, have a
// person in common: nobody votes in two municipalities on the same day. It can
// happen when their reference dates differ. There is one fault for each day and person,
// by day and id, and its Path is person. Rolls of regions do not count: a neighbour
// votes in the municipality and in its region.
func Doubles(rolls ...*Roll) error {
	var own []*Roll
	for _, l := range rolls {
		if p, _ := l.reg.Place(l.Place); !p.Region {
			own = append(own, l)
		}
	}
	slices.SortStableFunc(own, func(a, b *Roll) int { return cmp.Compare(a.Vote, b.Vote) })
	var bad faults
	var m meeting
	for from, to := 0, 0; from < len(own); from = to {
		for to < len(own) && own[to].Vote == own[from].Vote {
			to++
		}
		for _, p := range m.doubles(own, from, to) {
			bad.double(p, own[from:to])
		}
	}
	return bad.err()
}

// double names a person and the rolls.
func (f *faults) double(p PersonID, rolls []*Roll) {
	var on []string
	for _, l := range rolls {
		if l.Has(p) {
			on = append(on, string(l.Place)+" as of "+l.Reference.String())
		}
	}
	slices.Sort(on)
	f.add("person", "R-7", "%s is on the rolls of %s for the votes on %v",
		p, strings.Join(slices.Compact(on), " and "), rolls[0].Vote)
}

// A meeting notes who was met on which roll. The rolls may be of several registers, so
// it numbers persons as the register of the first roll does, and goes on from there.
type meeting struct {
	base *Register
	ids  persist.Dict
	edit persist.Edit
	met  []int // by person: the first roll of a day, + 1; those of former days are stale
}

// doubles returns who is on two of the rolls of one day, from and to among all, by id.
func (m *meeting) doubles(all []*Roll, from, to int) (found []PersonID) {
	if m.base == nil {
		m.base = all[0].reg
		m.ids = m.base.ids
		m.met = make([]int, m.ids.Len())
	}
	for k := from; k < to; k++ {
		for _, i := range all[k].list {
			n := m.number(all[k].reg, i)
			if before := m.met[n] - 1; before < from {
				m.met[n] = k + 1
			} else if all[before].Place != all[k].Place {
				found = append(found, all[k].reg.id(i))
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

func (m *meeting) number(r *Register, i uint32) int {
	if r == m.base {
		return int(i)
	}
	n, fresh := m.ids.Add(&m.edit, string(r.id(i)))
	if fresh {
		m.met = append(m.met, 0)
	}
	return n
}
