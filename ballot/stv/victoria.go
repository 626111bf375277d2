package stv

// Victoria2018 elects the Legislative Council of Victoria, region by region. Electoral Act 2002,
// section 114A. (7)(a) and (9): the surplus over the number of papers, every one of them; (12)(b)(ii):
// votes without fraction. (12) and (28): of who goes out the first preferences move first, then the
// other papers value by value, the highest first; each is a transfer of its own, after which (13)
// elects; (15): the surpluses wait until all have moved. (18): of the last two the one with more
// votes takes the last place; (25): equal votes are by lot. (19): as many as there are places are
// elected, despite all else, so that what is still to move stays. (20) to (23): surpluses in the
// order in which they arose, then by size, equal ones by the latest count or transfer in which all
// differ, then by lot. (24): so who goes out of equals.
//
// Open: (24) has "those candidates" for "each of those candidates" in (21). As the Electoral
// Commission counts: (18) waits for surpluses and for the papers of who goes out, (19) does not.
//
// The words are those quoted in ConcreteSTV.
var Victoria2018 = &Statute{
	Name: "Victoria 2018", Source: "Electoral Act 2002 (Victoria), section 114A, as amended by Act 30 of 2018",
	Vacated: "by a joint sitting of Parliament (Constitution Act 1975, section 27A)",
	Value:   Equal, Fraction: true, Oldest: true, Parcels: FirstsApart, Fill: Between, Pair: true, Ties: Distinct, SurplusTies: Distinct,
}
