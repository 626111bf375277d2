package law

import (
	"encoding"
	"fmt"
	"strconv"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/designation"
)

// A spec is one parameter: how its value is read into a T. These tables are the format.
type spec[T any] struct {
	name string
	read func(d *decoder, to *T, n *node)
}

// A decoder reads values and says what is wrong with them.
type decoder struct {
	*source
	path     string // of the value
	currency fiscal.Currency
}

func (d *decoder) bad(n *node, format string, args ...any) { d.wrong(n.at, d.path, format, args...) }

// is reports whether a node is of a kind, and says so if not.
func (d *decoder) is(n *node, k kind) bool {
	if n.kind != k {
		d.bad(n, "want %s", kinds[k])
	}
	return n.kind == k
}

func text[T any](of func(*T) *string) func(*decoder, *T, *node) {
	return func(d *decoder, to *T, n *node) {
		if d.is(n, isText) {
			*of(to) = n.text
		}
	}
}

func flag[T any](of func(*T) *bool) func(*decoder, *T, *node) {
	return func(d *decoder, to *T, n *node) {
		if d.is(n, isBool) {
			*of(to) = n.text == "true"
		}
	}
}

// word reads what has a form as text: ratios, rules, sinks, days.
func word[T any](of func(*T) encoding.TextUnmarshaler) func(*decoder, *T, *node) {
	return func(d *decoder, to *T, n *node) {
		if !d.is(n, isText) {
			return
		}
		if err := of(to).UnmarshalText([]byte(n.text)); err != nil {
			d.bad(n, "%w", err)
		}
	}
}

func money[T any](of func(*T) *fiscal.Money) func(*decoder, *T, *node) {
	return func(d *decoder, to *T, n *node) {
		if !d.is(n, isText) || d.currency == (fiscal.Currency{}) {
			return
		}
		m, err := d.currency.Parse(n.text)
		if err == nil && m.Sign() < 0 {
			err = fmt.Errorf("%v is negative", m)
		}
		if err != nil {
			d.bad(n, "%w", err)
			return
		}
		*of(to) = m
	}
}

func texts[T any](of func(*T) *[]string) func(*decoder, *T, *node) {
	return func(d *decoder, to *T, n *node) {
		if !d.is(n, isArray) {
			return
		}
		list := []string{}
		for _, item := range n.items {
			if d.is(item, isText) {
				list = append(list, item.text)
			}
		}
		*of(to) = list
	}
}

type (
	regime = designation.Regime
	slot   = designation.Slot
	terms  = designation.Terms
)

var regimeSpecs = []spec[regime]{
	{"currency", word(func(r *regime) encoding.TextUnmarshaler { return &r.Currency })},
	{"mode", word(func(r *regime) encoding.TextUnmarshaler { return &r.Mode })},
	{"perHead", word(func(r *regime) encoding.TextUnmarshaler { return &r.PerHead })},
	{"mostHeads", number(func(r *regime, i int64) { r.MostHeads = i })},
	{"credit", credit},
	{"register", word(func(r *regime) encoding.TextUnmarshaler { return &r.Register })},
	{"deadline", word(func(r *regime) encoding.TextUnmarshaler { return &r.Deadline })},
	{"arrears", money(func(r *regime) *fiscal.Money { return &r.Arrears })},
	{"instalments", flag(func(r *regime) *bool { return &r.Instalments })},
	{"late", word(func(r *regime) encoding.TextUnmarshaler { return &r.Late })},
	{"payout", payout},
	{"disclosure", disclosure},
}

var slotSpecs = []spec[slot]{
	{"name", text(func(s *slot) *string { return &s.Name })},
	{"rate", word(func(s *slot) encoding.TextUnmarshaler { return &s.Rate })},
	{"ownRates", flag(func(s *slot) *bool { return &s.OwnRates })},
	{"basis", word(func(s *slot) encoding.TextUnmarshaler { return &s.Basis })},
	{"categories", texts(func(s *slot) *[]string { return &s.Categories })},
	{"classes", texts(func(s *slot) *[]string { return &s.Classes })},
	{"maxRecipients", number(func(s *slot, i int64) { s.MaxRecipients = int(i) })},
	{"granularity", word(func(s *slot) encoding.TextUnmarshaler { return &s.Grain })},
	{"unit", word(func(s *slot) encoding.TextUnmarshaler { return &s.Unit })},
	{"conflict", word(func(s *slot) encoding.TextUnmarshaler { return &s.Conflict })},
	{"generic", word(func(s *slot) encoding.TextUnmarshaler { return &s.Generic })},
	{"residence", text(func(s *slot) *string { return &s.Residence })},
	{"persistence", persistence},
	{"undesignated", word(func(s *slot) encoding.TextUnmarshaler { return &s.Undesignated })},
	{"declined", word(func(s *slot) encoding.TextUnmarshaler { return &s.Declined })},
	{"allowance", money(func(s *slot) *fiscal.Money { return &s.Allowance })},
	{"least", money(func(s *slot) *fiscal.Money { return &s.Least })},
	{"minLine", money(func(s *slot) *fiscal.Money { return &s.MinLine })},
	{"rounding", word(func(s *slot) encoding.TextUnmarshaler { return &s.Rounding })},
	{"quantum", quantum},
	{"floor", money(func(s *slot) *fiscal.Money { return &s.Floor })},
	{"below", word(func(s *slot) encoding.TextUnmarshaler { return &s.Below })},
	{"ceiling", money(func(s *slot) *fiscal.Money { return &s.Ceiling })},
	{"costShare", word(func(s *slot) encoding.TextUnmarshaler { return &s.CostShare })},
	{"overflow", word(func(s *slot) encoding.TextUnmarshaler { return &s.Overflow })},
	{"cap", money(func(s *slot) *fiscal.Money { return &s.Cap })},
	{"excess", word(func(s *slot) encoding.TextUnmarshaler { return &s.Excess })},
}

// An entry is a recipient that the law itself names.
type entry struct {
	id string
	terms
}

var entrySpecs = []spec[entry]{
	{"id", text(func(e *entry) *string { return &e.id })},
	{"name", text(func(e *entry) *string { return &e.Name })},
	{"category", text(func(e *entry) *string { return &e.Category })},
	{"rate", entryRate},
	{"members", number(func(e *entry, i int64) { e.Members = i })},
	{"ceiling", money(func(e *entry) *fiscal.Money { return &e.Ceiling })},
	{"overflow", word(func(e *entry) encoding.TextUnmarshaler { return &e.Overflow })},
	{"declines", flag(func(e *entry) *bool { return &e.Declines })},
}

func number[T any](set func(*T, int64)) func(*decoder, *T, *node) {
	return func(d *decoder, to *T, n *node) {
		if !d.is(n, isNumber) {
			return
		}
		i, err := strconv.ParseUint(n.text, 10, 31)
		if err != nil {
			d.bad(n, "number %.40q: want a whole number from 0", n.text)
			return
		}
		set(to, int64(i))
	}
}

func entryRate(d *decoder, e *entry, n *node) {
	word(func(e *entry) encoding.TextUnmarshaler { return &e.Rate })(d, e, n)
	if e.Rate.Sign() < 0 || e.Rate.Cmp(vicinia.Frac(1, 1)) > 0 {
		d.bad(n, "%v is not from 0%% to 100%%", e.Rate)
	}
}

func persistence(d *decoder, s *slot, n *node) {
	switch {
	case n.kind == isText && n.text == "yearly":
		s.Persistence = 1
	case n.kind == isText && n.text == "until-revoked":
		s.Persistence = designation.UntilRevoked
	case n.kind == isNumber:
		years := int64(-1)
		number(func(_ *slot, i int64) { years = i })(d, s, n)
		if years == 0 {
			d.bad(n, "0 years, want 1 or more")
		}
		s.Persistence = int(years)
	default:
		d.bad(n, `want "yearly", "until-revoked" or a number of years`)
	}
}

func quantum(d *decoder, s *slot, n *node) {
	var m fiscal.Money
	money(func(m *fiscal.Money) *fiscal.Money { return m })(d, &m, n)
	s.Quantum = m.Minor()
}

// fields reads an object by a table; unknown keys are faults.
func fields[T any](d *decoder, to *T, n *node, specs []spec[T]) {
	if !d.is(n, isObject) {
		return
	}
	path := d.path
	for _, k := range n.keys {
		d.path = path + "." + k.name
		if s, ok := find(specs, k.name); ok {
			s.read(d, to, k.value)
		} else {
			d.fault(k.at, d.path, "unknown parameter %.40q", k.name)
		}
	}
	d.path = path
}

func find[T any](specs []spec[T], name string) (spec[T], bool) {
	for _, s := range specs {
		if s.name == name {
			return s, true
		}
	}
	return spec[T]{}, false
}

// each reads an array of objects.
func each[T any](d *decoder, n *node, specs []spec[T], add func(T)) {
	if !d.is(n, isArray) {
		return
	}
	path := d.path
	for i, item := range n.items {
		var one T
		d.path = fmt.Sprintf("%s[%d]", path, i)
		fields(d, &one, item, specs)
		add(one)
	}
	d.path = path
}

func credit(d *decoder, r *regime, n *node) {
	r.Credit = new(designation.Credit)
	fields(d, r.Credit, n, []spec[designation.Credit]{
		{"deductible", money(func(c *designation.Credit) *fiscal.Money { return &c.Deductible })},
		{"basic", word(func(c *designation.Credit) encoding.TextUnmarshaler { return &c.Basic })},
		{"cap", word(func(c *designation.Credit) encoding.TextUnmarshaler { return &c.Cap })},
		{"special", func(d *decoder, c *designation.Credit, n *node) {
			each(d, n, []spec[designation.Band]{
				{"from", money(func(b *designation.Band) *fiscal.Money { return &b.From })},
				{"part", word(func(b *designation.Band) encoding.TextUnmarshaler { return &b.Part })},
			}, func(b designation.Band) { c.Special = append(c.Special, b) })
		}},
	})
}

func payout(d *decoder, r *regime, n *node) {
	each(d, n, []spec[designation.Instalment]{
		{"name", text(func(p *designation.Instalment) *string { return &p.Name })},
		{"on", word(func(p *designation.Instalment) encoding.TextUnmarshaler { return &p.On })},
		{"pays", word(func(p *designation.Instalment) encoding.TextUnmarshaler { return &p.Pays })},
		{"recipient", func(d *decoder, p *designation.Instalment, n *node) {
			if d.is(n, isText) {
				p.Recipient = designation.RecipientID(n.text)
			}
		}},
		{"amount", money(func(p *designation.Instalment) *fiscal.Money { return &p.Amount })},
		{"part", word(func(p *designation.Instalment) encoding.TextUnmarshaler { return &p.Part })},
	}, func(p designation.Instalment) { r.Payout = append(r.Payout, p) })
}

func disclosure(d *decoder, r *regime, n *node) {
	fields(d, &r.Disclosure, n, []spec[designation.Disclosure]{
		{"payers", func(d *decoder, to *designation.Disclosure, n *node) {
			if !d.is(n, isText) {
				return
			}
			if to.Payers = n.text; n.text != "anonymous" && n.text != "consent" && n.text != "public" {
				d.bad(n, "disclosure %.40q: want anonymous, consent or public", n.text)
			}
		}},
		{"publish", money(func(to *designation.Disclosure) *fiscal.Money { return &to.Publish })},
		{"account", money(func(to *designation.Disclosure) *fiscal.Money { return &to.Account })},
	})
}

// years reads from and to of something dated: 0 is open.
type years struct{ from, to int }

func (y years) has(year int) bool {
	return (y.from == 0 || y.from <= year) && (y.to == 0 || year <= y.to)
}

func (y years) meets(z years) bool {
	return (y.to == 0 || z.from <= y.to) && (z.to == 0 || y.from <= z.to)
}

// year reads one year.
func (s *source) year(n *node, path string) int {
	i, err := strconv.Atoi(n.text)
	if n.kind != isNumber || err != nil || i < 1 || i > vicinia.MaxYear {
		s.wrong(n.at, path, "want a year from 1 to %d", vicinia.MaxYear)
		return 0
	}
	return i
}
