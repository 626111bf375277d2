package stv

// Cambridge1938 elects the council and the school committee of Cambridge, Massachusetts. General
// Laws, chapter 54A, section 9. (a): ranks left out are passed over; so is here a rank given
// twice. (b): a ballot is with one candidate at a time. (c): quota; who reaches it is elected, and
// is credited with no more. (g): after the first transfers all with fewer ballots than the
// signatures of a nomination, 50, go out. (h) to (j): their ballots move, then the last goes out,
// one by one. (k): of equals by the votes before the last transfer, then before the one before,
// then by lot. (l): when the places are filled, the transfer in progress is completed; as many as
// there are places are elected. Section 16(b) leaves to the city how surpluses move, (e) and (f),
// and it has the method of Cincinnati: every n-th ballot of who is above the quota in the first
// count, n being all its ballots over the surplus to the nearest whole number, one that names
// nobody who may take it staying; then those after each of them, until it has just the quota.
//
// 13: a vacant seat is filled from the ballots that are with the member at the end, each whole, as
// the Election Commission does it: the last goes out until one has more than half.
//
// Open: in which order those of (g) move, here the fewest first; that they stay where too few
// would be left for the places.
var Cambridge1938 = &Statute{
	Name: "Cambridge 1938", Source: "General Laws of Massachusetts, chapter 54A, sections 9 and 16(b)",
	Method: Piles, Skipped: Pass, Shared: Pass, Floor: 50, Ties: Latest, SurplusTies: Latest,
}
