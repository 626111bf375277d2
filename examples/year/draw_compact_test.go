package main_test

import (
	"math/big"
	"slices"
	"strconv"
	"time"
)

// This file draws the compacts, their parties and budgets.

func (d *drawing) compacts() {
	for range d.between(0, 5) {
		id := d.id("k")
		d.add("compacts", row{"id": id, "name": pick(d, stems), "level": d.oneOf("municipal municipal regional"),
			"objects": d.oneOf("water fire water|fire"), "notice_months": d.oneOf("0 1 3 6 12 18 24")})
		parties := d.partners(id)
		rule := d.oneOf("own own per-head capacity equal equal equal")
		if rule != "own" {
			parties = d.sameCurrency(parties)
		}
		terms := pick(d, []int{1, 2, 3}) // 1: nobody ever leaves
		for _, party := range parties {
			d.terms(id, party, rule, terms)
		}
		d.budgets(id)
		d.dropImpossible(id)
	}
}

// partners are some jurisdictions of the level of a compact, mostly such as can pay.
func (d *drawing) partners(compact string) []string {
	var partners []string
	for _, j := range d.w["jurisdictions"] {
		if level(j) != d.w.find("compacts", compact)["level"] {
			continue
		}
		chance := 20
		if d.poorest(j["id"]).Sign() > 0 {
			chance = 90
		}
		if d.chance(chance) {
			partners = append(partners, j["id"])
		}
	}
	return partners
}

func (d *drawing) sameCurrency(parties []string) []string {
	if len(parties) == 0 {
		return nil
	}
	currency := d.w.currency(pick(d, parties))
	return slices.DeleteFunc(parties, func(id string) bool { return d.w.currency(id) != currency })
}

// terms of a party are at most so many: one that left may come back.
func (d *drawing) terms(compact, party, rule string, most int) {
	free := date(d.year-8, 1, 1)
	for n := 1; n <= most && free.Before(endless); n++ {
		term := row{"compact": compact, "party": party, "to": "", "notice_on": "", "left_by": ""}
		if !d.join(term, free) {
			return
		}
		if most > 1 {
			d.leave(term)
		}
		d.shareOf(term, rule)
		d.add("parties", term)
		free = d.w.until(term)
	}
}

// firstCall is the day before which nothing needs a decision.
func (d *drawing) firstCall() time.Time {
	first := endless
	for _, call := range d.w["calls"] {
		if called := day(call["call_date"]); called.Before(first) {
			first = called
		}
	}
	return first
}

// join sets the start of a term and what decided it, not before a day, if it can.
func (d *drawing) join(term row, free time.Time) bool {
	from := free.AddDate(0, 0, d.IntN(2)*d.IntN(pick(d, []int{60, 2000})))
	if from.Before(d.firstCall()) {
		term["from"], term["joined_by"] = text(from), ""
		return true
	}
	call := d.callOf(term["party"], date(d.year+1, 1, 1))
	if call == nil {
		return false
	}
	if from = day(call["vote_date"]).AddDate(0, 0, d.between(1, 200)); from.Before(free) {
		from = free
	}
	term["from"], term["joined_by"] = text(from), d.decide(call, "compact-join", term["compact"], true)
	return true
}

// leave gives notice in some cases, the end given or left to be computed.
func (d *drawing) leave(term row) {
	from := day(term["from"])
	call := d.callOf(term["party"], endless)
	switch {
	case d.chance(40):
		return
	case call != nil && d.chance(70):
		voted := day(call["vote_date"])
		notice := d.noticeDay(voted.AddDate(0, 0, d.between(1, 90)))
		if notice.Before(from) || !notice.After(voted) {
			return
		}
		term["notice_on"], term["left_by"] = text(notice), d.decide(call, "compact-exit", term["compact"], true)
	default:
		early := d.noticeDay(from.AddDate(0, 0, d.IntN(1500)))
		if early.Before(from) || !early.Before(d.firstCall()) {
			return
		}
		term["notice_on"] = text(early)
	}
	if d.chance(50) {
		term["to"] = text(d.w.until(term))
	}
}

// noticeDay moves some days to the end of their month, where months differ.
func (d *drawing) noticeDay(t time.Time) time.Time {
	if d.chance(50) {
		return date(t.Year(), t.Month(), d.between(28, 30))
	}
	return t
}

// shareOf sets what a party gives: by the rule of the compact, or by one of its own.
func (d *drawing) shareOf(term row, rule string) {
	if rule == "own" || d.chance(12) {
		rule = d.oneOf("revenue-share revenue-share fixed")
	}
	term["share_rule"], term["share"] = rule, ""
	switch rule {
	case "revenue-share":
		term["share"] = d.oneOf("10% 5% 0.5% 12.345% 2.5% 25%")
	case "fixed":
		term["share"] = d.affordable(term["party"], 10).FloatString(d.w.decimals(term["party"]))
	}
}

// affordable is a random amount of at most a part of the net of the poorest year.
func (d *drawing) affordable(party string, part int64) *big.Rat {
	return floorTo(mul(d.poorest(party), ratio(int64(d.IntN(1000)), 1000*part)), d.w.decimals(party))
}

// poorest is the net of the poorest year.
func (d *drawing) poorest(party string) *big.Rat {
	var poorest *big.Rat
	for _, year := range d.years {
		net := d.w.gross(party, year)
		for _, g := range d.w.gifts(year) {
			if g.jurisdiction == party {
				net = sub(net, g.amount)
			}
		}
		if poorest == nil || less(net, poorest) {
			poorest = net
		}
	}
	return poorest
}

// budgets covers what the parties give by themselves, and a rest for the keyed parts.
func (d *drawing) budgets(compact string) {
	parties := d.w.where("parties", "compact", compact)
	if !slices.ContainsFunc(parties, keyed) {
		if d.chance(30) {
			d.add("budgets", row{"compact": compact, "year": strconv.Itoa(d.year), "amount": "1000"})
		}
		return
	}
	for _, year := range d.years {
		d.add("budgets", row{"compact": compact, "year": strconv.Itoa(year), "amount": d.budget(parties, year)})
	}
}

func (d *drawing) budget(parties []row, year int) string {
	sum, decimals := rat(0), d.w.decimals(parties[0]["party"])
	for _, term := range parties {
		ofYear := ratio(d.w.partyDays(term, year), yearSpan(year).days())
		if part := d.affordable(term["party"], 5); keyed(term) && !d.chance(30) {
			sum = add(sum, part)
		}
		// The net before the gifts: never less than the party's own part.
		sum = add(sum, d.w.ownPart(term, ofYear, d.w.gross(term["party"], year)))
	}
	sum = add(sum, mul(rat(int64(d.IntN(4))), unscale(decimals)))
	return sum.FloatString(decimals)
}

// dropImpossible takes the parties out of a compact if they cannot pay in some year (K-5)
// or its keyed parts cannot be shared out (K-9).
func (d *drawing) dropImpossible(compact string) {
	for _, year := range d.years {
		if _, err := d.w.run(year); err != nil {
			other := func(r row) bool { return r["compact"] == compact }
			d.w["parties"] = slices.DeleteFunc(d.w["parties"], other)
			d.w["budgets"] = slices.DeleteFunc(d.w["budgets"], other)
			return
		}
	}
}
