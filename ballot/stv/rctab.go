package stv

// RCTab2 is how the tabulator RCTab 2 counts a contest of several winners, each round of whom
// is elected together, with four decimals and a fractional threshold: votes/(seats+1), cut,
// and 0.0001. The surplus fraction is cut, then multiplied with each paper's value and cut;
// all surpluses, even those of nothing, move in one round, also when the seats are filled.
// Nobody is elected while there are undeclared write-ins.
// Two ranks left out in a row end a ballot, shared ranks are passed over. Other
// configurations of RCTab are this statute with other answers: Quota is Whole where
// nonIntegerWinningThreshold is off, Hare where hareQuota is on, Late where one winner is
// elected per round, Batch is BelowFirst where batchElimination is on.
var RCTab2 = &Statute{
	Name: "RCTab 2", Source: "RCTab 2.0, Ranked Choice Voting Resource Center: configuration parameters",
	Skipped: Two, Shared: Pass, Decimals: 4, Quota: Unit, Value: Share, Together: true, Zero: true, Fill: Moved, Complete: true, Hold: true,
}
