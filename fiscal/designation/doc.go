// Package designation answers what part of a tax its payer directs, and what becomes of
// the rest. There are three steps, like those of a vote: collect [Returns], count them
// into [Totals], which merge in any order, and settle. A return carries no ballot: money
// buys no vote.
//
// # Representation
//
// A [Regime] is the law of one year and currency: recipients and slots, a slot being one
// right to direct money. Its parameters are those that the statutes of some twenty countries
// needed; fiscal/designation/law has them as dated data. [Returns] are columns without
// pointers: 12 bytes per payer and 8 per line, shares being numbers in a dictionary of exact
// ratios. [Totals] are 128-bit sums by slot and recipient. A [Settlement] is money again.
//
// # Rules
//
// [Confederal] is the manifesto's regime: "send a part" of what one pays (chapter 7). The
// shares of a return add up to the cap at most (D-1), the cap is below the whole (D-2),
// every recipient is on the list (D-6), and what nobody directs stays with the jurisdiction
// (D-4). Designating never changes what is due (T-6): the base comes in and is accounted
// for to the last unit, recipients + treasury = base (D-7). A refund is the same rule on
// the smaller base (D-11); the difference is for the ledger to post, see [Regime.Correct].
// The same with a [Pool] as its basis gives everybody an equal credit.
//
// A law adds parameters, which are evaluated in this order: who may choose (arrears,
// deadline, persistence); the base, or heads; each slot's rate; choices that contradict each
// other; the rounding and the floor of a line; who may receive, and generic choices; the sums
// of the lines; generic pools; what nobody directed, and who declines it; ceilings, the cap,
// and the floor of recipients, until all three hold. [Regime.Check] refuses parameters that
// contradict each other, and a regime that it passes accounts for every cent of any returns.
//
// [Regime.Payments] is the plan by which a settlement is paid out, [Settlement.Statement]
// is where one payer's tax went, [Regime.Places] counts by municipality, and [Regime.Gini]
// is how unequal the power to designate is.
//
// Designations reveal religion and origin. May be published: amounts and numbers of
// choices of recipients whom many chose, after fiscal/disclosure; the rules, and the Gini
// coefficient of many payers. May not: returns, statements, voids, places of few payers, and
// digests of small sets of returns. Disclosure holds what a law says; some laws make payers
// public, which this package neither needs nor does.
//
// # Ties and rounding
//
// Every line is rounded down to the minor unit, or as its slot says, and the remainder
// stays with the jurisdiction (D-8): 3.33 % of 1833.33 is 61.04. So one line pays at least
// what its parts would if it were split (D-10). What a settlement divides, it divides by
// largest remainder as fiscal.Splitter has it: equal remainders at the cut by the first
// quotient, and then in byte order of the ids, no more than a cent each. Nothing else can
// tie.
//
// # Errors
//
// Faults are vicinia.Fault, all of them at once in input order, with paths such as
// returns[2].choices[0].share, or slots[0].floor and its article for a regime.
// [Regime.Count], which walks columns and not forms, stops at its first. What a law has a
// rule for is no fault but a [Void] with its parameter. Sums that do not fit an amount are
// vicinia.ErrOverflow.
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
