// Package worlds has the world folders that ship with the examples: worked, the worked year
// of the documentation, and schwyz, a real canton with drawn residents.
//
// # Representation
//
// A world is a folder of tables, as package confed/folder reads it. Worked is embedded.
// Schwyz is drawn whenever it is found, into tables in memory: about 160,000 residents in
// 30 communes, in a fifth of a second. [About] says what of it is real.
//
// # Determinism
//
// A drawn world comes from a seed by PCG and integers alone, so that its bytes are the same
// everywhere.
package worlds

import (
	"embed"
	"io/fs"
)

//go:embed worked
var folders embed.FS

// Find returns the folder of a world that ships; ok is false if there is none of that name.
func Find(name string) (dir fs.FS, ok bool) {
	switch name {
	case "worked":
		dir, err := fs.Sub(folders, name)
		return dir, err == nil
	case "schwyz":
		return drawSchwyz(schwyzSeed).folder(), true
	}
	return nil, false
}

// About says what of a world is real, what is drawn and what is assumed, with sources, in
// lines for under the title of its report; "" where there is nothing to say.
func About(name string) string {
	if name == "schwyz" {
		return aboutSchwyz()
	}
	return ""
}
