package folder

import (
	"errors"
	"io/fs"
	"net/url"
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
	rows := map[string]map[string][]*vicinia.Fault{} // by table and key
	var others []error
	for f := range vicinia.Faults(err) {
		name, key, _ := strings.Cut(f.Path, "/")
		if _, ok := keyColumns[name]; !ok || key == "" {
			others = append(others, f)
			continue
		}
		if rows[name] == nil {
			rows[name] = map[string][]*vicinia.Fault{}
		}
		key = key[:strings.LastIndexByte(key, '/')+1]
		rows[name][key] = append(rows[name][key], f)
	}
	for _, name := range sortedKeys(rows) {
		others = append(others, r.place(name, rows[name])...)
	}
	return errors.Join(r.err(), errors.Join(others...))
}

// place finds the rows of one table that faults name, in one pass; it returns those that
// it cannot place.
func (r *reading) place(name string, faults map[string][]*vicinia.Fault) (others []error) {
	t, ok := r.open(r.dir, name+".csv")
	var found []placed // apart, since rows ends at MaxFaults
	if ok {
		for c := range r.rows(t) {
			key := ""
			for _, column := range keyColumns[name] {
				key += url.PathEscape(c.text(column)) + "/"
				for _, f := range faults[key] {
					line, column := t.column(c.spot, t.field(f.Path[strings.LastIndexByte(f.Path, '/')+1:]))
					found = append(found, placed{t.order, &vicinia.Fault{
						File: t.Name, Line: line, Column: column, Breaks: f.Breaks, Err: f.Err,
					}})
				}
				delete(faults, key)
			}
		}
	}
	r.faults = append(r.faults, found...)
	for _, key := range sortedKeys(faults) {
		for _, f := range faults[key] {
			if ok {
				r.fault(t, 1, 1, f.Breaks, f.Err)
			} else {
				others = append(others, f)
			}
		}
	}
	return others
}
