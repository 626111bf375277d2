// Package folder is a world as a folder of plain tables (CSV, RFC 4180).
//
// # Representation
//
// One file for each kind of record, one header line each, columns by name and in any
// order, rows in any order. [Files] lists them. A byte-order mark and CRLF are accepted.
// An interval is [from, to), an empty to is open, dates are 2025-03-01.
//
// # Rules
//
// A folder states facts: a fact that breaks a rule or another fact is a fault, and a folder
// with a fault gives no world. A designation is a request: one that breaks a rule is
// refused, which is a result. The rules are those of package confed: Read turns rows into
// acts and has no rule of its own but the form of the tables.
//
// # Errors
//
// Read returns every fault of every file, each a [vicinia.Fault] with file, line and byte
// column, sorted by the order of Files, then by place. What follows from a row that is at
// fault already is not reported again. Limits are constants: no input exhausts memory.
//
// # Determinism
//
// The order of rows and columns is not seen: equal sets of rows give equal worlds. Write
// sorts, so that equal worlds give equal bytes.
//
// # Example
//
//	world, refused, err := folder.Read(os.DirFS("aldea"))
//	if err != nil {
//		log.Fatal(err) // residencies.csv:4:6: overlaps ...
//	}
//	report, err := year.Run(world, 2025)
//	if err != nil {
//		log.Fatal(folder.Place(os.DirFS("aldea"), err))
//	}
//	fmt.Println(len(refused), report.Total())
//	err = folder.Write("copy", world, refused)
package folder
