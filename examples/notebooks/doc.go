// Package notebooks has notebooks in the format of the GoNB kernel, with their outputs. It
// is a module of its own, so that nothing of theirs reaches a program that imports vicinia.
// Its tests run every cell and compare the outputs with the committed ones; README.md says
// how to open them.
package notebooks

import (
	// What the cells import: for go.mod, and so that a change of theirs runs the tests again.
	_ "github.com/vicinia/vicinia/ballot/seats"
	_ "github.com/vicinia/vicinia/confed/chart"
	_ "github.com/vicinia/vicinia/confed/folder"
	_ "github.com/vicinia/vicinia/confed/sim"
	_ "github.com/vicinia/vicinia/confed/year"
	_ "github.com/vicinia/vicinia/examples/worlds"
)
