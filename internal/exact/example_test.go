package exact_test

import (
	"fmt"

	"github.com/vicinia/vicinia/internal/exact"
)

func Example() {
	// 10 % of 4000.00 for 181 of 365 days, in cents.
	due, ok := exact.Quo(exact.HalfEven, []int64{400000, 1, 181}, []int64{10, 365})
	fmt.Println(due, ok)
	// Output: 19836 true
}
