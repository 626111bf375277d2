package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/confed/year"
)

// A filing is one of a person's, with what became of it.
type filing struct {
	confed.Filing
	refused *vicinia.Fault // nil if it was accepted
	later   vicinia.Date   // of the accepted filing that counts instead; 0 if this one does
}

// filings are those of one person for the year, by jurisdiction and day. The last accepted
// one of a jurisdiction counts (D-9).
func filings(r *year.Report, refused []confed.Refusal, person census.PersonID) []filing {
	var all []filing
	last := map[census.JurisdictionID]vicinia.Date{}
	for f := range r.World.FilingsOf(person) {
		if f.Year == r.Year {
			all = append(all, filing{Filing: f})
			last[f.Jurisdiction] = max(last[f.Jurisdiction], f.On)
		}
	}
	for i, f := range all {
		if on := last[f.Jurisdiction]; on > f.On {
			all[i].later = on
		}
	}
	for _, f := range refusals(r.Year, refused) {
		if f.Person == person {
			all = append(all, filing{Filing: f.Filing, refused: f.Fault})
		}
	}
	slices.SortFunc(all, func(a, b filing) int {
		return cmp.Or(strings.Compare(string(a.Jurisdiction), string(b.Jurisdiction)), cmp.Compare(a.On, b.On))
	})
	return all
}

// filed says what became of a person's filings.
func filed(p *page, all []filing, bills []year.Bill) {
	p.heading("Your filings")
	if len(all) == 0 {
		p.say(2, "None: what is not directed stays with the jurisdiction.")
	}
	for _, f := range all {
		p.say(2, "%s in %s: %s: %s", f.On, f.Jurisdiction, choiceWords(f.Choices), f.fate(bills))
		if f.refused != nil {
			why(p, 4, f.refused)
		}
	}
}

func (f filing) fate(bills []year.Bill) string {
	owes := slices.ContainsFunc(bills, func(b year.Bill) bool {
		return b.Jurisdiction == f.Jurisdiction && !b.Tax.Gross.IsZero()
	})
	switch {
	case f.refused != nil:
		return "refused"
	case f.later != 0:
		return fmt.Sprintf("accepted, and replaced by that of %s", f.later)
	case len(f.Choices) == 0:
		return "accepted; everything stays with the jurisdiction"
	case !owes:
		return "accepted; you owe nothing there, so it moves nothing"
	}
	return "accepted, and counts"
}
