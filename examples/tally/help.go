package main

import (
	"flag"
	"fmt"
	"io"
	"strings"
)

const synopsis = `usage: tally [-rule NAME] [FLAGS] FILE...
       tally -list [WORD...]`

// files is what -help says of files.
const files = `
Files: several are shards of one vote, - is standard input, a folder is all files in it. The
first row of a table names its columns, in any order:

  count,ranking        34,Ana>Ben=Cai       34 ballots: Ana, then Ben and Cai on one rank
  count,approvals      12,Ana|Cai           12 ballots that approve Ana and Cai
  count,scores         7,Ana=5|Ben=2        7 ballots with grades, from 0 to 10000
                       3,                   3 blank ballots
  option,votes         Ana,34               results; rows blank and spoilt are such ballots;
                                            of a referendum the options are yes and no
  body,weight,yes,no   Uri,1,900,100        a referendum by bodies, a weight such as 0.5 or 1/2;
                                            the columns eligible, blank and spoilt may be added
  district,list,votes  Altdorf,CVP,11471    results by district, beside a second file
  district,seats       Altdorf,15           of the seats of the districts

A name with a comma stands in quotes. Other files are told by how they begin:

  preflib   PrefLib: orders (.soc .soi .toc .toi), categories (.cat), duels (.wmd)
  pabulib   Pabulib: projects with costs, a budget, and votes
  blt       ballots of a transferable vote, as OpenSTV and OpaVote write them, with the seats
  abif      ABIF: 42: Ana>Ben or 7: Ana/5,Ben/2
  cef       Condorcet Election Format: #/Candidates: Ana ; Ben and lines such as Ana > Ben * 42
  rctab     cast-vote records as a table: a column of ranks for each option, or a column of
            options for each rank (rank1, Choice 2), and count if a row is several ballots
  cdf       cast-vote records in the Common Data Format of NIST (JSON or XML)
  dominion, hart, clearballot, ess   cast-vote records as these vendors export them: the folder or
            archive, or its files
  debian    the tally sheet of a Debian vote: V: 12-3

The slate is that of the file, else -options, else all names by their bytes.

Remedies: keep leaves marks as they are, drop passes over them and moves up what is below,
cut ends the ballot before them, spoil makes the ballot spoilt, refuse is a fault. RCTab's
exhaustImmediately is cut, its alwaysSkipToNextRank is drop. If nothing is said, cast-vote
records keep overvotes and skipped ranks for the rule, drop what is marked twice, and keep
those who are not listed as one option, or drop them if -options do not name it; the Condorcet
Election Format drops who is no candidate; elsewhere an option that stands twice or that
is not known is a fault. The outcome counts the ballots with such marks.

A configuration of RCTab, in flags (-rule instant-runoff-rctab for one winner):

  winnerElectionMode   several winners a round: -rule stv-rctab; one: stv-rctab-one; bottomsUp:
                       stv-bottoms-up; multiPassIrv: multi-pass-runoff; and
                       bottomsUpUsingPercentageThreshold: instant-runoff-rctab -reach 15%
  numberOfWinners      -seats; decimalPlacesForVoteArithmetic: -decimals; hareQuota: -quota hare,
                       or hare-whole without nonIntegerWinningThreshold, else -quota whole
  tiebreakMode         useCandidateOrder: -tie order; random and generatePermutation: -tie lot:SEED
                       (another lot than RCTab's); previousRoundCounts...: -tie earlier,lot:SEED;
                       stopCountingAndAsk: ties stand, then -tie order:A,B is the answer
  overvoteRule         -overvotes drop (alwaysSkipToNextRank), cut (exhaustImmediately) or sole
                       (exhaustIfMultipleContinuing), by either name
  and                  minimumVoteThreshold -minimum, stopTabulationEarlyAfterRound -stop,
                       continueUntilTwoCandidatesRemain -until-two, batchElimination -batch most,
                       doesFirstRoundDetermineThreshold -first-round, cutoffElimination -cutoff,
                       maxSkippedRanksAllowed -skipped cut -skips, maxRankingsAllowed -ranks,
                       exhaustOnDuplicateCandidate -duplicates cut, excluded -withdrawn,
                       candidates -options, aliases -alias, overvoteDelimiter -between,
                       overvoteLabel X -alias X=overvote, skippedRankLabel X -alias X=undervote,
                       undeclaredWriteInLabel -unlisted keep,
                       treatBlankAsUndeclaredWriteIn -alias '=Undeclared Write-ins'

Examples:

  printf 'option,votes\nred,410\nblue,340\ngreen,160\n' | tally -rule dhondt -seats 8 -
  tally -rule schulze -unranked apart ballots.csv
  tally -rule sainte-lague -seats 630 -threshold 5% -valid 49649512 -exempt SSW lists.csv
  tally -rule stv-scottish ward.blt            the seats stand in the file
  tally -rule stv-act -vacate Ana ward.blt     by countback: who gets the seat of Ana
  tally -rule instant-runoff -overvotes cut -tie lot:2026-12-01 north.csv south.csv
  tally -rule instant-runoff -withdrawn Ana -stop 3 -tie earlier,lot:x north.csv
  tally -rule biproportional votes.csv seats.csv
  tally -rule absolute-majority -eligible 2000 answers.csv
  tally city.pb                                by the rule that the file names
  tally -rule greedy -carried 1200.50 -pot Schools=5000,7,12 -requires 12,7 -part 80% city.pb
  tally -rule stv-scottish -follow 'Ana>Ben' -follow id:P1-17 ward.csv   where two ballots stood
  tally -rule instant-runoff -paths north.csv  the same of every ballot, as CSV
  tally -rule stv-scottish -close ward.blt     how few ballots elect others, in a large vote too
  tally -list transferable                     the rules of a family, or with a word in their line

Exit codes: 0 decided, 1 bad input, 2 wrong usage, 3 a tie that nothing was told to break.
`

// help writes what -help asks for.
func (o *options) help(out io.Writer, flags *flag.FlagSet) {
	fmt.Fprintln(out, synopsis)
	group := ""
	tell := func(f *flag.Flag) {
		arg, about := flag.UnquoteUsage(f)
		fmt.Fprintln(out, strings.TrimRight("  -"+f.Name+" "+arg, " "))
		fmt.Fprintln(out, "    \t"+about)
	}
	for _, s := range o.Settings() {
		if s.Group != group {
			group = s.Group
			fmt.Fprintf(out, "\n%s:\n", group)
		}
		tell(flags.Lookup(s.Name))
	}
	fmt.Fprintln(out, "\nAnswers:")
	for _, name := range []string{"json", "paths", "close", "list"} {
		tell(flags.Lookup(name))
	}
	fmt.Fprint(out, files)
}
