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

// A canton above two municipalities taxes by brackets; Ana moves in June and owes by days;
// what the water costs is shared by heads; and a community's members vote on its budget,
// wherever they live.
func ExampleRun_region() {
	date, part := vicinia.MustDate, vicinia.MustRatio
	brackets := tax.Schedule{Currency: fiscal.CHF, Brackets: []tax.Bracket{
		{Rate: part("2%")}, {From: tax.MustBase("30000"), Rate: part("6%")}}} // 6% of what is over 30000
	w, err := new(confed.World).Apply(
		confed.Jurisdiction{ID: "Z", Kind: confed.Region, Currency: fiscal.CHF},
		confed.Jurisdiction{ID: "M", Kind: confed.Municipality, Within: "Z", Currency: fiscal.CHF},
		confed.Jurisdiction{ID: "N", Kind: confed.Municipality, Within: "Z", Currency: fiscal.CHF},
		confed.Schedule{Jurisdiction: "Z", Year: 2025, Tax: brackets, External: true},
		confed.Schedule{Jurisdiction: "M", Year: 2025, Tax: tax.Flat(fiscal.CHF, part("3%")), External: true},
		confed.Schedule{Jurisdiction: "N", Year: 2025, Tax: tax.Flat(fiscal.CHF, part("5%")), External: true},
		confed.Person{ID: "ana", Born: date("1980-05-02")},
		confed.Person{ID: "ben", Born: date("1991-11-30")},
		confed.Residency{Person: "ana", Municipality: "M", From: date("2019-01-01")},
		confed.Residency{Person: "ben", Municipality: "M", From: date("2020-01-01")},
		confed.Person{ID: "cleo", Born: date("2019-03-04")}, // has no income, and is a head of N
		confed.Residency{Person: "cleo", Municipality: "N", From: date("2020-01-01")},
		confed.Move{Person: "ana", To: "N", On: date("2025-06-01"), Recorded: date("2025-06-04")},
		confed.Base{Person: "ana", Year: 2025, Amount: tax.MustBase("40000.00")},
		confed.Base{Person: "ben", Year: 2025, Amount: tax.MustBase("20000.00")},
		confed.Compact{ID: "Water", Level: confed.Municipality, Objects: []string{"water"}, Notice: 12},
		confed.Budget{Compact: "Water", Year: 2025, Amount: fiscal.CHF.Minor(60_000)},
		confed.Accession{Compact: "Water", Party: "M", From: date("2021-01-01"), Share: share.PerHead},
		confed.Accession{Compact: "Water", Party: "N", From: date("2021-01-01"), Share: share.PerHead},
		confed.Community{ID: "Choir", Kind: confed.Synthetic, Form: confed.InternationalFoundation},
		confed.Membership{Person: "ben", Community: "Choir", From: date("2020-01-01")},
		confed.Call{ID: "concert", Body: confed.MembersOf("Choir"), On: date("2025-08-01"), Vote: date("2025-09-01")},
		confed.RollClosing{Calls: []confed.CallID{"concert"}},
		confed.Motion{ID: "tour", Call: "concert", Matter: confed.Matter{Kind: confed.CommunityBudget, For: "Choir"}},
		confed.Count{Decision: "tour", Yes: 1},
	)
	if err != nil {
		log.Fatal(err)
	}
	report, err := year.Run(w, 2025)
	if err != nil {
		log.Fatal(err)
	}
	for _, j := range report.Jurisdictions {
		fmt.Println(j.ID, j.Payers, "payers", j.Gross, j.Ceded)
	}
	result, err := w.Result("tour")
	if err != nil {
		log.Fatal(err)
	}
	for why := range result.Why() {
		fmt.Println(why)
	}
	// Output:
	// M 2 payers 1096.44 CHF [Water: 400.00 CHF for 365 days]
	// N 1 payers 1172.60 CHF [Water: 200.00 CHF for 365 days]
	// Z 2 payers 1600.00 CHF []
	// majority in Choir: 1 of 1 valid, need more than 1/2: carried
}
