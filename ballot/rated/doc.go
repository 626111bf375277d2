// Package rated finds one winner, or an order, from grades and approvals.
//
// # Representation
//
// What a rule needs to see is its parameter: ballot.Counts for approvals, ballot.Histogram
// for sums and medians of scores, ballot.Profile where ballots are compared. The result is
// a ballot.Order, tiers of options with the best first. Scores are whole numbers from 0 to
// ballot.MaxScore; fractions of a point are scaled by the caller.
//
// # Rules
//
// [Approval]: the most approvals. [CombinedApproval]: approvals less disapprovals. [Score]:
// the greatest sum, or mean, of scores. [STAR]: the two with the greatest sums meet in a
// runoff. [MajorityJudgment]: the best median grade, with its own order of equal medians;
// [MedianJudgment] has three others, by [Sides].
// [Cumulative] and [Quadratic]: sums of scores that a ballot has to pay for. Their methods Margin
// say how many changed ballots end a victory: exactly of sums, within bounds that most often meet
// of medians, means and STAR; ranked.ScoreMargin and ranked.ApprovalMargin know it of approvals.
//
// # Ties and rounding
//
// Nothing is rounded: means are compared as fractions. A tie that the rule itself does not
// settle stands unless the tie-break decides; one for STAR's runoff that changes no winner does
// not. Two options of an order that are not first share their tier.
//
// # Errors
//
// No ballots at all are an error, and so are ballots of another kind than the rule reads.
// A ballot that spends more than it has counts for nobody; the reasons say how many did.
//
// # Determinism
//
// The order of ballots and of options changes no tier.
//
// # Example
//
//	votes, err := ballot.NewProfile(slate, ballot.Scoring)
//	err = votes.AddText("Ana=5|Ben=3", 34)
//	out, err := rated.STAR{}.Decide(votes, nil)
//	fmt.Println(slate.Names(out.Winners()...)) // Ana
//	for why := range out.Why() {
//		fmt.Println(why) // Ana: 170 points
//	}
package rated
