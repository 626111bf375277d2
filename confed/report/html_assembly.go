package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/confed/year"
	"github.com/vicinia/vicinia/fiscal/disclosure"
)

// An assembly is what the page for the assembly says, in its order.
type assembly struct {
	Year       int                `json:"year"`
	Least      int64              `json:"least"` // people behind a figure
	About      string             `json:"about,omitempty"`
	Money      []moneyView        `json:"money,omitempty"`
	Rules      []ruleRow          `json:"rules,omitempty"`
	Rolls      []rollRow          `json:"rolls,omitempty"`
	Decisions  []decisionRow      `json:"decisions,omitempty"`
	Services   []serviceRow       `json:"services,omitempty"`
	Compacts   []compactView      `json:"compacts,omitempty"`
	Funds      []fundView         `json:"funds,omitempty"` // of phyles
	Refusals   []refusalRow       `json:"refusals,omitempty"`
	Statements []confed.Statement `json:"statements,omitempty"` // the rules that the page names
	Withheld   bool               `json:"withheld"`             // some figure is
	Digest     string             `json:"digest,omitempty"`     // "" if it would tell what is withheld
}

func assemblyOf(r *year.Report, refused []confed.Refusal, about []string) (*assembly, error) {
	p, err := newPublic(r)
	if err != nil {
		return nil, err
	}
	v := &assembly{Year: r.Year, Least: disclosure.MinCell, About: oneLine(about)}
	if v.Money, err = p.money(); err != nil {
		return nil, err
	}
	v.Rules = p.rules()
	v.Rolls = p.rollRows()
	if v.Decisions, err = p.decisionRows(); err != nil {
		return nil, err
	}
	v.Services = p.serviceRows()
	v.Compacts = p.compactViews()
	v.Funds = p.fundViews()
	var filers int
	v.Refusals, filers = refusalRows(r.Year, refused)
	v.Statements = v.named()
	v.Withheld = p.withheld() || slices.ContainsFunc(v.Refusals, func(r refusalRow) bool { return r.Filers == figure{} }) ||
		slices.ContainsFunc(v.Decisions, func(d decisionRow) bool { return d.Verdict != "open" && d.Yes == figure{} })
	for _, t := range p.tables {
		v.Withheld = v.Withheld || t.Blanks() > 0
	}
	if filers >= salt || filers == 0 && len(v.Decisions) == 0 && !p.withheld() {
		v.Digest = Digest(r, refused)
	}
	return v, nil
}

// salt is how many people with a refused filing make a digest safe to publish. It covers
// withheld figures, and could be tried against guesses of them; but it covers every refused
// filing too, with person, day and rule, of which nobody but the operator has the list. A
// day of a year is more than eight bits, so that even one of the eight who knows the others'
// rules and names must try some 60 bits for each guess.
const salt = 8

// oneLine takes out the line breaks.
func oneLine(about []string) string {
	return strings.Join(strings.Fields(strings.Join(about, " ")), " ")
}

// withheld reports whether a figure of the accounts or rolls is not on the page.
func (p *public) withheld() bool {
	for i, m := range p.places {
		if m.final() || p.payers[i] {
			return true
		}
	}
	for _, b := range p.Conservation() {
		if *p.sums[b.Gross.Currency()] != (mask{}) {
			return true
		}
	}
	for _, t := range p.tables {
		for c := range t.columns {
			if t.Cell(len(t.rows), c).Blank {
				return true
			}
		}
	}
	for c := range p.World.Calls() {
		if p.bodies[c.Body] {
			return true
		}
	}
	return slices.ContainsFunc(p.compacts, func(totals []bool) bool { return slices.Contains(totals, true) })
}

// A ruleRow is what a jurisdiction takes, and what of it may be directed.
type ruleRow struct {
	Name    string `json:"name"`
	Tax     string `json:"tax"`
	Directs string `json:"directs"`
}

func (p *public) rules() []ruleRow {
	taxes := map[census.JurisdictionID]string{}
	for s := range p.World.Schedules() {
		if s.Act.Year == p.Year {
			taxes[s.Act.Jurisdiction] = taxWords(s.Act.Tax) + "; " + by(s.By)
		}
	}
	policies := map[census.JurisdictionID]string{}
	for s := range p.World.Policies() {
		if s.Act.Year == p.Year {
			policies[s.Act.Jurisdiction] = fmt.Sprintf("at most %s of each tax, %s; %s", s.Act.Cap, membershipWords[s.Act.Membership], by(s.By))
		}
	}
	var rows []ruleRow
	for _, j := range p.Jurisdictions {
		row := ruleRow{jurisdictionNamed(p.World, j.ID), taxes[j.ID], policies[j.ID]}
		if row.Tax == "" {
			row.Tax = "no tax this year"
		}
		switch {
		case row.Directs != "":
		case !p.World.Powers(j.ID).Has(confed.Sovereign | confed.Designate):
			row.Directs = "nothing, for want of fiscal sovereignty with designation"
		default:
			row.Directs = fmt.Sprintf("nothing, since there is no policy for %d", p.Year)
		}
		rows = append(rows, row)
	}
	return rows
}

// A refusalRow is how many people had a filing refused for one rule.
type refusalRow struct {
	Rule   vicinia.Invariant `json:"rule"`
	Text   string            `json:"text"`
	Filers figure            `json:"filers"`
}

// refusalRows counts people, not filings: each once for each rule, and once in all.
func refusalRows(year int, refused []confed.Refusal) (rows []refusalRow, all int) {
	filers := map[vicinia.Invariant]map[census.PersonID]bool{}
	everybody := map[census.PersonID]bool{}
	var rules []vicinia.Invariant
	for _, r := range refusals(year, refused) {
		if filers[r.Breaks] == nil {
			filers[r.Breaks] = map[census.PersonID]bool{}
			rules = append(rules, r.Breaks)
		}
		filers[r.Breaks][r.Person] = true
		everybody[r.Person] = true
	}
	slices.Sort(rules)
	for _, rule := range rules {
		n := len(filers[rule])
		s, _ := confed.StatementOf(rule)
		rows = append(rows, refusalRow{rule, s.Text, countFigure(n).unless(n < lone)})
	}
	return rows, len(everybody)
}

// named are the rules that the page names: those that it stands on, and those broken.
func (v *assembly) named() []confed.Statement {
	ids := []vicinia.Invariant{"R-4", "T-2", "D-1", "D-4", "D-13", "C-3", "K-1", "K-15", "S-1", "S-2", "M-2"}
	if v.Funds != nil {
		ids = append(ids, "C-11", "C-12")
	}
	for _, r := range v.Refusals {
		ids = append(ids, r.Rule)
	}
	var all []confed.Statement
	for _, s := range confed.Invariants() {
		if slices.Contains(ids, s.ID) {
			all = append(all, s)
		}
	}
	return all
}
