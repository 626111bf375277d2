// Package stv is the single transferable vote: several seats, one vote each, which moves on
// where it is not needed or cannot help.
//
// # Representation
//
// A [Statute] is the law of a count as data: every field is a question, and the articles
// that answer stand beside the values. A [Contest] is a statute and a number of seats. Votes
// are whole numbers of units, 10^-Decimals of a vote, in 64 bits with 128 between. The
// [Transcript] is the result: a [Count] for every transfer, with the tally of every option,
// the exhausted votes and those that rounding took, which add up to the valid ballots to
// the unit; Transcript.Check proves it. [Contest.Follow] tells of each ballot where it stood.
//
// # Rules
//
// Statutes are variables named for jurisdiction and year, such as [Scotland2007]; their
// comments name the articles that decide, and what they leave open. Gregory counts move
// parcels of papers at a value: [Scotland2007], [WIGMPRF2009] and [WIGMPRFBatch2009],
// [Minneapolis2015], [Portland2023], [RCTab2], [BottomsUp], [MultiPass], [ERS97], [NorthernIreland1985],
// [ACT2008] and [ACT2020], [Senate1984], [Senate2021] and [Senate2021ByHand], [Tasmania2004],
// [NSWLocal2021], [Victoria2018], [WesternAustralia1987];
// [Wright] counts afresh after each exclusion. [Ireland1992] and [Malta1991] move whole
// papers of a surplus, as many as it is, and [Cambridge1938] moves all papers whole, one by
// one. [MeekPRF2006], [NewZealand2004] and [WarrenPRF] count all papers anew with what each
// elected candidate keeps of them, [QPQ2003] and [QPQRestart] divide ballots by what they
// have elected. A statute of one's own is a copy of one of them, or of [WIGM], with other
// answers; answers that do not fit together are counted all the same, and conserve the votes.
//
// Not here, since its text was not found whole: the Legislative Council of New South Wales
// (Constitution Act 1902, sixth schedule).
//
// A [Countback] fills the seat of one who leaves by the papers that elected them, or as the law
// says; where it has no countback, the error tells how seats are filled.
// [CPO] and [SchulzeSTV] compare whole outcomes.
//
// Transcript.Calls are the decisions of a count by their gaps, and Contest.Margin bounds how many
// ballots elect others: from above by recounts, from below where no decision can turn.
//
// # Ties and rounding
//
// A tie is asked of the earlier counts where the statute says so, then of the officer's
// tie-break. Without one, ties are none where every way of breaking them elects the same
// (tried up to [ballot.MaxAgreed] ways); otherwise the first stands, and the count ends there, with
// those elected so far. Every division is cut or rounded as the statute says, and what it
// leaves is in Count.Rounding.
//
// # Errors
//
// Bad statutes, seats, names and kinds of ballot are one error with every fault. Votes that
// do not fit are vicinia.ErrOverflow. Nothing panics on data.
//
// # Determinism
//
// The order of ballots and of options changes no tally. Where papers move by their order, that
// is drawn by Contest.Mix, or given as Contest.Pile.
//
// # Example
//
//	votes, err := ballot.NewProfile(slate, ballot.Ranking)
//	err = votes.AddText("Ana>Ben", 60)
//	err = votes.AddText("Cai", 40)
//	out, err := stv.Contest{Statute: stv.Scotland2007, Seats: 2}.Decide(votes, nil)
//	fmt.Println(slate.Names(out.Winners()...)) // Ana, Cai
//	for why := range out.Why() {
//		fmt.Println(why) // count 1: first preferences; quota 34, Ana 60, Cai 40; elected Ana, Cai
//	}
package stv
