package stv

// NewZealand2004 elects councils and boards of New Zealand by Meek's method, nine decimals, every
// round a count. Local Electoral Regulations 2001, schedule 1A. Clause 5: the quota is what is
// not exhausted over (places+1), cut, and 10^-9. 6: who equals or exceeds it is successful. 10:
// what each successful candidate keeps of a paper, in order of preference. 13: the last goes out
// if with all surpluses still below any other, or if these are less than 0.0001. 19 and 40: of
// equals by the earliest step at which they had different votes. 20 and 21: nobody is elected
// whom no paper ranks. 23: when no round changes anything any more, the last goes out. 3: as many
// as there are places are elected.
//
// Where the calculator that is used in New Zealand differs from the words, this follows it: 13 is
// asked in the first round too (Strath Taieri, 2025), multiplications of clause 10 are rounded
// down but for the last, which is rounded up (Dunedin, Cargill ward, 2004), and those without
// votes go out together. Clauses 41 to 48 break what ties are left by numbers made from the
// votes, in words that leave more than one: here the officer is asked.
var NewZealand2004 = &Statute{
	Name: "New Zealand 2004", Source: "Local Electoral Regulations 2001 (SR 2001/145), schedule 1A, inserted by SR 2003/391",
	Vacated: "by a by-election or an appointment (Local Electoral Act 2001, section 117)",
	Method:  Meek, Decimals: 9, Quota: Unit, Omega: 4, Rounds: true, Named: true, Ties: Earliest,
}
