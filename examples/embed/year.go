package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/confed/folder"
	"github.com/vicinia/vicinia/confed/report"
	"github.com/vicinia/vicinia/confed/year"
	"github.com/vicinia/vicinia/examples/worlds"
)

// year is the document of year -json.
func (q *query) year() ([]byte, error) {
	r, refused, err := q.account()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = report.JSON(&b, r, refused)
	return b.Bytes(), err
}

// statement is the words of year -statement, as a document.
func (q *query) statement() ([]byte, error) {
	if q.Person == "" {
		return nil, wrong("person", "whose statement?")
	}
	r, refused, err := q.account()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := report.Statement(&b, r, refused, census.PersonID(q.Person)); err != nil {
		return nil, err
	}
	return json.Marshal(struct {
		Person string `json:"person"`
		Year   int    `json:"year"`
		Text   string `json:"text"`
	}{q.Person, r.Year, b.String()})
}

// account runs the year of the world.
func (q *query) account() (*year.Report, []confed.Refusal, error) {
	dir, err := q.folder()
	if err != nil {
		return nil, nil, err
	}
	w, refused, err := folder.Read(dir)
	if err != nil {
		return nil, nil, err
	}
	n := q.Year
	if years := w.Years(); n == 0 {
		if len(years) != 1 {
			return nil, nil, wrong("year", "the schedules are of the years %v: say which", years)
		}
		n = years[0]
	}
	r, err := year.Run(w, n)
	return r, refused, folder.Place(dir, err)
}

// folder is the world that is asked for.
func (q *query) folder() (fs.FS, error) {
	switch {
	case q.World != "" && q.Files != nil:
		return nil, wrong("world", "it is there beside files: say one of them")
	case q.World != "":
		if dir, ok := worlds.Find(q.World); ok {
			return dir, nil
		}
		return nil, wrong("world", "no world %.80q ships", q.World)
	case q.Files == nil:
		return nil, wrong("files", "they are missing")
	}
	var faults []error
	for _, name := range slices.Sorted(maps.Keys(q.Files)) {
		if !slices.ContainsFunc(folder.Files(), func(f folder.File) bool { return f.Name == name }) {
			faults = append(faults, wrong("files", "a world has no table %.80q", name))
		}
	}
	return tables(q.Files), errors.Join(faults...)
}

// tables are files by name, as a folder that can be read and no more.
type tables map[string]string

func (t tables) Open(name string) (fs.File, error) {
	text, ok := t[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return table{strings.NewReader(text)}, nil
}

type table struct{ *strings.Reader }

func (table) Close() error               { return nil }
func (table) Stat() (fs.FileInfo, error) { return nil, errors.ErrUnsupported }
