package stv

// Statutes of Ireland and Malta: papers move whole, and which of them move is by their order.
var (
	// Ireland1992 elects the Dail; local and European elections count alike. Electoral Act 1992,
	// section 120: quota. 121: of the papers received last as many move as the surplus is, of
	// each next preference in proportion and the largest fractions as one, of equal ones that of
	// more papers, then of who had more votes at the earliest count that tells apart, then by lot;
	// the papers filed last move. The largest surplus first, of equal ones the one that arose
	// first, then by the earliest count. 121(8): none moves that could not elect, nor bring the
	// last level with the next or above a quarter of the quota. 122(2): several go out whose
	// votes with all surpluses are fewer than the next, if that quarter is out of reach of each;
	// equals by the earliest count, then by lot. 124(1): as many as there are places are elected;
	// (1A), of 2001: all but one, who with all surpluses has fewer votes than the next; (2): to the
	// last place, who has more than all others and the surpluses.
	//
	// Details are those of the department's commentary for counting by computer. Not made: the transfers of 124(3), after all seats are filled, which decide only
	// who is paid expenses; a by-election's quarter, which is of another quota.
	Ireland1992 = &Statute{
		Name:    "Ireland 1992",
		Source:  "Electoral Act 1992, sections 118 to 124, as amended in 2001; Department of the Environment and Local Government, Count Requirements and Commentary on Count Rules, 2000, with updates 1 to 7",
		Vacated: "by a by-election (Electoral Act 1992, section 39)",
		Value:   Parts, Elder: true, Batch: Deposits, Lead: More, Ties: Earliest, SurplusTies: Earliest,
	}

	// Malta1991 elects the House of Representatives, district by district, before any seats are
	// added for the parties. General Elections Act, chapter 354, article 105.10(1)
	// to (5): of the papers received last as many move as the surplus is, of each next preference
	// in proportion, the last on each pile; surpluses in the order in which they arose, then the
	// largest first. 105.11: then the last goes out. Equals by the earliest count, then by lot.
	//
	// Open: 105.11(2) lets several go out together, where they could not catch up; here they go
	// one by one. The text that was read ends with the surpluses and exclusions; the last places
	// are filled as in Ireland, as soon as no more are in.
	Malta1991 = &Statute{
		Name: "Malta 1991", Source: "General Elections Act, chapter 354 of the laws of Malta, articles 105.10 and 105.11",
		Vacated: "by a casual election, of whose articles the text was not found",
		Value:   Parts, Oldest: true, Ties: Earliest, SurplusTies: Earliest,
	}
)
