// Package year is the fiscal year: from closed rolls to the last cent.
//
// # Representation
//
// [Run] takes a world and gives a [Report]: what each jurisdiction raised, what its
// taxpayers designated, what it ceded to its compacts and what it keeps; what each
// community and compact received; and a ledger in which every posting names its cause.
// Payers are counted into flat columns, one pass, and settled by package designation.
//
// # Rules
//
// The phases come in order: the rolls closed, the votes certified, the bases
// assessed, the designations filed, the money settled, the communities' votes held, the
// year closed. The tax of a person to each jurisdiction of residence (the municipality and
// the regions above it) is the year's tax on the whole base x days resident / days of the
// year. Net is gross less designated; compacts share the net.
//
// # Ties and rounding
//
// A tax is rounded once, half to even. A designated line is floor(tax x share); the rest
// stays with the jurisdiction (D-8). A share of revenue or a fixed sum is rounded once,
// half to even, after the days. A keyed budget is divided by largest remainder, equal
// remainders by id (K-10).
//
// # Errors
//
// Faults name their row by a path as parties/K1/A/2019-01-01/share; package folder places
// them in its files. Parts above the net break K-5, a key that cannot be applied K-9.
//
// # Determinism
//
// Everything is sorted by id; sums do not depend on the order of arrival. Per currency,
// gross = final + communities + compacts, to the cent, or Run returns an error (M-2).
//
// # Example
//
//	report, err := year.Run(world, 2025)
//	if err != nil {
//		log.Fatal(err)
//	}
//	for _, j := range report.Jurisdictions {
//		fmt.Println(j.ID, j.Gross, j.Designated, j.Net, j.Final)
//	}
//	for _, c := range report.Conservation() {
//		fmt.Println(c) // 13553.33 EUR = 10797.99 kept + 1091.12 to communities + 1664.22 to compacts
//	}
package year
