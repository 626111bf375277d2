package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/examples/poll"
)

// A query is the document that is read: a command, its files, and what its flags would be.
type query struct {
	Command string
	Files   map[string]string // by name
	World   string            // one that ships, in the place of files
	Year    int               // 0: the only one of the schedules
	Person  string

	poll.Question
}

// belong are the members of each command's document, beside schema and command.
var belong = map[string]string{
	"year":      "files world year",
	"statement": "files world year person",
	"tally":     "files " + strings.Join(settings(), " "),
}

// settings are the members of a vote.
func settings() (names []string) {
	for _, s := range new(poll.Question).Settings() {
		names = append(names, s.Member())
	}
	return names
}

// read reads a document strictly: every member is known, there once, and of its type. The
// query beside an error has the command, if that could be read.
func read(in io.Reader) (*query, error) {
	text, err := io.ReadAll(io.LimitReader(in, MaxInput+1))
	switch {
	case err != nil:
		return nil, err
	case len(text) > MaxInput:
		return nil, fmt.Errorf("the document has more than %d bytes", MaxInput)
	case !utf8.Valid(text):
		return nil, errors.New("the document is not text in UTF-8")
	}
	if bad := new(json.SyntaxError); errors.As(json.Unmarshal(text, new(json.RawMessage)), &bad) {
		return nil, placed(text, bad)
	}
	all, err := members(text)
	if err != nil {
		return nil, err
	}
	q := new(query)
	var schema string
	faults := []error{into(all, "schema", &schema), into(all, "command", &q.Command)}
	if schema != Schema {
		faults = append(faults, wrong("schema", "%.80q; want %q", schema, Schema))
	}
	if _, ok := belong[q.Command]; !ok {
		faults = append(faults, wrong("command", "%.80q; want %s", q.Command, strings.Join(slices.Sorted(maps.Keys(belong)), ", ")))
		q.Command = ""
		return q, errors.Join(faults...)
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if name != "schema" && name != "command" && !slices.Contains(strings.Fields(belong[q.Command]), name) {
			faults = append(faults, wrong(fmt.Sprintf("%.80s", name), "it is not for %s", q.Command))
		}
	}
	return q, errors.Join(append(faults, q.fill(all))...)
}

// fill reads the members that commands have.
func (q *query) fill(all map[string]json.RawMessage) error {
	faults := []error{
		texts(all, "files", &q.Files), into(all, "world", &q.World), into(all, "year", &q.Year), into(all, "person", &q.Person),
	}
	for _, s := range q.Settings() {
		if to, ok := s.To.(*map[string]string); ok {
			faults = append(faults, texts(all, s.Member(), to))
			continue
		}
		faults = append(faults, into(all, s.Member(), s.To))
	}
	return errors.Join(faults...)
}

// texts reads a member that is texts by name, if it is there.
func texts(all map[string]json.RawMessage, member string, to *map[string]string) error {
	if all[member] == nil {
		return nil
	}
	named, err := members(all[member])
	if err != nil {
		return wrong(member, "%v", err)
	}
	*to = make(map[string]string, len(named))
	var faults []error
	for _, name := range slices.Sorted(maps.Keys(named)) {
		var text string
		if err := into(named, name, &text); err != nil {
			faults = append(faults, wrong(fmt.Sprintf("%s/%.80s", member, name), "want text"))
		}
		(*to)[name] = text
	}
	return errors.Join(faults...)
}

// into reads one member, if it is there; null is no value.
func into(all map[string]json.RawMessage, name string, to any) error {
	raw, ok := all[name]
	if !ok {
		return nil
	}
	if bytes.Equal(bytes.TrimSpace(raw), []byte("null")) {
		return wrong(name, "null is no value: leave it out")
	}
	if err := json.Unmarshal(raw, to); err != nil {
		if bad := new(json.UnmarshalTypeError); errors.As(err, &bad) {
			return wrong(name, "a JSON %s is not a %s", bad.Value, bad.Type)
		}
		return wrong(name, "%v", err)
	}
	return nil
}

// members reads a JSON object in which each name is there once. The text is valid JSON.
func members(text []byte) (map[string]json.RawMessage, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return nil, errors.New("want a JSON object")
	}
	all := map[string]json.RawMessage{}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return nil, err
		}
		name := token.(string) // between members of an object stand names
		if _, twice := all[name]; twice {
			return nil, fmt.Errorf("%.80q is there twice", name)
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, err
		}
		all[name] = value
	}
	return all, nil
}

// placed gives a syntax error its line and column.
func placed(text []byte, bad *json.SyntaxError) error {
	before := text[:max(0, min(int(bad.Offset)-1, len(text)))]
	return &vicinia.Fault{
		File: "input", Line: 1 + bytes.Count(before, []byte("\n")),
		Column: len(before) - bytes.LastIndexByte(before, '\n'), Err: errUsage(bad.Error()),
	}
}
