package report

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/exp/constraints"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/year"
)

// JSON writes the operator's view of a year: every id, every refusal with its reason, and
// the digest. Its form is that of the world folder's contract, one space of indent.
func JSON(w io.Writer, r *year.Report, refused []confed.Refusal) error {
	doc := document(r, refused)
	doc.put("digest", text(Digest(r, refused)))
	_, err := w.Write(append(doc.indented(nil, "\n"), '\n'))
	return err
}

// Digest is sha256: and the lower-case hex SHA-256 of the same document without digest and
// reasons, in its compact form.
func Digest(r *year.Report, refused []confed.Refusal) string {
	sum := sha256.Sum256(document(r, refused).compact(nil))
	return "sha256:" + hex.EncodeToString(sum[:])
}

func document(r *year.Report, refused []confed.Refusal) object {
	var doc, places, decisions, total object
	for _, j := range r.Jurisdictions {
		places.put(string(j.ID), place(j))
	}
	for d := range r.World.Decisions() {
		decisions.put(string(d.ID), decision(r.World, d))
	}
	for _, m := range r.Total() {
		total.put(m.Currency().String(), text(m.Amount()))
	}
	doc.put("year", number(r.Year))
	doc.put("jurisdictions", places)
	doc.put("communities", incomes(r.Communities))
	doc.put("compacts", incomes(r.Compacts))
	doc.put("decisions", decisions)
	doc.put("rejected", rejected(r.Year, refused))
	doc.put("total", total)
	if len(r.Services) > 0 { // an optional table, and so an optional member
		doc.put("services", services(r.Services))
	}
	if len(r.Funds) > 0 {
		doc.put("phyles", funds(r.Funds))
	}
	return doc
}

func place(j year.Jurisdiction) object {
	var o, ceded object
	for _, c := range j.ByCompact() {
		ceded.put(c.ID, text(c.Amounts[0].Amount()))
	}
	o.put("electors", number(j.Electors))
	o.put("gross", text(j.Gross.Amount()))
	o.put("designated", text(j.Designated.Amount()))
	o.put("net", text(j.Net.Amount()))
	o.put("ceded", ceded)
	o.put("final", text(j.Final.Amount()))
	return o
}

func incomes(all []year.Income) object {
	var o object
	for _, i := range all {
		var amounts object
		for _, m := range i.Amounts {
			amounts.put(m.Currency().String(), text(m.Amount()))
		}
		o.put(i.ID, amounts)
	}
	return o
}

func decision(w *confed.World, d confed.Decision) object {
	call, _ := w.Call(d.Call)
	var o object
	o.put("body", text(call.Body.Of))
	o.put("eligible", number(d.Eligible))
	o.put("cast", number(d.Cast()))
	o.put("yes", number(d.Yes))
	o.put("no", number(d.No))
	o.put("blank", number(d.Blank))
	o.put("spoilt", number(d.Spoilt))
	o.put("carried", truth(d.Carried))
	return o
}

func funds(all []year.Fund) object {
	incomesOf := make([]year.Income, len(all))
	for i, f := range all {
		incomesOf[i] = year.Income{ID: string(f.ID), Amounts: f.Amounts}
	}
	return incomes(incomesOf)
}

func because(s year.Service) reasons {
	var all reasons
	for why := range s.Why() {
		all = append(all, why.String())
	}
	return all
}

func services(all []year.Service) object {
	var o object
	for _, s := range all {
		var one object
		one.put("jurisdiction", text(s.Service.Jurisdiction))
		one.put("rung", text(s.Rung.String()))
		one.put("provider", text(s.Provider))
		one.put("cost", text(s.Service.Cost.Amount()))
		one.put("paid", text(s.Paid.Amount()))
		one.put("reasons", because(s))
		o.put(string(s.Service.ID), one)
	}
	return o
}

// A refusal is a refused filing of the year.
type refusal struct {
	confed.Filing
	*vicinia.Fault
}

// refusals picks the filings of a year, by person, jurisdiction and day.
func refusals(year int, refused []confed.Refusal) []refusal {
	var all []refusal
	for _, r := range refused {
		f, ok := r.Act.(confed.Filing)
		if !ok || f.Year != year {
			continue
		}
		for fault := range vicinia.Faults(r.Err) {
			all = append(all, refusal{f, fault})
			break // a filing is refused for the first rule that it breaks
		}
	}
	slices.SortFunc(all, func(a, b refusal) int {
		return cmp.Or(strings.Compare(string(a.Person), string(b.Person)),
			strings.Compare(string(a.Jurisdiction), string(b.Jurisdiction)), cmp.Compare(a.On, b.On))
	})
	return all
}

func rejected(year int, refused []confed.Refusal) list {
	var l list
	for _, r := range refusals(year, refused) {
		var o object
		o.put("person", text(r.Person))
		o.put("jurisdiction", text(r.Jurisdiction))
		o.put("filed_on", text(r.On.String()))
		o.put("invariant", text(r.Breaks))
		o.put("reason", reason(r.Err.Error()))
		l = append(l, o)
	}
	return l
}

// A node is a JSON value that is written in one fixed way, whatever the version of Go:
// keys in their order, no escapes but those that must be.
type node interface {
	compact(b []byte) []byte
	indented(b []byte, newline string) []byte
}

type (
	object []member
	member struct {
		key   string
		value node
	}
	list    []object
	scalar  string   // as it stands in the document
	reason  string   // text that the compact form leaves out
	reasons []string // likewise
)

func (o *object) put(key string, value node) { *o = append(*o, member{key, value}) }

func number[T constraints.Signed](n T) scalar { return scalar(strconv.FormatInt(int64(n), 10)) }

func truth(b bool) scalar { return scalar(strconv.FormatBool(b)) }

func text[T ~string](s T) scalar { return scalar(quote(nil, string(s))) }

func (s scalar) compact(b []byte) []byte { return append(b, s...) }

func (s scalar) indented(b []byte, _ string) []byte { return append(b, s...) }

func (r reason) compact(b []byte) []byte { return quote(b, string(r)) }

func (r reason) indented(b []byte, _ string) []byte { return quote(b, string(r)) }

func (r reasons) compact(b []byte) []byte { return r.indented(b, "") }

func (r reasons) indented(b []byte, newline string) []byte {
	if len(r) == 0 {
		return append(b, "[]"...)
	}
	b = append(b, '[')
	for i, text := range r {
		if i > 0 {
			b = append(b, ',')
		}
		b = quote(append(append(b, newline...), ' '), text)
	}
	return append(append(b, newline...), ']')
}

func (o object) compact(b []byte) []byte {
	b = append(b, '{')
	first := true
	for _, m := range o {
		switch m.value.(type) {
		case reason, reasons:
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = m.value.compact(append(quote(b, m.key), ':'))
	}
	return append(b, '}')
}

func (o object) indented(b []byte, newline string) []byte {
	if len(o) == 0 {
		return append(b, "{}"...)
	}
	b = append(b, '{')
	for i, m := range o {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(quote(append(append(b, newline...), ' '), m.key), ": "...)
		b = m.value.indented(b, newline+" ")
	}
	return append(append(b, newline...), '}')
}

func (l list) compact(b []byte) []byte {
	b = append(b, '[')
	for i, o := range l {
		if i > 0 {
			b = append(b, ',')
		}
		b = o.compact(b)
	}
	return append(b, ']')
}

func (l list) indented(b []byte, newline string) []byte {
	if len(l) == 0 {
		return append(b, "[]"...)
	}
	b = append(b, '[')
	for i, o := range l {
		if i > 0 {
			b = append(b, ',')
		}
		b = o.indented(append(append(b, newline...), ' '), newline+" ")
	}
	return append(append(b, newline...), ']')
}

// quote writes a JSON string; only quotes, backslashes and control characters are escaped.
func quote(b []byte, s string) []byte {
	const short = "\b\t\n\f\r"
	b = append(b, '"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c >= ' ':
			b = append(b, c)
		default:
			if k := strings.IndexByte(short, c); k >= 0 {
				b = append(b, '\\', "btnfr"[k])
			} else {
				b = append(b, "\\u00"...)
				b = append(b, "0123456789abcdef"[c>>4], "0123456789abcdef"[c&15])
			}
		}
	}
	return append(b, '"')
}
