package folder

import (
	"errors"
	"io/fs"
	"net/url"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
)

// keyColumns are the columns by which a path names a row: parties/K1/A/2019-01-01/share.
var keyColumns = map[string][]string{
	"communities":  {"id"},
	"schedules":    {"jurisdiction", "year"},
	"policies":     {"jurisdiction", "year"},
	"bases":        {"person", "year"},
	"designations": {"jurisdiction", "year"},
	"parties":      {"compact", "party", "from"},
	"budgets":      {"compact", "year"},
	"services":     {"id"},
	"poolings":     {"phyle", "community"},
}

// Place gives the faults of a year their file, line and column: year names a row by the
// path of its table and key. Faults that name no row stay as they are. They come back in
// the order of Files and places.
func Place(dir fs.FS, err error) error {
	if err == nil {
		return nil
	}
	r := &reading{dir: dir, doubts: newDoubts()}
	var others []error
	for f := range vicinia.Faults(err) {
		if !r.place(f) {
			others = append(others, f)
		}
	}
	return errors.Join(r.err(), errors.Join(others...))
}

// place finds the row that a fault names; ok is false if there is none.
func (r *reading) place(f *vicinia.Fault) (ok bool) {
	parts := strings.Split(f.Path, "/")
	columns, ok := keyColumns[parts[0]]
	if !ok || len(parts) < 2 {
		return false
	}
	t, ok := r.open(r.dir, parts[0]+".csv")
	if !ok {
		return false
	}
	key, column := parts[1:len(parts)-1], parts[len(parts)-1]
	for c := range r.rows(t) {
		if len(key) <= len(columns) && slices.EqualFunc(key, columns[:len(key)], func(k, column string) bool {
			id, err := url.PathUnescape(k)
			return err == nil && c.text(column) == id
		}) {
			c.fault(t.field(column), f.Breaks, f.Err)
			return true
		}
	}
	r.fault(t, 1, 1, f.Breaks, f.Err)
	return true
}
