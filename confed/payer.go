package confed

import (
	"iter"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/fiscal/tax"
)

// A Payer is one person's year in dense numbers, for loops over millions: the number of
// the person and of places are those of the register.
type Payer struct {
	Number int
	Base   tax.Base

	w          *World
	y          *fiscalYear
	directions []Direction
}

// A Direction sends a share of a tax to a community, both in numbers: see
// [World.CommunityNumber] and [World.Shares].
type Direction struct{ Community, Share int }

// Payers walks who has a base in a year. The order is that of arrival, so only sums may be
// made of it; the value is good until the next.
func (w *World) Payers(year int) iter.Seq[*Payer] {
	return func(yield func(*Payer) bool) {
		y := w.fiscalYear(year)
		if y == nil {
			return
		}
		p := &Payer{w: w, y: y}
		for first, rows := range y.bases.Pages {
			for k, base := range rows {
				if base == 0 {
					continue
				}
				p.Number, p.Base = first+k, tax.Base(base-1)
				if !yield(p) {
					return
				}
			}
		}
	}
}

// Payer returns the year of one person; ok is false without a base.
func (w *World) Payer(id census.PersonID, year int) (p *Payer, ok bool) {
	person, known := w.Register().Number(id)
	y := w.fiscalYear(year)
	if !known || y == nil {
		return nil, false
	}
	base, ok := y.base(person)
	return &Payer{Number: person, Base: base, w: w, y: y}, ok
}

// Directions returns what the last accepted filing of the payer says about the tax of a
// place (D-9). A filing from the day of death on, accepted before the death was known, is
// nobody's (D-3). It is good until the next call.
func (p *Payer) Directions(place int) []Direction {
	p.directions = p.directions[:0]
	var last filing
	for f := range p.y.of(p.Number) {
		if int(f.place) != place || f.on <= last.on {
			continue
		}
		if died := p.w.Register().PersonAt(p.Number).Died; died == 0 || f.on < died {
			last = f
		}
	}
	for k := range int(last.n) {
		l := *p.y.lines.At(int(last.first) + k)
		p.directions = append(p.directions, Direction{int(l.community), int(l.share)})
	}
	return p.directions
}

// Shares returns the distinct shares of a year's filings, by number.
func (w *World) Shares(year int) []vicinia.Ratio {
	y := w.fiscalYear(year)
	if y == nil {
		return nil
	}
	shares := make([]vicinia.Ratio, y.shares.Len())
	for i := range shares {
		shares[i] = *y.shares.At(i)
	}
	return shares
}

// CommunityNumber returns the dense number of a community, which must not order a result.
func (w *World) CommunityNumber(id CommunityID) (int, bool) {
	return w.communities.Number(string(id))
}

// Heads counts who lives in each place of the register on a day, in municipalities and in
// the regions above them, by number of place.
func (w *World) Heads(on vicinia.Date) []int64 {
	reg := w.Register()
	heads := make([]int64, reg.NumPlaces())
	for i := range reg.Len() {
		if died := reg.PersonAt(i).Died; died != 0 && on >= died {
			continue
		}
		for s := range reg.StaysAt(i) {
			if !(vicinia.Interval{From: s.From, To: s.To}).Has(on) {
				continue
			}
			for p := s.Place; p >= 0; p = reg.Parent(p) {
				heads[p]++
			}
		}
	}
	return heads
}
