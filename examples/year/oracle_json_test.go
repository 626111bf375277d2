package main_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// This file is "JSON" of the contract: the result, without the reasons of refusals.

// A result has what the objects of the JSON need from each other.
type result struct {
	folder
	year  int
	gifts []gift
	gross map[string]*big.Rat            // by jurisdiction
	net   map[string]*big.Rat            // by jurisdiction
	parts map[string]map[string]*big.Rat // by compact, then party
}

// run runs a year. An error is a fault that only the figures of the year show: K-5 or K-9.
func (w folder) run(year int) (result, error) {
	r := result{folder: w, year: year, gifts: w.gifts(year),
		gross: map[string]*big.Rat{}, net: map[string]*big.Rat{}, parts: map[string]map[string]*big.Rat{}}
	for _, id := range w.ids("jurisdictions") {
		r.gross[id] = w.gross(id, year)
		r.net[id] = sub(r.gross[id], r.designated(id))
	}
	for _, id := range w.ids("compacts") {
		parts, err := w.parts(id, year, r.net)
		if err != nil {
			return result{}, err
		}
		r.parts[id] = parts
	}
	for _, id := range w.ids("jurisdictions") {
		if r.final(id).Sign() < 0 {
			return result{}, fmt.Errorf("%s cedes more than its net (K-5)", id)
		}
	}
	return r, r.conserves()
}

func (r result) designated(jurisdiction string) *big.Rat {
	sum := rat(0)
	for _, g := range r.gifts {
		if g.jurisdiction == jurisdiction {
			sum = add(sum, g.amount)
		}
	}
	return sum
}

func (r result) final(jurisdiction string) *big.Rat {
	final := r.net[jurisdiction]
	for _, parts := range r.parts {
		final = sub(final, orZero(parts[jurisdiction]))
	}
	return final
}

// amounts by currency.
type amounts map[string]*big.Rat

func (a amounts) add(currency string, amount *big.Rat) {
	a[currency] = add(orZero(a[currency]), amount)
}

func (r result) total() amounts {
	total := amounts{}
	for id, gross := range r.gross {
		total.add(r.currency(id), gross)
	}
	return total
}

func (r result) received(community string) amounts {
	sum := amounts{}
	for _, g := range r.gifts {
		if g.community == community {
			sum.add(r.currency(g.jurisdiction), g.amount)
		}
	}
	return sum
}

func (r result) pooled(compact string) amounts {
	sum := amounts{}
	for party, part := range r.parts[compact] {
		sum.add(r.currency(party), part)
	}
	return sum
}

// conserves checks that per currency the gross is where it should be, to the last unit.
func (r result) conserves() error {
	left := r.total()
	take := func(from amounts) {
		for currency, amount := range from {
			left.add(currency, sub(rat(0), amount))
		}
	}
	for _, id := range r.ids("jurisdictions") {
		take(amounts{r.currency(id): r.final(id)})
	}
	for _, id := range r.ids("communities") {
		take(r.received(id))
	}
	for _, id := range r.ids("compacts") {
		take(r.pooled(id))
	}
	for currency, amount := range left {
		if amount.Sign() != 0 {
			return fmt.Errorf("%s %s left over", amount, currency)
		}
	}
	return nil
}

// A field of a JSON object: its name, and its value as JSON.
type field struct{ name, value string }

// object keeps the order of its fields.
func object(fields ...field) string {
	var members []string
	for _, f := range fields {
		members = append(members, quote(f.name)+":"+f.value)
	}
	return "{" + strings.Join(members, ",") + "}"
}

// byID is an object with a field for each id, in byte order.
func byID(ids []string, value func(id string) string) string {
	var fields []field
	for _, id := range slices.Sorted(slices.Values(ids)) {
		fields = append(fields, field{id, value(id)})
	}
	return object(fields...)
}

// quote escapes quotes, backslashes and control characters, and nothing else.
func quote(s string) string {
	var b strings.Builder
	for _, c := range s {
		short := strings.IndexRune("\"\\\b\f\n\r\t", c)
		switch {
		case short >= 0:
			b.WriteString(`\` + `"\bfnrt`[short:short+1])
		case c < ' ':
			fmt.Fprintf(&b, `\u%04x`, c)
		default:
			b.WriteRune(c)
		}
	}
	return `"` + b.String() + `"`
}

func money(amount *big.Rat, currency string) string {
	return quote(amount.FloatString(decimals[currency]))
}

// json has the amounts that are not zero, or those of all currencies.
func (a amounts) json(zeros bool) string {
	var currencies []string
	for currency, amount := range a {
		if zeros || amount.Sign() != 0 {
			currencies = append(currencies, currency)
		}
	}
	return byID(currencies, func(currency string) string { return money(a[currency], currency) })
}

// canonical is the form that the digest covers.
func (r result) canonical() string { return object(r.fields()...) }

// pretty is what -json prints, without the reasons.
func (r result) pretty() string {
	digest := field{"digest", quote(digestOf(r.canonical()))}
	var b bytes.Buffer
	if err := json.Indent(&b, []byte(object(append(r.fields(), digest)...)), "", " "); err != nil {
		panic(err)
	}
	return b.String()
}

func digestOf(canonical string) string {
	return fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(canonical)))
}

func (r result) fields() []field {
	return []field{
		{"year", strconv.Itoa(r.year)},
		{"jurisdictions", byID(r.ids("jurisdictions"), r.jurisdiction)},
		{"communities", byID(r.ids("communities"), func(id string) string { return r.received(id).json(false) })},
		{"compacts", byID(r.ids("compacts"), func(id string) string { return r.pooled(id).json(false) })},
		{"decisions", byID(r.ids("decisions"), r.decision)},
		{"rejected", r.rejected()},
		{"total", r.total().json(true)},
	}
}

func (r result) jurisdiction(id string) string {
	amount := func(x *big.Rat) string { return money(x, r.currency(id)) }
	var compacts []string
	for compact, parts := range r.parts {
		if parts[id] != nil {
			compacts = append(compacts, compact)
		}
	}
	return object(
		field{"electors", strconv.Itoa(r.electors(id, r.year))},
		field{"gross", amount(r.gross[id])},
		field{"designated", amount(r.designated(id))},
		field{"net", amount(r.net[id])},
		field{"ceded", byID(compacts, func(compact string) string { return amount(r.parts[compact][id]) })},
		field{"final", amount(r.final(id))})
}

func (r result) decision(id string) string {
	decision := r.find("decisions", id)
	v := r.votes(decision)
	return object(
		field{"body", quote(r.find("calls", decision["call"])["body"])},
		field{"eligible", strconv.Itoa(v.eligible)},
		field{"cast", strconv.Itoa(v.cast())},
		field{"yes", strconv.Itoa(v.yes)},
		field{"no", strconv.Itoa(v.no)},
		field{"blank", strconv.Itoa(v.blank)},
		field{"spoilt", strconv.Itoa(v.spoilt)},
		field{"carried", strconv.FormatBool(v.carried())})
}

func (r result) rejected() string {
	var rejected []string
	for _, f := range r.filings(r.year) {
		if broken := r.refusal(f, r.year); broken != "" {
			rejected = append(rejected, object(
				field{"person", quote(f.person)},
				field{"jurisdiction", quote(f.jurisdiction)},
				field{"filed_on", quote(f.filedOn)},
				field{"invariant", quote(broken)}))
		}
	}
	return "[" + strings.Join(rejected, ",") + "]"
}
