package apportion_test

import (
	"fmt"

	"github.com/vicinia/vicinia/internal/apportion"
)

func Example() {
	d, err := apportion.LargestRemainder(10000, apportion.Weights(1, 1, 1))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(d.Parts, d.Tied, d.Open)
	d.Give(func(a, b int) int { return a - b })
	fmt.Println(d.Parts)
	// Output:
	// [3333 3333 3333] [0 1 2] 1
	// [3334 3333 3333]
}
