// Package ranked finds one winner, or an order, from rankings.
//
// # Representation
//
// What a rule needs to see is its parameter: ballot.Counts for plurality, the matrix of duels
// ballot.Pairwise, or ballot.Profile, the ballots one by one. The result is a ballot.Order,
// tiers of options with the best first; a rule that finds a set puts it in the first tier. A
// [Lottery] gives chances.
//
// # Rules
//
// By points: [Plurality], [AntiPlurality], [Borda], [ModifiedBorda], [Dowdall],
// [PositiveNegative], [Positional] with any vector. By places: [Bucklin], [Fallback].
//
// In rounds: [InstantRunoff], [ApprovalRunoff], [TopTwo], [TwoRound], [Coombs]; by Borda
// [Baldwin], [Nanson]; by duels [Raynaud], [LossTrimmer]. With an eye on duels: [Benham],
// [TidemanAlternative], [Woodall], [SmithRunoff], [CondorcetRunoff], [BottomTwo].
//
// By strong duels: [Schulze], [RankedPairs], [River], [SplitCycle], [StableVoting], [Minimax],
// [Leximax]. By duels won: [Copeland], [Llull]. By the best order: [Kemeny], [Slater]. By how
// little must change: [Dodgson], [Young], [SimplifiedDodgson]. Condorcet's winner or another's:
// [Black], [Daunou], [CondorcetPlurality], [Superior].
//
// By sets of options that ballots put first: [DescendingCoalitions]. Among those of a set by
// another rule: [Among].
//
// Sets: [Condorcet], [Smith], [Schwartz], [Uncovered], [Banks], [Bipartisan]. By chance:
// [MaximalLottery].
//
// A [Measure] says how strong a duel is, a [Truncation] what options get that a ballot does not
// tell apart. Whether unranked options are below the ranked ones is the choice of the profile.
// A [Margin] is how close it was. Rules in rounds follow a ballot through them: see
// [InstantRunoff.Follow].
//
// # Ties and rounding
//
// A tie for the first place, for staying in, between equal duels or for a place of Kemeny
// stands unless the tie-break decides; ballot.Universes gives all ways. Without a tie-break one
// that changes no winner does not stand: see ballot.Agreed, which is bounded. Then, as always
// below the first place, options that the votes do not tell apart share a tier. In rounds one
// option goes at a time, unless the rule says otherwise. Nothing is rounded: points are whole,
// halves or exact fractions.
//
// # Errors
//
// No votes at all are an error, as are ballots that are no rankings. Where a rule is hard to
// compute the search is exact, and past [MaxOrders], [MaxChains], [MaxStable], [MaxPivots],
// [MaxNodes], [MaxCoalitions] or [MaxAcquiescing] it is an error: nothing is approximated. So
// are the margins of rules in rounds past [MaxMargin] options, but of instant runoff; those of
// rules on duels become bounds.
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
