package law

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/designation"
)

// Year is the law of a tax year; 0 is Default or, without one, the last year that the
// file names. A year in which the law was not in force is ErrUnknown, and so is one for which
// no rate, or no value of a head, was ever verified.
func (l *Law) Year(year int) (*designation.Regime, error) {
	if year = l.year(year); year == 0 {
		return nil, fmt.Errorf("%w: %s of no year: name one, or a \"default\" in its file", ErrUnknown, l.Name)
	}
	if year < 1 || year > vicinia.MaxYear || !l.has(year) {
		return nil, fmt.Errorf("%w: %s in the tax year %d; it is of %s", ErrUnknown, l.Name, year, span(l.From, l.To))
	}
	s := &source{file: l.source.file, data: l.source.data, lines: l.source.lines}
	r := &designation.Regime{Name: l.Name, Year: year}
	b := &builder{source: s, year: year, regime: r}
	for _, p := range l.params {
		if p.name == "currency" {
			apply(b, r, p, p.name, regimeSpecs)
		}
	}
	b.currency = r.Currency
	for _, p := range l.params {
		if p.name != "currency" {
			if !apply(b, r, p, p.name, regimeSpecs) && p.name == "perHead" { // heads are no money
				return nil, fmt.Errorf("%w: what a head is worth under %s is not verified for the tax year %d", ErrUnknown, l.Name, year)
			}
		}
	}
	for _, one := range l.slots {
		if one.has(year) {
			b.slot(one)
		}
	}
	if len(r.Slots) == 0 && s.faults == nil {
		return nil, fmt.Errorf("%w: no rate of %s is verified for the tax year %d", ErrUnknown, l.Name, year)
	}
	for _, one := range l.entries {
		if one.has(year) {
			b.entry(one)
		}
	}
	slices.SortFunc(r.Recipients, func(a, b designation.Recipient) int { return strings.Compare(string(a.ID), string(b.ID)) })
	slices.SortStableFunc(r.Sources, func(a, b designation.Source) int { return strings.Compare(a.Parameter, b.Parameter) })
	if s.faults != nil {
		return nil, errors.Join(s.faults...)
	}
	return r, nil
}

// year is the tax year that is meant, 0 if the law does not say.
func (l *Law) year(asked int) int {
	return cmp.Or(asked, l.Default, max(l.From, l.To, l.LastRead()))
}

// LastRead is the last tax year that the text was read for: Default, or a later one that a
// value names. What changed after it is not known; 0 is a law that does not say.
func (l *Law) LastRead() int {
	last := l.Default
	note := func(params []param) {
		for _, p := range params {
			for _, v := range p.values {
				if v.value != nil {
					last = max(last, v.from, v.to)
				}
			}
		}
	}
	note(l.params)
	for _, one := range slices.Concat(l.slots, l.entries) {
		last = max(last, one.from, one.to)
		note(one.params)
	}
	return last
}

func span(from, to int) string {
	switch {
	case from == 0 && to == 0:
		return "any year"
	case to == 0:
		return fmt.Sprintf("%d and later", from)
	case from == 0:
		return fmt.Sprintf("%d and before", to)
	}
	return fmt.Sprintf("%d to %d", from, to)
}

// A builder puts together the regime of one year.
type builder struct {
	*source
	year     int
	currency fiscal.Currency
	regime   *designation.Regime
}

// apply sets the value of the year, if there is one, and keeps its source.
func apply[T any](b *builder, to *T, p param, path string, specs []spec[T]) (set bool) {
	for _, v := range p.values {
		if !v.has(b.year) {
			continue
		}
		if v.article != "" || v.mark != 0 {
			b.regime.Sources = append(b.regime.Sources, designation.Source{Parameter: path, Article: v.article, Mark: v.mark})
		}
		if v.value != nil {
			decode(&decoder{source: b.source, path: path, currency: b.currency}, to, p.name, v, specs)
			set = true
		}
	}
	return set
}

func (b *builder) slot(one part) {
	var s slot
	path := fmt.Sprintf("slots[%d]", len(b.regime.Slots))
	rated, sources := false, len(b.regime.Sources)
	for _, p := range one.params {
		if apply(b, &s, p, path+"."+p.name, slotSpecs) && p.name == "rate" {
			rated = true
		}
	}
	if !rated { // the right is there, and what it is worth is not known
		for _, source := range b.regime.Sources[sources:] {
			if _, name, _ := strings.Cut(source.Parameter, "]."); source.Mark == designation.Memory {
				source.Parameter = s.Name + "." + name
				b.regime.Sources = append(b.regime.Sources[:sources], source)
				sources++
			}
		}
		b.regime.Sources = b.regime.Sources[:sources]
		return
	}
	b.regime.Slots = append(b.regime.Slots, s)
}

func (b *builder) entry(one part) {
	var e entry
	for _, p := range one.params {
		apply(b, &e, p, "recipients."+p.name, entrySpecs)
	}
	b.regime.Recipients = append(b.regime.Recipients, designation.Recipient{ID: designation.RecipientID(e.id), Terms: &e.terms})
}

// Unverified walks the parameters of a regime that are only known from memory, and so have
// no value, in byte order.
func Unverified(r *designation.Regime) []designation.Source {
	var all []designation.Source
	for _, s := range r.Sources {
		if s.Mark == designation.Memory {
			all = append(all, s)
		}
	}
	return all
}

// Place gives the faults of r.Check the places of their parameters in the file: of
// slots[0].rate, that of the value of the year of r, and of what the file does not say, where
// it would stand. A recipient that is not in the file has none. They come in the order of the
// file.
func (l *Law) Place(r *designation.Regime, err error) error {
	var all []*vicinia.Fault
	for f := range vicinia.Faults(err) {
		placed := *f
		if at, ok := l.find(r, f.Path); ok && f.File == "" {
			placed.File = l.source.file
			placed.Line, placed.Column = l.source.place(at)
			placed.Err = fmt.Errorf("%s: %w", f.Path, f.Err)
		}
		all = append(all, &placed)
	}
	if all == nil {
		return err
	}
	slices.SortStableFunc(all, func(a, b *vicinia.Fault) int { return cmp.Or(a.Line-b.Line, a.Column-b.Column) })
	errs := make([]error, len(all))
	for i, f := range all {
		errs[i] = f
	}
	return errors.Join(errs...)
}

// find is the offset of the parameter of a path.
func (l *Law) find(r *designation.Regime, path string) (at int, ok bool) {
	year := l.year(r.Year)
	if path == "slots" {
		return l.slotsAt, true
	}
	params, name := l.params, path
	list, rest, in := strings.Cut(path, "[")
	number, field, _ := strings.Cut(rest, "].")
	i, err := strconv.Atoi(strings.TrimSuffix(number, "]"))
	switch {
	case !in || err != nil:
		ok = true
	case list == "recipients":
		params, name = nil, field
		for _, one := range l.entries {
			if id := designation.RecipientID(one.id()); one.has(year) && i < len(r.Recipients) && id == r.Recipients[i].ID {
				params, at, ok = one.params, one.at, id != ""
			}
		}
	case list == "slots":
		for _, one := range l.slots {
			if !one.has(year) {
				continue
			}
			if i--; i < 0 {
				params, name, at, ok = one.params, field, one.at, true
				break
			}
		}
	default:
		ok = true
	}
	name, _, _ = strings.Cut(name, ".")
	name, _, _ = strings.Cut(name, "[")
	for _, p := range params {
		if p.name != name {
			continue
		}
		for _, v := range p.values {
			if v.has(year) {
				return v.at, true
			}
		}
		return p.at, true
	}
	return at, ok
}
