// Command first is a year of two municipalities, two neighbours and one community.
package main

import (
	"fmt"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/year"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/designation"
	"github.com/vicinia/vicinia/fiscal/tax"
)

func main() {
	date, part := vicinia.MustDate, vicinia.MustRatio
	// The records are the acts. A world never changes: acts give the next one.
	w := must(new(confed.World).Apply(
		confed.Jurisdiction{ID: "A", Kind: confed.Municipality, Currency: fiscal.EUR, Powers: confed.Sovereign | confed.Designate},
		confed.Jurisdiction{ID: "B", Kind: confed.Municipality, Currency: fiscal.EUR, Powers: confed.NoPowers},
		confed.Person{ID: "ana", Born: date("1980-05-02")},
		confed.Person{ID: "ben", Born: date("1991-11-30")},
		confed.Residency{Person: "ana", Municipality: "A", From: date("2019-01-01")},
		confed.Residency{Person: "ben", Municipality: "B", From: date("2020-01-01")},
		confed.Base{Person: "ana", Year: 2025, Amount: tax.MustBase("40000.00")},
		confed.Base{Person: "ben", Year: 2025, Amount: tax.MustBase("18333.45")},
		confed.Community{ID: "Esperanto", Kind: confed.Synthetic, Form: confed.InternationalOrganisation},
		confed.Recognition{Community: "Esperanto", When: vicinia.Interval{From: date("2015-01-01")}},
		// B's tax is imposed from above; A's residents vote. What a yes does is fixed beforehand.
		confed.Schedule{Jurisdiction: "B", Year: 2025, Tax: tax.Flat(fiscal.EUR, part("7%")), External: true},
		confed.Call{ID: "A-2024", Body: confed.ResidentsOf("A"), On: date("2024-10-01"), Vote: date("2024-12-01")},
		confed.RollClosing{Calls: []confed.CallID{"A-2024"}},
		confed.Motion{ID: "rate", Call: "A-2024", Does: []confed.Act{confed.Schedule{Jurisdiction: "A", Year: 2025, Tax: tax.Flat(fiscal.EUR, part("8%"))}}},
		confed.Motion{ID: "cap", Call: "A-2024", Does: []confed.Act{confed.Policy{Jurisdiction: "A", Year: 2025, Cap: part("15%")}}},
		confed.Count{Decision: "rate", Yes: 1},
		confed.Count{Decision: "cap", Yes: 1},
	))
	w = must(w.Apply(must(w.CertifyAll("rate", "cap")))) // what was carried is done
	w = must(w.Apply(confed.Filing{Person: "ana", Jurisdiction: "A", Year: 2025, On: date("2025-05-01"),
		Choices: []designation.Choice{{Recipient: "Esperanto", Share: part("5%")}}}))
	r := must(year.Run(w, 2025))
	for _, j := range r.Jurisdictions {
		fmt.Println(j.ID, "gross", j.Gross, "designated", j.Designated, "net", j.Net)
	}
	fmt.Println(r.Conservation()[0])
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
