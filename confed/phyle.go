package confed

import (
	"errors"
	"iter"
	"slices"

	"github.com/vicinia/vicinia"
)

// A PhyleID names a phyle.
type PhyleID string

// Phyles: communities with an economy in common (Manifesto, chapter 7).
type (
	// A Phyle is founded by two or more communities. It has no higher structure, and a
	// community is of one phyle at most (C-11).
	Phyle struct {
		ID          PhyleID
		Name        string
		Communities []CommunityID
	}

	// A Pooling sends a share of what a community receives to its phyle's fund, from the
	// first year that begins on or after From until a later pooling. It needs a decision of
	// the members (C-12).
	Pooling struct {
		Phyle     PhyleID
		Community CommunityID
		From      vicinia.Date
		Share     vicinia.Ratio // 0 to 100 %
	}
)

type phyle struct {
	Phyle
	poolings []Adopted[Pooling]
}

func (p Phyle) do(ed *editor) error {
	faults := []error{ed.fresh("id", string(p.ID))}
	if len(p.Communities) < 2 {
		faults = append(faults, refuse("communities", "C-11", "a phyle has two communities at least"))
	}
	for i, c := range p.Communities {
		_, err := ed.community("communities", c)
		faults = append(faults, err)
		if other, ok := ed.w.phyleOf(c); ok || slices.Contains(p.Communities[:i], c) {
			faults = append(faults, refuse("communities", "C-11", "%s is of a phyle already: %s", c, max(other, p.ID)))
		}
	}
	if err := errors.Join(faults...); err != nil {
		return err
	}
	p.Communities = slices.Clone(p.Communities)
	ed.w.phyles.Put(ed.e, string(p.ID), &phyle{Phyle: p})
	return nil
}

// phyleOf returns the phyle of a community.
func (w *World) phyleOf(c CommunityID) (PhyleID, bool) {
	for i := range w.phyles.Len() {
		if p := *w.phyles.At(i); slices.Contains(p.Communities, c) {
			return p.ID, true
		}
	}
	return "", false
}

func (p Pooling) do(ed *editor) error {
	record, ok := ed.w.phyles.Find(string(p.Phyle))
	switch {
	case !ok:
		return unknown("phyle", "phyle", string(p.Phyle))
	case !slices.Contains((*record).Communities, p.Community):
		return refuse("community", "C-11", "%s is not of %s", p.Community, p.Phyle)
	case ed.by == "":
		return refuse("decision", "C-12", "pooling needs a carried decision of the members of %s: propose it in a motion", p.Community)
	case p.From == 0:
		return refuse("from", "", "the first day is missing")
	case p.Share.Sign() < 0 || p.Share.Cmp(vicinia.Frac(1, 1)) > 0:
		return refuse("share", "", "a share of %s is not in 0%% to 100%%", p.Share)
	}
	if slices.ContainsFunc((*record).poolings, func(o Adopted[Pooling]) bool {
		return o.Act.Community == p.Community && o.Act.From == p.From
	}) {
		return refuse("from", "", "%s pools from %s already", p.Community, p.From)
	}
	next := **record
	next.poolings = append(slices.Clip(next.poolings), Adopted[Pooling]{p, ed.by})
	ed.w.phyles.Put(ed.e, string(p.Phyle), &next)
	return nil
}

// Phyles walks them by id.
func (w *World) Phyles() iter.Seq[Phyle] {
	return walk(&w.phyles, func(p *phyle) Phyle {
		own := p.Phyle
		own.Communities = slices.Clone(own.Communities)
		return own
	})
}

// Poolings walks those of a phyle by community and first day, with the decisions behind
// them.
func (w *World) Poolings(id PhyleID) iter.Seq[Adopted[Pooling]] {
	p, ok := w.phyles.Find(string(id))
	if !ok {
		return func(func(Adopted[Pooling]) bool) {}
	}
	return slices.Values(slices.SortedFunc(slices.Values((*p).poolings), byPooling))
}

// PoolingOn returns what a community pools on a day: the latest pooling that has begun.
func (w *World) PoolingOn(id PhyleID, c CommunityID, on vicinia.Date) (p Adopted[Pooling], ok bool) {
	for a := range w.Poolings(id) {
		if a.Act.Community == c && a.Act.From <= on {
			p, ok = a, true
		}
	}
	return p, ok
}
