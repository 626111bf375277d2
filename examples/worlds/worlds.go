// Package worlds has the world folders that ship with the examples.
package worlds

import (
	"embed"
	"io/fs"
)

//go:embed worked
var folders embed.FS

// Find returns the folder of a world that ships: worked, the worked year of the
// documentation.
func Find(name string) (fs.FS, bool) {
	if !fs.ValidPath(name) {
		return nil, false
	}
	if _, err := fs.Stat(folders, name+"/jurisdictions.csv"); err != nil {
		return nil, false
	}
	dir, err := fs.Sub(folders, name)
	return dir, err == nil
}
