package main_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A feature is something that a world has or has not. A generator that never draws one
// tests nothing about it.
type feature struct {
	name string
	in   func(result) bool
}

// TestDrawHasEveryFeature looks for some seeds whose worlds have a feature.
func TestDrawHasEveryFeature(t *testing.T) {
	const least = 3
	features := slices.Concat(rollFeatures, voteFeatures, taxFeatures, filingFeatures, compactFeatures)
	count := map[string]int{}
	for seed := range uint64(usualSeeds) {
		w, year := draw(seed)
		r, err := w.run(year)
		require.NoError(t, err)
		for _, f := range features {
			if count[f.name] < least && f.in(r) {
				count[f.name]++
			}
		}
	}
	for _, f := range features {
		assert.GreaterOrEqual(t, count[f.name], least, f.name)
	}
}

// someVoter reports whether a call and a person are as asked.
func someVoter(as func(r result, call row, person string, ref, vote time.Time) bool) func(result) bool {
	return func(r result) bool {
		for _, call := range r.where("calls") {
			for _, person := range r.ids("persons") {
				if as(r, call, person, reference(call), day(call["vote_date"])) {
					return true
				}
			}
		}
		return false
	}
}

// some reports whether a row of a table is as asked.
func some(table string, as func(r result, x row) bool) func(result) bool {
	return func(r result) bool {
		return slices.ContainsFunc(r.where(table), func(x row) bool { return as(r, x) })
	}
}

// has reports whether a table has a row with these texts.
func has(table string, pairs ...string) func(result) bool {
	return some(table, func(_ result, x row) bool { return x.has(pairs) })
}

// homeAt is where a person lives, whatever was recorded when.
func (w folder) homeAt(person string, on time.Time) string {
	for _, x := range w.where("residencies", "person", person) {
		if w.alive(x).has(on) {
			return x["municipality"]
		}
	}
	return ""
}

// unseen counts the residencies of a person that a roll has not heard of.
func (w folder) unseen(person string, ref time.Time) (n int) {
	for _, x := range w.where("residencies", "person", person) {
		if !day(x["from"]).After(ref) && !seen(x, ref) {
			n++
		}
	}
	return n
}

func (r result) isCommunity(id string) bool { return r.find("communities", id) != nil }
func (r result) isRegion(id string) bool {
	j := r.find("jurisdictions", id)
	return j != nil && j["kind"] == "region"
}

// bornOn29 reports whether a person comes of age in a common year but was born on a leap day.
func (r result) bornOn29(person string, vote time.Time) bool {
	return strings.HasSuffix(r.find("persons", person)["birth_date"], "-02-29") && yearSpan(vote.Year()).days() == 365
}

// turns reports whether a person is of age on a day, for the first time.
func (r result) turns(person string, age int, on time.Time) bool {
	return r.ofAge(person, age, on) && !r.ofAge(person, age, on.Add(-oneDay))
}

var rollFeatures = []feature{
	{"a late registration keeps somebody on a roll", someVoter(func(r result, call row, p string, ref, _ time.Time) bool {
		return r.onRoll(p, call) && r.homeSeen(p, ref) != "" && r.homeAt(p, ref) != r.homeSeen(p, ref)
	})},
	{"a late registration keeps somebody off a roll", someVoter(func(r result, _ row, p string, ref, _ time.Time) bool {
		return r.homeAt(p, ref) != "" && r.homeSeen(p, ref) == ""
	})},
	{"two unseen moves in a row", someVoter(func(r result, call row, p string, ref, _ time.Time) bool {
		return r.onRoll(p, call) && r.homeSeen(p, ref) != "" && r.unseen(p, ref) > 1
	})},
	{"a row runs on to the next seen one", someVoter(func(r result, _ row, p string, ref, _ time.Time) bool {
		return slices.ContainsFunc(r.where("residencies", "person", p), func(x row) bool {
			end := r.endSeen(x, ref)
			return seen(x, ref) && end.Before(endless) && end.After(day(x["to"])) && !end.After(ref)
		})
	})},
	{"an unseen move that ended in a departure", someVoter(func(r result, _ row, p string, ref, _ time.Time) bool {
		return r.homeSeen(p, ref) != "" && r.homeAt(p, ref) == ""
	})},
	{"recorded on the reference date", someVoter(func(r result, call row, p string, ref, _ time.Time) bool {
		return r.onRoll(p, call) && len(r.where("residencies", "person", p, "recorded_at", text(ref))) > 0
	})},
	{"recorded before it began", some("residencies", func(_ result, x row) bool { return x["recorded_at"] < x["from"] })},
	{"moved in on the reference date", someVoter(func(r result, call row, p string, ref, _ time.Time) bool {
		return r.onRoll(p, call) && len(r.where("residencies", "person", p, "from", text(ref), "recorded_at", text(ref))) > 0
	})},
	{"moved out on the reference date", someVoter(func(r result, _ row, p string, ref, _ time.Time) bool {
		return r.homeSeen(p, ref) == "" && len(r.where("residencies", "person", p, "to", text(ref))) > 0
	})},
	{"died between reference and vote", someVoter(func(r result, call row, p string, _, vote time.Time) bool {
		return r.onRoll(p, call) && !vote.Before(day(r.find("persons", p)["death_date"]))
	})},
	{"died on the reference date", someVoter(func(r result, _ row, p string, ref, _ time.Time) bool {
		return r.find("persons", p)["death_date"] == text(ref)
	})},
	{"of age on the day of the vote", someVoter(func(r result, call row, p string, ref, vote time.Time) bool {
		j := r.find("jurisdictions", r.homeSeen(p, ref))
		return j != nil && r.onRoll(p, call) && !r.isCommunity(call["body"]) && r.turns(p, whole(j["voting_age"]), vote)
	})},
	{"a day too young", someVoter(func(r result, call row, p string, ref, vote time.Time) bool {
		j := r.find("jurisdictions", r.homeSeen(p, ref))
		return j != nil && j["id"] == call["body"] && r.turns(p, whole(j["voting_age"]), vote.Add(oneDay))
	})},
	{"of age on 1 March, born on 29 February", someVoter(func(r result, call row, p string, _, vote time.Time) bool {
		return r.onRoll(p, call) && r.bornOn29(p, vote) && (r.turns(p, 18, vote) || r.turns(p, 16, vote))
	})},
	{"too young on 28 February, born on the 29th", someVoter(func(r result, _ row, p string, _, vote time.Time) bool {
		return r.bornOn29(p, vote) && (r.turns(p, 18, vote.Add(oneDay)) || r.turns(p, 16, vote.Add(oneDay)))
	})},
	{"16 in a region's vote", someVoter(func(r result, call row, p string, _, vote time.Time) bool {
		return r.isRegion(call["body"]) && r.onRoll(p, call) && !r.ofAge(p, 18, vote)
	})},
	{"a region within a region votes", someVoter(func(r result, call row, p string, ref, _ time.Time) bool {
		home := r.find("jurisdictions", r.homeSeen(p, ref))
		return r.isRegion(call["body"]) && r.onRoll(p, call) && home["within"] != call["body"]
	})},
	{"a member who lives nowhere votes", someVoter(func(r result, call row, p string, ref, _ time.Time) bool {
		return r.isCommunity(call["body"]) && r.onRoll(p, call) && r.homeAt(p, ref) == ""
	})},
	{"a membership ends on the reference date", someVoter(func(r result, call row, p string, ref, _ time.Time) bool {
		return len(r.where("memberships", "person", p, "community", call["body"], "to", text(ref))) > 0
	})},
	{"a member too young", someVoter(func(r result, call row, p string, ref, _ time.Time) bool {
		return r.isCommunity(call["body"]) && r.member(p, call["body"], ref) && !r.onRoll(p, call)
	})},
	{"reference on the day of the vote", some("calls", func(_ result, x row) bool { return text(reference(x)) == x["vote_date"] })},
	{"reference in another year than the vote", some("calls", func(_ result, x row) bool {
		return reference(x).Year() < day(x["vote_date"]).Year()
	})},
	{"two calls of a body on its last day", some("jurisdictions", func(r result, x row) bool {
		calls := r.where("calls", "body", x["id"])
		return slices.ContainsFunc(calls, func(a row) bool {
			return slices.ContainsFunc(calls, func(b row) bool {
				return a["vote_date"] == b["vote_date"] && len(r.roll(a)) != len(r.roll(b)) &&
					(r.electors(x["id"], r.year) == len(r.roll(a)) || r.electors(x["id"], r.year) == len(r.roll(b)))
			})
		})
	})},
	{"a later call than the year's", some("calls", func(r result, x row) bool { return day(x["vote_date"]).Year() > r.year })},
	{"a jurisdiction that never voted", some("jurisdictions", func(r result, x row) bool {
		return len(r.where("calls", "body", x["id"])) == 0
	})},
	{"a roll without decisions", some("calls", func(r result, x row) bool {
		return len(r.roll(x)) > 0 && len(r.where("decisions", "call", x["id"])) == 0
	})},
}

// verdict reports whether a decision has a threshold and the votes are as asked.
func verdict(threshold string, as func(v votes) bool) func(result) bool {
	return some("decisions", func(r result, x row) bool {
		return strings.HasPrefix(x["threshold"], threshold) && as(r.votes(x))
	})
}

var voteFeatures = []feature{
	{"simple carried", verdict("simple", votes.carried)},
	{"simple lost by a draw", verdict("simple", func(v votes) bool { return v.yes == v.no && v.yes > 0 })},
	{"absolute carried", verdict("absolute", votes.carried)},
	{"absolute lost with more yes than no", verdict("absolute", func(v votes) bool { return v.yes > v.no && !v.overThreshold() })},
	{"absolute lost with exactly half", verdict("absolute", func(v votes) bool { return v.yes > 0 && 2*v.yes == v.eligible })},
	{"2/3 carried", verdict("2/3", votes.carried)},
	{"2/3 carried with exactly two thirds", verdict("2/3", func(v votes) bool { return v.carried() && v.yes == 2*v.no })},
	{"2/3 lost with more yes than no", verdict("2/3", func(v votes) bool { return v.yes > v.no && !v.overThreshold() })},
	{"2/3 of no votes", verdict("2/3", func(v votes) bool { return v.yes+v.no == 0 })},
	{"lost by the quorum alone", verdict("", func(v votes) bool { return v.overThreshold() && !v.quorate() })},
	{"quorum met exactly", verdict("", func(v votes) bool { return v.quorum == "50%" && 2*v.cast() == v.eligible && v.carried() })},
	{"quorum met by blank and spoilt", verdict("", func(v votes) bool {
		without := v
		without.blank, without.spoilt = 0, 0
		return v.carried() && !without.quorate()
	})},
	{"a decision without ballots", some("decisions", func(r result, x row) bool {
		return len(r.where("ballots", "decision", x["id"])) == 0
	})},
	{"an empty roll", verdict("", func(v votes) bool { return v.eligible == 0 })},
	{"more check-ins than ballots", some("decisions", func(r result, x row) bool {
		return len(r.where("checkins", "decision", x["id"])) > r.votes(x).cast()
	})},
	{"no check-ins at all", func(r result) bool { return r.folder["checkins"] == nil }},
	{"a community decides", has("decisions", "matter", "community-budget")},
	{"a budget", has("decisions", "matter", "budget")},
	{"a decision serves two years", some("schedules", func(r result, x row) bool {
		return x["decision"] != "" && len(r.where("schedules", "decision", x["decision"])) > 1
	})},
	{"powers come from the region's region", some("jurisdictions", func(r result, x row) bool {
		region := r.find("jurisdictions", x["within"])
		return x["powers"] == "" && region != nil && region["powers"] == "" && len(r.powers(x["id"])) > 0
	})},
	{"powers of a municipality against its region's", some("jurisdictions", func(r result, x row) bool {
		return x["within"] != "" && r.sovereign(x["id"]) != r.sovereign(x["within"])
	})},
	{"sovereign without designate", some("jurisdictions", func(r result, x row) bool {
		return r.sovereign(x["id"]) && !r.holds(x["id"], "designate")
	})},
}
