// Command pot splits money that a town, a cooperative or a foundation owns by equal
// designations of its people: everybody directs the same part, by shares, to the recipients
// on the owner's list. It is the use that needs no fiscal sovereignty and no new law.
//
//	pot [-json | -statement PERSON | -ledger] [FILE.json]
//	pot -owner NAME -pot "1000.00 EUR" -on 2026-03-14 -decision TEXT [-sink ID] PEOPLE.csv RECIPIENTS.csv
//
// Without a file it is the example that ships, worked.json, which is also the form of the
// document; FILE - is standard input. The tables are told apart by their headers:
//
//	person,choices            id,name,floor,cap
//	ana,garden=50%|cafe=1/3   garden,Community garden,,300.00
//
// The pot is split by heads, so that all parts are equal and what does not divide stays with
// the owner by name. Then it is the engine of package designation: each line is its share of
// the part, rounded down; shares add up to 100 % at most (D-1); recipients are on the list
// (D-6); silence is valid, and what nobody directs stays with the owner (D-4). A recipient
// with a floor gets nothing below it, one with a cap no more than it. What is cut off so goes
// to the sink, a recipient without a floor or cap, or else stays with the owner. Each is
// judged by what was directed to it alone, so that no order matters. Every cent is in the
// ledger, and the conservation line adds the pot up.
//
// It exits with 0 if the pot is split, 1 on bad input (every fault, with its line and
// column), 2 on wrong usage.
package main

import (
	"bytes"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/vicinia/vicinia"
)

// The exit codes.
const (
	split    = 0
	badInput = 1
	usage    = 2
)

//go:embed worked.json
var worked []byte

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// errUsage is what the command line got wrong.
type errUsage string

func (e errUsage) Error() string { return string(e) }

func run(args []string, in io.Reader, out, errs io.Writer) int {
	o, err := parse(args, errs)
	if errors.Is(err, flag.ErrHelp) {
		return split
	}
	if err == nil {
		err = o.split(in, out)
	}
	if wrong := errUsage(""); errors.As(err, &wrong) {
		fmt.Fprintf(errs, "pot: %s; see pot -help\n", wrong)
		return usage
	}
	if err != nil {
		tell(errs, err)
		return badInput
	}
	return split
}

// tell writes every fault on a line of its own.
func tell(errs io.Writer, err error) {
	n := 0
	for fault := range vicinia.Faults(err) {
		fmt.Fprintln(errs, fault)
		n++
	}
	if n == 0 {
		fmt.Fprintln(errs, "pot:", err)
	}
}

// split reads, settles and writes. Everything is in memory before the first byte is written.
func (o *options) split(in io.Reader, out io.Writer) error {
	d, start, err := o.read(in)
	if err != nil {
		return err
	}
	p, err := d.check(start)
	if err != nil {
		return err
	}
	s, err := p.settle()
	if err != nil {
		return err
	}
	var page bytes.Buffer
	if err := o.write(&page, s); err != nil {
		return err
	}
	_, err = out.Write(page.Bytes())
	return err
}

func (o *options) write(page io.Writer, s *settlement) error {
	switch {
	case o.json:
		return s.json(page)
	case o.statement != "":
		return s.statement(page, o.statement)
	case o.ledger:
		book, err := s.book()
		if err != nil {
			return err
		}
		return book.WriteHledger(page)
	}
	return s.words(page)
}
