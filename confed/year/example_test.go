package year_test

import (
	"fmt"
	"log"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/confed/year"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/designation"
	"github.com/vicinia/vicinia/fiscal/share"
	"github.com/vicinia/vicinia/fiscal/tax"
)

// aldea is a municipality that votes a tax of 8 % and lets its taxpayers designate 15 % of
// it; ana sends 5 % to Linux, and a tenth of what is left goes to a compact for water.
func aldea() (*confed.World, error) {
	w, err := new(confed.World).Apply(
		confed.Jurisdiction{ID: "A", Kind: confed.Municipality, Currency: fiscal.EUR, Powers: confed.Sovereign | confed.Designate},
		confed.Person{ID: "ana", Born: vicinia.MustDate("1980-05-02")},
		confed.Residency{Person: "ana", Municipality: "A", From: vicinia.MustDate("2019-01-01")},
		confed.Community{ID: "Linux", Kind: confed.Productive, Form: confed.InternationalFoundation},
		confed.Recognition{Community: "Linux", When: vicinia.Interval{From: vicinia.MustDate("2015-01-01")}},
		confed.Compact{ID: "K1", Level: confed.Municipality, Objects: []string{"water"}, Notice: 12},
		confed.Accession{Compact: "K1", Party: "A", From: vicinia.MustDate("2019-01-01"), Share: share.Revenue{Rate: vicinia.MustRatio("10%")}},
		confed.Call{ID: "november", Body: confed.ResidentsOf("A"), On: vicinia.MustDate("2024-09-02"), Vote: vicinia.MustDate("2024-11-10"),
			Rule: census.Rule{Reference: census.FirstOfMonthBefore(2)}},
		confed.RollClosing{Calls: []confed.CallID{"november"}},
		confed.Motion{ID: "rate", Call: "november", Matter: confed.Matter{Kind: confed.TaxRate, For: "A"}, Does: []confed.Act{
			confed.Schedule{Jurisdiction: "A", Year: 2025, Tax: tax.Flat(fiscal.EUR, vicinia.MustRatio("8%"))}}},
		confed.Motion{ID: "policy", Call: "november", Matter: confed.Matter{Kind: confed.DesignationPolicy, For: "A"}, Does: []confed.Act{
			confed.Policy{Jurisdiction: "A", Year: 2025, Cap: vicinia.MustRatio("15%")}}},
		confed.Count{Decision: "rate", Yes: 1},
		confed.Count{Decision: "policy", Yes: 1},
	)
	if err != nil {
		return nil, err
	}
	for _, id := range []confed.DecisionID{"rate", "policy"} {
		cert, err := w.Certify(id)
		if err != nil {
			return nil, err
		}
		if w, err = w.Apply(cert); err != nil {
			return nil, err
		}
	}
	return w.Apply(
		confed.Base{Person: "ana", Year: 2025, Amount: tax.MustBase("40000.00")},
		confed.Filing{Person: "ana", Jurisdiction: "A", Year: 2025, On: vicinia.MustDate("2025-04-10"),
			Choices: []designation.Choice{{Recipient: "Linux", Share: vicinia.MustRatio("5%")}}},
	)
}

func ExampleRun() {
	w, err := aldea()
	if err != nil {
		log.Fatal(err)
	}
	report, err := year.Run(w, 2025)
	if err != nil {
		log.Fatal(err)
	}
	for _, j := range report.Jurisdictions {
		fmt.Println(j.ID, j.Gross, j.Designated, j.Net, j.Final)
	}
	for _, c := range append(report.Communities, report.Compacts...) {
		fmt.Println(c.ID, c.Amounts)
	}
	for _, b := range report.Conservation() {
		fmt.Println(b)
	}
	// Output:
	// A 3200.00 EUR 160.00 EUR 3040.00 EUR 2736.00 EUR
	// Linux [160.00 EUR]
	// K1 [304.00 EUR]
	// 3200.00 EUR = 2736.00 kept + 160.00 to communities + 304.00 to compacts
}

func ExampleTaxpayer() {
	w, err := aldea()
	if err != nil {
		log.Fatal(err)
	}
	bills, err := year.Taxpayer(w, "ana", 2025)
	if err != nil {
		log.Fatal(err)
	}
	for _, b := range bills {
		for why := range b.Tax.Why() {
			fmt.Println(why)
		}
		for _, l := range b.Went.Lines {
			fmt.Println(l.Amount, "to", l.Recipient)
		}
		fmt.Println(b.Went.Stays, "stays in", b.Jurisdiction)
	}
	// Output:
	// 40000.00 EUR at 8%
	// 365 of 365 days
	// 3200.00 EUR, rounded half-even
	// 160.00 EUR to Linux
	// 3040.00 EUR stays in A
}
