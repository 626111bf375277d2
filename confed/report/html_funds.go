package report

import (
	"slices"
)

// A fundView is what the communities of a phyle pooled.
type fundView struct {
	Name   string     `json:"name"`
	Parts  []fundRow  `json:"parts,omitempty"`
	Totals []totalRow `json:"totals,omitempty"`
}

type fundRow struct {
	Name     string `json:"name"`
	Share    string `json:"share"`
	Currency string `json:"currency"`
	Gave     figure `json:"gave"`
}

// fundViews are the funds of phyles. A part is withheld with the income of which it is a
// share, and the fund with a part.
func (p *public) fundViews() []fundView {
	var all []fundView
	for _, fund := range p.Funds {
		v := fundView{Name: string(fund.ID)}
		for phyle := range p.World.Phyles() {
			if phyle.ID == fund.ID {
				v.Name = named(fund.ID, phyle.Name)
			}
		}
		var hidden []string // currencies
		for _, part := range fund.Parts {
			act := part.Pooling.Act
			community, _ := p.World.Community(act.Community)
			for _, m := range part.Amounts {
				row := fundRow{Name: named(act.Community, community.Name), Share: act.Share.String(), Currency: m.Currency().String()}
				if p.incomeHidden(p.community(string(act.Community)), m.Currency()) {
					hidden = append(hidden, row.Currency)
				} else {
					row.Gave = moneyFigure(m)
				}
				v.Parts = append(v.Parts, row)
			}
		}
		for _, m := range fund.Amounts {
			c := m.Currency().String()
			v.Totals = append(v.Totals, totalRow{c, moneyFigure(m).unless(slices.Contains(hidden, c))})
		}
		all = append(all, v)
	}
	return all
}
