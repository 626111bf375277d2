// Command year runs one fiscal year of a world folder.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed/folder"
	"github.com/vicinia/vicinia/confed/report"
	"github.com/vicinia/vicinia/confed/year"
	"github.com/vicinia/vicinia/examples/worlds"
)

// The exit codes.
const (
	decided  = 0
	badInput = 1
	usage    = 2
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, out, errs io.Writer) int {
	flags := flag.NewFlagSet("year", flag.ContinueOnError)
	flags.SetOutput(errs)
	world := flags.String("world", "worked", "a world that ships, or a folder")
	fiscal := flags.Int("year", 0, "the year; the only one in the schedules if not given")
	asJSON := flags.Bool("json", false, "write the operator's view as JSON")
	if err := flags.Parse(args); err != nil {
		return usage
	}
	dir, ok := worlds.Find(*world)
	if !ok {
		dir = os.DirFS(*world)
	}
	return account(dir, *fiscal, *asJSON, out, errs)
}

func account(dir fs.FS, n int, asJSON bool, out, errs io.Writer) int {
	w, refused, err := folder.Read(dir)
	if err != nil {
		return fail(errs, err)
	}
	if n == 0 {
		years := w.Years()
		if len(years) != 1 {
			fmt.Fprintf(errs, "year: the schedules are of %v: say which with -year\n", years)
			return usage
		}
		n = years[0]
	}
	r, err := year.Run(w, n)
	if err != nil {
		return fail(errs, err)
	}
	if asJSON {
		if err := report.JSON(out, r, refused); err != nil {
			return fail(errs, err)
		}
	}
	return decided
}

func fail(errs io.Writer, err error) int {
	any := false
	for f := range vicinia.Faults(err) {
		fmt.Fprintln(errs, f)
		any = true
	}
	if !any {
		fmt.Fprintln(errs, errors.Unwrap(err))
	}
	return badInput
}
