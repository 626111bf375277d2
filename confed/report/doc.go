// Package report shows a year to people and programs.
//
// # Representation
//
// [Text] is the operator's view in words and tables, [JSON] the same for programs, in the
// form of the world folder's contract, and [Digest] its SHA-256. [Statement] is the view of
// one resident. All are made of a year.Report and the refused filings, and compute no
// figure of their own but one: how much of what stays of a resident's tax goes to a
// compact, in proportion. Of a long list the words have the first dozen, by id, count the
// others and say where they are; a service is never without its reasons. [HTML] is the page
// for the assembly, and [StatementHTML] a statement as a page: each one file, without script
// or network, that reads on a phone, at a desk, in the dark and on grey paper.
//
// # Rules
//
// Who may see what: Text and JSON name persons and are for the operator alone. A statement
// is for the resident alone. It holds what the person's own rows give and what is decided
// for all, says of nobody else, and nothing of ballots or check-ins; a sum of fewer than
// [MinCell] payers is left out, since one of them could subtract. Every refusal comes with
// its reason and, in words, with the sentence and source of the rule.
//
// HTML is for everybody. What stands for fewer than disclosure.MinCell electors, payers or
// filers is withheld, and as much else as it takes that no such figure follows, nor can be
// bounded below that: cells of the table of designations and the payers of the same place,
// the tax of a region with that of a municipality, the roll on which a verdict tells how few
// said no, what parties give by revenue, and the digest, unless refused filings that nobody
// knows all of salt it. A number that stands in no table is withheld up to twice the minimum,
// so that its blank does not say that it is one of few. What a verdict says by itself is no
// secret: where nothing but a unanimous vote carries, nobody said no.
//
// # Ties and rounding
//
// A resident's proportion is fiscal.Money.Split: largest remainder, so that the parts add
// up to what stays. HTML has percentages, half-even, and drawings, half up; every cent is in
// its tables. Nothing else is divided.
//
// # Errors
//
// A person who is not in the register is a vicinia.Fault with the path person; else errors
// are those of the writer, and of amounts that do not fit. A page is written in one piece.
//
// # Determinism
//
// Everything is in the order of ids, columns are as wide as their widest cell in runes, and
// the JSON is written in one way, whatever the version of Go: equal years give equal bytes.
//
// # Example
//
//	r, err := year.Run(world, 2025)
//	if err != nil {
//		log.Fatal(err)
//	}
//	err = report.Text(os.Stdout, r, refused)
//	err = report.HTML(page, r, refused)
//	err = report.Statement(os.Stdout, r, refused, "P1")
//	fmt.Println(report.Digest(r, refused)) // sha256:1212a8268e0e...
package report
