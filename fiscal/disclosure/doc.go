// Package disclosure answers which cells of a table may be published without exposing a
// payer: designations reveal religion and origin (D-13).
//
// # Representation
//
// A [Table] has rows (municipalities), perhaps within regions, and columns (communities,
// or none), with a count of payers in each cell and perhaps their money. A [Public] is
// what may be seen: the same with all totals, of which some cells are blank. A cell does
// not say why it is blank, nor does anything else.
//
// # Rules
//
// A [Rule] blanks every count below a minimum, five by default, also where it is a total;
// the amount goes with the count, since that of one payer says more than their number;
// and, if it says so, a cell of which one payer has most (dominance). What is left could
// still be restored by subtraction: more cells are blanked, until no blank can be bounded
// below the minimum, nor the amount of a small cell closer than half of it to either side.
// [Audit] checks this from what is published alone: an attacker solves the sums for
// integers that are not negative, and since the table is a network the exact interval of
// each cell is two maximum flows (Gusfield, "A graph theoretic approach to statistical
// data security", SIAM Journal on Computing 17(3), 1988); rows within regions are a
// network as well. Every table is audited before it is returned.
//
// May be published: a table that Suppress returned, its blanks marked alike, and no other
// table of the same people that could be subtracted from it: the same count by age, by
// quarter of a year, or without one place, is one more equation that no audit of one
// table sees. Regions that are shown elsewhere belong into the table. May not: a digest of
// the numbers behind, the drawing of a blank to scale, a total computed from blanks, the
// order of rows by a blank's size. Names of rows and columns are published: a community that
// only one person can belong to is no column.
//
// A page of several tables has relations between them that no audit of one table sees: who
// designates pays, and only once to one community; rolls are yes, no, blank and those who
// stayed away, and a verdict bounds each; a region is its municipalities. Who publishes such
// a page writes all of them down as linear inequalities in the numbers shown and withheld,
// asks of each that is withheld what it can be, and withholds more until none is bounded
// below the minimum. Package confed/report does so for its page: what it withholds beyond
// Suppress is a few rules, and its tests are the attacker, an exact linear program over every
// number of the page, on real and on drawn years.
//
// The attacker is an outsider. A payer knows their own part, and two who share a cell
// know more than an interval says. Nor is the search reversed: an attacker may guess that
// a table with other values would have got other blanks; a higher minimum is the answer
// where that matters. Suppress adds no noise and rounds nothing: Table.Round and
// [Privacy] do, each by itself, the latter from a source of chance that the caller hands in.
//
// Whether a zero may be seen depends on who is asked: see [Zeros]. A total of choices is
// not a number of people: see Rule.Choices. People belong in rows and choices in columns,
// be it one row; a payer who stands in two rows counts as two.
//
// # Ties and rounding
//
// Small tables are searched for the pattern that withholds least: grand totals, other
// totals, cells, people, in this order; of equal ones the first by the names of rows and
// columns is taken. In large ones each need is met in turn along a cheapest path, and what
// is not needed is shown again, so that the result is safe but perhaps not the least:
// Public.Least says. Spread is rounded up. The field's own account of all this is
// Hundepool and others, Handbook on Statistical Disclosure Control, 2nd edition, 2024,
// chapters 4 and 5.
//
// # Errors
//
// A malformed table or rule is every vicinia.Fault at once, with its path; two currencies
// break M-7, and totals over [MaxTotal] are vicinia.ErrOverflow. Every table that is well
// formed has a pattern: all cells blank at worst.
//
// # Determinism
//
// Integers only, no chance, no clock: the search is bounded by counting. The order of rows
// and columns changes no blank.
//
// # Example
//
//	table := disclosure.Table{
//		Rows:    []string{"Arth", "Lauerz", "Steinen"},
//		Columns: []string{"Church", "Linux"},
//		Counts:  []int64{40, 12, 9, 3, 31, 25},
//	}
//	public, err := disclosure.Rule{}.Suppress(table)
//	if err != nil {
//		log.Fatal(err)
//	}
//	bounds, err := disclosure.Audit(public)
//	fmt.Println(public.Cell(1, 1).Blank, bounds[4].Count) // true {1 11}
package disclosure
