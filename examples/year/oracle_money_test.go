package main_test

import (
	"fmt"
	"math/big"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"
)

// This file is "Tax", "Filing" and "Net" of the contract. Amounts are rationals in whole
// units of their currency, always rounded to its decimals.

func (w folder) currency(jurisdiction string) string {
	return w.find("jurisdictions", jurisdiction)["currency"]
}

func (w folder) decimals(jurisdiction string) int { return decimals[w.currency(jurisdiction)] }

// tax is what a person owes a jurisdiction for a year.
func (w folder) tax(person, jurisdiction string, year int) *big.Rat {
	y := strconv.Itoa(year)
	bases := w.where("bases", "person", person, "year", y)
	schedules := w.where("schedules", "jurisdiction", jurisdiction, "year", y)
	if len(bases) == 0 || len(schedules) == 0 {
		return rat(0)
	}
	days := ratio(w.daysIn(person, jurisdiction, year), yearSpan(year).days())
	return halfEven(mul(yearTax(schedules[0], number(bases[0]["base"])), days), w.decimals(jurisdiction))
}

// yearTax is the tax of a whole year, not rounded.
func yearTax(schedule row, base *big.Rat) *big.Rat {
	if schedule["kind"] != "brackets" {
		return mul(base, percent(schedule["parameters"]))
	}
	tax := rat(0)
	brackets := strings.Split(schedule["parameters"], "|")
	for i, bracket := range brackets {
		from, rate, _ := strings.Cut(bracket, ":")
		part := sub(base, number(from))
		if i+1 < len(brackets) {
			next, _, _ := strings.Cut(brackets[i+1], ":")
			part = least(part, sub(number(next), number(from)))
		}
		if part.Sign() > 0 {
			tax = add(tax, mul(part, percent(rate)))
		}
	}
	return tax
}

func least(a, b *big.Rat) *big.Rat {
	if less(a, b) {
		return a
	}
	return b
}

func (w folder) gross(jurisdiction string, year int) *big.Rat {
	sum := rat(0)
	for _, person := range w.ids("persons") {
		sum = add(sum, w.tax(person, jurisdiction, year))
	}
	return sum
}

// A filing is the lines of one person to one jurisdiction for one year on one day.
type filing struct {
	person, jurisdiction, filedOn string
	lines                         []row
}

// filings of a year, by person, jurisdiction and day.
func (w folder) filings(year int) []filing {
	var filings []filing
	for _, r := range w.where("designations", "year", strconv.Itoa(year)) {
		f := filing{r["person"], r["jurisdiction"], r["filed_on"], nil}
		i := slices.IndexFunc(filings, func(g filing) bool { return f.compare(g) == 0 })
		if i < 0 {
			i, filings = len(filings), append(filings, f)
		}
		filings[i].lines = append(filings[i].lines, r)
	}
	slices.SortFunc(filings, filing.compare)
	return filings
}

func (f filing) compare(g filing) int {
	return slices.Compare([]string{f.person, f.jurisdiction, f.filedOn},
		[]string{g.person, g.jurisdiction, g.filedOn})
}

func (f filing) withdraws() bool { return f.lines[0]["community"] == "" }

// refusal is the first rule that a filing breaks, or "".
func (w folder) refusal(f filing, year int) string {
	policies := w.where("policies", "jurisdiction", f.jurisdiction, "year", strconv.Itoa(year))
	policy := row{"cap": "0%"}
	if len(policies) > 0 {
		policy = policies[0]
	}
	on := day(f.filedOn)
	switch {
	case f.withdraws():
		return ""
	case !w.sovereign(f.jurisdiction) || !w.holds(f.jurisdiction, "designate"):
		return "T-2"
	case slices.ContainsFunc(f.lines, func(l row) bool { return !w.recognised(l["community"], f.jurisdiction, on) }):
		return "D-6"
	case less(percent(policy["cap"]), f.share()):
		return "D-1"
	case policy["membership"] == "prior" &&
		slices.ContainsFunc(f.lines, func(l row) bool { return !w.member(f.person, l["community"], on) }):
		return "D-5"
	}
	return ""
}

func (f filing) share() *big.Rat {
	sum := rat(0)
	for _, l := range f.lines {
		sum = add(sum, percent(l["share"]))
	}
	return sum
}

// recognised reports whether an id is a community that the register or this jurisdiction,
// and no other, recognises on a day.
func (w folder) recognised(id, jurisdiction string, on time.Time) bool {
	if w.find("communities", id) == nil {
		return false
	}
	if w["recognitions"] == nil {
		return true
	}
	for _, r := range w.where("recognitions", "community", id) {
		if (r["recogniser"] == "register" || r["recogniser"] == jurisdiction) && r.span().has(on) {
			return true
		}
	}
	return false
}

// A gift is what one line of a filing that counts moves.
type gift struct {
	jurisdiction, community string
	amount                  *big.Rat
}

// gifts of a year: of the filings of one person to one jurisdiction the last accepted one.
func (w folder) gifts(year int) []gift {
	last := map[[2]string]filing{}
	for _, f := range w.filings(year) { // the last comes last
		if w.refusal(f, year) == "" {
			last[[2]string{f.person, f.jurisdiction}] = f
		}
	}
	var gifts []gift
	for _, f := range last {
		if f.withdraws() {
			continue
		}
		tax := w.tax(f.person, f.jurisdiction, year)
		for _, l := range f.lines {
			amount := floorTo(mul(tax, percent(l["share"])), w.decimals(f.jurisdiction))
			gifts = append(gifts, gift{f.jurisdiction, l["community"], amount})
		}
	}
	return gifts
}

// partyDays is how many days of a year a term covers.
func (w folder) partyDays(term row, year int) int64 {
	return span{day(term["from"]), w.until(term)}.meet(yearSpan(year)).days()
}

// keyed rules divide the compact's budget; the other two stand for themselves.
func keyed(term row) bool {
	return slices.Contains([]string{"per-head", "capacity", "equal"}, term["share_rule"])
}

// parts is what each party cedes to a compact for a year, for those with a day in it. net
// has the net of every jurisdiction. An error is a fault of the folder.
func (w folder) parts(compact string, year int, net map[string]*big.Rat) (map[string]*big.Rat, error) {
	parts, weights := map[string]*big.Rat{}, map[string]*big.Rat{}
	for _, term := range w.where("parties", "compact", compact) {
		days, party := w.partyDays(term, year), term["party"]
		if days == 0 {
			continue
		}
		part := w.ownPart(term, ratio(days, yearSpan(year).days()), net[party])
		parts[party] = add(orZero(parts[party]), part)
		if keyed(term) {
			weight := mul(rat(days), w.key(term, year, net[party]))
			weights[party] = add(orZero(weights[party]), weight)
		}
	}
	if len(weights) == 0 {
		return parts, nil
	}
	currency, err := w.oneCurrency(weights)
	if err != nil {
		return nil, err
	}
	rest, err := w.rest(compact, year, parts, currency)
	if err != nil {
		return nil, err
	}
	return parts, w.divide(rest, weights, parts)
}

func orZero(x *big.Rat) *big.Rat {
	if x == nil {
		return rat(0)
	}
	return x
}

// ownPart is the part of a term that does not depend on the other parties.
func (w folder) ownPart(term row, ofYear, net *big.Rat) *big.Rat {
	switch term["share_rule"] {
	case "revenue-share":
		return halfEven(mul(mul(net, percent(term["share"])), ofYear), w.decimals(term["party"]))
	case "fixed":
		return halfEven(mul(number(term["share"]), ofYear), w.decimals(term["party"]))
	}
	return rat(0)
}

// key is the weight of a day as a party.
func (w folder) key(term row, year int, net *big.Rat) *big.Rat {
	switch term["share_rule"] {
	case "per-head":
		return rat(w.heads(term["party"], year))
	case "capacity":
		return net
	}
	return rat(1)
}

// oneCurrency is that of all these parties.
func (w folder) oneCurrency(weights map[string]*big.Rat) (currency string, err error) {
	for party := range weights {
		if currency != "" && currency != w.currency(party) {
			return "", fmt.Errorf("keyed parts in two currencies (M-7)")
		}
		currency = w.currency(party)
	}
	return currency, nil
}

// rest is what the budget of a compact leaves to its keyed parts. The budget is in their
// currency, and parts in another one pay nothing of it.
func (w folder) rest(compact string, year int, parts map[string]*big.Rat, currency string) (*big.Rat, error) {
	budgets := w.where("budgets", "compact", compact, "year", strconv.Itoa(year))
	if len(budgets) == 0 {
		return nil, fmt.Errorf("%s has no budget (K-9)", compact)
	}
	rest := number(budgets[0]["amount"])
	for party, part := range parts {
		if w.currency(party) == currency {
			rest = sub(rest, part)
		}
	}
	if rest.Sign() < 0 {
		return nil, fmt.Errorf("%s has a negative rest (K-9)", compact)
	}
	return rest, nil
}

// divide adds to the parts their shares of an amount by weight: the floors, and one unit
// more for the largest remainders, the smaller id first.
func (w folder) divide(amount *big.Rat, weights, parts map[string]*big.Rat) error {
	total, ids := rat(0), []string{}
	for id, weight := range weights {
		total, ids = add(total, weight), append(ids, id)
	}
	if total.Sign() == 0 {
		return fmt.Errorf("no weight (K-9)")
	}
	unit := unscale(w.decimals(ids[0]))
	remainder, left := map[string]*big.Rat{}, amount
	for _, id := range ids {
		quota := mul(amount, new(big.Rat).Quo(weights[id], total))
		floor := floorTo(quota, w.decimals(id))
		parts[id] = add(parts[id], floor)
		remainder[id], left = sub(quota, floor), sub(left, floor)
	}
	sort.Strings(ids)
	sort.SliceStable(ids, func(i, j int) bool { return less(remainder[ids[j]], remainder[ids[i]]) })
	for i := 0; left.Sign() > 0; i++ {
		parts[ids[i]] = add(parts[ids[i]], unit)
		left = sub(left, unit)
	}
	return nil
}
