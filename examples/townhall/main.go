// Command townhall is the counter of a town on this machine: residents preview a
// designation, file it and read their statement, in a browser or as JSON.
//
//	townhall [-world NAME|DIR] [-year N] [-addr HOST:PORT] [-today DATE] [-as PERSON,...]
//
// It prints names and passwords to sign in with, made afresh at every start, for a
// demonstration: a real office puts its own authentication in the place of
// [demonstration.who], and TLS in front. What is filed is gone when the program ends.
//
//	curl -u P1:PASSWORD 'localhost:8080/preview?format=json&jurisdiction=A&choices=Esperanto=5%25'
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"time"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/confed"
	"github.com/vicinia/vicinia/confed/census"
	"github.com/vicinia/vicinia/confed/folder"
	"github.com/vicinia/vicinia/examples/townhall/hall"
	"github.com/vicinia/vicinia/examples/worlds"
)

// The exit codes.
const (
	closed   = 0
	badInput = 1
	usage    = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// options are the command line.
type options struct {
	world, addr, as string
	year            int
	today           vicinia.Date // 0 is the day that it is
}

// run serves until ctx ends.
func run(ctx context.Context, args []string, out, errs io.Writer) int {
	o, err := parse(args, errs)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return closed
	case err != nil:
		fmt.Fprintf(errs, "townhall: %s; see townhall -help\n", err)
		return usage
	}
	if err := o.serve(ctx, out); err != nil {
		fmt.Fprintln(errs, "townhall:", err)
		return badInput
	}
	return closed
}

func parse(args []string, errs io.Writer) (o options, err error) {
	flags := flag.NewFlagSet("townhall", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&o.world, "world", "worked", "the `world`: one that ships, or a folder of tables")
	flags.IntVar(&o.year, "year", 0, "the `year`; if absent, the only one that the schedules have")
	flags.StringVar(&o.addr, "addr", "localhost:8080", "the `address` to listen on")
	flags.TextVar(&o.today, "today", vicinia.Date(0), "the `day` of filings; if absent, the day that it is in UTC")
	flags.StringVar(&o.as, "as", "", "print passwords for these `persons`: P1,P4; if absent, for a few")
	err = flags.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(errs, "usage: townhall [-world NAME|DIR] [-year N] [-addr HOST:PORT] [-today DATE] [-as PERSON,...]")
		flags.SetOutput(errs)
		flags.PrintDefaults()
	}
	if err == nil && flags.NArg() > 0 {
		err = fmt.Errorf("%q is not a flag", flags.Arg(0))
	}
	return o, err
}

func (o options) serve(ctx context.Context, out io.Writer) error {
	w, refused, err := read(o.world)
	if err != nil {
		return err
	}
	if years := w.Years(); o.year == 0 {
		if len(years) != 1 {
			return fmt.Errorf("the schedules are of the years %v: say which with -year", years)
		}
		o.year = years[0]
	}
	people, err := o.people(w)
	if err != nil {
		return err
	}
	demo := newDemonstration()
	h, err := hall.New(hall.Office{
		World: w, Refused: refused, About: worlds.About(o.world), Year: o.year, Today: o.day, Who: demo.who, Challenge: challenge,
	})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", o.addr)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "The year %d of %s at http://%s until interrupted.\n", o.year, o.world, listener.Addr())
	for _, p := range people {
		fmt.Fprintf(out, "  name %s  password %s\n", p, demo.password(p))
	}
	return listen(ctx, listener, h)
}

func (o options) day() vicinia.Date {
	if o.today != 0 {
		return o.today
	}
	year, month, day := time.Now().UTC().Date()
	today, _ := vicinia.NewDate(year, month, day) // a clock beyond the year 9999 is no date, and refused
	return today
}

// few is how many passwords are printed where nobody says whose.
const few = 3

// people are those whose passwords are printed.
func (o options) people(w *confed.World) (all []census.PersonID, err error) {
	if o.as == "" {
		for p := range w.Bases(o.year) {
			if all = append(all, p); len(all) == few {
				break
			}
		}
		return all, nil
	}
	for id := range strings.SplitSeq(o.as, ",") {
		p := census.PersonID(id)
		if _, ok := w.Register().Number(p); !ok {
			return nil, fmt.Errorf("-as: there is no person %.80q", id)
		}
		all = append(all, p)
	}
	return all, nil
}

// read reads a world that ships, or a folder.
func read(name string) (*confed.World, []confed.Refusal, error) {
	var dir fs.FS
	dir, ok := worlds.Find(name)
	if !ok {
		if info, err := os.Stat(name); err != nil || !info.IsDir() {
			return nil, nil, fmt.Errorf("-world %s: no world of that name ships, and it is not a folder", name)
		}
		dir = os.DirFS(name)
	}
	return folder.Read(dir)
}

// Limits of a connection: nobody holds one open for nothing.
const (
	patience   = 10 * time.Second
	maxHeaders = 16 << 10
)

// listen serves until ctx ends, then lets what has begun come to its end.
func listen(ctx context.Context, l net.Listener, h http.Handler) error {
	server := &http.Server{
		Handler: h, MaxHeaderBytes: maxHeaders,
		ReadTimeout: patience, WriteTimeout: 3 * patience, IdleTimeout: 6 * patience,
	}
	done := make(chan error, 1)
	go func() { done <- server.Serve(l) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	return server.Shutdown(last)
}
