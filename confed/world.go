package confed

import (
	"iter"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/internal/persist"
)

// A World is everything on record. It never changes under its reader, and any number of
// goroutines may read it. The zero World is empty.
type World struct {
	register      *census.Register
	jurisdictions persist.Table[*place]
	communities   persist.Table[*community]
	compacts      persist.Table[*compact]
	calls         persist.Table[*call]
	motions       persist.Table[*motion]
	services      persist.Table[*service]
	phyles        persist.Table[*phyle]

	members  persist.Vector[membership]
	joined   persist.Vector[uint32] // by person: 1 + the newest membership
	checkins persist.Dict           // motion and person, four bytes each
	turnout  persist.Vector[int64]  // by motion: check-ins

	years     []*fiscalYear // by year
	firstCall vicinia.Date  // the earliest day of a call; 0 while there is none
	unlisted  unlisted
}

// Records are never changed once a world is made: an act puts a changed copy in place.
type (
	place struct {
		Jurisdiction
		schedules []Adopted[Schedule] // by year
		policies  []Adopted[Policy]   // by year
	}
	community struct {
		Community
		recognitions []Recognition
	}
	compact struct {
		Compact
		terms   []Term // as they were agreed
		budgets []Budget
	}
	membership struct {
		person, community int32
		from, to          vicinia.Date
		next              uint32 // 1 + the person's former one
	}
)

// Adopted is an act and the decision that did it; By is "" if none was needed.
type Adopted[A Act] struct {
	Act A
	By  DecisionID
}

// unlisted are acts that no table of a world folder holds.
type unlisted struct{ corrections, judgments, revisions bool }

// Unlisted names the acts on record that no table of a world folder holds.
func (w *World) Unlisted() []string {
	var names []string
	for _, u := range []struct {
		any  bool
		name string
	}{
		{w.unlisted.corrections, "corrections"}, {w.unlisted.judgments, "judgments"}, {w.unlisted.revisions, "revisions"},
	} {
		if u.any {
			names = append(names, u.name)
		}
	}
	return names
}

// Register returns the register of residence, to build rolls from.
func (w *World) Register() *census.Register {
	if w.register == nil {
		return new(census.Register)
	}
	return w.register
}

// Jurisdiction looks up by id; ok is false if there is none.
func (w *World) Jurisdiction(id census.JurisdictionID) (j Jurisdiction, ok bool) {
	if p, ok := w.jurisdictions.Find(string(id)); ok {
		return (*p).Jurisdiction, true
	}
	return Jurisdiction{}, false
}

// Jurisdictions walks them by id.
func (w *World) Jurisdictions() iter.Seq[Jurisdiction] {
	return walk(&w.jurisdictions, func(p *place) Jurisdiction { return p.Jurisdiction })
}

// Powers returns the powers of a jurisdiction; one that has none of its own has those of
// the region above it.
func (w *World) Powers(id census.JurisdictionID) Powers {
	for {
		j, ok := w.Jurisdiction(id)
		switch {
		case !ok:
			return 0
		case j.Powers != 0:
			return j.Powers &^ NoPowers
		}
		id = j.Within
	}
}

// Community looks up by id; ok is false if there is none.
func (w *World) Community(id CommunityID) (c Community, ok bool) {
	if p, ok := w.communities.Find(string(id)); ok {
		return (*p).Community, true
	}
	return Community{}, false
}

// Communities walks them by id.
func (w *World) Communities() iter.Seq[Community] {
	return walk(&w.communities, func(c *community) Community { return c.Community })
}

// Compact looks up by id; ok is false if there is none.
func (w *World) Compact(id CompactID) (c Compact, ok bool) {
	if p, ok := w.compacts.Find(string(id)); ok {
		return (*p).own(), true
	}
	return Compact{}, false
}

// own is a copy that shares no objects.
func (c Compact) own() Compact {
	c.Objects = slices.Clone(c.Objects)
	return c
}

// Compacts walks them by id.
func (w *World) Compacts() iter.Seq[Compact] {
	return walk(&w.compacts, func(c *compact) Compact { return c.own() })
}

// walk yields the records of a table by id.
func walk[R, V any](t *persist.Table[R], view func(R) V) iter.Seq[V] {
	return func(yield func(V) bool) {
		for _, i := range t.Sorted() {
			if !yield(view(*t.At(i))) {
				return
			}
		}
	}
}
