package sim_test

import (
	"context"
	"fmt"
	"log"
	"math/rand/v2"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/confed/sim"
	"github.com/vicinia/vicinia/confed/year"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/designation"
	"github.com/vicinia/vicinia/fiscal/tax"
)

func Example() {
	dice := sim.Scenario{
		Name: "dice", Params: []sim.Param{{Name: "sides", Min: 2, Max: 100, Default: 6}},
		Columns: []string{"eyes"},
		Run: func(in sim.Values, rng *rand.Rand) ([]float64, error) {
			return []float64{float64(1 + rng.IntN(int(in.Get("sides"))))}, nil
		},
	}
	table, err := sim.Sweep(context.Background(), dice, sim.Grid{"sides": {6, 20}}, sim.Options{Seeds: 200, Workers: 2})
	if err != nil {
		log.Fatal(err)
	}
	for row := range table.Mean().Rows() {
		fmt.Printf("%.0f sides: %.1f eyes, %.1f to %.1f\n", row[0], row[1], row[2], row[3])
	}
	// Output:
	// 6 sides: 3.5 eyes, 3.3 to 3.7
	// 20 sides: 10.7 eyes, 9.8 to 11.5
}

// town is a municipality of 40 taxpayers, and a community; a vote on 2026 is called.
func town() *confed.World {
	date := vicinia.MustDate
	acts := []confed.Act{
		confed.Jurisdiction{ID: "A", Kind: confed.Municipality, Currency: fiscal.EUR, Powers: confed.Sovereign | confed.Designate},
		confed.Community{ID: "Oceans", Kind: confed.Productive, Form: confed.InternationalFoundation},
		confed.Recognition{Community: "Oceans", When: vicinia.Interval{From: date("2015-01-01")}},
	}
	for i := range 40 {
		acts = append(acts, confed.Person{ID: payer(i), Born: date("1980-01-01")},
			confed.Residency{Person: payer(i), Municipality: "A", From: date("2010-01-01"), Recorded: date("2010-01-01")},
			confed.Base{Person: payer(i), Year: 2026, Amount: tax.MustBase("30000")})
	}
	return must(new(confed.World).Apply(append(acts,
		confed.Call{ID: "vote", Body: confed.ResidentsOf("A"), On: date("2025-10-01"), Vote: date("2025-12-01")},
		confed.RollClosing{Calls: []confed.CallID{"vote"}},
		confed.Motion{ID: "rate", Call: "vote", Matter: confed.Matter{Kind: confed.TaxRate, For: "A"},
			Does: []confed.Act{confed.Schedule{Jurisdiction: "A", Year: 2026, Tax: tax.Flat(fiscal.EUR, vicinia.MustRatio("8%"))}}},
		confed.Count{Decision: "rate", Yes: 1})...))
}

func payer(i int) census.PersonID { return census.PersonID(fmt.Sprint("P", i)) }

func must[T any](v T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return v
}

// Every run forks one world: nothing is copied, nothing is locked. The engine settles what
// the scenario assumes that people file.
func ExampleSweep() {
	base := town()
	keeps := sim.Scenario{
		Name: "keeps", About: "what the town keeps if a third of its taxpayers file the whole cap",
		Params:  []sim.Param{{Name: "cap", Max: 0.3, Unit: "of the tax"}},
		Columns: []string{"kept"},
		Run: func(in sim.Values, rng *rand.Rand) ([]float64, error) {
			limit := vicinia.Frac(int64(in.Get("cap")*1000+0.5), 1000)
			w, err := base.Apply(
				confed.Motion{ID: "cap", Call: "vote", Matter: confed.Matter{Kind: confed.DesignationPolicy, For: "A"},
					Does: []confed.Act{confed.Policy{Jurisdiction: "A", Year: 2026, Cap: limit}}},
				confed.Count{Decision: "cap", Yes: 1})
			if err != nil {
				return nil, err
			}
			certificates := confed.Certification{Certificates: []confed.Certificate{must(w.Certify("rate")), must(w.Certify("cap"))}}
			acts := []confed.Act{certificates}
			for i := range 40 {
				if rng.IntN(3) == 0 {
					acts = append(acts, confed.Filing{Person: payer(i), Jurisdiction: "A", Year: 2026, On: vicinia.MustDate("2026-05-01"),
						Choices: []designation.Choice{{Recipient: "Oceans", Share: limit}}})
				}
			}
			if w, err = w.Apply(acts...); err != nil {
				return nil, err
			}
			r, err := year.Run(w, 2026)
			if err != nil {
				return nil, err
			}
			return []float64{float64(r.Jurisdictions[0].Net.Minor()) / 100}, nil
		},
	}
	table := must(sim.Sweep(context.Background(), keeps, sim.Grid{"cap": {0.1, 0.2, 0.3}}, sim.Options{Seeds: 20, Workers: 2}))
	for row := range table.Mean().Rows() {
		fmt.Printf("cap %2.0f %%: keeps %.0f EUR of 96000, %.0f to %.0f\n", 100*row[0], row[1], row[2], row[3])
	}
	// Output:
	// cap 10 %: keeps 92724 EUR of 96000, 92352 to 93096
	// cap 20 %: keeps 89376 EUR of 96000, 88686 to 90066
	// cap 30 %: keeps 86532 EUR of 96000, 85323 to 87741
}
