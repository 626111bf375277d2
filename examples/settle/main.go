// Command settle settles a year of designations: what payers directed, what each recipient
// gets, what stays, and why.
//
//	settle -regime NAME|FILE.json -returns FILE.csv [-recipients FILE.csv] [-year N] [-json]
//	settle -list
//
// A regime is a law that ships (settle -list tells them) or a file in the same format, see
// fiscal/designation/law; -year picks the law of that tax year. Returns have the columns
// payer,base,choices and, where the law asks for them, class, municipality, filed, year (the
// tax year that they were filed for), arrears and instalments. Where a law counts heads or
// vouchers, base is their number. Choices are recipients or boxes with bars between:
// church|social, Esperanto=5%|Linux=5%, volunteering:CODE, and nothing is no choice.
// Recipients have the columns id,name,category,from,to and rate, members, ceiling,
// requested, cost, declines. Without them the returns tell who the recipients are, unless
// the law does. - is standard input.
//
// What it writes names payers: it is for the operator. It exits with 0 if the year is
// settled, 1 on bad input, 2 on wrong usage.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/fiscal/designation/law"
)

// The exit codes.
const (
	settled  = 0
	badInput = 1
	usage    = 2
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// options are the command line.
type options struct {
	regime, returns, recipients string
	year                        int
	json, list                  bool
}

// errUsage is what the command line got wrong.
type errUsage string

func (e errUsage) Error() string { return string(e) }

func run(args []string, in io.Reader, out, errs io.Writer) int {
	o, err := parse(args, errs)
	if errors.Is(err, flag.ErrHelp) {
		return settled
	}
	if err == nil {
		err = o.run(in, out, errs)
	}
	if wrong := errUsage(""); errors.As(err, &wrong) {
		fmt.Fprintf(errs, "settle: %s; see settle -help\n", wrong)
		return usage
	}
	if err != nil {
		tell(errs, err)
		return badInput
	}
	return settled
}

const synopsis = `usage: settle -regime NAME|FILE.json -returns FILE.csv [-recipients FILE.csv] [-year N] [-json]
       settle -list`

// parse reads the command line.
func parse(args []string, errs io.Writer) (o options, err error) {
	flags := flag.NewFlagSet("settle", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&o.regime, "regime", "", "the `law`: one that ships, or a file.json")
	flags.StringVar(&o.returns, "returns", "", "the returns, a `file` of payer,base,choices; - is standard input")
	flags.StringVar(&o.recipients, "recipients", "", "who may receive, a `file` of id,name,category,from,to")
	flags.IntVar(&o.year, "year", 0, "the tax `year`; if absent, the default of the law")
	flags.BoolVar(&o.json, "json", false, "write JSON instead of words")
	flags.BoolVar(&o.list, "list", false, "list the laws that ship")
	err = flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		help(errs, flags)
		return o, err
	case err != nil:
		return o, errUsage(err.Error())
	case flags.NArg() > 0:
		return o, errUsage(fmt.Sprintf("%q is not a flag", flags.Arg(0)))
	case o.list:
		return o, nil
	case o.regime == "":
		return o, errUsage("no -regime; settle -list tells the laws that ship")
	case o.returns == "":
		return o, errUsage("no -returns")
	case o.returns == "-" && o.recipients == "-":
		return o, errUsage("standard input is either the returns or the recipients")
	case o.year < 0 || o.year > vicinia.MaxYear:
		return o, errUsage(fmt.Sprintf("-year %d is not in 1 to %d", o.year, vicinia.MaxYear))
	}
	flags.Visit(func(f *flag.Flag) {
		if v := f.Value.String(); v == "" || f.Name == "year" && v == "0" {
			err = errUsage(fmt.Sprintf("-%s says nothing: %q", f.Name, v))
		}
	})
	return o, err
}

// run settles. Everything is in memory before the first byte is written. Beside JSON, notes
// go where errors go.
func (o options) run(in io.Reader, out, errs io.Writer) error {
	if o.list {
		return list(out)
	}
	l, err := find(o.regime)
	if err != nil {
		return err
	}
	r, err := read(l, o, in)
	if err != nil {
		return err
	}
	if err := r.settle(); err != nil {
		return err
	}
	if o.json {
		for _, note := range r.notes() {
			fmt.Fprintln(errs, "settle:", note)
		}
		return r.json(out)
	}
	return r.words(out)
}

// find loads the law of a name or a file.
func find(name string) (*law.Law, error) {
	if !strings.HasSuffix(name, ".json") {
		l, err := law.Load(name)
		if errors.Is(err, law.ErrUnknown) {
			return nil, errUsage(fmt.Sprintf("no law %q ships; settle -list tells those that do", name))
		}
		return l, err
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() // it is only read
	return law.Read(name, f)
}

// list writes the laws that ship.
func list(out io.Writer) error {
	for _, name := range law.Names() {
		l, err := law.Load(name)
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(out, "%-20s %s\n%-20s %s\n", name, l.Title, "", facts(l)); err != nil {
			return err
		}
	}
	return nil
}

// facts are the years of a law and, as it is without -year, its slots and classes of payers.
func facts(l *law.Law) string {
	text := "any year"
	switch {
	case l.To != 0:
		text = fmt.Sprintf("%d to %d", l.From, l.To)
	case l.From != 0:
		text = fmt.Sprintf("since %d", l.From)
	}
	if last := l.LastRead(); last != 0 {
		text += fmt.Sprintf(", read to %d", last)
	}
	r, err := l.Year(0)
	if err != nil { // what it needs is not verified: -regime says what
		return text
	}
	var slots, classes []string
	for _, s := range r.Slots {
		slots = append(slots, s.Name)
		for _, c := range s.Classes {
			if c != "" && !slices.Contains(classes, c) {
				classes = append(classes, c)
			}
		}
	}
	text += fmt.Sprintf("; by default %d; slots %s", r.Year, strings.Join(slots, ", "))
	if len(classes) > 0 {
		text += "; classes " + strings.Join(classes, ", ")
	}
	return text
}

// tell writes one line for each fault.
func tell(errs io.Writer, err error) {
	n := 0
	for f := range vicinia.Faults(err) {
		fmt.Fprintln(errs, f)
		n++
	}
	if n == 0 {
		fmt.Fprintln(errs, "settle:", err)
	}
}
