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
