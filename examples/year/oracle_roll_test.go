package main_test

import (
	"slices"
	"strings"
	"time"
)

// This file is "Roll" of the contract: who lives where, as the register knows it and as a
// roll sees it.

// adult is the voting age in communities.
const adult = 18

// alive is the span of a row of a person, which death ends on its day.
func (w folder) alive(r row) span {
	s := r.span()
	return s.meet(span{s.from, day(w.find("persons", r["person"])["death_date"])})
}

// inside reports whether a jurisdiction is another one or lies in it, at any depth.
func (w folder) inside(jurisdiction, other string) bool {
	for ; jurisdiction != ""; jurisdiction = w.find("jurisdictions", jurisdiction)["within"] {
		if jurisdiction == other {
			return true
		}
	}
	return false
}

// reference is the day whose residents or members are on the roll of a call.
func reference(call row) time.Time {
	rule, parameter, _ := strings.Cut(call["rule"], ":")
	switch rule {
	case "on":
		return day(parameter)
	case "days-before":
		return day(call["vote_date"]).AddDate(0, 0, -whole(parameter))
	case "first-of-month":
		called := day(call["call_date"])
		return date(called.Year(), called.Month()-time.Month(whole(parameter)), 1)
	}
	panic("no rule: " + rule)
}

// homeSeen is the municipality where the roll of a reference date sees a person, or "".
func (w folder) homeSeen(person string, ref time.Time) string {
	if !ref.Before(day(w.find("persons", person)["death_date"])) {
		return ""
	}
	for _, r := range w.where("residencies", "person", person) {
		if seen(r, ref) && (span{day(r["from"]), w.endSeen(r, ref)}).has(ref) {
			return r["municipality"]
		}
	}
	return ""
}

// seen reports whether the roll of a reference date knows a residency.
func seen(r row, ref time.Time) bool { return !day(r["recorded_at"]).After(ref) }

// endSeen is the end of a residency as a roll sees it: the end that an unseen row sets is
// not seen either, and the residency runs on until the next one that is.
func (w folder) endSeen(r row, ref time.Time) time.Time {
	for _, next := range w.where("residencies", "person", r["person"]) {
		if r["to"] != "" && next["from"] == r["to"] && !seen(next, ref) {
			return w.nextSeen(r, ref)
		}
	}
	return day(r["to"])
}

func (w folder) nextSeen(r row, ref time.Time) time.Time {
	first := endless
	for _, next := range w.where("residencies", "person", r["person"]) {
		from := day(next["from"])
		if seen(next, ref) && from.After(day(r["from"])) && from.Before(first) {
			first = from
		}
	}
	return first
}

// ofAge reports whether a person is old enough on a day. Who is born on 29 February is of
// age on 1 March of a common year: that is what time.Date makes of 29 February.
func (w folder) ofAge(person string, age int, on time.Time) bool {
	born := day(w.find("persons", person)["birth_date"])
	return !on.Before(date(born.Year()+age, born.Month(), born.Day()))
}

// roll is the persons on the roll of a call, sorted.
func (w folder) roll(call row) []string {
	var roll []string
	for _, person := range w.ids("persons") {
		if w.onRoll(person, call) {
			roll = append(roll, person)
		}
	}
	slices.Sort(roll)
	return roll
}

func (w folder) onRoll(person string, call row) bool {
	ref, vote := reference(call), day(call["vote_date"])
	if w.find("communities", call["body"]) != nil {
		return w.member(person, call["body"], ref) && w.ofAge(person, adult, vote)
	}
	home := w.homeSeen(person, ref)
	return home != "" && w.inside(home, call["body"]) &&
		w.ofAge(person, whole(w.find("jurisdictions", home)["voting_age"]), vote)
}

func (w folder) member(person, community string, on time.Time) bool {
	for _, r := range w.where("memberships", "person", person, "community", community) {
		if w.alive(r).has(on) {
			return true
		}
	}
	return false
}

// electors is the size of the roll of the last call of a body that is voted not after the
// year; of two on one day the greater id counts.
func (w folder) electors(body string, year int) int {
	var last row
	for _, call := range w.where("calls", "body", body) {
		if day(call["vote_date"]).Year() > year {
			continue
		}
		if last == nil || last["vote_date"]+last["id"] < call["vote_date"]+call["id"] {
			last = call
		}
	}
	if last == nil {
		return 0
	}
	return len(w.roll(last))
}

// daysIn is how many days of a year a person lives in a jurisdiction: the register as it
// is, whatever was recorded when.
func (w folder) daysIn(person, jurisdiction string, year int) int64 {
	var days int64
	for _, r := range w.where("residencies", "person", person) {
		if w.inside(r["municipality"], jurisdiction) {
			days += w.alive(r).meet(yearSpan(year)).days()
		}
	}
	return days
}

// heads is how many persons live in a jurisdiction on 1 January.
func (w folder) heads(jurisdiction string, year int) int64 {
	var heads int64
	for _, r := range w.where("residencies") {
		if w.inside(r["municipality"], jurisdiction) && w.alive(r).has(date(year, 1, 1)) {
			heads++
		}
	}
	return heads
}
