package rulebook

import (
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/vicinia/vicinia"
	"github.com/vicinia/vicinia/ballot"
	"github.com/vicinia/vicinia/ballot/projects"
	"github.com/vicinia/vicinia/ballot/referendum"
	"github.com/vicinia/vicinia/ballot/seats"
)

// A Case is what a rule may need: the votes in one of seven forms, and settings.
type Case struct {
	Profile   *ballot.Profile
	Duels     *ballot.Pairwise // for the family Duels, where there is no Profile
	Counts    *ballot.Counts
	Ballots   int64             // of which Counts are, with blank and spoilt ones; 0 is not known
	Levels    *ballot.Histogram // for the family Grades, where there is no Profile
	Tallies   []referendum.Tally
	Matrix    *seats.Matrix
	Projects  *projects.Instance
	Seats     int64
	Threshold seats.Threshold
	Alliances [][]string // of lists, for bader-ofer
	Withdrawn []string   // options that are out before the first count: see Entry.Withdraws
	Vacates   string     // who was elected by a transferable vote and leaves the seat: the rule is its countback
	Eligible  int64      // the roll of a referendum whose votes are options; 0 is unknown

	// Close asks Margin to look at all ends of a runoff, and HowClose to decide on changed votes
	// again and again, however many distinct ballots there are.
	Close bool

	// Words of the rules of committees and projects; "" is the rule's own.
	Utility, Completion string

	Part   vicinia.Ratio // of its cost, from which greedy rules fund a project in part; 0 is the rule's own
	Rounds Rounds

	trail **ballot.Trail // where Entry.Follow wants it
}

// A Family says what a rule answers with.
type Family uint8

// The families.
const (
	Referendum Family = 1 + iota // *referendum.Result
	Winner                       // *ballot.Order, from first choices or approvals
	Rankings                     // *ballot.Order, from rankings one by one
	Duels                        // *ballot.Order or *ranked.Lottery, from duels: the Unranked of Case.Profile is used
	Grades                       // *ballot.Order, from scores or approvals
	STV                          // *stv.Transcript, or *committee.Committee of a rule on whole outcomes: Case.Seats and Case.Withdrawn are used
	Committee                    // *committee.Committee, from approvals: Case.Seats is used
	Seats                        // *seats.Allocation: Case.Seats and Case.Threshold are used
	Table                        // *seats.Table: Case.Matrix and Case.Threshold are used
	Project                      // *projects.Selection: Case.Utility and Case.Completion are used
)

// String is the word of a family: "duels".
func (f Family) String() string {
	words := [...]string{"no family", "referendum", "winner", "rankings", "duels", "grades", "stv", "committee", "seats", "table", "project"}
	if int(f) < len(words) {
		return words[f]
	}
	return fmt.Sprintf("family %d", uint8(f))
}

// An Entry is a rule by its name.
type Entry struct {
	Name    string   // sainte-lague
	Aliases []string // webster
	About   string   // one line
	Family  Family
	Decide  func(Case, ballot.TieBreak) (ballot.Outcome, error)
}

// book has a file, a list and the ways to decide for each kind of vote.
var book = slices.Concat(referendums, winners, grades, transferable, committees, seated, budgets)

// Find returns the rule of that name or alias.
func Find(name string) (Entry, bool) {
	for _, e := range book {
		if e.Name == name || slices.Contains(e.Aliases, name) {
			return e, true
		}
	}
	return Entry{}, false
}

// All walks the rules in the order of the book: referendums, winners, seats.
func All() iter.Seq[Entry] { return slices.Values(book) }

// outcome keeps a nil result from becoming an outcome that is not nil.
func outcome[O ballot.Outcome](o O, err error) (ballot.Outcome, error) {
	if err != nil {
		return nil, err
	}
	return o, nil
}

// votes are the votes per option.
func (c Case) votes() (*ballot.Counts, error) {
	switch {
	case c.Counts != nil:
		return c.Counts, nil
	case c.Profile != nil && c.Profile.Kind() == ballot.Scoring:
		return nil, errors.New("this rule counts first choices or approvals, not scores")
	case c.Profile != nil:
		return c.Profile.Counts(), nil
	}
	return nil, errors.New("no votes per option and no ballots; bodies are for referendums, districts for biproportional")
}
