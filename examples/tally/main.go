// Command tally counts a vote and says who won, why, and where it was close.
//
//	tally [-rule NAME|official] [-seats N] [-threshold 5% -valid N -exempt A,B] [-eligible N]
//	      [-alliance A,B]... [-unranked below|apart] [-withdrawn A,B] [-vacate NAME]
//	      [-stop N] [-until-two] [-first-round] [-minimum N] [-reach 15% [-cutoff]]
//	      [-batch level|one|most] [-quota Q] [-decimals N]
//	      [-conflict A,B]... [-requires A,B]... [-pot NAME=MONEY,A,B]... [-cap NAME=MONEY,A,B]...
//	      [-carried MONEY] [-part 80%] [-utility cost|cardinality|...] [-completion NAME]
//	      [-options A,B,C] [-overvotes R] [-duplicates R] [-skipped R] [-skips N] [-unlisted R]
//	      [-ranks N] [-contest NAME] [-between TEXT] [-alias A1=Ana]...
//	      [-tie [earlier,]none|order|order:A,B|lot:SEED] [-all] [-follow BALLOT|id:ID]... [-paths]
//	      [-close] [-format auto|preflib|pabulib|blt|abif|cef|rctab|cdf|debian|csv|...]
//	      [-json] FILE...
//	tally -list [WORD...]
//
// R, a remedy of marks that the rule does not speak of, is keep, drop, cut, spoil or refuse;
// -help tells what files hold and which flags a configuration of RCTab means, with examples.
//
// A file is a table whose header tells what it holds (see ballot/format): ballots
// (count,ranking; count,approvals; count,scores), results (option,votes), the bodies of a
// referendum (body,weight,yes,no, and eligible, blank, spoilt if known), or results by
// district (district,list,votes) with a second file of district,seats; or it has one of the
// forms of the field, which is found out: PrefLib, Pabulib, BLT, ABIF, the Condorcet Election
// Format, cast-vote records (RCTab's CSV, the Common Data Format), a tally sheet of Debian.
// FILE - is standard input, a folder is all files in it; several files are shards of one vote.
// The seats and what unranked options are may stand in the file; the flags go before. Who has
// withdrawn by the file is no option. With -vacate the seat of one who is elected by a
// transferable vote is filled by the papers that elected them. An absolute majority needs the
// roll: the column eligible, or -eligible. A lot is drawn with the rule's name as its label.
// With -tie order, greedy-monroe also takes voters who are alike in the order of the files.
// Without -rule the one is used by which a Pabulib file says that it was decided. With -follow
// it is told where a ballot stood in every round, with -paths of all ballots. With -close
// changed votes are counted again and again, to find how few would elect or fund others, in large
// votes too; in small ones that is done unasked.
//
// It exits with 0 if the vote is decided, 1 on bad input, 2 on wrong usage, 3 on a tie that
// nothing was told to break.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/examples/poll"
)

// The exit codes.
const (
	decided  = 0
	badInput = 1
	usage    = 2
	tied     = 3
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// errUsage is what the command line got wrong.
type errUsage string

func (e errUsage) Error() string { return string(e) }

func run(args []string, in io.Reader, out, errs io.Writer) int {
	code, err := tally(args, in, out, errs)
	wrong, misuse := errUsage(""), poll.Misuse{}
	switch {
	case errors.Is(err, flag.ErrHelp):
		return decided
	case errors.As(err, &wrong):
		fmt.Fprintf(errs, "tally: %s; see tally -help\n", wrong)
		return usage
	case errors.As(err, &misuse):
		see := "see tally -help"
		if misuse.Setting.Name == "rule" {
			see = "tally -list tells the rules"
		}
		for line := range strings.Lines(err.Error()) {
			fmt.Fprintf(errs, "tally: %s; %s\n", strings.TrimSpace(line), see)
		}
		return usage
	case err != nil:
		tell(errs, err)
		return badInput
	}
	return code
}

// tell writes every fault on a line of its own.
func tell(errs io.Writer, err error) {
	n := 0
	for fault := range vicinia.Faults(err) {
		fmt.Fprintln(errs, fault)
		n++
	}
	if n == 0 {
		fmt.Fprintln(errs, "tally:", err)
	}
}

func tally(args []string, in io.Reader, out, errs io.Writer) (code int, err error) {
	o, err := parse(args, errs)
	if err != nil {
		return usage, err
	}
	if o.list {
		return decided, list(out, o.files)
	}
	return answer(o, in, out)
}

// answer counts the files and writes the outcome.
func answer(o *options, in io.Reader, out io.Writer) (code int, err error) {
	if err := o.Check(); err != nil {
		return usage, err
	}
	shards, err := o.shards(in)
	if err != nil {
		return badInput, err
	}
	a, err := o.Ask(shards...)
	if err != nil {
		return badInput, err
	}
	r := result{Answer: a, asked: o}
	show := r.words
	switch {
	case o.Trail && a.Trail == nil:
		return usage, errUsage("-paths is not for " + a.Rule.Name + ", which does not count ballots by rounds")
	case o.Trail:
		show = r.paths
	case o.json:
		show = r.json
	}
	if err := show(out); err != nil {
		return badInput, err
	}
	if a.Outcome.Common().Tied() {
		return tied, nil
	}
	return decided, nil
}

// A result is an answer for people.
type result struct {
	*poll.Answer
	asked *options
}

func (r result) json(out io.Writer) error {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(r.Document())
}
