package main_test

import (
	"slices"
	"strings"
	"time"
)

// This file is "Decision" and "Sovereign" of the contract.

// votes of a decision, with what they are counted against.
type votes struct {
	eligible, yes, no, blank, spoilt int
	threshold, quorum                string
}

func (w folder) votes(decision row) votes {
	count := func(choice string) int {
		for _, r := range w.where("ballots", "decision", decision["id"], "choice", choice) {
			return whole(r["count"])
		}
		return 0
	}
	return votes{
		eligible: len(w.roll(w.find("calls", decision["call"]))),
		yes:      count("yes"), no: count("no"), blank: count("blank"), spoilt: count("spoilt"),
		threshold: decision["threshold"], quorum: decision["quorum"],
	}
}

func (v votes) cast() int { return v.yes + v.no + v.blank + v.spoilt }

func (v votes) carried() bool { return v.overThreshold() && v.quorate() }

func (v votes) overThreshold() bool {
	switch v.threshold {
	case "simple":
		return v.yes > v.no
	case "absolute":
		return 2*v.yes > v.eligible
	case "2/3":
		return v.yes+v.no > 0 && 3*v.yes >= 2*(v.yes+v.no)
	}
	panic("no threshold: " + v.threshold)
}

func (v votes) quorate() bool {
	return v.quorum == "" || !less(rat(int64(v.cast())), mul(percent(v.quorum), rat(int64(v.eligible))))
}

// powers of a jurisdiction; it has those of the region it lies in if it states none.
func (w folder) powers(jurisdiction string) []string {
	r := w.find("jurisdictions", jurisdiction)
	switch {
	case r["powers"] == "none":
		return nil
	case r["powers"] != "":
		return strings.Split(r["powers"], "|")
	case r["within"] != "":
		return w.powers(r["within"])
	}
	return nil
}

func (w folder) holds(jurisdiction string, powers ...string) bool {
	for _, p := range powers {
		if !slices.Contains(w.powers(jurisdiction), p) {
			return false
		}
	}
	return true
}

func (w folder) sovereign(jurisdiction string) bool {
	return w.holds(jurisdiction, "set-rate", "collect", "spend")
}

// until is the end of a party's term: the stated one, or the day after the notice and the
// months of the compact later; a day that the month lacks is the first of the next.
func (w folder) until(party row) time.Time {
	if party["to"] != "" || party["notice_on"] == "" {
		return day(party["to"])
	}
	return noticeEnd(day(party["notice_on"]), whole(w.find("compacts", party["compact"])["notice_months"]))
}

func noticeEnd(notice time.Time, months int) time.Time {
	next := notice.Add(oneDay)
	first := date(next.Year(), next.Month()+time.Month(months), 1)
	end := first.AddDate(0, 0, next.Day()-1)
	if end.Month() != first.Month() {
		return first.AddDate(0, 1, 0)
	}
	return end
}
