// Package exact answers what a product over a product is, rounded once and by name.
//
// # Representation
//
// Operands are int64, intermediate results are [U128] or an [Accumulator] of two words
// (math/bits), and what leaves 128 bits is computed again with math/big. Results are
// int64 or a report that they do not fit.
//
// # Rules
//
// [Quo] multiplies all factors before it divides, so that there is one rounding.
// [Accumulator] adds in 128 bits: only the total must fit. [ParseFixed] and [AppendFixed]
// are the text of a number with a fixed point.
//
// # Rounding
//
// A [Mode] names what happens to the remainder. No function here has a rounding of
// its own.
//
// # Errors
//
// A result that does not fit is ok == false, never a wrapped number; the callers
// turn it into vicinia.ErrOverflow. A denominator that is not positive is a bug of the
// caller and panics.
//
// # Determinism
//
// Pure functions of their arguments, the same on every machine; the words are 64 bits
// wide whatever the machine's are.
//
// # Example
//
//	// 10 % of 4000.00 for 181 of 365 days, in cents.
//	due, ok := exact.Quo(exact.HalfEven, []int64{400000, 1, 181}, []int64{10, 365})
//	fmt.Println(due, ok) // 19836 true
package exact
