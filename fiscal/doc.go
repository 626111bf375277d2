// Package fiscal answers what an amount of money is, to its last minor unit, and how it
// is divided without losing one.
//
// # Representation
//
// [Money] is int64 minor units and a [Currency] of ISO 4217: 16 bytes, immutable, == is
// equality. The zero Money is nothing in any currency. Nothing here is a float.
//
// # Rules
//
// Two currencies never add up (M-7). [Sum] adds in 128 bits, so that only the total must
// fit. [Money.Split] divides so that the parts add up to the whole; a [Splitter] has the
// other conventions: by order, with the residue apart or to the last, in coins, between
// minima and maxima, by rational weights, in instalments; its [Division] says why.
// [Cumulative] is fair over periods. The packages beside this one say what is owed (tax),
// what its payer directs (designation), what treasuries share (share) and even out
// (equalize), how a budget lives (budget), what the book says (ledger) and how a recipient
// is paid (payment).
//
// # Ties and rounding
//
// [Money.Mul] rounds once, as its argument names. Split hands out the largest remainders;
// equal ones by the rule of the Swiss Political Rights Act, art. 17, then by place.
// A zero weight never gets a unit.
//
// # Errors
//
// What does not fit is vicinia.ErrOverflow, two currencies are [ErrCurrency]; text that
// is not exactly an amount is an error with the text in it. [Money.Cmp] panics on two
// currencies and the Must functions on a bad constant.
//
// # Determinism
//
// Pure functions of their arguments: no locale, no environment, no map order.
//
// # Example
//
//	rent := fiscal.EUR.MustParse("100.00")
//	parts, err := rent.Split(1, 1, 1)
//	if err != nil {
//		log.Fatal(err)
//	}
//	fmt.Println(parts) // [33.34 EUR 33.33 EUR 33.33 EUR]
//	part, err := rent.Mul(vicinia.MustRatio("0.7%"), fiscal.HalfEven)
//	if err != nil {
//		log.Fatal(err)
//	}
//	fmt.Println(part) // 0.70 EUR
package fiscal
