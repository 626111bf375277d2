package main

import (
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/designation"
)

// A pot is money of one owner, and the people who direct it by equal parts.
type pot struct {
	owner      string
	decision   string // of the owner: the cause of every posting (M-9)
	on         vicinia.Date
	amount     fiscal.Money
	recipients []recipient // by id
	people     []person    // by id
	sink       string      // the recipient of what floors and caps cut off; "" is the owner
}

// A recipient gets nothing below its floor and nothing above its cap.
type recipient struct {
	id    designation.RecipientID
	name  string // "" is none
	floor int64  // in minor units; 0 is none
	cap   int64  // in minor units; uncapped is none
}

const uncapped = -1

// A person directs shares of one part.
type person struct {
	id      string
	choices []designation.Choice
}

// whole is all of a person's part.
var whole = vicinia.Frac(1, 1)

// check turns a draft into a pot, or returns every fault; start is where what is missing
// would stand.
func (d *draft) check(start place) (*pot, error) {
	if d.broken {
		return nil, d.faults.err()
	}
	c := checker{d, &d.faults, start}
	p := &pot{owner: c.label(d.owner, "owner"), decision: c.label(d.decision, "decision"), sink: d.sink.text}
	p.on = c.day()
	p.amount = c.amount()
	c.recipients(p)
	c.sink(p)
	c.people(p)
	if err := d.faults.err(); err != nil {
		return nil, err
	}
	slices.SortFunc(p.recipients, func(a, b recipient) int { return strings.Compare(string(a.id), string(b.id)) })
	slices.SortFunc(p.people, func(a, b person) int { return strings.Compare(a.id, b.id) })
	return p, nil
}

// A checker turns text into values.
type checker struct {
	*draft
	*faults
	start place // of the input, for what is missing
}

// there reports whether a field can be read; one that is not there is a fault, and one that
// is not text was told already.
func (c checker) there(f field, what string) bool {
	if f == (field{}) {
		c.add(c.start, "", "%s is missing", what)
	}
	return f != (field{}) && !f.bad
}

// label reads a name that must be there and be fit for print.
func (c checker) label(f field, what string) string {
	if !c.there(f, what) {
		return ""
	}
	if err := ballot.CheckName(f.text); err != nil {
		c.add(f.place, "", "%s: %w", what, err)
	}
	return f.text
}

func (c checker) day() vicinia.Date {
	if !c.there(c.on, "on") {
		return 0
	}
	day, err := vicinia.ParseDate(c.on.text)
	if err != nil {
		c.add(c.on.place, "", "on: %w", err)
	}
	return day
}

func (c checker) amount() fiscal.Money {
	if !c.there(c.pot, "pot") {
		return fiscal.Money{}
	}
	m, err := fiscal.ParseMoney(c.pot.text)
	switch {
	case err != nil:
		c.add(c.pot.place, "", "pot: %w", err)
	case m.Sign() <= 0:
		c.add(c.pot.place, "", "pot: %v is nothing to split", m)
	}
	return m
}

func (c checker) recipients(p *pot) {
	seen := map[string]bool{}
	for _, r := range c.draft.recipients {
		id := c.label(r.id, "recipient")
		switch {
		case strings.Contains(id, "|"):
			c.add(r.id.place, "", "recipient %q: a bar stands between choices", id)
		case seen[id] && id != "":
			c.add(r.id.place, "D-6", "recipient %q stands twice", id)
		}
		seen[id] = true
		if r.name.text != "" {
			c.label(r.name, "name")
		}
		one := recipient{id: designation.RecipientID(id), name: r.name.text, cap: uncapped}
		if r.floor.text != "" {
			one.floor = c.limit(r.floor, p.amount.Currency(), "floor")
		}
		if r.cap.text != "" {
			one.cap = c.limit(r.cap, p.amount.Currency(), "cap")
			if one.cap < one.floor {
				c.add(r.cap.place, "", "the cap %s is below the floor %s", r.cap.text, r.floor.text)
			}
		}
		p.recipients = append(p.recipients, one)
	}
	if len(p.recipients) == 0 && !c.lost {
		c.add(c.start, "", "no recipients")
	}
}

// limit reads an amount in the pot's currency.
func (c checker) limit(f field, in fiscal.Currency, what string) int64 {
	if in == (fiscal.Currency{}) {
		return 0 // the pot has a fault already
	}
	m, err := in.Parse(f.text)
	switch {
	case err != nil:
		c.add(f.place, "", "%s: %w", what, err)
	case m.Sign() < 0:
		c.add(f.place, "", "%s: %v is below nothing", what, m)
	}
	return m.Minor()
}

// sink holds the sink to be a recipient without a floor or cap: what it gets cannot be cut
// off in turn.
func (c checker) sink(p *pot) {
	if p.sink == "" {
		return
	}
	i := slices.IndexFunc(p.recipients, func(r recipient) bool { return string(r.id) == p.sink })
	switch {
	case i < 0 && c.lost:
	case i < 0:
		c.add(c.draft.sink.place, "D-6", "the sink %q is not a recipient", p.sink)
	case p.recipients[i].floor > 0 || p.recipients[i].cap != uncapped:
		c.add(c.draft.sink.place, "", "the sink %q has a floor or a cap of its own", p.sink)
	}
}

func (c checker) people(p *pot) {
	listed := map[designation.RecipientID]bool{}
	for _, r := range p.recipients {
		listed[r.id] = true
	}
	seen := map[string]bool{}
	for _, q := range c.draft.people {
		id := c.label(q.id, "person")
		if seen[id] && id != "" {
			c.add(q.id.place, "D-9", "%q stands twice: one person directs one part", id)
		}
		seen[id] = true
		p.people = append(p.people, person{id, c.choices(q.choices, listed)})
	}
	if len(p.people) == 0 && !c.lost {
		c.add(c.start, "", "no people")
	}
}

// choices reads garden=50%|library=50%; no text is no choice (D-4).
func (c checker) choices(f field, listed map[designation.RecipientID]bool) []designation.Choice {
	choices, err := designation.ParseChoices(f.text)
	for fault := range vicinia.Faults(err) {
		c.add(f.place, "", "%w", fault.Err)
	}
	for _, choice := range choices {
		if !listed[choice.Recipient] && !c.lost {
			c.add(f.place, "D-6", "%q is not a recipient", choice.Recipient)
		}
	}
	if !designation.Within(whole, choices) {
		c.add(f.place, "D-1", "the shares add up to more than 100%%")
	}
	return choices
}
