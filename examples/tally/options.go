package main

import (
	"encoding"
	"errors"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/rulebook"
	"github.com/vicinia/vicinia/examples/poll"
)

// options are the command line.
type options struct {
	poll.Question
	json, list bool
	files      []string
}

// parse reads the command line.
func parse(args []string, errs io.Writer) (*options, error) {
	o := new(options)
	flags := flag.NewFlagSet("tally", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	for _, s := range o.Settings() {
		register(flags, s)
	}
	flags.BoolVar(&o.json, "json", false, "write JSON instead of words")
	flags.BoolVar(&o.Trail, "paths", false, "write every distinct ballot, how many there are, and where it stood in every round, as CSV or, with -json, JSON")
	flags.BoolVar(&o.Case.Close, "close", false, fmt.Sprintf("find how few votes elect or fund others by counting changed ones again and again, also if there are more than %d distinct ballots", rulebook.QuickBallots))
	flags.BoolVar(&o.list, "list", false, "list the rules, or those whose name, family or words have all that follows: -list ranked")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		o.help(errs, flags)
		return o, err
	case err != nil:
		return o, errUsage(err.Error() + near(flags, err))
	}
	if o.files = flags.Args(); o.list {
		return o, nil
	}
	return o, o.checkFiles()
}

// near suggests the flag that an unknown one is like.
func near(flags *flag.FlagSet, err error) (hint string) {
	name, unknown := strings.CutPrefix(err.Error(), "flag provided but not defined: -")
	flags.VisitAll(func(f *flag.Flag) {
		if unknown && poll.Alike(f.Name, name) {
			hint += "; there is -" + f.Name
		}
	})
	return hint
}

// register makes a setting a flag.
func register(flags *flag.FlagSet, s poll.Setting) {
	switch to := s.To.(type) {
	case *string:
		flags.StringVar(to, s.Name, "", s.About)
	case *bool:
		flags.BoolVar(to, s.Name, false, s.About)
	case *int64:
		flags.Int64Var(to, s.Name, 0, s.About)
	case *int:
		flags.IntVar(to, s.Name, 0, s.About)
	case *int32:
		flags.Func(s.Name, s.About, number(to))
	case *[]string:
		flags.Func(s.Name, s.About, func(text string) (err error) {
			*to, err = poll.List(text)
			return err
		})
	case *[][]string:
		flags.Func(s.Name, s.About, func(text string) error {
			group, err := poll.List(text)
			*to = append(*to, group)
			return err
		})
	case *poll.Texts:
		flags.Func(s.Name, s.About, func(text string) error {
			*to = append(*to, text)
			return nil
		})
	case *map[string]string:
		flags.Func(s.Name, s.About, pair(to))
	case encoding.TextUnmarshaler:
		flags.Func(s.Name, s.About, func(text string) error { return to.UnmarshalText([]byte(text)) })
	default:
		panic(fmt.Sprintf("tally: -%s is a %T", s.Name, s.To))
	}
}

// number reads a number of ranks or rounds.
func number(to *int32) func(string) error {
	return func(text string) error {
		n, err := strconv.ParseUint(text, 10, 31)
		if err != nil || n < 1 || n > ballot.MaxOptions {
			return fmt.Errorf("want a number from 1 to %d", ballot.MaxOptions)
		}
		*to = int32(n)
		return nil
	}
}

// pair reads A1=Ana.
func pair(to *map[string]string) func(string) error {
	return func(text string) error {
		alias, means, ok := strings.Cut(text, "=")
		if _, twice := (*to)[alias]; !ok || means == "" || twice {
			return errors.New("want A1=Ana, each name once")
		}
		if *to == nil {
			*to = map[string]string{}
		}
		(*to)[alias] = means
		return nil
	}
}

// checkFiles refuses what would be counted twice, or nothing to count.
func (o *options) checkFiles() error {
	if len(o.files) == 0 {
		return errUsage("no file; - is standard input")
	}
	for i, name := range o.files {
		if len(name) > 1 && name[0] == '-' {
			return errUsage(name + " after a file; the flags go before (a file of that name is ./" + name + ")")
		}
		same := func(other string) bool { return filepath.Clean(other) == filepath.Clean(name) }
		if slices.ContainsFunc(o.files[:i], same) {
			return errUsage(fmt.Sprintf("%q twice: its ballots would count twice", name))
		}
	}
	return nil
}
