package year

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/fiscal/designation"
	"github.com/vicinia/vicinia/fiscal/tax"
	"github.com/vicinia/vicinia/internal/exact"
)

// A levy is a jurisdiction in the loop over payers: its tax, and the columns that
// its payers are counted into.
type levy struct {
	line    *Jurisdiction
	tax     *tax.Kernel // nil if it levies none
	returns designation.Returns
	full    []designation.Returns // those before, which could hold no more distinct shares
	gross   exact.U128
}

// assess computes what every payer owes to every jurisdiction of residence. There is no
// membership in it (T-5); what is designated is noted beside, and changes nothing (T-6).
func (r *run) assess() error {
	if err := r.open(); err != nil {
		return err
	}
	stays := newStays(r.w.Register(), r.when)
	ranks := r.ranks()
	var faults []error
	for p := range r.w.Payers(r.year) {
		for place, days := range stays.of(p.Number) {
			if err := r.bill(p, r.places[place], place, days, ranks); err != nil {
				faults = append(faults, err)
			}
		}
	}
	for _, place := range r.places {
		if err := place.close(r.year); err != nil {
			faults = append(faults, err)
		}
	}
	// Payers and places come in the order of arrival, which no result may show.
	slices.SortFunc(faults, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	if faults == nil {
		return r.fits()
	}
	return errors.Join(faults...)
}

// fits refuses a year whose taxes in one currency are together more than an amount can be:
// all other sums are parts of them.
func (r *run) fits() error {
	var total Income
	for i := range r.report.Jurisdictions {
		line := &r.report.Jurisdictions[i]
		if err := total.add(line.Gross); err != nil {
			return tooMuch(line, r.year)
		}
	}
	return nil
}

func tooMuch(line *Jurisdiction, year int) error {
	return fault("M-3", fmt.Errorf("with those of %s the taxes in %s are more than an amount can be",
		line.ID, line.Gross.Currency()), "jurisdiction", "schedules", line.ID, year)
}

// open makes the columns.
func (r *run) open() error {
	shares := r.w.Shares(r.year)
	if len(shares) > designation.MaxShares {
		r.shares, shares = shares, nil
	}
	reg := r.w.Register()
	r.places = make([]*levy, reg.NumPlaces())
	for i := range r.report.Jurisdictions {
		line := &r.report.Jurisdictions[i]
		place := &levy{line: line, returns: designation.Returns{Shares: shares}}
		if s, ok := r.w.Schedule(line.ID, r.year); ok {
			kernel, err := s.Compile()
			if err != nil {
				return fault("", err, "parameters", "schedules", line.ID, r.year)
			}
			place.tax = kernel
		}
		number, _ := reg.PlaceNumber(line.ID)
		r.places[number] = place
	}
	return nil
}

// ranks gives each community its place in the order of ids, by number.
func (r *run) ranks() []uint32 {
	ranks := make([]uint32, len(r.report.Communities))
	for i, c := range r.report.Communities {
		number, _ := r.w.CommunityNumber(confed.CommunityID(c.ID))
		ranks[number] = uint32(i)
	}
	return ranks
}

// bill adds one payer to one jurisdiction.
func (r *run) bill(p *confed.Payer, place *levy, number, days int, ranks []uint32) error {
	place.line.Payers++
	if place.tax == nil {
		return nil
	}
	units, err := place.tax.Tax(p.Base, tax.Days{Resident: days, Year: r.when.Days()})
	if err != nil {
		id := r.w.Register().PersonAt(p.Number).ID
		return fault("M-3", fmt.Errorf("the tax of %s to %s is too great", id, place.line.ID), "base", "bases", id, r.year)
	}
	directions := p.Directions(number)
	if len(directions) > designation.MaxShares {
		id := r.w.Register().PersonAt(p.Number).ID
		return fault("M-3", designation.ErrShares, "share", "designations", id, place.line.ID, r.year)
	}
	var room [16]designation.Line
	place.returns.Add(units, r.lines(place, directions, ranks, room[:0])...)
	place.gross, _ = place.gross.Add(exact.U128{Lo: uint64(units)}) // 2^64 payers would not fit in memory
	return nil
}

// lines appends a payer's lines. One Returns holds so many distinct shares: in a year with
// more, each jurisdiction numbers its own, and begins another Returns when one is full.
func (r *run) lines(place *levy, directions []confed.Direction, ranks []uint32, lines []designation.Line) []designation.Line {
	for i := 0; i < len(directions); i++ {
		d := directions[i]
		share := uint16(d.Share)
		if r.shares != nil {
			var err error
			if share, err = place.returns.Share(r.shares[d.Share]); err != nil {
				place.full = append(place.full, place.returns)
				place.returns, lines, i = designation.Returns{}, lines[:0], -1
				continue
			}
		}
		lines = append(lines, designation.Line{Recipient: ranks[d.Community], Share: share})
	}
	return lines
}

// close states the gross.
func (p *levy) close(year int) error {
	if p.gross.Hi != 0 || p.gross.Lo > math.MaxInt64 {
		return tooMuch(p.line, year)
	}
	c := p.line.Gross.Currency()
	p.line.Gross = c.Minor(int64(p.gross.Lo))
	p.line.Net, p.line.Final = p.line.Gross, p.line.Gross
	return nil
}

// stays counts the days of one person after the other in each place.
type stays struct {
	reg     *census.Register
	when    vicinia.Interval
	days    []int // by number of place
	touched []int
}

func newStays(reg *census.Register, when vicinia.Interval) *stays {
	return &stays{reg: reg, when: when, days: make([]int, reg.NumPlaces())}
}

// of walks the places where a person lived in the year, municipalities and the regions
// above them, with the days; death ends a stay.
func (s *stays) of(person int) func(yield func(place, days int) bool) {
	return func(yield func(place, days int) bool) {
		s.touched = s.touched[:0]
		life := s.when
		if died := s.reg.PersonAt(person).Died; died != 0 {
			life.To = min(life.To, died)
		}
		for stay := range s.reg.StaysAt(person) {
			if both, ok := life.Meet(vicinia.Interval{From: stay.From, To: stay.To}); ok && life.From < life.To {
				s.add(stay.Place, both.Days())
			}
		}
		more := true
		for _, place := range s.touched {
			days := s.days[place]
			s.days[place] = 0
			more = more && yield(place, days)
		}
	}
}

func (s *stays) add(place, days int) {
	for ; place >= 0; place = s.reg.Parent(place) {
		if s.days[place] == 0 {
			s.touched = append(s.touched, place)
		}
		s.days[place] += days
	}
}
