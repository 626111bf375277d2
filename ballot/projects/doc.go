// Package projects says which projects a participatory budget funds, and who paid for what.
//
// # Representation
//
// An [Instance] has the ballots (approvals, choices, rankings or scores), a cost by project
// and the money, in whole units of which the caller knows the meaning. [Pot] is money that
// only some projects may use, a cap the most that some may cost together. A [Selection]
// says what is funded and where every other unit is.
//
// # Rules
//
// [Greedy]: the most voted that fit. [MaxWelfare]: the most utility, by exact search.
// [EqualShares]: every ballot has the same share of the money and pays for what it
// supports; a [Completion] spends the rest. [EqualShares] with Exact: all who pay, pay the
// same. [BoundedOverspending]: what lacks a little is funded too. [Phragmen]: supporters
// earn money at one pace. [MaximinSupport]: costs are spread as evenly as can be.
// [ExpandingApprovals]: approvals expand rank by rank. [CumulativeSupport]: money that
// ballots divide goes on from project to project. A [Utility] is what a voter gains from a
// project. [Nearest] says what the best project that is not funded lacked.
//
// Constraints hold for every rule: a project below the minimum support is out; of a
// conflict at most one is funded; what requires another waits until that is funded; caps
// are kept; and the money of a pot goes to its projects alone. A project may be paid from
// several pots and the common money. Pots pay as much as they can, so that what is left is
// common money where it can be; both are to be carried over. Parts of projects are funded by
// Greedy.Part, also where it completes EqualShares.
// EqualShares and BoundedOverspending share a pot among its supporters.
// Where voters have shares of all the money (ExpandingApprovals, CumulativeSupport), that
// of the pots is in them, and pots say only what fits.
//
// # Ties and rounding
//
// A tie who is next stands unless the tie-break decides, and then nothing more is funded.
// It is none where every way of breaking it, and the ties after it, funds the same: that is
// tried without a tie-break, up to ballot.MaxAgreed ways and a bounded amount of work, past
// which it stands. ballot.Universes gives all ways.
// Shares, prices and loads are exact rationals. Roots and logarithms have six decimals.
// ExpandingApprovals, CumulativeSupport and BoundedOverspending round where digits are more
// than 4,096, and tell what they could not decide so ([Close]).
//
// # Errors
//
// [Instance.Check] returns everything that is wrong, with paths. [ErrWork] says that a
// search would take more than a stated amount of work, vicinia.ErrOverflow that an amount
// leaves int64. [MaxProjects], [MaxRounds], [MaxNodes] and [MaxOptimal] are the limits.
//
// # Determinism
//
// The order of ballots changes nothing; that of projects, nothing but the order of results.
//
// # Example
//
//	votes, err := ballot.NewProfile(slate, ballot.Approval)
//	err = votes.AddText("park|bench", 3)
//	err = votes.AddText("park", 1)
//	err = votes.AddText("library", 2)
//	in := &projects.Instance{Profile: votes, Cost: []int64{30, 10, 20}, Budget: 60}
//	out, err := projects.EqualShares{}.Decide(in, nil)
//	fmt.Println(slate.Names(out.Winners()...), out.Left) // park, library 10
//	for why := range out.Why() {
//		fmt.Println(why)
//	}
package projects
