package stv

// Tasmania2004 elects the House of Assembly by Hare-Clark, as the Electoral Council of
// Australia and New Zealand compares the systems; the words of schedule 4 were not found.
// Quota votes/(places+1) without its fraction, and one. A surplus: the papers received last,
// all of them, at the surplus over their number, as a fraction; votes are cut to whole ones and
// what is cut is lost. Surpluses in the order in which they arose. Then the last goes out;
// papers move value by value, the highest first, and who reaches the quota is elected after each.
//
// A vacant seat is filled by recount, schedule 6, clauses 3 and 4, as K. Bonham tells it: the papers
// that elected the member, those of the last parcel each at an equal part of what was missing to
// the quota, all others at what they were worth.
//
// Open: of equal surpluses and equal last the latest count that tells apart is asked, then the
// lot, as in the other houses of Australia; as many as there are places are elected when the
// papers of the last to go out have moved. How many preferences a formal paper needs is not asked.
var Tasmania2004 = &Statute{
	Name: "Tasmania 2004", Source: "Electoral Act 2004 (Tasmania), schedule 4, as read in: Electoral Council of Australia, Comparison of Australian electoral systems",
	Value: Last, Fraction: true, Oldest: true, Parcels: ByValue, Fill: Moved, Vacancy: LastEvenly, Ties: Latest, SurplusTies: Latest,
}
