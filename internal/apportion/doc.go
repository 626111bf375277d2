// Package apportion answers who gets the units that a division leaves over. It is the
// one place that hands out remainders: seats, cents and instalments.
//
// # Representation
//
// Weights are [exact.U128], so that days x cents fits; parts are int64. Weights and
// parts are parallel slices, known by index; nothing here has a name.
//
// # Rules
//
// [LargestRemainder] (Hamilton, Hare) gives everyone the floor of total*weight/sum and
// one unit each to the largest remainders. A zero weight gets nothing, the parts add up
// to the total, and each is less than one unit from its quota.
//
// [Quotas] does the same to quotas that are fractions of any size and sign.
//
// [HighestAverages] gives each unit to the weight that is largest when divided by the
// next of its [Signposts]: D'Hondt, Sainte-Lague, Huntington-Hill, Adams, Dean, Danish,
// Imperiali, Macau, and Sainte-Lague with another first divisor.
//
// # Ties and rounding
//
// Equal remainders at the cut are not broken here: the [Division] names who is tied and
// how many units are open. The caller breaks the tie as its law says, by place, by name
// or by lot, with [Division.Give]. So the result depends on the weights alone, not on
// their order.
//
// # Errors
//
// No weight at all is [ErrNoWeight], quotas that do not add up to a whole number are
// [ErrQuotas], a sum of weights that leaves 128 bits is vicinia.ErrOverflow.
//
// # Determinism
//
// A pure function; no map, no chance.
//
// # Example
//
//	d, err := apportion.LargestRemainder(10000, apportion.Weights(1, 1, 1))
//	fmt.Println(d.Parts, d.Tied, d.Open) // [3333 3333 3333] [0 1 2] 1
//	d.Give(func(a, b int) int { return a - b })
//	fmt.Println(d.Parts) // [3334 3333 3333]
package apportion
