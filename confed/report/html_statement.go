package report

import (
	"fmt"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/confed/year"
)

// A personal page is what a resident's statement says, in its order.
type personal struct {
	Person  census.PersonID
	Year    int
	About   string
	Off, On []voteRow // the rolls that the person is not on, and is
	Base    figure    // withheld if none is on record
	Bills   []billView
	Filings []filingRow
	Digest  string
}

type voteRow struct {
	Body string
	Vote vicinia.Date
	Why  string
}

// A billView is one tax and where it goes.
type billView struct {
	To, Currency, Gross string
	Steps               []string
	Went                []wentRow
	Shares              []wentRow // of what stays
	Few                 bool      // shares are without amounts
}

type wentRow struct{ To, Rule, Amount string }

type filingRow struct {
	On                                  vicinia.Date
	Jurisdiction, Choices, Fate, Reason string
	Rule                                string
}

func personalOf(r *year.Report, refused []confed.Refusal, person census.PersonID, about []string) (*personal, error) {
	if _, ok := r.World.Register().Number(person); !ok {
		return nil, &vicinia.Fault{Path: "person", Err: fmt.Errorf("there is no person %.80q", person)}
	}
	bills, err := year.Taxpayer(r.World, person, r.Year)
	if err != nil {
		return nil, err
	}
	v := &personal{Person: person, Year: r.Year, About: oneLine(about), Digest: Digest(r, refused)}
	v.votes(&public{Report: r}, person)
	if payer, ok := r.World.Payer(person, r.Year); ok {
		v.Base = newFigure(payer.Base.String())
	}
	for _, b := range bills {
		bill, err := billOf(r, b)
		if err != nil {
			return nil, err
		}
		v.Bills = append(v.Bills, bill)
	}
	for _, f := range filings(r, refused, person) {
		row := filingRow{On: f.On, Jurisdiction: jurisdictionNamed(r.World, f.Jurisdiction),
			Choices: choiceWords(f.Choices), Fate: f.fate(bills)}
		if f.refused != nil {
			row.Reason, row.Rule = f.refused.Err.Error(), ruleWords(f.refused.Breaks)
		}
		v.Filings = append(v.Filings, row)
	}
	return v, nil
}

func (v *personal) votes(p *public, person census.PersonID) {
	for c, why := range explained(p.Report, person) {
		row := voteRow{p.bodyNamed(c.Body), c.Vote, why}
		if roll, _ := p.World.Roll(c.ID); roll.Has(person) {
			v.On = append(v.On, row)
		} else {
			v.Off = append(v.Off, row)
		}
	}
}

func billOf(r *year.Report, b year.Bill) (billView, error) {
	v := billView{To: jurisdictionNamed(r.World, b.Jurisdiction), Currency: b.Tax.Gross.Currency().String(),
		Gross: groups(b.Tax.Gross.Amount())}
	for step := range b.Tax.Why() {
		v.Steps = append(v.Steps, fmt.Sprint(step))
	}
	for _, l := range b.Went.Lines {
		v.Went = append(v.Went, wentRow{"to " + named(l.Recipient, communityName(r.World, l.Recipient)),
			l.Share.String() + " of the tax", groups(l.Amount.Amount())})
	}
	v.Went = append(v.Went, wentRow{"stays with " + v.To, "", groups(b.Went.Stays.Amount())})
	for _, j := range r.Jurisdictions {
		if j.ID != b.Jurisdiction || len(j.Ceded) == 0 {
			continue
		}
		parts, err := inProportion(j, b.Went.Stays)
		if err != nil {
			return v, err
		}
		v.shares(r, j, parts)
	}
	return v, nil
}

// shares says what the jurisdiction does with what stays.
func (v *billView) shares(r *year.Report, j year.Jurisdiction, parts []string) {
	n := len(j.Ceded)
	v.Few = parts[n] == ""
	for i, part := range j.Ceded {
		c, _ := r.World.Compact(part.Term.Compact)
		v.Shares = append(v.Shares, wentRow{"to " + named(c.ID, c.Name),
			shareWords(part.Term.Share) + ", " + daysWords(part.Days, vicinia.Year(r.Year)) + " days", parts[i]})
	}
	if v.Few {
		return
	}
	if !flowOf(j).services.IsZero() {
		v.Shares = append(v.Shares, wentRow{"to services run as commons", "", parts[n+1]})
	}
	v.Shares = append(v.Shares, wentRow{"kept by " + string(j.ID), "", parts[n]})
}
