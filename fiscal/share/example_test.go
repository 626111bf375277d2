package share_test

import (
	"fmt"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
	"github.com/vicinia/vicinia/fiscal/share"
)

func Example() {
	b := share.Party{Name: "B", Net: fiscal.EUR.MustParse("4000.00"), Days: share.Days{Party: 181, Year: 365}}
	due, err := share.Revenue{Rate: vicinia.MustRatio("10%")}.Due(b)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(due)

	a := share.Party{Name: "A", Heads: 200, Days: share.Days{Party: 365, Year: 365}}
	b.Heads = 100
	parts, err := share.Split(fiscal.EUR.MustParse("900.00"), share.PerHead, []share.Party{a, b})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(parts)
	// Output:
	// 198.36 EUR
	// [721.19 EUR 178.81 EUR]
}

func ExampleRevenue_Due() {
	// 10 % of a net of 4000.00 for 181 of 365 days.
	b := share.Party{Name: "B", Net: fiscal.EUR.MustParse("4000.00"), Days: share.Days{Party: 181, Year: 365}}
	due, err := share.Revenue{Rate: vicinia.MustRatio("10%")}.Due(b)
	fmt.Println(due, err)
	// Output: 198.36 EUR <nil>
}

func ExampleSplit() {
	// Three municipalities share 100.00; the cent over goes to the first name.
	all := share.Days{Party: 365, Year: 365}
	parts, err := share.Split(fiscal.EUR.MustParse("100.00"), share.Equal, []share.Party{
		{Name: "C", Days: all}, {Name: "A", Days: all}, {Name: "B", Days: all},
	})
	fmt.Println(parts, err)
	// Output: [33.33 EUR 33.34 EUR 33.33 EUR] <nil>
}
