// Package ranked finds one winner, or an order, from rankings.
//
// # Representation
//
// What a rule needs to see is its parameter: plurality needs ballot.Counts. The result is
// a ballot.Order, tiers of options with the best first.
//
// # Rules
//
// [Plurality]: the most first choices.
//
// # Ties and rounding
//
// A tie for the first place stands unless the tie-break decides. Nothing is rounded.
//
// # Errors
//
// No votes at all are an error.
//
// # Determinism
//
// The order of ballots and of options changes no tier.
//
// # Example
//
//	slate, err := ballot.NewSlate("Ana", "Ben", "Cai")
//	votes, err := ballot.NewCounts(slate, []int64{34, 31, 3})
//	out, err := ranked.Plurality{}.Decide(votes, nil)
//	fmt.Println(slate.Names(out.Winners()...)) // Ana
//	for why := range out.Why() {
//		fmt.Println(why)
//	}
package ranked
