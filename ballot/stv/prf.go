package stv

// The reference rules of the Proportional Representation Foundation. They say nothing of
// ranks left out or shared: the first are passed over, the second end a ballot. Ties are
// the officer's, who has an order drawn beforehand (D.1 and T).
var (
	// WIGM is the method without a law, with nine decimals, for a statute of one's own: copy it
	// and change what differs.
	WIGM = &Statute{
		Name: "WIGM", Source: "D. M. Farrell and I. McAllister, The 1983 change in surplus vote transfer procedures for the Australian Senate, Australian Journal of Political Science 38 (2003)",
		Skipped: Pass, Decimals: 9, Quota: Unit,
	}

	// WIGMPRF2009 is the weighted inclusive Gregory method with four decimals. A.1: the quota
	// is votes/(seats+1) and 0.0001. B.3: the largest surplus, even one of nothing, moves;
	// paper by paper weight times surplus, cut, over the votes, cut (D.4). B.4: then the
	// last goes out. D.3 and C: as many as there are seats left are elected, without a
	// further transfer.
	WIGMPRF2009 = &Statute{
		Name: "WIGM PRF 2009", Source: "Proportional Representation Foundation, Reference WIGM STV Rule",
		Skipped: Pass, Decimals: 4, Quota: Unit, Value: Twice, Zero: true,
	}

	// WIGMPRFBatch2009 is the same with the optional step B.2: before a surplus moves, all go
	// out who are sure to lose.
	WIGMPRFBatch2009 = &Statute{
		Name: "WIGM PRF 2009, sure losers", Source: "Proportional Representation Foundation, Reference WIGM STV Rule",
		Skipped: Pass, Decimals: 4, Quota: Unit, Value: Twice, Zero: true, Batch: BelowFirst,
	}

	// MeekPRF2006 is Meek's method with nine decimals. B.2.a: each candidate keeps weight
	// times keep factor, rounded up. B.2.b: the quota is what is not exhausted over seats+1,
	// cut, and 10^-9. B.2.e: a round ends with an election, or when the surpluses are less
	// than 10^-6 or no longer fall. B.2.f: keep factor times quota, rounded up, over votes,
	// rounded up. B.3: the last goes out; who has no more than the surpluses above the last
	// is level with them.
	MeekPRF2006 = &Statute{
		Name: "Meek PRF 2006", Source: "Proportional Representation Foundation, Reference Meek Rule; Hill, Wichmann and Woodall 1987",
		Skipped: Pass, Method: Meek, Decimals: 9, Quota: Unit, Omega: 6,
	}

	// WarrenPRF is the procedure of MeekPRF2006 with Warren's prices in place of keep
	// factors: an elected candidate takes of each paper the same price, or what is left of it
	// (Warren 1994; Hill and Warren 2005).
	WarrenPRF = &Statute{
		Name: "Warren", Source: "C. H. E. Warren, Counting in STV elections, Voting matters 1 (1994); with the steps of the Reference Meek Rule",
		Skipped: Pass, Method: Warren, Decimals: 9, Quota: Unit, Omega: 6,
	}
)

// Wright is the weighted inclusive Gregory method, counted afresh whenever somebody goes out,
// as if they had never stood (Meek's first principle): the quota, floor(votes/(seats+1))+1 of
// the ballots that rank somebody still in, surpluses from the largest on, then the last goes
// out. The source has no decimals, here nine, and no tie rule.
var Wright = &Statute{
	Name: "Wright", Source: "A. van der Craats, submission to the Joint Standing Committee on Electoral Matters on the federal election of 2007",
	Skipped: Pass, Decimals: 9, Restart: true,
}

// QPQ2003 is quota-preferential by quotient, in exact fractions. 2.3: a candidate's quotient
// is the number of ballots whose highest remaining preference the candidate is, over one
// more than what parts of candidates these ballots have elected. 2.4: the quota is the
// active ballots over one more than the seats, less what the inactive ones have elected.
// 2.5a: the highest quotient is elected if it is above the quota, and its ballots have then
// elected one over the quotient each. 2.5b: otherwise the smallest goes out, and what the
// ballots have elected stays. Ties are the officer's. The tally is of ballots, not of votes
// that are kept: those of an elected candidate stand with the next.
var QPQ2003 = &Statute{
	Name: "QPQ 2003", Source: "D. R. Woodall, QPQ, a quota-preferential STV-like election rule, Voting matters 17 (2003), section 2",
	Method: Quotients, Skipped: Pass,
}

// QPQRestart is the same, counted afresh whenever somebody goes out, so that nobody keeps
// more of the ballots for having been elected early.
var QPQRestart = &Statute{
	Name: "QPQ, restarted", Source: "D. R. Woodall, QPQ, a quota-preferential STV-like election rule, Voting matters 17 (2003), section 2; as Droop counts",
	Method: Quotients, Skipped: Pass, Restart: true,
}
