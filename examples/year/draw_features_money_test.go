package main_test

import (
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// This file has the features of taxes, filings and compacts.

// someTax reports whether a tax that is owed is as asked.
func someTax(as func(r result, person, jurisdiction row, schedule row) bool) func(result) bool {
	return func(r result) bool {
		for _, s := range r.where("schedules", "year", strconv.Itoa(r.year)) {
			for _, p := range r.where("persons") {
				if r.tax(p["id"], s["jurisdiction"], r.year).Sign() > 0 && as(r, p, r.find("jurisdictions", s["jurisdiction"]), s) {
					return true
				}
			}
		}
		return false
	}
}

func taxBy(kind, origin string) func(result) bool {
	return someTax(func(_ result, _, _, s row) bool { return s["kind"] == kind && s["origin"] == origin })
}

// exactTax is the tax before it is rounded.
func (r result) exactTax(person, jurisdiction, schedule row) *big.Rat {
	base := r.where("bases", "person", person["id"], "year", schedule["year"])[0]["base"]
	days := ratio(r.daysIn(person["id"], jurisdiction["id"], r.year), yearSpan(r.year).days())
	return mul(yearTax(schedule, number(base)), days)
}

// roundsHalf is a tax whose exact half goes up or down.
func roundsHalf(up bool) func(result) bool {
	return someTax(func(r result, p, j, s row) bool {
		x, places := r.exactTax(p, j, s), decimals[j["currency"]]
		half := mul(unscale(places), ratio(1, 2))
		return sub(x, floorTo(x, places)).Cmp(half) == 0 && less(x, halfEven(x, places)) == up
	})
}

// stays of a person in a jurisdiction during the year.
func (r result) stays(person, jurisdiction row) (stays []span) {
	for _, x := range r.where("residencies", "person", person["id"]) {
		if s := r.alive(x).meet(yearSpan(r.year)); r.inside(x["municipality"], jurisdiction["id"]) && s.days() > 0 {
			stays = append(stays, s)
		}
	}
	return stays
}

var taxFeatures = []feature{
	{"a local flat tax", taxBy("flat", "local")},
	{"local brackets", taxBy("brackets", "local")},
	{"a local multiplier", taxBy("multiplier", "local")},
	{"an external flat tax", taxBy("flat", "external")},
	{"external brackets", taxBy("brackets", "external")},
	{"an external multiplier", taxBy("multiplier", "external")},
	{"a tax of a region", someTax(func(_ result, _, j, _ row) bool { return j["kind"] == "region" })},
	{"a tax of a region's region", someTax(func(r result, p, j, _ row) bool {
		return slices.ContainsFunc(r.where("jurisdictions", "within", j["id"]), func(x row) bool {
			return x["kind"] == "region" && r.daysIn(p["id"], x["id"], r.year) > 0
		})
	})},
	{"the last bracket", someTax(func(r result, p, _, s row) bool {
		last := s["parameters"][strings.LastIndex(s["parameters"], "|")+1:]
		from, _, found := strings.Cut(last, ":")
		return found && from != "0" && less(number(from), number(r.where("bases", "person", p["id"], "year", s["year"])[0]["base"]))
	})},
	{"a base finer than the currency", someTax(func(r result, p, j, s row) bool {
		_, fraction, _ := strings.Cut(r.where("bases", "person", p["id"], "year", s["year"])[0]["base"], ".")
		return len(strings.TrimRight(fraction, "0")) > decimals[j["currency"]]
	})},
	{"no decimals", someTax(func(_ result, _, j, _ row) bool { return j["currency"] == "JPY" })},
	{"three decimals", someTax(func(_ result, _, j, _ row) bool { return j["currency"] == "KWD" })},
	{"a region taxes in another currency", someTax(func(r result, _, j, _ row) bool {
		return j["within"] != "" && r.gross[j["within"]].Sign() > 0 && r.currency(j["within"]) != j["currency"]
	})},
	{"part of a leap year", someTax(func(r result, p, j, _ row) bool {
		days := r.daysIn(p["id"], j["id"], r.year)
		return yearSpan(r.year).days() == 366 && days < 366
	})},
	{"two stays in a municipality", someTax(func(r result, p, j, _ row) bool {
		return j["kind"] == "municipality" && len(r.stays(p, j)) > 1
	})},
	{"a move within a region", someTax(func(r result, p, j, _ row) bool {
		return j["kind"] == "region" && len(r.stays(p, j)) > 1
	})},
	{"a death in the year", someTax(func(r result, p, _, _ row) bool { return yearSpan(r.year).has(day(p["death_date"])) })},
	{"a half goes up", roundsHalf(true)},
	{"a half goes down", roundsHalf(false)},
	{"a currency without tax", func(r result) bool {
		return strings.Contains(r.total().json(true), `"0`) && r.total().json(true) != r.total().json(false)
	}},
	{"schedules of another year", some("schedules", func(r result, x row) bool { return x["year"] != strconv.Itoa(r.year) })},
}

// someFiling reports whether a filing of the year is as asked; refusal is "" if accepted.
func someFiling(as func(r result, f filing, refusal string) bool) func(result) bool {
	return func(r result) bool {
		for _, f := range r.filings(r.year) {
			if as(r, f, r.refusal(f, r.year)) {
				return true
			}
		}
		return false
	}
}

func refused(invariant string) func(result) bool {
	return someFiling(func(_ result, _ filing, refusal string) bool { return refusal == invariant })
}

func (r result) policy(f filing) row {
	for _, p := range r.where("policies", "jurisdiction", f.jurisdiction, "year", strconv.Itoa(r.year)) {
		return p
	}
	return row{"cap": "0%"}
}

// accepted under a kind of membership, by a person who owes something.
func accepted(membership string) func(result) bool {
	return someFiling(func(r result, f filing, refusal string) bool {
		return refusal == "" && !f.withdraws() && r.policy(f)["membership"] == membership &&
			r.tax(f.person, f.jurisdiction, r.year).Sign() > 0
	})
}

// later are the filings of the same person to the same jurisdiction on later days.
func (r result) later(f filing) (later []filing) {
	for _, g := range r.filings(r.year) {
		if g.person == f.person && g.jurisdiction == f.jurisdiction && g.filedOn > f.filedOn {
			later = append(later, g)
		}
	}
	return later
}

// then is an accepted filing with one later that is as asked.
func then(as func(r result, later filing) bool) func(result) bool {
	return someFiling(func(r result, f filing, refusal string) bool {
		return refusal == "" && r.tax(f.person, f.jurisdiction, r.year).Sign() > 0 &&
			slices.ContainsFunc(r.later(f), func(g filing) bool { return as(r, g) })
	})
}

// onlyBy reports whether a line goes to a community that the register does not recognise
// on the day, but some jurisdiction that is as asked does.
func onlyBy(as func(r result, f filing, recogniser string) bool) func(result) bool {
	return someFiling(func(r result, f filing, refusal string) bool {
		return r.folder["recognitions"] != nil && slices.ContainsFunc(f.lines, func(l row) bool {
			return !r.recognised(l["community"], "register", day(f.filedOn)) &&
				slices.ContainsFunc(r.where("recognitions", "community", l["community"]), func(x row) bool {
					return x.span().has(day(f.filedOn)) && as(r, f, x["recogniser"])
				})
		})
	})
}

var filingFeatures = []feature{
	{"refused T-2", refused("T-2")},
	{"refused D-6", refused("D-6")},
	{"refused D-1", refused("D-1")},
	{"refused D-5", refused("D-5")},
	{"accepted, declares", accepted("declares")},
	{"accepted, prior", accepted("prior")},
	{"accepted, free", accepted("free")},
	{"to a jurisdiction", someFiling(func(r result, f filing, refusal string) bool {
		return refusal == "D-6" && slices.ContainsFunc(f.lines, func(l row) bool { return r.find("jurisdictions", l["community"]) != nil })
	})},
	{"to a compact", someFiling(func(r result, f filing, refusal string) bool {
		return refusal == "D-6" && r.find("compacts", f.lines[0]["community"]) != nil
	})},
	{"to a person", someFiling(func(r result, f filing, refusal string) bool {
		return refusal == "D-6" && r.find("persons", f.lines[0]["community"]) != nil
	})},
	{"D-6 before D-1", someFiling(func(r result, f filing, refusal string) bool {
		return refusal == "D-6" && less(percent(r.policy(f)["cap"]), f.share())
	})},
	{"D-1 before D-5", someFiling(func(r result, f filing, refusal string) bool {
		return refusal == "D-1" && r.policy(f)["membership"] == "prior" && slices.ContainsFunc(f.lines, func(l row) bool {
			return !r.member(f.person, l["community"], day(f.filedOn))
		})
	})},
	{"no policy", someFiling(func(r result, f filing, refusal string) bool { return refusal == "D-1" && r.policy(f)["year"] == "" })},
	{"shares of exactly the cap", someFiling(func(r result, f filing, refusal string) bool {
		return refusal == "" && len(f.lines) > 1 && f.share().Cmp(percent(r.policy(f)["cap"])) == 0
	})},
	{"a withdrawal after", then(func(_ result, g filing) bool { return g.withdraws() })},
	{"a refused one after", then(func(r result, g filing) bool { return r.refusal(g, r.year) != "" })},
	{"another accepted one after", then(func(r result, g filing) bool { return r.refusal(g, r.year) == "" && !g.withdraws() })},
	{"a withdrawal first", someFiling(func(r result, f filing, _ string) bool {
		return f.withdraws() && slices.ContainsFunc(r.later(f), func(g filing) bool { return r.refusal(g, r.year) == "" && !g.withdraws() })
	})},
	{"accepted where nothing is owed", someFiling(func(r result, f filing, refusal string) bool {
		return refusal == "" && !f.withdraws() && r.tax(f.person, f.jurisdiction, r.year).Sign() == 0
	})},
	{"a withdrawal without sovereignty", someFiling(func(r result, f filing, _ string) bool {
		return f.withdraws() && !r.sovereign(f.jurisdiction)
	})},
	{"recognised by this jurisdiction only", onlyBy(func(r result, f filing, by string) bool { return by == f.jurisdiction && r.refusal(f, r.year) == "" })},
	{"recognised by another jurisdiction only", onlyBy(func(r result, f filing, by string) bool { return by != f.jurisdiction && r.refusal(f, r.year) == "D-6" })},
	{"recognised by the region only", onlyBy(func(r result, f filing, by string) bool {
		return by != f.jurisdiction && r.inside(f.jurisdiction, by) && r.refusal(f, r.year) == "D-6"
	})},
	{"no file of recognitions", func(r result) bool { return r.folder["recognitions"] == nil && len(r.gifts) > 0 }},
	{"filed in another year", someFiling(func(r result, f filing, refusal string) bool { return refusal == "" && day(f.filedOn).Year() != r.year })},
	{"a community gets two currencies", some("communities", func(r result, x row) bool { return len(r.received(x["id"])) > 1 })},
	{"a community gets nothing", some("communities", func(r result, x row) bool { return r.received(x["id"]).json(false) == "{}" })},
	{"a gift rounds down to nothing", func(r result) bool {
		return slices.ContainsFunc(r.gifts, func(g gift) bool { return g.amount.Sign() == 0 && r.gross[g.jurisdiction].Sign() > 0 })
	}},
	{"a gift of a region's tax", func(r result) bool {
		return slices.ContainsFunc(r.gifts, func(g gift) bool { return r.isRegion(g.jurisdiction) && g.amount.Sign() > 0 })
	}},
	{"a filing for another year", some("designations", func(r result, x row) bool { return x["year"] != strconv.Itoa(r.year) })},
}

// someTerm reports whether a term with days in the year is as asked.
func someTerm(as func(r result, term row, days int64) bool) func(result) bool {
	return some("parties", func(r result, x row) bool {
		days := r.partyDays(x, r.year)
		return days > 0 && as(r, x, days)
	})
}

// pays by a rule.
func pays(rule string) func(result) bool {
	return someTerm(func(r result, x row, _ int64) bool {
		return x["share_rule"] == rule && r.parts[x["compact"]][x["party"]].Sign() > 0 &&
			(!keyed(x) || r.keyedRest(x).Sign() > 0)
	})
}

// keyedRest is what the keyed parts of the compact of a term share out.
func (r result) keyedRest(term row) *big.Rat {
	compact, y := term["compact"], strconv.Itoa(r.year)
	rest := number(r.where("budgets", "compact", compact, "year", y)[0]["amount"])
	for _, x := range r.where("parties", "compact", compact) {
		rest = sub(rest, r.ownPart(x, ratio(r.partyDays(x, r.year), yearSpan(r.year).days()), r.net[x["party"]]))
	}
	return rest
}

// others reports whether a compact has another term that is as asked.
func (r result) others(term row, as func(x row) bool) bool {
	return slices.ContainsFunc(r.where("parties", "compact", term["compact"]), func(x row) bool {
		return x["party"]+x["from"] != term["party"]+term["from"] && r.partyDays(x, r.year) > 0 && as(x)
	})
}

var compactFeatures = []feature{
	{"revenue-share", pays("revenue-share")},
	{"fixed", pays("fixed")},
	{"per-head", pays("per-head")},
	{"capacity", pays("capacity")},
	{"equal", pays("equal")},
	{"a keyed part beside one of its own", someTerm(func(r result, x row, _ int64) bool {
		return keyed(x) && r.keyedRest(x).Sign() > 0 && r.others(x, func(y row) bool { return !keyed(y) })
	})},
	{"keyed parts of three and more", someTerm(func(r result, x row, _ int64) bool {
		return keyed(x) && len(r.parts[x["compact"]]) > 2 && r.keyedRest(x).Sign() > 0
	})},
	{"equal remainders", someTerm(func(r result, x row, days int64) bool {
		return x["share_rule"] == "equal" && r.others(x, func(y row) bool {
			a, b := r.parts[x["compact"]][x["party"]], r.parts[x["compact"]][y["party"]]
			return y["share_rule"] == "equal" && r.partyDays(y, r.year) == days && a.Cmp(b) != 0
		})
	})},
	{"two terms in the year", someTerm(func(r result, x row, _ int64) bool {
		return r.others(x, func(y row) bool { return y["party"] == x["party"] })
	})},
	{"two keyed terms in the year", someTerm(func(r result, x row, _ int64) bool {
		return keyed(x) && r.others(x, func(y row) bool { return y["party"] == x["party"] && keyed(y) })
	})},
	{"part of the year", someTerm(func(r result, x row, days int64) bool {
		return days < yearSpan(r.year).days() && r.parts[x["compact"]][x["party"]].Sign() > 0
	})},
	{"an end that is computed", someTerm(func(r result, x row, _ int64) bool { return x["to"] == "" && r.until(x).Year() == r.year })},
	{"an end that is stated", someTerm(func(r result, x row, _ int64) bool { return x["to"] != "" })},
	{"a month that lacks the day", some("parties", func(r result, x row) bool {
		return x["notice_on"] != "" && r.until(x).Day() != day(x["notice_on"]).Add(oneDay).Day()
	})},
	{"a decision to join", some("parties", func(_ result, x row) bool { return x["joined_by"] != "" })},
	{"a decision to leave", some("parties", func(_ result, x row) bool { return x["left_by"] != "" })},
	{"notice without a decision", some("parties", func(_ result, x row) bool { return x["notice_on"] != "" && x["left_by"] == "" })},
	{"a term outside the year", some("parties", func(r result, x row) bool { return r.partyDays(x, r.year) == 0 })},
	{"two currencies in a compact", some("compacts", func(r result, x row) bool { return len(r.pooled(x["id"])) > 1 })},
	{"a compact of regions", someTerm(func(r result, x row, _ int64) bool {
		return r.isRegion(x["party"]) && r.parts[x["compact"]][x["party"]].Sign() > 0
	})},
	{"a party that cedes nothing", someTerm(func(r result, x row, _ int64) bool { return r.parts[x["compact"]][x["party"]].Sign() == 0 })},
	{"a party of three compacts", some("jurisdictions", func(r result, x row) bool {
		n := 0
		for _, parts := range r.parts {
			if parts[x["id"]] != nil {
				n++
			}
		}
		return n > 2
	})},
	{"a compact without parties", some("compacts", func(r result, x row) bool { return len(r.parts[x["id"]]) == 0 })},
	{"no file of budgets", func(r result) bool { return r.folder["budgets"] == nil }},
}
