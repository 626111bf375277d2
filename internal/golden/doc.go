// Package golden compares what a test got with a file that somebody has read.
//
// # Representation
//
// The files lie in testdata, beside the test. A file of [Cases] is plain text:
//
//	# A people's majority without a majority of bodies does not carry.
//	double
//	Uri 900 100
//	----
//	rejected
//
// Cases are set apart by blank lines; above the ---- stands what is given, comments
// included, and below it what is wanted.
//
// # Rules
//
// go test -update, in the packages that import this one, writes what was got. Commit the
// difference only if you can say why each line moved. A missing file is a failure, never
// a silent pass. [Published] finds the files of others that are no golden files of ours.
//
// # Ties and rounding
//
// There are none.
//
// # Errors
//
// All are failures of the test, and name file and line.
//
// # Determinism
//
// Bytes are compared as they are, line ends too.
//
// # Example
//
//	func TestReport(t *testing.T) {
//		golden.Equal(t, "report.txt", report())
//	}
//
//	func TestDecide(t *testing.T) {
//		golden.Cases(t, "double.txt", func(given string) string { return decide(given) })
//	}
package golden
