package law

import (
	"embed"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/designation"
)

// A Law is a regime through the years: every parameter has the value that it had in each.
type Law struct {
	Name    string
	Title   string
	From    int  // the first tax year; 0 is open
	To      int  // the last tax year; 0 is open
	Default int  // the tax year that is taken if none is named; its text was read for it
	Closed  bool // the law itself names who receives: returns without a list add nobody

	source  *source
	params  []param
	slots   []part
	slotsAt int
	entries []part
}

// A part is a slot, or a recipient that the law names.
type part struct {
	at     int
	params []param
	years
}

// id is that of a recipient.
func (p part) id() string {
	for _, p := range p.params {
		if p.name == "id" && len(p.values) > 0 && p.values[0].value != nil {
			return p.values[0].value.text
		}
	}
	return ""
}

// A param is one parameter with its values.
type param struct {
	name   string
	at     int
	values []dated
}

// A dated value has its source beside it. A value that is only remembered (M) is nil.
type dated struct {
	years
	value   *node
	at      int
	article string
	mark    designation.Mark
}

//go:embed *.json
var files embed.FS

// ErrUnknown says that there is no law of this name, or none in this year.
var ErrUnknown = errors.New("no such law")

// Names lists the laws that ship, in byte order.
func Names() []string {
	entries, err := files.ReadDir(".")
	if err != nil {
		panic("law: the embedded files: " + err.Error())
	}
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".json"))
	}
	slices.Sort(names)
	return names
}

// Load returns a law that ships. Another name is ErrUnknown.
func Load(name string) (*Law, error) {
	f, err := files.Open(name + ".json")
	if err != nil {
		return nil, fmt.Errorf("%w: %.40q; there are %s", ErrUnknown, name, strings.Join(Names(), ", "))
	}
	defer f.Close() // it is only read
	return Read(name+".json", f)
}

// Find returns the regime of a statute as it stood for a tax year; 0 is the law's Default.
// What the law leaves to a list, its recipients, is for the caller to add.
func Find(name string, year int) (*designation.Regime, error) {
	l, err := Load(name)
	if err != nil {
		return nil, err
	}
	return l.Year(year)
}

// Read reads the file of a regime and returns every fault, with its line, column and
// parameter; see the package comment for the format.
func Read(file string, r io.Reader) (*Law, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, &vicinia.Fault{File: file, Line: 1, Column: 1, Err: err}
	}
	s := &source{file: file, data: data}
	l := &Law{source: s}
	if root := s.parse(); root != nil {
		l.read(root)
	}
	if s.faults != nil {
		return nil, s.err()
	}
	return l, nil
}

func (l *Law) read(root *node) {
	s := l.source
	if root.kind != isObject {
		s.fault(root.at, "", "want an object")
		return
	}
	for _, k := range root.keys {
		l.key(k)
	}
	for _, required := range []string{"regime", "currency", "slots"} {
		if root.get(required) == nil {
			s.fault(root.at, required, "the parameter %q is missing", required)
		}
	}
	if l.From != 0 && l.To != 0 && l.From > l.To {
		s.fault(root.at, "to", "the last year %d is before the first, %d", l.To, l.From)
	}
	if l.Default != 0 && !l.has(l.Default) {
		s.fault(root.get("default").at, "default", "the law is not of the year %d", l.Default)
	}
	l.try()
}

func (l *Law) has(year int) bool { return years{l.From, l.To}.has(year) }

// key reads one member of the document.
func (l *Law) key(k key) {
	s := l.source
	d := &decoder{source: s, path: k.name}
	switch k.name {
	case "regime":
		text(func(l *Law) *string { return &l.Name })(d, l, k.value)
	case "title":
		text(func(l *Law) *string { return &l.Title })(d, l, k.value)
	case "closed":
		flag(func(l *Law) *bool { return &l.Closed })(d, l, k.value)
	case "from":
		l.From = s.year(k.value, k.name)
	case "to":
		l.To = s.year(k.value, k.name)
	case "default":
		l.Default = s.year(k.value, k.name)
	case "slots":
		l.slots, l.slotsAt = parts(s, k, slotSpecs), k.at
		l.rates(k.value)
	case "recipients":
		l.entries = parts(s, k, entrySpecs)
	default:
		if _, ok := find(regimeSpecs, k.name); !ok {
			s.fault(k.at, k.name, "unknown parameter %.40q", k.name)
			return
		}
		l.params = append(l.params, s.param(k, k.name))
	}
}

// rates finds what no law is without: a slot, and the rate of each.
func (l *Law) rates(slots *node) {
	if slots.kind == isArray && len(slots.items) == 0 {
		l.source.wrong(slots.at, "slots", "want a slot or more")
	}
	for i, item := range slots.items {
		if item.kind == isObject && item.get("rate") == nil {
			path := fmt.Sprintf("slots[%d].rate", i)
			l.source.fault(item.at, path, "the parameter %q is missing", path)
		}
	}
}

// parts reads slots or recipients.
func parts[T any](s *source, k key, specs []spec[T]) (all []part) {
	if k.value.kind != isArray {
		s.wrong(k.value.at, k.name, "want %s", kinds[isArray])
		return nil
	}
	for i, item := range k.value.items {
		path := fmt.Sprintf("%s[%d]", k.name, i)
		if item.kind != isObject {
			s.wrong(item.at, path, "want %s", kinds[isObject])
			continue
		}
		p := part{at: item.at}
		for _, k := range item.keys {
			at := path + "." + k.name
			switch _, ok := find(specs, k.name); {
			case k.name == "from":
				p.from = s.year(k.value, at)
			case k.name == "to":
				p.to = s.year(k.value, at)
			case !ok:
				s.fault(k.at, at, "unknown parameter %.40q", k.name)
			default:
				p.params = append(p.params, s.param(k, at))
			}
		}
		all = append(all, p)
	}
	return all
}

// param reads the values of a parameter: a value, a value with its source, or an array of
// those.
func (s *source) param(k key, path string) param {
	p := param{name: k.name, at: k.at}
	if k.value.kind == isArray && len(k.value.items) > 0 && sourced(k.value.items[0]) {
		for i, item := range k.value.items {
			d := s.dated(item, fmt.Sprintf("%s[%d]", path, i))
			for _, other := range p.values {
				if other.meets(d.years) {
					s.wrong(item.at, path, "two values for one year")
					break
				}
			}
			p.values = append(p.values, d)
		}
		return p
	}
	if sourced(k.value) {
		p.values = []dated{s.dated(k.value, path)}
		return p
	}
	p.values = []dated{{value: k.value, at: k.value.at}}
	return p
}

// sourced reports whether a value has its source beside it.
func sourced(n *node) bool {
	return n.kind == isObject && (n.get("value") != nil || n.get("mark") != nil)
}

func (s *source) dated(n *node, path string) (v dated) {
	v.at = n.at
	if n.kind != isObject {
		s.wrong(n.at, path, "want an object with value, article and mark")
		return v
	}
	for _, k := range n.keys {
		d := &decoder{source: s, path: path + "." + k.name}
		switch k.name {
		case "value":
			v.value, v.at = k.value, k.value.at
		case "article":
			text(func(v *dated) *string { return &v.article })(d, &v, k.value)
		case "mark":
			if !strings.Contains("LOPM", k.value.text) || len(k.value.text) != 1 || k.value.kind != isText {
				s.wrong(k.value.at, d.path, "want L (law), O (official table), P (press) or M (from memory)")
				continue
			}
			v.mark = designation.Mark(k.value.text[0])
		case "from":
			v.from = s.year(k.value, d.path)
		case "to":
			v.to = s.year(k.value, d.path)
		default:
			s.fault(k.at, d.path, "unknown parameter %.40q", k.name)
		}
	}
	switch {
	case v.value == nil && v.mark != designation.Memory:
		s.wrong(n.at, path, "no value")
	case v.value != nil && v.mark == designation.Memory:
		s.wrong(v.value.at, path, "a value from memory is none: leave it out")
	}
	if v.from != 0 && v.to != 0 && v.from > v.to {
		s.wrong(n.at, path, "the last year %d is before the first, %d", v.to, v.from)
	}
	return v
}

// try decodes every value once, whatever its year, so that every fault is told.
func (l *Law) try() {
	var cur fiscal.Currency // amounts can only be read in one
	for _, p := range l.params {
		if p.name != "currency" {
			continue
		}
		for _, v := range p.values {
			var r regime
			decode(&decoder{source: l.source, path: p.name}, &r, p.name, v, regimeSpecs)
			cur = r.Currency
		}
	}
	for _, p := range l.params {
		for _, v := range p.values {
			if p.name != "currency" {
				decode(&decoder{source: l.source, path: p.name, currency: cur}, new(regime), p.name, v, regimeSpecs)
			}
		}
	}
	tryParts(l.source, "slots", l.slots, cur, slotSpecs)
	tryParts(l.source, "recipients", l.entries, cur, entrySpecs)
	l.tryIDs()
}

// tryIDs finds the recipients without an id, and those who have the same in one year.
func (l *Law) tryIDs() {
	for i, one := range l.entries {
		path, id := fmt.Sprintf("recipients[%d].id", i), one.id()
		if id == "" {
			l.source.wrong(one.at, path, "no id")
			continue
		}
		for _, other := range l.entries[:i] {
			if other.id() == id && other.meets(one.years) {
				l.source.wrong(one.at, path, "%.40q stands twice", id)
				break
			}
		}
	}
}

func tryParts[T any](s *source, name string, parts []part, cur fiscal.Currency, specs []spec[T]) {
	for i, one := range parts {
		for _, p := range one.params {
			for _, v := range p.values {
				d := &decoder{source: s, path: fmt.Sprintf("%s[%d].%s", name, i, p.name), currency: cur}
				decode(d, new(T), p.name, v, specs)
			}
		}
	}
}

func decode[T any](d *decoder, to *T, name string, v dated, specs []spec[T]) {
	if s, ok := find(specs, name); ok && v.value != nil {
		s.read(d, to, v.value)
	}
}
