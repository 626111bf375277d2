package poll

import (
	"encoding/csv"
	"errors"
	"reflect"
	"slices"
	"strings"

	"github.com/vicinia/vicinia/ballot/format"
	"github.com/vicinia/vicinia/ballot/rulebook"
)

// A Setting is something that a question may say.
type Setting struct {
	Group  string // of help: "Projects"
	Name   string // "alliance"
	Plural string // "alliances" where it may be said several times, each a list; else ""
	About  string // for a flag, whose value is in back quotes

	// To is where it goes: *string, *bool, *int64, *int32, *[]string (A,B,C), *[][]string (once
	// for each), *Texts (once for each), *map[string]string (once for each: A1=Ana), or an encoding.TextUnmarshaler.
	To any

	of func(rulebook.Entry) bool // the rules that ask it; nil is all
}

// Member is the name in a document.
func (s Setting) Member() string {
	if s.Plural != "" {
		return s.Plural
	}
	return s.Name
}

// given reports whether a setting says something.
func (s Setting) given() bool { return !reflect.ValueOf(s.To).Elem().IsZero() }

// number is the value of a number.
func (s Setting) number() int64 {
	switch to := s.To.(type) {
	case *int64:
		return *to
	case *int32:
		return int64(*to)
	case *int:
		return int64(*to)
	}
	return 0
}

// Settings are all there are, in groups.
func (q *Question) Settings() []Setting {
	return slices.Concat(q.ofVote(), q.ofRounds(), q.ofProjects(), q.ofMarks())
}

// ofVote are those that several families of rules ask.
func (q *Question) ofVote() []Setting {
	c := &q.Case
	all := []Setting{
		{Name: "rule", About: "the `name` of the rule, or official for the one that a Pabulib file names; -list tells them", To: &q.Rule},
		{Name: "seats", About: "how many `seats` there are, where the file does not say", To: &c.Seats, of: seated},
		{Name: "threshold", About: "the `share` of the valid votes, 5% or 1/20, below which a list stays out", To: &c.Threshold.Share,
			of: family(rulebook.Seats, rulebook.Table)},
		{Name: "valid", About: "the valid `votes`, where some are not in the file", To: &c.Threshold.Valid, of: family(rulebook.Seats)},
		{Name: "exempt", About: "`lists` that the threshold does not bind: A,B", To: &c.Threshold.Exempt, of: family(rulebook.Seats, rulebook.Table)},
		{Name: "alliance", Plural: "alliances", About: "`lists` that share their seats: A,B; once for each alliance", To: &c.Alliances, of: named("bader-ofer")},
		{Name: "unranked", About: "`where` unranked options stand: below the ranked ones (below), or not compared with them (apart)", To: &q.Unranked,
			of: func(e rulebook.Entry) bool { // an instant runoff gives no vote to who is not ranked
				return family(rulebook.Duels, rulebook.Rankings)(e) && !runoff(e)
			}},
		{Name: "withdrawn", About: "`options` that have withdrawn: A,B; nobody is elected of them, and votes go to the others", To: &c.Withdrawn,
			of: func(e rulebook.Entry) bool { return e.Family != rulebook.Referendum }},
		{Name: "vacate", About: "the `name` of one who is elected by a transferable vote and leaves the seat: who gets it by a countback of the papers that elected them",
			To: &c.Vacates, of: family(rulebook.STV)},
		{Name: "eligible", About: "how many `people` are on the roll, where the file does not say", To: &c.Eligible, of: family(rulebook.Referendum)},
		{Name: "tie", About: "`what` breaks a tie: none, order (of the options), order:A,B or lot:SEED; earlier, or earlier and a comma before one of them, " +
			"asks the votes of earlier rounds", To: &q.Tie},
		{Name: "all", About: "also every outcome that some way of breaking the ties gives", To: &q.All},
		{Name: "follow", About: "a `ballot`, as Ana>Ben=Cai or id: and the id of its record (or file:line): where it stood in every round; once for each", To: &q.Follow},
	}
	return grouped("The vote", all)
}

// ofRounds are those that cities which count by instant runoff, or as RCTab does, answer each
// in their own way.
func (q *Question) ofRounds() []Setting {
	r := &q.Case.Rounds
	all := []Setting{
		{Name: "stop", About: "the `round` after which the count ends, with whom it has elected by then", To: &r.Stop, of: rulebook.Entry.Stops},
		{Name: "until-two", About: "go on until two are left, also when one has more than half", To: &r.ToTwo, of: runoff},
		{Name: "first-round", About: "more than half of the votes of the first round win, or the more of the last two", To: &r.OfFirst, of: runoff},
		{Name: "reach", About: "the `share`, in whole percents, with which all win who are left when they all have it; there are no seats", To: &q.Reach, of: runoff},
		{Name: "cutoff", About: "all who lack the share of -reach go out at once", To: &r.Cutoff, of: runoff},
		{Name: "batch", About: "`who` go out together: level, who cannot win as they are level at the end; one; most, all who cannot catch up", To: &r.Batch, of: runoff},
		{Name: "quota", About: "the `votes` that elect: unit (a fraction more than the Droop quota), whole, hare or hare-whole", To: &r.Quota, of: prefix("stv-rctab")},
		{Name: "decimals", About: "how many `places` of a vote are counted", To: &r.Decimals, of: prefix("stv-rctab")},
	}
	return grouped("Rounds (instant runoff and RCTab)", all)
}

// ofProjects are those of a vote on projects.
func (q *Question) ofProjects() []Setting {
	c := &q.Case
	project := family(rulebook.Project)
	own := func(e rulebook.Entry) bool { return project(e) && !strings.HasPrefix(e.Name, "equalshares") } // its cities have said
	all := []Setting{
		{Name: "minimum", About: "the `votes` below which a project is out; of an instant runoff, below which options go out, all at once", To: &q.Minimum,
			of: func(e rulebook.Entry) bool { return project(e) && e.Name != "greedy" || runoff(e) }},
		{Name: "part", About: "the `share` of its cost from which the first project that does not fit gets what is left", To: &c.Part, of: prefix("greedy")},
		{Name: "conflict", Plural: "conflicts", About: "`projects` of which at most one is funded: A,B; once for each conflict", To: &q.Conflicts, of: project},
		{Name: "requires", About: "`projects` A,B of which A is funded only together with B; once for each", To: &q.Requires, of: project},
		{Name: "pot", Plural: "pots", About: "`money` beside the budget that only some projects may use: Schools=5000,A,B; once for each pot", To: &q.Pots, of: project},
		{Name: "cap", Plural: "caps", About: "the most `money` that some projects may cost together: North=20000,A,B; once for each", To: &q.Caps, of: project},
		{Name: "carried", About: "`money` left over from the year before, beside the budget", To: &q.Carried, of: project},
		{Name: "utility", About: "the `gain` of a voter from a project: cost, cardinality and others", To: &c.Utility, of: own},
		{Name: "completion", About: "the `way` in which equal shares goes on with what is left: none, add1, add1u, greedy and others", To: &c.Completion,
			of: named("equal-shares", "pb-equal-shares", "pb-exact-equal-shares")},
	}
	return grouped("Projects", all)
}

// ofMarks are about what ballots may have and a rule does not speak of.
func (q *Question) ofMarks() []Setting {
	r := &q.Reader
	all := []Setting{
		{Name: "format", About: "the `format` of the files: " + strings.Join(forms(), ", "), To: &r.Form},
		{Name: "options", About: "the `options` of the ballots, in order: A,B,C", To: &r.Options},
		{Name: "overvotes", About: "the `remedy` of several options on a rank: keep, drop, cut, spoil or refuse; in rounds also sole, " +
			"for the only one of them who is still in", To: &overvotes{r, &q.Case.Rounds}},
		{Name: "duplicates", About: "the `remedy` of an option on a second rank: drop, cut, spoil or refuse", To: &r.Policy.Duplicates},
		{Name: "skipped", About: "the `remedy` of a rank left out before one that is not: keep, drop, cut, spoil or refuse", To: &r.Policy.Skipped},
		{Name: "skips", About: "how many `ranks` in a row may be left out before -skipped is asked", To: &r.Skips},
		{Name: "unlisted", About: "the `remedy` of a name that is no option: keep (all are one option), drop, cut, spoil or refuse", To: &r.Policy.Unlisted},
		{Name: "ranks", About: "how many `ranks` of a ballot count; all, if this is not given", To: &r.Ranks},
		{Name: "contest", About: "the `contest` of cast-vote records that have several, by id or name", To: &r.Contest},
		{Name: "between", About: "the `text` between the options of an overvote in a cell of cast-vote records, as |", To: &r.Between},
		{Name: "alias", Plural: "aliases", About: "another `name` in cast-vote records and the option that it means: A1=Ana; once for each name", To: &r.Aliases},
	}
	return grouped("Files and marks", all)
}

// forms are the words of all forms of files.
func forms() (words []string) {
	for f := format.Auto; ; f++ {
		var known format.Form
		if known.UnmarshalText([]byte(f.String())) != nil {
			return words
		}
		words = append(words, f.String())
	}
}

func grouped(group string, all []Setting) []Setting {
	for i := range all {
		all[i].Group = group
	}
	return all
}

// List reads A,B,C; a name with a comma is quoted as in CSV.
func List(text string) ([]string, error) {
	names, err := csv.NewReader(strings.NewReader(text)).Read()
	if err != nil {
		return nil, errors.New("want A,B,C")
	}
	return names, nil
}

// overvotes are a remedy or sole, which is exhaustIfMultipleContinuing in RCTab.
type overvotes struct {
	reader *format.Reader
	rounds *rulebook.Rounds
}

// UnmarshalText reads a word.
func (o *overvotes) UnmarshalText(text []byte) error {
	if word := string(text); word == "sole" || word == "exhaustIfMultipleContinuing" {
		o.reader.Policy.Overvotes, o.rounds.Sole = format.Keep, true
		return nil
	}
	return o.reader.Policy.Overvotes.UnmarshalText(text)
}
