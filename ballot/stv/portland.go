package stv

// Portland2023 elects the councilors of Portland, Oregon, three to a district. City Code
// 2.08.030(A)(3) and (4): ranks left out are passed over, and so is a rank given to several. (C)(2)b:
// the threshold is the votes of the first round over one more than the seats, and one, without
// fraction; who equals or exceeds it is elected. b(1): the surplus fraction is the surplus over the
// votes, a new transfer value the old one times that, both cut to four decimals. b(2): surpluses of
// one round move together, also when the seats are filled, to those who are still active. a: as many
// as there are seats are elected. c: when nobody is elected, the last goes out. (A)(6): equals by
// lot. Those for whom votes were written in without a certificate are one option like the others.
var Portland2023 = &Statute{
	Name: "Portland 2023", Source: "Portland, Oregon, City Code 2.08.010 and 2.08.030, Ordinance 191244 of 2023 as amended by Ordinance 191973",
	Vacated: "by an election (City Charter, section 2-206; by instant runoff, City Code 2.08.020(C))",
	Skipped: Pass, Shared: Pass, Decimals: 4, Value: Share, Together: true, Zero: true, Fill: Moved, Complete: true, Onward: true,
}
