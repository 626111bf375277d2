// Package tidy is a test of the tree: the floors of imports, and the habits of the house
// that a compiler does not hold.
//
// # Rules
//
// An import points down, as floors_test.go says. Outside tests, no map is walked unless
// what was collected is sorted in the next statement; there is no float but in
// confed/sim, confed/chart and the examples that import them; no clock, environment or
// global source of chance; no printing, logging or exit below examples; and a panic names
// its package. Functions have at most 70 lines. What is exported has a comment that
// begins with its name; every package has a doc.go; a type that embeds ballot.Record says
// for itself who won and how it is encoded. Skipped tests say why, sources are as gofmt
// leaves them, and nothing is left open or names a path of somebody's machine.
//
// A line, or the one below it, is let off by a comment with the reason:
//
//	//tidy: the order of a sum of integers does not matter
//
// A comment that lets nothing off is a failure too.
//
// # Exported API
//
// testdata/api holds what each public package exports, a feature a line. The first line
// is the package's promise: stable (what is there stays), settling (a change is announced
// one version ahead), experimental (none); it is changed by hand. After a change of the
// API:
//
//	go test ./internal/tidy -run TestAPI -update
//
// and a line in CHANGELOG.md.
//
// # Determinism
//
// Every check is tried on a seeded violation and on its lawful neighbour, so that none
// can pass by accident.
package tidy
