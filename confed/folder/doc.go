// Package folder is a world as a folder of plain tables.
//
// # Representation
//
// One CSV file (RFC 4180, UTF-8) for each kind of record, one header line each, columns by
// name and in any order, rows in any order. [Files] lists them; recognitions, checkins,
// budgets and the tables of services and phyles may be absent. A byte-order mark and CRLF
// are accepted. Dates are 2025-03-01, intervals [from, to), an empty to is open. Ids are one
// name space: an id stands for one jurisdiction, person, community, compact, call, decision,
// service or phyle.
//
//	jurisdictions   kind municipality or region; within a region, or empty; powers set-rate,
//	                collect, spend, designate joined by a bar, none, or empty: those of within
//	persons         birth_date, death_date or empty
//	residencies     recorded_at is the day on which the office learnt it
//	communities     kind origin, synthetic, productive; legal_form international-foundation
//	                or international-organisation
//	recognitions    recogniser register (for all) or a jurisdiction (for its own tax);
//	                without the file every community is recognised
//	memberships     person, community, from, to
//	calls           body a jurisdiction or community; rule of the reference date on:DATE,
//	                days-before:N (the vote), first-of-month:N (the first day of the Nth month
//	                before that of the call)
//	decisions       matter tax-rate, designation-policy, budget (a jurisdiction on itself),
//	                compact-join, compact-exit (subject the compact), community-budget;
//	                threshold simple, absolute, 2/3; quorum a percentage of the eligible
//	checkins        who took a ballot, never which
//	ballots         choice yes, no, blank, spoilt; count
//	schedules       kind flat 8%, brackets 0:0%|10000.50:5%, multiplier 119%; origin local
//	                (by a decision) or external
//	policies        cap of the tax; membership declares, prior, free; undeclared general-budget
//	bases           one number, read by every schedule in its own currency
//	designations    rows of one person, jurisdiction, year and filed_on are one filing;
//	                community and share empty: a withdrawal, alone in its filing
//	compacts        level municipal or regional; objects joined by a bar; notice_months
//	parties         share_rule revenue-share 10%, fixed 300.00, per-head, capacity, equal;
//	                joined_by and left_by may be empty before the earliest call_date
//	budgets         what a compact raises in a year by its keyed shares
//	services        what a jurisdiction needs provided: its object, the people that it takes
//	                (empty: any number), its cost a year
//	openings        when commons were called to offer a service
//	candidacies     the community that is steward of a commons and offers to provide
//	findings        rung commons, municipality or compact; provider a community, the
//	                jurisdiction or a compact; sufficient yes or no; by a decision of the
//	                residents in the matter provider; see package competence
//	phyles          two communities or more, joined by a bar
//	poolings        the share of what a community receives that goes to its phyle's fund, by
//	                a decision of its members in the matter community-budget
//
// # Rules
//
// A folder states facts: a fact that breaks a rule or another fact is a fault, and a folder
// with a fault gives no world. A designation is a request: one that breaks T-2, D-6, D-1 or
// D-5, in this order, is refused whole, which is a result. A schedule, a policy, joining and
// leaving are done by the decision that their row cites. The rules are those of packages
// confed and census: Read turns rows into acts and has no rule of its own but the form of
// the tables.
//
// # Ties and rounding
//
// There are none: numbers are read exactly or are faults.
//
// # Errors
//
// Read returns every fault of every file, each a [vicinia.Fault] with file, line and byte
// column of the field, sorted by the order of Files, then by place. What follows from a row
// that is at fault already, or from a table that cannot be read, is not reported again: a
// malformed field is replaced by what permits most, and other rows are still read. [Place] gives the faults of a year theirs.
// Limits are constants, so that no input exhausts memory. Numbers have at most 18 digits; a
// base has no more decimals than the currency of the folder that has most; a percentage may
// be written as 5%, 5‰, 0.05 or 1/20.
//
// # Determinism
//
// The order of rows and columns is not seen: equal sets of rows give equal worlds. Write
// sorts, so that equal worlds give equal bytes, and Read reads them back.
//
// # Example
//
//	dir := os.DirFS("aldea")
//	world, refused, err := folder.Read(dir)
//	if err != nil {
//		log.Fatal(err) // residencies.csv:4:6: ... overlaps ...
//	}
//	report, err := year.Run(world, 2025)
//	if err != nil {
//		log.Fatal(folder.Place(dir, err))
//	}
//	fmt.Println(len(refused), report.Total())
//	err = folder.Write("copy", world, refused)
package folder
