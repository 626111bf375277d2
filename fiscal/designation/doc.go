// Package designation answers what part of a tax its payer directs, and what becomes of
// the rest. There are three steps, like those of a vote: collect [Returns], count them
// into [Totals], which merge in any order, and settle. A return carries no ballot: money
// buys no vote.
//
// # Representation
//
// A [Regime] is the law of one year and currency: recipients and slots, a slot being one
// right to direct money. [Returns] are columns without pointers: 12 bytes per payer and 8
// per line, shares being numbers in a dictionary of exact ratios. [Totals] are 128-bit sums
// by slot and recipient. A [Settlement] is money again.
//
// # Rules
//
// [Confederal] is the manifesto's regime: "send a part" of what one pays (chapter 7). The
// shares of a return add up to the cap at most (D-1), the cap is below the whole (D-2),
// every recipient is on the list (D-6), and what nobody directs stays with the jurisdiction
// (D-4). Designating never changes what is due (T-6): the base comes in and is accounted
// for to the last unit, recipients + treasury = base (D-7). A refund is the same rule on
// the smaller base (D-11); the difference is for the ledger to post.
//
// # Ties and rounding
//
// Nothing can tie. Every line is rounded down to the minor unit and the remainder stays
// with the jurisdiction (D-8): 3.33 % of 1833.33 is 61.04. So one line pays at least what
// its parts would if it were split (D-10).
//
// # Errors
//
// Faults are vicinia.Fault, all of them at once in input order, with paths such as
// returns[2].choices[0].share. [Regime.Count], which walks columns and not forms, stops at
// its first. Sums that do not fit an amount are vicinia.ErrOverflow.
//
// # Determinism
//
// Equal rows give equal bytes of [Totals] and [Settlement], in any order, in any parts, by
// any number of workers.
//
// # Example
//
//	regime, err := designation.Confederal(2025, fiscal.EUR, vicinia.MustRatio("15%"),
//		[]designation.RecipientID{"Esperanto", "Linux"})
//	returns, err := regime.Collect(slices.Values([]designation.Return{{
//		Base:    fiscal.EUR.MustParse("3200.00"),
//		Choices: []designation.Choice{{Recipient: "Esperanto", Share: vicinia.MustRatio("5%")}},
//	}}))
//	totals, err := designation.Sum(8, returns.Split(64), regime.Count)
//	s, err := regime.Settle(totals)
//	for id, amount := range s.Recipients() {
//		fmt.Println(id, amount) // Esperanto 160.00 EUR, Linux 0.00 EUR
//	}
//	fmt.Println(s.Treasury) // 3040.00 EUR
package designation
