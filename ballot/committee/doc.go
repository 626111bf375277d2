// Package committee elects committees from approvals.
//
// # Representation
//
// A rule takes a ballot.Profile of approvals, or of choices as approvals of one, with
// multiplicities. The result is a [Committee]: its members and, for an optimal rule, every
// committee of the best worth.
//
// # Rules
//
// By a score: [Thiele] (PAV, SLAV, Chamberlin-Courant, geometric, any [Scale]; optimal,
// sequential and reverse-sequential) and [Approval] (AV, SAV). By money or load:
// [Phragmen], [EqualShares], [Enestrom], [Consensus], [MaximinSupport], [Balanced]
// (minimax and leximax Phragmen). By districts: [Monroe], [GreedyMonroe]. By distance:
// [Minimax]. By elimination: [Hugo]. By lot: [SerialDictator]. [Trivial] finds all
// committees equal.
//
// A [Property] (Pareto, JR to the core) is checked on any committee, with a group of
// voters as the witness; [PricesOf] finds the prices of a priceable one. Approval.Margin and
// Thiele.Margin are how many ballots elect others; [Recount] bounds it of any rule.
//
// # Ties and rounding
//
// A tie for a seat stands unless the tie-break decides, and the count ends there; options
// that do not touch each other, and all find a seat, are not tied, nor is a count whose ties
// end in one committee whoever wins them. A tie between whole committees, of an optimal rule
// or of greedy Monroe, is one ballot.Tie with Sets; an order of the options chooses the set
// with its best option, then its next best. ballot.Universes gives all ways. A [Queue] is a
// tie-break that also orders voters. Nothing is rounded: numbers are 64 bits or math/big.
//
// # Errors
//
// Other ballots, no ballots, and more seats than options are errors. A search past its
// Work is an error, as is a score past 64 bits: nothing is approximated.
//
// # Determinism
//
// The order of ballots and of options changes no outcome.
//
// # Example
//
//	votes, err := ballot.NewProfile(slate, ballot.Approval)
//	err = votes.AddText("Ana|Ben", 34)
//	out, err := committee.Thiele{Seats: 2}.Decide(votes, nil) // PAV
//	fmt.Println(slate.Names(out.Winners()...)) // Ana, Ben
//	for why := range out.Why() {
//		fmt.Println(why) // best score 51, of 1 committee; 1 nodes searched
//	}
package committee
