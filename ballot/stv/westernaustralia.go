package stv

// WesternAustralia1987 elects the Legislative Council of Western Australia. Electoral Act 1907,
// schedule 1. Clause 3: quota. 4(a) and 5(a): the surplus over the votes; 5(c): what a paper was worth
// times that is its continued value, every paper moves at it, votes without fraction. 8: of who goes
// out the first preferences move first, (b) then the others in the order in which they came; 9 and
// 19: each is a transfer of its own, after which some may be elected, whose surpluses wait until all
// have moved. 12: of the last two the one with more votes takes the last place, equal votes are by
// lot. 13: as many as there are places are elected. 14 to 16: surpluses in the order in which they
// arose, then by size, equal ones by the latest count or transfer in which all differ, then by lot.
// 17: so who goes out of equals.
//
// 156D: a vacant seat is filled by counting all ballots again without the member: see Recount. How
// 156D(7) goes on was not read; that one who is elected and does not stand is left out of the next
// count is the sense of (6).
//
// Open, and as the Electoral Commission counted in 2008: what 19 calls all votes that came from one
// candidate moves parcel by parcel, as received, not those of one value together; 12 and 13 wait for
// surpluses, and for the papers of who goes out.
var WesternAustralia1987 = &Statute{
	Name: "Western Australia 1987", Source: "Electoral Act 1907 (Western Australia), schedule 1, as inserted by Act 40 of 1987",
	Value: Inclusive, Oldest: true, Parcels: InOrder, Fill: Drawn, Pair: true, Vacancy: Recount, Ties: Distinct, SurplusTies: Distinct,
}
