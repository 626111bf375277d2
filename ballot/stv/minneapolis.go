package stv

// Minneapolis2015 elects the boards of Minneapolis with more than one seat, as amended by
// 2015-Or-065. Sec. 167.20: threshold floor(votes/(seats+1))+1; surplus fraction surplus
// over votes, to four places; transfer value fraction times current value, to four places;
// mathematically impossible is whose votes, with those of all below and all surpluses, are
// less than the next (never so many that seats would stay empty). Sec. 167.70(c)(1)b:
// surpluses are calculated for those who equal or exceed the threshold, so that one of
// nothing is one. c: those for whom it is impossible go out before a surplus moves; in the
// second round undeclared write-ins too, see Contest.Undeclared. d: the largest surplus is
// elected and moves; until then its candidate is continuing and receives votes. e: then the
// last goes out. f: as many as there are seats left are elected, and the votes of those who
// went out last stay. Ties are by lot. Sec. 167.70(c)(2): ranks left out or shared are
// passed over.
var Minneapolis2015 = &Statute{
	Name: "Minneapolis 2015", Source: "Minneapolis Code of Ordinances, sections 167.20 and 167.70",
	Skipped: Pass, Shared: Pass, Decimals: 4, Value: Share, Late: true, Zero: true, Batch: BelowFirst,
}
