package main_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A drawing is a random valid world folder in the making. Each method draws one table, or
// a few that belong together, from what stands already; days come again and again from
// one list of anchors, so that ends, votes, references and filings meet on one day.
type drawing struct {
	*rand.Rand
	w       folder
	year    int   // the one that is run
	years   []int // those with schedules, the run one among them
	anchors []time.Time
	ids     int
	money   string // the currency of most
}

// draw draws the folder of a seed. Equal seeds give equal folders.
func draw(seed uint64) (w folder, year int) {
	d := &drawing{Rand: rand.New(rand.NewPCG(seed, 1)), w: folder{}, year: 2023 + int(seed%6)}
	for _, c := range tables {
		d.w[c.name] = []row{}
	}
	d.years = []int{d.year}
	if d.chance(40) {
		d.years = append(d.years, d.year+1-2*d.IntN(2))
	}
	d.anchors = []time.Time{date(d.year, 1, 1), date(d.year, 12, 31), date(d.year+1, 1, 1), date(d.year, 3, 1)}
	d.money = d.oneOf("EUR EUR CHF JPY KWD")
	d.jurisdictions()
	d.communities()
	d.calls()
	d.persons()
	d.residencies()
	d.spells("memberships", "person", d.w.ids("persons"), 40)
	d.recognitions()
	d.dropDoubleRolls()
	d.schedules()
	d.policies()
	d.bases()
	d.designations()
	d.compacts()
	d.otherDecisions()
	d.strayFilings()
	d.dropEmptyFiles()
	return d.w, d.year
}

// chance is true in so many of a hundred cases.
func (d *drawing) chance(percent int) bool { return d.IntN(100) < percent }

// between is from the first to the last number.
func (d *drawing) between(first, last int) int { return first + d.IntN(last-first+1) }

func pick[T any](d *drawing, from []T) T { return from[d.IntN(len(from))] }

// oneOf picks a word of a line of words.
func (d *drawing) oneOf(words string) string { return pick(d, strings.Fields(words)) }

func (d *drawing) add(table string, r row) { d.w[table] = append(d.w[table], r) }

// stems make ids that a careless reader, writer or sorter trips over.
var stems = []string{"A", "a", "Zürich", "日本", "𝔸lp", "～", "O'Hara", `"Q"`, "Co,mma", `back\slash`,
	"<b>&", "line\u2028separator", "e\u0301", "é", "-x", "007", "a b", "x|y"}

// id is a new id of any table: there is one name space.
func (d *drawing) id(kind string) string {
	d.ids++
	id := kind + strconv.Itoa(d.ids)
	if d.chance(25) {
		return pick(d, stems) + id
	}
	return id
}

func text(t time.Time) string {
	if t.Equal(endless) {
		return ""
	}
	return t.Format(time.DateOnly)
}

// someDay is an anchor, the day before or after one, or any day of the years around.
func (d *drawing) someDay() time.Time {
	if d.chance(50) {
		return pick(d, d.anchors).AddDate(0, 0, d.between(-1, 1))
	}
	return date(d.year-3, 1, 1+d.IntN(5*365))
}

// dayAfter is such a day after another one, or endless if none is found.
func (d *drawing) dayAfter(t time.Time) time.Time {
	for range 20 {
		if s := d.someDay(); s.After(t) {
			return s
		}
	}
	return endless
}

func (d *drawing) jurisdictions() {
	for range d.between(0, 3) {
		within := ""
		if regions := d.w.ids("jurisdictions"); len(regions) > 0 && d.chance(60) {
			within = pick(d, regions)
		}
		d.jurisdiction("region", within)
	}
	regions := d.w.ids("jurisdictions")
	for range d.between(2, 7) {
		within := ""
		if len(regions) > 0 && d.chance(70) {
			within = pick(d, regions)
		}
		d.jurisdiction("municipality", within)
	}
}

func (d *drawing) jurisdiction(kind, within string) {
	currency := d.money
	if d.chance(30) {
		currency = d.oneOf("EUR CHF JPY KWD UYW")
	}
	d.add("jurisdictions", row{
		"id": d.id(kind[:1]), "name": pick(d, stems), "kind": kind, "within": within, "state": d.oneOf("X Y"),
		"currency": currency, "voting_age": d.oneOf("18 18 16"), "powers": d.powers(),
	})
}

func (d *drawing) powers() string {
	powers := []string{"set-rate", "collect", "spend", "designate"}
	n := len(powers)
	switch chance := d.IntN(100); {
	case chance < 35:
		return ""
	case chance < 40:
		return "none"
	case chance < 50:
		n = d.between(1, 3) // three of them are enough to be sovereign
	}
	powers = powers[:n]
	d.Shuffle(n, func(i, j int) { powers[i], powers[j] = powers[j], powers[i] })
	return strings.Join(powers, "|")
}

func (d *drawing) communities() {
	for range d.between(1, 5) {
		d.add("communities", row{
			"id": d.id("c"), "name": pick(d, stems), "kind": d.oneOf("origin synthetic productive"),
			"legal_form":       d.oneOf("international-foundation international-organisation"),
			"exit_notice_days": d.oneOf("0 30"),
		})
	}
}

// calls come in rounds, in which many bodies vote on one day, and alone.
func (d *drawing) calls() {
	bodies := append(d.w.ids("jurisdictions"), d.w.ids("communities")...)
	for range d.between(1, 4) {
		called, voted := d.vote()
		rule := d.rule(called, voted)
		for _, body := range bodies {
			for d.chance(40) {
				d.call(body, called, voted, rule)
			}
		}
	}
	for _, body := range bodies {
		if d.chance(40) {
			called, voted := d.vote()
			d.call(body, called, voted, d.rule(called, voted))
		}
	}
}

// vote is the days of a call and its vote, not before the second year before the run one.
func (d *drawing) vote() (called, voted time.Time) {
	voted = date(d.year-2, 6, d.between(1, 550))
	if d.chance(30) {
		voted = date(d.year, 1, d.between(1, 500))
	}
	if d.chance(25) {
		voted = date(d.year-d.IntN(2), 2, d.between(28, 29))
	}
	return voted.AddDate(0, 0, -d.between(0, 100)), voted
}

func (d *drawing) rule(called, voted time.Time) string {
	switch d.IntN(3) {
	case 0:
		return "on:" + text(voted.AddDate(0, 0, -d.IntN(200)*d.IntN(2)))
	case 1:
		return fmt.Sprint("days-before:", d.IntN(200)*d.IntN(3))
	}
	return fmt.Sprint("first-of-month:", d.between(1, 14))
}

func (d *drawing) call(body string, called, voted time.Time, rule string) {
	if d.chance(15) {
		rule = d.rule(called, voted)
	}
	call := row{"id": d.id("v"), "body": body, "call_date": text(called), "vote_date": text(voted), "rule": rule}
	d.add("calls", call)
	d.anchors = append(d.anchors, reference(call), voted)
}

func (d *drawing) persons() {
	for range d.between(4, pick(d, []int{10, 30, 60})) {
		born := d.birth()
		died := endless
		if d.chance(20) {
			died = d.dayAfter(born)
		}
		d.add("persons", row{"id": d.id("p"), "birth_date": text(born), "death_date": text(died)})
	}
}

// birth is any, or about a voting age before a vote, or on a 29 February.
func (d *drawing) birth() time.Time {
	switch n := d.IntN(10); {
	case n < 3 && len(d.w["calls"]) > 0:
		voted := day(pick(d, d.w["calls"])["vote_date"])
		return voted.AddDate(-pick(d, []int{16, 18}), 0, d.between(-1, 1))
	case n < 6:
		return date(pick(d, []int{1964, 2000, 2004, 2008, 2008}), 2, 29)
	}
	return date(d.between(1930, d.year-5), 1, d.between(1, 365))
}

// residencies walk each person through some places, next to each other in time or not.
func (d *drawing) residencies() {
	for _, p := range d.w["persons"] {
		from := day(p["birth_date"])
		if d.chance(30) {
			from = d.dayAfter(from)
		}
		slow := d.chance(20) // a person of whom the register hears late
		for n := range d.between(0, 6) {
			if !from.Before(day(p["death_date"])) {
				break
			}
			to := endless
			if d.chance(75) {
				to = d.dayAfter(from)
			}
			d.add("residencies", row{"person": p["id"], "municipality": d.municipality(),
				"from": text(from), "to": text(to), "recorded_at": text(d.recorded(from, slow && n > 0))})
			from = to
			if d.chance(30) {
				from = d.dayAfter(to)
			}
		}
	}
}

func (d *drawing) municipality() string {
	return pick(d, d.w.where("jurisdictions", "kind", "municipality"))["id"]
}

// recorded is mostly at once, often late, at times in advance.
func (d *drawing) recorded(from time.Time, slow bool) time.Time {
	switch n := d.IntN(10); {
	case slow:
		return from.AddDate(0, 0, d.between(200, 700))
	case n < 6:
		return from
	case n < 7:
		return from.AddDate(0, 0, -d.between(1, 60))
	case n < 8:
		return from.AddDate(0, 0, d.between(1, 400))
	}
	if late := d.dayAfter(from); late.Before(endless) {
		return late
	}
	return from
}

// spells draws terms of communities, none, one or two to each of the others.
func (d *drawing) spells(table, column string, others []string, chance int) {
	for _, other := range others {
		for _, community := range d.w.ids("communities") {
			from := date(d.year-d.IntN(9), 1, d.between(1, 365))
			for d.chance(chance) {
				if person := d.w.find("persons", other); person != nil && !from.Before(day(person["death_date"])) {
					break
				}
				to := endless
				if d.chance(50) {
					to = d.dayAfter(from)
				}
				d.add(table, row{column: other, "community": community, "from": text(from), "to": text(to)})
				d.anchors = append(d.anchors, from)
				if to.Equal(endless) {
					break
				}
				d.anchors = append(d.anchors, to)
				from = to.AddDate(0, 0, d.IntN(2)*d.IntN(100))
			}
		}
	}
}

func (d *drawing) recognitions() {
	d.spells("recognitions", "recogniser", []string{"register"}, 75)
	d.spells("recognitions", "recogniser", d.w.ids("jurisdictions"), 20)
	if d.chance(25) {
		delete(d.w, "recognitions")
	}
}

// dropDoubleRolls drops the calls that would put somebody on two municipal rolls of one
// day.
func (d *drawing) dropDoubleRolls() {
	voter := map[string]string{} // a day and a person to the municipality that has them
	d.w["calls"] = slices.DeleteFunc(d.w["calls"], func(call row) bool {
		if body := d.w.find("jurisdictions", call["body"]); body == nil || body["kind"] != "municipality" {
			return false
		}
		roll := d.w.roll(call)
		for _, person := range roll {
			if m := voter[call["vote_date"]+person]; m != "" && m != call["body"] {
				return true
			}
		}
		for _, person := range roll {
			voter[call["vote_date"]+person] = call["body"]
		}
		return false
	})
}

// decide makes a decision in a call and gives its id. One that shall carry does if
// anybody is on the roll; else its votes are as they come.
func (d *drawing) decide(call row, matter, subject string, carry bool) string {
	decision := row{"id": d.id("d"), "call": call["id"], "matter": matter, "subject": subject,
		"threshold": d.oneOf("simple absolute 2/3"), "quorum": pick(d, []string{"", "", "50%", "33.4%", "100%", "0.5%"})}
	d.add("decisions", decision)
	roll := d.w.roll(call)
	v := d.count(len(roll))
	for n := 0; carry && !v.decides(decision); n++ {
		v = d.count(len(roll))
		if n == 50 {
			v = votes{eligible: len(roll), yes: len(roll)}
		}
	}
	d.ballots(decision["id"], v)
	if d.chance(60) {
		d.checkins(decision["id"], roll, v.cast())
	}
	return decision["id"]
}

// decides reports whether the votes carry a decision.
func (v votes) decides(decision row) bool {
	v.threshold, v.quorum = decision["threshold"], decision["quorum"]
	return v.carried()
}

// count is any votes of at most so many electors.
func (d *drawing) count(eligible int) votes {
	v := votes{eligible: eligible}
	mood := []*int{&v.yes, &v.yes, &v.no, pick(d, []*int{&v.yes, &v.no, &v.blank, &v.spoilt})}
	for range d.IntN(eligible + 1) {
		*pick(d, mood)++
	}
	return v
}

func (d *drawing) ballots(decision string, v votes) {
	counts := []int{v.yes, v.no, v.blank, v.spoilt}
	for i, choice := range []string{"yes", "no", "blank", "spoilt"} {
		if counts[i] > 0 || d.chance(10) {
			d.add("ballots", row{"decision": decision, "choice": choice, "count": strconv.Itoa(counts[i])})
		}
	}
}

// checkins are at least as many as the ballots cast.
func (d *drawing) checkins(decision string, roll []string, cast int) {
	for _, i := range d.Perm(len(roll))[:d.between(cast, len(roll))] {
		d.add("checkins", row{"decision": decision, "person": roll[i]})
	}
}

// callOf is a call of a body, voted before a day, with somebody on the roll; or nil.
func (d *drawing) callOf(body string, before time.Time) row {
	var calls []row
	for _, call := range d.w.where("calls", "body", body) {
		if day(call["vote_date"]).Before(before) && len(d.w.roll(call)) > 0 {
			calls = append(calls, call)
		}
	}
	if len(calls) == 0 {
		return nil
	}
	return pick(d, calls)
}

// decidedBy is a carried decision of a jurisdiction on itself before a year: one that
// stands already, or a new one; or "".
func (d *drawing) decidedBy(body, matter string, year int) string {
	for _, decision := range d.w.where("decisions", "matter", matter, "subject", body) {
		voted := day(d.w.find("calls", decision["call"])["vote_date"])
		if voted.Year() < year && d.w.votes(decision).carried() && d.chance(50) {
			return decision["id"]
		}
	}
	if call := d.callOf(body, date(year, 1, 1)); call != nil {
		return d.decide(call, matter, body, true)
	}
	return ""
}

func (d *drawing) schedules() {
	for _, year := range d.years {
		for _, id := range d.w.ids("jurisdictions") {
			if d.chance(10) {
				continue
			}
			r := row{"jurisdiction": id, "year": strconv.Itoa(year), "origin": "external", "decision": ""}
			r["kind"] = d.oneOf("flat brackets multiplier")
			r["parameters"] = d.parameters(r["kind"], d.w.decimals(id))
			if d.w.sovereign(id) && d.chance(85) {
				if decision := d.decidedBy(id, "tax-rate", year); decision != "" {
					r["origin"], r["decision"] = "local", decision
				}
			}
			d.add("schedules", r)
		}
	}
}

func (d *drawing) parameters(kind string, decimals int) string {
	switch kind {
	case "flat":
		return d.rate()
	case "multiplier":
		return d.oneOf("119% 96% 22% 100% 11.5%")
	}
	brackets, from := []string{"0:" + d.oneOf("0% 1%")}, rat(0)
	for range d.between(0, 4) {
		from = add(from, d.amount(20000, decimals))
		brackets = append(brackets, from.FloatString(decimals)+":"+d.rate())
	}
	return strings.Join(brackets, "|")
}

func (d *drawing) rate() string {
	return d.oneOf("8% 10% 7% 2.5% 12.3456% 0.125% 0% 50% 33.3333% 7.123456789012345%")
}

// amount is a positive one of at most so much, with so many decimals, often a round one.
func (d *drawing) amount(most, decimals int) *big.Rat {
	amount := add(rat(int64(d.IntN(most))), mul(rat(int64(1+d.IntN(9999))), unscale(4)))
	if d.chance(30) {
		amount = add(rat(int64(1+d.IntN(most))), mul(rat(5), unscale(1)))
	}
	return add(floorTo(amount, decimals), unscale(decimals))
}

func (d *drawing) policies() {
	for _, year := range d.years {
		for _, id := range d.w.ids("jurisdictions") {
			if !d.w.sovereign(id) || d.chance(20) {
				continue
			}
			if decision := d.decidedBy(id, "designation-policy", year); decision != "" {
				d.add("policies", row{"jurisdiction": id, "year": strconv.Itoa(year),
					"cap": d.oneOf("15% 10% 0% 99.99% 33.33% 5%"), "membership": d.oneOf("declares prior free"),
					"undeclared": "general-budget", "decision": decision})
			}
		}
	}
}

// bases have up to as many decimals as the currency of the folder that has the most.
func (d *drawing) bases() {
	most := 0
	for _, id := range d.w.ids("jurisdictions") {
		most = max(most, d.w.decimals(id))
	}
	for _, year := range d.years {
		for _, person := range d.w.ids("persons") {
			base := d.amount(pick(d, []int{100, 60000, 60000, 60000, 1_000_000_000_000}), d.IntN(most+1))
			if d.chance(5) {
				base = rat(0)
			}
			if d.chance(85) {
				d.add("bases", row{"person": person, "year": strconv.Itoa(year), "base": base.FloatString(d.IntN(2) * most)})
			}
		}
	}
}

// otherDecisions are cited by nothing, and carry or not.
func (d *drawing) otherDecisions() {
	for _, call := range d.w["calls"] {
		if d.chance(50) {
			continue
		}
		body := d.w.find("jurisdictions", call["body"])
		if body == nil {
			d.decide(call, "community-budget", call["body"], false)
			continue
		}
		matter, subject := d.oneOf("tax-rate designation-policy budget compact-join compact-exit"), call["body"]
		if strings.HasPrefix(matter, "compact") {
			compacts := d.w.where("compacts", "level", level(body))
			if len(compacts) == 0 {
				continue
			}
			subject = pick(d, compacts)["id"]
		}
		d.decide(call, matter, subject, false)
	}
}

// level is the level of the compacts that a jurisdiction may join.
func level(jurisdiction row) string {
	if jurisdiction["kind"] == "region" {
		return "regional"
	}
	return "municipal"
}

// dropEmptyFiles leaves files away that may be absent and have nothing to say, and at times
// the check-ins that were.
func (d *drawing) dropEmptyFiles() {
	if d.chance(10) {
		d.w["checkins"] = []row{}
	}
	for _, table := range []string{"checkins", "budgets"} {
		if len(d.w[table]) == 0 && d.chance(50) {
			delete(d.w, table)
		}
	}
}
