package stv

// NorthernIreland1985 elects the district councils of Northern Ireland, and by the same rules
// the Assembly. Rule 46: a ballot needs the figure 1 alone; 50(4): it is read up to a break in
// the sequence or a figure given twice. 48: votes/(places+1) without its fraction, and one; who
// equals or exceeds it is elected. 49(5) and (7): of the papers received last, the surplus over
// those that name somebody still in, two places, the remainder ignored, but not more than they
// were worth. 50(1): the largest first, equal ones by the earliest stage at which they had
// unequal votes, then by lot. 49(10): they wait while together less than what parts the last, or
// those who can go out together, from the next. 51(12): several go out whose votes with all
// surpluses are less than the next. 51(2) to (9): first preferences move first, then papers by
// value, the highest first. 51(13): of equals by the earliest stage, then by lot. 52(1) and (3):
// as many as there are places are elected, without a further transfer. 52(2): so is, to the last
// place, whose votes are no fewer than those of the others and all surpluses; not if two are.
// 41: an exclusion is one stage, also where it is several counts here.
//
// Open: whether some are elected between the values of one who goes out; here they are, as
// OpenSTV reads it, and 52(2) is asked when all have moved. 49(11), which moves no surplus where
// one place is to fill, changes nothing: it is filled then.
var NorthernIreland1985 = &Statute{
	Name: "Northern Ireland 1985", Source: "Local Elections (Northern Ireland) Order 1985, SI 1985/454, rules 41 and 46 to 52",
	Vacated:  "by whom the party nominates, or a by-election (Electoral Law Act (Northern Ireland) 1962, section 11; Northern Ireland Act 1998, section 35)",
	Decimals: 2, Value: Available, Defer: true, Batch: Below, Parcels: FirstsByValue, Lead: AsMany, Ties: Earliest, SurplusTies: Earliest,
}
