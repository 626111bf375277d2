// Package ranked finds one winner, or an order, from rankings.
//
// # Representation
//
// What a rule needs to see is its parameter: ballot.Counts for plurality, ballot.Profile
// for instant runoff, the matrix of duels ballot.Pairwise for the others. The result is a
// ballot.Order, tiers of options with the best first.
//
// # Rules
//
// [Plurality]: the most first choices. [InstantRunoff]: the last go out until one has more
// than half. [Schulze]: strongest paths. [RankedPairs]: the strongest duels are locked.
// [Minimax]: the least bad worst duel. [Copeland]: the most duels won. [Borda]: points for
// those ranked below. [Kemeny]: the order that the ballots disagree with least, by exact
// search. A [Measure] says how strong a duel is. Whether unranked options are below the
// ranked ones is the choice of the matrix.
//
// # Ties and rounding
//
// A tie for the first place, for staying in, between equal duels or for a place of Kemeny
// stands unless the tie-break decides; ballot.Universes gives all ways. Nothing is rounded:
// half points are counted in halves.
//
// # Errors
//
// No votes at all are an error, as is a group of more than [MaxKemeny] options for Kemeny:
// nothing is approximated.
//
// # Determinism
//
// The order of ballots and of options changes no tier.
//
// # Example
//
//	votes, err := ballot.NewProfile(slate, ballot.Ranking)
//	err = votes.AddText("Ana>Ben>Cai", 34)
//	out, err := ranked.Schulze{}.Decide(votes.Pairwise(), nil)
//	fmt.Println(slate.Names(out.Winners()...)) // Ana
//	for why := range out.Why() {
//		fmt.Println(why) // Ana > Ben: 34 > 0
//	}
package ranked
