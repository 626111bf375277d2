package main_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// This file draws calls and decisions.

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
