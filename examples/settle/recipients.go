package main

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/designation"
)

// recipients reads the list of those who may receive. A row of an id that the law itself
// names takes the place of the law's.
func recipients(t *table, r *designation.Regime) {
	rows, list := map[designation.RecipientID]int{}, []designation.Recipient(nil)
	own := r.Recipients // the law's, in order; what the list adds is put in order once
	for _, row := range t.rows {
		id := t.at(row, "id")
		rec := designation.Recipient{ID: designation.RecipientID(id.text), Terms: terms(t, r, row)}
		first, twice := rows[rec.ID]
		switch {
		case id.text == "":
			t.fault(id, "D-6", errors.New("no id"))
			continue
		case twice:
			t.fault(id, "D-6", fmt.Errorf("%q stands twice, first in line %d", id.text, first))
			continue
		}
		rows[rec.ID] = id.line
		if i, known := slices.BinarySearchFunc(own, rec, byID); known {
			former := own[i].Terms
			rec.Terms.Declines = rec.Terms.Declines || former.Declines
			if former.Category != "" { // the box of the form
				rec.Terms.Category = former.Category
			}
			own[i] = rec
			continue
		}
		list = append(list, rec)
	}
	r.Recipients = append(own, list...)
	slices.SortFunc(r.Recipients, byID)
}

// place gives the faults of recipients, as recipients[2].category, their cells in the list.
func (t *table) place(r *designation.Regime, err error) error {
	return put(t.file, r, err, func(id designation.RecipientID, column string) (cell, bool) {
		for _, row := range t.rows {
			if t.at(row, "id").text == string(id) {
				return t.at(row, column), true
			}
		}
		return cell{}, false
	})
}

// put gives the faults of recipients, as recipients[2].category, the cells of a file.
func put(file string, r *designation.Regime, err error, find func(id designation.RecipientID, column string) (cell, bool)) error {
	var all []error
	for f := range vicinia.Faults(err) {
		number, column, _ := strings.Cut(strings.TrimPrefix(f.Path, "recipients["), "].")
		if i, err := strconv.Atoi(number); err == nil && i < len(r.Recipients) && f.File == "" {
			if at, ok := find(r.Recipients[i].ID, column); ok {
				f = &vicinia.Fault{File: file, Line: at.line, Column: at.column, Breaks: f.Breaks, Err: f.Err}
			}
		}
		all = append(all, f)
	}
	return errors.Join(all...)
}

func byID(a, b designation.Recipient) int { return strings.Compare(string(a.ID), string(b.ID)) }

// terms reads what a row says of a recipient.
func terms(t *table, r *designation.Regime, row []cell) *designation.Terms {
	d := designation.Terms{Name: t.at(row, "name").text, Category: t.at(row, "category").text}
	t.date(row, "from", &d.On.From)
	t.date(row, "to", &d.On.To)
	if d.On.To != 0 && d.On.From >= d.On.To {
		t.fault(t.at(row, "to"), "", fmt.Errorf("to %v is not after from %v", d.On.To, d.On.From))
	}
	t.amount(row, "ceiling", r.Currency, &d.Ceiling)
	t.amount(row, "requested", r.Currency, &d.Requested)
	t.amount(row, "cost", r.Currency, &d.Cost)
	if c := t.at(row, "rate"); c.text != "" {
		rate, err := vicinia.ParseRatio(c.text)
		if err == nil && (rate.Sign() <= 0 || rate.Cmp(vicinia.Frac(1, 1)) > 0) {
			err = fmt.Errorf("rate %v is not above 0%% and at most 100%%", rate)
		}
		if err != nil {
			t.fault(c, "", err)
		} else {
			d.Rate = rate
		}
	}
	if c := t.at(row, "members"); c.text != "" {
		n, err := strconv.ParseUint(c.text, 10, 62)
		if err != nil {
			t.fault(c, "", fmt.Errorf("members %.40q: want a whole number", c.text))
		}
		d.Members = int64(n)
	}
	d.Declines = t.yes(row, "declines")
	return &d
}

// yes reads whether something is so; nothing is no.
func (t *table) yes(row []cell, column string) bool {
	c := t.at(row, column)
	if c.text != "" && c.text != "no" && c.text != "yes" {
		t.fault(c, "", fmt.Errorf("%s %.40q: want yes or no", column, c.text))
	}
	return c.text == "yes"
}

// date reads a day, if there is one.
func (t *table) date(row []cell, column string, to *vicinia.Date) {
	c := t.at(row, column)
	if c.text == "" {
		return
	}
	d, err := vicinia.ParseDate(c.text)
	if err != nil {
		t.fault(c, "", err)
	}
	*to = d
}

// parseAmount reads an amount, and says in one sentence what one is.
func parseAmount(text string, cur fiscal.Currency) (fiscal.Money, error) {
	m, err := cur.Parse(text)
	if err != nil && !errors.Is(err, vicinia.ErrOverflow) {
		err = fmt.Errorf("amount %.40q: want digits such as %s, %d at most", text, cur.Minor(320_000).Amount(), fiscal.MaxDigits)
		if cur.Digits() > 0 {
			err = fmt.Errorf("%w and %d after the point", err, cur.Digits())
		}
	}
	return m, err
}

// amount reads an amount from 0, if there is one.
func (t *table) amount(row []cell, column string, cur fiscal.Currency, to *fiscal.Money) {
	c := t.at(row, column)
	if c.text == "" {
		return
	}
	m, err := parseAmount(c.text, cur)
	if err == nil && m.Sign() < 0 {
		err = fmt.Errorf("negative amount %v", m)
	}
	if err != nil {
		t.fault(c, "", err)
		return
	}
	*to = m
}

// open makes recipients of those whom the choices name, where neither the law nor a list
// tells who they are, and returns where each is named first. A box that is signed alone is
// one, of its own name. Whoever is named in a box is of its category; in boxes of several
// categories, of the first by its bytes, in whatever order the rows come.
func open(t *table, r *designation.Regime) map[designation.RecipientID]cell {
	boxes := boxesOf(r)
	told := map[designation.RecipientID]cell{}
	added := map[designation.RecipientID]*designation.Terms{}
	for _, rec := range r.Recipients {
		added[rec.ID] = nil // the law's own
	}
	for _, row := range t.rows {
		for choice := range strings.SplitSeq(t.at(row, "choices").text, "|") {
			name := choice
			if i := strings.LastIndexByte(choice, '='); i >= 0 {
				name = choice[:i]
			}
			box, id, in := strings.Cut(name, ":")
			category, ok := boxes[box]
			if !in || !ok {
				id, category = name, boxes[name]
			}
			rec := designation.RecipientID(id)
			terms, known := added[rec]
			switch {
			case id == "" || known && terms == nil:
			case !known:
				added[rec], told[rec] = &designation.Terms{Category: category}, t.at(row, "choices")
				r.Recipients = append(r.Recipients, designation.Recipient{ID: rec, Terms: added[rec]})
			case terms.Category == "" || category != "" && category < terms.Category:
				terms.Category = category
			}
		}
	}
	slices.SortFunc(r.Recipients, byID)
	return told
}

// boxesOf are the boxes of a form with the category of each.
func boxesOf(r *designation.Regime) map[string]string {
	boxes := map[string]string{}
	for _, s := range r.Slots {
		for _, c := range s.Categories {
			boxes[c] = c
		}
		if len(s.Categories) > 0 {
			boxes[s.Name] = s.Categories[0]
		} else {
			boxes[s.Name] = ""
		}
	}
	return boxes
}
