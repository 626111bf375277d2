// Package census answers who lives where, and so who votes. Vicinity decides, and age:
// there is no word here for what else a person is, and nothing to import it with.
//
// # Representation
//
// A [Register] is persons, places and stays in pages of small rows without pointers. It
// never changes; an [Editor] makes the next one, which shares all pages that stayed the
// same. [Register.KnownAt] is the register as the office knew it on a former day; it
// costs nothing. A [Roll] keeps its register and the numbers of its electors.
//
// # Rules
//
// A person has at most one stay on any day; to register elsewhere ends the former
// stay on that day. Intervals are [from, to), and a death ends a stay on its day.
//
// The roll of a municipality is who lived there on the reference date, that of a region
// who lived in its municipalities. A death on or before the reference
// date takes off; a later one changes nothing. An elector is old enough on the day of
// the vote, or on the reference date where the [Rule] says so, by the voting age
// of the municipality of residence, in the vote of a region too. Who was born on 29
// February is of age on 1 March in common years. A judgment in force on the reference
// date is the one other thing that keeps a resident off.
//
// A stay recorded after the reference date is not seen, nor is the end that it sets to
// the stay before it (the one's To is the other's From, R-2): the former stay runs on
// until the next one that is seen. What is recorded on the reference date is seen. An
// end that no later stay set, a departure or a gap, is always seen. So of the stays
// A [..d1), B [d1..d2) and C [d2..), with only B recorded too late, A runs on until d2.
//
// The reference date is fixed before the vote, and not later than it. Nobody is
// on the rolls of two municipalities that vote on one day; [BuildAll] refuses such
// a day. [Roll.Correct] judges claims by all recordings, and so lets in only who truly
// lived there; [Roll.Close] ends them.
//
// # Ties and rounding
//
// There are none. Rolls and walks are in the byte order of ids.
//
// # Errors
//
// A refused fact, call or claim changes nothing, and is a [vicinia.Fault], or several
// joined, with the field as Path and the rule that it breaks.
//
// # Determinism
//
// Equal facts give equal rolls, whatever the order of their arrival, and a roll built
// again from a later register is the same, but for deaths, departures and judgments that
// were entered meanwhile. Dense numbers are the order of arrival and never leave in an
// order of results. Building the rolls of a day costs one pass over the persons for each
// distinct reference date.
//
// # Example
//
//	e := new(census.Register).Edit()
//	err := errors.Join(
//		e.Place(census.Place{ID: "A"}),
//		e.Place(census.Place{ID: "B"}),
//		e.Person(census.Person{ID: "ana", Born: vicinia.MustDate("1980-05-02")}),
//		e.Residency(census.Residency{Person: "ana", Municipality: "A", From: vicinia.MustDate("2019-01-01")}),
//		e.Move("ana", "B", vicinia.MustDate("2025-03-15"), vicinia.MustDate("2025-03-15")),
//	)
//	rule := census.Rule{Reference: census.FirstOfMonthBefore(2)}
//	call, vote := vicinia.MustDate("2025-05-30"), vicinia.MustDate("2025-07-20")
//	roll, err := census.Build(e.Register(), rule, "A", call, vote)
//	fmt.Println(roll.Len(), roll.Reference) // 1 2025-03-01
//	fmt.Println(roll.Explain("ana")) // on the roll: A since 2019-01-01, 45 years on the day of the vote
package census
