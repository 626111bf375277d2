package main

import (
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/format"
	"github.com/vicinia/vicinia/ballot/projects"
	"github.com/vicinia/vicinia/ballot/rulebook"
	"github.com/vicinia/vicinia/ballot/seats"
)

// options are the command line.
type options struct {
	rule                rulebook.Entry
	given               map[string]bool // the flags that were given
	conflicts           [][]string
	seats               int64
	threshold           seats.Threshold
	unranked            *ballot.Unranked // nil is as the file says
	utility, completion string
	eligible            int64
	vacates             string // the member whose seat is vacant
	alliances           [][]string
	reader              format.Reader
	room                int // marks of ballots in memory, where the rule counts sums
	tie                 string
	all                 bool
	json                bool
	list                bool
	files               []string
}

// maxHeld are the marks of ballots that are held in memory where the rule counts sums: one
// or two hundred megabytes.
const maxHeld = 1 << 22

// parse reads the command line.
func parse(args []string, errs io.Writer) (o options, err error) {
	flags := flag.NewFlagSet("tally", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	var rule string
	o.room = maxHeld
	flags.StringVar(&rule, "rule", official, "the `name` of the rule, or official for the one that a Pabulib file names; -list tells them")
	flags.Int64Var(&o.seats, "seats", 0, "how many `seats` there are")
	flags.TextVar(&o.threshold.Share, "threshold", vicinia.Ratio{}, "the `share` of the valid votes, 5% or 1/20, below which a list stays out")
	flags.Int64Var(&o.threshold.Valid, "valid", 0, "the valid `votes`, where some are not in the file")
	flags.Func("exempt", "`lists` that the threshold does not bind: A,B", names(&o.threshold.Exempt))
	flags.Func("alliance", "`lists` that share their seats: A,B; once for each alliance", groups(&o.alliances))
	flags.Func("conflict", "`projects` of which at most one is funded: A,B; once for each conflict", groups(&o.conflicts))
	flags.Func("unranked", "`where` unranked options stand: below the ranked ones (below), or not compared with them (apart)", func(s string) error {
		if s != "below" && s != "apart" {
			return errors.New("want below or apart")
		}
		o.unranked = new(ballot.Unranked)
		if s == "apart" {
			*o.unranked = ballot.Apart
		}
		return nil
	})
	flags.StringVar(&o.vacates, "vacate", "", "the `name` of one who is elected by a transferable vote and leaves the seat: who gets it by a countback of the papers that elected them")
	flags.Int64Var(&o.eligible, "eligible", 0, "how many `people` are on the roll, where the file does not say")
	flags.Func("options", "the `options` of the ballots, in order: A,B,C", names(&o.reader.Options))
	o.marks(flags)
	flags.StringVar(&o.utility, "utility", "", "the `gain` of a voter from a project: cost, cardinality and others")
	flags.StringVar(&o.completion, "completion", "", "the `way` in which equal shares goes on with what is left: none, add1, add1u, greedy and others")
	flags.StringVar(&o.tie, "tie", "none", "`what` breaks a tie: none, order (of the options) or lot:SEED")
	flags.BoolVar(&o.all, "all", false, "also every outcome that some way of breaking the ties gives")
	flags.TextVar(&o.reader.Form, "format", format.Auto, "the `format` of the files: auto, preflib, pabulib, blt, abif, cef, rctab, cdf, debian or csv")
	flags.BoolVar(&o.json, "json", false, "write JSON instead of words")
	flags.BoolVar(&o.list, "list", false, "list the rules")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		help(errs, flags)
		return o, err
	case err != nil:
		return o, errUsage(err.Error())
	}
	if o.files = flags.Args(); o.list {
		return o, nil
	}
	o.given = map[string]bool{}
	flags.Visit(func(f *flag.Flag) { o.given[f.Name] = true })
	if err := o.checkFiles(); err != nil || rule == official {
		return o, err
	}
	var ok bool
	if o.rule, ok = rulebook.Find(rule); !ok {
		return o, errUsage(fmt.Sprintf("no rule %q; tally -list tells them", rule))
	}
	return o, o.check()
}

// marks are the flags of what ballots may have and a rule does not speak of.
func (o *options) marks(flags *flag.FlagSet) {
	p := &o.reader.Policy
	flags.TextVar(&p.Overvotes, "overvotes", format.Usual, "the `remedy` of several options on a rank: keep, drop, cut, spoil or refuse")
	flags.TextVar(&p.Duplicates, "duplicates", format.Usual, "the `remedy` of an option on a second rank: drop, cut, spoil or refuse")
	flags.TextVar(&p.Skipped, "skipped", format.Usual, "the `remedy` of a rank left out before one that is not: keep, drop, cut, spoil or refuse")
	flags.TextVar(&p.Unlisted, "unlisted", format.Usual, "the `remedy` of a name that is no option: keep (all are one option), drop, cut, spoil or refuse")
	flags.Func("skips", "how many `ranks` in a row may be left out before -skipped is asked", ranks(&o.reader.Skips))
	flags.Func("ranks", "how many `ranks` of a ballot count; all, if this is not given", ranks(&o.reader.Ranks))
	flags.StringVar(&o.reader.Contest, "contest", "", "the `contest` of cast-vote records that have several, by id or name")
	flags.StringVar(&o.reader.Between, "between", "", "the `text` between the options of an overvote in a cell of cast-vote records, as |")
	flags.Func("alias", "another `name` in cast-vote records and the option that it means: A1=Ana; once for each name", func(s string) error {
		alias, means, ok := strings.Cut(s, "=")
		if _, twice := o.reader.Aliases[alias]; !ok || alias == "" || means == "" || twice {
			return errors.New("want A1=Ana, each name once")
		}
		if o.reader.Aliases == nil {
			o.reader.Aliases = map[string]string{}
		}
		o.reader.Aliases[alias] = means
		return nil
	})
}

// ranks reads a number of ranks.
func ranks(to *int32) func(string) error {
	return func(s string) error {
		n, err := strconv.ParseUint(s, 10, 31)
		if err != nil || n < 1 || n > ballot.MaxOptions {
			return fmt.Errorf("want a number from 1 to %d", ballot.MaxOptions)
		}
		*to = int32(n)
		return nil
	}
}

// official is the rule that the file names.
const official = "official"

// takeRule takes the rule from the file if the command names none.
func (o *options) takeRule(v *format.Votes) (err error) {
	if o.rule.Decide != nil {
		return nil
	}
	if v.Projects == nil {
		return errUsage("no -rule, and only a file of Pabulib names one; tally -list tells them")
	}
	if o.rule, err = rulebook.Official(v.Rule); err != nil {
		return errUsage(err.Error() + " Say -rule")
	}
	return o.check()
}

// groups reads A,B once more.
func groups(to *[][]string) func(string) error {
	return func(s string) error {
		var group []string
		err := names(&group)(s)
		*to = append(*to, group)
		return err
	}
}

// names reads A,B,C; a name with a comma is quoted as in CSV.
func names(to *[]string) func(string) error {
	return func(s string) (err error) {
		if *to, err = csv.NewReader(strings.NewReader(s)).Read(); err != nil {
			return errors.New("want A,B,C")
		}
		return nil
	}
}

// check refuses what does not fit the rule.
func (o *options) check() error {
	belongs := map[string][]rulebook.Family{
		"utility": {rulebook.Project}, "completion": {rulebook.Project, rulebook.Committee}, "conflict": {rulebook.Project},
		"seats": seated, "threshold": {rulebook.Seats, rulebook.Table}, "valid": {rulebook.Seats},
		"exempt": {rulebook.Seats, rulebook.Table}, "alliance": {rulebook.Seats}, "eligible": {rulebook.Referendum}, "vacate": {rulebook.STV}, "unranked": {rulebook.Duels, rulebook.Rankings},
	}
	for _, name := range slices.Sorted(maps.Keys(o.given)) {
		families, bound := belongs[name]
		if bound && !slices.Contains(families, o.rule.Family) || name == "alliance" && o.rule.Name != "bader-ofer" ||
			name == "unranked" && strings.HasPrefix(o.rule.Name, "instant-runoff") || // who is not ranked never gets a vote
			name == "utility" && strings.HasPrefix(o.rule.Name, "equalshares") || // its cities have said
			name == "completion" && !slices.Contains(completed, o.rule.Name) {
			return errUsage(fmt.Sprintf("-%s is not for %s", name, o.rule.Name))
		}
	}
	switch {
	case (o.given["valid"] || o.given["exempt"]) && !o.given["threshold"]:
		return errUsage("-valid and -exempt are about a -threshold, which is not given")
	case o.threshold.Share.Sign() < 0 || o.threshold.Share.Cmp(vicinia.Frac(1, 1)) > 0:
		return errUsage(fmt.Sprintf("-threshold %v is not from 0%% to 100%%", o.threshold.Share))
	case o.seats < 0:
		return errUsage("-seats below 0")
	case min(o.threshold.Valid, o.eligible) < 0:
		return errUsage("a number of voters below 0")
	case o.rule.Family == rulebook.Project && o.projects() != nil:
		return errUsage(o.projects().Error())
	case o.tie != "none" && o.tie != "order" && (!strings.HasPrefix(o.tie, "lot:") || o.tie == "lot:"):
		return errUsage(fmt.Sprintf("-tie %q; want none, order or lot:SEED", o.tie))
	}
	return nil
}

// checkFiles refuses what would be counted twice, or nothing to count.
func (o *options) checkFiles() error {
	if len(o.files) == 0 {
		return errUsage("no file; - is standard input")
	}
	for i, name := range o.files {
		same := func(other string) bool { return filepath.Clean(other) == filepath.Clean(name) }
		if slices.ContainsFunc(o.files[:i], same) {
			return errUsage(fmt.Sprintf("%q twice: its ballots would count twice", name))
		}
	}
	return nil
}

// projects refuses words that no rule of projects knows.
func (o *options) projects() error {
	if o.utility != "" {
		if err := new(projects.Utility).UnmarshalText([]byte(o.utility)); err != nil {
			return err
		}
	}
	if o.completion != "" {
		return new(projects.Completion).UnmarshalText([]byte(o.completion))
	}
	return nil
}

// seated are the families whose rules fill seats.
var seated = []rulebook.Family{rulebook.Seats, rulebook.STV, rulebook.Committee}

// completed are the rules that leave something to a completion.
var completed = []string{"equal-shares", "pb-equal-shares", "pb-exact-equal-shares"}

// tieBreak is what -tie says; without a slate (bodies) there is no order to break by.
func (o *options) tieBreak(s *ballot.Slate) ballot.TieBreak {
	if seed, ok := strings.CutPrefix(o.tie, "lot:"); ok {
		return ballot.Lot{Seed: seed, Label: o.rule.Name}
	}
	if o.tie == "order" && s != nil {
		var order ballot.Sequence
		for _, name := range s.All() {
			order = append(order, name)
		}
		return order
	}
	return nil
}
