package year

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/fiscal/designation"
	"github.com/vicinia/vicinia/fiscal/tax"
)

// A Bill is what one person owes one jurisdiction for a year, and where it goes.
type Bill struct {
	Jurisdiction census.JurisdictionID
	Days         tax.Days
	Tax          tax.Assessment
	Went         *designation.Statement
}

// Taxpayer says where one person's tax goes, without running the year for others: to every
// jurisdiction of residence that levies a tax, by id. Somebody without a base owes nothing.
func Taxpayer(w *confed.World, id census.PersonID, year int) ([]Bill, error) {
	p, ok := w.Payer(id, year)
	if !ok {
		return nil, nil
	}
	when := vicinia.Year(year)
	var bills []Bill
	for place, days := range newStays(w.Register(), when).of(p.Number) {
		j := w.Register().PlaceAt(place).ID
		schedule, ok := w.Schedule(j, year)
		if !ok {
			continue
		}
		b := Bill{Jurisdiction: j, Days: tax.Days{Resident: days, Year: when.Days()}}
		var err error
		if b.Tax, err = tax.Assess(schedule, p.Base, b.Days); err != nil {
			return nil, fault("M-3", fmt.Errorf("the tax of %s to %s is too great", id, j), "base", "bases", id, year)
		}
		if b.Went, err = went(w, p, place, j, year, b); err != nil {
			return nil, err
		}
		bills = append(bills, b)
	}
	slices.SortFunc(bills, func(a, b Bill) int { return strings.Compare(string(a.Jurisdiction), string(b.Jurisdiction)) })
	return bills, nil
}

func went(w *confed.World, p *confed.Payer, place int, j census.JurisdictionID, year int, b Bill) (*designation.Statement, error) {
	all := recipients(w)
	law, err := regime(w, j, year, all)
	if err != nil {
		return nil, fault("", err, "cap", "policies", j, year)
	}
	shares := w.Shares(year)
	ret := designation.Return{Base: b.Tax.Gross}
	for _, d := range p.Directions(place) {
		ret.Choices = append(ret.Choices, designation.Choice{
			Recipient: designation.RecipientID(w.CommunityAt(d.Community)), Share: shares[d.Share],
		})
	}
	slices.SortFunc(ret.Choices, func(a, b designation.Choice) int { return cmp.Compare(a.Recipient, b.Recipient) })
	return law.Preview(ret)
}

func lastDay(year int) vicinia.Date { return vicinia.Year(year).To - 1 }
