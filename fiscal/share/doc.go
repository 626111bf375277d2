// Package share answers what a municipality owes to a compact that it has joined.
//
// # Representation
//
// A [Party] is what a rule may look at: its own net revenue, its heads, its days in the
// compact, what it used and reserved. A [Term] is one of five rules: [Revenue], [Fixed] and
// the three keys of type [Key]. A [Scale] weighs parties to a common cost: a key, a
// [Measure], a [Mix], [Given] portions, or one [Rounded] to its digits. A [Game] is what
// coalitions would cost.
//
// # Rules
//
// Revenue is a part of the party's own net; Fixed is a sum for a whole year. Each is due
// for the days as a party (K-3). A key divides a common cost by days times heads (PerHead),
// days times net (Capacity) or days alone (Equal); the shares add up to the cost, to the
// cent (K-10). Whether a share is only a part of the net (K-5) is for the caller, who
// knows all compacts.
//
// [Game.Shapley], [Airport] and [Serial] share a cost by what each party causes. A [Quota]
// is a contribution by an imputation index, [Consumption] its adjustment of indirect
// taxes, [Correct] what is still to move after a revision.
//
// # Ties and rounding
//
// What is due is rounded once, half-even, after the days. Costs are divided by largest
// remainders, equal ones in byte order of the names; never a cent to a zero weight.
// Portions are exact until a Rounded scale rounds them, and then still add up to 1.
//
// # Errors
//
// A cost that is negative, or that nobody has a weight for, breaks K-9; two currencies
// break M-7; every fault is returned, with its path. What does not fit is
// vicinia.ErrOverflow.
//
// # Determinism
//
// Pure functions. The order of the parties moves no cent.
//
// # Example
//
//	b := share.Party{Name: "B", Net: fiscal.EUR.MustParse("4000.00"), Days: share.Days{Party: 181, Year: 365}}
//	due, err := share.Revenue{Rate: vicinia.MustRatio("10%")}.Due(b)
//	if err != nil {
//		log.Fatal(err)
//	}
//	fmt.Println(due) // 198.36 EUR
//
//	a := share.Party{Name: "A", Heads: 200, Days: share.Days{Party: 365, Year: 365}}
//	b.Heads = 100
//	parts, err := share.Split(fiscal.EUR.MustParse("900.00"), share.PerHead, []share.Party{a, b})
//	if err != nil {
//		log.Fatal(err)
//	}
//	fmt.Println(parts) // [721.19 EUR 178.81 EUR]
package share
