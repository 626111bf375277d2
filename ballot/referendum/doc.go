// Package referendum answers yes or no: majorities, quorums, double majorities.
//
// # Representation
//
// A [Tally] is the count of one body in ballots, int64. Shares are vicinia.Ratio and say
// what they are of: [Valid] votes, ballots [Cast], or the [Eligible].
//
// # Rules
//
// [Majority] and [Quorum] add up all tallies; [Bodies] asks a rule in every body and
// weighs the bodies that accept, by weight, by head or by root; [All] and [Any] join
// rules. A double majority is All(Majority{}, Bodies{}). [QualifiedMajority] is that of the
// Council of the European Union, which [Unblocked] keeps from a few large states. Majority
// and Quorum are comparable values.
//
// # Ties and rounding
//
// An exact half is no tie: a rule that wants more than half rejects it. Only
// Majority.Casting leaves it to the chair, who is the tie-break. Nothing is rounded:
// shares are compared in 128 bits.
//
// # Errors
//
// Negative counts, more ballots than eligible, a rule of the eligible without a
// roll, shares beyond 0 to 1 and sums beyond int64 (M-3) are errors, all at once.
//
// # Determinism
//
// The order of the tallies changes no verdict; reasons are told in their order.
//
// # Example
//
//	votes := []referendum.Tally{
//		{Body: "Uri", Weight: 2, Yes: 900, No: 100},
//		{Body: "Glarus", Weight: 2, Yes: 40, No: 60},
//		{Body: "Obwalden", Weight: 1, Yes: 45, No: 55},
//	}
//	double := referendum.All(referendum.Majority{}, referendum.Bodies{})
//	out, err := double.Decide(votes, nil)
//	fmt.Println(out.Verdict)
//	for why := range out.Why() {
//		fmt.Println(why)
//	}
package referendum
