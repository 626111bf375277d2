package report

import (
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/year"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/disclosure"
)

// This file says what of a year anybody may see. Nothing is shown that stands for fewer
// than disclosure.MinCell people, and nothing from which, with all else that is shown, such
// a figure follows. What is chosen beyond that is chosen in this order: rather a cell than
// a total, rather too much than too little.

// A mask says what is withheld of one jurisdiction, or of all together.
type mask struct {
	gross      bool // and the number of its payers
	designated bool
	ceded      bool // some part in a compact
}

// net is gross less designated: of the three, two would give the third.
func (m mask) net() bool { return m.gross || m.designated }

// final is net less what is ceded, and less services, which are public.
func (m mask) final() bool { return m.net() || m.ceded }

// A public year is a report with what is withheld of it.
type public struct {
	*year.Report
	bodies   map[confed.Body]bool      // that were called: whether rolls and ballots are withheld
	places   []mask                    // as Jurisdictions
	payers   []bool                    // as Jurisdictions: their number by itself
	parts    [][]bool                  // as Jurisdictions and their Ceded
	compacts [][]bool                  // as Compacts and their Amounts: the totals
	tables   []*matrix                 // by currency
	sums     map[fiscal.Currency]*mask // of all that is of one currency together
}

func newPublic(r *year.Report) (*public, error) {
	p := &public{Report: r, bodies: map[confed.Body]bool{}, places: make([]mask, len(r.Jurisdictions)), payers: make([]bool, len(r.Jurisdictions)),
		compacts: make([][]bool, len(r.Compacts)), sums: map[fiscal.Currency]*mask{}}
	for _, j := range r.Jurisdictions {
		p.parts = append(p.parts, make([]bool, len(j.Ceded)))
	}
	if err := p.hideRolls(); err != nil {
		return nil, err
	}
	for _, b := range r.Conservation() {
		c := b.Gross.Currency()
		p.sums[c] = new(mask)
		if err := p.hideGross(c); err != nil {
			return nil, err
		}
	}
	p.hideRegions()
	for _, b := range r.Conservation() {
		if err := p.hideDesignated(b.Gross.Currency()); err != nil {
			return nil, err
		}
	}
	p.hidePayers()
	for i := range r.Compacts {
		p.hideParts(i)
	}
	return p, nil
}

// few reports whether a count is withheld.
func few(n int64) bool { return n > 0 && n < disclosure.MinCell }

// lone is the least count that is shown where it stands in no table, so that no other blank
// covers it: that it is withheld must not say that it is one of few.
const lone = 2 * disclosure.MinCell
