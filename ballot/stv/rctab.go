package stv

// Other rules of RCTab 2 for several seats. A vote is never divided.
var (
	// MultiPass fills seat by seat by instant runoff: who has more than half of the votes that
	// are not exhausted, then again without them. It is a rule of majorities: half of the
	// voters can fill every seat.
	MultiPass = &Statute{
		Name: "RCTab 2, multi-pass", Source: "RCTab 2.0, Ranked Choice Voting Resource Center: winnerElectionMode multiPassIrv",
		Skipped: Two, Requota: true, Passes: true, Fill: Moved, Hold: true,
	}

	// BottomsUp puts the last out until as many are left as there are seats.
	BottomsUp = &Statute{
		Name: "RCTab 2, bottoms-up", Source: "RCTab 2.0, Ranked Choice Voting Resource Center: winnerElectionMode bottomsUp",
		Skipped: Two, BottomsUp: true, Fill: Moved, Hold: true,
	}
)

// RCTab2 is how the tabulator RCTab 2 counts a contest of several winners, each round of whom
// is elected together, with four decimals and a fractional threshold: votes/(seats+1), cut,
// and 0.0001. The surplus fraction is cut, then multiplied with each paper's value and cut;
// all surpluses, even those of nothing, move in one round, and to nobody when the seats are filled.
// Nobody is elected while there are undeclared write-ins.
// Two ranks left out in a row end a ballot, shared ranks are passed over.
//
// Other configurations of RCTab are this statute with other answers:
//   - nonIntegerWinningThreshold off: Quota Whole; hareQuota: Quota Hare, or with that off HareWhole;
//   - decimalPlacesForVoteArithmetic: Decimals;
//   - maxSkippedRanksAllowed n: Skipped Marks(n+1), for 0 Stop and for unlimited Pass;
//   - overvoteRule exhaustImmediately: Shared Stop; exhaustIfMultipleContinuing: Shared Sole;
//   - multiWinnerAllowOnlyOneWinnerPerRound: Late and Alone, not Together;
//   - bottomsUp and multiPassIrv: see [BottomsUp] and [MultiPass];
//   - tiebreakMode previousRoundCounts: Ties and SurplusTies Latest;
//   - stopTabulationEarlyAfterRound n: [Contest].Stop n; who goes out next is told in no count.
//
// bottomsUpUsingPercentageThreshold counts for no number of seats and is ranked.InstantRunoff
// with Reach.
//
// What it does with duplicates, write-ins and the number of ranks is in format.Records, and
// candidates who are excluded are Contest.Withdrawn.
var RCTab2 = &Statute{
	Name: "RCTab 2", Source: "RCTab 2.0, Ranked Choice Voting Resource Center: configuration parameters",
	Skipped: Two, Shared: Pass, Decimals: 4, Quota: Unit, Value: Share, Together: true, Zero: true, Fill: Moved, Complete: true, Hold: true,
}
