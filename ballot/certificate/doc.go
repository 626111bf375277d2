// Package certificate checks short proofs of outcomes without the code of the rules.
//
// # Representation
//
// A proof is a few numbers that a rule left in its reasons. The checker is written apart
// from the rule, slowly and plainly, in big.Int and big.Rat.
//
// # Rules
//
// [Divisor] proves seats by highest averages with one quotient: no list has a seat worth
// less, none lacks one worth more (the min-max inequality of Balinski & Young, Fair
// Representation, 1982, appendix A, section 3). [Biproportional] proves a table of seats,
// cell by cell, with one divisor for each district and each list. [Beatpath] proves that
// an option beats another by the method of Schulze, [Chain] that one is in the Banks set,
// [Lottery] that chances are a maximal lottery. [Priceable] proves that voters with equal
// budgets can have bought a committee, [Thiele] that no committee has a better score, [Cases]
// the same where options have to be in or out first.
//
// # Ties and rounding
//
// A quotient that is equal to the divisor fits with the seat and without it: every way of
// breaking a tie has the same proof. Nothing is rounded.
//
// # Errors
//
// A proof that does not hold says for which lists, all at once.
//
// # Determinism
//
// A pure function.
//
// # Example
//
//	proof := certificate.Divisor{Rule: certificate.DHondt, House: 7, Votes: 24_000, Seat: 2}
//	err := proof.Check([]int64{53_000, 24_000, 23_000}, []int64{4, 2, 1})
//	fmt.Println(err) // <nil>
package certificate
