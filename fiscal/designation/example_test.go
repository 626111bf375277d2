package designation_test

import (
	"fmt"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/designation"
)

// must returns v, or ends an example that cannot go on.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func Example() {
	regime := must(designation.Confederal(2025, fiscal.EUR, vicinia.MustRatio("15%"),
		[]designation.RecipientID{"Esperanto", "Linux"}))
	returns := must(regime.Collect(slices.Values([]designation.Return{
		{Base: fiscal.EUR.MustParse("3200.00"), Choices: must(designation.ParseChoices("Esperanto=5%|Linux=5%"))},
		{Base: fiscal.EUR.MustParse("1833.33"), Choices: must(designation.ParseChoices("Linux=3.33%"))},
		{Base: fiscal.EUR.MustParse("2000.00")},
	})))
	totals := must(designation.Sum(2, returns.Split(8), regime.Count))
	settlement := must(regime.Settle(totals))
	for id, amount := range settlement.Recipients() {
		fmt.Println(id, amount)
	}
	for step := range settlement.Why() {
		fmt.Println(step)
	}
	// Output:
	// Esperanto 160.00 EUR
	// Linux 221.04 EUR
	// communities: Esperanto 160.00 EUR, lines: 1
	// communities: Linux 221.04 EUR, lines: 2
	// treasury: 6652.29 EUR of 7033.33 EUR, 381.04 EUR directed
}

func ExampleRegime_Preview() {
	regime := must(designation.Confederal(2025, fiscal.EUR, vicinia.MustRatio("15%"),
		[]designation.RecipientID{"CasaAlba"}))
	for _, share := range []string{"20%", "15%"} {
		statement, err := regime.Preview(designation.Return{
			Base:    fiscal.EUR.MustParse("2000.00"),
			Choices: []designation.Choice{{Recipient: "CasaAlba", Share: vicinia.MustRatio(share)}},
		})
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(statement.Lines[0].Amount, "stays:", statement.Stays)
	}
	// Output:
	// choices: share 20% exceeds the cap of 15% (D-1)
	// 300.00 EUR stays: 1700.00 EUR
}

func ExampleReturns_Add() {
	regime := must(designation.Confederal(2025, fiscal.EUR, vicinia.MustRatio("50%"),
		[]designation.RecipientID{"Esperanto", "Linux"}))
	var returns designation.Returns
	third := must(returns.Share(vicinia.Frac(1, 3)))
	for base := range int64(1000) { // in cents; recipient 1 is Linux
		returns.Add(base, designation.Line{Recipient: 1, Share: third})
	}
	settlement := must(regime.Settle(must(regime.Count(returns))))
	fmt.Println(settlement.Base, settlement.Designated, settlement.Treasury)
	// Output:
	// 4995.00 EUR 1661.67 EUR 3333.33 EUR
}
