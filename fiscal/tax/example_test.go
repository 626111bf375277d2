package tax_test

import (
	"fmt"

	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/tax"
)

func Example() {
	s, err := tax.ParseSchedule("flat", "10%", fiscal.EUR)
	if err != nil {
		fmt.Println(err)
		return
	}
	a, err := tax.Assess(s, tax.MustBase("18333.45"), tax.Days{Resident: 292, Year: 365})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(a.Gross)
	for why := range a.Why() {
		fmt.Println(why)
	}
	// Output:
	// 1466.68 EUR
	// 18333.45 EUR at 10%
	// 292 of 365 days
	// 1466.68 EUR, rounded half-even
}

func ExampleSchedule_Compile() {
	s, err := tax.ParseSchedule("brackets", "0:0%|10000.50:5%", fiscal.EUR)
	if err != nil {
		fmt.Println(err)
		return
	}
	kernel, err := s.Compile()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, base := range []tax.Base{tax.MustBase("10000"), tax.MustBase("20000")} {
		cents, err := kernel.Tax(base, tax.Days{Resident: 365, Year: 365})
		fmt.Println(cents, err)
	}
	// Output:
	// 0 <nil>
	// 49998 <nil>
}
