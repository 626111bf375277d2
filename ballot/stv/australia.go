package stv

// Statutes of Australia. Votes move with exact transfer values; what a candidate is sent of
// one value is cut.
var (
	// ACT2008 elects the Legislative Assembly of the Australian Capital Territory until 2016.
	// Schedule 4 of the Electoral Act 1992. 1C(2): a transfer value is the surplus over the
	// papers of the count that made the candidate successful which name a continuing
	// candidate; 1C(4): not more than they were worth. 4(1): the scrutiny ceases when the
	// places are filled, also between the values of one who goes out. 4(2): as many as there
	// are places are successful when no surplus and no paper is left to deal with. 7(3):
	// surpluses in the order of the counts in which they arose, then by size; equal ones by
	// the latest count that tells apart, then by lot. 8(2): so for who goes out. 9(2): by
	// transfer value, the highest first. Fractions of votes are disregarded.
	ACT2008 = &Statute{
		Name: "ACT 2008", Source: "Electoral Act 1992 (Australian Capital Territory), schedule 4, as in force to 2019",
		Value: Available, Fraction: true, Oldest: true, Parcels: ByValue, Fill: Drawn, Vacancy: LastParcel, Ties: Latest, SurplusTies: Latest,
	}

	// ACT2020 is the same with votes to six decimals. A surplus is whatever is above the
	// quota, as Elections ACT reads the act, whose words still ask for a whole vote.
	ACT2020 = &Statute{
		Name: "ACT 2020", Source: "Electoral Act 1992 (Australian Capital Territory), schedule 4, as in force from 2020",
		Decimals: 6, Value: Available, Fraction: true, Oldest: true, Parcels: ByValue, Fill: Drawn, Vacancy: LastParcel, Ties: Latest, SurplusTies: Latest,
	}

	// Senate2021 elects the Australian Senate. Commonwealth Electoral Act 1918, section 273.
	// (8): quota. (9): the surplus over the number of papers, every one of them, whatever
	// brought it; votes without fraction. (13) and (13AA): then the last goes out, papers
	// move value by value, the highest first. (17): of the last two the one with more votes
	// takes the last place; equal votes are by lot. (18): as many as there are places are
	// elected; here when the papers of the last to go out have moved. (20) to (23):
	// surpluses in the order of the counts in which they arose, then by size, equal ones by
	// the latest count in which all differ, then by lot. (29) and (31): who goes out of
	// equals by the latest count in which two differ, then by lot. This is the count by
	// computer, without bulk exclusion.
	Senate2021 = &Statute{
		Name: "Senate 2021", Source: "Commonwealth Electoral Act 1918, section 273, as amended by Act 135 of 2021",
		Vacated: "by the Parliament of the state (Constitution, section 15)",
		Value:   Equal, Fraction: true, Oldest: true, Parcels: ByValue, Fill: Moved, Pair: true, Ties: Latest, SurplusTies: Distinct,
	}

	// Senate2021ByHand is the count by hand: (13A) has candidates go out in bulk.
	Senate2021ByHand = &Statute{
		Name: "Senate 2021, by hand", Source: "Commonwealth Electoral Act 1918, section 273, as amended by Act 135 of 2021",
		Vacated: "by the Parliament of the state (Constitution, section 15)",
		Value:   Equal, Fraction: true, Oldest: true, Batch: Bulk, Parcels: ByValue, Fill: Moved, Pair: true, Ties: Latest, SurplusTies: Distinct,
	}

	// Senate1984 is the section before those amendments: (13A) has candidates go out in
	// bulk, and equals go out by the latest count in which all of them differ.
	Senate1984 = &Statute{
		Name: "Senate 1984", Source: "Commonwealth Electoral Act 1918, section 273, as in force to 2021",
		Vacated: "by the Parliament of the state (Constitution, section 15)",
		Value:   Equal, Fraction: true, Oldest: true, Batch: Bulk, Parcels: ByValue, Fill: Moved, Pair: true, Ties: Distinct, SurplusTies: Distinct,
	}
)
