// Package tax answers what is owed. It takes no membership: identity does not change
// what is owed (T-5).
//
// # Representation
//
// A [Base] is a number of ten-thousandths without a currency, since one base is read by
// every schedule in its own currency: the municipality's and its region's. A [Schedule]
// is marginal brackets times a multiplier; a [Kernel] is the same, made ready for loops,
// and [Filings] are the columns that it takes at once. A [Stack] is a simple tax and the
// levies of canton, commune and parish upon it. A [Chain] is the revisions of one tax.
//
// # Rules
//
// The tax of a year on the whole base, times the days of residence, over the days of the
// year (Q7.25: neighbours pay where they live). It grows with the base and is never
// negative (T-8). A bracket's rate is marginal: it applies to what lies above its From.
// The base may be floored to a multiple, and shared by a couple's divisor. Levies upon a
// simple tax do not see each other. An [Apportionment] divides a company's profit or tax
// among the places where it works. A revision posts its difference only (T-9).
//
// # Ties and rounding
//
// One rounding, after the days, to the minor unit of the currency or the quantum, half-even
// unless the schedule says otherwise. A stack rounds its simple tax and each levy. Only an
// apportionment has remainders: the largest first, equal ones by place.
//
// # Errors
//
// [Schedule.Check] and [ParseSchedule] return every fault, each with its path. A base or
// days that cannot be break T-8 and T-7; a tax that does not fit is vicinia.ErrOverflow.
//
// # Determinism
//
// Pure functions of their arguments. Numbers beyond 128 bits are computed with math/big
// and give the same tax; [Kernel.TaxAll] gives the same bytes for any number of workers.
//
// # Example
//
//	s, err := tax.ParseSchedule("flat", "10%", fiscal.EUR)
//	if err != nil {
//		log.Fatal(err)
//	}
//	a, err := tax.Assess(s, tax.MustBase("18333.45"), tax.Days{Resident: 292, Year: 365})
//	if err != nil {
//		log.Fatal(err)
//	}
//	fmt.Println(a.Gross) // 1466.68 EUR
//	for why := range a.Why() {
//		fmt.Println(why)
//	}
package tax
