// Package equalize answers what unequal treasuries pay to one another, and what is paid to
// them from above, by a dated law.
//
// # Representation
//
// A [Treasury] is a name, its heads and its capacity. A [Scheme] is a law with its
// parameters; a [Result] is a signed transfer for each treasury and the pot that comes
// from outside. A [Law] is a scheme with its days, its source and how sure it is.
//
// # Rules
//
// [Gap] moves parts of the gap to the mean per head: Finland, Norway, the communes of Bern,
// a cohesion fund. [Guaranteed] lifts to more than the mean, out of the state: Sweden.
// [Uniform] and [Tariff] are the German Länder since 2020 and until 2019.
// [Resource] is a model of the Swiss resource equalisation; [Burden] is the Swiss
// equalisation of burdens. Transfers add up to the pot, to the cent: nothing between
// treasuries of one level (M-4). [KeepsRanks] checks that nobody overtakes anybody.
//
// Laws are what was read in a statute, an office's page or the press, as Law.Mark says; what
// is a model says so too. The rates of Swedish counties and two parameters of the Swiss
// model are the caller's. Left out, since no text was found: the German premium on growing
// revenue until 2019 (FAG of 2001, section 7, paragraph 3).
//
// # Ties and rounding
//
// Transfers are exact fractions and rounded once, to minor units: between treasuries by
// largest remainders, equal ones in byte order of the names; what comes from outside
// half-even, each by itself. Powers have 34 digits, the precision of [Digits].
//
// # Errors
//
// Every fault is returned, with its path: no heads, a negative capacity, a name twice, two
// currencies (M-7), a parameter that is out of its range or has no default. What does not
// fit is vicinia.ErrOverflow.
//
// # Determinism
//
// No float: fractions of any size, and decimals of a named precision for powers. The order
// of the treasuries moves no cent.
//
// # Example
//
//	fund := equalize.Cohesion(vicinia.MustRatio("50%"))
//	r, err := fund.Transfers([]equalize.Treasury{
//		{Name: "A", Heads: 1000, Capacity: fiscal.EUR.MustParse("8000000.00")},
//		{Name: "B", Heads: 1000, Capacity: fiscal.EUR.MustParse("2000000.00")},
//	})
//	if err != nil {
//		log.Fatal(err)
//	}
//	fmt.Println(r.Transfers) // [-1500000.00 EUR 1500000.00 EUR]
package equalize
