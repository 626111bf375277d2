package stv

// NSWLocal2021 elects the local councils of New South Wales. Local Government (General)
// Regulation 2005, schedule 5 as amended in 2020; the regulation of 2021 has it too. Clause 2: a
// ballot is read up to a repetition or omission. 4: quota. 6(1) and 7(4): a paper of a surplus
// moves at what it was worth times the surplus over the votes, without those of papers that name
// nobody still in, which stay; that fraction is not above 1; (c): each product is cut. 7(2) and
// 10(2): a transfer is completed. 8(1) and (2): the surplus that arose first, then the largest;
// (4): equal ones by the latest count or transfer with unequal votes, then by lot. 9(1): then the
// last goes out; (2): its papers move parcel by parcel, as it received them, each product cut;
// (5) and (6): of equals as in 8(4). 11(1): as many as there are places are elected; (2) and (3):
// so are those, to any number of places, the last of whom has more than all below and all
// surpluses.
//
// The words leave open what one transfer is and how fractions are kept; here as the Electoral
// Commission counts: values are exact, votes are cut for each parcel apart, and an exclusion is
// one count.
var NSWLocal2021 = &Statute{
	Name:    "New South Wales local 2021",
	Source:  "Local Government (General) Regulation 2005 (New South Wales), schedule 5, as in force at the elections of 2021; A. Conway, ConcreteSTV, commentary on it",
	Vacated: "by a by-election, or by the countback of schedule 9A to the regulation of 2021, of which the text was not found",
	Value:   Scaled, Oldest: true, Parcels: Received, Fill: Moved, Lead: Most, Ties: Latest, SurplusTies: Latest,
}
