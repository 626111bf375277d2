package report

import (
	"slices"

	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/year"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/share"
)

// hideParts withholds what parties give to one compact where it tells their revenue or
// their heads. What is divided by a key is then withheld of all its parties. A total is
// withheld, unless it is the budget, which is a public act.
func (p *public) hideParts(compact int) {
	var all []seat
	keyed := 0
	for i, j := range p.Jurisdictions {
		for k, part := range j.Ceded {
			if string(part.Term.Compact) != p.Compacts[compact].ID {
				continue
			}
			all = append(all, seat{i, k, part})
			if _, key := part.Term.Share.(share.Key); key {
				keyed++
			}
		}
	}
	told := slices.ContainsFunc(all, func(at seat) bool {
		_, key := at.part.Term.Share.(share.Key)
		return p.tells(at.i, at.part.Term.Share) && (!key || keyed > 1) // alone, a key gives the whole budget
	})
	p.compacts[compact] = make([]bool, len(p.Compacts[compact].Amounts))
	if !told {
		return
	}
	budget := p.World.KeyCurrency(confed.CompactID(p.Compacts[compact].ID))
	for _, at := range all {
		_, key := at.part.Term.Share.(share.Key)
		if !key && !p.tells(at.i, at.part.Term.Share) {
			continue
		}
		p.parts[at.i][at.k], p.places[at.i].ceded = true, true
		if c := at.part.Amount.Currency(); keyed == 0 || c != budget {
			p.hideTotal(compact, c)
		}
	}
}

// A seat is where a part stands: of Jurisdictions, and of their Ceded.
type seat struct {
	i, k int
	part year.Part
}

// hideTotal withholds what a compact got in one currency, and so what all got.
func (p *public) hideTotal(compact int, c fiscal.Currency) {
	p.sums[c].ceded = true
	for k, m := range p.Compacts[compact].Amounts {
		if m.Currency() == c {
			p.compacts[compact][k] = true
		}
	}
}

// tells reports whether a party's part tells what is withheld of it.
func (p *public) tells(i int, term share.Term) bool {
	m := p.places[i]
	switch term := term.(type) {
	case share.Revenue:
		return m.net()
	case share.Key:
		return term == share.Capacity && m.net() || term == share.PerHead && (m.gross || p.bodies[confed.ResidentsOf(p.Jurisdictions[i].ID)])
	}
	return false
}
