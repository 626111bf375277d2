package report

import (
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/disclosure"
)

// hideGross withholds the payers and the tax of municipalities of one currency.
func (p *public) hideGross(c fiscal.Currency) error {
	var t disclosure.Table
	var rows []int
	for i, j := range p.Jurisdictions {
		record, _ := p.World.Jurisdiction(j.ID)
		if j.Gross.Currency() != c || record.Kind == confed.Region {
			continue
		}
		rows = append(rows, i)
		t.Rows, t.Within = append(t.Rows, string(j.ID)), append(t.Within, string(record.Within))
		t.Counts, t.Amounts = append(t.Counts, j.Payers), append(t.Amounts, j.Gross)
	}
	if rows == nil {
		return nil
	}
	shown, err := disclosure.Rule{}.Suppress(t)
	if err != nil {
		return err
	}
	for line, i := range rows {
		p.places[i].gross = shown.Cells[line].Blank
	}
	p.sums[c].gross = shown.Cells[len(shown.Cells)-1].Blank
	return nil
}

// hideRegions withholds the tax of a region one of whose municipalities is withheld: both
// are of the same bases, so that one at its rate gives the other. A total goes with it, if
// nothing else in it is unknown.
func (p *public) hideRegions() {
	for i, j := range p.Jurisdictions {
		record, _ := p.World.Jurisdiction(j.ID)
		if record.Kind != confed.Region {
			continue
		}
		closed, same, other := few(j.Payers), false, false
		for k, m := range p.Jurisdictions {
			if within, _ := p.World.Jurisdiction(m.ID); within.Within != j.ID || !p.places[k].gross {
				continue
			}
			closed = true
			same = same || m.Gross.Currency() == j.Gross.Currency()
			other = other || m.Gross.Currency() != j.Gross.Currency()
		}
		p.places[i].gross = closed
		if closed && (other || !same) {
			p.sums[j.Gross.Currency()].gross = true
		}
	}
}

// hidePayers withholds the payers of a region if few lived in two of its municipalities, as
// their sum tells; and if those of one place are withheld because of their designations,
// those of its region and of all others in it.
func (p *public) hidePayers() {
	for i, region := range p.Jurisdictions {
		twice, closed := -region.Payers, p.payers[i]
		for k, j := range p.Jurisdictions {
			if record, _ := p.World.Jurisdiction(j.ID); record.Within == region.ID {
				twice += j.Payers
				closed = closed || p.payers[k]
			}
		}
		for k, j := range p.Jurisdictions {
			if record, _ := p.World.Jurisdiction(j.ID); record.Within == region.ID {
				p.payers[k] = p.payers[k] || closed
			}
		}
		p.payers[i] = closed || few(twice)
	}
	for i := range p.payers {
		p.payers[i] = p.payers[i] || p.places[i].gross
	}
}
