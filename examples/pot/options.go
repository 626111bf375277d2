package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
)

// options are the command line.
type options struct {
	json, ledger bool
	statement    string
	pot          draft // what the flags say of it, for tables
	files        []string
}

const synopsis = `usage: pot [-json | -statement PERSON | -ledger] [FILE.json]
       pot -owner NAME -pot AMOUNT -on DATE -decision TEXT [-sink ID] PEOPLE.csv RECIPIENTS.csv`

// parse reads the command line.
func parse(args []string, errs io.Writer) (*options, error) {
	o := new(options)
	flags := flag.NewFlagSet("pot", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.BoolVar(&o.json, "json", false, "write JSON instead of words")
	flags.StringVar(&o.statement, "statement", "", "write the statement of a `person` instead, for that person alone")
	flags.BoolVar(&o.ledger, "ledger", false, "write the ledger as an hledger journal instead")
	text := func(to *field, name, about string) {
		flags.Func(name, about, func(s string) error {
			*to = field{text: s, place: place{file: -1, flag: "-" + name}}
			return nil
		})
	}
	text(&o.pot.owner, "owner", "who owns the pot (a `name`; with tables)")
	text(&o.pot.pot, "pot", "the `amount` with its currency: \"1000.00 EUR\" (with tables)")
	text(&o.pot.on, "on", "the `day` of the settlement (with tables)")
	text(&o.pot.decision, "decision", "the owner's decision, in a few `words` (with tables)")
	text(&o.pot.sink, "sink", "the `recipient` of what floors and caps cut off; without it that stays with the owner (with tables)")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprintln(errs, synopsis)
		flags.SetOutput(errs)
		flags.PrintDefaults()
		return o, err
	case err != nil:
		return o, errUsage(err.Error())
	}
	o.files = flags.Args()
	return o, o.check()
}

func (o *options) check() error {
	views := 0
	for _, on := range []bool{o.json, o.statement != "", o.ledger} {
		if on {
			views++
		}
	}
	p := o.pot
	given, missing := "", ""
	for _, f := range []struct {
		name string
		field
	}{{"owner", p.owner}, {"pot", p.pot}, {"on", p.on}, {"decision", p.decision}, {"sink", p.sink}} {
		if f.flag != "" && given == "" {
			given = f.name
		}
		if f.flag == "" && f.name != "sink" && missing == "" {
			missing = f.name
		}
	}
	switch n := len(o.files); {
	case views > 1:
		return errUsage("-json, -statement and -ledger are alternatives")
	case n > 2:
		return errUsage(fmt.Sprintf("%d files: want one document or two tables", n))
	case n == 2 && o.files[0] == o.files[1]:
		return errUsage(fmt.Sprintf("%q twice", o.files[0]))
	case n == 2 && missing != "":
		return errUsage("tables need -" + missing)
	case n < 2 && given != "":
		return errUsage(fmt.Sprintf("-%s is for tables: a document says it itself", given))
	}
	return nil
}

// read reads the document or the tables; start is where what is missing would stand.
func (o *options) read(in io.Reader) (d *draft, start place, err error) {
	if len(o.files) == 0 {
		f := &file{name: "worked.json", data: worked}
		return readJSON(f), f.at(0), nil
	}
	var all []*file
	for i, name := range o.files {
		f, err := open(name, in)
		if err != nil {
			return nil, place{}, err
		}
		f.index = i
		all = append(all, f)
	}
	if len(all) == 1 {
		return readJSON(all[0]), all[0].at(0), nil
	}
	readCSV(&o.pot, all...)
	return &o.pot, all[0].at(0), nil
}

// open reads a file, one byte more than it may have at most.
func open(name string, in io.Reader) (*file, error) {
	f := &file{name: name}
	if name == "-" {
		f.name = "stdin"
	} else {
		from, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer from.Close()
		in = from
	}
	var err error
	f.data, err = io.ReadAll(io.LimitReader(in, maxBytes+1))
	return f, err
}
