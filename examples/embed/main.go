// Command embed is the other commands for a program in another language: one JSON document
// on standard input, one on standard output, as a native program or as one WebAssembly
// module (GOOS=wasip1 or js, GOARCH=wasm). README.md has hosts.
//
//	{"schema": "vicinia/embed/1", "command": "year", "files": {"jurisdictions.csv": "id,name,...", ...}}
//
// The commands are year (its -json), statement (the words for one person) and tally (its
// -json). What comes back is the same bytes on every system:
//
//	{"schema": "vicinia/embed/1", "command": "year", "code": 0, "result": {...}}
//	{"schema": "vicinia/embed/1", "command": "year", "code": 1, "faults": [{"file": "bases.csv", ...}]}
//
// The code is what the command would exit with: 0 decided, 1 bad input, 2 wrong usage, 3 a
// tie that nothing was told to break. The program itself exits with 0 whenever it has
// answered. The folder schema has a JSON Schema for every document.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/vicinia/vicinia"
)

// Schema is the version of both documents.
const Schema = "vicinia/embed/1"

// MaxInput bounds the document that is read, in bytes.
const MaxInput = 64 << 20

// The codes of an answer are the exit codes of the commands.
const (
	decided  = 0
	badInput = 1
	usage    = 2
	tied     = 3
)

func main() {
	if err := serve(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "embed:", err)
		os.Exit(1)
	}
}

// An answer is the document that is written.
type answer struct {
	Schema  string          `json:"schema"`
	Command string          `json:"command"` // "" if it could not be read
	Code    int             `json:"code"`
	Result  json.RawMessage `json:"result,omitempty"`
	Faults  []fault         `json:"faults,omitempty"`
}

// A fault is a vicinia.Fault; what does not apply is left out.
type fault struct {
	File      string `json:"file,omitempty"`
	Line      int    `json:"line,omitempty"`
	Column    int    `json:"column,omitempty"`
	Path      string `json:"path,omitempty"`
	Message   string `json:"message"`
	Invariant string `json:"invariant,omitempty"`
}

// serve answers one document. Its error is of the writer alone.
func serve(in io.Reader, out io.Writer) error {
	a := answer{Schema: Schema, Code: usage}
	q, err := read(in)
	if q != nil {
		a.Command = q.Command
	}
	if err == nil {
		a.Code, a.Result, err = q.answer()
	}
	if err != nil {
		a.Result, a.Faults = nil, faults(err)
		if a.Code == decided {
			a.Code = badInput
		}
		if wrong := errUsage(""); errors.As(err, &wrong) {
			a.Code = usage
		}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(a); err != nil {
		return err
	}
	_, err = out.Write(b.Bytes())
	return err
}

// errUsage is what the document asks for in the wrong way.
type errUsage string

func (e errUsage) Error() string { return string(e) }

// wrong is a fault of a field of the document.
func wrong(path, format string, args ...any) error {
	return &vicinia.Fault{Path: path, Err: errUsage(fmt.Sprintf(format, args...))}
}

func faults(err error) (all []fault) {
	for f := range vicinia.Faults(err) {
		all = append(all, fault{f.File, f.Line, f.Column, f.Path, f.Err.Error(), string(f.Breaks)})
	}
	if all == nil {
		all = []fault{{Message: err.Error()}}
	}
	return all
}

// answer does what is asked.
func (q *query) answer() (code int, result []byte, err error) {
	switch q.Command {
	case "year":
		result, err = q.year()
	case "statement":
		result, err = q.statement()
	case "tally":
		return q.tally()
	}
	return decided, result, err
}
