package main

import (
	"encoding/json"
	"io"

	"github.com/vicinia/vicinia/ballot/referendum"
)

type document struct {
	Contests []contestJSON `json:"contests"`
	Note     string        `json:"threshold_note"`
	Question questionJSON  `json:"referendum"`
	Claim    claimJSON     `json:"claim"`
	Day      dayJSON       `json:"community"`
}

type contestJSON struct {
	ID        string         `json:"id"`
	Title     string         `json:"title"`
	Date      string         `json:"date"`
	Law       string         `json:"law"`
	Seats     int64          `json:"seats"`
	Parties   []partyJSON    `json:"parties"`
	Criticals []criticalJSON `json:"critical"`
	House     string         `json:"house"`
	Notes     []string       `json:"notes"`
	Sources   []string       `json:"sources"`
}

type partyJSON struct {
	Name      string     `json:"name"`
	Residents int64      `json:"residents"`
	Absent    *int64     `json:"absent"` // null if it was not found
	Counted   int64      `json:"counted"`
	Derived   string     `json:"derived_from,omitempty"`
	Before    int64      `json:"seats_resident_only"`
	After     int64      `json:"seats_final"`
	Slack     *slackJSON `json:"same_seats_within,omitempty"`
}

type slackJSON struct {
	Fewer int64 `json:"fewer"`
	More  int64 `json:"more"`
}

type criticalJSON struct {
	Party   string `json:"party"`
	Seat    int64  `json:"seat"`
	Keeps   bool   `json:"had_it_by_residents"`
	Needed  int64  `json:"needed"`
	Alone   int64  `json:"needed_if_no_other_absent_vote"`
	Got     int64  `json:"got"`
	Reached bool   `json:"reached"`
	Above   string `json:"with_needed"`
	Below   string `json:"with_one_less,omitempty"`
}

type questionJSON struct {
	ID      string     `json:"id"`
	Title   string     `json:"title"`
	Date    string     `json:"date"`
	Law     string     `json:"law"`
	Roll    int64      `json:"roll"`
	Before  answerJSON `json:"residents"`
	After   answerJSON `json:"with_absent"`
	Needed  int64      `json:"needed_absent_yes"`
	Got     int64      `json:"got_absent_yes"`
	Below   string     `json:"with_one_less"`
	Notes   []string   `json:"notes"`
	Sources []string   `json:"sources"`
}

type answerJSON struct {
	Yes     int64    `json:"yes"`
	No      int64    `json:"no"`
	Verdict string   `json:"verdict"`
	Why     []string `json:"why"`
}

type claimJSON struct {
	Words     string `json:"words"`
	Covers    string `json:"covers"`
	CoversNot string `json:"does_not_cover"`
	OtherSide string `json:"both_sides"`
}

type dayJSON struct {
	Village  string        `json:"municipality"`
	House    string        `json:"community"`
	Vote     string        `json:"vote"`
	Electors []electorJSON `json:"people"`
	Votes    []turnoutJSON `json:"decisions"`
}

type electorJSON struct {
	ID    string `json:"id"`
	About string `json:"about"`
	Here  bool   `json:"on_local_roll"`
	WhyH  string `json:"local_why"`
	There bool   `json:"on_community_roll"`
	WhyT  string `json:"community_why"`
}

type turnoutJSON struct {
	Decision  string   `json:"decision"`
	Body      string   `json:"body"`
	Electors  int64    `json:"electors"`
	CheckedIn int64    `json:"checked_in"`
	Refused   []string `json:"refused"`
	Carried   bool     `json:"carried"`
}

// json writes the report for a program.
func (r *report) json(out io.Writer) error {
	d := document{Note: thresholdNote, Question: r.question.json(), Claim: claimJSON{claim, covers, coversNot, otherSide}, Day: r.day.json()}
	for _, c := range r.contests {
		d.Contests = append(d.Contests, c.json())
	}
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(d)
}

func (c counted) json() contestJSON {
	d := contestJSON{
		ID: c.id, Title: c.title, Date: c.date, Law: c.law, Seats: c.seats, House: c.house,
		Notes: append([]string{}, c.notes...), Sources: c.sources,
	}
	for i, p := range c.parties {
		q := partyJSON{
			Name: p.name, Residents: p.residents, Absent: &c.parties[i].absent, Counted: p.residents + p.absent,
			Derived: p.derived, Before: c.before[i], After: c.after[i],
		}
		if p.notFound {
			q.Absent = nil
		}
		d.Parties = append(d.Parties, q)
	}
	for _, s := range c.slacks {
		d.Parties[s.party].Slack = &slackJSON{s.fewer, s.more}
	}
	for _, k := range c.criticals {
		d.Criticals = append(d.Criticals, criticalJSON{
			c.parties[k.party].name, k.seat, k.keeps, k.needed, k.alone, k.got, k.reached(), k.above, k.below,
		})
	}
	return d
}

func (a asked) json() questionJSON {
	return questionJSON{
		ID: a.id, Title: a.title, Date: a.date, Law: a.law, Roll: a.roll,
		Before: answer(a.residentsYes, a.residentsNo, a.before),
		After:  answer(a.residentsYes+a.absentYes, a.residentsNo+a.absentNo, a.after),
		Needed: a.needed, Got: a.absentYes, Below: a.below.Verdict.String(),
		Notes: a.notes, Sources: a.sources,
	}
}

func answer(yes, no int64, r *referendum.Result) answerJSON {
	d := answerJSON{Yes: yes, No: no, Verdict: r.Verdict.String()}
	for why := range r.Why() {
		d.Why = append(d.Why, why.String())
	}
	return d
}

func (d *day) json() dayJSON {
	j := dayJSON{Village: village, House: house, Vote: votedOn.String()}
	for _, e := range d.electors {
		j.Electors = append(j.Electors, electorJSON{e.id, e.about, e.votesHere, e.here, e.belongs, e.there})
	}
	for _, t := range []turnout{d.local, d.members} {
		v := turnoutJSON{
			Decision: string(t.decision.ID), Body: t.body.String(), Electors: t.decision.Eligible,
			CheckedIn: t.decision.CheckedIn, Refused: []string{}, Carried: t.decision.Carried,
		}
		for _, r := range t.refused {
			v.Refused = append(v.Refused, r.Err.Error())
		}
		j.Votes = append(j.Votes, v)
	}
	return j
}
