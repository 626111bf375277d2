package vicinia_test

import (
	"errors"
	"fmt"

	"github.com/vicinia/vicinia"
)

func Example() {
	due := vicinia.MustDate("2025-07-01")
	term := vicinia.Interval{From: vicinia.MustDate("2019-01-01"), To: due}
	both, ok := term.Meet(vicinia.Year(2025))
	fmt.Println(ok, both.Days())
	share := vicinia.MustRatio("3.33%")
	fmt.Println(share.Cmp(vicinia.Frac(1, 30)))
	// Output:
	// true 181
	// -1
}

func ExampleFaults() {
	err := errors.Join(
		&vicinia.Fault{File: "returns.csv", Line: 17, Column: 4, Breaks: "D-1",
			Err: errors.New("share 20% exceeds the cap of 15%")},
		&vicinia.Fault{File: "returns.csv", Line: 18, Column: 1, Err: errors.New("no such day: 2025-02-30")},
	)
	for f := range vicinia.Faults(err) {
		fmt.Println(f.Line, errors.Is(f, vicinia.Invariant("D-1")))
	}
	// Output:
	// 17 true
	// 18 false
}
