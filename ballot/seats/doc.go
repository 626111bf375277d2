// Package seats turns votes into seats.
//
// # Representation
//
// Votes are ballot.Counts, in int64; seats are int64 in the order of the slate. A share
// is a vicinia.Ratio.
//
// # Rules
//
// [Divisor] is the family of highest averages: [DHondt] (Jefferson), [SainteLague]
// (Webster), also with another first divisor, [HuntingtonHill], [Adams], [Dean], [Danish],
// [Imperiali], [Macau]; with seats at least, at most, or as a base. [Quota] is the rule of
// largest remainders, by its [Price]: [Hare] (Hamilton), [Droop], [HagenbachBischoff],
// [ImperialiQuota], and as these are rounded. [QuotaMethod] is both house-monotone and within
// quota. [Mixed] is a house with direct seats, whose [Overhang] has four ways.
// [Allied] lets lists share as one, as Bader-Ofer does. [Biproportional] is the double rule
// of Pukelsheim, from a [Matrix] of districts and lists to a [Table] that meets the seats of
// both, also with a seat for the first list of every district. A [Threshold] keeps small lists out; it is a share of the valid votes, and may exempt
// lists by name. [Losses] and [OffQuota] report on any of them: which list loses a seat by a
// larger house, which has not its share rounded down or up. Divisor.Margin, Quota.Margin and
// Allied.Margin are the fewest votes that change an allocation; Threshold.Nearest says who passed
// a threshold or missed it by least.
//
// # Ties and rounding
//
// Quotients are compared exactly, in 128 bits or more, never rounded; the divisors of a
// table are rationals. [Voters] says what Zurich rounds, and how. Lists that are
// equal at the last seats are a tie: it stands, and its seats stay open, unless the
// caller's tie-break decides.
//
// # Errors
//
// No list with votes above the threshold, fewer seats than the least of every list,
// unknown exempt names, fewer valid votes than the table has, and shares beyond 0 to 1
// are errors; so is a house for which no table exists. [MaxSeats], [MaxCells] and
// [MaxTableSeats] bound the work.
//
// # Determinism
//
// The order of lists and of districts changes no seats. The work of all rules but
// Biproportional depends on the lists and not on the size of the house.
//
// # Example
//
//	slate, err := ballot.NewSlate("A", "B", "C")
//	votes, err := ballot.NewCounts(slate, []int64{53_000, 24_000, 23_000})
//	out, err := seats.Divisor{Sequence: seats.SainteLague, Seats: 7}.Decide(votes, nil)
//	for o, name := range slate.All() {
//		fmt.Println(name, out.Of(o)) // A 3, B 2, C 2
//	}
//	for why := range out.Why() {
//		fmt.Println(why)
//	}
package seats
