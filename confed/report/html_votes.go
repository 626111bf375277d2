package report

import (
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot/referendum"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
)

// A rollRow is a call and how many are on its roll.
type rollRow struct {
	Body      string       `json:"body"`
	Reference vicinia.Date `json:"reference"`
	Vote      vicinia.Date `json:"vote"`
	Electors  figure       `json:"electors"`
	Open      bool         `json:"open"`
}

func (p *public) rollRows() []rollRow {
	var rows []rollRow
	for c := range p.World.Calls() {
		reference, _ := c.Rule.Reference.Date(c.On, c.Vote) // a call on record has one
		row := rollRow{Body: p.bodyNamed(c.Body), Reference: reference, Vote: c.Vote}
		if roll, closed := p.World.Roll(c.ID); closed {
			row.Electors = countFigure(roll.Len()).unless(p.bodies[c.Body])
		} else {
			row.Open = true
		}
		rows = append(rows, row)
	}
	return rows
}

// bodyNamed is a body by its name: residents of A (Aldea).
func (p *public) bodyNamed(b confed.Body) string {
	switch b.Kind {
	case confed.Residents:
		return b.Kind.String() + " of " + jurisdictionNamed(p.World, census.JurisdictionID(b.Of))
	case confed.Members:
		c, _ := p.World.Community(confed.CommunityID(b.Of))
		return b.Kind.String() + " of " + named(b.Of, c.Name)
	}
	return b.String()
}

// A decisionRow is a question and its answer.
type decisionRow struct {
	ID      confed.DecisionID `json:"id"`
	Matter  string            `json:"matter"`
	Effect  string            `json:"effect"`
	Body    string            `json:"body"`
	Yes     figure            `json:"yes"`
	No      figure            `json:"no"`
	Verdict string            `json:"verdict"` // carried, not carried, open
	Why     []string          `json:"why,omitempty"`
}

func (p *public) decisionRows() ([]decisionRow, error) {
	var rows []decisionRow
	for d := range p.World.Decisions() {
		call, _ := p.World.Call(d.Call)
		row := decisionRow{ID: d.ID, Matter: d.Matter.String(), Body: p.bodyNamed(call.Body), Verdict: verdict(d)}
		var effects []string
		for _, act := range d.Does {
			if words := effectWords(act); words != "" {
				effects = append(effects, words)
			}
		}
		row.Effect = strings.Join(effects, "; ")
		if !d.Certified {
			rows = append(rows, row)
			continue
		}
		tests, err := p.tests(d)
		if err != nil {
			return nil, err
		}
		seen, err := p.ballots(d, call.Body, tests)
		if err != nil {
			return nil, err
		}
		row.Yes, row.No = countFigure(d.Yes).unless(seen < yesAndNo), countFigure(d.No).unless(seen < yesAndNo)
		for _, test := range tests {
			row.Why = append(row.Why, testWords(test, seen))
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// testWords says what was asked and what came of it, with numbers where they may be seen.
func testWords(t referendum.Test, seen ballots) string {
	what, of, needs := "yes", t.Base, yesAndNo
	if t.Rule == "quorum" {
		what, needs = "ballots", allBallots
	}
	switch of {
	case "valid":
		of = "valid votes"
	case "eligible":
		of = "electors"
	case "cast":
		of, needs = "ballots cast", allBallots
	}
	need := "more than "
	if t.AtLeast {
		need = "at least "
	}
	need += t.Need.String()
	if seen >= needs && t.Of > 0 {
		return what + ": " + percent(t.Have, t.Of) + " of the " + of + ", " + need + " needed"
	}
	if t.Verdict == referendum.Carried {
		return what + ": " + need + " of the " + of + ", as needed"
	}
	return what + ": not " + need + " of the " + of + ", as needed"
}
