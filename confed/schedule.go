package confed

import (
	"errors"
	"iter"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/fiscal/tax"
)

func (s Schedule) do(ed *editor) error {
	p, err := ed.jurisdiction("jurisdiction", s.Jurisdiction)
	if err := errors.Join(err, properYear(s.Year)); err != nil {
		return err
	}
	faults := []error{ed.until(s.Year, Voted), s.check(&ed.w)}
	if !s.External {
		faults = append(faults, ed.w.sovereign(s.Jurisdiction), ed.adopted())
	}
	if _, ok := ed.w.Schedule(s.Jurisdiction, s.Year); ok {
		faults = append(faults, refuse("jurisdiction", "", "%s has a schedule for %d already", s.Jurisdiction, s.Year))
	}
	if err := errors.Join(faults...); err != nil {
		return err
	}
	next := *p
	next.schedules = append(slices.Clip(p.schedules), Adopted[Schedule]{s.own(), ed.by})
	ed.w.jurisdictions.Put(ed.e, string(p.ID), &next)
	return nil
}

// check holds the tax to its form and to the currency of its jurisdiction (M-7).
func (s Schedule) check(w *World) error {
	err := s.Tax.Check()
	if j, _ := w.Jurisdiction(s.Jurisdiction); j.Currency != s.Tax.Currency {
		err = errors.Join(err, refuse("parameters", "M-7", "the schedule counts in %s and %s in %s", s.Tax.Currency, j.ID, j.Currency))
	}
	return err
}

// own is a copy that shares no brackets: what is on record is nobody's to change.
func (s Schedule) own() Schedule {
	s.Tax.Brackets = slices.Clone(s.Tax.Brackets)
	return s
}

// adopted refuses what the residents must decide and did not (T-4).
func (ed *editor) adopted() error {
	if ed.by == "" {
		return refuse("decision", "T-4", "it needs a carried decision of the residents: propose it in a motion")
	}
	return nil
}

func (p Policy) do(ed *editor) error {
	where, err := ed.jurisdiction("jurisdiction", p.Jurisdiction)
	if err := errors.Join(err, properYear(p.Year)); err != nil {
		return err
	}
	faults := []error{ed.until(p.Year, Voted), ed.w.sovereign(p.Jurisdiction), ed.adopted(), p.check()}
	if _, ok := ed.w.Policy(p.Jurisdiction, p.Year); ok {
		faults = append(faults, refuse("jurisdiction", "", "%s has a policy for %d already", p.Jurisdiction, p.Year))
	}
	if err := errors.Join(faults...); err != nil {
		return err
	}
	next := *where
	next.policies = append(slices.Clip(where.policies), Adopted[Policy]{p, ed.by})
	ed.w.jurisdictions.Put(ed.e, string(where.ID), &next)
	return nil
}

// check holds the cap to a part of the tax (D-2).
func (p Policy) check() error {
	if p.Cap.Sign() < 0 || p.Cap.Cmp(vicinia.Frac(1, 1)) >= 0 {
		return refuse("cap", "D-2", "a cap of %s is not a part: it must be at least 0%% and under 100%%", p.Cap)
	}
	if p.Membership > Free {
		return refuse("membership", "D-5", "the rule of membership is declares, prior or free")
	}
	return nil
}

// Schedule returns the tax that a jurisdiction levies in a year.
func (w *World) Schedule(id census.JurisdictionID, year int) (tax.Schedule, bool) {
	if p, ok := w.jurisdictions.Find(string(id)); ok {
		for _, s := range (*p).schedules {
			if s.Act.Year == year {
				return s.Act.own().Tax, true
			}
		}
	}
	return tax.Schedule{}, false
}

// Policy returns the designation policy of a jurisdiction in a year.
func (w *World) Policy(id census.JurisdictionID, year int) (Policy, bool) {
	if p, ok := w.jurisdictions.Find(string(id)); ok {
		for _, s := range (*p).policies {
			if s.Act.Year == year {
				return s.Act, true
			}
		}
	}
	return Policy{}, false
}

// Schedules walks every schedule, by jurisdiction and year, with the decision behind it.
func (w *World) Schedules() iter.Seq[Adopted[Schedule]] {
	return func(yield func(Adopted[Schedule]) bool) {
		for _, i := range w.jurisdictions.Sorted() {
			all := slices.Clone((*w.jurisdictions.At(i)).schedules)
			slices.SortFunc(all, func(a, b Adopted[Schedule]) int { return a.Act.Year - b.Act.Year })
			for _, s := range all {
				s.Act = s.Act.own()
				if !yield(s) {
					return
				}
			}
		}
	}
}

// Policies walks every policy, by jurisdiction and year, with the decision behind it.
func (w *World) Policies() iter.Seq[Adopted[Policy]] {
	return func(yield func(Adopted[Policy]) bool) {
		for _, i := range w.jurisdictions.Sorted() {
			all := slices.Clone((*w.jurisdictions.At(i)).policies)
			slices.SortFunc(all, func(a, b Adopted[Policy]) int { return a.Act.Year - b.Act.Year })
			for _, s := range all {
				if !yield(s) {
					return
				}
			}
		}
	}
}

// Years returns the years that have a schedule, in order.
func (w *World) Years() []int {
	var years []int
	for s := range w.Schedules() {
		years = append(years, s.Act.Year)
	}
	slices.Sort(years)
	return slices.Compact(years)
}
