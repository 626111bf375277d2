package report

import (
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/competence"
	"github.com/vicinia/vicinia/confed/year"
	"github.com/vicinia/vicinia/fiscal/disclosure"
)

// A serviceRow is a service, who provides it, and why.
type serviceRow struct {
	Name     string   `json:"name"`
	Of       string   `json:"of"`
	Rung     string   `json:"rung"`
	Provider string   `json:"provider"`
	Cost     string   `json:"cost"`
	Why      []string `json:"why,omitempty"`
}

// serviceRows are the services by rung, commons first, and then by id.
func (p *public) serviceRows() []serviceRow {
	var rows []serviceRow
	for _, rung := range []confed.Rung{confed.Commons, confed.LocalGovernment, confed.Pooled, 0} {
		for _, s := range p.Services {
			if s.Rung != rung {
				continue
			}
			row := serviceRow{Name: s.Service.Name, Of: jurisdictionNamed(p.World, s.Service.Jurisdiction),
				Rung: "nobody yet", Cost: groupedMoney(s.Service.Cost)}
			if row.Name == "" {
				row.Name = string(s.Service.ID)
			}
			if rung != 0 {
				row.Rung, row.Provider = rung.String(), p.providerNamed(s)
			}
			for why := range s.Why() {
				row.Why = append(row.Why, p.reasonWords(why))
			}
			rows = append(rows, row)
		}
	}
	return rows
}

func (p *public) providerNamed(s year.Service) string {
	switch s.Rung {
	case confed.Commons:
		c, _ := p.World.Community(confed.CommunityID(s.Provider))
		return named(s.Provider, c.Name)
	case confed.Pooled:
		c, _ := p.World.Compact(confed.CompactID(s.Provider))
		return named(s.Provider, c.Name)
	}
	return jurisdictionNamed(p.World, s.Service.Jurisdiction)
}

// reasonWords is why a rung provides or not. How many live in places, and in those of a
// compact together, would tell of a place of few: then no reason has numbers.
func (p *public) reasonWords(why vicinia.Step) string {
	r, ok := why.(competence.Reason)
	if !ok || r.Rung == confed.Commons || !p.small() {
		return why.String()
	}
	if r.Passed {
		return r.Rung.String() + ": it provides (" + string(r.Rule) + ")"
	}
	return r.Rung.String() + ": not by this rule (" + string(r.Rule) + ")"
}

// small reports whether some jurisdiction has few electors or payers, if any.
func (p *public) small() bool {
	for i, j := range p.Jurisdictions {
		if p.places[i].gross || j.Payers < disclosure.MinCell || p.bodies[confed.ResidentsOf(j.ID)] {
			return true
		}
	}
	return false
}

// A compactView is what each party gave to a compact, and got from it (K-15).
type compactView struct {
	Name    string     `json:"name"`
	Objects string     `json:"objects"`
	Budget  string     `json:"budget"`
	Notice  int        `json:"notice"`
	Parties []partyRow `json:"parties,omitempty"`
	Totals  []totalRow `json:"totals,omitempty"`
}

type partyRow struct {
	Name     string   `json:"name"`
	Rule     string   `json:"rule"`
	Days     string   `json:"days"`
	Currency string   `json:"currency"`
	Gave     figure   `json:"gave"`
	Got      []string `json:"got,omitempty"` // services that it provides for the party
}

type totalRow struct {
	Currency string `json:"currency"`
	Gave     figure `json:"gave"`
}

func (p *public) compactViews() []compactView {
	var all []compactView
	for i, income := range p.Compacts {
		c, _ := p.World.Compact(confed.CompactID(income.ID))
		v := compactView{Name: named(c.ID, c.Name), Objects: strings.Join(c.Objects, ", "), Notice: c.Notice}
		for b := range p.World.Budgets(c.ID) {
			if b.Year == p.Year {
				v.Budget = groupedMoney(b.Amount)
			}
		}
		p.parties(&v, c.ID)
		for k, m := range income.Amounts {
			v.Totals = append(v.Totals, totalRow{m.Currency().String(), moneyFigure(m).unless(p.compacts[i][k])})
		}
		all = append(all, v)
	}
	return all
}

func (p *public) parties(v *compactView, id confed.CompactID) {
	when := vicinia.Year(p.Year)
	for i, j := range p.Jurisdictions {
		first := true
		for k, part := range j.Ceded {
			if part.Term.Compact != id {
				continue
			}
			row := partyRow{Name: jurisdictionNamed(p.World, j.ID), Rule: shareWords(part.Term.Share),
				Days: daysWords(part.Days, when), Currency: part.Amount.Currency().String(),
				Gave: moneyFigure(part.Amount).unless(p.parts[i][k])}
			if first {
				row.Got = p.got(id, j)
			}
			first = false
			v.Parties = append(v.Parties, row)
		}
	}
}

// got lists the services that a compact provides for a party.
func (p *public) got(id confed.CompactID, j year.Jurisdiction) []string {
	var all []string
	for _, s := range p.Services {
		if s.Rung == confed.Pooled && s.Provider == string(id) && s.Service.Jurisdiction == j.ID {
			all = append(all, strings.TrimSpace(s.Service.Name+" ("+groupedMoney(s.Service.Cost)+")"))
		}
	}
	return all
}
