// Package vicinia holds the six words that every floor of the library speaks: [Date],
// [Interval], [Ratio], [Step], [Fault] and [Invariant]. It imports nothing of ours.
//
// # The library
//
// vicinia is a library for asymmetrical confederalism, the political chapter of The P2P
// mode of production. An Indiano Manifesto, by the members of the Grupo Cooperativo de
// Las Indias (English translation by Steve Herrick of the Interpreters' Cooperative of
// Madison). Neighbours vote where they live; taxpayers send a part of their tax to the
// transnational communities they belong to; municipalities share parts of their budgets
// by free agreement; what can be run as a commons is.
//
// There are four doors: confed (with confed/census and confed/year) is the world that
// joins everything; ballot decides votes; fiscal counts money; examples are programs.
//
// # Representation
//
// A Date is a civil day in four bytes, an Interval is half-open, a Ratio is two int64 in
// lowest terms. All are values that compare with ==. Nothing here is a float.
//
// # Rules
//
// The rules of the library are numbered: an [Invariant] such as D-1. Its sentence and source
// are in confed.Invariants.
//
// # Ties and rounding
//
// A Ratio never rounds: what does not fit 64 by 64 bits is [ErrOverflow]. Divisions of
// money and seats stand in fiscal and ballot, and each names its rounding and who breaks its
// ties.
//
// # Errors
//
// Bad data is an error, never a panic (the Must functions, for constants, are the
// exception). One [Fault] serves readers, validators and refusals; the rule that it
// breaks is an [Invariant], which is the error code:
//
//	errors.Is(err, vicinia.Invariant("D-1"))
//
// # Determinism and compatibility
//
// No wall clock, no environment, no global source of chance. This is version 0: names and
// signatures may still change, and the CHANGELOG says so when they do. What does not
// change is what an outcome is: equal inputs give equal outcomes. A rule found wrong gets
// a new name or version, and the old one stays.
//
// # Example
//
//	due := vicinia.MustDate("2025-07-01")
//	term := vicinia.Interval{From: vicinia.MustDate("2019-01-01"), To: due}
//	both, ok := term.Meet(vicinia.Year(2025))
//	fmt.Println(ok, both.Days()) // true 181
//	share := vicinia.MustRatio("3.33%")
//	fmt.Println(share.Cmp(vicinia.Frac(1, 30))) // -1
package vicinia
