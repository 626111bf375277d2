package fiscal_test

import (
	"fmt"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal"
)

func Example() {
	rent := fiscal.EUR.MustParse("100.00")
	parts, err := rent.Split(1, 1, 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(parts)
	part, err := rent.Mul(vicinia.MustRatio("0.7%"), fiscal.HalfEven)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(part)
	// Output:
	// [33.34 EUR 33.33 EUR 33.33 EUR]
	// 0.70 EUR
}

func ExampleSplitter_Split() {
	five := fiscal.Splitter{Quantum: 5, Residue: fiscal.Apart}
	parts, err := five.Split(fiscal.CHF.MustParse("10.02"), []int64{1, 1})
	fmt.Println(parts, err)
	// Output: [5.00 CHF 5.00 CHF 0.02 CHF] <nil>
}

func ExampleMoney_Add() {
	_, err := fiscal.EUR.MustParse("1.00").Add(fiscal.CHF.MustParse("1.00"))
	fmt.Println(err)
	// Output: 1.00 EUR and 1.00 CHF: M-7
}

func ExampleCurrency_Parse() {
	_, err := fiscal.EUR.Parse("1e6")
	fmt.Println(err)
	// Output: amount "1e6": 'e' is not a digit
}

func ExampleSplitter_Divide() {
	// At least 40.00 for the first, at most 30.00 for the last.
	s := fiscal.Splitter{Min: []int64{4000, 0, 0}, Max: []int64{10000, 10000, 3000}}
	d, err := s.Divide(fiscal.EUR.MustParse("100.00"), []int64{1, 1, 8})
	fmt.Println(d.Parts, err)
	for why := range d.Why() {
		fmt.Println(why)
	}
	// Output:
	// [40.00 EUR 30.00 EUR 30.00 EUR] <nil>
	// part 0 at its minimum: 40.00 EUR
	// part 2 at its maximum: 30.00 EUR
}

func ExampleCumulative() {
	// 0.01 a month for two: not always the same one gets it.
	before, cent := fiscal.EUR.Minor(0), fiscal.EUR.Minor(1)
	for range 3 {
		parts, err := fiscal.Cumulative(before, cent, 1, 1)
		fmt.Println(parts, err)
		before, _ = before.Add(cent)
	}
	// Output:
	// [0.01 EUR 0.00 EUR] <nil>
	// [0.00 EUR 0.01 EUR] <nil>
	// [0.01 EUR 0.00 EUR] <nil>
}
