// Command year runs one fiscal year of a world: rolls, votes, taxes, designations, compacts,
// every cent, and why.
//
//	year [-world NAME|DIR] [-year N] [-json | -statement PERSON] [-html FILE] [-export DIR]
//
// It exits with 0 if the year is accounted for, 1 on bad input, 2 on wrong usage.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/confed/folder"
	"github.com/vicinia/vicinia/confed/report"
	"github.com/vicinia/vicinia/confed/year"
	"github.com/vicinia/vicinia/examples/worlds"
)

// The exit codes.
const (
	accounted = 0
	badInput  = 1
	usage     = 2
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// options are the command line.
type options struct {
	world, statement, html, export string
	year                           int
	json                           bool
}

// errUsage is what the command line got wrong.
type errUsage string

func (e errUsage) Error() string { return string(e) }

func run(args []string, out, errs io.Writer) int {
	o, err := parse(args, errs)
	if errors.Is(err, flag.ErrHelp) {
		return accounted
	}
	if err == nil {
		err = o.account(out)
	}
	if wrong := errUsage(""); errors.As(err, &wrong) {
		fmt.Fprintf(errs, "year: %s; see year -help\n", wrong)
		return usage
	}
	if err != nil {
		tell(errs, err)
		return badInput
	}
	return accounted
}

// parse reads the command line.
func parse(args []string, errs io.Writer) (o options, err error) {
	flags := flag.NewFlagSet("year", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&o.world, "world", "worked", "the `world`: one that ships, or a folder of tables")
	flags.IntVar(&o.year, "year", 0, "the `year`; if absent, the only one that the schedules have")
	flags.BoolVar(&o.json, "json", false, "write the operator's view as JSON instead of words")
	flags.StringVar(&o.statement, "statement", "", "write the statement of a `person` instead, for that person alone")
	flags.StringVar(&o.html, "html", "", "also write the public page for the assembly, or with -statement that resident's, to a `file`")
	flags.StringVar(&o.export, "export", "", "also write the world, ledger.journal and result.json to a new `folder`")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprintln(errs, "usage: year [-world NAME|DIR] [-year N] [-json | -statement PERSON] [-html FILE] [-export DIR]")
		flags.SetOutput(errs)
		flags.PrintDefaults()
		return o, err
	case err != nil:
		return o, errUsage(err.Error())
	case flags.NArg() > 0:
		return o, errUsage(fmt.Sprintf("%q is not a flag", flags.Arg(0)))
	case o.year < 0 || o.year >= vicinia.MaxYear:
		return o, errUsage(fmt.Sprintf("-year %d is not in 1 to %d", o.year, vicinia.MaxYear-1))
	case o.json && o.statement != "":
		return o, errUsage("-json and -statement are alternatives")
	}
	return o, given(flags)
}

// given refuses a flag whose value is as good as none: -statement "" must not show what is
// for the operator.
func given(flags *flag.FlagSet) (err error) {
	flags.Visit(func(f *flag.Flag) {
		if v := f.Value.String(); v == "" || f.Name == "year" && v == "0" {
			err = errUsage(fmt.Sprintf("-%s says nothing: %q", f.Name, v))
		}
	})
	return err
}

// account runs the year. Everything is in memory before the first byte is written.
func (o options) account(out io.Writer) error {
	dir, err := find(o.world)
	if err != nil {
		return err
	}
	w, refused, err := folder.Read(dir)
	if err != nil {
		return err
	}
	if o.year == 0 {
		if o.year, err = only(w.Years()); err != nil {
			return err
		}
	}
	r, err := year.Run(w, o.year)
	if err != nil {
		return folder.Place(dir, err)
	}
	var page bytes.Buffer
	if err := o.write(&page, r, refused); err != nil {
		return err
	}
	if o.html != "" {
		if err := o.writeHTML(r, refused); err != nil {
			return fmt.Errorf("-html: %w", err)
		}
	}
	if o.export != "" {
		if err := export(o.export, r, refused); err != nil {
			return fmt.Errorf("-export %s: %w", o.export, err)
		}
	}
	_, err = out.Write(page.Bytes())
	return err
}

func (o options) write(page *bytes.Buffer, r *year.Report, refused []confed.Refusal) error {
	var words bytes.Buffer
	var err error
	switch {
	case o.json:
		return report.JSON(page, r, refused)
	case o.statement != "":
		err = report.Statement(&words, r, refused, census.PersonID(o.statement))
	default:
		err = report.Text(&words, r, refused)
	}
	if err != nil {
		return err
	}
	beneath(page, words.Bytes(), worlds.About(o.world))
	return nil
}

// writeHTML writes a page to its file: what one resident may see, or what everybody may.
func (o options) writeHTML(r *year.Report, refused []confed.Refusal) (err error) {
	var page bytes.Buffer
	if o.statement != "" {
		err = report.StatementHTML(&page, r, refused, census.PersonID(o.statement), worlds.About(o.world))
	} else {
		err = report.HTML(&page, r, refused, worlds.About(o.world))
	}
	if err != nil {
		return err
	}
	return os.WriteFile(o.html, page.Bytes(), 0o644)
}

// beneath writes a page in words, and beneath its title, which is two lines, what is said of
// the world.
func beneath(page *bytes.Buffer, words []byte, about string) {
	for range 2 {
		end := bytes.IndexByte(words, '\n') + 1
		page.Write(words[:end])
		words = words[end:]
	}
	if about != "" {
		page.WriteString(about + "\n")
	}
	page.Write(words)
}

// find returns the folder of a world.
func find(name string) (fs.FS, error) {
	if dir, ok := worlds.Find(name); ok {
		return dir, nil
	}
	if info, err := os.Stat(name); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("-world %s: no world of that name ships, and it is not a folder", name)
	}
	return os.DirFS(name), nil
}

func only(years []int) (int, error) {
	switch len(years) {
	case 0:
		return 0, errUsage("the world has no schedules: say the year with -year")
	case 1:
		return years[0], nil
	}
	return 0, errUsage(fmt.Sprintf("the schedules are of several years %v: say which with -year", years))
}

// tell writes one line for each fault.
func tell(errs io.Writer, err error) {
	switch e := err.(type) {
	case *vicinia.Fault:
		fmt.Fprintln(errs, e)
	case interface{ Unwrap() []error }:
		for _, part := range e.Unwrap() {
			tell(errs, part)
		}
	default:
		fmt.Fprintln(errs, "year:", err)
	}
}
