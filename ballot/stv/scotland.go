package stv

// Scotland2007 elects councillors since 2007; the rules of 2011 (SSI 2011/399, rules 46 to
// 53) count alike. Rule 46: floor(valid/(seats+1))+1. Rule 47: who equals or exceeds it, at
// any stage, is deemed elected. Rule 48(3): surplus times the value of the paper over the
// votes, to five places, the remainder ignored; every paper is looked at. Rule 49: the
// largest surplus first; equal ones by the latest stage at which they differ, then by lot.
// Rule 50: then the last goes out, papers keep their value. Rule 51: equal ones by the
// latest stage at which they differ, then by lot. Rule 52: as many as there are places are
// elected, and no further transfer is made. Article 2: a preference is available if it is
// recorded in consecutive order.
var Scotland2007 = &Statute{
	Name: "Scotland 2007", Source: "Scottish Local Government Elections Order 2007, SSI 2007/42, schedule 1, rules 45 to 52",
	Vacated:  "by a by-election (Local Government (Scotland) Act 1973, section 37)",
	Decimals: 5, Ties: Latest, SurplusTies: Latest,
}
