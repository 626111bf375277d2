package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/format"
	"github.com/vicinia/vicinia/ballot/projects"
	"github.com/vicinia/vicinia/ballot/referendum"
	"github.com/vicinia/vicinia/ballot/rulebook"
	"github.com/vicinia/vicinia/ballot/seats"
	"github.com/vicinia/vicinia/ballot/stv"
)

// Limits of all, as those of the command.
const (
	maxUniverses = 10_000 // ways of breaking the ties
	maxListed    = 10_000 // seats of a house, each a name in every outcome
)

// A verdict is the document of tally -json; what does not apply is left out.
type verdict struct {
	Rule       string     `json:"rule"`
	Ballots    int64      `json:"ballots"`
	Blank      int64      `json:"blank,omitempty"`
	Spoilt     int64      `json:"spoilt,omitempty"`
	Valid      int64      `json:"valid,omitempty"`   // of a transferable vote: each round adds up to them
	Altered    *altered   `json:"altered,omitempty"` // ballots whose marks had a remedy
	Seats      int64      `json:"seats,omitempty"`
	Winners    []string   `json:"winners"`
	Order      [][]string `json:"order,omitempty"`
	Allocation any        `json:"allocation,omitempty"` // seats by list; of a table, by district and list
	Carried    *bool      `json:"carried,omitempty"`
	People     *bool      `json:"people,omitempty"`
	Bodies     *bool      `json:"bodies,omitempty"`
	Cost       string     `json:"cost,omitempty"` // of what is funded
	Ties       []tie      `json:"ties"`
	Outcomes   [][]string `json:"outcomes,omitempty"`
	Rounds     []round    `json:"rounds,omitempty"`
	Digest     string     `json:"digest"`
}

type altered struct {
	Overvotes  int64 `json:"overvotes,omitempty"`
	Duplicates int64 `json:"duplicates,omitempty"`
	Skipped    int64 `json:"skipped,omitempty"`
	Unlisted   int64 `json:"unlisted,omitempty"`
}

type tie struct {
	Options  []string `json:"options"`
	Places   int      `json:"places"`
	BrokenBy string   `json:"broken_by"`
}

// tally counts a vote; its code is tied if nothing was told to break a tie.
func (q *query) tally() (code int, result []byte, err error) {
	rule, err := q.rule()
	if err != nil {
		return usage, nil, err
	}
	var shards []format.Shard
	for _, name := range slices.Sorted(maps.Keys(q.Files)) {
		shards = append(shards, format.Shard{Name: name, Reader: strings.NewReader(q.Files[name])})
	}
	votes, err := format.Reader{Records: q.Records}.Read(shards...)
	if err != nil {
		return badInput, nil, err
	}
	if votes.Profile != nil && q.Unranked != "" {
		votes.Profile.Unranked = ballot.Below
		if q.Unranked == ballot.Apart.String() {
			votes.Profile.Unranked = ballot.Apart
		}
	}
	if err := q.settle(rule, votes); err != nil {
		return badInput, nil, err
	}
	c := rulebook.Case{
		Profile: votes.Profile, Counts: votes.Counts, Tallies: votes.Tallies, Matrix: votes.Matrix,
		Duels: votes.Duels, Projects: votes.Projects, Withdrawn: votes.Withdrawn, Vacates: q.Vacate, Utility: q.Utility, Completion: q.Completion,
		Seats: q.Seats, Threshold: q.threshold(), Alliances: q.Alliances, Eligible: q.Eligible,
	}
	if votes.Tallies != nil && (q.Eligible > 0 || q.Options != nil) {
		return usage, nil, errUsage("bodies have their own rolls, and are asked yes or no: neither eligible nor options are for them")
	}
	if votes.Projects != nil {
		votes.Projects.Conflicts = append(votes.Projects.Conflicts, q.Conflicts...)
	}
	out, err := rule.Decide(c, q.tieBreak(rule.Name, votes))
	if err != nil {
		return badInput, nil, err
	}
	v, err := q.verdict(rule, c, votes, out)
	if err != nil {
		return badInput, nil, err
	}
	if out.Common().Tied() {
		code = tied
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err = e.Encode(v)
	return code, bytes.TrimSpace(b.Bytes()), err
}

// settle gives the question what the file says of seats and of those who withdrew.
func (q *query) settle(rule rulebook.Entry, votes *format.Votes) (err error) {
	if seated(rule) && q.Seats == 0 {
		if q.Seats = votes.Seats; q.Seats == 0 {
			return wrong("seats", "%s needs 1 or more", rule.Name)
		}
	}
	p := votes.Profile
	if rule.Family == rulebook.STV || len(votes.Withdrawn) == 0 || p == nil {
		return nil
	}
	var out []ballot.Option
	for _, name := range votes.Withdrawn {
		gone, _ := p.Slate().Find(name)
		out = append(out, gone)
	}
	votes.Profile, err = p.Without(out...)
	return err
}

// seated reports whether a rule fills seats.
func seated(rule rulebook.Entry) bool {
	return slices.Contains([]rulebook.Family{rulebook.Seats, rulebook.STV, rulebook.Committee}, rule.Family)
}

// rule finds the rule and refuses what does not fit it.
func (q *query) rule() (rulebook.Entry, error) {
	rule, ok := rulebook.Find(q.Rule)
	if !ok {
		return rule, wrong("rule", "no rule %.80q", q.Rule)
	}
	var faults []error
	house, table, project := rule.Family == rulebook.Seats, rule.Family == rulebook.Table, rule.Family == rulebook.Project
	for _, field := range []struct {
		name     string
		fits, is bool
	}{
		{"seats", seated(rule), q.Seats != 0}, {"threshold", house || table, q.Threshold.Sign() != 0},
		{"valid", house, q.Valid != 0}, {"exempt", house || table, q.Exempt != nil},
		{"alliances", rule.Name == "bader-ofer", q.Alliances != nil}, {"unranked", rule.Family == rulebook.Duels, q.Unranked != ""},
		{"utility", project, q.Utility != ""}, {"conflicts", project, q.Conflicts != nil}, {"vacate", rule.Family == rulebook.STV, q.Vacate != ""}, {"completion", project || rule.Name == "equal-shares", q.Completion != ""},
		{"eligible", rule.Family == rulebook.Referendum, q.Eligible != 0},
	} {
		if field.is && !field.fits {
			faults = append(faults, wrong(field.name, "it is not for %s", rule.Name))
		}
	}
	switch {
	case len(q.Files) == 0:
		faults = append(faults, wrong("files", "they are missing"))
	case q.Seats < 0:
		faults = append(faults, wrong("seats", "%d; want 1 or more", q.Seats))
	case min(q.Valid, q.Eligible) < 0:
		faults = append(faults, errUsage("a number of voters below 0"))
	}
	if !slices.Contains([]string{"", ballot.Below.String(), ballot.Apart.String()}, q.Unranked) {
		faults = append(faults, wrong("unranked", "%.80q; want below or apart", q.Unranked))
	}
	seed, lot := strings.CutPrefix(q.Tie, "lot:")
	if !slices.Contains([]string{"", "none", "order"}, q.Tie) && (!lot || seed == "") {
		faults = append(faults, wrong("tie", "%.80q; want none, order or lot:SEED", q.Tie))
	}
	return rule, errors.Join(faults...)
}

func (q *query) threshold() seats.Threshold {
	return seats.Threshold{Share: q.Threshold, Valid: q.Valid, Exempt: q.Exempt}
}

// tieBreak is what tie says.
func (q *query) tieBreak(label string, votes *format.Votes) ballot.TieBreak {
	if seed, ok := strings.CutPrefix(q.Tie, "lot:"); ok {
		return ballot.Lot{Seed: seed, Label: label}
	}
	switch {
	case q.Tie == "order" && votes.Profile != nil:
		return orderOf(votes.Profile.Slate())
	case q.Tie == "order" && votes.Counts != nil:
		return orderOf(votes.Counts.Slate())
	case q.Tie == "order" && votes.Matrix != nil:
		return orderOf(votes.Matrix.Lists())
	case q.Tie == "order" && votes.Duels != nil:
		return orderOf(votes.Duels.Slate())
	}
	return nil // bodies have no options, and their rules no ties
}

func orderOf(s *ballot.Slate) (order ballot.Sequence) {
	for _, name := range s.All() {
		order = append(order, name)
	}
	return order
}

// verdict is the outcome as a document.
func (q *query) verdict(rule rulebook.Entry, c rulebook.Case, votes *format.Votes, out ballot.Outcome) (v verdict, err error) {
	slate := out.Common().Slate
	v = verdict{
		Rule: rule.Name, Seats: q.Seats,
		Winners: named(slate, out.Winners()), Ties: []tie{}, Rounds: rounds(out), Digest: fmt.Sprintf("sha256:%x", ballot.Digest(out)),
	}
	v.Ballots, v.Blank, v.Spoilt = ballots(votes, rule)
	if a := altered(votes.Altered); a != (altered{}) {
		v.Altered = &a
	}
	switch out := out.(type) {
	case *stv.Transcript:
		if v.Valid = out.Valid; q.Vacate != "" {
			v.Valid = 0 // a countback counts what they bring
		}
	case *referendum.Result:
		v.Carried = carried(out)
	case *ballot.Order:
		for _, tier := range out.Tiers {
			v.Order = append(v.Order, named(slate, tier))
		}
	case *seats.Allocation:
		v.Allocation = seatsOf(slate, out.Of)
	case *seats.Table:
		districts := map[string]map[string]int64{}
		for i, district := range out.Districts.All() {
			districts[district] = seatsOf(slate, func(l ballot.Option) int64 { return out.At(i, l) })
		}
		v.Allocation, v.Seats = districts, votes.Matrix.House() // a tie may leave some to nobody
	case *projects.Selection:
		v.Cost = money(out.Spent(), votes.Projects.Unit)
	}
	for _, t := range out.Common().Ties {
		v.Ties = append(v.Ties, tie{named(slate, t.Options), t.Places, t.By})
	}
	if rule.Name == "double-majority" {
		if err := v.halves(c); err != nil {
			return v, err
		}
	}
	if q.All {
		v.Outcomes, err = universes(rule, c)
	}
	return v, err
}

// money is an amount in the currency of the projects: "1200.50" of 120050 cents.
func money(n, unit int64) string {
	if unit <= 1 {
		return strconv.FormatInt(n, 10)
	}
	digits := len(strconv.FormatInt(unit, 10)) - 1
	return fmt.Sprintf("%d.%0*d", n/unit, digits, n%unit)
}

func seatsOf(lists *ballot.Slate, of func(ballot.Option) int64) map[string]int64 {
	all := map[string]int64{}
	for l, name := range lists.All() {
		all[name] = of(l)
	}
	return all
}

// halves asks people and bodies one by one.
func (v *verdict) halves(c rulebook.Case) error {
	tallies, err := c.Bodies()
	if err != nil {
		return err
	}
	people, err := referendum.Majority{}.Decide(tallies, nil)
	if err != nil {
		return err
	}
	bodies, err := referendum.Bodies{}.Decide(tallies, nil)
	if err != nil {
		return err
	}
	v.People, v.Bodies = carried(people), carried(bodies)
	return nil
}

func carried(r *referendum.Result) *bool {
	yes := r.Verdict == referendum.Carried
	return &yes
}

// ballots is how many there were, blank and spoilt ones too.
func ballots(v *format.Votes, rule rulebook.Entry) (all, blank, spoilt int64) {
	switch {
	case v.Profile != nil:
		p := v.Profile
		all, blank, spoilt = p.Len()+p.Blank+p.Spoilt, p.Blank, p.Spoilt
		if rule.Family == rulebook.Winner || rule.Family == rulebook.Seats {
			spoilt = p.Counts().Spoilt // with them, rankings with two first choices
		}
		return all, blank, spoilt
	case v.Duels != nil:
		return v.Duels.Ballots() + v.Duels.Blank + v.Duels.Spoilt, v.Duels.Blank, v.Duels.Spoilt
	case v.Counts != nil:
		return v.Counts.Total() + v.Counts.Blank + v.Counts.Spoilt, v.Counts.Blank, v.Counts.Spoilt
	case v.Matrix != nil:
		return v.Matrix.Total(), 0, 0
	}
	for _, t := range v.Tallies {
		all += t.Yes + t.No + t.Blank + t.Spoilt
		blank += t.Blank
		spoilt += t.Spoilt
	}
	return all, blank, spoilt
}

// universes lists who wins in every way of breaking the ties.
func universes(rule rulebook.Entry, c rulebook.Case) ([][]string, error) {
	if c.Seats > maxListed || rule.Family == rulebook.Table && c.Matrix.House() > maxListed {
		return nil, wrong("all", "it lists every seat: at most %d", maxListed)
	}
	all, err := ballot.Universes(maxUniverses, func(tb ballot.TieBreak) (ballot.Outcome, error) { return rule.Decide(c, tb) })
	if err != nil {
		return nil, err
	}
	outcomes := make([][]string, len(all))
	for i, out := range all {
		outcomes[i] = holders(out)
	}
	slices.SortFunc(outcomes, slices.Compare)
	return slices.CompactFunc(outcomes, slices.Equal), nil
}

// holders are the winners in slate order, each as often as it has seats.
func holders(out ballot.Outcome) []string {
	names := []string{}
	add := func(name string, n int64) {
		for range n {
			names = append(names, name)
		}
	}
	slate := out.Common().Slate
	switch out := out.(type) {
	case *seats.Table:
		for i, district := range out.Districts.All() {
			for l, list := range slate.All() {
				add(district+": "+list, out.At(i, l))
			}
		}
	case *seats.Allocation:
		for _, l := range out.Winners() {
			add(slate.Name(l), out.Of(l))
		}
	default:
		for _, o := range out.Winners() {
			add(slate.Name(o), 1)
		}
	}
	return names
}

// named are the names of options.
func named(s *ballot.Slate, os []ballot.Option) []string {
	names := make([]string, len(os))
	for i, o := range os {
		names[i] = s.Name(o)
	}
	return names
}
